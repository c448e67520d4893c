//! What is refused where tokens are issued and ended: the shape of RFC 6749, 5.2, in the words that X was seen to use.
//!
//! X says `invalid_request` where the RFC has `invalid_grant`, and `unauthorized_client` of an app that does not prove
//! itself ([recorded]); clients show the words to people and read the status.

use block_graph::access::GrantRefusal;
use dialect::{Reply, Request};
use serde::Serialize;

use super::{JSON, TOO_MANY, reply};
use crate::oauth::Given;

const REDIRECT_URI: &str = "Value passed for the redirect uri did not match the uri of the authorization code.";

fn told(status: u16, error: &str, description: &str) -> Reply {
    #[derive(Serialize)]
    struct Body<'w> {
        error: &'w str,
        error_description: &'w str,
    }
    reply(status, JSON, &Body { error, error_description: description })
}

fn invalid(description: &str) -> Reply {
    told(400, "invalid_request", description)
}

/// A parameter was left out ([recorded] of code_verifier, client_id and token_type_hint).
pub(crate) fn missing(name: &str) -> Reply {
    invalid(&format!("Missing required parameter [{name}]."))
}

/// A parameter was given twice ([inferred] words, after those of the other endpoints).
pub(crate) fn duplicate(name: &str) -> Reply {
    invalid(&format!("Duplicate parameters are not allowed: the [{name}] parameter."))
}

/// Another grant was asked for ([recorded] of client_credentials).
pub(crate) fn grant_type() -> Reply {
    invalid(
        "Value passed for the grant type was invalid. Grant type should be one of [authorization_code, refresh_token].",
    )
}

/// The body is of another kind ([inferred] words, after those of the other endpoints).
pub(crate) fn content_type() -> Reply {
    invalid("Requests with bodies must have content-type of application/x-www-form-urlencoded.")
}

/// The body is not what its content type says ([recorded] words of the other endpoints).
pub(crate) fn unreadable() -> Reply {
    invalid("JSON doesn't match expected schema")
}

/// No app has that name ([recorded]).
pub(crate) fn no_such_client() -> Reply {
    told(400, "invalid_client", "Value passed for the client id was invalid.")
}

/// The app does not prove itself: it shows no secret and must, or a wrong one ([recorded]).
pub(crate) fn unproven() -> Reply {
    let mut reply = told(401, "unauthorized_client", "Missing valid authorization header");
    // RFC 6749, 5.2.
    reply.header("www-authenticate", r#"Basic realm="https://api.x.com""#);
    reply
}

/// The reply to an app that the graph gives no token.
pub(super) fn refused(refusal: &GrantRefusal, request: &Request<'_>) -> Reply {
    let given = Given::read(request).ok();
    let asks = |name| given.as_ref().and_then(|given| given.optional(name).ok().flatten());
    match refusal {
        GrantRefusal::UnknownClient => no_such_client(),
        GrantRefusal::WrongClientSecret | GrantRefusal::ClientSecretNeeded => unproven(),
        GrantRefusal::UnknownTicket
        | GrantRefusal::TicketExpired
        | GrantRefusal::TicketSpent
        | GrantRefusal::TicketNotApproved => match asks("grant_type") {
            Some("refresh_token") => invalid("Value passed for the token was invalid."),
            _ => invalid("Value passed for the authorization code was invalid."),
        },
        GrantRefusal::WrongCallback if asks("redirect_uri").is_none() => missing("redirect_uri"),
        GrantRefusal::WrongCallback => invalid(REDIRECT_URI),
        GrantRefusal::VerifierNeeded => missing("code_verifier"),
        GrantRefusal::WrongVerifier => invalid("Value passed for the code verifier did not match the code challenge."),
        GrantRefusal::ScopeNotApproved(_) => told(400, "invalid_scope", "Value passed for the scope was invalid."),
        // Those of pages and of passwords, which have no endpoint here.
        GrantRefusal::CallbackNotRegistered | GrantRefusal::CallbacksNotTaken | GrantRefusal::CallbackNeeded => {
            invalid(REDIRECT_URI)
        }
        GrantRefusal::PasswordsNotAllowed | GrantRefusal::WrongPasswordSecret | GrantRefusal::WrongPassword => {
            grant_type()
        }
        GrantRefusal::TooManyTries(_) => Reply::new(429, JSON, TOO_MANY),
    }
}
