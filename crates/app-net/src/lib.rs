//! The App.net dialect: the API of `api.app.net` and `alpha-api.app.net/stream/0`, as its clients knew it in 2013.
//!
//! Everything about a request is read in `params`, `body` and `credentials`, everything about an answer is written in `wire`,
//! `envelope` and `headers`, and every refusal is worded in `errors`. `docs/dialects/app-net.md` tells where each fact
//! comes from.

mod blocks;
mod body;
mod channels;
mod conversation;
mod credentials;
mod endpoints;
mod envelope;
mod errors;
mod follows;
mod headers;
mod json;
mod limits;
mod mutes;
mod oauth;
mod params;
mod posts;
mod reactions;
mod streams;
mod token;
mod users;
mod wire;

#[cfg(test)]
mod tests;

use block_graph::Refusal;
use dialect::{Context, Credentials, Denial, Dialect, Endpoint, Failure, Reply, Request, audience};

/// The App.net dialect; it holds no state.
#[derive(Clone, Copy, Debug)]
pub struct AppNet;

/// The dialect, for the gateway's list. Its paths have no prefix of their own, so it stands last there: the last one
/// answers for paths and hosts that nobody claims.
pub static APP_NET: AppNet = AppNet;

impl Dialect for AppNet {
    fn name(&self) -> &'static str {
        "app.net"
    }

    fn title(&self) -> &'static str {
        "App.net"
    }

    fn endpoints(&self) -> &'static [Endpoint] {
        &endpoints::ENDPOINTS
    }

    fn prefixes(&self) -> &'static [&'static str] {
        &["/stream/0"]
    }

    fn hosts(&self) -> &'static [&'static str] {
        &["api.app.net", "alpha-api.app.net", "account.app.net", "alpha.app.net"]
    }

    // Under `/stream/0` until April 2014, at the root since; both went on working ([doc], [client]).
    fn mounts(&self) -> &'static [&'static str] {
        &["/stream/0", ""]
    }

    fn speaks(&self, request: &Request<'_>) -> bool {
        oauth::speaks(request)
    }

    fn audiences(&self) -> &'static [&'static str] {
        &[audience::APP_NET]
    }

    fn credentials<'r>(&self, request: &Request<'r>) -> Result<Credentials<'r>, Denial> {
        credentials::find(request)
    }

    fn failure(&self, failure: Failure, request: &Request<'_>, endpoint: Option<&'static Endpoint>) -> Reply {
        errors::failure(failure, request, endpoint)
    }

    fn refusal(&self, refusal: &Refusal, request: &Request<'_>, endpoint: &'static Endpoint) -> Reply {
        errors::refusal(refusal, request, endpoint)
    }

    fn finish(&self, reply: &mut Reply, request: &Request<'_>, context: &Context<'_>) {
        headers::put(reply, context);
        envelope::seal(reply, request, context);
    }
}

/// Every scope that a user token can carry ([doc]); `email` was withdrawn in 2013 but clients still ask for it.
pub static SCOPES: [&str; 10] = [
    "basic",
    "stream",
    "write_post",
    "follow",
    "public_messages",
    "messages",
    "update_profile",
    "files",
    "export",
    "email",
];
