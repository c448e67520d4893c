//! What can be guessed is guessed slowly: tokens, signatures, secrets, codes, PINs and passwords.

use std::collections::HashMap;

use conformance::{Answer, Ask, Browser, House, Proof};

use super::ways::{BACK, Params, Scene, X_PAGE, basic, bearer, member, signing};
use super::words::{application, page, told};

const HERE: &str = "203.0.113.9";
const ELSEWHERE: &str = "203.0.113.10";
const QUARTER: i64 = 900_000;

/// A scene in which that many are allowed in a window.
fn limited(bucket: &str, most: u32) -> Scene {
    Scene::of(House::with_limits(HashMap::from([(bucket.to_owned(), most)])))
}

fn pair(scene: &Scene) -> Answer {
    scene.x_token(&scene.x_exchange(&scene.code(X_PAGE, &scene.x(), "amy")))
}

/// An address that showed too many wrong proofs is refused whatever it shows, until the window ends.
#[test]
fn tokens() {
    let scene = limited("gate/guesses", 6);
    let good = bearer(&pair(&scene));
    let signed = Proof::demo(portcullis::world::TokenKind::Oauth1, "amy");
    let ask = |path: &str, proof: &Proof, from: &str| scene.ask(&Ask::get(path).by(proof).from(from));
    let (v1, v2, app_net) = ("/1.1/account/verify_credentials.json", "/2/users/me", "/users/me");
    let wrong = Proof::Bearer("guessed".to_owned());
    let guesses = [
        (v1, &wrong),
        (v2, &wrong),
        (app_net, &wrong),
        (v1, &signed.missigned()),
        (v2, &signed.missigned()),
        (v2, &wrong),
    ];
    for (path, proof) in guesses {
        assert_eq!(ask(path, proof, HERE).status(), 401, "{path}");
        assert_eq!(ask(v2, &good, HERE).status(), 200, "good ones are still taken");
    }
    // One too many.
    for (path, proof) in [(v1, &wrong), (v2, &wrong), (app_net, &wrong), (v1, &signed.missigned())] {
        assert_eq!(ask(path, proof, HERE).status(), 429, "{path}");
    }
    for (path, proof) in [(v2, &good), (v1, &signed), (v2, &signed)] {
        assert_eq!(ask(path, proof, HERE).status(), 429, "{path}: a good one from there");
        assert_eq!(ask(path, proof, ELSEWHERE).status(), 200, "{path}: the same from elsewhere");
    }
    // The pages and what needs no proof are there for everybody.
    assert_eq!(Browser::at(HERE).open(&scene.house, &scene.x().at(X_PAGE)).status(), 200);
    scene.house.pass(QUARTER - 1);
    assert_eq!(ask(v2, &good, HERE).status(), 429);
    scene.house.pass(1);
    assert_eq!(ask(v2, &good, HERE).status(), 200);
}

#[test]
fn the_words_of_too_many_guesses() {
    let scene = limited("gate/guesses", 0);
    let wrong = Proof::Bearer("guessed".to_owned());
    let ask = |path: &str| scene.ask(&Ask::get(path).by(&wrong));
    let v1 = r#"{"errors":[{"message":"Rate limit exceeded","code":88}]}"#;
    assert_eq!(ask("/1.1/account/verify_credentials.json").text(), v1);
    let v2 = r#"{"title":"Too Many Requests","type":"about:blank","status":429,"detail":"Too Many Requests"}"#;
    assert_eq!(ask("/2/users/me").text(), v2);
    let app_net = ask("/users/me");
    assert_eq!(app_net.text(), r#"{"meta":{"code":429,"error_message":"Too many requests"}}"#);
    assert_eq!(app_net.header("Retry-After"), Some("900"));
}

#[test]
fn an_ipv6_network_is_one_guesser() {
    let scene = limited("gate/guesses", 1);
    let ask =
        |from: &str| scene.ask(&Ask::get("/2/users/me").by(&Proof::Bearer("guessed".to_owned())).from(from)).status();
    assert_eq!([ask("2001:db8::1"), ask("2001:db8::2"), ask("2001:db8:0:1::1")], [401, 429, 401]);
}

/// Signatures of apps without a token are guesses too.
#[test]
fn secrets_of_apps_that_sign() {
    let scene = limited("gate/guesses", 2);
    let ask = |proof: &Proof| scene.ask(&Ask::post("/oauth/request_token").by(proof)).status();
    let good = signing(&scene.app);
    assert_eq!([ask(&good.missigned()), ask(&good.missigned()), ask(&good.missigned())], [401, 401, 429]);
    assert_eq!(ask(&good), 429, "the right one, too late");
    scene.house.pass(QUARTER);
    assert_eq!(ask(&good), 200);
}

#[test]
fn codes_refresh_tokens_and_secrets_at_x() {
    let scene = limited("v2/oauth2/token", 5);
    let issued = pair(&scene);
    let refresh = |text: &str| Params::new(&[("grant_type", "refresh_token"), ("refresh_token", text)]);
    let good = refresh(&member(&issued, "refresh_token"));
    let sent = |form: &Params, proof: &Proof, from: &str| {
        scene.ask(&form.form("/2/oauth2/token").by(proof).from(from)).status()
    };
    let app = basic(&scene.app);
    for form in [scene.x_exchange("guessed"), refresh("guessed")] {
        assert_eq!(sent(&form, &app, HERE), 400);
    }
    for _ in 0..3 {
        assert_eq!(sent(&good, &Proof::basic(&scene.app.key, "guessed"), HERE), 401);
    }
    assert_eq!(sent(&good, &app, HERE), 429);
    assert_eq!(sent(&good, &app, ELSEWHERE), 200);
}

#[test]
fn pins_at_twitter() {
    let scene = limited("v1.1/oauth/access_token", 3);
    let temporary = scene.temporary("oob");
    let shown = Browser::new().allow(&scene.house, &temporary.page(), "amy").text();
    let pin = shown.split_once("<code>").and_then(|(_, rest)| rest.split_once('<')).unwrap().0.to_owned();
    let try_with = |pin: &str| scene.ask(&scene.exchange(&temporary, pin));
    for _ in 0..3 {
        assert_eq!(try_with("0000000").status(), 401);
    }
    let over = try_with(&pin);
    assert_eq!(
        (over.status(), over.text().as_str()),
        (429, r#"{"errors":[{"message":"Rate limit exceeded","code":88}]}"#)
    );
    // By the time the window ends, so have they.
    scene.house.pass(QUARTER);
    assert_eq!(try_with(&pin).status(), 401);
}

#[test]
fn codes_at_app_net() {
    let scene = limited("app.net/oauth", 2);
    let exchange = |code: &str| scene.app_net_token(&scene.app_net_exchange(code));
    let good = scene.code("/oauth/authenticate", &scene.app_net(), "amy");
    assert_eq!([exchange("guessed").status(), exchange("guessed").status()], [400, 400]);
    let over = exchange(&good);
    assert_eq!((over.status(), over.text().as_str()), (429, r#"{"error":"Too many requests"}"#));
    assert_eq!(over.header("Retry-After"), Some("900"));
}

/// Wrong passwords of an account are counted together wherever they are typed; then the right one is refused, too.
#[test]
fn passwords() {
    let scene = limited("sign-in/password", 4);
    scene.password("amy", "open sesame");
    scene.password("bob", "open barley");
    let page_with = |from: &str, name: &str, password: &str| {
        let mut browser = Browser::at(from);
        let asked = browser.page(&scene.house, &scene.x().at(X_PAGE));
        browser.submit(&scene.house, &asked, &[("decision", "allow"), ("other", name), ("password", password)])
    };
    let xauth = |password: &str| {
        let login = [("x_auth_mode", "client_auth"), ("x_auth_username", "amy"), ("x_auth_password", password)];
        scene.ask(&Ask::post("/oauth/access_token").fields(&login).by(&signing(&scene.app)))
    };
    let app_net = |password: &str| {
        let secret = scene.app.password_secret.as_ref().unwrap().expose();
        let form = [("grant_type", "password"), ("client_id", &scene.app.key), ("password_grant_secret", secret)];
        let form = Params::new(&form).with("username", "amy").with("password", password);
        scene.app_net_token(&form)
    };
    assert_eq!(page(&page_with(HERE, "amy", "1")).0, 200);
    assert_eq!(page(&page_with(ELSEWHERE, "amy", "2")).0, 200);
    assert_eq!(told(&xauth("3")), application(401, 32, "Could not authenticate you."));
    assert_eq!(app_net("4").status(), 400);
    // The right one comes too late, at each of them.
    let words = "There were too many wrong passwords for this account. Try again in 15 minutes.";
    assert_eq!(page(&page_with(HERE, "amy", "open sesame")), (429, words.to_owned()));
    let over = xauth("open sesame");
    assert_eq!((over.status(), over.header("retry-after")), (429, Some("900")));
    let over = app_net("open sesame");
    assert_eq!((over.status(), over.header("Retry-After")), (429, Some("900")));
    assert_eq!(over.json()["error_title"], "Too many attempts");
    // Others are not bothered, and it ends.
    assert_eq!(page_with(HERE, "bob", "open barley").status(), 303);
    scene.house.pass(QUARTER);
    assert_eq!(page_with(HERE, "amy", "open sesame").status(), 303);
}

#[test]
fn pages_and_answers_of_an_address() {
    for (bucket, answers) in [("sign-in/page", false), ("sign-in/answer", true)] {
        let scene = limited(bucket, 2);
        let mut browser = Browser::at(HERE);
        let target = scene.temporary(BACK).page();
        let asked = browser.page(&scene.house, &target);
        let mut again = |from: &str| {
            browser.address = from.to_owned();
            if answers {
                browser.submit(&scene.house, &asked, &[("decision", "allow"), ("other", "nobody"), ("password", "x")])
            } else {
                browser.open(&scene.house, &target)
            }
        };
        again(HERE);
        if answers {
            again(HERE);
        }
        let over = again(HERE);
        assert_eq!(page(&over), (429, "There were too many requests from your address.".to_owned()), "{bucket}");
        assert_eq!(over.header("retry-after"), Some("900"));
        assert_eq!(again(ELSEWHERE).status(), 200, "{bucket}");
    }
}

/// All of it once more, counted on a server instead of in memory.
#[cfg(feature = "redis")]
#[test]
fn counted_together() {
    use conformance::together::counted_together;
    counted_together(tokens);
    counted_together(the_words_of_too_many_guesses);
    counted_together(an_ipv6_network_is_one_guesser);
    counted_together(secrets_of_apps_that_sign);
    counted_together(codes_refresh_tokens_and_secrets_at_x);
    counted_together(pins_at_twitter);
    counted_together(codes_at_app_net);
    counted_together(passwords);
    counted_together(pages_and_answers_of_an_address);
}
