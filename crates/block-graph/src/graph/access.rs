//! Apps and tokens in memory, by the keys that requests bring.

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::access::{App, HeldToken, TokenKey, TokenRecord};
use crate::id::{AppId, TokenId, UserId};
use crate::time::Timestamp;

#[derive(Default)]
pub(super) struct AccessTables {
    apps: FxHashMap<AppId, Arc<App>>,
    app_by_key: FxHashMap<Box<str>, AppId>,
    records: FxHashMap<TokenId, Arc<TokenRecord>>,
    held: FxHashMap<TokenKey, HeldToken>,
    /// Which apps hold a live token of whom, and how many.
    authorised: FxHashMap<(AppId, UserId), FxHashSet<TokenId>>,
}

impl AccessTables {
    pub(super) fn add_app(&mut self, app: Arc<App>) {
        self.app_by_key.insert(app.key.as_str().into(), app.id);
        self.apps.insert(app.id, app);
    }

    /// Takes a token in. Its app is known: stores hand apps over first, and a token is minted for one that exists.
    pub(super) fn add_token(&mut self, token: Arc<TokenRecord>) {
        let Some(app) = self.apps.get(&token.app) else { return };
        if let (Some(user), None) = (token.user, token.revoked) {
            self.authorised.entry((token.app, user)).or_default().insert(token.id);
        }
        self.held.insert(token.key.clone(), token.held(app));
        self.records.insert(token.id, token);
    }

    pub(super) fn revoke(&mut self, id: TokenId, at: Timestamp) {
        let Some(token) = self.records.get_mut(&id) else { return };
        Arc::make_mut(token).revoked.get_or_insert(at);
        if let Some(held) = self.held.get_mut(&token.key) {
            held.revoked.get_or_insert(at);
        }
        if let Some(holding) = token.user.map(|user| (token.app, user))
            && let Some(live) = self.authorised.get_mut(&holding)
        {
            live.remove(&id);
            if live.is_empty() {
                self.authorised.remove(&holding);
            }
        }
    }

    pub(super) fn app(&self, key: &str) -> Option<Arc<App>> {
        self.app_by_key.get(key).and_then(|id| self.apps.get(id)).cloned()
    }

    pub(super) fn token(&self, key: &TokenKey) -> Option<HeldToken> {
        self.held.get(key).cloned()
    }

    pub(super) fn authorised(&self, app: AppId, user: UserId) -> bool {
        self.authorised.contains_key(&(app, user))
    }

    pub(super) fn apps(&self) -> Vec<Arc<App>> {
        let mut all: Vec<_> = self.apps.values().cloned().collect();
        all.sort_unstable_by_key(|app| app.id);
        all
    }

    pub(super) fn tokens(&self) -> Vec<Arc<TokenRecord>> {
        let mut all: Vec<_> = self.records.values().cloned().collect();
        all.sort_unstable_by_key(|token| token.id);
        all
    }
}
