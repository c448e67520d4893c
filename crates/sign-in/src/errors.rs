//! The one place where pages say that something cannot be: in words for the person who sees them, with a hint for whoever
//! wrote the app. Nothing that was sent is repeated.

use std::time::Duration;

use block_graph::Refusal;
use block_graph::access::GrantRefusal;
use block_graph::rate::Window;
use dialect::{Denial, Failure, Method, Reply, Request};

use crate::ask::Repeated;
use crate::pages;

const GO_BACK: &str = "Please go back to the site or application that sent you here and try again; \
                       it was probably just a mistake.";

fn page(status: u16, heading: &str, what: &str, then: &str) -> Reply {
    pages::reply(status, pages::message(heading, what, then))
}

/// What an app did wrong, which the person cannot mend.
fn by_app(what: &str) -> Reply {
    page(400, "This application cannot be let in", what, GO_BACK)
}

/// The reply to a request that failed before, or in, reading.
pub(crate) fn failure(failure: Failure, request: &Request<'_>) -> Reply {
    match failure {
        Failure::Denied(denial) => denied(&denial, request),
        Failure::NoSuchRoute => page(404, "There is no such page", "Nothing stands at this address.", GO_BACK),
        Failure::MethodNotAllowed(methods) => method_not_allowed(&methods),
        Failure::BodyTooLarge(_) => {
            page(413, "That was too much", "The form holds more than can be taken.", "Please go back and type less.")
        }
        Failure::UnreadableBody(_) => broken_form(),
        Failure::Rejected(reply) => reply,
        Failure::Unavailable(wait) => unavailable(wait),
        Failure::Broken => broken(),
    }
}

fn denied(denial: &Denial, request: &Request<'_>) -> Reply {
    match denial {
        Denial::RateLimited(window) => rate_limited(window, request),
        // The pages heed no tokens, so none can be wrong; the match is total all the same.
        Denial::NoCredentials
        | Denial::Malformed
        | Denial::UnknownApp
        | Denial::BadSignature
        | Denial::TimestampOutOfRange
        | Denial::NonceReplayed
        | Denial::UnknownToken
        | Denial::RevokedToken
        | Denial::ExpiredToken
        | Denial::WrongAudience(_)
        | Denial::UserNeeded
        | Denial::AppNeeded
        | Denial::PlanTooSmall(_)
        | Denial::MissingScopes(_)
        | Denial::PermissionTooLow(_) => {
            page(403, "This page is for people", "It takes no tokens of applications.", GO_BACK)
        }
    }
}

/// The reply to a request for access that the graph refused.
pub(crate) fn refusal(refusal: &Refusal) -> Reply {
    match refusal {
        Refusal::Grant(refusal) => not_granted(refusal),
        // Of people and their posts; a request for access meets none of them.
        Refusal::UserNotFound { .. }
        | Refusal::UserSuspended { .. }
        | Refusal::UserDeactivated { .. }
        | Refusal::Yourself { .. }
        | Refusal::BlockedByTarget { .. }
        | Refusal::BlockingTarget { .. }
        | Refusal::Protected { .. }
        | Refusal::PostNotFound { .. }
        | Refusal::NotYourPost { .. }
        | Refusal::RepliesClosed { .. }
        | Refusal::MessageNotFound { .. }
        | Refusal::ListNotFound { .. }
        | Refusal::NotYourList { .. }
        | Refusal::CallerSuspended
        | Refusal::CallerDeactivated
        | Refusal::CallerNotAPerson
        | Refusal::ListIsPrivate { .. } => broken(),
    }
}

fn not_granted(refusal: &GrantRefusal) -> Reply {
    match refusal {
        GrantRefusal::UnknownClient => by_app("No application has the client id that it named."),
        GrantRefusal::CallbackNotRegistered => by_app(
            "It asked for you to be sent back to an address that is not registered for it. \
             Addresses are compared letter by letter.",
        ),
        GrantRefusal::CallbacksNotTaken => {
            by_app("It asked for you to be sent back to an address, but none is registered for it.")
        }
        GrantRefusal::CallbackNeeded => {
            by_app("It did not say where you are to be sent back to, and not just one address is registered for it.")
        }
        GrantRefusal::UnknownTicket | GrantRefusal::TicketExpired | GrantRefusal::TicketSpent => no_ticket(),
        GrantRefusal::TooManyTries(_) => {
            page(429, "Too many tries", "There were too many wrong passwords.", "Please wait a while and try again.")
        }
        // Of exchanges, which no browser makes.
        GrantRefusal::WrongClientSecret
        | GrantRefusal::ClientSecretNeeded
        | GrantRefusal::PasswordsNotAllowed
        | GrantRefusal::WrongPasswordSecret
        | GrantRefusal::TicketNotApproved
        | GrantRefusal::WrongCallback
        | GrantRefusal::VerifierNeeded
        | GrantRefusal::WrongVerifier
        | GrantRefusal::ScopeNotApproved(_)
        | GrantRefusal::WrongPassword => broken(),
    }
}

/// 403: temporary credentials that are not there, used or too old; Twitter's words ([recorded]).
pub(crate) fn no_ticket() -> Reply {
    let what =
        "The request token for this page is invalid. It may have already been used, or expired because it is too old.";
    page(403, "Whoa there!", what, GO_BACK)
}

/// 400: neither temporary credentials nor a client; Twitter's words, for any account ([recorded]).
pub(crate) fn neither() -> Reply {
    let what = "There is no request token for this page. \
                That's the special key we need from applications asking to use your account.";
    page(400, "Whoa there!", what, GO_BACK)
}

/// 400: temporary credentials and a client.
pub(crate) fn both() -> Reply {
    by_app(
        "It named a request token (Twitter's way) and a client id (App.net's way), so it is unclear what it asks for.",
    )
}

/// 400: no client.
pub(crate) fn no_client() -> Reply {
    by_app("It did not name its client id.")
}

/// 400: a parameter twice, where no app can be told.
pub(crate) fn repeated(repeated: Repeated) -> Reply {
    by_app(&format!("It passed {} more than once.", repeated.0))
}

/// 400: a callback that no browser can be sent to.
pub(crate) fn bad_callback() -> Reply {
    by_app("It asked for you to be sent back to something that is no address of an application.")
}

/// 415: the answer is no form.
pub(crate) fn no_form() -> Reply {
    page(415, "This answer cannot be read", "It was not sent as this page's form sends it.", GO_BACK)
}

/// 400: the answer is not our form's.
pub(crate) fn broken_form() -> Reply {
    page(400, "This answer cannot be read", "It is not what this page's form sends.", GO_BACK)
}

/// 500: a defect; the text tells nothing of it.
pub(crate) fn broken() -> Reply {
    page(500, "Something went wrong on our side", "It is in the log, and not your fault.", "Please try again later.")
}

fn method_not_allowed(methods: &[Method]) -> Reply {
    let listed: Vec<_> = methods.iter().map(|method| method.name()).collect();
    let mut reply = page(405, "This page cannot be asked like that", "It can be looked at and answered.", GO_BACK);
    reply.header("Allow", listed.join(", "));
    reply
}

fn rate_limited(window: &Window, request: &Request<'_>) -> Reply {
    let seconds = (window.reset.0 - request.now.0).max(0) + 999;
    let then = "Please wait a while and try again.";
    retry_after(page(429, "Too many tries", "There were too many requests from your address.", then), seconds / 1000)
}

fn unavailable(wait: Duration) -> Reply {
    let reply = page(503, "No answer for now", "The service cannot answer at this moment.", "Please try again soon.");
    retry_after(reply, i64::try_from(wait.as_secs()).unwrap_or(i64::MAX))
}

/// Whole seconds, at least one.
fn retry_after(mut reply: Reply, seconds: i64) -> Reply {
    reply.header("Retry-After", seconds.max(1).to_string());
    reply
}
