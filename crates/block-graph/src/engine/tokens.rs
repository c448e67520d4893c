//! What an app may know of the tokens it was granted.

use std::sync::Arc;

use crate::access::{Actor, Grant};
use crate::card::Wants;
use crate::engine::cards::card;
use crate::engine::pages::cut_by;
use crate::error::{CoreError, Refusal};
use crate::id::Position;
use crate::outcome::Outcome;
use crate::page::PageRequest;
use crate::view::View;

fn own(actor: &Actor) -> Result<&Arc<Grant>, CoreError> {
    Ok(actor.grant().ok_or(Refusal::CallerNotAPerson)?)
}

/// One page of them.
pub(super) fn granted(view: &dyn View, actor: &Actor, page: PageRequest) -> Result<Outcome, CoreError> {
    let grant = own(actor)?;
    let read = |cursor, limit| view.tokens_of(grant.app.id, &grant.audience, cursor, limit);
    let cut = cut_by(page, read, |token| Position(token.id.0))?;
    let mut told = Vec::with_capacity(cut.items.len());
    for token in &cut.items {
        let Some(user) = token.user else { continue };
        if let Some(person) = view.people(&[user])?.pop().flatten() {
            told.push((card(view, None, person, Wants::CARD)?, Arc::clone(token)));
        }
    }
    Ok(Outcome::TokenPage(cut.with_items(told)))
}

/// Whose they are.
pub(super) fn authorisers(view: &dyn View, actor: &Actor) -> Result<Outcome, CoreError> {
    let grant = own(actor)?;
    Ok(Outcome::People(view.authorisers(grant.app.id, &grant.audience)?))
}
