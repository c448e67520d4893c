//! The pages on which a person signs in and lets an app in, for all three services.
//!
//! They are built like a dialect: a table of endpoints, each with one pure function from a request to a command, and pages
//! made of what the command gives. What a browser asks for is read in `ask`, what a person answers in `answer`, who sits
//! there in `browser`; `outcome` sends people on or shows them `pages`; every refusal is worded in `errors`.
//! `docs/signing-in.md` tells where each fact comes from.

mod answer;
mod ask;
mod browser;
mod endpoints;
mod errors;
mod headers;
mod limits;
mod outcome;
mod pages;
mod target;

#[cfg(test)]
mod tests;

use block_graph::Refusal;
use dialect::{Context, Credentials, Denial, Dialect, Endpoint, Failure, Reply, Request};

/// The sign-in pages; they hold no state.
#[derive(Clone, Copy, Debug)]
pub struct SignIn;

/// The pages, for the gateway's list. They claim no paths but their own and no hosts: a dialect stands last there.
pub static SIGN_IN: SignIn = SignIn;

impl Dialect for SignIn {
    fn name(&self) -> &'static str {
        "sign-in"
    }

    fn title(&self) -> &'static str {
        "Sign-in pages"
    }

    fn endpoints(&self) -> &'static [Endpoint] {
        &endpoints::ENDPOINTS
    }

    fn prefixes(&self) -> &'static [&'static str] {
        &[]
    }

    fn hosts(&self) -> &'static [&'static str] {
        &[]
    }

    fn audiences(&self) -> &'static [&'static str] {
        &[]
    }

    // Whoever looks at a page brings a session, which the commands carry. `oauth_token` in the address is no proof.
    fn credentials<'r>(&self, _request: &Request<'r>) -> Result<Credentials<'r>, Denial> {
        Ok(Credentials::Nothing)
    }

    fn failure(&self, failure: Failure, request: &Request<'_>, _endpoint: Option<&'static Endpoint>) -> Reply {
        errors::failure(failure, request)
    }

    fn refusal(&self, refusal: &Refusal, _request: &Request<'_>, _endpoint: &'static Endpoint) -> Reply {
        errors::refusal(refusal)
    }

    fn finish(&self, reply: &mut Reply, _request: &Request<'_>, _context: &Context<'_>) {
        headers::put(reply);
    }
}
