//! oauth2/*: the token of an app alone.

use std::borrow::Cow;

use block_graph::access::Client;
use block_graph::{IssueAppToken, ReturnToken, Secret, Wants};
use dialect::oauth1::unescape;
use dialect::{Call, Failure, Request, audience, credentials};

use crate::{errors, params, wire};

/// `POST /oauth2/token`: the app's own token, the same one while it lives ([doc]). `grant_type` comes in a form body or
/// in the query ([client] TwitterAPI).
pub(crate) fn token(request: &Request<'_>) -> Result<Call, Failure> {
    let grant = params::once(request, "grant_type").map_err(|_| errors::unverified())?;
    if grant.ok_or_else(|| errors::required("grant_type"))? != "client_credentials" {
        return Err(errors::unverified().into());
    }
    let op = IssueAppToken { client: client(request)?, audience: audience::TWITTER };
    Ok(Call::new(op, |issued| wire::bearer_token(&issued)).wanting(Wants::NOTHING))
}

/// `POST /oauth2/invalidate_token`: the app gives a token of its own back.
pub(crate) fn invalidate_token(request: &Request<'_>) -> Result<Call, Failure> {
    let sent = params::once(request, "access_token").map_err(|_| errors::unverified())?;
    let text = plain(sent.ok_or_else(|| errors::required("access_token"))?);
    let op = ReturnToken { client: client(request)?, audience: audience::TWITTER, token: Secret::new(text.as_str()) };
    let render = move |ended| if ended { wire::ended_token(&text) } else { errors::cannot_invalidate() };
    Ok(Call::new(op, render).wanting(Wants::NOTHING))
}

/// The app of the `Basic` header, the only place where the service looked for it ([doc]).
fn client(request: &Request<'_>) -> Result<Client, Failure> {
    credentials::basic(request).ok_or_else(|| errors::unverified().into())
}

/// A token as it was issued. Clients send it as they got it, escaped once, or twice ([client]); what is issued here has
/// letters and digits only, so that nothing of it can be taken for an escape.
fn plain(sent: &str) -> String {
    let undone = |text: &str| unescape(text).map_or_else(|| text.to_owned(), Cow::into_owned);
    undone(&undone(sent))
}
