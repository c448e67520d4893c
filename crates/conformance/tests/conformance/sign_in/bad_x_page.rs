//! What is wrong with a request to X's page: told to the app where one vouches for the place, else to the person.

use block_graph::NewApp;
use conformance::Browser;

use super::ways::{BACK, Params, Scene, X_PAGE, basic, opener};
use super::words::page;

/// What is wrong with a request to the page, told to the app in the address.
fn brought(scene: &Scene, params: &Params) -> [String; 2] {
    let mut browser = Browser::new();
    let answer = browser.open(&scene.house, &params.at(X_PAGE));
    assert_eq!(answer.status(), 302, "{params:?}: {}", answer.text());
    assert!(answer.location().starts_with(BACK), "{}", answer.location());
    assert_eq!(browser.cookie, None, "nobody was asked anything");
    let sent = params.0.iter().filter(|(name, _)| name == "state").count();
    match sent {
        1 => assert_eq!(answer.brought("state"), params.get("state")),
        _ => assert!(!answer.location().contains("state="), "of two notes neither is the app's for certain"),
    }
    [answer.brought("error"), answer.brought("error_description")]
}

#[test]
fn what_the_page_tells_the_app() {
    let scene = Scene::new();
    let good = scene.x();
    let long = "s".repeat(501);
    for (params, error, words) in [
        (good.without("response_type"), "invalid_request", "Missing required parameter [response_type]."),
        (good.with("response_type", ""), "invalid_request", "Missing required parameter [response_type]."),
        (
            good.with("response_type", "token"),
            "unsupported_response_type",
            "Value passed for the response type was invalid.",
        ),
        (good.without("scope"), "invalid_scope", "Missing required parameter [scope]."),
        (good.with("scope", "tweet.read nothing"), "invalid_scope", "Value passed for the scope was invalid."),
        (good.with("scope", "tweet.read,users.read"), "invalid_scope", "Value passed for the scope was invalid."),
        (good.with("scope", "stream"), "invalid_scope", "Value passed for the scope was invalid."),
        (good.with("state", &long), "invalid_request", "Value passed for the state was too long."),
        (good.without("code_challenge"), "invalid_request", "Missing required parameter [code_challenge]."),
        (good.with("code_challenge", "short"), "invalid_request", "Value passed for the code challenge was invalid."),
        (
            good.with("code_challenge", &"é".repeat(43)),
            "invalid_request",
            "Value passed for the code challenge was invalid.",
        ),
        (
            good.with("code_challenge_method", "S512"),
            "invalid_request",
            "Value passed for the code challenge method was invalid.",
        ),
    ] {
        assert_eq!(brought(&scene, &params), [error, words], "{params:?}");
    }
    for name in ["response_type", "scope", "state", "code_challenge", "code_challenge_method"] {
        let twice = good.again(name, &good.get(name));
        assert_eq!(brought(&scene, &twice), ["invalid_request", "A parameter was passed more than once."], "{name}");
    }
    // What is good: no note at all, one of just so many characters, and what means nothing.
    for params in
        [good.without("state"), good.with("state", &long[1..]), good.again("other", "x"), good.again("other", "y")]
    {
        Browser::new().page(&scene.house, &params.at(X_PAGE));
    }
}

#[test]
fn what_the_page_tells_the_person() {
    let scene = Scene::new();
    let good = scene.x();
    let only = scene.house.add_app(NewApp { callbacks: vec![BACK.into()], ..opener() });
    let none = scene.house.add_app(NewApp { callbacks: vec![], ..opener() });
    let unnamed = "It did not say where you are to be sent back to, and not just one address is registered for it.";
    let unregistered = "It asked for you to be sent back to an address that is not registered for it. \
                        Addresses are compared letter by letter.";
    for (params, words) in [
        (good.without("client_id"), "It did not name its client id."),
        (good.with("client_id", ""), "It did not name its client id."),
        (good.with("client_id", "nobodys"), "No application has the client id that it named."),
        (good.again("client_id", &only.key), "It passed client_id more than once."),
        (good.again("redirect_uri", BACK), "It passed redirect_uri more than once."),
        (good.without("redirect_uri"), unnamed),
        (good.without("redirect_uri").with("client_id", &none.key), unnamed),
        (good.with("redirect_uri", "https://app.example/other"), unregistered),
        (good.with("client_id", &none.key), unregistered),
    ] {
        let answer = Browser::new().open(&scene.house, &params.at(X_PAGE));
        assert_eq!(page(&answer), (400, words.to_owned()), "{params:?}");
        assert_eq!(answer.header("location"), None);
    }
    // An app with one place need not name it, neither on the page nor, then, at the exchange.
    for named in [false, true] {
        let params = good.with("client_id", &only.key).without("redirect_uri");
        let exchange = scene.x_exchange(&scene.code(X_PAGE, &params, "amy"));
        let exchange = if named { exchange } else { exchange.without("redirect_uri") };
        let answer = scene.ask(&exchange.form("/2/oauth2/token").by(&basic(&only)));
        assert_eq!(answer.status(), 200, "{}", answer.text());
    }
}
