//! What authorising comes to: tickets made, approved and exchanged, tokens issued and ended.
//!
//! Texts are random and therefore made before the plan, which may run twice.

use std::sync::Arc;

use super::{Done, Key, Plan};
use crate::access::{
    GrantRefusal, HeldToken, NewToken, Permission, Ticket, TicketKind, TokenClass, TokenKey, TokenRecord,
};
use crate::error::CoreError;
use crate::event::Change;
use crate::id::{AppId, ChainId, TicketId, TokenId, UserId};
use crate::mint::Mint;
use crate::secret::Secret;
use crate::store::Footprint;
use crate::time::Timestamp;
use crate::view::View;

/// One step on the way to a token, or at its end.
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum Step {
    /// A ticket is made.
    Begin(Arc<Ticket>),
    /// A person lets the app in that holds temporary credentials.
    Approve {
        /// The credentials' key.
        key: TokenKey,
        /// Who.
        user: UserId,
        /// The hash of the verifier that the exchange must show.
        check: Box<str>,
    },
    /// A person does not.
    Deny {
        /// The credentials' key.
        key: TokenKey,
    },
    /// A ticket is exchanged for a token.
    Exchange(Exchange),
    /// A token is issued.
    Issue(NewToken),
    /// A token whose text is always the same is issued, unless it lives.
    IssueOnce(NewToken),
    /// An app gives a token or a refresh token back.
    Return {
        /// Its key.
        key: TokenKey,
        /// The app that says so.
        app: AppId,
        /// At which service it counts.
        audience: &'static str,
    },
    /// A token ends.
    End(TokenId),
}

/// The exchange of a ticket.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Exchange {
    /// The ticket's key.
    pub(crate) key: TokenKey,
    /// What it must be.
    pub(crate) kind: TicketKind,
    /// The app that exchanges it, if it said who it is.
    pub(crate) app: Option<AppId>,
    /// The service it must be of.
    pub(crate) audience: Option<&'static str>,
    /// Where the person was sent back to, as the exchange tells it; not asked of temporary credentials and refreshes.
    pub(crate) callback: Option<Box<str>>,
    /// The only place that the app sends people back to, if it has one only.
    pub(crate) only_callback: Option<Box<str>>,
    /// The verifier shown.
    pub(crate) verifier: Option<Secret>,
    /// Fewer scopes than were approved.
    pub(crate) scopes: Option<Vec<Box<str>>>,
    /// The new token's text, or what of it is random.
    pub(crate) text: Secret,
    /// The new token's secret, if it is a signed one.
    pub(crate) secret: Secret,
    /// The refresh token's text.
    pub(crate) refresh: Secret,
    /// The scope that brings a refresh token; of a refresh always.
    pub(crate) refresh_with: Option<&'static str>,
    /// How long the token lives, in milliseconds.
    pub(crate) life: Option<i64>,
    /// How long the refresh token lives, in milliseconds.
    pub(crate) refresh_life: i64,
}

/// What a step came to.
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum Granted {
    /// A ticket as it is now.
    Ticket(Arc<Ticket>),
    /// A token: by its key and with its texts.
    Token {
        /// By what it is found.
        key: TokenKey,
        /// Its text.
        text: Secret,
        /// The refresh token beside it.
        refresh: Option<Secret>,
    },
    /// Whether something ended.
    Ended(bool),
    /// Nothing was granted, though the refusal may have had effects.
    Refused(GrantRefusal),
}

impl Step {
    /// What it may read and change.
    pub(crate) fn footprint(&self) -> Footprint {
        let mut all = Footprint::default();
        match self {
            Self::Begin(_) | Self::Issue(_) => {}
            Self::Approve { key, .. } | Self::Deny { key } => all.tickets.push(key.clone()),
            Self::Exchange(exchange) => all.tickets.push(exchange.key.clone()),
            Self::IssueOnce(token) => {
                all.tokens.push(token.key());
                all.apps.push(token.app);
            }
            Self::Return { key, .. } => {
                all.tickets.push(key.clone());
                all.tokens.push(key.clone());
            }
            Self::End(_) => {}
        }
        all
    }

    /// What it comes to at `now`.
    pub(crate) fn plan(&self, view: &dyn View, mint: &Mint, now: Timestamp) -> Result<Plan, CoreError> {
        match self {
            Self::Begin(ticket) => {
                Ok(plan(vec![Change::PutTicket(Arc::clone(ticket))], vec![], Granted::Ticket(Arc::clone(ticket))))
            }
            Self::Approve { key, user, check } => approve(view, key, *user, check, now),
            Self::Deny { key } => deny(view, key, now),
            Self::Exchange(exchange) => exchange.plan(view, mint, now),
            Self::Issue(token) => {
                let made = token.clone().record(TokenId(mint.id()), now);
                let granted = Granted::Token { key: made.key.clone(), text: token.text.clone(), refresh: None };
                Ok(plan(vec![Change::AddToken(Arc::new(made))], vec![], granted))
            }
            Self::IssueOnce(token) => {
                let key = token.key();
                let granted = Granted::Token { key: key.clone(), text: token.text.clone(), refresh: None };
                let keys = vec![(token.app.0, APP_TOKEN)];
                let changes = if view.token(&key)?.is_some() {
                    vec![]
                } else {
                    vec![Change::AddToken(Arc::new(token.clone().record(TokenId(mint.id()), now)))]
                };
                Ok(plan(changes, keys, granted))
            }
            Self::Return { key, app, audience } => give_back(view, key, (*app, audience), now),
            Self::End(token) => Ok(plan(vec![Change::RevokeToken(*token, now)], vec![], Granted::Ended(true))),
        }
    }
}

/// Beside an app's id: its own tokens. Beside an approval's: what comes of it. No two people have such a pair of ids.
const APP_TOKEN: i64 = -2;
const APPROVAL: i64 = -3;

fn plan(changes: Vec<Change>, keys: Vec<Key>, granted: Granted) -> Plan {
    Plan { changes, keys, done: Done::Granted(Box::new(granted)) }
}

fn refused(refusal: GrantRefusal) -> Plan {
    plan(vec![], vec![], Granted::Refused(refusal))
}

/// Temporary credentials that wait for an answer.
pub(crate) fn waiting(
    view: &dyn View,
    key: &TokenKey,
    now: Timestamp,
) -> Result<Result<Arc<Ticket>, GrantRefusal>, CoreError> {
    let found = view.ticket(key)?.filter(|ticket| ticket.kind == TicketKind::Temporary);
    let Some(ticket) = found else { return Ok(Err(GrantRefusal::UnknownTicket)) };
    if ticket.spent.is_some() || ticket.user.is_some() {
        return Ok(Err(GrantRefusal::TicketSpent));
    }
    Ok(if ticket.expires <= now { Err(GrantRefusal::TicketExpired) } else { Ok(ticket) })
}

fn approve(view: &dyn View, key: &TokenKey, user: UserId, check: &str, now: Timestamp) -> Result<Plan, CoreError> {
    let mut ticket = match waiting(view, key, now)? {
        Ok(ticket) => Ticket::clone(&ticket),
        Err(refusal) => return Ok(refused(refusal)),
    };
    ticket.user = Some(user);
    ticket.check = Some(check.into());
    Ok(replaced(ticket))
}

fn deny(view: &dyn View, key: &TokenKey, now: Timestamp) -> Result<Plan, CoreError> {
    let mut ticket = match waiting(view, key, now)? {
        Ok(ticket) => Ticket::clone(&ticket),
        Err(refusal) => return Ok(refused(refusal)),
    };
    ticket.spent = Some(now);
    Ok(replaced(ticket))
}

fn replaced(ticket: Ticket) -> Plan {
    let ticket = Arc::new(ticket);
    let keys = vec![(ticket.chain.0, APPROVAL)];
    plan(vec![Change::PutTicket(Arc::clone(&ticket))], keys, Granted::Ticket(ticket))
}

impl Exchange {
    fn plan(&self, view: &dyn View, mint: &Mint, now: Timestamp) -> Result<Plan, CoreError> {
        let Some(ticket) = view.ticket(&self.key)?.filter(|ticket| self.is_for(ticket)) else {
            return Ok(refused(GrantRefusal::UnknownTicket));
        };
        let mut keys = vec![(ticket.chain.0, APPROVAL)];
        if ticket.spent.is_some() {
            // Somebody else may hold it: whatever came of the approval ends (RFC 6749, 4.1.2; RFC 6819, 5.2.2.3). OAuth 1.0a
            // has no such rule, and its exchange is signed: a client that tries again has lost an answer.
            let ended = match self.kind {
                TicketKind::Temporary => vec![],
                TicketKind::Code | TicketKind::Refresh => end_chain(view, ticket.chain, now)?,
            };
            return Ok(plan(ended, keys, Granted::Refused(GrantRefusal::TicketSpent)));
        }
        let user = match self.admits(&ticket, now) {
            Ok(user) => user,
            Err(refusal) => return Ok(refused(refusal)),
        };
        let spent = Change::PutTicket(Arc::new(Ticket { spent: Some(now), ..Ticket::clone(&ticket) }));
        let (record, text) = match self.kind {
            TicketKind::Temporary => {
                // Two approvals of one person come to one token.
                keys.push((ticket.app.0, user.0));
                self.signed(view, &ticket, user, mint, now)?
            }
            TicketKind::Code | TicketKind::Refresh => (Some(self.bearer(&ticket, user, mint, now)), self.text.clone()),
        };
        let key = record.as_ref().map_or_else(|| TokenKey::signed(text.expose()), |record| record.key.clone());
        let mut changes = vec![spent];
        let refresh = self.refreshes(&ticket).then(|| {
            changes.push(Change::PutTicket(Arc::new(self.next(&ticket, user, mint, now))));
            self.refresh.clone()
        });
        changes.extend(record.map(|record| Change::AddToken(Arc::new(record))));
        Ok(plan(changes, keys, Granted::Token { key, text, refresh }))
    }

    fn is_for(&self, ticket: &Ticket) -> bool {
        ticket.kind == self.kind
            && self.app.is_none_or(|app| app == ticket.app)
            && self.audience.is_none_or(|audience| audience == ticket.audience)
    }

    /// Whether the exchange names the callback that the approval did. One that the approval left out may be named all the same.
    fn comes_back(&self, named: Option<&str>) -> bool {
        match self.callback.as_deref() {
            None => named.is_none(),
            shown => shown == named.or(self.only_callback.as_deref()),
        }
    }

    /// Whose approval the ticket is, if everything shown fits.
    fn admits(&self, ticket: &Ticket, now: Timestamp) -> Result<UserId, GrantRefusal> {
        if ticket.expires <= now {
            return Err(GrantRefusal::TicketExpired);
        }
        let user = ticket.user.ok_or(GrantRefusal::TicketNotApproved)?;
        if self.kind == TicketKind::Code && !self.comes_back(ticket.callback.as_deref()) {
            return Err(GrantRefusal::WrongCallback);
        }
        if ticket.check.is_some() && self.verifier.is_none() {
            return Err(GrantRefusal::VerifierNeeded);
        }
        if !ticket.checks(self.verifier.as_ref()) {
            return Err(GrantRefusal::WrongVerifier);
        }
        match self.scopes.iter().flatten().find(|scope| !ticket.scopes.contains(scope)) {
            Some(beyond) => Err(GrantRefusal::ScopeNotApproved(beyond.clone())),
            None => Ok(user),
        }
    }

    /// The signed token of an approval: the one that the app holds already, or a new one, and its public text.
    fn signed(
        &self,
        view: &dyn View,
        ticket: &Ticket,
        user: UserId,
        mint: &Mint,
        now: Timestamp,
    ) -> Result<(Option<TokenRecord>, Secret), CoreError> {
        // The services give an app the same token again ([doc]).
        let same = |token: &&Arc<TokenRecord>| {
            token.class == TokenClass::Signed
                && token.audience == ticket.audience
                && token.permission == ticket.permission
                && token.expires.is_none()
        };
        let held = view.tokens_between(ticket.app, user)?;
        if let Some(public) = held.iter().find(same).and_then(|token| token.public.clone()) {
            return Ok((None, Secret::new(public)));
        }
        // `<user id>-<letters and digits>`, with one dash: clients read the id off it ([client]).
        let text = Secret::new(format!("{user}-{}", self.text.expose()));
        let new = self.token(TokenClass::Signed, ticket, user, text.clone(), ticket.permission);
        Ok((Some(new.record(TokenId(mint.id()), now)), text))
    }

    fn bearer(&self, ticket: &Ticket, user: UserId, mint: &Mint, now: Timestamp) -> TokenRecord {
        let mut new = self.token(TokenClass::UserBearer, ticket, user, self.text.clone(), None);
        new.secret = None;
        new.scopes = self.scopes.clone().unwrap_or(new.scopes);
        new.expires = self.life.map(|life| Timestamp(now.0.saturating_add(life)));
        new.record(TokenId(mint.id()), now)
    }

    fn token(
        &self,
        class: TokenClass,
        ticket: &Ticket,
        user: UserId,
        text: Secret,
        permission: Option<Permission>,
    ) -> NewToken {
        NewToken {
            class,
            audience: ticket.audience.clone(),
            app: ticket.app,
            user: Some(user),
            scopes: ticket.scopes.clone(),
            permission,
            chain: Some(ticket.chain),
            text,
            secret: Some(self.secret.clone()),
            expires: None,
        }
    }

    fn refreshes(&self, ticket: &Ticket) -> bool {
        match self.kind {
            TicketKind::Temporary => false,
            TicketKind::Refresh => true,
            TicketKind::Code => self.refresh_with.is_some_and(|scope| ticket.scopes.iter().any(|own| **own == *scope)),
        }
    }

    /// The refresh token that follows a code or another refresh token. It keeps all that was approved.
    fn next(&self, ticket: &Ticket, user: UserId, mint: &Mint, now: Timestamp) -> Ticket {
        Ticket {
            id: TicketId(mint.id()),
            kind: TicketKind::Refresh,
            key: TokenKey::bearer(self.refresh.expose()),
            user: Some(user),
            callback: None,
            check: None,
            created: now,
            expires: Timestamp(now.0.saturating_add(self.refresh_life)),
            spent: None,
            ..ticket.clone()
        }
    }
}

/// Everything of an approval that still lives, ended.
fn end_chain(view: &dyn View, chain: ChainId, now: Timestamp) -> Result<Vec<Change>, CoreError> {
    let all = view.chain(chain)?;
    let tokens = all.tokens.iter().filter(|token| token.revoked.is_none());
    let tickets = all.tickets.iter().filter(|ticket| ticket.spent.is_none());
    let ended =
        |ticket: &Arc<Ticket>| Change::PutTicket(Arc::new(Ticket { spent: Some(now), ..Ticket::clone(ticket) }));
    Ok(tokens.map(|token| Change::RevokeToken(token.id, now)).chain(tickets.map(ended)).collect())
}

/// A refresh token that is given back takes everything of its approval with it, a token only itself (RFC 7009, 2.1).
fn give_back(
    view: &dyn View,
    key: &TokenKey,
    (app, audience): (AppId, &str),
    now: Timestamp,
) -> Result<Plan, CoreError> {
    let own = |held: &HeldToken| held.grant.app.id == app && *held.grant.audience == *audience;
    if let Some(held) = view.token(key)?.filter(own) {
        let live = held.revoked.is_none();
        let changes = if live { vec![Change::RevokeToken(held.grant.token, now)] } else { vec![] };
        return Ok(plan(changes, vec![], Granted::Ended(live)));
    }
    let refresh =
        |ticket: &Arc<Ticket>| ticket.kind == TicketKind::Refresh && ticket.app == app && ticket.audience == audience;
    let Some(ticket) = view.ticket(key)?.filter(refresh) else {
        return Ok(plan(vec![], vec![], Granted::Ended(false)));
    };
    let changes = end_chain(view, ticket.chain, now)?;
    let ended = !changes.is_empty();
    Ok(plan(changes, vec![(ticket.chain.0, APPROVAL)], Granted::Ended(ended)))
}
