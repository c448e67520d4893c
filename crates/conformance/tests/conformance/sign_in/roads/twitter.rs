//! OAuth 1.0a by callback, by PIN and by password, an app's own token, and their ends.

use conformance::{Ask, Browser, Page, id};

use super::super::ways::{BACK, Scene, TWITTER_PAGE, basic, bearer, member, signing};
use super::everywhere;

const OK: u16 = 200;

#[test]
fn by_callback() {
    everywhere(|scene| {
        let temporary = scene.temporary(BACK);
        let mut browser = Browser::new();
        let page = browser.page(&scene.house, &temporary.page());
        let answer = browser.submit(&scene.house, &page, &[("decision", "allow"), ("username", "amy")]);
        let verifier = answer.brought("oauth_verifier");
        let back = format!("{BACK}&oauth_token={}&oauth_verifier={verifier}", temporary.0);
        assert_eq!((answer.status(), answer.location()), (303, back.as_str()));
        let issued = scene.ask(&scene.exchange(&temporary, &verifier));
        let proof = scene.signed(&issued);
        let (amy, text) = (id("amy"), issued.text());
        assert!(text.ends_with(&format!("&user_id={amy}&screen_name=amy")), "{text}");
        assert!(issued.pair("oauth_token").starts_with(&format!("{amy}-")) && !text.contains('\n'), "{text}");
        assert_eq!(issued.0.content_type, "text/html;charset=utf-8");
        // X takes the same token, App.net does not.
        assert_eq!(scene.taken(&proof, true), [OK, OK, 401]);
        // The browser stays signed in: nobody has to be chosen the next time, and the token is the same.
        let again = scene.temporary(BACK);
        let page = browser.page(&scene.house, &again.page());
        assert!(page.answer.text().contains("Signed in as"));
        let answer = browser.submit(&scene.house, &page, &[("decision", "allow")]);
        let issued_again = scene.ask(&scene.exchange(&again, &answer.brought("oauth_verifier")));
        assert_eq!(issued_again.text(), issued.text());
    });
}

#[test]
fn by_the_page_that_asks_once() {
    everywhere(|scene| {
        let first = scene.temporary(BACK);
        let mut browser = Browser::new();
        let address = |token: &str| format!("/oauth/authenticate?oauth_token={token}");
        let allowed = browser.allow(&scene.house, &address(&first.0), "amy");
        let issued = scene.ask(&scene.exchange(&first, &allowed.brought("oauth_verifier")));
        // Whoever let the app in before is sent on at once, but not by the page that always asks.
        let (second, third) = (scene.temporary(BACK), scene.temporary(BACK));
        let answer = browser.open(&scene.house, &address(&second.0));
        assert_eq!((answer.status(), answer.brought("oauth_token")), (302, second.0.clone()));
        let again = scene.ask(&scene.exchange(&second, &answer.brought("oauth_verifier")));
        assert_eq!(again.text(), issued.text());
        browser.page(&scene.house, &third.page());
        browser.page(&scene.house, &format!("{}&force_login=true", address(&third.0)));
        Browser::new().page(&scene.house, &address(&third.0));
    });
}

#[test]
fn by_pin() {
    everywhere(|scene| {
        let temporary = scene.temporary("oob");
        let answer = Browser::new().allow(&scene.house, &temporary.page(), "bob");
        let text = answer.text();
        let pin = text.split_once("<code>").and_then(|(_, rest)| rest.split_once("</code>")).map(|(pin, _)| pin);
        let pin = pin.unwrap_or_else(|| panic!("no PIN in {text}"));
        assert!(answer.status() == OK && pin.len() == 7 && pin.bytes().all(|byte| byte.is_ascii_digit()), "{pin}");
        let issued = scene.ask(&scene.exchange(&temporary, pin));
        assert_eq!(issued.pair("screen_name"), "bob");
        assert_eq!(scene.taken(&scene.signed(&issued), true), [OK, OK, 401]);
    });
}

#[test]
fn by_every_carrier() {
    let scene = Scene::new();
    let exchanged = |how: &dyn Fn(&str, &str) -> Ask| {
        let temporary = scene.temporary(BACK);
        let verifier = scene.verifier(&temporary, "amy");
        let issued = scene.ask(&how(&temporary.0, &verifier));
        assert_eq!(issued.status(), OK, "{}", issued.text());
        issued.text()
    };
    let pairs =
        |token: &str, verifier: &str| [("oauth_token", token.to_owned()), ("oauth_verifier", verifier.to_owned())];
    // Unsigned, in a form and in the query, as POST and as GET; signed by the app alone; the verifier in a form.
    let mut texts = vec![
        exchanged(&|token, verifier| {
            let [one, two] = pairs(token, verifier);
            Ask::post("/oauth/access_token").fields(&[(one.0, &one.1), (two.0, &two.1)])
        }),
        exchanged(&|token, verifier| {
            let [one, two] = pairs(token, verifier);
            Ask::get("/oauth/access_token").pairs(&[(one.0, &one.1), (two.0, &two.1)])
        }),
        exchanged(&|token, verifier| {
            let [one, two] = pairs(token, verifier);
            Ask::post("/oauth/access_token").fields(&[(one.0, &one.1), (two.0, &two.1)]).by(&signing(&scene.app))
        }),
    ];
    texts.dedup();
    assert_eq!(texts.len(), 1, "one token whatever the carrier");
    // The callback in the query or in a form.
    for ask in [
        Ask::post("/oauth/request_token").fields(&[("oauth_callback", BACK)]),
        Ask::post("/oauth/request_token").pairs(&[("oauth_callback", BACK)]),
        Ask::get("/oauth/request_token").pairs(&[("oauth_callback", BACK)]),
        // None, as old libraries do: the app's first.
        Ask::post("/oauth/request_token"),
    ] {
        let made = scene.ask(&ask.by(&signing(&scene.app)));
        let page = format!("{TWITTER_PAGE}?oauth_token={}", made.pair("oauth_token"));
        let answer = Browser::new().allow(&scene.house, &page, "amy");
        assert!(answer.location().starts_with(BACK), "{}", answer.location());
    }
}

#[test]
fn by_password() {
    everywhere(|scene| {
        scene.password("cat", "open sesame");
        let login = [("x_auth_mode", "client_auth"), ("x_auth_username", "CAT"), ("x_auth_password", "open sesame")];
        let ask = Ask::post("/oauth/access_token").fields(&login).by(&signing(&scene.app));
        let issued = scene.ask(&ask);
        assert!(issued.text().ends_with("&screen_name=cat&x_auth_expires=0"), "{}", issued.text());
        assert_eq!(scene.taken(&scene.signed(&issued), true), [OK, OK, 401]);
    });
}

#[test]
fn the_access_level_is_what_was_asked_for() {
    everywhere(|scene| {
        for (asked, level, blocks) in
            [(Some("read"), "read", 401), (Some("write"), "read-write", OK), (None, "read-write-directmessages", OK)]
        {
            let carried: Vec<_> = [("oauth_callback", BACK)]
                .into_iter()
                .chain(asked.map(|asked| ("x_auth_access_type", asked)))
                .collect();
            let temporary = scene.temporary_by(&scene.app, &carried);
            let verifier = scene.verifier(&temporary, "amy");
            let proof = scene.signed(&scene.ask(&scene.exchange(&temporary, &verifier)));
            for path in ["/1.1/account/verify_credentials.json", "/2/users/me"] {
                let answer = scene.ask(&Ask::get(path).by(&proof));
                assert_eq!((answer.status(), answer.header("x-access-level")), (OK, Some(level)), "{path} {asked:?}");
            }
            let block = scene.ask(&Ask::post("/1.1/blocks/create.json?screen_name=cat").by(&proof));
            assert_eq!(block.status(), blocks, "{asked:?}: {}", block.text());
            let messages = scene.ask(&Ask::get("/1.1/direct_messages/events/list.json").by(&proof));
            assert_eq!(messages.status(), if asked.is_none() { OK } else { 403 }, "{asked:?}");
        }
    });
}

#[test]
fn a_person_who_says_no() {
    everywhere(|scene| {
        let mut browser = Browser::new();
        let temporary = scene.temporary(BACK);
        let page = browser.page(&scene.house, &temporary.page());
        let answer = browser.submit(&scene.house, &page, &[("decision", "deny")]);
        assert_eq!((answer.status(), answer.location()), (303, format!("{BACK}&denied={}", temporary.0).as_str()));
        // Out of band there is nowhere to go.
        let oob = scene.temporary("oob");
        let page: Page = browser.page(&scene.house, &oob.page());
        let answer = browser.submit(&scene.house, &page, &[("decision", "deny")]);
        assert!(answer.status() == OK && answer.text().contains("You’ve not let"), "{}", answer.text());
    });
}

#[test]
fn an_apps_own_token_and_its_end() {
    everywhere(|scene| {
        let ask = Ask::post("/oauth2/token").fields(&[("grant_type", "client_credentials")]).by(&basic(&scene.app));
        let issued = scene.ask(&ask);
        assert_eq!(member(&issued, "token_type"), "bearer");
        let proof = bearer(&issued);
        assert_eq!(scene.taken(&proof, false), [OK, OK, 401]);
        let query = Ask::post("/oauth2/token?grant_type=client_credentials").by(&basic(&scene.app));
        assert_eq!(scene.ask(&query).text(), issued.text(), "the same one while it lives");
        let text = member(&issued, "access_token");
        let end = Ask::post("/oauth2/invalidate_token").fields(&[("access_token", &text)]).by(&basic(&scene.app));
        assert_eq!(scene.ask(&end).text(), format!(r#"{{"access_token":"{text}"}}"#));
        assert_eq!(scene.taken(&proof, false), [401, 401, 401]);
        let next = bearer(&scene.ask(&ask));
        assert_eq!(scene.taken(&next, false), [OK, OK, 401], "another one follows");
    });
}

#[test]
fn the_end_of_a_persons_token() {
    everywhere(|scene| {
        let temporary = scene.temporary(BACK);
        let verifier = scene.verifier(&temporary, "amy");
        let issued = scene.ask(&scene.exchange(&temporary, &verifier));
        let proof = scene.signed(&issued);
        let end = scene.ask(&Ask::post("/1.1/oauth/invalidate_token.json").by(&proof));
        assert_eq!(end.text(), format!(r#"{{"access_token":"{}"}}"#, issued.pair("oauth_token")));
        assert_eq!(scene.taken(&proof, true), [401, 401, 401]);
        // Let in anew the app gets another.
        let temporary = scene.temporary(BACK);
        let verifier = scene.verifier(&temporary, "amy");
        let next = scene.ask(&scene.exchange(&temporary, &verifier));
        assert_ne!(next.pair("oauth_token"), issued.pair("oauth_token"));
        assert_eq!(scene.taken(&scene.signed(&next), true), [OK, OK, 401]);
    });
}
