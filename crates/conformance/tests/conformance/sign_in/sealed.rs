//! What every answer of the pages forbids a browser, whatever names and parameters hold, and how they are asked at all.

use block_graph::NewApp;
use conformance::{Answer, Ask, Browser, address, problem};
use dialect::Method;

use super::ways::{ALLOW, APP_NET_PAGE, Params, Scene, TWITTER_PAGE, X_PAGE, opener};
use super::words::page;

#[test]
fn other_methods() {
    let scene = Scene::new();
    for path in [TWITTER_PAGE, APP_NET_PAGE, X_PAGE] {
        for method in [Method::Put, Method::Patch, Method::Delete, Method::Options, Method::Other] {
            let answer = scene.ask(&Ask::new(method, path));
            assert_eq!((page(&answer).0, answer.header("allow")), (405, Some("GET, POST")), "{method} {path}");
        }
        let long = Ask { oversize: Some(1_000_000), ..Ask::post(path) };
        assert_eq!(page(&scene.ask(&long)).0, 413);
    }
}

/// What every answer of the pages carries, whatever it is.
fn is_sealed(answer: &Answer, forms: &str) {
    let policy = answer.header("content-security-policy").unwrap();
    let directives: Vec<_> = policy.split("; ").collect();
    assert_eq!(directives[0], "default-src 'none'", "{policy}");
    assert!(directives[1].starts_with("style-src 'sha256-"), "{policy}");
    assert_eq!(directives[2], format!("form-action {forms}"));
    assert_eq!(directives[3..], ["frame-ancestors 'none'", "base-uri 'none'"]);
    for (name, value) in [
        ("x-frame-options", "DENY"),
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "no-referrer"),
        ("cache-control", "no-store"),
    ] {
        assert_eq!(answer.header(name), Some(value), "{name}");
    }
    let text = answer.text();
    for foreign in ["<script", "src=", "url(", "@import", "<iframe", "javascript:", "onclick"] {
        assert!(!text.contains(foreign), "{foreign} in {text}");
    }
}

#[test]
fn what_the_headers_forbid() {
    let scene = Scene::new();
    for target in scene.pages() {
        let mut browser = Browser::new();
        let asked = browser.page(&scene.house, &target);
        is_sealed(&asked.answer, "'self' https:");
        is_sealed(&browser.submit(&scene.house, &asked, &[("decision", "allow"), ("username", "")]), "'self' https:");
        is_sealed(&browser.submit(&scene.house, &asked, &ALLOW), "'none'");
    }
    let here = scene.x().with("redirect_uri", "http://127.0.0.1:5000/back");
    is_sealed(&Browser::new().page(&scene.house, &here.at(X_PAGE)).answer, "'self' http:");
    is_sealed(&Browser::new().page(&scene.house, &scene.temporary("oob").page()).answer, "'self'");
    let nobody = Params::new(&[("client_id", "nobodys")]);
    for answer in [
        Browser::new().open(&scene.house, TWITTER_PAGE),
        Browser::new().open(&scene.house, &nobody.at(X_PAGE)),
        Browser::new().open(&scene.house, &scene.x().without("scope").at(X_PAGE)),
        scene.ask(&Ask::new(Method::Put, X_PAGE)),
        Browser::new().allow(&scene.house, &scene.temporary("oob").page(), "amy"),
    ] {
        is_sealed(&answer, "'none'");
    }
}

/// Whatever an app or a request is called, it is text on the page.
#[test]
fn markup_in_names_and_parameters() {
    let Scene { house, .. } = Scene::new();
    let name = r#"<script>alert("1")</script>&'"#;
    let new = NewApp { name: name.to_owned(), link: "javascript:alert(1)".to_owned(), ..opener() };
    let app = house.add_app(new);
    let scene = Scene { house, app };
    let evil = r#""><script>alert(1)</script>"#;
    let good = scene.x().with("state", evil).again("screen_name", evil);
    let asked = Browser::new().page(&scene.house, &good.at(X_PAGE));
    let text = asked.answer.text();
    assert!(!text.contains("<script") && !text.contains("href=\"javascript:"), "{text}");
    assert_eq!(asked.field("state"), evil, "and comes back as it was");
    for target in [address(TWITTER_PAGE, &[("oauth_token", evil)]), address(X_PAGE, &[("client_id", evil)])] {
        let answer = Browser::new().open(&scene.house, &target);
        assert!(!answer.text().contains("alert(1)") && problem(&answer).is_some(), "nothing sent is repeated");
    }
}
