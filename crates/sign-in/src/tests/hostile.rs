//! Requests that mean harm, and texts of others that might.

use block_graph::Timestamp;
use dialect::{Context, Origin, Request};

use super::*;

/// Callbacks that no browser may be sent to.
const BAD: [&str; 12] = [
    "javascript:alert(1)",
    "JAVASCRIPT:alert(1)//https://app.example",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:x",
    "file:///etc/passwd",
    "blob:https://app.example/1",
    "//evil.example/",
    "/relative",
    "https://app.example@evil.example/",
    "https://app.example\\@evil.example/",
    "https://app.example/\r\nSet-Cookie: a=b",
    "https://app.example;script-src/",
];

fn escaped(text: &str) -> String {
    crate::target::query(&[("redirect_uri", text)])
}

#[test]
fn hostile_callbacks_are_refused_when_asked_for() {
    for uri in BAD {
        for target in [
            x(&format!("&{}", escaped(uri))),
            format!("/oauth/authorize?client_id=a&response_type=code&{}", escaped(uri)),
            format!("/oauth/authenticate?client_id=a&response_type=token&{}", escaped(uri)),
        ] {
            let reply = turned_away(&get(&target));
            assert_eq!((reply.status, reply.get_header("location")), (400, None), "{uri}");
            assert!(!html(&reply).contains("evil") && !html(&reply).contains("alert("), "{uri}");
        }
    }
}

#[test]
fn hostile_callbacks_are_refused_even_when_registered() {
    let temporary = "/oauth/authorize?oauth_token=t";
    let proof = || BroughtBack::Verifier(Secret::new("v"));
    for uri in BAD {
        for outcome in [ask(question(Some(uri))), allowed(Some(uri), proof(), None), denied(Some(uri))] {
            let reply = told(&get(temporary), outcome);
            assert_eq!((reply.status, reply.get_header("location")), (400, None), "{uri}");
        }
        let faulty = told(&get("/oauth/authorize?client_id=a"), ask(question(Some(uri))));
        assert_eq!((faulty.status, faulty.get_header("location")), (400, None), "{uri}");
    }
}

#[test]
fn texts_of_others_are_escaped_wherever_they_stand() {
    let evil = "\"><script>alert('1')</script>&";
    let mut asked = question(Some("https://app.example/back?a=%22%3E&b='<x>"));
    let mut app = App::clone(&asked.app);
    (app.name, app.link) = (evil.to_owned(), format!("javascript:{evil}"));
    asked.app = app.into();
    let mut user = person(AMY, "amy");
    user.name = evil.to_owned();
    asked.people.insert(0, Candidate { card: card(user.clone()), has_password: true });
    asked.asks = Asks::Scopes("elsewhere", vec![evil.into()]);
    asked.form = evil.to_owned();
    let coded = crate::target::query(&[("state", evil), ("screen_name", evil)]);
    let target = x(&format!("&{coded}"));
    let signed_in = Question { signed_in: Some(card(user)), ..asked.clone() };
    for question in [asked, signed_in] {
        let page = html(&told(&get(&target), ask(question)));
        assert!(!page.contains("<script"), "{page}");
        assert!(page.contains("&quot;&gt;&lt;script&gt;") && !page.contains("href=\"javascript:"), "{page}");
        assert!(!page.contains("'<x>"), "{page}");
    }
    let pin = BroughtBack::Verifier(Secret::new("<1>"));
    let Outcome::Consent(Consent::Allowed(mut allowed)) = allowed(None, pin, None) else { panic!() };
    let mut app = App::clone(&allowed.app);
    app.name = evil.to_owned();
    allowed.app = app.into();
    let page = html(&told(&get("/oauth/authorize?oauth_token=t"), Outcome::Consent(Consent::Allowed(allowed))));
    assert!(!page.contains("<script") && page.contains("&lt;1&gt;"), "{page}");
}

#[test]
fn an_address_cannot_fill_in_the_form() {
    let target = x("&decision=allow&username=mallory&other=mallory&password=p&form=f&csrf=x&redirect=y");
    let page = html(&told(&get(&target), ask(question(Some(CALLBACK)))));
    assert!(!page.contains("mallory") && !page.contains("csrf"), "{page}");
    assert_eq!(page.matches("name=\"form\"").count(), 1);
    assert!(page.contains("name=\"form\" value=\"formtoken\""));
    assert_eq!(page.matches("name=\"decision\"").count(), 2);
}

#[test]
fn a_page_over_plain_http_has_a_cookie_for_plain_http() {
    let asked = Question { session: Some(Secret::new("v.0.2.s")), ..question(None) };
    let target = "/oauth/authorize?oauth_token=t";
    let origin = Origin { scheme: "http", host: "127.0.0.1:8080" };
    let request = Request::new(Method::Get, target, &dialect::NoHeaders, b"", origin, Timestamp(0));
    let endpoint = &crate::SIGN_IN.endpoints()[0];
    let mut reply = (endpoint.decode)(&request).unwrap().render(ask(asked)).unwrap();
    let context = Context { endpoint: None, grant: None, windows: &[], now: Timestamp(0), elapsed: 0, serial: 0 };
    crate::SIGN_IN.finish(&mut reply, &request, &context);
    let expected = "portcullis_session=v.0.2.s; HttpOnly; SameSite=Lax; Path=/; Max-Age=43200";
    assert_eq!(reply.get_header("set-cookie"), Some(expected));
}

#[test]
fn strangers_are_shown_nobody() {
    let target = "/oauth/authorize?oauth_token=t&screen_name=zoe";
    let far = told(&get(target).header("x-forwarded-for", "203.0.113.9"), ask(question(Some(CALLBACK))));
    let page = html(&far);
    assert!(!page.contains("type=\"radio\"") && !page.contains("@cal"), "{page}");
    assert!(page.contains("value=\"zoe\"") && page.contains("required"), "{page}");
    let here = html(&told(&get(target), ask(question(Some(CALLBACK)))));
    assert_eq!(here.matches("type=\"radio\"").count(), 3);
}
