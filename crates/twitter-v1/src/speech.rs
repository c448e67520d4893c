//! Whether a request is meant for this API, where another one has the same path.

use dialect::{Request, credentials};

/// What OAuth 2 asks for and OAuth 1.0a does not know. App.net has `/oauth/access_token` and `/oauth/authorize` too.
const OAUTH2: [&str; 3] = ["grant_type", "client_id", "response_type"];

/// Not when it carries words of OAuth 2 and none of OAuth 1.0a or xAuth, nor when it carries JSON, which no client of
/// OAuth 1.0a sends there ([recorded] of App.net's).
pub(crate) fn is_ours(request: &Request<'_>) -> bool {
    let signed = credentials::authorization(request).is_some_and(|(scheme, _)| scheme == "oauth");
    let says = |word: fn(&str) -> bool| request.query.iter().chain(request.form.iter()).any(|(name, _)| word(name));
    signed
        || says(|name| name.starts_with("oauth_") || name.starts_with("x_auth_"))
        || !(says(|name| OAUTH2.contains(&name)) || request.media_type().eq_ignore_ascii_case("application/json"))
}
