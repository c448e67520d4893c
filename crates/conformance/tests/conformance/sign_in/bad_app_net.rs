//! App.net's OAuth 2 with everything that can be wrong on the way, in App.net's words.

use block_graph::{NewApp, Standing};
use conformance::{Ask, Browser, Proof, id};

use super::ways::{APP_NET_PAGE, BACK, ELSEWHERE, Params, Scene, basic, bearer, opener};
use super::words::{app_net, app_net_slug, page, told};

fn code(scene: &Scene) -> String {
    scene.code(APP_NET_PAGE, &scene.app_net(), "amy")
}

#[test]
fn a_code_that_was_used() {
    let scene = Scene::new();
    let exchange = scene.app_net_exchange(&code(&scene));
    let issued = scene.app_net_token(&exchange);
    assert_eq!(scene.taken(&bearer(&issued), true)[2], 200);
    let words = app_net_slug("invalid_grant", "The code was already used.", "code-used");
    assert_eq!(told(&scene.app_net_token(&exchange)), words);
    assert_eq!(scene.taken(&bearer(&issued), true)[2], 401, "what came of it has ended");
    let ended = scene.ask(&Ask::get("/token").by(&bearer(&issued))).json();
    assert_eq!(ended["meta"]["error_slug"], "not-authorized", "{ended}");
}

#[test]
fn a_code_that_is_ten_minutes_old() {
    let scene = Scene::new();
    let (first, second) = (code(&scene), code(&scene));
    scene.house.clock.advance(599_999);
    assert_eq!(scene.app_net_token(&scene.app_net_exchange(&first)).status(), 200);
    scene.house.clock.advance(1);
    let words = app_net_slug("invalid_grant", "The code has expired.", "token-expired");
    assert_eq!(told(&scene.app_net_token(&scene.app_net_exchange(&second))), words);
}

#[test]
fn a_code_that_is_nobodys_another_apps_or_another_services() {
    let scene = Scene::new();
    let words = app_net(400, "invalid_grant", "The code is invalid.");
    let (good, other) = (code(&scene), scene.house.add_app(opener()));
    for wrong in ["nobodys", &good.to_lowercase(), &scene.code("/i/oauth2/authorize", &scene.x(), "amy")] {
        assert_eq!(told(&scene.app_net_token(&scene.app_net_exchange(wrong))), words, "{wrong}");
    }
    let theirs = scene.app_net_exchange(&good).with("client_id", &other.key);
    let theirs = theirs.with("client_secret", other.secret.expose());
    assert_eq!(told(&scene.app_net_token(&theirs)), words);
    assert_eq!(scene.app_net_token(&scene.app_net_exchange(&good)).status(), 200, "it spoils nothing");
}

#[test]
fn a_wrong_redirect_uri() {
    let scene = Scene::new();
    let exchange = scene.app_net_exchange(&code(&scene));
    let words = app_net(400, "invalid_grant", "The redirect_uri is not the one that the code was issued for.");
    for wrong in [ELSEWHERE, "https://evil.example/", "https://app.example/back"] {
        assert_eq!(told(&scene.app_net_token(&exchange.with("redirect_uri", wrong))), words, "{wrong}");
    }
    assert_eq!(scene.app_net_token(&exchange).status(), 200);
}

#[test]
fn an_app_that_proves_nothing_or_twice() {
    let scene = Scene::new();
    let exchange = scene.app_net_exchange(&code(&scene));
    let other = scene.house.add_app(opener());
    let unproven = app_net(401, "invalid_client", "The client is unknown, or its secret is wrong.");
    for wrong in [
        exchange.with("client_secret", "wrong"),
        exchange.with("client_secret", other.secret.expose()),
        exchange.with("client_id", "nobodys"),
        // The password grant secret opens the password grant alone.
        exchange.with("client_secret", scene.app.password_secret.as_ref().unwrap().expose()),
    ] {
        assert_eq!(told(&scene.app_net_token(&wrong)), unproven, "{wrong:?}");
    }
    let twice = app_net(
        400,
        "invalid_request",
        "You must supply the client either in the body or in the Authorization header.",
    );
    let sent = |form: &Params, proof: &Proof| told(&scene.ask(&form.form("/oauth/access_token").by(proof)));
    assert_eq!(sent(&exchange, &basic(&scene.app)), twice);
    assert_eq!(sent(&exchange.without("client_secret"), &basic(&other)), twice);
    // Public apps had the fragment flow, and must show a secret here.
    let phone = scene.house.add_app(NewApp { public: true, ..opener() });
    let public = exchange.with("client_id", &phone.key).without("client_secret");
    let missing = app_net(401, "invalid_client", "You must supply a client_secret parameter.");
    assert_eq!(sent(&public, &Proof::None), missing);
    assert_eq!(scene.app_net_token(&exchange).status(), 200);
}

fn login(scene: &Scene, username: &str, password: &str) -> Params {
    let secret = scene.app.password_secret.as_ref().expect("the app may").expose();
    Params::new(&[("grant_type", "password"), ("client_id", &scene.app.key), ("password_grant_secret", secret)])
        .with("username", username)
        .with("password", password)
}

#[test]
fn a_wrong_password() {
    let scene = Scene::new();
    scene.password("cat", "open sesame");
    let words = (400, "application/json", r#"{"error":"Authentication failed"}"#.to_owned());
    for (name, password) in [("nobody", "open sesame"), ("cat", "wrong"), ("amy", "x"), ("cat@example.com", "wrong")] {
        assert_eq!(told(&scene.app_net_token(&login(&scene, name, password))), words, "{name}");
    }
}

#[test]
fn a_password_of_an_account_that_is_away() {
    let scene = Scene::new();
    for (name, standing, what) in
        [("cat", Standing::Suspended, "suspended"), ("bob", Standing::Deactivated, "deactivated")]
    {
        scene.password(name, "open sesame");
        scene.house.stand(id(name), standing);
        let answer = scene.app_net_token(&login(&scene, name, "open sesame"));
        let json = answer.json();
        assert_eq!((answer.status(), &json["error"]), (400, &"Authentication failed".into()), "{json}");
        assert_eq!(json["error_title"], "Account not available");
        assert!(json["error_text"].as_str().unwrap().contains(what), "{json}");
    }
}

#[test]
fn a_password_by_an_app_that_may_not_or_with_another_secret() {
    let scene = Scene::new();
    scene.password("cat", "open sesame");
    let good = login(&scene, "cat", "open sesame");
    let other = scene.house.add_app(NewApp { passwords: false, ..opener() });
    let words = app_net(400, "unauthorized_client", "This client is not approved for the password flow.");
    assert_eq!(told(&scene.app_net_token(&good.with("client_id", &other.key))), words);
    let unproven = app_net(401, "invalid_client", "The client is unknown, or its secret is wrong.");
    for secret in ["wrong", scene.app.secret.expose()] {
        assert_eq!(told(&scene.app_net_token(&good.with("password_grant_secret", secret))), unproven, "{secret}");
    }
    let scope = app_net(400, "invalid_scope", "You asked for a scope that does not exist.");
    assert_eq!(told(&scene.app_net_token(&good.with("scope", "stream nothing"))), scope);
    assert_eq!(scene.app_net_token(&good).status(), 200);
}

#[test]
fn another_grant() {
    let scene = Scene::new();
    let words = (400, "application/json", r#"{"error":"Unknown grant type"}"#.to_owned());
    let form = Params::new(&[("client_id", &scene.app.key)]);
    for grant in ["delegate", "refresh_token", "Password", ""] {
        assert_eq!(told(&scene.app_net_token(&form.with("grant_type", grant))), words, "{grant}");
    }
    assert_eq!(told(&scene.app_net_token(&form)), words);
    // A form alone has a grant type.
    let good = scene.app_net_exchange(&code(&scene));
    let query = Ask::post("/oauth/access_token").pairs(&good.pairs());
    assert_eq!(told(&scene.ask(&query)), words);
    let json = r#"{"grant_type":"client_credentials","client_id":"x","client_secret":"y"}"#;
    assert_eq!(told(&scene.ask(&Ask::post("/oauth/access_token").json(json))), words);
    let text =
        Ask { body: good.form("/").body, ..Ask::post("/oauth/access_token") }.header("content-type", "text/plain");
    assert_eq!(told(&scene.ask(&text.to("account.app.net"))), words);
}

#[test]
fn fields_that_are_missing_or_there_twice() {
    let scene = Scene::new();
    scene.password("cat", "open sesame");
    let code = code(&scene);
    let invalid = |words: String| app_net(400, "invalid_request", &words);
    for (form, name) in [
        (scene.app_net_exchange(&code), "code"),
        (login(&scene, "cat", "open sesame"), "username"),
        (login(&scene, "cat", "open sesame"), "password"),
    ] {
        let words = invalid(format!("You must supply a {name} parameter."));
        assert_eq!(told(&scene.app_net_token(&form.without(name))), words, "{name}");
        assert_eq!(told(&scene.app_net_token(&form.with(name, ""))), words, "{name}");
    }
    let slug = app_net_slug("invalid_request", "You must supply a redirect_uri parameter.", "redirect-uri-required");
    assert_eq!(told(&scene.app_net_token(&scene.app_net_exchange(&code).without("redirect_uri"))), slug);
    for (form, name) in [
        (scene.app_net_exchange(&code), "client_id"),
        (scene.app_net_exchange(&code), "client_secret"),
        (login(&scene, "cat", "open sesame"), "client_id"),
        (login(&scene, "cat", "open sesame"), "password_grant_secret"),
    ] {
        let words = app_net(401, "invalid_client", &format!("You must supply a {name} parameter."));
        assert_eq!(told(&scene.app_net_token(&form.without(name))), words, "{name}");
        assert_eq!(told(&scene.app_net_token(&form.with(name, ""))), words, "{name}");
    }
    for form in [scene.app_net_exchange(&code), login(&scene, "cat", "open sesame").with("scope", "stream")] {
        for (name, value) in &form.0 {
            let answer = scene.app_net_token(&form.again(name, value));
            assert_eq!(told(&answer), invalid(format!("You must supply only one {name} parameter.")));
        }
    }
    // What means nothing may be there, as often as it likes.
    let more = scene.app_net_exchange(&code).again("other", "x").again("other", "y").again("scope", "export");
    assert_eq!(scene.app_net_token(&more).status(), 200);
}

#[test]
fn what_the_page_tells() {
    let scene = Scene::new();
    let good = scene.app_net();
    let brought = |params: &Params| {
        let answer = Browser::new().open(&scene.house, &params.at(APP_NET_PAGE));
        assert_eq!(answer.status(), 302, "{}", answer.text());
        let mark = if params.get("response_type") == "token" { '#' } else { '&' };
        assert!(answer.location().starts_with(&format!("{BACK}{mark}error=")), "{}", answer.location());
        [answer.brought("error"), answer.brought("error_description")]
    };
    let scope = ["invalid_scope", "Value passed for the scope was invalid."];
    assert_eq!(brought(&good.with("scope", "nothing")), scope);
    assert_eq!(brought(&good.with("scope", "nothing").with("response_type", "token")), scope);
    assert_eq!(brought(&good.with("scope", "tweet.read")), scope);
    let kind = ["unsupported_response_type", "Value passed for the response type was invalid."];
    assert_eq!(brought(&good.with("response_type", "id_token")), kind);
    let missing = ["invalid_request", "Missing required parameter [response_type]."];
    assert_eq!(brought(&good.with("response_type", "")), missing);
    for name in ["response_type", "scope"] {
        let twice = ["invalid_request", "A parameter was passed more than once."];
        assert_eq!(brought(&good.again(name, &good.get(name))), twice, "{name}");
    }
    let shown = |params: &Params| page(&Browser::new().open(&scene.house, &params.at(APP_NET_PAGE)));
    let told = |words: &str| (400, words.to_owned());
    assert_eq!(shown(&good.with("client_id", "nobodys")), told("No application has the client id that it named."));
    assert_eq!(shown(&good.again("redirect_uri", BACK)), told("It passed redirect_uri more than once."));
    let no_token = "There is no request token for this page. That's the special key we need from applications asking \
                    to use your account.";
    assert_eq!(shown(&good.without("client_id")), told(no_token));
    let both =
        "It named a request token (Twitter's way) and a client id (App.net's way), so it is unclear what it asks for.";
    assert_eq!(shown(&good.again("oauth_token", "x")), told(both));
}
