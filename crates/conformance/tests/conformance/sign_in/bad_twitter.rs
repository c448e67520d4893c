//! Temporary credentials and their exchange with everything that can be wrong on the way, in v1.1's words.

use block_graph::NewApp;
use conformance::{Answer, Ask, Browser, Page};

use super::ways::{BACK, Params, Scene, TWITTER_PAGE, opener, signing};
use super::words::{NO_TICKET, application, coded, hash, hash_of, page, plain, told};

const INVALID: &str = "Invalid / expired Token";
const NOT_APPROVED: &str = "Callback URL not approved for this client application. Approved callback URLs can be adjusted \
                            in your application settings";

fn request(scene: &Scene, carried: &[(&str, &str)], accept: &str) -> Answer {
    let proof = carried.iter().fold(signing(&scene.app), |proof, (name, value)| proof.carrying(name, value));
    scene.ask(&Ask::post("/oauth/request_token").header("accept", accept).by(&proof))
}

#[test]
fn a_callback_that_is_not_the_apps() {
    let scene = Scene::new();
    for callback in ["https://evil.example/back", "https://app.example/back", "http://app.example/back?kept=1", "x"] {
        let asked = [("oauth_callback", callback)];
        assert_eq!(told(&request(&scene, &asked, "*/*")), coded(403, 415, NOT_APPROVED), "{callback}");
        assert_eq!(
            told(&request(&scene, &asked, "application/json")),
            application(403, 415, NOT_APPROVED),
            "{callback}"
        );
    }
}

#[test]
fn a_callback_of_an_app_that_takes_none() {
    let Scene { house, .. } = Scene::new();
    let app = house.add_app(NewApp { callbacks: vec![], ..opener() });
    let scene = Scene { house, app };
    let words = "Desktop applications only support the oauth_callback value 'oob'";
    let asked = [("oauth_callback", BACK)];
    assert_eq!(told(&request(&scene, &asked, "*/*")), hash_of("/oauth/request_token", words));
    assert_eq!(told(&request(&scene, &asked, "application/json")), application(401, 417, words));
    assert_eq!(request(&scene, &[("oauth_callback", "oob")], "*/*").status(), 200);
    assert_eq!(request(&scene, &[], "*/*").status(), 200, "none is out of band for such an app");
}

#[test]
fn an_access_level_that_there_is_not() {
    let scene = Scene::new();
    for kind in ["messages", "READ", "read write"] {
        let answer = request(&scene, &[("oauth_callback", BACK), ("x_auth_access_type", kind)], "*/*");
        assert_eq!(told(&answer), application(400, 44, "x_auth_access_type parameter is invalid."), "{kind}");
    }
}

#[test]
fn reverse_auth() {
    let scene = Scene::new();
    let answer = request(&scene, &[("x_auth_mode", "reverse_auth")], "*/*");
    assert_eq!(told(&answer), coded(403, 87, "Client is not permitted to perform this action"));
}

#[test]
fn a_wrong_verifier() {
    let scene = Scene::new();
    let temporary = scene.temporary(BACK);
    let verifier = scene.verifier(&temporary, "amy");
    let words = plain("Error processing your OAuth request: Invalid oauth_verifier parameter");
    for wrong in ["0000000", "x", &verifier.to_lowercase(), &verifier[1..]] {
        assert_eq!(told(&scene.ask(&scene.exchange(&temporary, wrong))), words, "{wrong}");
    }
    // Who mistypes a PIN may try again.
    assert_eq!(scene.ask(&scene.exchange(&temporary, &verifier)).status(), 200);
}

#[test]
fn a_verifier_of_others() {
    let scene = Scene::new();
    let (amys, bobs) = (scene.temporary(BACK), scene.temporary(BACK));
    let (of_amy, of_bob) = (scene.verifier(&amys, "amy"), scene.verifier(&bobs, "bob"));
    let words = plain("Error processing your OAuth request: Invalid oauth_verifier parameter");
    assert_eq!(told(&scene.ask(&scene.exchange(&amys, &of_bob))), words);
    assert_eq!(scene.ask(&scene.exchange(&amys, &of_amy)).pair("screen_name"), "amy");
    assert_eq!(scene.ask(&scene.exchange(&bobs, &of_bob)).pair("screen_name"), "bob");
}

#[test]
fn temporary_credentials_that_were_exchanged() {
    let scene = Scene::new();
    let temporary = scene.temporary(BACK);
    let verifier = scene.verifier(&temporary, "amy");
    let proof = scene.signed(&scene.ask(&scene.exchange(&temporary, &verifier)));
    assert_eq!(scene.taken(&proof, true), [200, 200, 401]);
    assert_eq!(told(&scene.ask(&scene.exchange(&temporary, &verifier))), hash(INVALID));
    // OAuth 1.0a has no rule that ends what came of them: a client that tries again has lost an answer.
    assert_eq!(scene.taken(&proof, true), [200, 200, 401]);
}

#[test]
fn temporary_credentials_that_nobody_has_or_approved() {
    let scene = Scene::new();
    let nobodys = Params::new(&[("oauth_token", "nobodys"), ("oauth_verifier", "x")]);
    assert_eq!(told(&scene.ask(&nobodys.form("/oauth/access_token"))), hash(INVALID));
    let temporary = scene.temporary(BACK);
    assert_eq!(told(&scene.ask(&scene.exchange(&temporary, "x"))), hash(INVALID));
    // A person's own token is none.
    let exchange =
        Params::new(&[("oauth_token", "1212092628029698101-DemoAmyAccessToken0123456789"), ("oauth_verifier", "x")]);
    assert_eq!(told(&scene.ask(&exchange.form("/oauth/access_token"))), hash(INVALID));
}

#[test]
fn temporary_credentials_that_were_denied() {
    let scene = Scene::new();
    let (temporary, mut browser) = (scene.temporary(BACK), Browser::new());
    let asked: Page = browser.page(&scene.house, &temporary.page());
    browser.submit(&scene.house, &asked, &[("decision", "deny")]);
    assert_eq!(told(&scene.ask(&scene.exchange(&temporary, "x"))), hash(INVALID));
    // Whoever goes back cannot change their mind on the old page.
    let again = browser.submit(&scene.house, &asked, &[("decision", "allow"), ("username", "amy")]);
    assert_eq!(page(&again), (403, NO_TICKET.to_owned()));
}

#[test]
fn temporary_credentials_that_expired() {
    let scene = Scene::new();
    let (approved, open, mut browser) = (scene.temporary(BACK), scene.temporary(BACK), Browser::new());
    let verifier = scene.verifier(&approved, "amy");
    let asked = browser.page(&scene.house, &open.page());
    scene.house.clock.advance(15 * 60 * 1000 - 1);
    assert_eq!(browser.open(&scene.house, &open.page()).status(), 200);
    scene.house.clock.advance(1);
    assert_eq!(told(&scene.ask(&scene.exchange(&approved, &verifier))), hash(INVALID));
    assert_eq!(page(&browser.open(&scene.house, &open.page())), (403, NO_TICKET.to_owned()));
    let late = browser.submit(&scene.house, &asked, &[("decision", "allow"), ("username", "amy")]);
    assert_eq!(page(&late), (403, NO_TICKET.to_owned()));
}

#[test]
fn temporary_credentials_of_another_app() {
    let scene = Scene::new();
    let (temporary, other) = (scene.temporary(BACK), scene.house.add_app(opener()));
    let verifier = scene.verifier(&temporary, "amy");
    let theirs = temporary.signing(&other).carrying("oauth_verifier", &verifier);
    let answer = scene.ask(&Ask::post("/oauth/access_token").by(&theirs));
    assert_eq!(told(&answer), hash(INVALID));
    // It spoils nothing for the app that they are for.
    assert_eq!(scene.ask(&scene.exchange(&temporary, &verifier)).status(), 200);
}

#[test]
fn a_wrong_secret_of_temporary_credentials() {
    let scene = Scene::new();
    let temporary = scene.temporary(BACK);
    let verifier = scene.verifier(&temporary, "amy");
    let wrong = temporary.signing(&scene.app).missigned().carrying("oauth_verifier", &verifier);
    let answer = scene.ask(&Ask::post("/oauth/access_token").by(&wrong));
    assert_eq!(told(&answer), application(401, 32, "Could not authenticate you."));
    // They are no proof of anybody anywhere else.
    let elsewhere = Ask::get("/1.1/account/verify_credentials.json").by(&temporary.signing(&scene.app));
    assert_eq!(told(&scene.ask(&elsewhere)), application(401, 89, "Invalid or expired token."));
}

#[test]
fn an_exchange_that_is_sent_again() {
    let scene = Scene::new();
    let temporary = scene.temporary(BACK);
    let mut exchange = scene.exchange(&temporary, &scene.verifier(&temporary, "amy"));
    exchange.proof = exchange.proof.with_nonce("again");
    let proof = scene.signed(&scene.ask(&exchange));
    // Nothing was proved by the replay, so it does no harm either.
    assert_eq!(told(&scene.ask(&exchange)), application(401, 32, "Could not authenticate you."));
    assert_eq!(scene.taken(&proof, true), [200, 200, 401]);
}

#[test]
fn a_token_that_is_guessed_on_the_page() {
    let scene = Scene::new();
    let good = scene.temporary(BACK).0;
    for token in ["nobodys", &good.to_lowercase(), &good[1..], &"x".repeat(5000), "%00", "é"] {
        let answer = Browser::new().open(&scene.house, &conformance::address(TWITTER_PAGE, &[("oauth_token", token)]));
        assert_eq!(page(&answer), (403, NO_TICKET.to_owned()), "{token}");
    }
}

#[test]
fn parameters_that_mean_nothing() {
    let scene = Scene::new();
    let temporary =
        scene.temporary_by(&scene.app, &[("oauth_callback", BACK), ("oauth_other", "x"), ("client_secret", "y")]);
    let verifier = scene.verifier(&temporary, "amy");
    let exchange =
        scene.exchange(&temporary, &verifier).fields(&[("other", "x"), ("oauth_callback", "https://evil.example/")]);
    assert_eq!(scene.ask(&exchange).status(), 200);
}
