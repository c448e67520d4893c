//! X's codes and refresh tokens with everything that can be wrong with them, in X's words.

use block_graph::NewApp;
use conformance::{Ask, Proof};

use super::ways::{CHALLENGE, ELSEWHERE, Params, Scene, X_PAGE, basic, bearer, member, opener};
use super::words::{told, x, x_invalid};

const CODE: &str = "Value passed for the authorization code was invalid.";
const TOKEN: &str = "Value passed for the token was invalid.";
const REDIRECT: &str = "Value passed for the redirect uri did not match the uri of the authorization code.";

fn code(scene: &Scene) -> String {
    scene.code(X_PAGE, &scene.x(), "amy")
}

fn refresh(text: &str) -> Params {
    Params::new(&[("grant_type", "refresh_token"), ("refresh_token", text)])
}

#[test]
fn a_code_that_was_used() {
    let scene = Scene::new();
    let exchange = scene.x_exchange(&code(&scene));
    let issued = scene.x_token(&exchange);
    assert_eq!(scene.taken(&bearer(&issued), true)[1], 200);
    assert_eq!(told(&scene.x_token(&exchange)), x_invalid(CODE));
    // What came of it has ended.
    assert_eq!(scene.taken(&bearer(&issued), true)[1], 401);
    assert_eq!(told(&scene.x_token(&refresh(&member(&issued, "refresh_token")))), x_invalid(TOKEN));
}

#[test]
fn a_code_that_is_thirty_seconds_old() {
    let scene = Scene::new();
    let (first, second) = (code(&scene), code(&scene));
    scene.house.clock.advance(29_999);
    assert_eq!(scene.x_token(&scene.x_exchange(&first)).status(), 200);
    scene.house.clock.advance(1);
    assert_eq!(told(&scene.x_token(&scene.x_exchange(&second))), x_invalid(CODE));
}

#[test]
fn a_code_that_is_nobodys_or_guessed() {
    let scene = Scene::new();
    let good = code(&scene);
    for wrong in ["nobodys", &good.to_lowercase(), &good[1..], "%00", &"x".repeat(9000)] {
        assert_eq!(told(&scene.x_token(&scene.x_exchange(wrong))), x_invalid(CODE), "{wrong}");
    }
    assert_eq!(scene.x_token(&scene.x_exchange(&good)).status(), 200);
}

#[test]
fn a_code_of_another_app() {
    let scene = Scene::new();
    let (other, exchange) = (scene.house.add_app(opener()), scene.x_exchange(&code(&scene)));
    let theirs = scene.ask(&exchange.form("/2/oauth2/token").by(&basic(&other)));
    assert_eq!(told(&theirs), x_invalid(CODE));
    let phone = scene.house.add_app(NewApp { public: true, ..opener() });
    let theirs = scene.ask(&exchange.with("client_id", &phone.key).form("/2/oauth2/token"));
    assert_eq!(told(&theirs), x_invalid(CODE));
    // It spoils nothing for the app that it is for.
    assert_eq!(scene.x_token(&exchange).status(), 200);
}

#[test]
fn a_code_of_another_service() {
    let scene = Scene::new();
    let theirs = scene.code("/oauth/authenticate", &scene.app_net(), "amy");
    assert_eq!(told(&scene.x_token(&scene.x_exchange(&theirs))), x_invalid(CODE));
    assert_eq!(scene.app_net_token(&scene.app_net_exchange(&theirs)).status(), 200);
}

#[test]
fn a_wrong_redirect_uri() {
    let scene = Scene::new();
    let exchange = scene.x_exchange(&code(&scene));
    for wrong in [ELSEWHERE, "https://evil.example/", "https://app.example/back", "HTTPS://app.example/back?kept=1"] {
        assert_eq!(told(&scene.x_token(&exchange.with("redirect_uri", wrong))), x_invalid(REDIRECT), "{wrong}");
    }
    assert_eq!(scene.x_token(&exchange).status(), 200);
}

#[test]
fn a_wrong_verifier() {
    let scene = Scene::new();
    let exchange = scene.x_exchange(&code(&scene));
    let words = x_invalid("Value passed for the code verifier did not match the code challenge.");
    // The challenge itself proves nothing either.
    for wrong in ["x", CHALLENGE, "dbjftjez4cvp-mb92k27uhbuju1p1r_ww1gfwfoejxk"] {
        assert_eq!(told(&scene.x_token(&exchange.with("code_verifier", wrong))), words, "{wrong}");
    }
    assert_eq!(scene.x_token(&exchange).status(), 200);
}

#[test]
fn an_app_that_shows_no_secret_or_another_apps() {
    let scene = Scene::new();
    let exchange = scene.x_exchange(&code(&scene));
    let (app, other) = (&scene.app, scene.house.add_app(opener()));
    let unproven = x(401, "unauthorized_client", "Missing valid authorization header");
    let named = exchange.with("client_id", &app.key);
    let sent = |form: &Params, proof: &Proof| scene.ask(&form.form("/2/oauth2/token").by(proof));
    for (form, proof) in [
        (named.clone(), Proof::None),
        // A secret among the parameters proves nothing.
        (named.with("client_secret", app.secret.expose()), Proof::None),
        (named, Proof::Bearer("DemoAmyUserBearer0123456789abcdefghijk".to_owned())),
        (exchange.clone(), Proof::basic(&app.key, other.secret.expose())),
    ] {
        let answer = sent(&form, &proof);
        assert_eq!(told(&answer), unproven, "{proof:?}");
        assert_eq!(answer.header("www-authenticate"), Some(r#"Basic realm="https://api.x.com""#));
        assert_eq!(answer.header("cache-control"), Some("no-cache, no-store, max-age=0"));
    }
    let no_client = x(400, "invalid_client", "Value passed for the client id was invalid.");
    assert_eq!(told(&sent(&exchange.with("client_id", "nobodys"), &Proof::None)), no_client);
    // Header and form must mean one app.
    assert_eq!(told(&sent(&exchange.with("client_id", &other.key), &basic(app))), no_client);
    // A public app that shows a secret must show the right one.
    let phone = scene.house.add_app(NewApp { public: true, ..opener() });
    assert_eq!(told(&sent(&exchange, &Proof::basic(&phone.key, "wrong"))), unproven);
}

#[test]
fn a_refresh_token_that_was_used_expired_or_is_of_others() {
    let scene = Scene::new();
    let issued = || scene.x_token(&scene.x_exchange(&code(&scene)));
    let first = issued();
    let text = member(&first, "refresh_token");
    for wrong in ["nobodys", &text.to_lowercase(), &member(&first, "access_token")] {
        assert_eq!(told(&scene.x_token(&refresh(wrong))), x_invalid(TOKEN), "{wrong}");
    }
    let other = scene.house.add_app(opener());
    let theirs = scene.ask(&refresh(&text).form("/2/oauth2/token").by(&basic(&other)));
    assert_eq!(told(&theirs), x_invalid(TOKEN));
    // Another app's try betrays nobody: it may have been found in a log.
    assert_eq!(scene.taken(&bearer(&first), true)[1], 200);
    assert_eq!(scene.x_token(&refresh(&text)).status(), 200);
    assert_eq!(told(&scene.x_token(&refresh(&text))), x_invalid(TOKEN));
    let second = member(&issued(), "refresh_token");
    scene.house.clock.advance(183 * 86_400_000);
    assert_eq!(told(&scene.x_token(&refresh(&second))), x_invalid(TOKEN));
}

#[test]
fn a_refresh_that_asks_for_more() {
    let scene = Scene::new();
    let issued = scene.x_token(&scene.x_exchange(&code(&scene)));
    let words = x(400, "invalid_scope", "Value passed for the scope was invalid.");
    let form = refresh(&member(&issued, "refresh_token"));
    for scope in ["block.write", "tweet.read dm.read", "nothing"] {
        assert_eq!(told(&scene.x_token(&form.with("scope", scope))), words, "{scope}");
    }
    assert_eq!(scene.x_token(&form).status(), 200, "it was not used up");
}

#[test]
fn another_grant() {
    let scene = Scene::new();
    let words = "Value passed for the grant type was invalid. Grant type should be one of [authorization_code, \
                 refresh_token].";
    for grant in
        ["client_credentials", "password", "Authorization_Code", "urn:ietf:params:oauth:grant-type:device_code"]
    {
        let form = Params::new(&[("grant_type", grant), ("client_id", &scene.app.key)]);
        assert_eq!(told(&scene.x_token(&form)), x_invalid(words), "{grant}");
    }
}

#[test]
fn bodies_of_another_kind() {
    let scene = Scene::new();
    let sent = |ask: Ask| told(&scene.ask(&ask.by(&basic(&scene.app))));
    for path in ["/2/oauth2/token", "/2/oauth2/revoke"] {
        let kind = x_invalid("Requests with bodies must have content-type of application/x-www-form-urlencoded.");
        let text = Ask { body: "grant_type=refresh_token".to_owned(), ..Ask::post(path) };
        for other in ["text/plain", "multipart/form-data; boundary=x", "application/xml", ""] {
            assert_eq!(sent(text.clone().header("content-type", other)), kind, "{other}");
        }
        assert_eq!(sent(text.clone()), kind, "none");
        for json in ["{", "[]", "1", r#""grant_type""#, "grant_type=refresh_token"] {
            assert_eq!(sent(Ask::post(path).json(json)), x_invalid("JSON doesn't match expected schema"), "{json}");
        }
    }
}
