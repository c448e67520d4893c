//! What a person's browser asks and answers: whether an app may be let in, and as whom.

use std::sync::Arc;

use super::Engine;
use crate::access::session::Session;
use crate::access::{
    AccessRequest, Allowed, App, Asks, BroughtBack, Browser, Candidate, CodeRequest, Consent, Decision, GrantRefusal,
    NewToken, Question, Response, SignInProblem, Ticket, TicketKind, TokenClass, TokenKey, TokenRecord, hashed,
    random_text,
};
use crate::card::{UserCard, Wants};
use crate::command::{DecideAccess, ReviewAccess};
use crate::engine::cards::cards;
use crate::error::{CoreError, Refusal, StoreError};
use crate::id::{ChainId, TicketId, UserId};
use crate::rules::{Step, waiting};
use crate::secret::Secret;
use crate::time::Timestamp;
use crate::user::Standing;
use crate::user_ref::UserRef;
use crate::view::{Person, View};

/// How many people a page offers to sign in as.
const OFFERED: usize = 24;

/// A request whose app is known and may ask so.
#[derive(Clone)]
struct Asked {
    app: Arc<App>,
    asks: Asks,
    callback: Option<Box<str>>,
    how: How,
}

#[derive(Clone)]
enum How {
    Temporary(TokenKey),
    Code(CodeRequest),
}

/// Who sits at the browser.
struct Visit {
    session: Session,
    /// Whether the browser does not have the session yet.
    fresh: bool,
}

impl Engine {
    pub(super) async fn review(&self, op: ReviewAccess) -> Result<Consent, CoreError> {
        let asked = self.asked(op.request).await?;
        let visit = self.visit(&op.browser)?;
        let user = visit.session.user.filter(|_| !op.anew);
        let here = self.look(move |view| at_browser(view, user)).await?;
        let user = here.map(|card| card.user.id);
        if let Some(user) = user.filter(|_| op.skip)
            && self.let_in_before(&asked, user).await?
        {
            return self.allow(asked, user, None).await;
        }
        self.ask(asked, visit, user, None).await
    }

    pub(super) async fn decide(&self, op: DecideAccess) -> Result<Consent, CoreError> {
        let asked = self.asked(op.request).await?;
        let visit = self.visit(&op.browser)?;
        if visit.fresh || !self.sessions.is_form_of(&visit.session, &op.form) {
            return self.ask(asked, visit, None, Some(SignInProblem::FormExpired)).await;
        }
        match op.decision {
            Decision::Deny => {
                if let How::Temporary(key) = &asked.how {
                    self.step(Some(&asked.app), Step::Deny { key: key.clone() }).await?;
                }
                Ok(Consent::Denied { app: asked.app, callback: asked.callback })
            }
            Decision::Allow { username, password } => {
                match self.sign_in(&visit.session, &op.browser, username, password).await? {
                    Ok(user) => {
                        let session = self.sessions.begin(Some(user), self.clock.now())?;
                        self.allow(asked, user, Some(self.sessions.written(&session))).await
                    }
                    Err(problem) => {
                        let user = visit.session.user;
                        self.ask(asked, visit, user, Some(problem)).await
                    }
                }
            }
        }
    }

    /// What is asked, if the app may ask it.
    async fn asked(&self, request: AccessRequest) -> Result<Asked, CoreError> {
        match request {
            AccessRequest::Temporary(token) => {
                let key = TokenKey::signed(&token);
                let now = self.clock.now();
                let look = key.clone();
                let found = self.look(move |view| {
                    let ticket = waiting(view, &look, now)??;
                    let app = view.app_by_id(ticket.app)?.ok_or(GrantRefusal::UnknownTicket)?;
                    Ok((ticket, app))
                });
                let (ticket, app) = found.await?;
                let permission = app.permits(ticket.permission);
                let callback = ticket.callback.clone();
                Ok(Asked { app, asks: Asks::Permission(permission), callback, how: How::Temporary(key) })
            }
            AccessRequest::Code(request) => {
                let app = self.app(&request.client).await?.ok_or(GrantRefusal::UnknownClient)?;
                let callback = match (&request.callback, app.callbacks.as_slice()) {
                    (Some(uri), _) if app.takes_callback(uri) => uri.clone(),
                    (Some(_), _) => return Err(GrantRefusal::CallbackNotRegistered.into()),
                    (None, [only]) => only.clone(),
                    (None, _) => return Err(GrantRefusal::CallbackNeeded.into()),
                };
                let asks = Asks::Scopes(request.audience, request.scopes.clone());
                Ok(Asked { app, asks, callback: Some(callback), how: How::Code(request) })
            }
        }
    }

    fn visit(&self, browser: &Browser) -> Result<Visit, CoreError> {
        let now = self.clock.now();
        match browser.session.as_ref().and_then(|text| self.sessions.read(text.expose(), now)) {
            Some(session) => Ok(Visit { session, fresh: false }),
            None => Ok(Visit { session: self.sessions.begin(None, now)?, fresh: true }),
        }
    }

    async fn ask(
        &self,
        asked: Asked,
        visit: Visit,
        user: Option<UserId>,
        problem: Option<SignInProblem>,
    ) -> Result<Consent, CoreError> {
        let (signed_in, people) = self.look(move |view| Ok((at_browser(view, user)?, offered(view)?))).await?;
        let form = self.sessions.form_token(&visit.session);
        let session = visit.fresh.then(|| self.sessions.written(&visit.session));
        let Asked { app, asks, callback, .. } = asked;
        Ok(Consent::Ask(Box::new(Question { app, asks, callback, signed_in, people, form, session, problem })))
    }

    /// Whom the person at the browser is, by what they chose and typed, or why they are not taken as anybody.
    async fn sign_in(
        &self,
        session: &Session,
        browser: &Browser,
        username: Option<Box<str>>,
        password: Option<Secret>,
    ) -> Result<Result<UserId, SignInProblem>, CoreError> {
        let Some(name) = username else {
            let user = session.user;
            let here = self.look(move |view| at_browser(view, user)).await?;
            return Ok(here.map(|card| card.user.id).ok_or(SignInProblem::NobodyChosen));
        };
        let reference = UserRef::name(name.trim().trim_start_matches('@'));
        let found = self.look(move |view| {
            let Some(person) = view.resolve(&[reference])?.pop().flatten() else { return Ok(None) };
            let hash = view.passwords(&[person.user.id])?.pop().flatten();
            Ok(Some((person, hash)))
        });
        let (person, hash) = match found.await? {
            Some((person, None)) if browser.trusted => return Ok(active(&person)),
            Some((_, None)) => return Ok(Err(SignInProblem::NoPassword)),
            Some((person, hash)) => (Some(person), hash),
            None => (None, None),
        };
        let user = person.as_ref().map(|person| person.user.id);
        let password = password.unwrap_or_else(|| Secret::new(""));
        match self.password_fits(user, hash, &password).await {
            Ok(true) => Ok(person.as_ref().map_or(Err(SignInProblem::WrongPassword), active)),
            Ok(false) => Ok(Err(SignInProblem::WrongPassword)),
            Err(CoreError::Refused(Refusal::Grant(GrantRefusal::TooManyTries(_)))) => {
                Ok(Err(SignInProblem::TooManyTries))
            }
            Err(error) => Err(error),
        }
    }

    /// Whether somebody let the app in before with all that it asks now.
    async fn let_in_before(&self, asked: &Asked, user: UserId) -> Result<bool, CoreError> {
        let (app, asks, now) = (asked.app.id, asked.asks.clone(), self.clock.now());
        let tokens = self.look(move |view| Ok(view.tokens_between(app, user)?)).await?;
        let live = |token: &&Arc<TokenRecord>| token.expires.is_none_or(|end| end > now);
        let covers = |token: &Arc<TokenRecord>| match &asks {
            Asks::Permission(asked) => {
                token.class == TokenClass::Signed && token.permission.is_none_or(|limit| limit >= *asked)
            }
            Asks::Scopes(audience, scopes) => {
                token.class == TokenClass::UserBearer
                    && token.audience == *audience
                    && scopes.iter().all(|scope| token.scopes.contains(scope))
            }
        };
        Ok(tokens.iter().filter(live).any(covers))
    }

    /// Lets the app in.
    async fn allow(&self, asked: Asked, user: UserId, session: Option<Secret>) -> Result<Consent, CoreError> {
        let now = self.clock.now();
        let proof = match asked.how {
            How::Temporary(key) => {
                let verifier = if asked.callback.is_none() { pin()? } else { random_text(32)? };
                let check = hashed(&verifier).into();
                self.step(Some(&asked.app), Step::Approve { key, user, check }).await?;
                BroughtBack::Verifier(Secret::new(verifier))
            }
            How::Code(CodeRequest {
                audience, scopes, challenge, callback, response: Response::Code { life }, ..
            }) => {
                let code = Secret::new(random_text(64)?);
                let ticket = Ticket {
                    id: TicketId(self.mint.one_id()?),
                    kind: TicketKind::Code,
                    key: TokenKey::bearer(code.expose()),
                    audience: audience.to_owned(),
                    app: asked.app.id,
                    user: Some(user),
                    scopes,
                    permission: None,
                    secret: None,
                    // As the request named it: the exchange must name it the same (RFC 6749, 4.1.3).
                    callback,
                    check: challenge,
                    chain: ChainId(self.mint.one_id()?),
                    created: now,
                    expires: Timestamp(now.0.saturating_add(life)),
                    spent: None,
                };
                self.step(Some(&asked.app), Step::Begin(Arc::new(ticket))).await?;
                BroughtBack::Code(code)
            }
            How::Code(CodeRequest { audience, scopes, response: Response::Token, .. }) => {
                let token = NewToken {
                    class: TokenClass::UserBearer,
                    audience: audience.to_owned(),
                    app: asked.app.id,
                    user: Some(user),
                    scopes,
                    permission: None,
                    chain: None,
                    text: Secret::new(random_text(64)?),
                    secret: None,
                    expires: None,
                };
                BroughtBack::Token(Box::new(self.issue(Some(&asked.app), Step::Issue(token), Wants::CARD).await?))
            }
        };
        let Asked { app, callback, .. } = asked;
        Ok(Consent::Allowed(Box::new(Allowed { app, user, callback, proof, session })))
    }
}

/// The card of whoever is signed in, while their account takes part.
fn at_browser(view: &dyn View, user: Option<UserId>) -> Result<Option<UserCard>, CoreError> {
    let Some(user) = user else { return Ok(None) };
    let person = view.people(&[user])?.pop().flatten().filter(|person| person.user.standing == Standing::Active);
    Ok(cards(view, None, person.into_iter().collect(), Wants::CARD)?.pop())
}

/// People to choose from.
fn offered(view: &dyn View) -> Result<Vec<Candidate>, StoreError> {
    let mut people = view.some_people(2 * OFFERED)?;
    people.retain(|person| person.user.standing == Standing::Active);
    people.truncate(OFFERED);
    let ids: Vec<_> = people.iter().map(|person| person.user.id).collect();
    let passwords = view.passwords(&ids)?;
    let cards = cards(view, None, people, Wants::CARD)?;
    let all = cards.into_iter().zip(passwords);
    Ok(all.map(|(card, password)| Candidate { card, has_password: password.is_some() }).collect())
}

fn active(person: &Person) -> Result<UserId, SignInProblem> {
    match person.user.standing {
        Standing::Active => Ok(person.user.id),
        Standing::Suspended | Standing::Deactivated => Err(SignInProblem::AccountAway),
    }
}

/// Seven digits, as a person types them ([doc]).
fn pin() -> Result<String, StoreError> {
    loop {
        let mut bytes = [0; 4];
        getrandom::fill(&mut bytes).map_err(|error| StoreError::Broken(format!("no randomness: {error}")))?;
        let number = u32::from_le_bytes(bytes);
        // 4,290,000,000 is the largest multiple of ten million that fits: what lies above would make some PINs likelier.
        if number < 4_290_000_000 {
            return Ok(format!("{:07}", number % 10_000_000));
        }
    }
}
