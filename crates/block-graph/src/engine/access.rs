//! Looking up who speaks.

use std::sync::Arc;

use super::{Backend, Engine};
use crate::access::{App, TokenKey, TokenState};
use crate::error::CoreError;
use crate::store::Wanted;

impl Engine {
    /// What a token is worth now.
    ///
    /// # Errors
    /// That the store cannot answer.
    pub async fn token(&self, key: TokenKey) -> Result<TokenState, CoreError> {
        let held = match &self.backend {
            Backend::Owned(owned) => owned.read(|view| view.token(&key))?,
            Backend::Shared(shared) => {
                let wanted = Wanted { tokens: vec![key.clone()], ..Wanted::default() };
                Box::pin(shared.look(wanted, move |view| Ok(view.token(&key)?))).await?
            }
        };
        Ok(held.map_or(TokenState::Unknown, |held| held.state(self.clock.now())))
    }

    /// The app that has this public key.
    ///
    /// # Errors
    /// That the store cannot answer.
    pub async fn app(&self, key: &str) -> Result<Option<Arc<App>>, CoreError> {
        if let Backend::Owned(owned) = &self.backend {
            return Ok(owned.read(|view| view.app(key))?);
        }
        let key = key.to_owned();
        self.look(move |view| Ok(view.app(&key)?)).await
    }
}
