//! The Twitter REST v1.1 dialect: its routes, parameters, wire types, errors and limits.
//!
//! It answers as the service did in 2019–2021, the last years of which full recordings exist. Each endpoint is a row of
//! the table and one pure function; the marks "doc", "recorded", "client" and "inferred" in the comments say what a
//! detail rests on. `docs/dialects/twitter-v1.md` has the whole mapping.

mod account;
mod application;
mod blocks;
mod collections;
mod direct_messages;
mod endpoints;
mod errors;
mod favorites;
mod follows;
mod friendships;
mod headers;
mod limits;
mod list_members;
mod lists;
mod mutes;
mod oauth;
mod oauth2;
mod params;
mod retweets;
mod speech;
mod statuses;
#[cfg(test)]
mod tests;
mod timelines;
mod users;
mod view;
mod wire;

use block_graph::Refusal;
use dialect::{Context, Dialect, Endpoint, Failure, Reply, Request, audience};

/// Twitter REST v1.1.
#[derive(Debug)]
pub struct TwitterV1;

/// The dialect, to be mounted.
pub static TWITTER_V1: TwitterV1 = TwitterV1;

impl Dialect for TwitterV1 {
    fn name(&self) -> &'static str {
        "v1.1"
    }

    fn title(&self) -> &'static str {
        "Twitter REST v1.1"
    }

    fn endpoints(&self) -> &'static [Endpoint] {
        &endpoints::ENDPOINTS
    }

    fn prefixes(&self) -> &'static [&'static str] {
        &["/1.1/", "/1/", "/oauth/", "/oauth2/"]
    }

    fn hosts(&self) -> &'static [&'static str] {
        &["api.twitter.com", "twitter.com", "upload.twitter.com"]
    }

    fn speaks(&self, request: &Request<'_>) -> bool {
        speech::is_ours(request)
    }

    fn audiences(&self) -> &'static [&'static str] {
        &[audience::TWITTER]
    }

    fn failure(&self, failure: Failure, request: &Request<'_>, _: Option<&'static Endpoint>) -> Reply {
        errors::failure(failure, request)
    }

    fn refusal(&self, refusal: &Refusal, request: &Request<'_>, endpoint: &'static Endpoint) -> Reply {
        errors::refusal(refusal, request, endpoint)
    }

    fn finish(&self, reply: &mut Reply, _: &Request<'_>, context: &Context<'_>) {
        headers::finish(reply, context);
    }
}
