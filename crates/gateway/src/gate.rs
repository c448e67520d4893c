//! Who is it, may it, is it within limits: asked once, the same way for all dialects.

use std::borrow::Cow;
use std::sync::Arc;

use block_graph::access::nonce::Mark;
use block_graph::access::{Actor, App, Grant, TokenClass, TokenKey, TokenState};
use block_graph::rate::{Limit, Per, Subject, Window};
use block_graph::tally::{Question, Uncounted, Verdict};
use block_graph::{CoreError, Engine};
use dialect::oauth1::Proof;
use dialect::{Access, Credentials, Denial, Dialect, Endpoint, Request, credentials};

use crate::plans::{self, Offer};

/// How many proofs that prove nothing an address may bring: what is guessed is guessed slowly.
pub static GUESSES: Limit = Limit { bucket: "gate/guesses", per: Per::Address, max: 1000, window: 900 };

/// Why somebody was not let in.
#[derive(Debug)]
pub enum Stop {
    /// For a reason the dialect has words for.
    Denied(Denial),
    /// The engine could not say.
    Failed(CoreError),
    /// Nothing can be counted now.
    Uncounted,
}

impl From<Denial> for Stop {
    fn from(denial: Denial) -> Self {
        Self::Denied(denial)
    }
}

impl From<CoreError> for Stop {
    fn from(error: CoreError) -> Self {
        Self::Failed(error)
    }
}

impl From<Uncounted> for Stop {
    fn from(Uncounted: Uncounted) -> Self {
        Self::Uncounted
    }
}

/// Who sent a request, and the nonce of its signature, which is not taken yet.
pub type Identified = (Actor, Option<Mark>);

/// Finds out who sent the request. An address that guesses too often is refused.
///
/// # Errors
/// The denial when what it brings proves nothing.
pub async fn identify(
    engine: &Engine,
    dialect: &dyn Dialect,
    endpoint: &'static Endpoint,
    request: &Request<'_>,
) -> Result<Identified, Stop> {
    let found = match endpoint.access {
        Access::Client => client(engine, request).await,
        Access::Open | Access::Token | Access::User | Access::App => holder(engine, dialect, request).await,
    };
    if let Err(Stop::Denied(denial)) = &found
        && guessed(denial)
    {
        let window = engine.tally().hit(&guesser(request), &GUESSES, request.now).await?;
        if let Some(window) = window.filter(|window| window.exceeded) {
            return Err(Denial::RateLimited(window).into());
        }
    }
    found
}

fn guesser(request: &Request<'_>) -> Subject {
    Subject { user: None, app: None, token: None, address: request.address }
}

/// Whether a proof was wrong in a way that a guess would be.
fn guessed(denial: &Denial) -> bool {
    match denial {
        Denial::UnknownApp | Denial::BadSignature | Denial::UnknownToken => true,
        Denial::NoCredentials
        | Denial::Malformed
        | Denial::TimestampOutOfRange
        | Denial::NonceReplayed
        | Denial::RevokedToken
        | Denial::ExpiredToken
        | Denial::WrongAudience(_)
        | Denial::UserNeeded
        | Denial::AppNeeded
        | Denial::PlanTooSmall(_)
        | Denial::MissingScopes(_)
        | Denial::PermissionTooLow(_)
        | Denial::RateLimited(_) => false,
    }
}

/// The app that signs a request without an access token; nobody where it is not signed.
async fn client(engine: &Engine, request: &Request<'_>) -> Result<Identified, Stop> {
    let Some(proof) = credentials::signature(request)? else { return Ok((Actor::Anonymous, None)) };
    let app: Arc<App> = engine.app(proof.consumer_key()).await?.ok_or(Denial::UnknownApp)?;
    let secret = match proof.token() {
        Some(token) => engine.temporary_secret(token).await?,
        None => None,
    };
    // Some clients leave the temporary credentials' secret out of the signature ([client] twitter-lite).
    let signed = proof.verify(request, &app.secret, secret.as_ref())
        || (secret.is_some() && proof.verify(request, &app.secret, None));
    if !signed {
        return Err(Denial::BadSignature.into());
    }
    let nonce = timely(engine, &proof, request)?;
    Ok((Actor::Client(app), Some(nonce)))
}

/// The holder of the token that the request brings.
async fn holder(engine: &Engine, dialect: &dyn Dialect, request: &Request<'_>) -> Result<Identified, Stop> {
    let (grant, nonce) = match dialect.credentials(request)? {
        Credentials::Nothing => return Ok((Actor::Anonymous, None)),
        Credentials::Bearer(token) => (bearer(engine, &token).await?, None),
        Credentials::Signed(proof) => {
            let grant = signed(engine, &proof, request).await?;
            (grant, Some(timely(engine, &proof, request)?))
        }
    };
    if !dialect.audiences().contains(&&*grant.audience) {
        return Err(Denial::WrongAudience(grant.audience.clone()).into());
    }
    Ok((Actor::Granted(grant), nonce))
}

async fn bearer(engine: &Engine, token: &str) -> Result<Arc<Grant>, Stop> {
    let mut state = engine.token(TokenKey::bearer(token)).await?;
    if state == TokenState::Unknown && token.contains('%') {
        // Real app-only tokens hold %2F and %3D; some clients escape what they were given once more ([client]).
        let plain: Cow<'_, str> = percent_encoding::percent_decode_str(token).decode_utf8_lossy();
        state = engine.token(TokenKey::bearer(&plain)).await?;
    }
    Ok(live(state)?)
}

async fn signed(engine: &Engine, proof: &Proof<'_>, request: &Request<'_>) -> Result<Arc<Grant>, Stop> {
    let Some(token) = proof.token() else { return Err(Denial::Malformed.into()) };
    let state = engine.token(TokenKey::signed(token)).await?;
    let grant = match state {
        TokenState::Unknown if engine.app(proof.consumer_key()).await?.is_none() => {
            return Err(Denial::UnknownApp.into());
        }
        state => live(state)?,
    };
    if grant.app.key != proof.consumer_key() {
        let known = engine.app(proof.consumer_key()).await?.is_some();
        return Err(if known { Denial::UnknownToken } else { Denial::UnknownApp }.into());
    }
    if !proof.is_of(&grant, request) {
        return Err(Denial::BadSignature.into());
    }
    Ok(grant)
}

/// The nonce of a request whose time is good. Only requests that are proven come here, so that nobody else can use nonces
/// up.
fn timely(engine: &Engine, proof: &Proof<'_>, request: &Request<'_>) -> Result<Mark, Denial> {
    let tally = engine.tally();
    if proof.timestamp.abs_diff(request.now.seconds()) > tally.timestamp_window().unsigned_abs() {
        return Err(Denial::TimestampOutOfRange);
    }
    let token = proof.token().unwrap_or_default();
    Ok(tally.mark(proof.consumer_key(), token, proof.nonce(), proof.timestamp))
}

fn live(state: TokenState) -> Result<Arc<Grant>, Denial> {
    match state {
        TokenState::Live(grant) => Ok(grant),
        TokenState::Revoked => Err(Denial::RevokedToken),
        TokenState::Expired => Err(Denial::ExpiredToken),
        TokenState::Unknown => Err(Denial::UnknownToken),
    }
}

/// Whether the caller may call the endpoint at all.
///
/// # Errors
/// The denial that says what is lacking.
pub fn authorise(endpoint: &'static Endpoint, actor: &Actor) -> Result<(), Denial> {
    let covered = || match actor.plan().filter(|_| plans::offer(endpoint, actor) == Offer::Refused) {
        Some(plan) => Err(Denial::PlanTooSmall(plan)),
        None => Ok(()),
    };
    let grant = match (endpoint.access, actor.grant()) {
        (Access::Open | Access::Client, None) => return covered(),
        (_, None) => return Err(Denial::NoCredentials),
        (Access::User, Some(grant)) if grant.user.is_none() => return Err(Denial::UserNeeded),
        (Access::App, Some(grant)) if grant.user.is_some() => return Err(Denial::AppNeeded),
        (Access::Open | Access::Token | Access::User | Access::App | Access::Client, Some(grant)) => grant,
    };
    covered()?;
    match grant.class {
        TokenClass::UserBearer => {
            let missing: Vec<_> = endpoint.scopes.iter().copied().filter(|scope| !grant.has_scope(scope)).collect();
            if missing.is_empty() { Ok(()) } else { Err(Denial::MissingScopes(missing)) }
        }
        TokenClass::Signed if grant.permission < endpoint.permission => {
            Err(Denial::PermissionTooLow(endpoint.permission))
        }
        TokenClass::Signed | TokenClass::AppBearer => Ok(()),
    }
}

/// Takes the nonce, heeds whether the address guessed too often, and counts the request in every window that bears on it:
/// one question for all three. Of a caller who is not permitted nothing is counted. `windows` holds what was counted, also
/// when one is exceeded.
///
/// # Errors
/// The denial of a nonce that was used, or of an address that guessed too often. A window that is exceeded is no error
/// yet: it is the second of the two that is told.
pub async fn count(
    engine: &Engine,
    endpoint: &'static Endpoint,
    (actor, nonce): (&Actor, Option<Mark>),
    permitted: bool,
    request: &Request<'_>,
    windows: &mut Vec<Window>,
) -> Result<Option<Denial>, Stop> {
    let limits = match plans::offer(endpoint, actor) {
        _ if !permitted => &[],
        Offer::Within(limits) => limits,
        Offer::Own | Offer::Refused => endpoint.limits,
    };
    let (subject, guesser) = (Subject::of(actor, request.address), guesser(request));
    let unless = match actor {
        Actor::Anonymous => None,
        Actor::Client(_) | Actor::Granted(_) => Some((&guesser, &GUESSES)),
    };
    let question = Question { now: request.now, nonce, unless, subject: &subject, limits };
    match engine.tally().ask(&question, windows).await? {
        Verdict::Within => Ok(None),
        Verdict::Replayed => Err(Denial::NonceReplayed.into()),
        Verdict::Shut(window) => Err(Denial::RateLimited(window).into()),
        Verdict::Exceeded(window) => Ok(Some(Denial::RateLimited(window))),
    }
}
