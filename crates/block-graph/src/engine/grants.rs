//! Issuing and ending tokens: who the app is, what it shows, and the step that the store then takes.

use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

use super::{Backend, Engine, Work, reads};
use crate::access::{
    Actor, App, Client, GrantRefusal, Issued, NewToken, PasswordHash, TemporaryToken, Ticket, TicketKind, TokenClass,
    TokenKey, TokenState, random_text,
};
use crate::card::Wants;
use crate::command::*;
use crate::engine::cards::card;
use crate::error::{CoreError, Refusal};
use crate::id::{ChainId, TicketId, TokenId, UserId};
use crate::outcome::Outcome;
use crate::rate::{Limit, Per, Subject};
use crate::rules::{Done, Exchange, Granted, Step};
use crate::secret::Secret;
use crate::time::Timestamp;
use crate::user::Standing;
use crate::user_ref::UserRef;
use crate::view::Person;

/// How long temporary credentials live, in milliseconds; the services never said ([inferred]).
const TEMPORARY_LIFE: i64 = 15 * 60 * 1000;
/// How long a refresh token lives, in milliseconds: half a year ([inferred]).
const REFRESH_LIFE: i64 = 183 * 24 * 3600 * 1000;

/// How many wrong passwords an account takes.
pub static PASSWORD_TRIES: Limit = Limit { bucket: "sign-in/password", per: Per::User, max: 10, window: 900 };

/// How many wrong verifiers temporary credentials take; as long as they live.
pub static VERIFIER_TRIES: Limit = Limit { bucket: "sign-in/verifier", per: Per::Token, max: 10, window: 900 };

impl Engine {
    /// Runs a command that authorises.
    pub(super) async fn authorise(&self, actor: &Actor, command: Command, wants: Wants) -> Result<Outcome, CoreError> {
        match command {
            Command::RequestTemporary(op) => self.temporary(actor, op).await,
            Command::ReviewAccess(op) => self.review(op).await.map(Outcome::Consent),
            Command::DecideAccess(op) => self.decide(op).await.map(Outcome::Consent),
            Command::RedeemTemporary(op) => {
                let mut exchange = exchange(TokenKey::signed(&op.token), TicketKind::Temporary)?;
                exchange.app = actor.app();
                exchange.verifier = op.verifier;
                // The services ask for it always (OAuth 1.0a).
                if exchange.verifier.is_none() {
                    return Err(GrantRefusal::VerifierNeeded.into());
                }
                self.verified(exchange, wants).await
            }
            Command::RedeemCode(op) => {
                let app = self.client(&op.client).await?;
                let mut exchange = exchange(TokenKey::bearer(op.code.expose()), TicketKind::Code)?;
                (exchange.app, exchange.audience) = (Some(app.id), Some(op.audience));
                exchange.callback = op.callback;
                exchange.only_callback = match app.callbacks.as_slice() {
                    [only] => Some(only.clone()),
                    _ => None,
                };
                exchange.verifier = op.verifier;
                exchange.life = op.life;
                exchange.refresh_with = op.refresh_with;
                self.exchanged(exchange, wants).await
            }
            Command::RedeemRefresh(op) => {
                let app = self.client(&op.client).await?;
                let mut exchange = exchange(TokenKey::bearer(op.refresh.expose()), TicketKind::Refresh)?;
                (exchange.app, exchange.audience) = (Some(app.id), Some(op.audience));
                exchange.scopes = op.scopes;
                exchange.life = op.life;
                self.exchanged(exchange, wants).await
            }
            Command::RedeemPassword(op) => self.by_password(actor, op, wants).await,
            Command::IssueAppToken(op) => {
                let app = self.confidential(&op.client).await?;
                self.app_token(&app, op.audience, wants).await
            }
            Command::ReturnToken(op) => {
                let app = self.client(&op.client).await?;
                let key = TokenKey::bearer(op.token.expose());
                match self.step(Some(&app), Step::Return { key, app: app.id, audience: op.audience }).await? {
                    Granted::Ended(ended) => Ok(Outcome::Returned(ended)),
                    other => Err(unexpected(&other)),
                }
            }
            Command::EndOwnToken(_) => {
                let grant = actor.grant().ok_or(Refusal::CallerNotAPerson)?;
                let (token, who) = (grant.token, actor.clone());
                let told = self.look(move |view| reads::run(view, &who, Command::WhoAmI(WhoAmI), wants, None)).await?;
                self.step(Some(&grant.app), Step::End(token)).await?;
                Ok(told)
            }
            other => Err(CoreError::broken(format!("{} authorises nothing", other.kind().name()))),
        }
    }

    async fn temporary(&self, actor: &Actor, op: RequestTemporary) -> Result<Outcome, CoreError> {
        let Actor::Client(app) = actor else { return Err(GrantRefusal::UnknownClient.into()) };
        let callback = match op.callback.as_deref() {
            Some("oob") => None,
            None => app.callbacks.first().cloned(),
            Some(_) if app.callbacks.is_empty() => return Err(GrantRefusal::CallbacksNotTaken.into()),
            Some(uri) if app.takes_callback(uri) => Some(uri.into()),
            Some(_) => return Err(GrantRefusal::CallbackNotRegistered.into()),
        };
        let (token, secret) = (random_text(27)?, Secret::new(random_text(32)?));
        let now = self.clock.now();
        let ticket = Ticket {
            id: TicketId(self.mint.one_id()?),
            kind: TicketKind::Temporary,
            key: TokenKey::signed(&token),
            audience: op.audience.to_owned(),
            app: app.id,
            user: None,
            scopes: Vec::new(),
            permission: op.permission,
            secret: Some(secret.clone()),
            callback,
            check: None,
            chain: ChainId(self.mint.one_id()?),
            created: now,
            expires: Timestamp(now.0 + TEMPORARY_LIFE),
            spent: None,
        };
        self.step(Some(app), Step::Begin(Arc::new(ticket))).await?;
        Ok(Outcome::Temporary(TemporaryToken { token: token.into(), secret }))
    }

    async fn by_password(&self, actor: &Actor, op: RedeemPassword, wants: Wants) -> Result<Outcome, CoreError> {
        let app = match (&op.client, actor) {
            (None, Actor::Client(app)) if app.password_secret.is_some() => Arc::clone(app),
            (None, _) => return Err(GrantRefusal::PasswordsNotAllowed.into()),
            (Some(client), _) => {
                let app = self.app(&client.id).await?.ok_or(GrantRefusal::UnknownClient)?;
                let own = app.password_secret.as_ref().ok_or(GrantRefusal::PasswordsNotAllowed)?;
                if !client.secret.as_ref().is_some_and(|shown| shown.same(own)) {
                    return Err(GrantRefusal::WrongPasswordSecret.into());
                }
                app
            }
        };
        let person = self.account(&op.username, &op.password).await?;
        let user = person.user.id;
        let signed = op.client.is_none();
        let text = random_text(if signed { 40 } else { 64 })?;
        let token = NewToken {
            class: if signed { TokenClass::Signed } else { TokenClass::UserBearer },
            audience: op.audience.to_owned(),
            app: app.id,
            user: Some(user),
            scopes: op.scopes,
            permission: op.permission,
            chain: None,
            text: Secret::new(if signed { format!("{user}-{text}") } else { text }),
            secret: if signed { Some(Secret::new(random_text(45)?)) } else { None },
            expires: None,
        };
        self.issued(Some(&app), Step::Issue(token), wants).await
    }

    /// The account that a username or e-mail address and a password belong to.
    async fn account(&self, name: &str, password: &Secret) -> Result<Person, CoreError> {
        let name = name.to_owned();
        let found = self.look(move |view| {
            let by_name = view.resolve(&[UserRef::name(name.as_str())])?.pop().flatten();
            let by_email = if by_name.is_none() { view.by_email(&name)? } else { None };
            let person = match by_email {
                Some(id) => view.people(&[id])?.pop().flatten(),
                None => by_name,
            };
            let Some(person) = person else { return Ok(None) };
            let hash = view.passwords(&[person.user.id])?.pop().flatten();
            Ok(Some((person, hash)))
        });
        let (person, hash) = found.await?.map_or((None, None), |(person, hash)| (Some(person), hash));
        let user = person.as_ref().map(|person| person.user.id);
        if !self.password_fits(user, hash, password).await? {
            return Err(GrantRefusal::WrongPassword.into());
        }
        let person = person.ok_or(GrantRefusal::WrongPassword)?;
        let as_named = UserRef::Id(person.user.id);
        match person.user.standing {
            Standing::Active => Ok(person),
            Standing::Suspended => Err(Refusal::UserSuspended { user: as_named }.into()),
            Standing::Deactivated => Err(Refusal::UserDeactivated { user: as_named }.into()),
        }
    }

    /// Whether a password is the account's, after as long a time for an account that is not there. Wrong ones are counted.
    pub(super) async fn password_fits(
        &self,
        user: Option<UserId>,
        hash: Option<Arc<PasswordHash>>,
        password: &Secret,
    ) -> Result<bool, CoreError> {
        let address = IpAddr::V4(Ipv4Addr::LOCALHOST);
        let subject = Subject { user, app: None, token: None, address };
        let now = self.clock.now();
        if let Some(window) = self.tally.used_up(&subject, &PASSWORD_TRIES, now).await? {
            return Err(GrantRefusal::TooManyTries(window).into());
        }
        let password = password.clone();
        let fits = tokio::task::spawn_blocking(move || match hash {
            Some(hash) => Ok(hash.is(&password)),
            None => PasswordHash::of(&password).map(|_| false),
        });
        let fits = fits.await.map_err(|error| CoreError::broken(format!("a password was not checked: {error}")))??;
        if !fits {
            self.tally.hit(&subject, &PASSWORD_TRIES, now).await?;
        }
        Ok(fits)
    }

    async fn app_token(&self, app: &Arc<App>, audience: &'static str, wants: Wants) -> Result<Outcome, CoreError> {
        // The text is derived and not kept: only so can the same one be told again. A revoked one is followed by the next.
        for count in 0.. {
            let text =
                Secret::new(format!("AAAAAAAAAAAAAAAAAAAAA{}", self.sessions.derived(audience, app.id.0, count)));
            let key = TokenKey::bearer(text.expose());
            if matches!(self.token(key).await?, TokenState::Revoked) {
                continue;
            }
            let token = NewToken {
                class: TokenClass::AppBearer,
                audience: audience.to_owned(),
                app: app.id,
                user: None,
                scopes: Vec::new(),
                permission: None,
                chain: None,
                text,
                secret: None,
                expires: None,
            };
            return self.issued(Some(app), Step::IssueOnce(token), wants).await;
        }
        Err(CoreError::broken("an app has had every token"))
    }

    async fn exchanged(&self, exchange: Exchange, wants: Wants) -> Result<Outcome, CoreError> {
        self.issued(None, Step::Exchange(exchange), wants).await
    }

    /// Exchanges temporary credentials. A PIN is short: after some wrong ones no other is listened to.
    async fn verified(&self, exchange: Exchange, wants: Wants) -> Result<Outcome, CoreError> {
        let key = exchange.key.clone();
        let ticket = self.look(move |view| Ok(view.ticket(&key)?)).await?.ok_or(GrantRefusal::UnknownTicket)?;
        let address = IpAddr::V4(Ipv4Addr::LOCALHOST);
        let subject = Subject { user: None, app: None, token: Some(TokenId(ticket.id.0)), address };
        let now = self.clock.now();
        if self.tally.used_up(&subject, &VERIFIER_TRIES, now).await?.is_some() {
            return Err(GrantRefusal::UnknownTicket.into());
        }
        let exchanged = self.exchanged(exchange, wants).await;
        if let Err(CoreError::Refused(Refusal::Grant(GrantRefusal::WrongVerifier))) = exchanged {
            self.tally.hit(&subject, &VERIFIER_TRIES, now).await?;
        }
        exchanged
    }

    /// Takes a step that issues a token, and tells it.
    async fn issued(&self, app: Option<&Arc<App>>, step: Step, wants: Wants) -> Result<Outcome, CoreError> {
        Ok(Outcome::Issued(self.issue(app, step, wants).await?))
    }

    pub(super) async fn issue(&self, app: Option<&Arc<App>>, step: Step, wants: Wants) -> Result<Issued, CoreError> {
        let (key, text, refresh) = match self.step(app, step).await? {
            Granted::Token { key, text, refresh } => (key, text, refresh),
            other => return Err(unexpected(&other)),
        };
        let told = self.look(move |view| {
            let vanished = || CoreError::broken("a token vanished");
            let grant = view.token(&key)?.ok_or_else(vanished)?.grant;
            let user = match grant.user {
                Some(user) => {
                    let person = view.people(&[user])?.pop().flatten().ok_or_else(vanished)?;
                    Some(card(view, Some(user), person, wants)?)
                }
                None => None,
            };
            Ok((grant, user))
        });
        let (grant, user) = told.await?;
        let secret = grant.secret.clone();
        Ok(Issued { text, secret, refresh, grant, user })
    }

    /// Takes a step, durably.
    pub(super) async fn step(&self, app: Option<&Arc<App>>, step: Step) -> Result<Granted, CoreError> {
        let work = Work::Grant { app: app.map(|app| app.id), step: Box::new(step) };
        let kept = match &self.backend {
            Backend::Owned(owned) => owned.submit(work, Wants::NOTHING, false).await?,
            Backend::Shared(shared) => shared.submit(work, Wants::NOTHING).await?,
        };
        match kept.plan.done {
            Done::Granted(granted) => match *granted {
                Granted::Refused(refusal) => Err(refusal.into()),
                granted => Ok(granted),
            },
            _ => Err(CoreError::broken("a step granted nothing")),
        }
    }

    /// The app that a request names, if what it shows is enough.
    async fn client(&self, client: &Client) -> Result<Arc<App>, CoreError> {
        let app = self.app(&client.id).await?.ok_or(GrantRefusal::UnknownClient)?;
        match &client.secret {
            Some(shown) if shown.same(&app.secret) => Ok(app),
            Some(_) => Err(GrantRefusal::WrongClientSecret.into()),
            None if app.public => Ok(app),
            None => Err(GrantRefusal::ClientSecretNeeded.into()),
        }
    }

    /// As [`client`](Self::client), of an app that must show its secret.
    async fn confidential(&self, client: &Client) -> Result<Arc<App>, CoreError> {
        match client.secret {
            Some(_) => self.client(client).await,
            None => Err(GrantRefusal::ClientSecretNeeded.into()),
        }
    }

    /// The app and the secret of temporary credentials, by their public text: to check a signature made with them.
    ///
    /// # Errors
    /// That the store cannot answer.
    pub async fn temporary_secret(&self, token: &str) -> Result<Option<Secret>, CoreError> {
        let key = TokenKey::signed(token);
        self.look(move |view| Ok(view.ticket(&key)?.and_then(|ticket| ticket.secret.clone()))).await
    }
}

/// An exchange with fresh texts.
fn exchange(key: TokenKey, kind: TicketKind) -> Result<Exchange, CoreError> {
    Ok(Exchange {
        key,
        kind,
        app: None,
        audience: None,
        callback: None,
        only_callback: None,
        verifier: None,
        scopes: None,
        text: Secret::new(random_text(if kind == TicketKind::Temporary { 40 } else { 64 })?),
        secret: Secret::new(random_text(45)?),
        refresh: Secret::new(random_text(64)?),
        refresh_with: None,
        life: None,
        refresh_life: REFRESH_LIFE,
    })
}

fn unexpected(granted: &Granted) -> CoreError {
    let what = match granted {
        Granted::Ticket(_) => "a ticket",
        Granted::Token { .. } => "a token",
        Granted::Ended(_) => "an end",
        Granted::Refused(_) => "a refusal",
    };
    CoreError::broken(format!("a step came to {what}"))
}
