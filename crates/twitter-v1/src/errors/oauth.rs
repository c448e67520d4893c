//! What the token endpoints refuse. Their layers were older than the rest and spoke plain text and XML ([recorded]).

use block_graph::access::GrantRefusal;
use block_graph::rate::Window;
use block_graph::{CommandKind, Timestamp};
use dialect::{Reply, Request};

use super::{application, bad_signature, rate_limited};
use crate::wire::{self, HTML, JSON, XML};

/// An app is given no token, in the words of what it asked for.
pub(super) fn refused(refusal: &GrantRefusal, request: &Request<'_>, asked: CommandKind) -> Reply {
    match refusal {
        GrantRefusal::UnknownClient | GrantRefusal::WrongClientSecret | GrantRefusal::ClientSecretNeeded => match asked
        {
            CommandKind::IssueAppToken | CommandKind::ReturnToken => unverified(),
            _ => bad_signature(),
        },
        GrantRefusal::PasswordsNotAllowed => client_not_permitted(request),
        GrantRefusal::WrongPassword | GrantRefusal::WrongPasswordSecret => bad_signature(),
        GrantRefusal::TooManyTries(window) => too_many_tries(window, request.now),
        // A callback that must be named is OAuth 2's alone; so is one that must be named again.
        GrantRefusal::CallbackNotRegistered | GrantRefusal::CallbackNeeded => callback_not_approved(request),
        GrantRefusal::CallbacksNotTaken => desktop_application(request),
        GrantRefusal::UnknownTicket
        | GrantRefusal::TicketExpired
        | GrantRefusal::TicketSpent
        | GrantRefusal::TicketNotApproved
        | GrantRefusal::WrongCallback
        | GrantRefusal::ScopeNotApproved(_) => hash(request, "Invalid / expired Token"),
        GrantRefusal::VerifierNeeded => hash(request, "Required oauth_verifier parameter not provided"),
        GrantRefusal::WrongVerifier => plain("Error processing your OAuth request: Invalid oauth_verifier parameter"),
    }
}

/// 401: no temporary credentials named ([recorded] 2019, 2021).
pub(crate) fn request_token_missing() -> Reply {
    plain("Request token missing")
}

/// 403/87: xAuth or reverse auth by an app that may not ([recorded] XML, [doc] JSON with a stop).
pub(crate) fn client_not_permitted(request: &Request<'_>) -> Reply {
    if takes_json(request) {
        return application(403, 87, "Client is not permitted to perform this action.");
    }
    coded(403, 87, "Client is not permitted to perform this action")
}

/// 403/99: the app is not who it says, or what it asks for is not given ([recorded], label and all).
pub(crate) fn unverified() -> Reply {
    labelled(99, "Unable to verify your credentials", "authenticity_token_error")
}

/// 403/170: a parameter is needed ([recorded] text; the label is [inferred] from its sibling).
pub(crate) fn required(name: &str) -> Reply {
    labelled(170, &format!("Missing required parameter: {name}"), "forbidden_missing_parameter")
}

/// 403/348: a token that does not live, or not by this app ([recorded] text, its slip included; [inferred] status).
pub(crate) fn cannot_invalidate() -> Reply {
    application(403, 348, "Client application is not permitted to to invalidate this token.")
}

/// 403/415 ([recorded], both forms).
fn callback_not_approved(request: &Request<'_>) -> Reply {
    let text = "Callback URL not approved for this client application. Approved callback URLs can be adjusted in your \
                application settings";
    if takes_json(request) { application(403, 415, text) } else { coded(403, 415, text) }
}

/// 401/417 ([recorded] XML, [doc] JSON).
fn desktop_application(request: &Request<'_>) -> Reply {
    let text = "Desktop applications only support the oauth_callback value 'oob'";
    if takes_json(request) { application(401, 417, text) } else { hash(request, text) }
}

/// 429/88, and when to try again: the window is not one of the endpoint's own.
fn too_many_tries(window: &Window, now: Timestamp) -> Reply {
    let mut reply = rate_limited();
    let wait = (window.reset.0 - now.0).max(0).unsigned_abs().div_ceil(1000);
    reply.header("retry-after", wait.max(1).to_string());
    reply
}

/// Whether the client asked for JSON. One that did was answered in it, those that take anything in XML ([recorded] of
/// 415; that it hangs on this header is [inferred]).
fn takes_json(request: &Request<'_>) -> bool {
    request.headers.get("accept").is_some_and(|accepted| accepted.to_ascii_lowercase().contains("json"))
}

/// `<?xml version='1.0' encoding='UTF-8'?><errors><error code="415">…</error></errors>` ([recorded] since 2018).
fn coded(status: u16, code: u16, message: &str) -> Reply {
    Reply::new(status, XML, wire::coded_xml(code, message))
}

/// The `hash` of the oldest layer, always a 401 ([recorded] until 2018).
fn hash(request: &Request<'_>, message: &str) -> Reply {
    Reply::new(401, XML, wire::hash_xml(request.path, message))
}

/// Plain text, called HTML, always a 401 ([recorded]).
fn plain(message: &'static str) -> Reply {
    Reply::new(401, HTML, message)
}

/// Shape A with a label, always a 403 ([recorded] 99).
fn labelled(code: u16, message: &str, label: &str) -> Reply {
    Reply::new(403, JSON, wire::labelled_error(code, message, label))
}
