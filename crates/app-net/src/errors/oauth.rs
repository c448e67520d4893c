//! The errors of the token endpoint, which has no envelope: OAuth 2's codes (RFC 6749, 5.2) with a sentence beside them,
//! but App.net's own words where they are known. A `error_slug` tells what the code does not ([doc]).

use std::borrow::Cow;
use std::time::Duration;

use block_graph::access::GrantRefusal;
use dialect::{Access, Denial, Endpoint, Reply, Request};
use serde::Serialize;

use super::retry_after;
use crate::envelope::Style;
use crate::headers;

/// What an error body says.
#[derive(Serialize)]
struct Fault {
    #[serde(skip)]
    status: u16,
    error: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    error_description: Option<Cow<'static, str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error_slug: Option<&'static str>,
    /// What must be shown to the person who signs in, and under which title ([doc]).
    #[serde(skip_serializing_if = "Option::is_none")]
    error_text: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error_title: Option<&'static str>,
}

impl Fault {
    fn new(status: u16, error: &'static str) -> Self {
        Self { status, error, error_description: None, error_slug: None, error_text: None, error_title: None }
    }

    fn saying(self, description: impl Into<Cow<'static, str>>) -> Self {
        Self { error_description: Some(description.into()), ..self }
    }

    fn invalid(description: impl Into<Cow<'static, str>>) -> Self {
        Self::new(400, "invalid_request").saying(description)
    }

    fn grant(description: &'static str) -> Self {
        Self::new(400, "invalid_grant").saying(description)
    }

    fn client(description: impl Into<Cow<'static, str>>) -> Self {
        Self::new(401, "invalid_client").saying(description)
    }

    /// Nobody signed in ([doc] the words).
    fn sign_in(status: u16) -> Self {
        Self::new(status, "Authentication failed")
    }

    fn slug(self, slug: &'static str) -> Self {
        Self { error_slug: Some(slug), ..self }
    }

    fn showing(self, title: &'static str, text: &'static str) -> Self {
        Self { error_title: Some(title), error_text: Some(text), ..self }
    }

    fn reply(&self, request: &Request<'_>) -> Reply {
        Style::of(request).secret(self.status, self)
    }
}

/// Whether an endpoint speaks so.
pub(super) fn is_token_endpoint(endpoint: Option<&'static Endpoint>) -> bool {
    endpoint.is_some_and(|endpoint| endpoint.access == Access::Client)
}

/// 400: no grant of that name, or none in a form ([recorded], byte for byte).
pub(crate) fn unknown_grant(request: &Request<'_>) -> Reply {
    Fault::new(400, "Unknown grant type").reply(request)
}

/// 400: a field that is needed is not there.
pub(crate) fn missing(name: &str, request: &Request<'_>) -> Reply {
    Fault::invalid(format!("You must supply a {name} parameter.")).reply(request)
}

/// The same of the callback, which has a slug ([doc]).
pub(crate) fn callback_missing(request: &Request<'_>) -> Reply {
    no_callback().reply(request)
}

/// 400: a field is there more than once.
pub(crate) fn repeated(name: &str, request: &Request<'_>) -> Reply {
    Fault::invalid(format!("You must supply only one {name} parameter.")).reply(request)
}

/// 400: the app proves itself in two ways, or is two apps.
pub(crate) fn client_twice(request: &Request<'_>) -> Reply {
    Fault::invalid("You must supply the client either in the body or in the Authorization header.").reply(request)
}

/// 401: the app does not say who it is, or does not prove it.
pub(crate) fn client_missing(name: &str, request: &Request<'_>) -> Reply {
    Fault::client(format!("You must supply a {name} parameter.")).reply(request)
}

/// 401: the Authorization header cannot be read.
pub(crate) fn client_unreadable(request: &Request<'_>) -> Reply {
    Fault::client("The Authorization header could not be read.").reply(request)
}

/// 400: a scope that there is not.
pub(crate) fn no_such_scope(request: &Request<'_>) -> Reply {
    Fault::new(400, "invalid_scope").saying("You asked for a scope that does not exist.").reply(request)
}

/// The reply to an app that the gate did not let in. Most cannot be: this endpoint asks for no token.
pub(super) fn denied(denial: &Denial, request: &Request<'_>) -> Reply {
    let fault = match denial {
        Denial::NoCredentials
        | Denial::Malformed
        | Denial::UnknownApp
        | Denial::BadSignature
        | Denial::TimestampOutOfRange
        | Denial::NonceReplayed
        | Denial::UnknownToken
        | Denial::RevokedToken
        | Denial::ExpiredToken
        | Denial::WrongAudience(_) => unproven(),
        Denial::UserNeeded
        | Denial::AppNeeded
        | Denial::PlanTooSmall(_)
        | Denial::MissingScopes(_)
        | Denial::PermissionTooLow(_) => {
            Fault::new(403, "unauthorized_client").saying("This client is not permitted to do that.")
        }
        Denial::RateLimited(window) => {
            let mut reply = Fault::new(429, "Too many requests").reply(request);
            retry_after(&mut reply, headers::seconds_left(window, request.now));
            return reply;
        }
    };
    fault.reply(request)
}

/// The reply to a request whose body is longer than is taken.
pub(super) fn too_large(most: usize, request: &Request<'_>) -> Reply {
    let message = format!("The request body must not be longer than {most} bytes.");
    Fault { status: 413, ..Fault::invalid(message) }.reply(request)
}

/// The reply to a request whose body cannot be read.
pub(super) fn unreadable(request: &Request<'_>) -> Reply {
    Fault::invalid("The request body could not be read.").reply(request)
}

/// The reply while the store cannot answer.
pub(super) fn unavailable(wait: Duration, request: &Request<'_>) -> Reply {
    let fault = Fault::new(503, "temporarily_unavailable");
    let mut reply = fault.saying("The service cannot answer now. Please try again later.").reply(request);
    retry_after(&mut reply, i64::try_from(wait.as_secs()).unwrap_or(i64::MAX));
    reply
}

/// The reply to a defect.
pub(super) fn broken(request: &Request<'_>) -> Reply {
    Fault::new(500, "server_error").saying("Something went wrong on our side.").reply(request)
}

/// The reply to a person who signs in with an account that does not take part.
pub(super) fn away(what: &'static str, request: &Request<'_>) -> Reply {
    Fault::sign_in(400).showing("Account not available", what).reply(request)
}

/// The reply to an app that is given no token. Whether the app is unknown or its secret is wrong is not told.
pub(super) fn refused(refusal: &GrantRefusal, request: &Request<'_>) -> Reply {
    let fault = match refusal {
        GrantRefusal::UnknownClient | GrantRefusal::WrongClientSecret | GrantRefusal::WrongPasswordSecret => unproven(),
        GrantRefusal::ClientSecretNeeded => Fault::client("You must supply a client_secret parameter."),
        GrantRefusal::PasswordsNotAllowed => {
            Fault::new(400, "unauthorized_client").saying("This client is not approved for the password flow.")
        }
        GrantRefusal::CallbackNeeded => no_callback(),
        GrantRefusal::WrongCallback | GrantRefusal::CallbackNotRegistered | GrantRefusal::CallbacksNotTaken => {
            Fault::grant("The redirect_uri is not the one that the code was issued for.")
        }
        // Another app's code is as unknown as one that never was.
        GrantRefusal::UnknownTicket | GrantRefusal::TicketNotApproved => Fault::grant("The code is invalid."),
        GrantRefusal::TicketExpired => Fault::grant("The code has expired.").slug("token-expired"),
        GrantRefusal::TicketSpent => Fault::grant("The code was already used.").slug("code-used"),
        // App.net's codes have no verifier: it was there before PKCE.
        GrantRefusal::VerifierNeeded | GrantRefusal::WrongVerifier => Fault::grant("The code_verifier is wrong."),
        GrantRefusal::ScopeNotApproved(_) => {
            Fault::new(400, "invalid_scope").saying("You asked for a scope that was not approved.")
        }
        GrantRefusal::WrongPassword => Fault::sign_in(400),
        GrantRefusal::TooManyTries(window) => {
            let text = "There were too many attempts to sign in to this account. Please try again later.";
            let mut reply = Fault::sign_in(429).showing("Too many attempts", text).reply(request);
            retry_after(&mut reply, headers::seconds_left(window, request.now));
            return reply;
        }
    };
    fault.reply(request)
}

fn unproven() -> Fault {
    Fault::client("The client is unknown, or its secret is wrong.")
}

fn no_callback() -> Fault {
    Fault::invalid("You must supply a redirect_uri parameter.").slug("redirect-uri-required")
}
