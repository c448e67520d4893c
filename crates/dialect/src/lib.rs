//! The contract between a dialect and the gateway.
//!
//! A dialect is a table of [`Endpoint`]s, each with one pure function that turns a [`Request`] into a [`Call`]: a
//! command for the block graph and the closure that renders its outcome as a [`Reply`]. Nothing here or in a dialect
//! does I/O, reads a clock, is async, or knows the server's framework or a database.

pub mod blocks;
mod body;
mod call;
pub mod credentials;
pub mod cursor;
pub mod digits;
mod endpoint;
mod failure;
pub mod hex;
pub mod json;
mod lines;
pub mod moment;
pub mod oauth1;
mod params;
mod reply;
mod request;
mod router;
mod scan;
pub mod scopes;
#[cfg(feature = "testkit")]
pub mod testkit;

use std::sync::Arc;

pub use body::Body;
pub use call::Call;
pub use credentials::Credentials;
pub use endpoint::{Access, Endpoint, Route};
pub use failure::{Denial, Failure};
pub use lines::HeaderLines;
pub use params::Params;
pub use reply::Reply;
pub use request::{Headers, Method, NoHeaders, Origin, Request};
pub use router::{Routed, Router};

use block_graph::access::Grant;
use block_graph::rate::Window;
use block_graph::{Refusal, Timestamp};

/// The audiences of tokens: at which service a token was issued. The graph keeps them as opaque labels.
pub mod audience {
    /// OAuth 1.0a user tokens and app-only bearers of Twitter and X.
    pub const TWITTER: &str = "twitter";
    /// OAuth 2.0 user tokens of X.
    pub const X: &str = "x";
    /// User and app tokens of App.net.
    pub const APP_NET: &str = "app.net";
}

/// What is known of a request when its reply is finished: by whom, when, and within which limits.
#[derive(Debug)]
pub struct Context<'c> {
    /// The endpoint that was matched; `None` for an unknown route.
    pub endpoint: Option<&'static Endpoint>,
    /// Who called; `None` for nobody and for a caller who was not let in.
    pub grant: Option<&'c Arc<Grant>>,
    /// The windows the request counted in, in the order of the endpoint's limits.
    pub windows: &'c [Window],
    /// When the request arrived.
    pub now: Timestamp,
    /// How long it has taken so far, in microseconds.
    pub elapsed: u64,
    /// A number unique to the request.
    pub serial: u64,
}

/// An API as its clients know it.
pub trait Dialect: Send + Sync + 'static {
    /// Its short name, for logs, metrics and settings: `v1.1`, `v2`, `app.net`.
    fn name(&self) -> &'static str;

    /// Its name in full, for people.
    fn title(&self) -> &'static str;

    /// Everything it answers.
    fn endpoints(&self) -> &'static [Endpoint];

    /// Prefixes of paths that are its own even where no endpoint is; the longest match among the dialects wins.
    fn prefixes(&self) -> &'static [&'static str];

    /// Host names that are its own; they decide where no prefix does.
    fn hosts(&self) -> &'static [&'static str];

    /// Prefixes under which each endpoint's path is mounted; most dialects have the one empty prefix.
    fn mounts(&self) -> &'static [&'static str] {
        &[""]
    }

    /// Whether a request to a path that another dialect has too is meant for this one. Asked where the host does not tell.
    fn speaks(&self, _request: &Request<'_>) -> bool {
        true
    }

    /// The audiences whose tokens it takes.
    fn audiences(&self) -> &'static [&'static str];

    /// Finds the credentials that the request carries.
    ///
    /// # Errors
    /// A denial when what it carries cannot be read as credentials.
    fn credentials<'r>(&self, request: &Request<'r>) -> Result<Credentials<'r>, Denial> {
        credentials::find(request)
    }

    /// The reply to a request that failed. The match on the failure is total: a new kind forces a decision here.
    fn failure(&self, failure: Failure, request: &Request<'_>, endpoint: Option<&'static Endpoint>) -> Reply;

    /// The reply to a command that the graph refused.
    fn refusal(&self, refusal: &Refusal, request: &Request<'_>, endpoint: &'static Endpoint) -> Reply;

    /// Adds what every reply of this dialect carries: its headers, and for some its envelope's last touches.
    fn finish(&self, reply: &mut Reply, request: &Request<'_>, context: &Context<'_>);
}
