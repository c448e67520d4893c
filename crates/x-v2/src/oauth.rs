//! Tokens: an app exchanges a code or a refresh token for a new pair, and gives tokens back (RFC 6749, 7636 and 7009).
//!
//! Codes are made on the sign-in pages. Here an app shows what it has; whether that is enough is decided by the graph.

mod given;

use block_graph::access::Client;
use block_graph::{RedeemCode, RedeemRefresh, ReturnToken, Secret, Wants};
use dialect::{Call, Failure, Request, audience, credentials};

use crate::{errors, wire};

pub(crate) use given::Given;

/// How long a token lives, in milliseconds: two hours ([doc]).
const LIFE: i64 = 2 * 3600 * 1000;
/// The scope that brings a refresh token with it ([doc]).
const OFFLINE: &str = "offline.access";

/// `POST /2/oauth2/token`: an app exchanges a code or a refresh token.
pub(crate) fn token(request: &Request<'_>) -> Result<Call, Failure> {
    let given = Given::read(request)?;
    match given.needed("grant_type")? {
        "authorization_code" => code(request, &given),
        "refresh_token" => refresh(request, &given),
        _ => Err(errors::oauth::grant_type().into()),
    }
}

fn code(request: &Request<'_>, given: &Given<'_>) -> Result<Call, Failure> {
    let redeem = RedeemCode {
        client: client(request, given)?,
        audience: audience::X,
        code: Secret::new(given.needed("code")?),
        callback: given.optional("redirect_uri")?.map(Into::into),
        // No code is made here without a challenge, so that what is missing can be told at once.
        verifier: Some(Secret::new(given.needed("code_verifier")?)),
        life: Some(LIFE),
        refresh_with: Some(OFFLINE),
    };
    Ok(Call::new(redeem, |issued| wire::token(&issued)).wanting(Wants::NOTHING))
}

fn refresh(request: &Request<'_>, given: &Given<'_>) -> Result<Call, Failure> {
    let scopes = given.optional("scope")?.map(listed).filter(|scopes| !scopes.is_empty());
    let redeem = RedeemRefresh {
        client: client(request, given)?,
        audience: audience::X,
        refresh: Secret::new(given.needed("refresh_token")?),
        scopes,
        life: Some(LIFE),
    };
    Ok(Call::new(redeem, |issued| wire::token(&issued)).wanting(Wants::NOTHING))
}

/// The scopes of a list with blanks between, each once.
fn listed(all: &str) -> Vec<Box<str>> {
    let mut scopes: Vec<Box<str>> = Vec::new();
    for scope in all.split_ascii_whitespace() {
        if !scopes.iter().any(|known| **known == *scope) {
            scopes.push(scope.into());
        }
    }
    scopes
}

/// `POST /2/oauth2/revoke`: an app gives a token or a refresh token back. That of nobody is no error (RFC 7009, 2.2).
pub(crate) fn revoke(request: &Request<'_>) -> Result<Call, Failure> {
    let given = Given::read(request)?;
    let client = client(request, &given)?;
    let token = Secret::new(given.needed("token")?);
    // The hint must be there ([recorded]) but decides nothing: a wrong one widens the search (RFC 7009, 2.1).
    given.needed("token_type_hint")?;
    Ok(Call::new(ReturnToken { client, audience: audience::X, token }, |_| wire::revoked()).wanting(Wants::NOTHING))
}

/// The app: by its Basic header, or, if it is public, by its name alone. A secret among the parameters proves nothing
/// to X ([recorded]); X's own SDK sends the header without the name ([client] xdk).
fn client(request: &Request<'_>, given: &Given<'_>) -> Result<Client, Failure> {
    let Some(("basic", _)) = credentials::authorization(request) else {
        return Ok(Client { id: given.needed("client_id")?.into(), secret: None });
    };
    let client = credentials::basic(request).ok_or_else(errors::oauth::unproven)?;
    match given.optional("client_id")? {
        Some(named) if *named != *client.id => Err(errors::oauth::no_such_client().into()),
        _ => Ok(client),
    }
}
