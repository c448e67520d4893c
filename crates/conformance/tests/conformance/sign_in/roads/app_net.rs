//! App.net's OAuth 2: server, fragment, app and password flows, and what an app is told of its tokens.

use conformance::{Answer, Ask, Browser, id};

use super::super::ways::{APP_NET_PAGE, BACK, Params, Scene, basic, bearer, member};
use super::everywhere;

const OK: u16 = 200;
const TAKEN: [u16; 3] = [401, 401, OK];
const ENDED: [u16; 3] = [401, 401, 401];

/// The scopes that an answer's Token object holds.
fn scopes(answer: &Answer) -> Vec<String> {
    let json = answer.json();
    let all = json["token"]["scopes"].as_array().unwrap_or_else(|| panic!("no scopes in {json}")).iter();
    all.map(|scope| scope.as_str().unwrap().to_owned()).collect()
}

fn of_the_app(scene: &Scene) -> Params {
    let app = &scene.app;
    Params::new(&[("grant_type", "client_credentials"), ("client_id", &app.key)])
        .with("client_secret", app.secret.expose())
}

#[test]
fn by_the_server_flow() {
    everywhere(|scene| {
        let answer = Browser::new().allow(&scene.house, &scene.app_net().at(APP_NET_PAGE), "amy");
        let code = answer.brought("code");
        let back = format!("{BACK}&code={code}&state=st%26te");
        assert_eq!((answer.status(), answer.location()), (303, back.as_str()));
        let issued = scene.app_net_token(&scene.app_net_exchange(&code));
        assert_eq!(scene.taken(&bearer(&issued), true), TAKEN);
        assert_eq!(
            (member(&issued, "user_id"), member(&issued, "username")),
            (id("amy").to_string(), "amy".to_owned())
        );
        assert_eq!(scopes(&issued), ["basic", "stream", "follow"]);
        assert_eq!(issued.header("Cache-Control"), Some("no-store"));
        // It never ends by itself.
        scene.house.clock.advance(10 * 365 * 86_400_000);
        assert_eq!(scene.taken(&bearer(&issued), true), TAKEN);
        // Only for what was approved.
        let follow = scene.ask(&Ask::post("/users/@cat/follow").by(&bearer(&issued)));
        let post = scene.ask(&Ask::post("/posts").json(r#"{"text":"hello"}"#).by(&bearer(&issued)));
        assert_eq!((follow.status(), post.status()), (OK, 403));
    });
}

#[test]
fn by_the_fragment_flow() {
    everywhere(|scene| {
        let params = scene.app_net().with("response_type", "token");
        let answer = Browser::new().allow(&scene.house, &params.at("/oauth/authorize"), "bob");
        let text = answer.brought("access_token");
        assert_eq!(
            (answer.status(), answer.location()),
            (303, format!("{BACK}#access_token={text}&state=st%26te").as_str())
        );
        assert_eq!(scene.taken(&conformance::Proof::Bearer(text), true), TAKEN);
        assert_eq!(answer.header("Cache-Control"), Some("no-store"));
    });
}

#[test]
fn by_every_separator_and_every_carrier() {
    let scene = Scene::new();
    for (asked, granted) in [
        ("stream follow", vec!["basic", "stream", "follow"]),
        ("stream,follow", vec!["basic", "stream", "follow"]),
        ("stream%20follow", vec!["basic", "stream", "follow"]),
        ("stream+follow", vec!["basic", "stream", "follow"]),
        ("follow, stream basic", vec!["follow", "stream", "basic"]),
        ("stream stream", vec!["basic", "stream"]),
        ("", vec!["basic"]),
    ] {
        let code = scene.code(APP_NET_PAGE, &scene.app_net().with("scope", asked).with("adnview", "appstore"), "amy");
        // The app by Basic, at either root and at its old host.
        let form = scene.app_net_exchange(&code).without("client_id").without("client_secret");
        let ask = form.form("/stream/0/oauth/access_token").to("alpha.app.net").by(&basic(&scene.app));
        assert_eq!(scopes(&scene.ask(&ask)), granted, "{asked}");
    }
    // Whom it lets in before, the page that asks once sends on at once.
    let mut browser = Browser::new();
    browser.allow(&scene.house, &scene.app_net().at("/oauth/authorize"), "amy");
    let (asks, other) = (scene.app_net().at(APP_NET_PAGE), scene.app_net().with("scope", "export").at(APP_NET_PAGE));
    assert_eq!(browser.open(&scene.house, &asks).status(), 302);
    assert_eq!(browser.open(&scene.house, &other).status(), OK, "what was not approved is asked for");
}

#[test]
fn by_the_app_itself() {
    everywhere(|scene| {
        let issued = scene.app_net_token(&of_the_app(scene));
        let json = issued.json();
        assert_eq!(json["token"]["is_app_token"], true);
        assert!(json.get("user_id").is_none() && json.get("username").is_none(), "{json}");
        assert_eq!(scene.taken(&bearer(&issued), false), TAKEN);
        assert_eq!(scene.app_net_token(&of_the_app(scene)).text(), issued.text(), "the same one each time");
        let end = scene.ask(&Ask::delete("/token").by(&bearer(&issued)));
        assert_eq!(end.status(), OK);
        assert_eq!(scene.taken(&bearer(&issued), false), ENDED);
        assert_eq!(scene.taken(&bearer(&scene.app_net_token(&of_the_app(scene))), false), TAKEN);
    });
}

#[test]
fn by_password() {
    everywhere(|scene| {
        scene.password("amy", "open sesame");
        let secret = scene.app.password_secret.as_ref().expect("the app may").expose();
        let form = Params::new(&[
            ("grant_type", "password"),
            ("client_id", &scene.app.key),
            ("password_grant_secret", secret),
            ("username", "@amy "),
            ("password", "open sesame"),
            ("scope", "stream"),
        ]);
        let issued = scene.app_net_token(&form);
        assert_eq!(scene.taken(&bearer(&issued), true), TAKEN);
        assert_eq!(scopes(&issued), ["basic", "stream"]);
        let by_mail = scene.app_net_token(&form.with("username", "amy@example.com").without("scope"));
        assert_eq!((member(&by_mail, "username"), scopes(&by_mail)), ("amy".to_owned(), vec!["basic".to_owned()]));
    });
}

#[test]
fn what_an_app_is_told_of_its_tokens() {
    everywhere(|scene| {
        let exchange = |name: &str| {
            let code = scene.code(APP_NET_PAGE, &scene.app_net(), name);
            scene.app_net_token(&scene.app_net_exchange(&code))
        };
        let (amys, _bobs, again) = (exchange("amy"), exchange("bob"), exchange("amy"));
        let app = bearer(&scene.app_net_token(&of_the_app(scene)));
        let ids = || scene.ask(&Ask::get("/apps/me/tokens/user_ids").by(&app)).json()["data"].clone();
        let people = || {
            let listed = scene.ask(&Ask::get("/apps/me/tokens").by(&app));
            assert!(!listed.text().contains(&member(&amys, "access_token")), "no text of a token is told");
            let listed = listed.json();
            let all = listed["data"].as_array().unwrap().iter();
            all.map(|token| token["user"]["username"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
        };
        let [amy, bob] = ["amy", "bob"].map(|name| id(name).to_string());
        assert_eq!(ids(), serde_json::json!([amy, bob]));
        assert_eq!(people(), ["amy", "bob", "amy"], "the latest first");
        // The lists of those who let the app in are there for it, those of others are not.
        let blocked = |user: &str| scene.ask(&Ask::get(format!("/users/{user}/blocked")).by(&app)).status();
        assert_eq!((blocked(&amy), blocked(&id("cat").to_string())), (OK, 403));
        // What ends is not listed.
        for token in [&amys, &again] {
            assert_eq!(scene.ask(&Ask::delete("/token").by(&bearer(token))).status(), OK);
        }
        assert_eq!((ids(), people()), (serde_json::json!([bob]), vec!["bob".to_owned()]));
        assert_eq!(blocked(&amy), 403);
        let ended = scene.ask(&Ask::get("/token").by(&bearer(&amys))).json();
        assert_eq!(ended["meta"]["error_slug"], "not-authorized", "{ended}");
    });
}

#[test]
fn a_person_who_says_no_is_brought_back_with_the_error() {
    let scene = Scene::new();
    for (kind, mark) in [("code", '?'), ("token", '#')] {
        let params = scene.app_net().with("response_type", kind).with("redirect_uri", "http://127.0.0.1:5000/back");
        let mut browser = Browser::new();
        let page = browser.page(&scene.house, &params.at(APP_NET_PAGE));
        let answer = browser.submit(&scene.house, &page, &[("decision", "deny")]);
        let start = format!("http://127.0.0.1:5000/back{mark}error=access_denied&error_description=");
        assert!(
            answer.location().starts_with(&start) && answer.location().ends_with("&state=st%26te"),
            "{}",
            answer.location()
        );
    }
}
