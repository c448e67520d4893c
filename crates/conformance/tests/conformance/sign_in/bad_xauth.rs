//! xAuth and v1.1's oauth2/* with everything that can be wrong on them, and the parameters of all of v1.1's ways to a token:
//! missing, and there twice.

use block_graph::{NewApp, Standing};
use conformance::{Answer, Ask, Proof, id};

use super::ways::{BACK, ELSEWHERE, Params, Scene, basic, bearer, member, opener, signing};
use super::words::{application, coded, hash, labelled, plain, told, unverified};

fn login(username: &str, password: &str) -> Params {
    Params::new(&[("x_auth_mode", "client_auth"), ("x_auth_username", username), ("x_auth_password", password)])
}

fn by_password(scene: &Scene, login: &Params) -> Answer {
    scene.ask(&login.form("/oauth/access_token").by(&signing(&scene.app)))
}

#[test]
fn a_password_of_an_app_that_may_not() {
    let Scene { house, .. } = Scene::new();
    let app = house.add_app(NewApp { passwords: false, ..opener() });
    let scene = Scene { house, app };
    scene.password("cat", "open sesame");
    let form = login("cat", "open sesame").form("/oauth/access_token").by(&signing(&scene.app));
    let words = "Client is not permitted to perform this action";
    assert_eq!(told(&scene.ask(&form)), coded(403, 87, words));
    let json = scene.ask(&form.header("accept", "application/json"));
    assert_eq!(told(&json), application(403, 87, "Client is not permitted to perform this action."));
}

#[test]
fn a_password_in_an_address_or_in_another_mode() {
    let scene = Scene::new();
    scene.password("cat", "open sesame");
    let login = login("cat", "open sesame");
    let words = coded(403, 87, "Client is not permitted to perform this action");
    let get = Ask::get("/oauth/access_token").pairs(&login.pairs()).by(&signing(&scene.app));
    assert_eq!(told(&scene.ask(&get)), words);
    assert_eq!(told(&by_password(&scene, &login.with("x_auth_mode", "exchange_auth"))), words);
}

#[test]
fn a_wrong_password() {
    let scene = Scene::new();
    scene.password("cat", "open sesame");
    let words = application(401, 32, "Could not authenticate you.");
    // Nobody of that name, a wrong one, and an account that has none: all alike.
    for (name, password) in
        [("nobody", "open sesame"), ("cat", "wrong"), ("cat", "Open Sesame"), ("amy", "open sesame")]
    {
        assert_eq!(told(&by_password(&scene, &login(name, password))), words, "{name} {password}");
    }
}

#[test]
fn a_password_of_an_account_that_is_away() {
    let scene = Scene::new();
    for (name, standing, words) in [
        (
            "cat",
            Standing::Suspended,
            application(403, 64, "Your account is suspended and is not permitted to access this feature."),
        ),
        ("bob", Standing::Deactivated, application(401, 32, "Could not authenticate you.")),
    ] {
        scene.password(name, "open sesame");
        scene.house.stand(id(name), standing);
        assert_eq!(told(&by_password(&scene, &login(name, "open sesame"))), words, "{name}");
        // A wrong password tells nothing of how the account stands.
        let wrong = by_password(&scene, &login(name, "wrong"));
        assert_eq!(told(&wrong), application(401, 32, "Could not authenticate you."), "{name}");
    }
}

#[test]
fn an_unsigned_password() {
    let scene = Scene::new();
    let answer = scene.ask(&login("cat", "x").form("/oauth/access_token"));
    let (status, _, body) = application(400, 215, "Bad Authentication data.");
    assert_eq!(told(&answer), (status, "application/json; charset=utf-8", body));
}

#[test]
fn another_grant_of_oauth2_token() {
    let scene = Scene::new();
    for grant in ["password", "authorization_code", "Client_Credentials"] {
        let form = Params::new(&[("grant_type", grant)]).form("/oauth2/token").by(&basic(&scene.app));
        assert_eq!(told(&scene.ask(&form)), unverified(), "{grant}");
    }
    // The key and the secret anywhere else than in the header.
    let fields = [("grant_type", "client_credentials"), ("client_id", &scene.app.key)];
    let form = Params::new(&fields).with("client_secret", scene.app.secret.expose());
    assert_eq!(told(&scene.ask(&form.form("/oauth2/token"))), unverified());
}

#[test]
fn a_token_to_end_that_is_not_the_apps_or_ended() {
    let scene = Scene::new();
    let words = application(403, 348, "Client application is not permitted to to invalidate this token.");
    let other = scene.house.add_app(opener());
    let ask = |app| Params::new(&[("grant_type", "client_credentials")]).form("/oauth2/token").by(&basic(app));
    let issued = scene.ask(&ask(&scene.app));
    let text = member(&issued, "access_token");
    let end = |text: &str| Params::new(&[("access_token", text)]).form("/oauth2/invalidate_token");
    assert_eq!(told(&scene.ask(&end(&text).by(&basic(&other)))), words);
    assert_eq!(told(&scene.ask(&end("nobodys").by(&basic(&scene.app)))), words);
    assert_eq!(scene.taken(&bearer(&issued), false), [200, 200, 401]);
    assert_eq!(scene.ask(&end(&text).by(&basic(&scene.app))).status(), 200);
    assert_eq!(told(&scene.ask(&end(&text).by(&basic(&scene.app)))), words, "again");
}

#[test]
fn a_parameter_with_two_values() {
    let scene = Scene::new();
    let words = application(401, 32, "Could not authenticate you.");
    let proof = signing(&scene.app).carrying("oauth_callback", BACK);
    let two = Ask::post("/oauth/request_token").fields(&[("oauth_callback", ELSEWHERE)]).by(&proof);
    assert_eq!(told(&scene.ask(&two)), words);
    // Twice the same is taken, as one client sends it.
    let same = Ask::post("/oauth/request_token").fields(&[("oauth_callback", BACK)]).by(&proof);
    assert_eq!(scene.ask(&same).status(), 200);
    let temporary = scene.temporary(BACK);
    let verifier = scene.verifier(&temporary, "amy");
    let exchange = Params::new(&[("oauth_token", &temporary.0), ("oauth_verifier", &verifier)]);
    for name in ["oauth_token", "oauth_verifier"] {
        let answer = scene.ask(&exchange.again(name, "other").form("/oauth/access_token"));
        assert_eq!(told(&answer), words, "{name}");
    }
    assert_eq!(scene.ask(&exchange.again("oauth_verifier", &verifier).form("/oauth/access_token")).status(), 200);
    // Of the grants that RFC 6749 rules, none.
    let grant = Params::new(&[("grant_type", "client_credentials")]).again("grant_type", "client_credentials");
    assert_eq!(told(&scene.ask(&grant.form("/oauth2/token").by(&basic(&scene.app)))), unverified());
    let end = Params::new(&[("access_token", "x")]).again("access_token", "y");
    assert_eq!(told(&scene.ask(&end.form("/oauth2/invalidate_token").by(&basic(&scene.app)))), unverified());
}

#[test]
fn a_parameter_that_is_missing() {
    let scene = Scene::new();
    let temporary = scene.temporary(BACK);
    let verifier = scene.verifier(&temporary, "amy");
    let exchange = Params::new(&[("oauth_token", &temporary.0), ("oauth_verifier", &verifier)]);
    let sent = |form: &Params, path: &str, proof: &Proof| told(&scene.ask(&form.form(path).by(proof)));
    let (nobody, app, path) = (Proof::None, basic(&scene.app), "/oauth/access_token");
    assert_eq!(sent(&exchange.without("oauth_token"), path, &nobody), plain("Request token missing"));
    assert_eq!(sent(&exchange.with("oauth_token", ""), path, &nobody), plain("Request token missing"));
    let verifier_missing = hash("Required oauth_verifier parameter not provided");
    assert_eq!(sent(&exchange.without("oauth_verifier"), path, &nobody), verifier_missing);
    assert_eq!(sent(&exchange.with("oauth_verifier", ""), path, &nobody), verifier_missing);
    for name in ["x_auth_username", "x_auth_password"] {
        let words = application(403, 38, &format!("{name} parameter is missing."));
        assert_eq!(sent(&login("cat", "x").without(name), path, &signing(&scene.app)), words);
        assert_eq!(sent(&login("cat", "x").with(name, ""), path, &signing(&scene.app)), words);
    }
    for (path, name) in [("/oauth2/token", "grant_type"), ("/oauth2/invalidate_token", "access_token")] {
        let words = labelled(170, &format!("Missing required parameter: {name}"), "forbidden_missing_parameter");
        assert_eq!(sent(&Params::new(&[("other", "x")]), path, &app), words);
        assert_eq!(sent(&Params::new(&[(name, "")]), path, &app), words);
        // A body that is no form has no parameters.
        let text =
            Ask { body: format!("{name}=client_credentials"), ..Ask::post(path) }.header("content-type", "text/plain");
        assert_eq!(told(&scene.ask(&text.by(&app))), words);
        let json = Ask::post(path).json(format!(r#"{{"{name}":"client_credentials"}}"#));
        assert_eq!(told(&scene.ask(&json.by(&app))), words);
    }
}
