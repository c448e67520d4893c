//! The one place where App.net's error replies are made. `message` is always `<class>: <sentence>`, but for 405 and 429
//! ([recorded]); three slugs exist, all about tokens ([doc]).

use std::borrow::Cow;
use std::time::Duration;

use block_graph::rate::Window;
use block_graph::{Action, CommandKind, Refusal};
use dialect::{Denial, Endpoint, Failure, Method, Reply, Request};

use crate::envelope::Style;
use crate::headers;

/// What an error body says.
struct Fault {
    code: u16,
    message: Cow<'static, str>,
    slug: Option<&'static str>,
}

impl Fault {
    fn new(code: u16, message: impl Into<Cow<'static, str>>) -> Self {
        Self { code, message: message.into(), slug: None }
    }

    /// A 401 with a slug.
    fn token(message: &'static str, slug: &'static str) -> Self {
        Self { slug: Some(slug), ..Self::new(401, message) }
    }

    fn reply(&self, request: &Request<'_>) -> Reply {
        Style::of(request).error(self.code, &self.message, self.slug)
    }
}

/// The reply to a request that failed before, or in, decoding.
pub(crate) fn failure(failure: Failure, request: &Request<'_>, endpoint: Option<&'static Endpoint>) -> Reply {
    match failure {
        Failure::Denied(denial) => denied(&denial, request, endpoint),
        Failure::NoSuchRoute => Fault::new(404, "Not Found: The requested resource was not found.").reply(request),
        Failure::MethodNotAllowed(_) if request.method == Method::Options => headers::preflight(),
        Failure::MethodNotAllowed(methods) => method_not_allowed(&methods, request),
        Failure::BodyTooLarge(most) => {
            let message = format!("Request Entity Too Large: The request body must not be longer than {most} bytes.");
            Fault::new(413, message).reply(request)
        }
        // What exactly cannot be read may quote the body, and so a token: it is not repeated.
        Failure::UnreadableBody(_) => {
            Fault::new(400, "Bad Request: The request body could not be read.").reply(request)
        }
        Failure::Rejected(reply) => reply,
        Failure::Unavailable(wait) => unavailable(wait, request),
        Failure::Broken => broken(request),
    }
}

fn denied(denial: &Denial, request: &Request<'_>, endpoint: Option<&'static Endpoint>) -> Reply {
    let fault = match denial {
        Denial::NoCredentials if endpoint.is_some_and(|endpoint| endpoint.command == CommandKind::WhoAmI) => {
            Fault::new(401, "Call requires authentication: Authentication required to fetch token.")
        }
        Denial::NoCredentials => Fault::new(
            401,
            "Call requires authentication: This resource requires authentication and no token was provided.",
        ),
        // Signatures are not App.net's: whoever sends one sends no token that could be valid.
        Denial::Malformed
        | Denial::UnknownApp
        | Denial::BadSignature
        | Denial::TimestampOutOfRange
        | Denial::NonceReplayed
        | Denial::UnknownToken
        | Denial::WrongAudience(_) => Fault::token("Call requires authentication: Invalid token.", "invalid-token"),
        Denial::RevokedToken => Fault::token(
            "Call requires authentication: User has not authorized this client or has revoked access.",
            "not-authorized",
        ),
        Denial::ExpiredToken => Fault::token("Call requires authentication: Token expired.", "token-expired"),
        Denial::UserNeeded => user_needed(),
        Denial::AppNeeded => Fault::new(403, "Forbidden: This resource requires an app access token."),
        Denial::MissingScopes(scopes) => {
            Fault::new(403, format!("Forbidden: You need the following scopes: {}", scopes.join(", ")))
        }
        Denial::PermissionTooLow(_) => Fault::new(403, "Forbidden: This client is not permitted to do that."),
        Denial::RateLimited(window) => return rate_limited(window, request),
    };
    fault.reply(request)
}

/// The reply to a command that the graph refused.
pub(crate) fn refusal(refusal: &Refusal, request: &Request<'_>, endpoint: &'static Endpoint) -> Reply {
    let fault = match refusal {
        Refusal::UserNotFound { .. } | Refusal::UserSuspended { .. } | Refusal::UserDeactivated { .. } => nobody(),
        Refusal::Yourself { action } => Fault::new(400, format!("Bad Request: You cannot {} yourself", verb(*action))),
        Refusal::BlockedByTarget { .. } => Fault::new(403, "Forbidden: This user has blocked you."),
        Refusal::BlockingTarget { .. } => Fault::new(403, "Forbidden: You have blocked this user."),
        Refusal::CallerSuspended => caller_suspended(),
        Refusal::CallerDeactivated => caller_deactivated(),
        Refusal::CallerNotAPerson => user_needed(),
        Refusal::ListIsPrivate { .. } if request.caller.user().is_none() => {
            Fault::new(403, "Forbidden: This user has not authorized your app.")
        }
        Refusal::ListIsPrivate { .. } => {
            let list = if endpoint.route().path.ends_with("/muted") { "muted" } else { "blocked" };
            Fault::new(403, format!("Forbidden: You can only view your own {list} users."))
        }
    };
    fault.reply(request)
}

/// 404: nobody to be seen is known by that id or name.
pub(crate) fn user_not_found(request: &Request<'_>) -> Reply {
    nobody().reply(request)
}

/// 400: a parameter that is needed is not there.
pub(crate) fn missing(name: &str, request: &Request<'_>) -> Reply {
    Fault::new(400, format!("Bad Request: You must supply a {name} parameter.")).reply(request)
}

/// 400: a parameter cannot be read.
pub(crate) fn invalid(name: &str, request: &Request<'_>) -> Reply {
    Fault::new(400, format!("Bad Request: You must supply a valid {name} parameter.")).reply(request)
}

/// 400: a bulk read of more ids than it takes.
pub(crate) fn too_many_ids(most: usize, request: &Request<'_>) -> Reply {
    Fault::new(400, format!("Bad Request: At most {most} ids can be requested.")).reply(request)
}

fn nobody() -> Fault {
    Fault::new(404, "Not Found: The requested user could not be found.")
}

fn user_needed() -> Fault {
    Fault::new(403, "Forbidden: This resource requires a user access token.")
}

fn caller_suspended() -> Fault {
    Fault::new(403, "Forbidden: Your account is suspended.")
}

fn caller_deactivated() -> Fault {
    Fault::new(403, "Forbidden: Your account is deactivated.")
}

/// 405, with the methods that there are. PUT is taken as another word for POST but was never listed ([recorded]).
fn method_not_allowed(methods: &[Method], request: &Request<'_>) -> Reply {
    let listed: Vec<_> = methods.iter().filter(|method| **method != Method::Put).map(|method| method.name()).collect();
    let listed = listed.join(",");
    let mut reply = Fault::new(405, format!("Method not allowed. Please use: {listed}")).reply(request);
    reply.header("Allow", listed);
    reply
}

fn rate_limited(window: &Window, request: &Request<'_>) -> Reply {
    let mut reply = Fault::new(429, "Too many requests").reply(request);
    retry_after(&mut reply, headers::seconds_left(window, request.now));
    reply
}

fn unavailable(wait: Duration, request: &Request<'_>) -> Reply {
    let mut reply =
        Fault::new(503, "Service Unavailable: The service cannot answer now. Please try again later.").reply(request);
    retry_after(&mut reply, i64::try_from(wait.as_secs()).unwrap_or(i64::MAX));
    reply
}

fn broken(request: &Request<'_>) -> Reply {
    server_fault(Style::of(request))
}

/// 500: a defect; the text tells nothing of it.
pub(crate) fn server_fault(style: Style) -> Reply {
    style.error(500, "Internal Server Error: Something went wrong on our side.", None)
}

/// Whole seconds, at least one; under the second name for the one client that looks for it ([client] apppy).
fn retry_after(reply: &mut Reply, seconds: i64) {
    let seconds = seconds.max(1).to_string();
    reply.header("Retry-After", seconds.clone());
    reply.header("RetryAfter", seconds);
}

/// What the caller tried, in App.net's word for it; it had none for the others' acts.
fn verb(action: Action) -> &'static str {
    match action {
        Action::Block => "block",
        Action::Unblock => "unblock",
        Action::Mute => "mute",
        Action::Unmute => "unmute",
        Action::DmBlock => "block messages from",
        Action::DmUnblock => "unblock messages from",
        Action::Follow => "follow",
        Action::Unfollow => "unfollow",
        Action::ReportSpam => "report",
    }
}
