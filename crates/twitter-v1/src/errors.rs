//! The only place where error replies are made.
//!
//! Three shapes exist ([recorded]): of the application, with the code first and a full stop; of the edge and of older
//! layers, with the message first and no full stop; and the oldest, without a code.

mod oauth;
mod refusals;
mod words;

use block_graph::access::Permission;
use dialect::{Denial, Failure, Reply, Request, audience};

pub(crate) use oauth::{cannot_invalidate, client_not_permitted, request_token_missing, required, unverified};
pub(crate) use refusals::refusal;
pub(crate) use words::*;

use crate::limits::{self, Excess};
use crate::wire::{self, JSON};

/// The content type of the edge, which turns away requests without credentials: with a blank ([recorded]).
pub(crate) const EDGE_JSON: &str = "application/json; charset=utf-8";

/// The reply to a failure.
pub(crate) fn failure(failure: Failure, request: &Request<'_>) -> Reply {
    match failure {
        Failure::Denied(refused) => denial(&refused, request.path),
        Failure::NoSuchRoute if request.path.starts_with("/1/") => {
            application(410, 68, "The Twitter REST API v1 is no longer active. Please migrate to API v1.1.")
        }
        Failure::NoSuchRoute | Failure::MethodNotAllowed(_) => no_such_page(),
        Failure::BodyTooLarge(_) => application(413, 44, "body parameter is invalid."),
        Failure::UnreadableBody(_) => parameter_invalid("body"),
        Failure::Rejected(reply) => reply,
        Failure::Unavailable(wait) => {
            let mut reply = edge(503, 130, "Over capacity");
            reply.header("retry-after", wait.as_secs().max(1).to_string());
            reply
        }
        Failure::Broken => broken(),
    }
}

/// The reply to a caller who is not let in to `path`.
pub(crate) fn denial(denial: &Denial, path: &str) -> Reply {
    match denial {
        Denial::NoCredentials => Reply { content_type: EDGE_JSON, ..application(400, 215, "Bad Authentication data.") },
        Denial::Malformed | Denial::UnknownApp | Denial::BadSignature | Denial::NonceReplayed => bad_signature(),
        Denial::TimestampOutOfRange => application(401, 135, "Timestamp out of bounds."),
        // The tokens of X's OAuth 2 are good, but not here; those of other services are unknown ([inferred]).
        Denial::WrongAudience(label) if **label == *audience::X => wrong_kind_of_token(),
        Denial::UnknownToken | Denial::RevokedToken | Denial::ExpiredToken | Denial::WrongAudience(_) => bad_token(),
        Denial::UserNeeded | Denial::AppNeeded | Denial::MissingScopes(_) => wrong_kind_of_token(),
        Denial::PlanTooSmall(_) => plan_too_small(),
        Denial::PermissionTooLow(Permission::ReadWriteDirectMessages) => {
            application(403, 93, "This application is not allowed to access or delete your direct messages.")
        }
        Denial::PermissionTooLow(Permission::Read | Permission::ReadWrite) => {
            oldest(path, "Read-only application cannot POST.")
        }
        Denial::RateLimited(window) => match limits::excess(window.limit) {
            Excess::Requests => rate_limited(),
            Excess::AppTokens => unverified(),
            Excess::Follows => application(
                403,
                161,
                "You are unable to follow more people at this time. Learn more \
                 <a href='http://support.twitter.com/articles/66885-i-can-t-follow-people-follow-limits'>here</a>.",
            ),
            Excess::SpamReports => application(403, 205, "You are over the limit for spam reports."),
            Excess::Updates => application(403, 185, "User is over daily status update limit."),
        },
    }
}

/// Shape A: `{"errors":[{"code":50,"message":"User not found."}]}`.
fn application(status: u16, code: u16, message: &str) -> Reply {
    Reply::new(status, JSON, wire::application_error(code, message))
}

/// Shape B: `{"errors":[{"message":"Rate limit exceeded","code":88}]}`.
fn edge(status: u16, code: u16, message: &str) -> Reply {
    Reply::new(status, JSON, wire::edge_error(code, message))
}

/// Shape C, always a 401: `{"request":"\/1.1\/followers\/ids.json","error":"Not authorized."}`.
fn oldest(path: &str, error: &str) -> Reply {
    Reply::new(401, JSON, wire::oldest_error(path, error))
}
