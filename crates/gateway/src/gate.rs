//! Who is it, may it, is it within limits: asked once, the same way for all dialects.

use std::borrow::Cow;
use std::sync::Arc;

use block_graph::access::{Actor, Grant, TokenClass, TokenKey, TokenState};
use block_graph::rate::{Subject, Window};
use block_graph::{CoreError, Engine};
use dialect::oauth1::Proof;
use dialect::{Access, Credentials, Denial, Dialect, Endpoint, Request};

/// Why somebody was not let in.
#[derive(Debug)]
pub enum Stop {
    /// For a reason the dialect has words for.
    Denied(Denial),
    /// The engine could not say.
    Failed(CoreError),
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

/// Finds out who sent the request.
///
/// # Errors
/// The denial when what it brings proves nothing.
pub async fn identify(engine: &Engine, dialect: &dyn Dialect, request: &Request<'_>) -> Result<Actor, Stop> {
    let grant = match dialect.credentials(request)? {
        Credentials::Nothing => return Ok(Actor::Anonymous),
        Credentials::Bearer(token) => bearer(engine, &token).await?,
        Credentials::Signed(proof) => signed(engine, &proof, request).await?,
    };
    if !dialect.audiences().contains(&&*grant.audience) {
        return Err(Denial::WrongAudience(grant.audience.clone()).into());
    }
    Ok(Actor::Granted(grant))
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
    let Some(token) = &proof.token else { return Err(Denial::Malformed.into()) };
    let state = engine.token(TokenKey::signed(token)).await?;
    let grant = match state {
        TokenState::Unknown if engine.app(&proof.consumer_key).await?.is_none() => {
            return Err(Denial::UnknownApp.into());
        }
        state => live(state)?,
    };
    if grant.app.key != proof.consumer_key {
        let known = engine.app(&proof.consumer_key).await?.is_some();
        return Err(if known { Denial::UnknownToken } else { Denial::UnknownApp }.into());
    }
    if !proof.verify(request, &grant.app.secret, grant.secret.as_ref()) {
        return Err(Denial::BadSignature.into());
    }
    // Time and nonce are judged only of requests that are proven, so that nobody else can use nonces up.
    let nonces = engine.nonces();
    if proof.timestamp.abs_diff(request.now.seconds()) > nonces.window().unsigned_abs() {
        return Err(Denial::TimestampOutOfRange.into());
    }
    if !nonces.fresh(&proof.consumer_key, token, &proof.nonce, proof.timestamp, request.now) {
        return Err(Denial::NonceReplayed.into());
    }
    Ok(grant)
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
    let grant = match (endpoint.access, actor.grant()) {
        (Access::Open, None) => return Ok(()),
        (_, None) => return Err(Denial::NoCredentials),
        (Access::User, Some(grant)) if grant.user.is_none() => return Err(Denial::UserNeeded),
        (Access::App, Some(grant)) if grant.user.is_some() => return Err(Denial::AppNeeded),
        (Access::Open | Access::Token | Access::User | Access::App, Some(grant)) => grant,
    };
    match grant.class {
        TokenClass::UserBearer => {
            let missing: Vec<_> = endpoint.scopes.iter().copied().filter(|scope| !grant.has_scope(scope)).collect();
            if missing.is_empty() { Ok(()) } else { Err(Denial::MissingScopes(missing)) }
        }
        TokenClass::Signed if grant.app.permission < endpoint.permission => {
            Err(Denial::PermissionTooLow(endpoint.permission))
        }
        TokenClass::Signed | TokenClass::AppBearer => Ok(()),
    }
}

/// Counts the request in every window that bears on it. `windows` holds what was counted, also when one is exceeded.
///
/// # Errors
/// [`Denial::RateLimited`] with the first window that is exceeded.
pub fn count(
    engine: &Engine,
    endpoint: &'static Endpoint,
    subject: &Subject,
    request: &Request<'_>,
    windows: &mut Vec<Window>,
) -> Result<(), Denial> {
    for limit in endpoint.limits {
        if let Some(window) = engine.limiter().hit(subject, limit, request.now) {
            windows.push(window);
            if window.exceeded {
                return Err(Denial::RateLimited(window));
            }
        }
    }
    Ok(())
}
