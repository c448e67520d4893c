//! The pages' forms: answers that are not this session's, sessions that are not ours, and fields that were touched.

use conformance::{Answer, Ask, Browser, House, Page, id};

use super::ways::{ALLOW, BACK, Scene, X_PAGE};
use super::words::{NO_TICKET, page};

const EXPIRED: &str = "This page was open for too long, or your browser keeps no cookies. Please answer once more.";

/// Asserts that an answer was not taken and is asked for once more, and that nobody was sent anywhere.
fn not_taken(answer: &Answer, what: &str) {
    assert_eq!(page(answer), (403, EXPIRED.to_owned()), "{what}");
    assert_eq!(answer.header("location"), None);
    assert!(answer.text().contains("<form method=\"post\""), "{what}: it can be answered again");
}

#[test]
fn a_form_without_its_token_or_with_anothers() {
    let scene = Scene::new();
    for target in scene.pages() {
        let (mut mine, mut other) = (Browser::new(), Browser::new());
        let good = mine.page(&scene.house, &target);
        let theirs = other.page(&scene.house, &target);
        assert_ne!(good.field("form"), theirs.field("form"));
        for (what, form) in [
            ("none", good.with("form", None)),
            ("empty", good.with("form", Some(""))),
            ("another session's", good.with("form", Some(theirs.field("form")))),
            ("touched", good.with("form", Some(&good.field("form").to_lowercase()))),
        ] {
            for decision in ["allow", "deny"] {
                let fields = [("decision", decision), ("username", "amy")];
                not_taken(&mine.submit(&scene.house, &form, &fields), &format!("{what} {decision} of {target}"));
            }
        }
        assert_eq!(mine.submit(&scene.house, &good, &ALLOW).status(), 303, "the good one still is");
    }
}

#[test]
fn a_form_without_its_session() {
    let scene = Scene::new();
    for target in scene.pages() {
        let mut browser = Browser::new();
        let good = browser.page(&scene.house, &target);
        let cookie = browser.cookie.clone();
        for wrong in [None, Some("portcullis_session=".to_owned()), Some("portcullis_session=x.0.1.y".to_owned())] {
            browser.cookie = wrong;
            not_taken(&browser.submit(&scene.house, &good, &ALLOW), &target);
        }
        browser.cookie = cookie;
        assert_eq!(browser.submit(&scene.house, &good, &ALLOW).status(), 303);
    }
}

/// Another site can make a browser that is signed in send a form, but not know its token.
#[test]
fn a_form_of_another_site() {
    let scene = Scene::new();
    let mut victim = Browser::new();
    victim.allow(&scene.house, &scene.x().at(X_PAGE), "amy");
    let mine = Browser::new().page(&scene.house, &scene.x().at(X_PAGE));
    for form in [mine.clone(), mine.with("form", None)] {
        not_taken(&victim.submit(&scene.house, &form, &[("decision", "allow")]), "another site's");
    }
}

#[test]
fn a_form_that_was_open_too_long() {
    let scene = Scene::new();
    let target = scene.x().at(X_PAGE);
    let mut browser = Browser::new();
    let asked = browser.page(&scene.house, &target);
    scene.house.clock.advance(12 * 3_600_000);
    let answer = browser.submit(&scene.house, &asked, &ALLOW);
    not_taken(&answer, "after twelve hours");
    // The page that is shown again is good.
    let again = Page::read(answer, X_PAGE);
    assert_eq!(browser.submit(&scene.house, &again, &ALLOW).status(), 303);
}

/// Whether a page takes the browser for somebody.
fn signed_in(browser: &mut Browser, house: &House, target: &str) -> bool {
    browser.page(house, target).answer.text().contains("Signed in as")
}

#[test]
fn a_session_that_was_touched_or_is_over() {
    let scene = Scene::new();
    let target = scene.x().at(X_PAGE);
    let mut browser = Browser::new();
    browser.allow(&scene.house, &target, "amy");
    let good = browser.cookie.clone().unwrap();
    let (amy, bob) = (id("amy").to_string(), id("bob").to_string());
    assert!(good.contains(&amy), "who signed in is written there, and signed");
    let moved = good.replace(&format!(".{amy}."), &format!(".{bob}."));
    let later = {
        let parts: Vec<_> = good.split('.').collect();
        [parts[0], parts[1], "1622552400000", parts[3]].join(".")
    };
    for wrong in [moved, later, good.to_uppercase(), good[..good.len() - 1].to_owned(), format!("{good}x")] {
        let mut thief = Browser { cookie: Some(wrong.clone()), ..Browser::new() };
        assert!(!signed_in(&mut thief, &scene.house, &target), "{wrong}");
        assert_ne!(thief.cookie.as_ref(), Some(&wrong), "it gets a session of its own");
    }
    assert!(signed_in(&mut browser, &scene.house, &target));
    scene.house.clock.advance(12 * 3_600_000 - 1);
    assert!(signed_in(&mut browser, &scene.house, &target));
    scene.house.clock.advance(1);
    assert!(!signed_in(&mut browser, &scene.house, &target), "after twelve hours");
}

#[test]
fn a_session_that_somebody_else_began() {
    let scene = Scene::new();
    let target = scene.x().at(X_PAGE);
    let mut browser = Browser::new();
    let asked = browser.page(&scene.house, &target);
    let planted = browser.cookie.clone();
    let answer = browser.submit(&scene.house, &asked, &ALLOW);
    assert_ne!(browser.cookie, planted, "signing in begins another");
    let attributes = answer.header("set-cookie").unwrap().split_once("; ").unwrap().1;
    assert_eq!(attributes, "HttpOnly; SameSite=Lax; Path=/; Max-Age=43200");
    let mut planter = Browser { cookie: planted, ..Browser::new() };
    assert!(!signed_in(&mut planter, &scene.house, &target));
}

#[test]
fn answers_that_are_no_forms() {
    let scene = Scene::new();
    for target in scene.pages() {
        let mut browser = Browser::new();
        let good = browser.page(&scene.house, &target);
        let form = good.ask(&ALLOW);
        let bare = || Ask { headers: Vec::new(), ..form.clone() };
        for ask in
            [bare(), bare().header("content-type", "text/plain"), bare().header("content-type", "multipart/form-data")]
        {
            assert_eq!(page(&browser.send(&scene.house, ask)).0, 415, "{target}");
        }
        let json = Ask { headers: Vec::new(), ..form.clone() }.json(r#"{"decision":"allow","username":"amy"}"#);
        assert_eq!(page(&browser.send(&scene.house, json)).0, 415, "{target}");
        let cannot = (400, "It is not what this page's form sends.".to_owned());
        for fields in [&[][..], &[("decision", "")], &[("decision", "maybe")], &[("username", "amy")]] {
            assert_eq!(page(&browser.submit(&scene.house, &good, fields)), cannot, "{fields:?}");
        }
        for name in ["decision", "username", "other", "password"] {
            let fields: Vec<_> =
                ALLOW.into_iter().filter(|(own, _)| *own != name).chain([(name, "allow"), (name, "x")]).collect();
            assert_eq!(page(&browser.submit(&scene.house, &good, &fields)), cannot, "{name} twice");
        }
        let twice = browser.submit(&scene.house, &good, &[ALLOW[0], ALLOW[1], ("form", "x")]);
        assert_eq!(page(&twice), cannot, "the token twice");
        let more =
            browser.submit(&scene.house, &good, &[ALLOW[0], ALLOW[1], ("other-field", "x"), ("other-field", "y")]);
        assert_eq!(more.status(), 303, "what means nothing is passed over");
    }
}

#[test]
fn hidden_fields_that_were_touched() {
    let scene = Scene::new();
    let mut browser = Browser::new();
    let good = browser.page(&scene.house, &scene.x().at(X_PAGE));
    let mut sent = |page: &Page| browser.submit(&scene.house, page, &ALLOW);
    let cannot = (400, "It is not what this page's form sends.".to_owned());
    for name in ["response_type", "scope", "code_challenge"] {
        assert_eq!(page(&sent(&good.with(name, None))), cannot, "{name}");
        assert_eq!(page(&sent(&good.with(name, Some("x")))), cannot, "{name}");
    }
    assert_eq!(page(&sent(&good.with("client_id", None))), (400, "It did not name its client id.".to_owned()));
    let unregistered = page(&sent(&good.with("redirect_uri", Some("https://evil.example/"))));
    assert!(unregistered.0 == 400 && unregistered.1.contains("not registered"), "{unregistered:?}");
    let temporary = scene.temporary(BACK);
    let asked = browser.page(&scene.house, &temporary.page());
    let touched = browser.submit(&scene.house, &asked.with("oauth_token", Some("nobodys")), &ALLOW);
    assert_eq!(page(&touched), (403, NO_TICKET.to_owned()));
}
