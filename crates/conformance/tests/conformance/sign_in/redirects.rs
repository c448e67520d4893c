//! Nobody is sent to a place that is not the app's, whoever asks for it and however it is written.

use block_graph::NewApp;
use conformance::{Ask, Browser, StoreKind, address};

use super::ways::{APP_NET_PAGE, BACK, Scene, X_PAGE, opener, signing};
use super::words::{NO_TICKET, page};

/// Places that look like the app's, or like none.
const EVIL: [&str; 34] = [
    "https://evil.example/back?kept=1",
    "https://app.example.evil.example/back?kept=1",
    "https://app.example@evil.example/back?kept=1",
    "https://app.example:secret@evil.example/",
    "https://app.example\\@evil.example/back?kept=1",
    "https://app.example%2eevil.example/back?kept=1",
    "https://evil.example/https://app.example/back?kept=1",
    "https://evil.example/?https://app.example/back?kept=1",
    "https://evil.example/#https://app.example/back?kept=1",
    "https://app.example/back",
    "https://app.example/back?kept=1&more=2",
    "https://app.example/back?kept=1#fragment",
    "https://app.example/back/../elsewhere",
    "https://app.example/Back?kept=1",
    "https://app.example/back%3Fkept=1",
    "https://app.example:443/back?kept=1",
    "https://app.example:8443/back?kept=1",
    "https://www.app.example/back?kept=1",
    "https://APP.example/back?kept=1",
    "http://app.example/back?kept=1",
    " https://app.example/back?kept=1",
    "https://app.example/back?kept=1 ",
    "https://app.example/back?kept=1\r\nSet-Cookie: a=b",
    "https://app.example/back?kept=1\t",
    "//evil.example/",
    "/\\evil.example",
    "\\\\evil.example",
    "javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "http://127.0.0.1.evil.example/back",
    "http://127.0.0.1:5000@evil.example/back",
    "http://localhost/back",
    "http://[::1]/back",
    "https://127.0.0.1/back",
];

#[test]
fn x_and_app_net_send_nobody_to_a_place_that_is_not_the_apps() {
    let scene = Scene::new();
    for (path, params) in [(X_PAGE, scene.x()), (APP_NET_PAGE, scene.app_net())] {
        for evil in EVIL {
            // Also when the request has another fault that an app would be told of, and when it is the fragment's flow.
            for params in [
                params.clone(),
                params.without("scope"),
                params.with("scope", "nothing"),
                params.with("response_type", "token"),
            ] {
                let mut browser = Browser::new();
                let answer = browser.open(&scene.house, &params.with("redirect_uri", evil).at(path));
                assert_eq!((page(&answer).0, answer.header("location")), (400, None), "{evil}");
                assert!(!answer.text().contains("evil"), "nothing sent is repeated: {}", answer.text());
            }
        }
    }
}

#[test]
fn twitter_takes_no_place_that_is_not_the_apps() {
    let scene = Scene::new();
    for evil in EVIL {
        let proof = signing(&scene.app).carrying("oauth_callback", evil);
        let answer = scene.ask(&Ask::post("/oauth/request_token").by(&proof));
        assert_eq!(answer.status(), 403, "{evil}: {}", answer.text());
        assert!(answer.text().contains("415") && !answer.text().contains("evil"), "{}", answer.text());
    }
}

#[test]
fn the_form_is_believed_no_more_than_the_address() {
    let scene = Scene::on(StoreKind::Memory);
    for (path, params) in [(X_PAGE, scene.x()), (APP_NET_PAGE, scene.app_net())] {
        for evil in EVIL {
            for decision in ["allow", "deny"] {
                let mut browser = Browser::new();
                let asked = browser.page(&scene.house, &params.at(path)).with("redirect_uri", Some(evil));
                let answer = browser.submit(&scene.house, &asked, &[("decision", decision), ("username", "amy")]);
                assert_eq!((page(&answer).0, answer.header("location")), (400, None), "{evil}");
            }
        }
    }
}

#[test]
fn a_place_in_the_address_of_twitters_page_counts_for_nothing() {
    let scene = Scene::new();
    for name in ["oauth_callback", "redirect_uri", "callback", "next"] {
        let temporary = scene.temporary(BACK);
        let target = address("/oauth/authorize", &[("oauth_token", &temporary.0), (name, "https://evil.example/")]);
        let answer = Browser::new().allow(&scene.house, &target, "amy");
        assert!(answer.location().starts_with(&format!("{BACK}&oauth_token=")), "{}", answer.location());
    }
    let answer =
        Browser::new().open(&scene.house, "/oauth/authorize?oauth_token=x&oauth_callback=https%3A%2F%2Fevil.example");
    assert_eq!(page(&answer), (403, NO_TICKET.to_owned()));
}

/// The operator may register anything that has no blanks; a browser is not sent everywhere.
#[test]
fn a_registered_place_that_runs_or_shows_something() {
    let Scene { house, .. } = Scene::new();
    let places =
        ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "https://a@evil.example/", "back", "//a/b"];
    let app = house.add_app(NewApp { callbacks: places.map(Into::into).to_vec(), ..opener() });
    let scene = Scene { house, app };
    for place in places {
        for target in [
            scene.x().with("redirect_uri", place).at(X_PAGE),
            scene.app_net().with("redirect_uri", place).at(APP_NET_PAGE),
            scene.temporary(place).page(),
        ] {
            let answer = Browser::new().open(&scene.house, &target);
            assert_eq!((page(&answer).0, answer.header("location")), (400, None), "{place}");
        }
    }
}

#[test]
fn what_is_brought_back_stays_in_its_place() {
    let scene = Scene::new();
    let note = "a&code=stolen#b\r\nSet-Cookie: c=d%0d%0a é";
    for (path, params) in [(X_PAGE, scene.x()), (APP_NET_PAGE, scene.app_net())] {
        let answer = Browser::new().allow(&scene.house, &params.with("state", note).at(path), "amy");
        assert_eq!(answer.brought("state"), note);
        let place = answer.location();
        assert!(place.starts_with(BACK) && place.is_ascii() && !place.contains(['\r', '\n', '#']), "{place}");
        assert_eq!(place.matches("code=").count(), 1, "{place}");
    }
}

#[test]
fn this_machine_at_any_port() {
    let scene = Scene::new();
    for port in ["", ":1", ":5000", ":65535"] {
        let place = format!("http://127.0.0.1{port}/back");
        for target in [
            scene.x().with("redirect_uri", &place).at(X_PAGE),
            scene.app_net().with("redirect_uri", &place).at(APP_NET_PAGE),
            scene.temporary(&place).page(),
        ] {
            let answer = Browser::new().allow(&scene.house, &target, "amy");
            assert!(answer.location().starts_with(&format!("{place}?")), "{}", answer.location());
        }
    }
}
