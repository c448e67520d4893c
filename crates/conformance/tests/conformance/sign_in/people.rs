//! As whom somebody may sign in, from where, and with what.

use block_graph::Standing;
use conformance::{Answer, Browser, id};

use super::ways::{APP_NET_PAGE, Scene, X_PAGE};
use super::words::page;

const WRONG: &str = "The username or the password is wrong.";
const NO_PASSWORD: &str = "This account has no password: it can be used only on the computer that Portcullis runs on.";
const AWAY: &str = "This account is suspended or deactivated.";

/// Answers a page as somebody, and asserts that this is why they were not taken for them.
fn refused(scene: &Scene, browser: &mut Browser, target: &str, fields: &[(&str, &str)], why: &str) {
    let asked = browser.page(&scene.house, target);
    let all: Vec<_> = [("decision", "allow")].into_iter().chain(fields.iter().copied()).collect();
    let answer: Answer = browser.submit(&scene.house, &asked, &all);
    assert_eq!(page(&answer), (200, why.to_owned()), "{fields:?} at {browser:?}");
    assert_eq!(answer.header("location"), None);
    assert!(!answer.text().contains("wrong-word"), "no password is shown again");
    // Nobody is signed in by it.
    assert!(!browser.page(&scene.house, target).answer.text().contains("Signed in as"));
}

#[test]
fn an_account_without_a_password_from_anywhere_else() {
    let scene = Scene::new();
    let elsewhere = [
        Browser::at("203.0.113.9"),
        Browser::at("192.168.0.7"),
        Browser::at("2001:db8::1"),
        Browser::at("::ffff:203.0.113.9"),
        // A name that anybody can point at this machine.
        Browser { host: "evil.example:8080".to_owned(), ..Browser::new() },
        Browser { host: String::new(), ..Browser::new() },
    ];
    for target in scene.pages() {
        for browser in &elsewhere {
            let mut browser = browser.clone();
            let asked = browser.page(&scene.house, &target);
            assert!(!asked.answer.text().contains("Amy Adler"), "strangers are shown nobody");
            refused(&scene, &mut browser, &target, &[("username", "amy")], NO_PASSWORD);
            refused(&scene, &mut browser, &target, &[("other", "amy"), ("password", "x")], NO_PASSWORD);
        }
        for here in ["127.0.0.1", "127.8.9.10", "::1", "::ffff:127.0.0.1"] {
            let mut browser = Browser::at(here);
            let asked = browser.page(&scene.house, &target);
            assert!(asked.answer.text().contains("Amy Adler"), "{here}");
        }
    }
    assert_eq!(Browser::at("::1").allow(&scene.house, &scene.x().at(X_PAGE), "amy").status(), 303);
}

#[test]
fn a_request_that_was_forwarded_for_somebody_else() {
    let scene = Scene::new();
    for (name, value) in [
        ("x-forwarded-for", "203.0.113.9"),
        ("x-forwarded-for", "127.0.0.1, 203.0.113.9"),
        ("x-real-ip", "203.0.113.9"),
        ("forwarded", "for=203.0.113.9"),
    ] {
        let mut browser = Browser::new();
        let asked = browser.page(&scene.house, &scene.x().at(X_PAGE));
        let form = asked.ask(&[("decision", "allow"), ("username", "amy")]).header(name, value);
        assert_eq!(page(&browser.send(&scene.house, form)), (200, NO_PASSWORD.to_owned()), "{name}: {value}");
    }
}

#[test]
fn an_account_with_a_password() {
    let scene = Scene::new();
    scene.password("amy", "open sesame");
    for mut browser in [Browser::new(), Browser::at("203.0.113.9")] {
        let target = scene.x().at(X_PAGE);
        // On this machine too: it is not a matter of where one sits.
        for fields in [
            &[("username", "amy")][..],
            &[("username", "amy"), ("password", "")],
            &[("username", "amy"), ("password", "wrong-word")],
            &[("username", "amy"), ("password", "Open Sesame")],
            &[("other", "nobody-there"), ("password", "wrong-word")],
            &[("other", "amy@example.com"), ("password", "open sesame")],
        ] {
            refused(&scene, &mut browser, &target, fields, WRONG);
        }
        let asked = browser.page(&scene.house, &target);
        let fields = [("decision", "allow"), ("other", "@AMY"), ("password", "open sesame")];
        let answer = browser.submit(&scene.house, &asked, &fields);
        assert_eq!(answer.status(), 303, "{}", answer.text());
        assert!(scene.x_token(&scene.x_exchange(&answer.brought("code"))).status() == 200);
    }
}

#[test]
fn an_account_that_is_away() {
    let scene = Scene::new();
    // Fay is suspended and gus has deactivated, in the demo world.
    for name in ["fay", "gus"] {
        for target in scene.pages() {
            let shown = Browser::new().page(&scene.house, &target).answer.text();
            assert!(!shown.contains(&format!("value=\"{name}\"")), "{name} is offered");
            refused(&scene, &mut Browser::new(), &target, &[("other", name)], AWAY);
        }
    }
    // With a password the password comes first.
    scene.password("cat", "open sesame");
    scene.house.stand(id("cat"), Standing::Suspended);
    let target = scene.x().at(X_PAGE);
    refused(&scene, &mut Browser::new(), &target, &[("other", "cat"), ("password", "wrong-word")], WRONG);
    refused(&scene, &mut Browser::new(), &target, &[("other", "cat"), ("password", "open sesame")], AWAY);
}

#[test]
fn an_account_that_is_suspended_while_signed_in() {
    let scene = Scene::new();
    let (target, mut browser) = (scene.x().at(X_PAGE), Browser::new());
    browser.allow(&scene.house, &target, "amy");
    let asked = browser.page(&scene.house, &target);
    assert!(asked.answer.text().contains("Signed in as"));
    scene.house.stand(id("amy"), Standing::Suspended);
    let answer = browser.submit(&scene.house, &asked, &[("decision", "allow")]);
    assert_eq!(page(&answer), (200, "Choose who you are, or type your username.".to_owned()));
    assert!(!browser.page(&scene.house, &target).answer.text().contains("Signed in as"));
    // Nor does the page that asks once let them through.
    let once = scene.app_net().at(APP_NET_PAGE);
    assert_eq!(browser.open(&scene.house, &once).status(), 200);
}

/// A form that offered people and names nobody is nobody's, also while somebody is signed in.
#[test]
fn nobody_chosen_by_somebody_who_is_signed_in() {
    let scene = Scene::new();
    let (target, mut browser) = (scene.x().at(X_PAGE), Browser::new());
    browser.allow(&scene.house, &target, "amy");
    let asked = browser.page(&scene.house, &format!("{target}&force_login=true"));
    let answer = browser.submit(&scene.house, &asked, &[("decision", "allow"), ("other", "")]);
    assert_eq!(page(&answer), (200, "Choose who you are, or type your username.".to_owned()));
}

#[test]
fn nobody_chosen() {
    let scene = Scene::new();
    for target in scene.pages() {
        for fields in [&[][..], &[("username", "")], &[("username", " "), ("other", "")]] {
            let why = "Choose who you are, or type your username.";
            refused(&scene, &mut Browser::new(), &target, fields, why);
        }
    }
}
