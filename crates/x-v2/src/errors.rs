//! Every error reply of the dialect, and the errors beside data. The matches are total: a new kind forces a decision here.
//!
//! X speaks of errors in five forms: `about:blank` problems that repeat the status, problems with a type of their own,
//! `invalid-request` with a list of what is wrong, for people who are not there 200 with `errors`, and where tokens are
//! issued the form of OAuth. Bodies marked [recorded] in `docs/dialects/x-v2.md` stand here byte for byte.

mod invalid;
pub(crate) mod oauth;
mod refused;
mod resource;

use std::time::Duration;

use block_graph::AppId;
use dialect::json::{Escapes, Json};
use dialect::{Access, Denial, Endpoint, Failure, Method, Reply, Request};
use serde::Serialize;

use crate::json;

pub(crate) use invalid::{Wrong, Wrongs, invalid, says};
pub(crate) use refused::refusal;
pub(crate) use resource::{Resource, absent, absent_post, unseen_pin, unseen_reference};

/// The content type of JSON, with the blank that v2 writes ([recorded]).
pub(crate) const JSON: &str = "application/json; charset=utf-8";
const PROBLEM: &str = "application/problem+json";

/// The address of a problem type. Recordings up to 2025 have `api.twitter.com`; the wire since 2026-08 this host, and
/// X's own Python SDK takes no other.
macro_rules! problem_type {
    ($name:literal) => {
        concat!("https://api.x.com/2/problems/", $name)
    };
}
use problem_type;

const UNAUTHORIZED: &str = r#"{"title":"Unauthorized","type":"about:blank","status":401,"detail":"Unauthorized"}"#;
const FORBIDDEN: &str = r#"{"title":"Forbidden","type":"about:blank","status":403,"detail":"Forbidden"}"#;
const NO_PAGE: &str = r#"{"errors":[{"message":"Sorry, that page does not exist","code":34}]}"#;
const WRONG_METHOD: &str =
    r#"{"title":"Method Not Allowed","type":"about:blank","status":405,"detail":"Method Not Allowed"}"#;
const TOO_LARGE: &str =
    r#"{"title":"Payload Too Large","type":"about:blank","status":413,"detail":"Payload Too Large"}"#;
const TOO_MANY: &str =
    r#"{"title":"Too Many Requests","type":"about:blank","status":429,"detail":"Too Many Requests"}"#;
const BROKEN: &str =
    r#"{"title":"Internal Server Error","type":"about:blank","status":500,"detail":"Internal Server Error"}"#;
const UNAVAILABLE: &str =
    r#"{"title":"Service Unavailable","detail":"Service Unavailable","type":"about:blank","status":503}"#;

/// The reply to a request that failed.
pub(crate) fn failure(failure: Failure, request: &Request<'_>, endpoint: Option<&Endpoint>) -> Reply {
    match failure {
        Failure::Denied(denial) => denied(&denial, request.caller.app()),
        Failure::NoSuchRoute => Reply::new(404, JSON, NO_PAGE),
        Failure::MethodNotAllowed(allowed) => wrong_method(&allowed),
        Failure::BodyTooLarge(_) => Reply::new(413, PROBLEM, TOO_LARGE),
        Failure::UnreadableBody(_) if endpoint.is_some_and(|at| at.access == Access::Client) => oauth::unreadable(),
        Failure::UnreadableBody(_) => invalid(&[Wrong::not_the_schema()]),
        Failure::Rejected(reply) => reply,
        Failure::Unavailable(wait) => unavailable(wait),
        Failure::Broken => broken(),
    }
}

fn denied(denial: &Denial, app: Option<AppId>) -> Reply {
    match denial {
        // A deactivated person's tokens are as good as revoked.
        Denial::NoCredentials
        | Denial::Malformed
        | Denial::UnknownApp
        | Denial::BadSignature
        | Denial::TimestampOutOfRange
        | Denial::NonceReplayed
        | Denial::UnknownToken
        | Denial::RevokedToken
        | Denial::ExpiredToken
        | Denial::WrongAudience(_) => unauthorized(),
        Denial::UserNeeded => user_needed(),
        Denial::AppNeeded => unsupported("OAuth 2.0 User Context", "OAuth 2.0 Application-Only"),
        Denial::PlanTooSmall(_) => not_enrolled(app),
        Denial::MissingScopes(_) => Reply::new(403, PROBLEM, FORBIDDEN),
        Denial::PermissionTooLow(_) => permission_too_low(),
        Denial::RateLimited(_) => Reply::new(429, JSON, TOO_MANY),
    }
}

/// The reply to an app's token where a person's is needed ([recorded], with its two blanks after the full stop).
pub(crate) fn user_needed() -> Reply {
    unsupported("OAuth 2.0 Application-Only", "OAuth 1.0a User Context, OAuth 2.0 User Context")
}

fn unsupported(used: &str, supported: &str) -> Reply {
    #[derive(Serialize)]
    struct Body {
        title: &'static str,
        detail: String,
        r#type: &'static str,
        status: u16,
    }
    let detail = format!(
        "Authenticating with {used} is forbidden for this endpoint.  Supported authentication types are [{supported}]."
    );
    let kind = problem_type!("unsupported-authentication");
    reply(403, PROBLEM, &Body { title: "Unsupported Authentication", detail, r#type: kind, status: 403 })
}

/// The reply to an app whose plan does not cover the endpoint ([recorded], 2022 to 2025; the number is the app's).
fn not_enrolled(app: Option<AppId>) -> Reply {
    #[derive(Serialize)]
    struct Body {
        #[serde(skip_serializing_if = "Option::is_none")]
        client_id: Option<String>,
        detail: &'static str,
        registration_url: &'static str,
        title: &'static str,
        required_enrollment: &'static str,
        reason: &'static str,
        r#type: &'static str,
    }
    let body = Body {
        client_id: app.map(|app| app.to_string()),
        detail: "When authenticating requests to the Twitter API v2 endpoints, you must use keys and tokens from a \
                 Twitter developer App that is attached to a Project. You can create a project via the developer \
                 portal.",
        registration_url: "https://developer.twitter.com/en/docs/projects/overview",
        title: "Client Forbidden",
        required_enrollment: "Appropriate Level of API Access",
        reason: "client-not-enrolled",
        r#type: problem_type!("client-forbidden"),
    };
    reply(403, PROBLEM, &body)
}

fn permission_too_low() -> Reply {
    const BODY: &str = concat!(
        r#"{"title":"Forbidden","status":403,"detail":"Your client app is not configured with the appropriate oauth1 "#,
        r#"app permissions for this endpoint.","type":""#,
        problem_type!("oauth1-permissions"),
        r#""}"#
    );
    Reply::new(403, PROBLEM, BODY)
}

/// The reply to somebody who is no party to the conversation they name, and to one that does not exist.
pub(crate) fn no_conversation(reads: bool) -> Reply {
    if reads { Reply::new(403, PROBLEM, FORBIDDEN) } else { forbidden(refused::NO_MESSAGES) }
}

/// The reply to an act that a rule forbids, in the order of keys that the service writes it ([recorded]).
fn forbidden(detail: &str) -> Reply {
    #[derive(Serialize)]
    struct Body<'d> {
        detail: &'d str,
        r#type: &'static str,
        title: &'static str,
        status: u16,
    }
    reply(403, PROBLEM, &Body { detail, r#type: "about:blank", title: "Forbidden", status: 403 })
}

fn caller_suspended() -> Reply {
    forbidden("Your account is suspended and is not permitted to access this feature.")
}

fn unauthorized() -> Reply {
    Reply::new(401, PROBLEM, UNAUTHORIZED)
}

fn wrong_method(allowed: &[Method]) -> Reply {
    let mut reply = Reply::new(405, PROBLEM, WRONG_METHOD);
    reply.header("allow", allowed.iter().map(|method| method.name()).collect::<Vec<_>>().join(", "));
    reply
}

fn unavailable(wait: Duration) -> Reply {
    let mut reply = Reply::new(503, PROBLEM, UNAVAILABLE);
    // Whole seconds, and never "at once".
    reply.header("retry-after", wait.as_millis().div_ceil(1000).max(1).to_string());
    reply
}

/// The reply to a request that a defect spoilt.
pub(crate) fn broken() -> Reply {
    Reply::new(500, PROBLEM, BROKEN)
}

/// A reply whose body is `value` in JSON.
pub(crate) fn reply(status: u16, content_type: &'static str, value: &impl Serialize) -> Reply {
    let mut body = Json::new(Escapes::PLAIN, 256);
    json::value(&mut body, value);
    Reply::new(status, content_type, body.into_bytes())
}
