//! What the token endpoints refuse: every row of bad input, in the service's words.

use block_graph::access::GrantRefusal;
use block_graph::rate::{Limit, Per};
use block_graph::{CoreError, Refusal, UserRef};
use dialect::Denial;

use super::*;
use crate::limits;

const REQUEST: &str = "/oauth/request_token?oauth_callback=https%3A%2F%2Fa.example%2F";
const ACCESS: &str = "/oauth/access_token?oauth_token=tmp&oauth_verifier=1234567";
const PASSWORD: &str = "/oauth/access_token?x_auth_mode=client_auth&x_auth_username=amy&x_auth_password=hunter2";
const TOKEN: &str = "/oauth2/token?grant_type=client_credentials";
const INVALIDATE: &str = "/oauth2/invalidate_token?access_token=AAAA";

const HTML: &str = "text/html;charset=utf-8";
const XML: &str = "application/xml;charset=utf-8";
const JSON: &str = "application/json;charset=utf-8";

fn refused(target: &str, refusal: impl Into<CoreError>) -> Reply {
    let error = refusal.into();
    client(Method::Post, target).header("authorization", BASIC).reply(|_| Err(error))
}

fn refused_in_json(target: &str, refusal: GrantRefusal) -> Reply {
    let request = client(Method::Post, target).header("accept", "text/html, application/JSON;q=0.9");
    request.reply(|_| Err(refusal.into()))
}

fn hash(error: &str) -> String {
    let request = if error.starts_with("Desktop") { "request_token" } else { "access_token" };
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<hash>\n  <error>{error}</error>\n  \
         <request>/oauth/{request}</request>\n</hash>\n"
    )
}

fn xml(code: u16, message: &str) -> String {
    format!("<?xml version='1.0' encoding='UTF-8'?><errors><error code=\"{code}\">{message}</error></errors>")
}

fn unverified() -> (u16, String) {
    let error =
        r#"{"errors":[{"code":99,"message":"Unable to verify your credentials","label":"authenticity_token_error"}]}"#;
    (403, error.to_owned())
}

fn required(name: &str) -> (u16, String) {
    let (text, label) = (format!("Missing required parameter: {name}"), "forbidden_missing_parameter");
    (403, format!(r#"{{"errors":[{{"code":170,"message":"{text}","label":"{label}"}}]}}"#))
}

#[test]
fn callbacks_that_are_not_the_apps() {
    let text = "Callback URL not approved for this client application. Approved callback URLs can be adjusted in your \
                application settings";
    for refusal in [GrantRefusal::CallbackNotRegistered, GrantRefusal::CallbackNeeded] {
        let reply = refused(REQUEST, refusal.clone());
        assert_eq!((told(&reply), reply.content_type), ((403, xml(415, text)), XML));
        let reply = refused_in_json(REQUEST, refusal);
        assert_eq!((told(&reply), reply.content_type), ((403, coded(415, text)), JSON));
    }
    let text = "Desktop applications only support the oauth_callback value 'oob'";
    let reply = refused(REQUEST, GrantRefusal::CallbacksNotTaken);
    assert_eq!((told(&reply), reply.content_type), ((401, hash(text)), XML));
    let reply = refused_in_json(REQUEST, GrantRefusal::CallbacksNotTaken);
    assert_eq!(told(&reply), (401, coded(417, text)));
}

/// Reused, expired, denied, not yet approved, another app's: a guesser learns nothing.
#[test]
fn temporary_credentials_that_are_not_good() {
    for refusal in [
        GrantRefusal::UnknownTicket,
        GrantRefusal::TicketExpired,
        GrantRefusal::TicketSpent,
        GrantRefusal::TicketNotApproved,
        GrantRefusal::WrongCallback,
        GrantRefusal::ScopeNotApproved("x".into()),
    ] {
        let reply = refused(ACCESS, refusal);
        assert_eq!((told(&reply), reply.content_type), ((401, hash("Invalid / expired Token")), XML));
    }
}

#[test]
fn verifiers() {
    let reply = refused(ACCESS, GrantRefusal::WrongVerifier);
    let words = "Error processing your OAuth request: Invalid oauth_verifier parameter";
    assert_eq!((told(&reply), reply.content_type), ((401, words.to_owned()), HTML));
    let reply = refused("/oauth/access_token?oauth_token=tmp", GrantRefusal::VerifierNeeded);
    assert_eq!(told(&reply), (401, hash("Required oauth_verifier parameter not provided")));
    let reply = client(Method::Post, "/oauth/access_token?oauth_verifier=1").reply(|_| unreachable!());
    assert_eq!((told(&reply), reply.content_type), ((401, "Request token missing".to_owned()), HTML));
}

#[test]
fn passwords() {
    let not_permitted = (403, xml(87, "Client is not permitted to perform this action"));
    assert_eq!(told(&refused(PASSWORD, GrantRefusal::PasswordsNotAllowed)), not_permitted);
    let json = refused_in_json(PASSWORD, GrantRefusal::PasswordsNotAllowed);
    assert_eq!(told(&json), (403, coded(87, "Client is not permitted to perform this action.")));
    // No mode but one is known, and passwords do not stand in the address of a GET.
    for (method, target) in [
        (Method::Post, "/oauth/request_token?x_auth_mode=reverse_auth"),
        (Method::Post, "/oauth/access_token?x_auth_mode=reverse_auth&oauth_token=tmp"),
        (Method::Get, PASSWORD),
    ] {
        assert_eq!(told(&client(method, target).reply(|_| unreachable!())), not_permitted, "{method} {target}");
    }
    let wrong = (401, coded(32, "Could not authenticate you."));
    let user = || UserRef::name("amy");
    for refusal in [
        GrantRefusal::WrongPassword.into(),
        GrantRefusal::WrongPasswordSecret.into(),
        Refusal::UserDeactivated { user: user() },
        Refusal::UserNotFound { user: user() },
    ] {
        assert_eq!(told(&refused(PASSWORD, refusal)), wrong);
    }
    let suspended = coded(64, "Your account is suspended and is not permitted to access this feature.");
    assert_eq!(told(&refused(PASSWORD, Refusal::UserSuspended { user: user() })), (403, suspended));
}

#[test]
fn too_many_passwords_tell_when_to_try_again() {
    static TRIES: Limit = Limit { bucket: "sign-in/password", per: Per::User, max: 10, window: 900 };
    let until = |milliseconds: i64| {
        let window = Window { reset: Timestamp(NOW.0 + milliseconds), ..exceeded(&TRIES) };
        refused(PASSWORD, GrantRefusal::TooManyTries(window))
    };
    let reply = until(60_001);
    assert_eq!(told(&reply), (429, edge(88, "Rate limit exceeded")));
    assert_eq!(reply.get_header("retry-after"), Some("61"));
    assert_eq!(until(-5).get_header("retry-after"), Some("1"));
}

#[test]
fn apps_that_are_not_who_they_say() {
    let refusals = [GrantRefusal::UnknownClient, GrantRefusal::WrongClientSecret, GrantRefusal::ClientSecretNeeded];
    for refusal in refusals {
        for target in [TOKEN, INVALIDATE] {
            assert_eq!(told(&refused(target, refusal.clone())), unverified());
        }
        for target in [REQUEST, ACCESS, PASSWORD] {
            assert_eq!(told(&refused(target, refusal.clone())), (401, coded(32, "Could not authenticate you.")));
        }
    }
    // The secret's place is the Basic header; a body, a signature and other schemes do not count.
    for target in [TOKEN, INVALIDATE] {
        let in_body = nobody(Method::Post, target).body(FORM, "client_id=key&client_secret=secret");
        let bearer = nobody(Method::Post, target).header("authorization", "Bearer AAAA");
        let garbled = nobody(Method::Post, target).header("authorization", "Basic !");
        for request in [nobody(Method::Post, target), client(Method::Post, target), in_body, bearer, garbled] {
            assert_eq!(told(&request.reply(|_| unreachable!())), unverified(), "{target}");
        }
    }
}

#[test]
fn grants_that_are_not_one() {
    let told_of = |target, form| {
        let request = nobody(Method::Post, target).header("authorization", BASIC).body(FORM, form);
        told(&request.reply(|_| unreachable!()))
    };
    for (target, form, expected) in [
        ("/oauth2/token", "", required("grant_type")),
        ("/oauth2/token", "grant_type=", required("grant_type")),
        ("/oauth2/token", "grant_type=authorization_code&code=x", unverified()),
        ("/oauth2/token", "grant_type=Client_Credentials", unverified()),
        (TOKEN, "grant_type=client_credentials", unverified()),
        ("/oauth2/token", "grant_type=client_credentials&grant_type=client_credentials", unverified()),
        ("/oauth2/invalidate_token", "", required("access_token")),
        ("/oauth2/invalidate_token", "token=AAAA", required("access_token")),
        ("/oauth2/invalidate_token", "access_token=A&access_token=B", unverified()),
    ] {
        assert_eq!(told_of(target, form), expected, "{target} {form}");
    }
    // A body that is no form has no parameters.
    let body = r#"{"grant_type":"client_credentials"}"#;
    let json = nobody(Method::Post, "/oauth2/token").header("authorization", BASIC).body("application/json", body);
    assert_eq!(told(&json.reply(|_| unreachable!())), required("grant_type"));
    let got = nobody(Method::Get, TOKEN).header("authorization", BASIC).reply(|_| unreachable!());
    assert_eq!(told(&got), (404, edge(34, "Sorry, that page does not exist")));
}

#[test]
fn tokens_that_are_not_the_apps_to_end() {
    let reply = nobody(Method::Post, INVALIDATE).header("authorization", BASIC).reply(|_| Ok(Outcome::Returned(false)));
    let words = "Client application is not permitted to to invalidate this token.";
    assert_eq!(told(&reply), (403, coded(348, words)));
}

#[test]
fn denials_are_those_of_the_api() {
    for (denial, expected) in [
        (Denial::UnknownApp, (401, coded(32, "Could not authenticate you."))),
        (Denial::BadSignature, (401, coded(32, "Could not authenticate you."))),
        (Denial::NonceReplayed, (401, coded(32, "Could not authenticate you."))),
        (Denial::TimestampOutOfRange, (401, coded(135, "Timestamp out of bounds."))),
        (Denial::RevokedToken, (401, coded(89, "Invalid or expired token."))),
    ] {
        let reply = nobody(Method::Post, REQUEST).fails(denial);
        assert_eq!((told(&reply), reply.content_type), (expected, JSON));
    }
    // Recorded of request_token in 2019.
    assert_eq!(nobody(Method::Post, REQUEST).fails(Denial::BadSignature).body.len(), 64);
}

#[test]
fn too_many_requests() {
    for (target, limit, expected) in [
        (REQUEST, &limits::REQUEST_TOKEN[0], (429, edge(88, "Rate limit exceeded"))),
        (ACCESS, &limits::ACCESS_TOKEN[0], (429, edge(88, "Rate limit exceeded"))),
        (ACCESS, &limits::ACCESS_TOKEN[1], (429, edge(88, "Rate limit exceeded"))),
        (TOKEN, &limits::BEARER_TOKEN[0], unverified()),
        (INVALIDATE, &limits::INVALIDATE_BEARER[0], (429, edge(88, "Rate limit exceeded"))),
    ] {
        let over = exceeded(limit);
        let reply = nobody(Method::Post, target).within(&[over]).fails(Denial::RateLimited(over));
        assert_eq!(told(&reply), expected, "{target}");
        let reset = reply.get_header("x-rate-limit-reset");
        assert_eq!(reset, (reply.status == 429).then_some("1613255156"), "{target}");
    }
}

/// What a defect of the engine would lead to.
#[test]
fn tokens_that_lack_a_part_are_not_told() {
    let broken = (500, edge(131, "Internal error"));
    let whole = || issued(TokenClass::Signed);
    for part in [Issued { secret: None, ..whole() }, Issued { user: None, ..whole() }] {
        for target in [ACCESS, PASSWORD] {
            let part = part.clone();
            assert_eq!(told(&client(Method::Post, target).reply(|_| Ok(Outcome::Issued(part)))), broken);
        }
    }
}

#[test]
fn no_reply_repeats_a_secret() {
    let all = [
        GrantRefusal::UnknownTicket,
        GrantRefusal::WrongVerifier,
        GrantRefusal::VerifierNeeded,
        GrantRefusal::WrongPassword,
        GrantRefusal::PasswordsNotAllowed,
        GrantRefusal::CallbacksNotTaken,
    ];
    for target in [ACCESS, PASSWORD, REQUEST] {
        for refusal in all.clone() {
            let text = show(&refused(target, refusal));
            assert!(!text.contains("1234567") && !text.contains("hunter2") && !text.contains("a.example"), "{text}");
        }
    }
}
