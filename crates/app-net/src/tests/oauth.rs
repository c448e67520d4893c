//! The token endpoint: what each grant asks of the graph, and what is not understood.

mod errors;
mod flows;

use block_graph::access::Client;
use block_graph::rate::{Limit, Per};
use block_graph::{Command, IssueAppToken, RedeemCode, RedeemPassword, Secret};
use dialect::Method::{Get, Post};
use dialect::testkit::{Exchange, NOW};
use dialect::{Access, Dialect, Failure, Method, Origin, Request, audience};

use super::exchange;
use crate::APP_NET;

pub(super) const FORM: &str = "application/x-www-form-urlencoded";
/// A whole request of each grant, in the order of the documentation.
pub(super) const CODE: &str = "client_id=key&client_secret=secret&grant_type=authorization_code\
    &redirect_uri=https%3A%2F%2Fa.example%2Fback&code=c0de";
pub(super) const ITSELF: &str = "client_id=key&client_secret=secret&grant_type=client_credentials";
pub(super) const PASSWORD: &str =
    "client_id=key&password_grant_secret=gr4nt&grant_type=password&username=amy&password=p+w&scope=stream";

/// How many wrong passwords an account takes, to the dialect any window.
pub(super) static TRIES: Limit = Limit { bucket: "sign-in/password", per: Per::User, max: 10, window: 900 };

/// The limit of the token endpoint.
pub(super) fn token_limit() -> &'static Limit {
    let endpoint = APP_NET.endpoints().iter().find(|endpoint| endpoint.access == Access::Client);
    &endpoint.unwrap().limits[0]
}

fn asked(form: &str) -> Exchange<'_> {
    exchange(Post, "/oauth/access_token").body(FORM, form)
}

fn decoded(form: &str) -> Command {
    asked(form).decode().unwrap_or_else(|failure| panic!("{form}: {failure:?}"))
}

fn client(id: &str, secret: &str) -> Client {
    Client { id: id.into(), secret: Some(Secret::new(secret)) }
}

fn by_code() -> RedeemCode {
    RedeemCode {
        client: client("key", "secret"),
        audience: audience::APP_NET,
        code: Secret::new("c0de"),
        callback: Some("https://a.example/back".into()),
        verifier: None,
        life: None,
        refresh_with: None,
    }
}

fn by_password(scopes: &[&str]) -> RedeemPassword {
    RedeemPassword {
        client: Some(client("key", "gr4nt")),
        audience: audience::APP_NET,
        username: "amy".into(),
        password: Secret::new("p w"),
        scopes: scopes.iter().map(|scope| (*scope).into()).collect(),
        permission: None,
    }
}

fn by_itself() -> Command {
    IssueAppToken { client: client("key", "secret"), audience: audience::APP_NET }.into()
}

#[test]
fn each_grant_is_its_command() {
    assert_eq!(decoded(CODE), by_code().into());
    assert_eq!(decoded(ITSELF), by_itself());
    assert_eq!(decoded(PASSWORD), by_password(&["basic", "stream"]).into());
}

#[test]
fn it_stands_under_both_roots_and_takes_any_spelling_of_a_form() {
    for target in
        ["/oauth/access_token", "/stream/0/oauth/access_token", "/oauth/access_token?require_app_specific_password=1"]
    {
        for kind in [FORM, "application/x-www-form-urlencoded; charset=UTF-8", "Application/X-WWW-Form-Urlencoded"] {
            assert_eq!(exchange(Post, target).body(kind, ITSELF).decode(), Ok(by_itself()), "{target} {kind}");
        }
    }
}

#[test]
fn what_a_grant_does_not_need_is_ignored() {
    for more in
        ["&scope=nonsense&redirect_uri=x", "&foo=1&foo=2", "&access_token=abc", "&code=", "&username=a&username=b"]
    {
        assert_eq!(decoded(&format!("{ITSELF}{more}")), by_itself(), "{more}");
    }
    assert_eq!(decoded(&format!("{CODE}&code_verifier=x&state=y&scope=stream")), by_code().into());
    assert_eq!(decoded(&format!("{PASSWORD}&client_secret=x")), by_password(&["basic", "stream"]).into());
    // Some clients send the token that they have with everything.
    assert_eq!(asked(ITSELF).header("authorization", "Bearer abc").decode(), Ok(by_itself()));
}

#[test]
fn the_app_may_be_in_the_header() {
    let basic = "Basic a2V5OnNlY3JldA==";
    let bare = "grant_type=client_credentials";
    assert_eq!(asked(bare).header("authorization", basic).decode(), Ok(by_itself()));
    let named = format!("{bare}&client_id=key");
    assert_eq!(asked(&named).header("authorization", basic).decode(), Ok(by_itself()));
    let code = CODE.replace("client_id=key&client_secret=secret&", "");
    assert_eq!(asked(&code).header("authorization", basic).decode(), Ok(by_code().into()));
    let password = PASSWORD.replace("client_id=key&", "");
    assert_eq!(
        asked(&password).header("authorization", basic).decode(),
        Ok(by_password(&["basic", "stream"]).into()),
        "the secret of this grant is the form's"
    );
}

#[test]
fn scopes_come_with_every_separator_and_basic_always() {
    let scopes = |text: &str| {
        let form = PASSWORD.replace("scope=stream", text);
        match decoded(&form) {
            Command::RedeemPassword(redeem) => redeem.scopes.iter().map(ToString::to_string).collect::<Vec<_>>(),
            other => panic!("{other:?}"),
        }
    };
    for text in [
        "scope=stream%20write_post",
        "scope=stream+write_post",
        "scope=stream%2Bwrite_post",
        "scope=stream,write_post",
        "scope=stream%2C%20write_post+,",
        "scope=basic,stream,write_post,stream",
    ] {
        assert_eq!(scopes(text), ["basic", "stream", "write_post"], "{text}");
    }
    for text in ["", "scope=", "scope=basic", "scope=+,+", "scrope=stream"] {
        assert_eq!(scopes(text), ["basic"], "{text}");
    }
    let all: Vec<_> = dialect::scopes::APP_NET.iter().map(|scope| scope.name).collect();
    assert_eq!(scopes(&format!("scope={}", all.join(","))), all);
}

#[test]
fn people_are_named_by_username_or_email() {
    let named = |name: &str| match decoded(&PASSWORD.replace("username=amy", name)) {
        Command::RedeemPassword(redeem) => redeem.username.to_string(),
        other => panic!("{other:?}"),
    };
    assert_eq!(named("username=%40Amy"), "Amy");
    assert_eq!(named("username=+amy+"), "amy");
    assert_eq!(named("username=amy%40a.example"), "amy@a.example");
}

#[test]
fn secrets_do_not_print() {
    for form in [CODE, ITSELF, PASSWORD] {
        let printed = format!("{:?}", decoded(form));
        for secret in ["secret\"", "c0de", "gr4nt", "p w"] {
            assert!(!printed.contains(secret), "{printed}");
        }
    }
}

#[test]
fn oauth_2_is_told_from_oauth_1() {
    let speaks = |method: Method, target: &str, kind: &str, body: &str| {
        let headers = [("content-type", kind)];
        let origin = Origin { scheme: "http", host: "127.0.0.1:8080" };
        APP_NET.speaks(&Request::new(method, target, &headers, body.as_bytes(), origin, NOW))
    };
    let path = "/oauth/access_token";
    for form in [CODE, ITSELF, PASSWORD, "grant_type=", "client_id=key", "response_type=code"] {
        assert!(speaks(Post, path, FORM, form), "{form}");
        assert!(speaks(Get, &format!("{path}?{form}"), "", ""), "{form}");
    }
    for json in [r#"{"grant_type":"x"}"#, r#"{"client_id":5,"a":{}}"#, r#"{"response_type":["code"]}"#] {
        assert!(speaks(Post, path, "application/json", json), "{json}");
        assert!(!speaks(Post, path, "text/plain", json), "{json}");
    }
    for form in ["", "oauth_verifier=x&oauth_token=y", "x_auth_mode=client_auth&x_auth_username=a", "code=x"] {
        assert!(!speaks(Post, path, FORM, form), "{form}");
        assert!(!speaks(Get, &format!("{path}?{form}"), "", ""), "{form}");
    }
    for json in ["", "{}", "[]", "not json", r#"{"oauth_token":"grant_type"}"#] {
        assert!(!speaks(Post, path, "application/json", json), "{json}");
    }
}

#[test]
fn no_grant_is_an_error_before_all_others() {
    let unknown = |exchange: Exchange<'_>| {
        let reply = exchange.reply(|command| panic!("{command:?}"));
        assert_eq!((reply.status, super::body(&reply)), (400, r#"{"error":"Unknown grant type"}"#.to_owned()));
    };
    for form in ["", "grant_type=", "grant_type=refresh_token&refresh_token=x", "grant_type=Password", "client_id=key"]
    {
        unknown(asked(form));
    }
    unknown(asked("grant_type=delegate&delegate_client_id=key").header("authorization", "Bearer abc"));
    unknown(asked("").header("authorization", "Basic !"));
    unknown(exchange(Post, &format!("/oauth/access_token?{ITSELF}")));
    unknown(exchange(Post, "/oauth/access_token").body("text/plain", ITSELF));
    unknown(exchange(Post, "/oauth/access_token").body("multipart/form-data; boundary=x", ITSELF));
    for json in [r#"{"grant_type":"client_credentials","client_id":"key","client_secret":"secret"}"#, "", "[", "{}"] {
        unknown(exchange(Post, "/oauth/access_token").body("application/json", json));
    }
    assert!(matches!(asked("grant_type=password&grant_type=password").decode(), Err(Failure::Rejected(_))));
}
