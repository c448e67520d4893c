//! X's OAuth 2: codes with PKCE, public and confidential apps, refreshing, and giving back.

use block_graph::NewApp;
use block_graph::access::App;
use conformance::{Ask, Browser, Proof};

use super::super::ways::{BACK, Params, Scene, VERIFIER, X_PAGE, basic, bearer, member, opener};
use super::super::words::{told, x_invalid};
use super::everywhere;

const OK: u16 = 200;
/// What v1.1 says to X's tokens, X itself and App.net.
const TAKEN: [u16; 3] = [403, OK, 401];
const ENDED: [u16; 3] = [401, 401, 401];

/// Form of a refresh.
fn refresh(text: &str) -> Params {
    Params::new(&[("grant_type", "refresh_token"), ("refresh_token", text)])
}

fn revoke(scene: &Scene, text: &str, hint: &str) {
    let form = Params::new(&[("token", text), ("token_type_hint", hint)]);
    let answer = scene.ask(&form.form("/2/oauth2/revoke").by(&basic(&scene.app)));
    assert_eq!((answer.status(), answer.text().as_str()), (OK, r#"{"revoked":true}"#));
}

#[test]
fn by_a_code_of_a_confidential_app() {
    everywhere(|scene| {
        let mut browser = Browser::new();
        let answer = browser.allow(&scene.house, &scene.x().at(X_PAGE), "amy");
        let code = answer.brought("code");
        let back = format!("{BACK}&state=st%26te&code={code}");
        assert_eq!((answer.status(), answer.location()), (303, back.as_str()));
        let issued = scene.x_token(&scene.x_exchange(&code));
        assert_eq!(issued.json()["expires_in"], 7200);
        assert_eq!(member(&issued, "token_type"), "bearer");
        assert_eq!(member(&issued, "scope"), "tweet.read users.read block.read offline.access");
        let proof = bearer(&issued);
        assert_eq!(scene.taken(&proof, true), TAKEN);
        // Only for what was approved.
        let amy = scene.ask(&Ask::get("/2/users/me").by(&proof)).json()["data"]["id"].as_str().unwrap().to_owned();
        assert_eq!(scene.ask(&Ask::get(format!("/2/users/{amy}/blocking")).by(&proof)).status(), OK);
        assert_eq!(scene.ask(&Ask::get(format!("/2/users/{amy}/muting")).by(&proof)).status(), 403);
        // Two hours, on the clock.
        scene.house.clock.advance(7_200_000 - 1);
        assert_eq!(scene.taken(&proof, true)[1], OK);
        scene.house.clock.advance(1);
        assert_eq!(scene.taken(&proof, true)[1], 401);
    });
}

#[test]
fn by_every_method_and_every_carrier() {
    let scene = Scene::new();
    for (challenge, method) in [
        (None, Some("S256")),
        (None, Some("s256")),
        (Some(VERIFIER), Some("plain")),
        (Some(VERIFIER), Some("PLAIN")),
        (Some(VERIFIER), None),
    ] {
        let mut params = scene.x();
        params = challenge.map_or(params.clone(), |challenge| params.with("code_challenge", challenge));
        params = params.without("code_challenge_method");
        params = method.map_or(params.clone(), |method| params.with("code_challenge_method", method));
        let code = scene.code("/2/oauth2/authorize", &params, "amy");
        assert_eq!(scene.taken(&bearer(&scene.x_token(&scene.x_exchange(&code))), true), TAKEN, "{method:?}");
    }
    let exchange = || scene.x_exchange(&scene.code(X_PAGE, &scene.x(), "amy"));
    let json = |form: &Params| {
        let object: serde_json::Map<_, _> =
            form.0.iter().map(|(name, value)| (name.clone(), value.as_str().into())).collect();
        serde_json::Value::Object(object).to_string()
    };
    let (path, proof) = ("/2/oauth2/token", basic(&scene.app));
    for ask in [
        Ask::post(path).json(json(&exchange())),
        Ask::post(path).pairs(&exchange().pairs()),
        Ask::post(path).pairs(&exchange().pairs()).header("content-type", "application/x-www-form-urlencoded"),
        exchange().with("client_id", &scene.app.key).form(path),
    ] {
        let answer = scene.ask(&ask.by(&proof));
        assert_eq!(scene.taken(&bearer(&answer), true), TAKEN, "{}", answer.text());
    }
}

#[test]
fn by_a_code_of_a_public_app() {
    everywhere(|scene| {
        let app = scene.house.add_app(NewApp { public: true, name: "Phone".to_owned(), ..opener() });
        let params = scene.x().with("client_id", &app.key);
        let code = scene.code(X_PAGE, &params, "bob");
        let issued = scene.ask(&scene.x_exchange(&code).with("client_id", &app.key).form("/2/oauth2/token"));
        assert_eq!(scene.taken(&bearer(&issued), true), TAKEN);
        let again = refresh(&member(&issued, "refresh_token")).with("client_id", &app.key);
        let next = scene.ask(&again.form("/2/oauth2/token"));
        assert_eq!(scene.taken(&bearer(&next), true), TAKEN);
        let back = Params::new(&[("client_id", &app.key), ("token_type_hint", "refresh_token")]);
        let back = back.with("token", &member(&next, "refresh_token")).form("/2/oauth2/revoke");
        assert_eq!(scene.ask(&back).text(), r#"{"revoked":true}"#);
        assert_eq!(scene.taken(&bearer(&issued), true), ENDED);
        assert_eq!(scene.taken(&bearer(&next), true), ENDED);
    });
}

#[test]
fn refresh_tokens_turn_and_betray_who_kept_an_old_one() {
    everywhere(|scene| {
        let first = scene.x_token(&scene.x_exchange(&scene.code(X_PAGE, &scene.x(), "amy")));
        let second = scene.x_token(&refresh(&member(&first, "refresh_token")));
        // Fewer scopes, and all of them again later.
        let fewer = refresh(&member(&second, "refresh_token")).with("scope", "users.read tweet.read");
        let third = scene.x_token(&fewer);
        assert_eq!(member(&third, "scope"), "users.read tweet.read");
        let fourth = scene.x_token(&refresh(&member(&third, "refresh_token")));
        assert_eq!(member(&fourth, "scope"), "tweet.read users.read block.read offline.access");
        let all = [&first, &second, &third, &fourth].map(bearer);
        for proof in &all {
            assert_eq!(scene.taken(proof, true), TAKEN, "turning ends no token");
        }
        // Somebody shows an old one: everything that came of the approval ends.
        let stolen = scene.x_token(&refresh(&member(&second, "refresh_token")));
        assert_eq!(told(&stolen), x_invalid("Value passed for the token was invalid."));
        for proof in &all {
            assert_eq!(scene.taken(proof, true), ENDED);
        }
        let last = scene.x_token(&refresh(&member(&fourth, "refresh_token")));
        assert_eq!(told(&last), x_invalid("Value passed for the token was invalid."));
    });
}

#[test]
fn no_refresh_token_unless_it_was_asked_for() {
    everywhere(|scene| {
        let params = scene.x().with("scope", "tweet.read users.read");
        let issued = scene.x_token(&scene.x_exchange(&scene.code(X_PAGE, &params, "amy")));
        assert!(issued.json().get("refresh_token").is_none(), "{}", issued.text());
        assert_eq!(scene.taken(&bearer(&issued), true), TAKEN);
    });
}

#[test]
fn what_is_given_back() {
    everywhere(|scene| {
        let pair = || scene.x_token(&scene.x_exchange(&scene.code(X_PAGE, &scene.x(), "amy")));
        // A token goes alone, whatever the hint says; a refresh token takes what came with it along.
        let one = pair();
        revoke(scene, &member(&one, "access_token"), "refresh_token");
        assert_eq!(scene.taken(&bearer(&one), true), ENDED);
        let two = scene.x_token(&refresh(&member(&one, "refresh_token")));
        assert_eq!(scene.taken(&bearer(&two), true), TAKEN);
        revoke(scene, &member(&two, "refresh_token"), "refresh_token");
        assert_eq!(scene.taken(&bearer(&two), true), ENDED);
        // Again, and nobody's: the same answer, and no effect.
        let three = pair();
        revoke(scene, &member(&two, "refresh_token"), "refresh_token");
        revoke(scene, "nobodys", "access_token");
        assert_eq!(scene.taken(&bearer(&three), true), TAKEN);
    });
}

#[test]
fn another_app_gives_nothing_back() {
    everywhere(|scene| {
        let issued = scene.x_token(&scene.x_exchange(&scene.code(X_PAGE, &scene.x(), "amy")));
        let other = scene.house.add_app(opener());
        for name in ["access_token", "refresh_token"] {
            let form = Params::new(&[("token", &member(&issued, name)), ("token_type_hint", name)]);
            let answer = scene.ask(&form.form("/2/oauth2/revoke").by(&basic(&other)));
            assert_eq!((answer.status(), answer.text().as_str()), (OK, r#"{"revoked":true}"#));
        }
        assert_eq!(scene.taken(&bearer(&issued), true), TAKEN);
        assert_eq!(scene.x_token(&refresh(&member(&issued, "refresh_token"))).status(), OK);
    });
}

#[test]
fn a_person_who_says_no_is_brought_back_with_the_error() {
    everywhere(|scene| {
        let mut browser = Browser::new();
        let page = browser.page(&scene.house, &scene.x().at(X_PAGE));
        let answer = browser.submit(&scene.house, &page, &[("decision", "deny")]);
        let told = ["error", "error_description", "state"].map(|name| answer.brought(name));
        assert_eq!(told, ["access_denied", "The person did not let the application in.", "st&te"]);
        assert!(answer.status() == 303 && answer.location().starts_with(BACK), "{}", answer.location());
    });
}

/// An app that the operator changed meanwhile is the changed one, also to a code that is under way.
#[test]
fn an_app_whose_secret_was_changed() {
    everywhere(|scene| {
        let code = scene.code(X_PAGE, &scene.x(), "amy");
        let changed = App { secret: block_graph::Secret::new("NewSecret"), ..App::clone(&scene.app) };
        scene.house.wait(scene.house.gateway.engine.set_app(changed)).expect("an app can be changed");
        assert_eq!(scene.x_token(&scene.x_exchange(&code)).status(), 401);
        let proof = Proof::basic(&scene.app.key, "NewSecret");
        assert_eq!(scene.ask(&scene.x_exchange(&code).form("/2/oauth2/token").by(&proof)).status(), OK);
    });
}
