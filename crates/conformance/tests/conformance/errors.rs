//! What is wrong before any endpoint sees the request is told in the shape of the dialect that path or host belong to.

use conformance::speech::of;
use conformance::words::app_net_error;
use conformance::{Answer, Ask, BODY_LIMIT, House, id};
use dialect::Method;

const V1: &str = r#"{"errors":[{"message":"Sorry, that page does not exist","code":34}]}"#;
const V1_GONE: &str =
    r#"{"errors":[{"code":68,"message":"The Twitter REST API v1 is no longer active. Please migrate to API v1.1."}]}"#;
/// The one body that v2 keeps of v1.1.
const V2: &str = V1;

fn told(answer: &Answer) -> (u16, &'static str, String) {
    (answer.status(), answer.0.content_type, answer.stable())
}

fn v1(status: u16, body: &str) -> (u16, &'static str, String) {
    (status, "application/json;charset=utf-8", body.to_owned())
}

fn v2_problem(status: u16, title: &str) -> (u16, &'static str, String) {
    let body = format!(r#"{{"title":"{title}","type":"about:blank","status":{status},"detail":"{title}"}}"#);
    (status, "application/problem+json", body)
}

fn app_net(status: u16, message: &str) -> (u16, &'static str, String) {
    let (status, body) = app_net_error(status, message);
    (status, "application/json", body)
}

#[test]
fn unknown_paths_by_their_prefix() {
    let house = House::new();
    let v2 = (404, "application/json; charset=utf-8", V2.to_owned());
    let app_net = app_net(404, "Not Found: The requested resource was not found.");
    for (target, expected) in [
        ("/1.1/blocks/nothing.json", v1(404, V1)),
        ("/1.1/", v1(404, V1)),
        ("/oauth/nothing", v1(404, V1)),
        ("/oauth2/nothing", v1(404, V1)),
        ("/1/blocks/create.json", v1(410, V1_GONE)),
        ("/2/nothing", v2.clone()),
        ("/2/users/1/2/3/4", v2.clone()),
        ("/i/oauth2/nothing", v2),
        ("/stream/0/nothing", app_net.clone()),
        ("/nothing", app_net.clone()),
        ("/", app_net.clone()),
        ("/users/1/nothing?callback=f%28", app_net),
    ] {
        for method in [Method::Get, Method::Post, Method::Delete, Method::Other] {
            let answer = house.ask(&Ask::new(method, target));
            assert_eq!(told(&answer), expected, "{method} {target}");
            assert_eq!(answer.rate_headers(), [] as [&str; 0]);
        }
    }
}

#[test]
fn unknown_paths_without_a_prefix_by_their_host() {
    let house = House::new();
    let v2 = (404, "application/json; charset=utf-8", V2.to_owned());
    let app_net = app_net(404, "Not Found: The requested resource was not found.");
    for (host, expected) in [
        ("api.twitter.com", v1(404, V1)),
        ("API.Twitter.com:443", v1(404, V1)),
        ("api.x.com", v2.clone()),
        ("api.x.com:8443", v2.clone()),
        ("api.app.net", app_net.clone()),
        ("alpha-api.app.net", app_net.clone()),
        ("127.0.0.1:8080", app_net.clone()),
        ("", app_net),
    ] {
        assert_eq!(told(&house.ask(&Ask::get("/nothing").to(host))), expected, "{host}");
    }
    // A path that says whose it is outweighs the host.
    assert_eq!(told(&house.ask(&Ask::get("/2/nothing").to("api.twitter.com"))), v2);
    assert_eq!(told(&house.ask(&Ask::get("/1.1/nothing").to("api.app.net"))), v1(404, V1));
}

#[test]
fn every_host_reaches_every_endpoint() {
    let house = House::new();
    for host in ["api.twitter.com", "api.x.com", "api.app.net", "example.org:1", "127.0.0.1:8080", ""] {
        for name in ["v1.1", "v2", "app.net"] {
            let (speech, intent) = (of(name), conformance::speech::Intent::WhoAmI);
            let ask = speech.say(id("amy"), &intent).unwrap().to(host).by(&speech.person("amy"));
            let answer = house.ask(&ask);
            assert_eq!(answer.status(), 200, "{name} at {host}: {}", answer.text());
        }
    }
}

#[test]
fn bodies_that_are_too_long() {
    let house = House::new();
    let limit = BODY_LIMIT;
    let message = format!("Request Entity Too Large: The request body must not be longer than {limit} bytes.");
    for (target, expected) in [
        (
            "/1.1/blocks/create.json".to_owned(),
            v1(413, r#"{"errors":[{"code":44,"message":"body parameter is invalid."}]}"#),
        ),
        (format!("/2/users/{}/blocking", id("amy")), v2_problem(413, "Payload Too Large")),
        ("/users/@cat/block".to_owned(), app_net(413, &message)),
    ] {
        // However long it was said to be, the limit is what is told.
        for oversize in [limit + 1, 50_000_000] {
            let ask = Ask { oversize: Some(oversize), ..Ask::post(&target) };
            assert_eq!(told(&house.ask(&ask)), expected, "{target}");
        }
    }
    // Where there is nothing, that is said first.
    let ask = Ask { oversize: Some(limit + 1), ..Ask::post("/2/nothing") };
    assert_eq!(house.ask(&ask).status(), 404);
}

#[test]
fn bodies_that_are_no_json() {
    let house = House::new();
    let v2 = format!("/2/users/{}/blocking", id("amy"));
    let wrong = |errors: &str| {
        let body = format!(
            r#"{{"errors":[{errors}],"title":"Invalid Request","detail":"One or more parameters to your request was invalid.","type":"https://api.x.com/2/problems/invalid-request"}}"#
        );
        (400, "application/json; charset=utf-8", body)
    };
    let schema = wrong(r#"{"message":"JSON doesn't match expected schema"}"#);
    for body in ["{", "nonsense", r#"{"target_user_id":"1""#, "\u{0}"] {
        let ask = Ask::post(&v2).json(body).by(&of("v2").person("amy"));
        let answer = house.ask(&ask);
        assert_eq!(told(&answer), schema, "{body:?}");
        // A 400 counts, and tells of it.
        assert!(answer.header("x-rate-limit-remaining").is_some());
    }
    let ask = Ask { body: "{}".to_owned(), ..Ask::post(&v2) }.header("content-type", "text/plain");
    let kind = wrong(r#"{"message":"Requests with bodies must have content-type of application/json."}"#);
    assert_eq!(told(&house.ask(&ask.by(&of("v2").person("amy")))), kind);
    // The other two read no JSON, so none of it can be wrong.
    for (name, target) in [("v1.1", "/1.1/blocks/create.json?screen_name=cat"), ("app.net", "/users/@cat/block")] {
        let answer = house.ask(&Ask::post(target).json("{").by(&of(name).person("amy")));
        assert_eq!(answer.status(), 200, "{}", answer.text());
    }
}

#[test]
fn a_content_type_without_a_body_is_no_error() {
    let house = House::new();
    let me = id("amy");
    for (name, ask) in [
        ("v1.1", Ask::get("/1.1/blocks/ids.json")),
        ("v1.1", Ask::post("/1.1/blocks/create.json?screen_name=cat")),
        ("v2", Ask::get(format!("/2/users/{me}/blocking"))),
        ("v2", Ask::delete(format!("/2/users/{me}/blocking/{}", id("cat")))),
        ("v2", Ask::post(format!("/2/users/{}/dm/block", id("cat")))),
        ("app.net", Ask::get("/users/me/blocked")),
        ("app.net", Ask::delete("/users/@cat/block")),
    ] {
        for kind in ["application/json", "application/json;charset=UTF-8", "application/x-www-form-urlencoded"] {
            let answer = house.ask(&ask.clone().header("content-type", kind).by(&of(name).person("amy")));
            assert_eq!(answer.status(), 200, "{name} {kind}: {}", answer.text());
        }
    }
}

#[test]
fn head_is_get_without_its_body() {
    let house = House::new();
    for (name, target) in
        [("v1.1", "/1.1/users/show.json?screen_name=cat"), ("v2", "/2/users/me"), ("app.net", "/users/@cat")]
    {
        let ask = Ask::get(target).by(&of(name).person("amy"));
        let (get, head) = (house.ask(&ask), house.ask(&Ask { method: Method::Head, ..ask }));
        // The server leaves the body out and keeps its length.
        assert_eq!(told(&head), told(&get), "{name}");
    }
    let head = |target: &str| house.ask(&Ask::new(Method::Head, target)).status();
    assert_eq!((head("/1.1/blocks/create.json"), head("/2/users/1/dm/block"), head("/users/1/block")), (404, 405, 405));
}

#[test]
fn paths_are_read_as_they_are() {
    let house = House::new();
    let amy = of("app.net").person("amy");
    for (target, status) in [
        ("/users/@cat", 200),
        ("/users/%40cat", 200),
        ("/users/@cat/", 404),
        ("/users/%00", 404),
        ("/users/@%FF", 404),
        ("/users/@", 404),
        ("/users/99999999999999999999", 404),
        ("//users/me", 404),
        ("/users/me?%zz=1&&=&x", 200),
    ] {
        let answer = house.ask(&Ask::get(target).by(&amy));
        assert_eq!(answer.status(), status, "{target}: {}", answer.text());
        assert!(answer.json().is_object());
    }
}
