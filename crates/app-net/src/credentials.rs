//! Where an App.net request carries its token: the header before the query, the query before the body ([doc]; the
//! precedence is [inferred]).

use std::borrow::Cow;

use dialect::credentials::authorization;
use dialect::{Credentials, Denial, Method, Request};
use serde::Deserialize;

/// The token's name outside the header.
const FIELD: &str = "access_token";

/// Finds the token.
///
/// # Errors
/// [`Denial::Malformed`] for an Authorization header of another scheme than Bearer, or without a token.
pub(crate) fn find<'r>(request: &Request<'r>) -> Result<Credentials<'r>, Denial> {
    match authorization(request) {
        Some(("bearer", token)) if !token.is_empty() => Ok(Credentials::Bearer(Cow::Borrowed(token))),
        Some(_) => Err(Denial::Malformed),
        None => Ok(in_query(request).or_else(|| in_body(request)).map_or(Credentials::Nothing, Credentials::Bearer)),
    }
}

fn in_query<'r>(request: &Request<'r>) -> Option<Cow<'r, str>> {
    request.query.last(FIELD).filter(|token| !token.is_empty()).map(|token| Cow::Owned(token.to_owned()))
}

/// GET and DELETE must not carry a token in their body ([doc]).
fn in_body<'r>(request: &Request<'r>) -> Option<Cow<'r, str>> {
    if !matches!(request.method, Method::Post | Method::Put | Method::Patch) {
        return None;
    }
    let token = if request.media_type().eq_ignore_ascii_case("application/json") {
        // A body that is no such object carries no token; no endpoint here needs anything else of it.
        serde_json::from_slice::<Body<'r>>(request.body).ok()?.access_token
    } else {
        request.form.last(FIELD).map(|token| Cow::Owned(token.to_owned()))
    };
    token.filter(|token| !token.is_empty())
}

#[derive(Deserialize)]
struct Body<'r> {
    #[serde(borrow, default)]
    access_token: Option<Cow<'r, str>>,
}
