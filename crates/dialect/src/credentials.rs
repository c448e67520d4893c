//! What a request brings as proof of who sent it, read but not yet checked.

use std::borrow::Cow;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use block_graph::Secret;
use block_graph::access::Client;
use percent_encoding::percent_decode_str;

use crate::failure::Denial;
use crate::oauth1;
use crate::request::Request;

/// The proof that a request carries.
#[derive(Debug)]
#[expect(clippy::large_enum_variant, reason = "a request has one of them, and a box would be memory of its own")]
pub enum Credentials<'r> {
    /// None.
    Nothing,
    /// A bearer token, exactly as sent.
    Bearer(Cow<'r, str>),
    /// An OAuth 1.0a signature and what it was made with.
    Signed(oauth1::Proof<'r>),
}

/// Finds credentials where Twitter's and X's clients put them: a `Bearer` or `OAuth` Authorization header (schemes
/// compare without case), or `oauth_*` parameters in the query or in a form body ([client]).
///
/// # Errors
/// [`Denial::Malformed`] for another scheme or for OAuth parameters that cannot be read.
pub fn find<'r>(request: &Request<'r>) -> Result<Credentials<'r>, Denial> {
    match authorization(request) {
        Some(("bearer", token)) => Ok(Credentials::Bearer(Cow::Borrowed(token))),
        Some(("oauth", fields)) => oauth1::Proof::from_header(fields).map(Credentials::Signed),
        Some(_) => Err(Denial::Malformed),
        None => Ok(oauth1::Proof::from_params(request)?.map_or(Credentials::Nothing, Credentials::Signed)),
    }
}

/// The Authorization header taken apart: its scheme, where it is one that is known (in lower case), and the rest.
pub fn authorization<'r>(request: &Request<'r>) -> Option<(&'static str, &'r str)> {
    let header = request.headers.get("authorization")?.trim_ascii();
    let of_scheme = |known: &'static str| {
        let (scheme, rest) = header.split_at_checked(known.len())?;
        let ended = rest.is_empty() || rest.starts_with(' ');
        (ended && scheme.eq_ignore_ascii_case(known)).then(|| (known, rest.trim_ascii()))
    };
    let known = ["bearer", "oauth", "basic"].into_iter().find_map(of_scheme);
    Some(known.unwrap_or_else(|| ("unknown", header.split_once(' ').map_or("", |(_, rest)| rest.trim_ascii()))))
}

/// The signature that a request carries, in its Authorization header, query or form.
///
/// # Errors
/// [`Denial::Malformed`] for OAuth parameters that cannot be read.
pub fn signature<'r>(request: &Request<'r>) -> Result<Option<oauth1::Proof<'r>>, Denial> {
    match authorization(request) {
        Some(("oauth", fields)) => oauth1::Proof::from_header(fields).map(Some),
        Some(_) => Ok(None),
        None => oauth1::Proof::from_params(request),
    }
}

/// The app in a `Basic` Authorization header: both parts form-encoded before they are joined (RFC 6749, 2.3.1), which
/// leaves the letters and digits of our keys as they are. `None` when there is no such header or it cannot be read.
pub fn basic(request: &Request<'_>) -> Option<Client> {
    let ("basic", encoded) = authorization(request)? else { return None };
    let text = String::from_utf8(STANDARD.decode(encoded).ok()?).ok()?;
    let (id, secret) = text.split_once(':')?;
    let plain = |text| percent_decode_str(text).decode_utf8().ok();
    let secret = plain(secret).filter(|secret| !secret.is_empty());
    Some(Client { id: plain(id)?.into(), secret: secret.map(|secret| Secret::new(&*secret)) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::request::{Method, Origin};
    use block_graph::Timestamp;

    fn found(header: &str) -> Result<String, Denial> {
        let headers = [("authorization", header)];
        let origin = Origin { scheme: "http", host: "h" };
        let request = Request::new(Method::Get, "/", &headers, b"", origin, Timestamp(0));
        find(&request).map(|credentials| match credentials {
            Credentials::Nothing => "nothing".to_owned(),
            Credentials::Bearer(token) => token.into_owned(),
            Credentials::Signed(proof) => proof.consumer_key().to_owned(),
        })
    }

    #[test]
    fn basic_names_an_app() {
        let read = |header: &str| {
            let headers = [("authorization", header)];
            let origin = Origin { scheme: "http", host: "h" };
            let request = Request::new(Method::Post, "/", &headers, b"", origin, Timestamp(0));
            basic(&request)
                .map(|client| (client.id.to_string(), client.secret.map(|secret| secret.expose().to_owned())))
        };
        let both = Some(("key".to_owned(), Some("se:cret".to_owned())));
        assert_eq!(read("Basic a2V5OnNlOmNyZXQ="), both);
        assert_eq!(read("basic a2V5OnNlJTNBY3JldA=="), both);
        assert_eq!(read("Basic a2V5Og=="), Some(("key".to_owned(), None)));
        for bad in ["Basic a2V5", "Basic !", "Bearer a2V5OnNl", "Basic"] {
            assert_eq!(read(bad), None, "{bad}");
        }
    }

    #[test]
    fn schemes_compare_without_case() {
        assert_eq!(found("BEARER abc"), Ok("abc".to_owned()));
        assert_eq!(found("Bearer  abc "), Ok("abc".to_owned()));
        assert_eq!(found("Digest abc"), Err(Denial::Malformed));
        assert_eq!(found("OAuth nonsense"), Err(Denial::Malformed));
    }
}
