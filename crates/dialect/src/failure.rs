//! Why a request got no outcome, in words that every dialect translates in its one `errors.rs`.

use std::time::Duration;

use block_graph::access::{Permission, Plan};
use block_graph::rate::Window;

use crate::reply::Reply;
use crate::request::Method;

/// Why the gate did not let a caller in.
#[derive(Clone, PartialEq, Debug)]
pub enum Denial {
    /// The request carries no credentials and the endpoint needs some.
    NoCredentials,
    /// The credentials cannot be read, or are of a kind that is not taken.
    Malformed,
    /// No app has that consumer key.
    UnknownApp,
    /// The signature is not the one the secrets give.
    BadSignature,
    /// The timestamp is too far from now.
    TimestampOutOfRange,
    /// The nonce was used before.
    NonceReplayed,
    /// No such token was issued, or not to this app.
    UnknownToken,
    /// The token was revoked.
    RevokedToken,
    /// The token's time is over.
    ExpiredToken,
    /// The token is good but was issued at a service whose tokens this dialect does not take; which one.
    WrongAudience(Box<str>),
    /// The token stands for an app alone and the endpoint needs a person.
    UserNeeded,
    /// The token stands for a person and the endpoint is for apps.
    AppNeeded,
    /// The app's plan does not cover the endpoint; which plan it has.
    PlanTooSmall(Plan),
    /// The token lacks these scopes, of those the endpoint names.
    MissingScopes(Vec<&'static str>),
    /// The app is not permitted as much as the endpoint needs.
    PermissionTooLow(Permission),
    /// The request is one too many; the window it exceeds.
    RateLimited(Window),
}

/// Why a request failed. Closed: a new failure makes every dialect decide on its words.
#[derive(Clone, PartialEq, Debug)]
pub enum Failure {
    /// The gate did not let the caller in.
    Denied(Denial),
    /// No endpoint has that path.
    NoSuchRoute,
    /// The path is known, the method is not; those that are.
    MethodNotAllowed(Vec<Method>),
    /// The body is longer than the gateway takes; how many bytes it takes.
    BodyTooLarge(usize),
    /// The body cannot be read as what its content type says.
    UnreadableBody(String),
    /// The request does not make sense to the endpoint; the dialect made the reply itself, in its `errors.rs`.
    Rejected(Reply),
    /// The graph cannot answer now; when to try again.
    Unavailable(Duration),
    /// A defect. What it was is in the log.
    Broken,
}

impl From<Denial> for Failure {
    fn from(denial: Denial) -> Self {
        Self::Denied(denial)
    }
}

impl From<Reply> for Failure {
    fn from(reply: Reply) -> Self {
        Self::Rejected(reply)
    }
}
