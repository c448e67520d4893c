//! What the token endpoints say: pairs as of a form, called HTML and without a newline, and two small objects.
//!
//! Nothing is escaped: keys, tokens, ids and names have letters, digits, `-` and `_` only, and some clients do not undo
//! escapes ([client] egg-mode, PyPI twitter).

use block_graph::access::{Issued, TemporaryToken};
use dialect::Reply;
use serde::Serialize;

use super::{HTML, ok};
use crate::errors;

/// About as long as two tokens are.
const TOKEN_BYTES: usize = 192;

/// Temporary credentials. `oauth_callback_confirmed` is the text `true` ([client] twython).
pub(crate) fn temporary_token(made: &TemporaryToken) -> Reply {
    let (token, secret) = (&made.token, made.secret.expose());
    pairs(format!("oauth_token={token}&oauth_token_secret={secret}&oauth_callback_confirmed=true"))
}

/// A person's token.
pub(crate) fn access_token(issued: &Issued) -> Reply {
    person(issued).map_or_else(errors::broken, pairs)
}

/// A person's token for their password; it never expires ([client] codebird).
pub(crate) fn xauth_token(issued: &Issued) -> Reply {
    person(issued).map_or_else(errors::broken, |text| pairs(text + "&x_auth_expires=0"))
}

/// `None` when the token is not a person's signed one, which would be a defect of the engine.
fn person(issued: &Issued) -> Option<String> {
    let (token, secret) = (issued.text.expose(), issued.secret.as_ref()?.expose());
    let user = &issued.user.as_ref()?.user;
    let (id, name) = (user.id, user.username());
    Some(format!("oauth_token={token}&oauth_token_secret={secret}&user_id={id}&screen_name={name}"))
}

/// The token of an app alone: `bearer` in lower case ([client] twit).
pub(crate) fn bearer_token(issued: &Issued) -> Reply {
    ok(&Bearer { token_type: "bearer", access_token: issued.text.expose() }, TOKEN_BYTES)
}

/// A token that ended, named once more.
pub(crate) fn ended_token(text: &str) -> Reply {
    ok(&Ended { access_token: text }, TOKEN_BYTES)
}

#[derive(Serialize)]
struct Bearer<'t> {
    token_type: &'static str,
    access_token: &'t str,
}

#[derive(Serialize)]
struct Ended<'t> {
    access_token: &'t str,
}

fn pairs(text: String) -> Reply {
    Reply::new(200, HTML, text)
}
