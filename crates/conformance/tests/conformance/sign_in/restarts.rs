//! What was begun before a restart goes on after it, and what ended has ended, on every store that keeps anything.

use conformance::{Browser, StoreKind};

use super::ways::{APP_NET_PAGE, BACK, Params, Scene, X_PAGE, basic, bearer, member};

fn refresh(text: &str) -> Params {
    Params::new(&[("grant_type", "refresh_token"), ("refresh_token", text)])
}

#[test]
fn a_restart_changes_nothing() {
    for kind in StoreKind::ALL.iter().filter(|kind| **kind != StoreKind::Memory) {
        let scene = Scene::on(*kind);
        scene.password("cat", "open sesame");
        let target = scene.x().at(X_PAGE);
        // Tokens of all sorts.
        let temporary = scene.temporary(BACK);
        let signed = scene.signed(&scene.ask(&scene.exchange(&temporary, &scene.verifier(&temporary, "amy"))));
        let pair = scene.x_token(&scene.x_exchange(&scene.code(X_PAGE, &scene.x(), "amy")));
        let app_net = scene.app_net_token(&scene.app_net_exchange(&scene.code(APP_NET_PAGE, &scene.app_net(), "bob")));
        let of_app = Params::new(&[("grant_type", "client_credentials")]).form("/oauth2/token").by(&basic(&scene.app));
        let own = scene.ask(&of_app);
        // What is under way: approved and not, a code, a session with its form.
        let (approved, waiting) = (scene.temporary(BACK), scene.temporary("oob"));
        let verifier = scene.verifier(&approved, "bob");
        let code = scene.code(X_PAGE, &scene.x(), "bob");
        let mut browser = Browser::new();
        browser.allow(&scene.house, &target, "amy");
        let asked = browser.page(&scene.house, &target);
        // What ended: a code that was used twice, and what came of it; a refresh token that was turned.
        let used = scene.x_exchange(&scene.code(X_PAGE, &scene.x(), "jo"));
        let revoked = scene.x_token(&used);
        scene.x_token(&used);
        let turned = scene.x_token(&scene.x_exchange(&scene.code(X_PAGE, &scene.x(), "dan")));
        let after = scene.x_token(&refresh(&member(&turned, "refresh_token")));

        let scene = Scene { house: scene.house.restarted(), app: scene.app };
        assert_eq!(scene.taken(&signed, true), [200, 200, 401], "{kind:?}");
        assert_eq!(scene.taken(&bearer(&pair), true), [403, 200, 401], "{kind:?}");
        assert_eq!(scene.taken(&bearer(&app_net), true), [401, 401, 200], "{kind:?}");
        assert_eq!(scene.taken(&bearer(&own), false), [200, 200, 401], "{kind:?}");
        assert_eq!(scene.ask(&of_app).text(), own.text(), "{kind:?}: the same once more");
        assert_eq!(scene.ask(&scene.exchange(&approved, &verifier)).pair("screen_name"), "bob", "{kind:?}");
        assert_eq!(Browser::new().allow(&scene.house, &waiting.page(), "amy").status(), 200, "{kind:?}");
        assert_eq!(scene.x_token(&scene.x_exchange(&code)).status(), 200, "{kind:?}");
        assert_eq!(scene.x_token(&refresh(&member(&pair, "refresh_token"))).status(), 200, "{kind:?}");
        let sent = browser.submit(&scene.house, &asked, &[("decision", "allow")]);
        assert_eq!(scene.x_token(&scene.x_exchange(&sent.brought("code"))).status(), 200, "{kind:?}");
        let mut elsewhere = Browser::at("203.0.113.9");
        let page = elsewhere.page(&scene.house, &target);
        let fields = [("decision", "allow"), ("other", "cat"), ("password", "open sesame")];
        assert_eq!(elsewhere.submit(&scene.house, &page, &fields).status(), 303, "{kind:?}: the password");

        assert_eq!(scene.taken(&bearer(&revoked), true), [401, 401, 401], "{kind:?}");
        assert_eq!(scene.x_token(&used).status(), 400, "{kind:?}");
        assert_eq!(scene.x_token(&scene.x_exchange(&code)).status(), 400, "{kind:?}: good once");
        // A stolen refresh token is found out across the restart as well.
        assert_eq!(scene.taken(&bearer(&after), true), [403, 200, 401], "{kind:?}");
        assert_eq!(scene.x_token(&refresh(&member(&turned, "refresh_token"))).status(), 400, "{kind:?}");
        assert_eq!(scene.taken(&bearer(&after), true), [401, 401, 401], "{kind:?}");

        let scene = Scene { house: scene.house.restarted(), app: scene.app };
        assert_eq!(scene.taken(&bearer(&after), true), [401, 401, 401], "{kind:?}");
        assert_eq!(scene.taken(&signed, true), [200, 200, 401], "{kind:?}");
    }
}
