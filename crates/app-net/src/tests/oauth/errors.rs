//! Every error of the token endpoint, byte for byte.

use std::time::Duration;

use block_graph::access::{GrantRefusal, Permission, Plan};
use block_graph::rate::Window;
use block_graph::{CoreError, Refusal, UserId, UserRef};
use dialect::{Denial, Failure, Reply};

use super::super::{body, window};
use super::{CODE, ITSELF, PASSWORD, TRIES, asked, token_limit};

fn assert_says(reply: &Reply, status: u16, expected: &str) {
    assert_eq!((reply.status, body(reply)), (status, expected.to_owned()));
    assert_eq!(reply.content_type, "application/json");
    assert_eq!(reply.get_header("Cache-Control"), Some("no-store"));
    assert_eq!(reply.get_header("Pragma"), Some("no-cache"));
    assert_eq!(reply.get_header("WWW-Authenticate"), None);
}

fn error(code: &str, description: &str) -> String {
    format!(r#"{{"error":"{code}","error_description":"{description}"}}"#)
}

fn rejected(form: &str, status: u16, code: &str, description: &str) {
    let reply = asked(form).reply(|command| panic!("{form}: {command:?}"));
    assert_says(&reply, status, &error(code, description));
}

const CALLBACK: &str = concat!(
    r#"{"error":"invalid_request","error_description":"You must supply a redirect_uri parameter.","#,
    r#""error_slug":"redirect-uri-required"}"#
);

#[test]
fn what_is_missing() {
    for (form, field, status, code) in [
        (CODE, "code=c0de", 400, "invalid_request"),
        (CODE, "client_id=key", 401, "invalid_client"),
        (CODE, "client_secret=secret", 401, "invalid_client"),
        (ITSELF, "client_id=key", 401, "invalid_client"),
        (ITSELF, "client_secret=secret", 401, "invalid_client"),
        (PASSWORD, "client_id=key", 401, "invalid_client"),
        (PASSWORD, "password_grant_secret=gr4nt", 401, "invalid_client"),
        (PASSWORD, "username=amy", 400, "invalid_request"),
        (PASSWORD, "password=p+w", 400, "invalid_request"),
    ] {
        let name = field.split_once('=').unwrap().0;
        let words = format!("You must supply a {name} parameter.");
        rejected(&form.replace(field, ""), status, code, &words);
        rejected(&form.replace(field, &format!("{name}=")), status, code, &words);
    }
    for without in ["", "redirect_uri="] {
        let form = CODE.replace("redirect_uri=https%3A%2F%2Fa.example%2Fback", without);
        assert_says(&asked(&form).reply(|command| panic!("{command:?}")), 400, CALLBACK);
    }
    // The client secret is no password grant secret.
    let form = PASSWORD.replace("password_grant_secret", "client_secret");
    rejected(&form, 401, "invalid_client", "You must supply a password_grant_secret parameter.");
}

#[test]
fn what_is_there_twice() {
    let fields = [
        (CODE, &["grant_type", "client_id", "client_secret", "redirect_uri", "code"][..]),
        (ITSELF, &["grant_type", "client_id", "client_secret"]),
        (PASSWORD, &["grant_type", "client_id", "password_grant_secret", "username", "password", "scope"]),
    ];
    for (form, names) in fields {
        for name in names {
            let words = format!("You must supply only one {name} parameter.");
            for again in ["", "x"] {
                rejected(&format!("{form}&{name}={again}"), 400, "invalid_request", &words);
            }
        }
    }
}

#[test]
fn apps_that_prove_themselves_in_two_ways_or_in_none() {
    let twice = "You must supply the client either in the body or in the Authorization header.";
    let with = |form: &str, header: &str, status: u16, expected: &str| {
        let reply = asked(form).header("authorization", header).reply(|command| panic!("{command:?}"));
        assert_says(&reply, status, expected);
    };
    with(ITSELF, "Basic a2V5OnNlY3JldA==", 400, &error("invalid_request", twice));
    let other = "grant_type=client_credentials&client_id=other";
    with(other, "Basic a2V5OnNlY3JldA==", 400, &error("invalid_request", twice));
    let password = PASSWORD.replace("client_id=key", "client_id=other");
    with(&password, "Basic a2V5OnNlY3JldA==", 400, &error("invalid_request", twice));
    let unreadable = error("invalid_client", "The Authorization header could not be read.");
    for header in ["Basic", "Basic !", "Basic a2V5", "basic /w=="] {
        with("grant_type=client_credentials", header, 401, &unreadable);
        with(ITSELF, header, 401, &unreadable);
    }
    let no_secret = error("invalid_client", "You must supply a client_secret parameter.");
    with("grant_type=client_credentials", "Basic a2V5Og==", 401, &no_secret);
}

#[test]
fn scopes_that_there_are_not() {
    let words = "You asked for a scope that does not exist.";
    for scope in ["everything", "stream,everything", "Stream", "stream;follow", "tweet.read", "stream%00"] {
        let form = PASSWORD.replace("scope=stream", &format!("scope={scope}"));
        rejected(&form, 400, "invalid_scope", words);
    }
}

fn refused(form: &str, refusal: impl Into<CoreError>) -> Reply {
    let error = refusal.into();
    asked(form).reply(|_| Err(error))
}

#[test]
fn what_the_graph_refuses() {
    let unproven = error("invalid_client", "The client is unknown, or its secret is wrong.");
    let callback = error("invalid_grant", "The redirect_uri is not the one that the code was issued for.");
    let slugged = |words: &str, slug: &str| {
        format!(r#"{{"error":"invalid_grant","error_description":"{words}","error_slug":"{slug}"}}"#)
    };
    for (refusal, status, expected) in [
        (GrantRefusal::UnknownClient, 401, unproven.clone()),
        (GrantRefusal::WrongClientSecret, 401, unproven.clone()),
        (GrantRefusal::WrongPasswordSecret, 401, unproven),
        (GrantRefusal::ClientSecretNeeded, 401, error("invalid_client", "You must supply a client_secret parameter.")),
        (
            GrantRefusal::PasswordsNotAllowed,
            400,
            error("unauthorized_client", "This client is not approved for the password flow."),
        ),
        (GrantRefusal::CallbackNotRegistered, 400, callback.clone()),
        (GrantRefusal::CallbacksNotTaken, 400, callback.clone()),
        (GrantRefusal::WrongCallback, 400, callback),
        (GrantRefusal::CallbackNeeded, 400, CALLBACK.to_owned()),
        (GrantRefusal::UnknownTicket, 400, error("invalid_grant", "The code is invalid.")),
        (GrantRefusal::TicketNotApproved, 400, error("invalid_grant", "The code is invalid.")),
        (GrantRefusal::TicketExpired, 400, slugged("The code has expired.", "token-expired")),
        (GrantRefusal::TicketSpent, 400, slugged("The code was already used.", "code-used")),
        (GrantRefusal::VerifierNeeded, 400, error("invalid_grant", "The code_verifier is wrong.")),
        (GrantRefusal::WrongVerifier, 400, error("invalid_grant", "The code_verifier is wrong.")),
        (
            GrantRefusal::ScopeNotApproved("stream".into()),
            400,
            error("invalid_scope", "You asked for a scope that was not approved."),
        ),
        (GrantRefusal::WrongPassword, 400, r#"{"error":"Authentication failed"}"#.to_owned()),
    ] {
        assert_says(&refused(CODE, refusal), status, &expected);
    }
}

#[test]
fn people_who_cannot_sign_in_are_told_why_in_a_dialog() {
    let dialog = |text: &str, title: &str| {
        format!(r#"{{"error":"Authentication failed","error_text":"{text}","error_title":"{title}"}}"#)
    };
    let user = || UserRef::Id(UserId(5));
    let suspended = refused(PASSWORD, Refusal::UserSuspended { user: user() });
    assert_says(&suspended, 400, &dialog("This account is suspended.", "Account not available"));
    let gone = refused(PASSWORD, Refusal::UserDeactivated { user: user() });
    assert_says(&gone, 400, &dialog("This account is deactivated.", "Account not available"));
    let many = refused(PASSWORD, GrantRefusal::TooManyTries(window(&TRIES, 10, 60_500)));
    let text = "There were too many attempts to sign in to this account. Please try again later.";
    assert_says(&many, 429, &dialog(text, "Too many attempts"));
    assert_eq!((many.get_header("Retry-After"), many.get_header("RetryAfter")), (Some("840"), Some("840")));
}

#[test]
fn what_the_gate_refuses() {
    for denial in [
        Denial::NoCredentials,
        Denial::Malformed,
        Denial::UnknownApp,
        Denial::BadSignature,
        Denial::TimestampOutOfRange,
        Denial::NonceReplayed,
        Denial::UnknownToken,
        Denial::RevokedToken,
        Denial::ExpiredToken,
        Denial::WrongAudience("twitter".into()),
    ] {
        let expected = error("invalid_client", "The client is unknown, or its secret is wrong.");
        assert_says(&asked(ITSELF).fails(denial), 401, &expected);
    }
    for denial in [
        Denial::UserNeeded,
        Denial::AppNeeded,
        Denial::PlanTooSmall(Plan::Free),
        Denial::MissingScopes(vec!["stream"]),
        Denial::PermissionTooLow(Permission::ReadWrite),
    ] {
        let expected = error("unauthorized_client", "This client is not permitted to do that.");
        assert_says(&asked(ITSELF).fails(denial), 403, &expected);
    }
    let over = Window { exceeded: true, ..window(token_limit(), 300, 1_500) };
    let many = asked(ITSELF).within(&[over]).fails(Denial::RateLimited(over));
    assert_says(&many, 429, r#"{"error":"Too many requests"}"#);
    assert_eq!((many.get_header("Retry-After"), many.get_header("X-RateLimit-Remaining")), (Some("899"), Some("0")));
}

#[test]
fn the_service_itself() {
    let large = asked(ITSELF).fails(Failure::BodyTooLarge(1024));
    assert_says(&large, 413, &error("invalid_request", "The request body must not be longer than 1024 bytes."));
    let unreadable = asked(ITSELF).fails(Failure::UnreadableBody("a secret".to_owned()));
    assert_says(&unreadable, 400, &error("invalid_request", "The request body could not be read."));
    let down = asked(ITSELF).fails(Failure::Unavailable(Duration::from_secs(3)));
    let words = "The service cannot answer now. Please try again later.";
    assert_says(&down, 503, &error("temporarily_unavailable", words));
    assert_eq!(down.get_header("Retry-After"), Some("3"));
    let broken = asked(ITSELF).fails(Failure::Broken);
    assert_says(&broken, 500, &error("server_error", "Something went wrong on our side."));
}

#[test]
fn what_was_sent_is_never_repeated() {
    let form = CODE.replace("c0de", "hunter2").replace("secret", "hunter2");
    for refusal in [GrantRefusal::UnknownTicket, GrantRefusal::WrongClientSecret, GrantRefusal::WrongCallback] {
        assert!(!body(&refused(&form, refusal)).contains("hunter2"));
    }
    let scope = PASSWORD.replace("scope=stream", "scope=hunter2");
    assert!(!body(&asked(&scope).reply(|command| panic!("{command:?}"))).contains("hunter2"));
}
