//! What an app is told of the tokens it is given and gives back (RFC 6749, 5.1, and RFC 7009, 2.2).

use block_graph::access::Issued;
use dialect::Reply;
use serde::Serialize;

use crate::errors::{JSON, reply};

/// The new token. `scope` is always there, because a client takes it apart unasked ([client] twitter-api-v2).
pub(crate) fn token(issued: &Issued) -> Reply {
    #[derive(Serialize)]
    struct Token<'i> {
        token_type: &'static str,
        #[serde(skip_serializing_if = "Option::is_none")]
        expires_in: Option<i64>,
        access_token: &'i str,
        scope: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        refresh_token: Option<&'i str>,
    }
    let grant = &issued.grant;
    let token = Token {
        token_type: "bearer",
        expires_in: grant.expires.map(|end| end.0.saturating_sub(grant.created.0) / 1000),
        access_token: issued.text.expose(),
        scope: grant.scopes.join(" "),
        refresh_token: issued.refresh.as_ref().map(|refresh| refresh.expose()),
    };
    reply(200, JSON, &token)
}

/// `{"revoked":true}`, whatever the token was.
pub(crate) fn revoked() -> Reply {
    #[derive(Serialize)]
    struct Revoked {
        revoked: bool,
    }
    reply(200, JSON, &Revoked { revoked: true })
}
