//! Where a token may be, and what a reply tells of it.

use dialect::testkit::NOW;
use dialect::{Credentials, Denial, Dialect, Headers, Method, NoHeaders, Origin, Request};

use super::{amy, app, body, exchange};
use crate::APP_NET;

fn found(method: Method, target: &str, headers: &dyn Headers, body: &str) -> Result<Option<String>, Denial> {
    let origin = Origin { scheme: "http", host: "127.0.0.1:8080" };
    let request = Request::new(method, target, headers, body.as_bytes(), origin, NOW);
    APP_NET.credentials(&request).map(|credentials| match credentials {
        Credentials::Nothing => None,
        Credentials::Bearer(token) => Some(token.into_owned()),
        Credentials::Signed(proof) => panic!("{proof:?}"),
    })
}

fn token(text: &str) -> Result<Option<String>, Denial> {
    Ok(Some(text.to_owned()))
}

#[test]
fn the_header_comes_before_the_query_and_the_query_before_the_body() {
    let form = "application/x-www-form-urlencoded";
    let (all, query) = ([("authorization", "BEARER h"), ("content-type", form)], [("content-type", form)]);
    assert_eq!(found(Method::Post, "/x?access_token=q", &all, "access_token=b"), token("h"));
    assert_eq!(found(Method::Post, "/x?access_token=q", &query, "access_token=b"), token("q"));
    assert_eq!(found(Method::Post, "/x", &query, "access_token=b"), token("b"));
    assert_eq!(found(Method::Post, "/x?access_token=", &query, "access_token="), Ok(None));
    assert_eq!(found(Method::Get, "/x", &NoHeaders, ""), Ok(None));
}

#[test]
fn only_bodies_of_post_put_and_patch_hold_a_token() {
    let form = [("content-type", "application/x-www-form-urlencoded;charset=UTF-8")];
    let json = [("content-type", "application/json; charset=utf-8")];
    for (method, expected) in [
        (Method::Post, Some("b")),
        (Method::Put, Some("b")),
        (Method::Patch, Some("b")),
        (Method::Get, None),
        (Method::Delete, None),
    ] {
        let expected = expected.map(str::to_owned);
        assert_eq!(found(method, "/x", &form, "access_token=b"), Ok(expected.clone()), "{method}");
        assert_eq!(found(method, "/x", &json, r#"{"a":[1],"access_token":"b"}"#), Ok(expected), "{method}");
    }
    for nothing in ["", "{}", "[]", r#"{"access_token":5}"#, r#"{"access_token":null}"#, "not json", "access_token=b"] {
        assert_eq!(found(Method::Post, "/x", &json, nothing), Ok(None), "{nothing}");
    }
    assert_eq!(found(Method::Post, "/x", &json, r#"{"access_token":"\u0062"}"#), token("b"));
}

#[test]
fn another_scheme_is_no_token() {
    for header in ["OAuth oauth_token=\"x\"", "Basic YTpi", "Bearer", "Bearer  ", "Digest x", ""] {
        let headers = [("authorization", header)];
        assert_eq!(found(Method::Get, "/x?access_token=q", &headers, ""), Err(Denial::Malformed), "{header:?}");
    }
}

#[test]
fn scopes_are_told_to_whoever_has_a_token() {
    let scopes = |exchange: dialect::testkit::Exchange<'_>| {
        exchange.fails(Denial::AppNeeded).get_header("X-OAuth-Scopes").map(str::to_owned)
    };
    assert_eq!(scopes(exchange(Method::Get, "/users/5").by(amy())).as_deref(), Some("basic,follow"));
    assert_eq!(scopes(exchange(Method::Get, "/users/5").by(app())).as_deref(), Some(""));
    assert_eq!(scopes(exchange(Method::Get, "/users/5")), None);
}

#[test]
fn jsonp_is_for_callers_without_a_token_and_needs_a_function() {
    let answer = |target: &str, known: bool| {
        let exchange = exchange(Method::Get, target);
        let exchange = if known { exchange.by(app()) } else { exchange };
        let reply = exchange.fails(Denial::UnknownToken);
        (reply.status, reply.content_type, body(&reply))
    };
    let (status, kind, script) = answer("/users/5?callback=jQuery1.cb[0]", false);
    assert_eq!((status, kind), (200, "text/javascript"));
    assert!(script.starts_with("jQuery1.cb[0]({\"meta\":{\"error_id\":") && script.ends_with("})"), "{script}");
    assert!(script.contains("\"code\":401"));
    let long = format!("/users/5?callback={}", "a".repeat(129));
    for target in
        ["/users/5?callback=", "/users/5?callback=alert(1)//", "/users/5?callback=1a", "/users/5?callback=a%3Cb", &long]
    {
        assert_eq!(answer(target, false).0, 401, "{target}");
    }
    assert_eq!(answer("/users/5?callback=f", true).1, "application/json");
    let reply = exchange(Method::Post, "/users/5/block?callback=f").fails(Denial::NoCredentials);
    assert_eq!(reply.status, 401);
}
