//! The same ticket shown by many at once: exactly one gets the token. A code or refresh token that is shown again may be
//! stolen, so what the one got is revoked at once (RFC 6749, 4.1.2; RFC 6819, 5.2.2.3); OAuth 1.0a has no such rule.

use conformance::{Answer, Ask, Browser, House, StoreKind, at_once};

use super::ways::{APP_NET_PAGE, BACK, Params, Scene, X_PAGE, basic, bearer, member};

const MANY: usize = 16;

/// Sends the same request that often at once, to two processes where the store has room for them.
fn race(scene: &Scene, ask: impl Fn() -> Ask) -> Vec<Answer> {
    let shared = !matches!(scene.house.place().kind(), StoreKind::Memory | StoreKind::SqliteOwned) && !is_owned(scene);
    let twin = shared.then(|| scene.house.twin());
    let houses: Vec<&House> = [Some(&scene.house), twin.as_ref()].into_iter().flatten().collect();
    let asks: Vec<_> = (0..MANY).map(|_| ask()).collect();
    at_once(&houses, &asks)
}

#[cfg(feature = "postgres")]
fn is_owned(scene: &Scene) -> bool {
    scene.house.place().kind() == StoreKind::PostgresOwned
}

#[cfg(not(feature = "postgres"))]
fn is_owned(_: &Scene) -> bool {
    false
}

/// The one that was good. All others heard the same.
fn winner(answers: &[Answer], loses: u16, words: &str) -> Answer {
    let (won, lost): (Vec<_>, Vec<_>) = answers.iter().partition(|answer| answer.status() == 200);
    assert_eq!((won.len(), lost.len()), (1, MANY - 1), "{:?}", answers.iter().map(Answer::text).collect::<Vec<_>>());
    for answer in lost {
        assert!(answer.status() == loses && answer.text().contains(words), "{}", answer.text());
    }
    won[0].clone()
}

#[test]
fn a_code_of_x() {
    for kind in StoreKind::ALL {
        let scene = Scene::on(*kind);
        let exchange = scene.x_exchange(&scene.code(X_PAGE, &scene.x(), "amy"));
        let answers = race(&scene, || exchange.form("/2/oauth2/token").by(&basic(&scene.app)));
        let won = winner(&answers, 400, "Value passed for the authorization code was invalid.");
        assert_eq!(scene.taken(&bearer(&won), true), [401, 401, 401], "{kind:?}");
        let form = [("grant_type", "refresh_token"), ("refresh_token", &member(&won, "refresh_token"))];
        assert_eq!(scene.x_token(&Params::new(&form)).status(), 400, "{kind:?}");
    }
}

#[test]
fn a_refresh_token() {
    for kind in StoreKind::ALL {
        let scene = Scene::on(*kind);
        let first = scene.x_token(&scene.x_exchange(&scene.code(X_PAGE, &scene.x(), "amy")));
        let form = Params::new(&[("grant_type", "refresh_token"), ("refresh_token", &member(&first, "refresh_token"))]);
        let answers = race(&scene, || form.form("/2/oauth2/token").by(&basic(&scene.app)));
        let won = winner(&answers, 400, "Value passed for the token was invalid.");
        for answer in [&first, &won] {
            assert_eq!(scene.taken(&bearer(answer), true), [401, 401, 401], "{kind:?}");
        }
        let next = Params::new(&[("grant_type", "refresh_token"), ("refresh_token", &member(&won, "refresh_token"))]);
        assert_eq!(scene.x_token(&next).status(), 400, "{kind:?}");
    }
}

#[test]
fn a_code_of_app_net() {
    for kind in StoreKind::ALL {
        let scene = Scene::on(*kind);
        let exchange = scene.app_net_exchange(&scene.code(APP_NET_PAGE, &scene.app_net(), "amy"));
        let answers = race(&scene, || exchange.form("/oauth/access_token"));
        let won = winner(&answers, 400, "The code was already used.");
        assert_eq!(scene.taken(&bearer(&won), true), [401, 401, 401], "{kind:?}");
    }
}

#[test]
fn temporary_credentials() {
    for kind in StoreKind::ALL {
        let scene = Scene::on(*kind);
        let temporary = scene.temporary(BACK);
        let verifier = scene.verifier(&temporary, "amy");
        let answers = race(&scene, || scene.exchange(&temporary, &verifier));
        let won = winner(&answers, 401, "Invalid / expired Token");
        assert_eq!(scene.taken(&scene.signed(&won), true), [200, 200, 401], "{kind:?}");
    }
}

/// One page answered by many tabs: one verifier is brought back.
#[test]
fn an_answer() {
    for kind in StoreKind::ALL {
        let scene = Scene::on(*kind);
        let (temporary, mut browser) = (scene.temporary(BACK), Browser::new());
        let asked = browser.page(&scene.house, &temporary.page());
        let cookie = browser.cookie.clone().expect("the page gave one");
        let answers =
            race(&scene, || asked.ask(&[("decision", "allow"), ("username", "amy")]).header("cookie", &cookie));
        let sent: Vec<_> = answers.iter().filter(|answer| answer.status() == 303).collect();
        assert_eq!(sent.len(), 1, "{kind:?}");
        assert!(answers.iter().all(|answer| matches!(answer.status(), 303 | 403)), "{kind:?}");
        assert_eq!(scene.ask(&scene.exchange(&temporary, &sent[0].brought("oauth_verifier"))).status(), 200);
    }
}

/// The same person let in twice at once has one token; the app's own is one, however often it is asked for.
#[test]
fn tokens_that_are_the_same_for_all() {
    for kind in StoreKind::ALL {
        let scene = Scene::on(*kind);
        let own = race(&scene, || {
            Params::new(&[("grant_type", "client_credentials")]).form("/oauth2/token").by(&basic(&scene.app))
        });
        assert!(own.iter().all(|answer| answer.status() == 200 && answer.text() == own[0].text()), "{kind:?}");
        let approved: Vec<_> = (0..MANY)
            .map(|_| {
                let temporary = scene.temporary(BACK);
                let verifier = scene.verifier(&temporary, "amy");
                scene.exchange(&temporary, &verifier)
            })
            .collect();
        let issued = at_once(&[&scene.house], &approved);
        assert!(issued.iter().all(|answer| answer.status() == 200 && answer.text() == issued[0].text()), "{kind:?}");
    }
}
