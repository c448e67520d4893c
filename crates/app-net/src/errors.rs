//! The one place where App.net's error replies are made. `message` is always `<class>: <sentence>`, but for 405 and 429
//! ([recorded]); three slugs exist, all about tokens ([doc]). The token endpoint's errors have a shape of their own.

pub(crate) mod oauth;
mod refusals;

use std::borrow::Cow;
use std::time::Duration;

use block_graph::CommandKind;
use block_graph::rate::Window;
use dialect::{Denial, Endpoint, Failure, Method, Reply, Request};

pub(crate) use self::refusals::refusal;
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
        self.styled(Style::of(request))
    }

    fn styled(&self, style: Style) -> Reply {
        style.error(self.code, &self.message, self.slug)
    }
}

/// The reply to a request that failed before, or in, decoding.
pub(crate) fn failure(failure: Failure, request: &Request<'_>, endpoint: Option<&'static Endpoint>) -> Reply {
    let token_endpoint = oauth::is_token_endpoint(endpoint);
    match failure {
        Failure::Denied(denial) if token_endpoint => oauth::denied(&denial, request),
        Failure::Denied(denial) => denied(&denial, request, endpoint),
        Failure::NoSuchRoute => no_resource().reply(request),
        Failure::MethodNotAllowed(_) if request.method == Method::Options => headers::preflight(),
        Failure::MethodNotAllowed(methods) => method_not_allowed(&methods, request),
        Failure::BodyTooLarge(most) if token_endpoint => oauth::too_large(most, request),
        Failure::BodyTooLarge(most) => {
            let message = format!("Request Entity Too Large: The request body must not be longer than {most} bytes.");
            Fault::new(413, message).reply(request)
        }
        Failure::UnreadableBody(_) if token_endpoint => oauth::unreadable(request),
        // What exactly cannot be read may quote the body, and so a token: it is not repeated.
        Failure::UnreadableBody(_) => {
            Fault::new(400, "Bad Request: The request body could not be read.").reply(request)
        }
        Failure::Rejected(reply) => reply,
        Failure::Unavailable(wait) if token_endpoint => oauth::unavailable(wait, request),
        Failure::Unavailable(wait) => unavailable(wait, request),
        Failure::Broken if token_endpoint => oauth::broken(request),
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
        // App.net had no plans that endpoints hung on.
        Denial::PlanTooSmall(_) => Fault::new(403, "Forbidden: This client's plan does not include this resource."),
        Denial::MissingScopes(scopes) => {
            Fault::new(403, format!("Forbidden: You need the following scopes: {}", scopes.join(", ")))
        }
        Denial::PermissionTooLow(_) => Fault::new(403, "Forbidden: This client is not permitted to do that."),
        Denial::RateLimited(window) => return rate_limited(window, request),
    };
    fault.reply(request)
}

/// 404: nobody to be seen is known by that id or name.
pub(crate) fn user_not_found(request: &Request<'_>) -> Reply {
    nobody().reply(request)
}

/// 404: there is no such post, or none that the caller may see.
pub(crate) fn post_not_found(request: &Request<'_>) -> Reply {
    no_post().reply(request)
}

/// The same, found out while answering.
pub(crate) fn post_gone(style: Style) -> Reply {
    no_post().styled(style)
}

/// 404: the caller has no such channel.
pub(crate) fn channel_not_found(request: &Request<'_>) -> Reply {
    no_channel().reply(request)
}

/// The same, found out while answering.
pub(crate) fn channel_gone(style: Style) -> Reply {
    no_channel().styled(style)
}

/// 404: the caller has no such message.
pub(crate) fn message_not_found(request: &Request<'_>) -> Reply {
    no_message().reply(request)
}

/// The same, found out while answering.
pub(crate) fn message_gone(style: Style) -> Reply {
    no_message().styled(style)
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

/// 400: a text of more characters than it may have.
pub(crate) fn too_long(most: usize, request: &Request<'_>) -> Reply {
    Fault::new(400, format!("Bad Request: The text must not be longer than {most} characters.")).reply(request)
}

/// 400: a post or message without text, for programs alone. The graph keeps texts and nothing else.
pub(crate) fn machine_only(request: &Request<'_>) -> Reply {
    Fault::new(400, "Bad Request: Posts and messages that are machine_only cannot be kept here.").reply(request)
}

/// 400: a private message to several people. The graph's conversations are between two.
pub(crate) fn several_destinations(request: &Request<'_>) -> Reply {
    Fault::new(400, "Bad Request: A private message can have only one destination here.").reply(request)
}

fn nobody() -> Fault {
    Fault::new(404, "Not Found: The requested user could not be found.")
}

fn no_post() -> Fault {
    Fault::new(404, "Not Found: The requested post could not be found.")
}

fn no_channel() -> Fault {
    Fault::new(404, "Not Found: The requested channel could not be found.")
}

fn no_message() -> Fault {
    Fault::new(404, "Not Found: The requested message could not be found.")
}

fn no_resource() -> Fault {
    Fault::new(404, "Not Found: The requested resource was not found.")
}

fn user_needed() -> Fault {
    Fault::new(403, "Forbidden: This resource requires a user access token.")
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
