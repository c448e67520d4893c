//! Apps, tokens, tickets and passwords in memory, by the keys that requests bring.

use std::collections::BTreeMap;
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::access::{App, HeldToken, PasswordHash, Ticket, TokenKey, TokenRecord};
use crate::id::{AppId, ChainId, Position, TicketId, TokenId, UserId};
use crate::page::Cursor;
use crate::time::Timestamp;
use crate::view::Chain;

#[derive(Default)]
pub(super) struct AccessTables {
    apps: FxHashMap<AppId, Arc<App>>,
    app_by_key: FxHashMap<Box<str>, AppId>,
    records: FxHashMap<TokenId, Arc<TokenRecord>>,
    held: FxHashMap<TokenKey, HeldToken>,
    /// People's tokens that were not revoked, by app.
    live: FxHashMap<AppId, BTreeMap<TokenId, UserId>>,
    /// The same by app and person.
    authorised: FxHashMap<(AppId, UserId), FxHashSet<TokenId>>,
    tickets: FxHashMap<TokenKey, Arc<Ticket>>,
    chains: FxHashMap<ChainId, Links>,
    passwords: FxHashMap<UserId, Arc<PasswordHash>>,
    swept: Timestamp,
}

/// What belongs to one approval.
#[derive(Default)]
struct Links {
    tokens: Vec<TokenId>,
    tickets: Vec<(TicketId, TokenKey)>,
}

/// How often, in milliseconds, tickets long over are looked for.
const SWEEP_EVERY: i64 = 60_000;

impl AccessTables {
    /// Takes an app in.
    pub(super) fn add_app(&mut self, app: Arc<App>) {
        self.app_by_key.insert(app.key.as_str().into(), app.id);
        self.apps.insert(app.id, app);
    }

    /// Replaces an app by what it is now, also in what its tokens tell of it.
    pub(super) fn set_app(&mut self, app: Arc<App>) {
        let Some(former) = self.apps.get_mut(&app.id) else { return };
        self.app_by_key.remove(former.key.as_str());
        self.app_by_key.insert(app.key.as_str().into(), app.id);
        // Only the operator replaces apps, and seldom: no index for it.
        let its_own = self.records.values().filter(|record| record.app == app.id);
        self.held.extend(its_own.map(|record| (record.key.clone(), record.held(&app))));
        *former = app;
    }

    /// Takes a token in. Its app is known: stores hand apps over first, and a token is minted for one that exists.
    pub(super) fn add_token(&mut self, token: Arc<TokenRecord>) {
        let Some(app) = self.apps.get(&token.app) else { return };
        if let (Some(user), None) = (token.user, token.revoked) {
            self.authorised.entry((token.app, user)).or_default().insert(token.id);
            self.live.entry(token.app).or_default().insert(token.id, user);
        }
        if let Some(chain) = token.chain {
            self.chains.entry(chain).or_default().tokens.push(token.id);
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
        if let Some(live) = self.live.get_mut(&token.app) {
            live.remove(&id);
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

    /// Takes a ticket in, or what it is now; those long over go.
    pub(super) fn put_ticket(&mut self, ticket: &Arc<Ticket>) {
        let now = ticket.spent.unwrap_or(ticket.created);
        if now.0 - self.swept.0 > SWEEP_EVERY {
            self.swept = now;
            self.sweep(Timestamp(now.0 - Ticket::KEPT));
        }
        if self.tickets.insert(ticket.key.clone(), Arc::clone(ticket)).is_none() {
            self.chains.entry(ticket.chain).or_default().tickets.push((ticket.id, ticket.key.clone()));
        }
    }

    fn sweep(&mut self, before: Timestamp) {
        let chains = &mut self.chains;
        self.tickets.retain(|key, ticket| {
            let kept = ticket.expires > before;
            if !kept && let Some(links) = chains.get_mut(&ticket.chain) {
                links.tickets.retain(|(_, other)| other != key);
                if links.tickets.is_empty() && links.tokens.is_empty() {
                    chains.remove(&ticket.chain);
                }
            }
            kept
        });
    }

    pub(super) fn set_password(&mut self, user: UserId, password: Option<Arc<PasswordHash>>) {
        match password {
            Some(password) => self.passwords.insert(user, password),
            None => self.passwords.remove(&user),
        };
    }

    pub(super) fn app(&self, key: &str) -> Option<Arc<App>> {
        self.app_by_key.get(key).and_then(|id| self.apps.get(id)).cloned()
    }

    pub(super) fn app_by_id(&self, id: AppId) -> Option<Arc<App>> {
        self.apps.get(&id).cloned()
    }

    pub(super) fn token(&self, key: &TokenKey) -> Option<HeldToken> {
        self.held.get(key).cloned()
    }

    pub(super) fn ticket(&self, key: &TokenKey) -> Option<Arc<Ticket>> {
        self.tickets.get(key).cloned()
    }

    pub(super) fn chain(&self, chain: ChainId) -> Chain {
        let Some(links) = self.chains.get(&chain) else { return Chain::default() };
        let mut tokens: Vec<_> = links.tokens.iter().filter_map(|id| self.records.get(id)).cloned().collect();
        let keys = links.tickets.iter().map(|(_, key)| key);
        let mut tickets: Vec<_> = keys.filter_map(|key| self.tickets.get(key)).cloned().collect();
        tokens.sort_unstable_by_key(|token| token.id);
        tickets.sort_unstable_by_key(|ticket| ticket.id);
        Chain { tokens, tickets }
    }

    pub(super) fn authorised(&self, app: AppId, user: UserId) -> bool {
        self.authorised.contains_key(&(app, user))
    }

    pub(super) fn tokens_between(&self, app: AppId, user: UserId) -> Vec<Arc<TokenRecord>> {
        let ids = self.authorised.get(&(app, user)).into_iter().flatten();
        let mut found: Vec<_> = ids.filter_map(|id| self.records.get(id)).cloned().collect();
        found.sort_unstable_by_key(|token| token.id);
        found
    }

    pub(super) fn tokens_of(&self, app: AppId, audience: &str, cursor: Cursor, limit: usize) -> Vec<Arc<TokenRecord>> {
        let Some(live) = self.live.get(&app) else { return Vec::new() };
        let record = |id: &TokenId| self.records.get(id).filter(|token| token.audience == audience).cloned();
        let older = |below: TokenId| live.range(..below).rev().filter_map(|(id, _)| record(id)).take(limit).collect();
        match cursor {
            Cursor::Newest => older(TokenId(i64::MAX)),
            Cursor::Older(Position(below)) => older(TokenId(below)),
            Cursor::Newer(Position(above)) => {
                let after = (std::ops::Bound::Excluded(TokenId(above)), std::ops::Bound::Unbounded);
                live.range(after).filter_map(|(id, _)| record(id)).take(limit).collect()
            }
            Cursor::End => Vec::new(),
        }
    }

    pub(super) fn authorisers(&self, app: AppId, audience: &str) -> Vec<UserId> {
        let of_service = |id: &TokenId| self.records.get(id).is_some_and(|token| token.audience == audience);
        let live = self.live.get(&app).into_iter().flatten();
        let mut people: Vec<_> = live.filter(|(id, _)| of_service(id)).map(|(_, user)| *user).collect();
        people.sort_unstable();
        people.dedup();
        people
    }

    pub(super) fn password(&self, user: UserId) -> Option<Arc<PasswordHash>> {
        self.passwords.get(&user).cloned()
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
