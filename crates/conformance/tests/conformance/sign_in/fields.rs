//! X's token endpoints: every field left out, and every one there twice.

use conformance::Ask;

use super::ways::{Params, Scene, X_PAGE, basic, member};
use super::words::{told, x_invalid};

/// The forms of every grant and of giving back, with what each needs; good ones, made anew.
fn forms(scene: &Scene) -> Vec<(&'static str, Params, &'static [&'static str])> {
    let exchange = || scene.x_exchange(&scene.code(X_PAGE, &scene.x(), "amy"));
    let issued = scene.x_token(&exchange());
    let (token, refresh) = (member(&issued, "access_token"), member(&issued, "refresh_token"));
    let named = |params: Params| params.with("client_id", &scene.app.key);
    vec![
        ("/2/oauth2/token", named(exchange()), &["grant_type", "code", "redirect_uri", "code_verifier"]),
        (
            "/2/oauth2/token",
            named(Params::new(&[
                ("grant_type", "refresh_token"),
                ("refresh_token", &refresh),
                ("scope", "tweet.read"),
            ])),
            &["grant_type", "refresh_token"],
        ),
        (
            "/2/oauth2/revoke",
            named(Params::new(&[("token", &token), ("token_type_hint", "access_token")])),
            &["token", "token_type_hint"],
        ),
    ]
}

#[test]
fn a_field_that_is_missing() {
    let scene = Scene::new();
    for (path, form, needed) in forms(&scene) {
        let sent = |form: &Params| told(&scene.ask(&form.form(path).by(&basic(&scene.app))));
        for name in needed {
            let words = x_invalid(&format!("Missing required parameter [{name}]."));
            assert_eq!(sent(&form.without(name)), words, "{path} without {name}");
            assert_eq!(sent(&form.with(name, "")), words, "{path} with an empty {name}");
        }
        // Without a header the app must at least be named.
        let unnamed = scene.ask(&form.without("client_id").form(path));
        assert_eq!(told(&unnamed), x_invalid("Missing required parameter [client_id]."), "{path}");
        assert_eq!(sent(&form).0, 200, "{path}: nothing was used up");
    }
}

#[test]
fn a_field_that_is_there_twice() {
    let scene = Scene::new();
    for (path, form, _) in forms(&scene) {
        for (name, value) in &form.0 {
            let words = x_invalid(&format!("Duplicate parameters are not allowed: the [{name}] parameter."));
            for other in [value, "other"] {
                let twice = form.again(name, other).form(path).by(&basic(&scene.app));
                assert_eq!(told(&scene.ask(&twice)), words, "{path} {name}");
                // One in the query and one in the form.
                let both = Ask::post(path).pairs(&[(name, other)]).fields(&form.pairs()).by(&basic(&scene.app));
                assert_eq!(told(&scene.ask(&both)), words, "{path} {name}");
            }
        }
        let object: Vec<_> = form.0.iter().map(|(name, value)| format!(r#""{name}":"{value}""#)).collect();
        let (first, json) = (&object[0], object.join(","));
        let twice = Ask::post(path).json(format!("{{{json},{first}}}")).by(&basic(&scene.app));
        let words = x_invalid(&format!("Duplicate parameters are not allowed: the [{}] parameter.", form.0[0].0));
        assert_eq!(told(&scene.ask(&twice)), words, "{path}: a key of JSON");
    }
}

#[test]
fn fields_that_mean_nothing() {
    let scene = Scene::new();
    for (path, form, _) in forms(&scene) {
        let more = form.again("other", "x").again("other", "y").again("client_secret", "wrong").again("resource", "z");
        assert_eq!(scene.ask(&more.form(path).by(&basic(&scene.app))).status(), 200, "{path}");
    }
}
