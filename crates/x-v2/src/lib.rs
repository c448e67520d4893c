//! The X API v2 dialect: its routes, parameters, wire types, errors and limits.
//!
//! Everything X says in its own words is in this crate and nothing else is: who blocks whom, what a block forbids and
//! who may call is decided elsewhere. `docs/dialects/x-v2.md` tells what is covered and on what evidence.

mod blocks;
mod body;
mod cursors;
mod dm_blocks;
mod endpoints;
mod errors;
mod feeds;
mod fields;
mod follows;
mod headers;
mod json;
mod likes;
mod limits;
mod lists;
mod messages;
mod mutes;
mod oauth;
mod params;
mod posts;
mod reposts;
#[cfg(test)]
mod tests;
mod users;
mod wire;

use block_graph::Refusal;
use dialect::{Context, Dialect, Endpoint, Failure, Reply, Request, audience};

/// X API v2, as its clients of 2021 to 2026 know it; both vocabularies, tweet and post ([spec] 2.112 to 2.173).
#[derive(Debug)]
pub struct XV2;

/// The dialect, for tables of dialects.
pub static X_V2: XV2 = XV2;

impl Dialect for XV2 {
    fn name(&self) -> &'static str {
        "v2"
    }

    fn title(&self) -> &'static str {
        "X API v2"
    }

    fn endpoints(&self) -> &'static [Endpoint] {
        &endpoints::ENDPOINTS
    }

    fn prefixes(&self) -> &'static [&'static str] {
        &["/2/", "/i/oauth2/"]
    }

    fn hosts(&self) -> &'static [&'static str] {
        &["api.x.com", "x.com"]
    }

    fn audiences(&self) -> &'static [&'static str] {
        // OAuth 1.0a and app-only tokens are Twitter's and serve both of its APIs.
        &[audience::TWITTER, audience::X]
    }

    fn failure(&self, failure: Failure, request: &Request<'_>, endpoint: Option<&'static Endpoint>) -> Reply {
        errors::failure(failure, request, endpoint)
    }

    fn refusal(&self, refusal: &Refusal, request: &Request<'_>, endpoint: &'static Endpoint) -> Reply {
        errors::refusal(refusal, request, endpoint)
    }

    fn finish(&self, reply: &mut Reply, request: &Request<'_>, context: &Context<'_>) {
        headers::finish(reply, request, context);
    }
}

/// The scopes that an endpoint here or a documented neighbour asks for ([spec] 2.173), for tokens that are to do everything.
/// All that exist are in [`dialect::scopes::X`].
pub static SCOPES: [&str; 19] = [
    "tweet.read",
    "tweet.write",
    "tweet.moderate.write",
    "users.read",
    "users.email",
    "follows.read",
    "follows.write",
    "offline.access",
    "space.read",
    "mute.read",
    "mute.write",
    "like.read",
    "like.write",
    "list.read",
    "list.write",
    "block.read",
    "block.write",
    "dm.read",
    "dm.write",
];
