//! The only place where error replies are made.
//!
//! Three shapes exist ([recorded]): of the application, with the code first and a full stop; of the edge and of older
//! layers, with the message first and no full stop; and the oldest, without a code.

use block_graph::access::Permission;
use block_graph::{Absence, Action, CommandKind, Refusal, UserRef, Username};
use dialect::{Denial, Endpoint, Failure, Reply, Request, audience};

use crate::limits::{self, Excess};
use crate::params;
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
        Denial::Malformed | Denial::UnknownApp | Denial::BadSignature | Denial::NonceReplayed => {
            application(401, 32, "Could not authenticate you.")
        }
        Denial::TimestampOutOfRange => application(401, 135, "Timestamp out of bounds."),
        // The tokens of X's OAuth 2 are good, but not here; those of other services are unknown ([inferred]).
        Denial::WrongAudience(label) if **label == *audience::X => wrong_kind_of_token(),
        Denial::UnknownToken | Denial::RevokedToken | Denial::ExpiredToken | Denial::WrongAudience(_) => bad_token(),
        Denial::UserNeeded | Denial::AppNeeded | Denial::MissingScopes(_) => wrong_kind_of_token(),
        Denial::PermissionTooLow(Permission::ReadWriteDirectMessages) => {
            application(403, 93, "This application is not allowed to access or delete your direct messages.")
        }
        Denial::PermissionTooLow(Permission::Read | Permission::ReadWrite) => {
            oldest(path, "Read-only application cannot POST.")
        }
        Denial::RateLimited(window) => match limits::excess(window.limit) {
            Excess::Requests => edge(429, 88, "Rate limit exceeded"),
            Excess::Follows => application(
                403,
                161,
                "You are unable to follow more people at this time. Learn more \
                 <a href='http://support.twitter.com/articles/66885-i-can-t-follow-people-follow-limits'>here</a>.",
            ),
            Excess::SpamReports => application(403, 205, "You are over the limit for spam reports."),
        },
    }
}

/// The reply to a command that the graph refused.
pub(crate) fn refusal(refusal: &Refusal, request: &Request<'_>, endpoint: &'static Endpoint) -> Reply {
    match refusal {
        Refusal::UserNotFound { user } => absent(user, Absence::Unknown, request, endpoint.command),
        Refusal::UserSuspended { user } => absent(user, Absence::Suspended, request, endpoint.command),
        Refusal::UserDeactivated { user } => absent(user, Absence::Deactivated, request, endpoint.command),
        Refusal::Yourself { action } => yourself(*action),
        // Only follows are ever refused for a block. A block of one's own has the same words ([inferred]): nothing
        // documents that following lifts it.
        Refusal::BlockedByTarget { .. } | Refusal::BlockingTarget { .. } => {
            application(403, 162, "You have been blocked from following this account at the request of the user.")
        }
        Refusal::CallerSuspended => caller_suspended(),
        Refusal::CallerDeactivated => bad_token(),
        Refusal::CallerNotAPerson if endpoint.command == CommandKind::ShowRelation => no_source(),
        Refusal::CallerNotAPerson => wrong_kind_of_token(),
        Refusal::ListIsPrivate { .. } => oldest(request.path, "Not authorized."),
    }
}

/// Somebody who is not to be found, in the words of what was asked.
fn absent(user: &UserRef, why: Absence, request: &Request<'_>, asked: CommandKind) -> Reply {
    match (asked, why) {
        (CommandKind::Follow, _) => cannot_find_user(),
        (CommandKind::ShowRelation, _) if params::source(request).as_ref() == Some(user) => no_source(),
        (CommandKind::ShowUser, Absence::Suspended) => application(403, 63, "User has been suspended."),
        (
            CommandKind::Unblock | CommandKind::Unmute | CommandKind::Unfollow,
            Absence::Suspended | Absence::Deactivated,
        ) => no_such_page(),
        _ => application(404, 50, "User not found."),
    }
}

fn yourself(action: Action) -> Reply {
    match action {
        Action::Block => edge(403, 147, "Sorry, you can't block yourself."),
        Action::Mute => application(403, 271, "You can't mute yourself."),
        Action::Follow => application(403, 158, "You can't follow yourself."),
        Action::ReportSpam => application(403, 36, "You cannot report yourself for spam."),
        // The graph allows to take something back from oneself, and this API has no blocks of messages alone.
        Action::Unblock | Action::Unmute | Action::Unfollow | Action::DmBlock | Action::DmUnblock => no_such_page(),
    }
}

/// 403/108, of friendships/create.
pub(crate) fn cannot_find_user() -> Reply {
    application(403, 108, "Cannot find specified user.")
}

/// 403/160: the follow was asked for before.
pub(crate) fn already_requested(name: &Username) -> Reply {
    application(403, 160, &format!("You've already requested to follow {name}."))
}

/// 403/272: nothing to unmute.
pub(crate) fn not_muting() -> Reply {
    application(403, 272, "You are not muting the specified user.")
}

/// 404/17: a look-up found nobody.
pub(crate) fn no_user_matches() -> Reply {
    application(404, 17, "No user matches for specified terms.")
}

/// 403/18: a look-up names too many.
pub(crate) fn too_many_terms() -> Reply {
    application(403, 18, "Too many terms specified in query.")
}

/// 404/25: a look-up names nobody.
pub(crate) fn query_missing() -> Reply {
    application(404, 25, "Query parameters are missing.")
}

/// 403/38: a parameter is needed.
pub(crate) fn parameter_missing(name: &str) -> Reply {
    application(403, 38, &format!("{name} parameter is missing."))
}

/// 400/44: a parameter cannot be read.
pub(crate) fn parameter_invalid(name: &str) -> Reply {
    application(400, 44, &format!("{name} parameter is invalid."))
}

/// 500/131: a defect.
pub(crate) fn broken() -> Reply {
    edge(500, 131, "Internal error")
}

fn no_such_page() -> Reply {
    edge(404, 34, "Sorry, that page does not exist")
}

fn no_source() -> Reply {
    application(403, 163, "Could not determine source user.")
}

fn bad_token() -> Reply {
    application(401, 89, "Invalid or expired token.")
}

fn wrong_kind_of_token() -> Reply {
    application(403, 220, "Your credentials do not allow access to this resource.")
}

fn caller_suspended() -> Reply {
    application(403, 64, "Your account is suspended and is not permitted to access this feature.")
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
