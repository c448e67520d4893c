//! No secret of any kind is in the log: every line of our own crates during every way to a token, good and bad, at the
//! most talkative level.

use std::sync::{Mutex, MutexGuard, Once, PoisonError};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use conformance::{Answer, Ask, Browser, Proof, StoreKind};
use dialect::oauth1::escape;
use log::{LevelFilter, Log, Metadata, Record};

use super::ways::{APP_NET_PAGE, BACK, Params, Scene, VERIFIER, X_PAGE, basic, bearer, member, signing};

/// Lines as they would be written, while somebody listens.
struct Ear(Mutex<Option<Vec<String>>>);

static EAR: Ear = Ear(Mutex::new(None));

/// Our crates, and the line of each request.
const OWN: [&str; 8] = ["access", "portcullis", "block_graph", "dialect", "sign_in", "twitter_v1", "x_v2", "app_net"];

impl Ear {
    fn lines(&self) -> MutexGuard<'_, Option<Vec<String>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Log for Ear {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        OWN.contains(&metadata.target().split("::").next().unwrap_or_default())
    }

    fn log(&self, record: &Record<'_>) {
        if self.enabled(record.metadata())
            && let Some(lines) = self.lines().as_mut()
        {
            lines.push(format!("{} {} {}", record.level(), record.target(), record.args()));
        }
    }

    fn flush(&self) {}
}

/// The lines that were written while something was done, by whomever.
fn heard(work: impl FnOnce()) -> Vec<String> {
    static START: Once = Once::new();
    START.call_once(|| log::set_logger(&EAR).expect("nobody else listens"));
    *EAR.lines() = Some(Vec::new());
    log::set_max_level(LevelFilter::Trace);
    work();
    log::set_max_level(LevelFilter::Off);
    EAR.lines().take().unwrap_or_default()
}

/// What must not be written, as it was sent and in the ways it is written on the wire.
#[derive(Default)]
struct Secrets(Vec<String>);

impl Secrets {
    fn add(&mut self, secret: &str) {
        assert!(secret.len() >= 7, "{secret:?} would be found by chance");
        self.0.extend([secret.to_owned(), escape(secret), STANDARD.encode(secret)]);
    }

    fn all(&mut self, answer: &Answer, names: &[&str]) {
        names.iter().for_each(|name| self.add(&member(answer, name)));
    }
}

const PASSWORD: &str = "open sesame, and quickly";
const GUESSED: &str = "a-password-that-was-guessed";

/// OAuth 1.0a by page and by password, and an app's own token.
fn twitter(scene: &Scene, secrets: &mut Secrets) {
    let temporary = scene.temporary(BACK);
    let verifier = scene.verifier(&temporary, "amy");
    let exchange = scene.exchange(&temporary, &verifier);
    let issued = scene.ask(&exchange);
    scene.ask(&exchange);
    scene.ask(&scene.exchange(&temporary, "a-guessed-verifier"));
    scene
        .ask(&Ask::get("/oauth/access_token").pairs(&[("oauth_token", "x"), ("oauth_verifier", "a-guessed-verifier")]));
    ["a-guessed-verifier", temporary.1.as_str(), &verifier, &issued.pair("oauth_token_secret")]
        .iter()
        .for_each(|secret| secrets.add(secret));
    for password in [PASSWORD, GUESSED] {
        let login = [("x_auth_mode", "client_auth"), ("x_auth_username", "cat"), ("x_auth_password", password)];
        scene.ask(&Ask::post("/oauth/access_token").fields(&login).by(&signing(&scene.app)));
        // In the address, where it must not be, it is refused and still not written.
        scene.ask(&Ask::get("/oauth/access_token").pairs(&login).by(&signing(&scene.app)));
    }
    let own =
        scene.ask(&Params::new(&[("grant_type", "client_credentials")]).form("/oauth2/token").by(&basic(&scene.app)));
    secrets.all(&own, &["access_token"]);
    scene.taken(&bearer(&own), false);
    scene.taken(&scene.signed(&issued), true);
    scene.taken(&scene.signed(&issued).missigned(), true);
    scene.ask(
        &Ask::post("/oauth2/invalidate_token")
            .pairs(&[("access_token", &member(&own, "access_token"))])
            .by(&basic(&scene.app)),
    );
}

fn x(scene: &Scene, secrets: &mut Secrets) {
    let code = scene.code(X_PAGE, &scene.x(), "amy");
    let issued = scene.x_token(&scene.x_exchange(&code));
    secrets.add(&code);
    secrets.add(VERIFIER);
    secrets.all(&issued, &["access_token", "refresh_token"]);
    let refresh = [("grant_type", "refresh_token"), ("refresh_token", &*member(&issued, "refresh_token"))];
    let next = scene.x_token(&Params::new(&refresh));
    secrets.all(&next, &["access_token", "refresh_token"]);
    scene.taken(&bearer(&next), true);
    scene.ask(&Ask::post("/2/oauth2/token").pairs(&refresh).by(&basic(&scene.app)));
    scene.ask(
        &Ask::post("/2/oauth2/token")
            .json(format!(r#"{{"client_secret":"{GUESSED}","#))
            .by(&Proof::basic("x", GUESSED)),
    );
    scene.x_token(&scene.x_exchange(&code));
    let back = [("token", &*member(&next, "refresh_token")), ("token_type_hint", "refresh_token")];
    scene.ask(&Ask::post("/2/oauth2/revoke").pairs(&back).by(&basic(&scene.app)));
}

fn app_net(scene: &Scene, secrets: &mut Secrets) {
    let code = scene.code(APP_NET_PAGE, &scene.app_net(), "bob");
    let issued = scene.app_net_token(&scene.app_net_exchange(&code));
    secrets.add(&code);
    secrets.all(&issued, &["access_token"]);
    let params = scene.app_net().with("response_type", "token").at(APP_NET_PAGE);
    let answer = Browser::new().allow(&scene.house, &params, "bob");
    secrets.add(&answer.brought("access_token"));
    let secret = scene.app.password_secret.as_ref().expect("the app may").expose();
    secrets.add(secret);
    for password in [PASSWORD, GUESSED] {
        let form = [("grant_type", "password"), ("client_id", &*scene.app.key), ("password_grant_secret", secret)];
        let form = Params::new(&form).with("username", "cat").with("password", password);
        let answer = scene.app_net_token(&form);
        if answer.status() == 200 {
            secrets.all(&answer, &["access_token"]);
        }
    }
    let query = format!("/token?access_token={}", member(&issued, "access_token"));
    assert_eq!(scene.ask(&Ask::get(&query)).status(), 200);
    scene.ask(&Ask::delete(&query));
    scene.ask(&Ask::get(&query));
}

fn pages(scene: &Scene, secrets: &mut Secrets) {
    let mut browser = Browser::at("203.0.113.9");
    let target = scene.x().at(X_PAGE);
    let asked = browser.page(&scene.house, &target);
    secrets.add(asked.field("form"));
    for password in [GUESSED, PASSWORD] {
        secrets.add(browser.cookie.as_deref().and_then(|cookie| cookie.split_once('=')).expect("a session").1);
        let fields = [("decision", "allow"), ("other", "cat"), ("password", password)];
        browser.submit(&scene.house, &asked, &fields);
    }
    secrets.add(browser.cookie.as_deref().and_then(|cookie| cookie.split_once('=')).expect("a session").1);
    browser.submit(&scene.house, &asked.with("form", Some(GUESSED)), &[("decision", "allow")]);
    browser.open(&scene.house, &format!("{target}&password={GUESSED}"));
}

#[test]
fn no_secret_is_in_the_log() {
    for kind in StoreKind::ALL {
        let mut secrets = Secrets::default();
        let lines = heard(|| {
            let scene = Scene::on(*kind);
            scene.password("cat", PASSWORD);
            [PASSWORD, GUESSED, scene.app.secret.expose()].iter().for_each(|secret| secrets.add(secret));
            secrets.0.push(STANDARD.encode(format!("{}:{}", scene.app.key, scene.app.secret.expose())));
            twitter(&scene, &mut secrets);
            x(&scene, &mut secrets);
            app_net(&scene, &mut secrets);
            pages(&scene, &mut secrets);
        });
        // The ear hears: the lines of these very requests are there.
        for endpoint in
            ["oauth/access_token RedeemPassword 401", "oauth2/token RedeemRefresh 200", "oauth2/token - 400"]
        {
            assert!(lines.iter().any(|line| line.contains(endpoint)), "{endpoint} was not heard");
        }
        assert!(lines.len() > 40 && secrets.0.len() > 60, "{} lines, {} secrets", lines.len(), secrets.0.len());
        for secret in &secrets.0 {
            let told: Vec<_> = lines.iter().filter(|line| line.contains(secret.as_str())).collect();
            assert!(told.is_empty(), "{kind:?}: {secret} is in {told:?}");
        }
    }
}

/// Whatever prints a request, a token or an app prints no secret of it.
#[test]
fn no_secret_is_printed() {
    let scene = Scene::new();
    let lines = format!("{:?}", scene.app);
    assert!(lines.contains(&scene.app.key) && !lines.contains(scene.app.secret.expose()), "{lines}");
    let secret = scene.app.password_secret.as_ref().expect("the app may").expose();
    assert!(!lines.contains(secret), "{lines}");
    let ask = scene.x_exchange("a-code-that-is-secret").form("/2/oauth2/token").by(&basic(&scene.app));
    let command = format!("{:?}", scene.house.decode(&ask));
    for secret in ["a-code-that-is-secret", VERIFIER, scene.app.secret.expose()] {
        assert!(!command.contains(secret), "{command}");
    }
}
