//! The lives of tokens, with the real engine behind the dialect. Passwords, which need its runtime's threads, are not here.

use std::collections::HashMap;
use std::sync::Arc;

use block_graph::access::session::Sessions;
use block_graph::access::{
    AccessRequest, Actor, App, BroughtBack, Browser, CodeRequest, Consent, Decision, Grant, Response, TokenKey,
    TokenState,
};
use block_graph::event::Change;
use block_graph::rate::Limiter;
use block_graph::store::{Memory, Store};
use block_graph::testkit::{AMY, BEA, person};
use block_graph::{
    AppId, Command, Counts, DecideAccess, Engine, ManualClock, Outcome, Parts, ReviewAccess, Secret, Wants,
};
use dialect::Method::{Delete, Get, Post};
use dialect::testkit::{Exchange, NOW};
use dialect::{Method, audience};
use serde_json::{Value, json};

use super::super::effects::wait;
use super::{CODE, ITSELF, asked, exchange};

const BACK: &str = "https://a.example/back";
/// How long codes live in these tests, in milliseconds.
const LIFE: i64 = 600_000;

struct World {
    engine: Engine,
    clock: Arc<ManualClock>,
}

type Answer = (u16, Value);

impl World {
    /// Amy and Bea, and two apps: `key` with `secret`, `other` with `secret2`.
    fn new() -> Self {
        let clock = Arc::new(ManualClock::at(NOW));
        let engine = Engine::open(Parts {
            clock: clock.clone(),
            worker: 0,
            store: Store::Owned(Arc::new(Memory)),
            limiter: Limiter::new(true, HashMap::new()),
            timestamp_window: 300,
            readers: 1,
            sessions: Sessions::new([7; 32]),
        });
        let engine = engine.unwrap();
        let app = |id, key: &str, secret: &str| {
            let callbacks = vec![BACK.into(), "https://a.example/other".into()];
            Change::AddApp(Arc::new(App { callbacks, ..App::new(AppId(id), "App", key, Secret::new(secret)) }))
        };
        let people = [(AMY, "amy"), (BEA, "bea")];
        let people = people.map(|(id, name)| Change::AddUser(person(id, name).into(), Counts::default()));
        let apps = [app(1, "key", "secret"), app(2, "other", "secret2")];
        wait(engine.import(people.into_iter().chain(apps).collect())).unwrap();
        Self { engine, clock }
    }

    fn run(&self, actor: &Actor, exchange: &Exchange<'_>) -> Answer {
        let reply = exchange.reply(|command| wait(self.engine.execute(actor, command.clone(), Wants::RELATION)));
        (reply.status, serde_json::from_slice(&reply.body).unwrap())
    }

    fn token(&self, form: &str) -> Answer {
        self.run(&Actor::Anonymous, &asked(form))
    }

    fn state(&self, token: &Value) -> TokenState {
        wait(self.engine.token(TokenKey::bearer(token.as_str().unwrap()))).unwrap()
    }

    /// What the bearer of a token is answered, whom the gate lets in.
    fn by(&self, token: &Value, method: Method, target: &str) -> Answer {
        let TokenState::Live(grant) = self.state(token) else { panic!("the token does not live") };
        let exchange = exchange(method, target).by(Grant::clone(&grant));
        self.run(&Actor::Granted(grant), &exchange)
    }

    fn browse(&self, command: impl Into<Command>) -> Consent {
        match wait(self.engine.execute(&Actor::Anonymous, command.into(), Wants::CARD)) {
            Ok(Outcome::Consent(consent)) => consent,
            other => panic!("{other:?}"),
        }
    }

    /// Somebody lets the app `key` in; the code.
    fn code(&self, username: &str, scopes: &[&str]) -> String {
        let request = AccessRequest::Code(CodeRequest {
            audience: audience::APP_NET,
            client: "key".into(),
            callback: Some(BACK.into()),
            scopes: scopes.iter().map(|scope| (*scope).into()).collect(),
            challenge: None,
            response: Response::Code { life: LIFE },
        });
        let mut browser = Browser { session: None, trusted: true };
        let review = ReviewAccess { request: request.clone(), browser: browser.clone(), anew: false, skip: false };
        let Consent::Ask(question) = self.browse(review) else { panic!("not asked") };
        browser.session = question.session;
        let decision = Decision::Allow { username: Some(username.into()), password: None };
        let decide = DecideAccess { request, browser, form: question.form.into(), decision };
        match self.browse(decide) {
            Consent::Allowed(allowed) => match allowed.proof {
                BroughtBack::Code(code) => code.expose().to_owned(),
                other => panic!("{other:?}"),
            },
            other => panic!("{other:?}"),
        }
    }
}

/// The form that exchanges a code.
fn with(code: &str) -> String {
    CODE.replace("c0de", code)
}

fn error(code: &str, description: &str) -> Value {
    json!({"error": code, "error_description": description})
}

#[test]
fn a_code_becomes_a_token_that_lives_until_it_is_deleted() {
    let world = World::new();
    let (status, answer) = world.token(&with(&world.code("amy", &["basic", "follow"])));
    assert_eq!((status, &answer["user_id"], &answer["username"]), (200, &AMY.to_string().into(), &"amy".into()));
    assert_eq!(answer["token"]["scopes"], json!(["basic", "follow"]));
    assert_eq!(answer["token"]["user"]["id"], AMY.to_string());
    assert_eq!((answer.get("refresh_token"), answer.get("expires_in")), (None, None));
    let token = &answer["access_token"];
    let (_, own) = world.by(token, Get, "/token");
    assert_eq!(own["data"], answer["token"]);
    world.clock.advance(100 * 365 * 24 * 3_600_000);
    let (status, ended) = world.by(token, Delete, "/token");
    assert_eq!((status, &ended["data"]), (200, &own["data"]));
    assert_eq!(world.state(token), TokenState::Revoked);
}

#[test]
fn a_code_is_good_once_and_the_second_time_ends_what_came_of_it() {
    let world = World::new();
    let form = with(&world.code("amy", &["basic"]));
    let (_, answer) = world.token(&form);
    assert!(matches!(world.state(&answer["access_token"]), TokenState::Live(_)));
    let (status, again) = world.token(&form);
    assert_eq!((status, &again["error"], &again["error_slug"]), (400, &"invalid_grant".into(), &"code-used".into()));
    assert_eq!(world.state(&answer["access_token"]), TokenState::Revoked);
}

#[test]
fn a_code_is_for_its_app_its_callback_and_its_time() {
    let world = World::new();
    let code = world.code("amy", &["basic"]);
    let unproven = error("invalid_client", "The client is unknown, or its secret is wrong.");
    let invalid = error("invalid_grant", "The code is invalid.");
    let elsewhere = error("invalid_grant", "The redirect_uri is not the one that the code was issued for.");
    let good = with(&code);
    for (form, status, expected) in [
        (good.replace("client_secret=secret", "client_secret=wrong"), 401, &unproven),
        (good.replace("client_id=key", "client_id=nobody"), 401, &unproven),
        (good.replace("client_id=key", "client_id=other"), 401, &unproven),
        (good.replace("key&client_secret=secret", "other&client_secret=secret2"), 400, &invalid),
        (with("guessed"), 400, &invalid),
        (good.replace("%2Fback", "%2Fother"), 400, &elsewhere),
        (good.replace("%2Fback", "%2Fback%2F"), 400, &elsewhere),
    ] {
        assert_eq!(world.token(&form), (status, expected.clone()), "{form}");
    }
    // None of that used it up.
    world.clock.advance(LIFE - 1);
    assert_eq!(world.token(&good).0, 200);
    let late = with(&world.code("amy", &["basic"]));
    world.clock.advance(LIFE);
    let (status, expired) = world.token(&late);
    assert_eq!((status, &expired["error_slug"]), (400, &"token-expired".into()));
}

#[test]
fn an_app_has_one_token_of_its_own_at_a_time() {
    let world = World::new();
    let (status, answer) = world.token(ITSELF);
    assert_eq!((status, &answer["token"]["is_app_token"]), (200, &true.into()));
    assert_eq!((answer.get("user_id"), answer["token"].get("user")), (None, None));
    assert_eq!(answer["token"]["scopes"], json!([]));
    let (_, again) = world.token(ITSELF);
    assert_eq!(again["access_token"], answer["access_token"]);
    let (_, others) = world.token("grant_type=client_credentials&client_id=other&client_secret=secret2");
    assert_ne!(others["access_token"], answer["access_token"]);
    assert_eq!(world.by(&answer["access_token"], Delete, "/token").0, 200);
    assert_eq!(world.state(&answer["access_token"]), TokenState::Revoked);
    let (_, next) = world.token(ITSELF);
    assert_ne!(next["access_token"], answer["access_token"]);
    assert!(matches!(world.state(&next["access_token"]), TokenState::Live(_)));
    let wrong = world.token(&ITSELF.replace("client_secret=secret", "client_secret=secret2"));
    assert_eq!(wrong, (401, error("invalid_client", "The client is unknown, or its secret is wrong.")));
}

#[test]
fn an_app_knows_who_authorised_it_until_they_no_longer_do() {
    let world = World::new();
    let amys = world.token(&with(&world.code("amy", &["basic"]))).1;
    let beas = world.token(&with(&world.code("bea", &["basic", "stream"]))).1;
    let (app, other) = (
        world.token(ITSELF).1,
        world.token(&ITSELF.replace("key", "other").replace("secret=secret", "secret=secret2")).1,
    );
    let told = |app: &Value, target: &str| world.by(&app["access_token"], Get, target).1;
    assert_eq!(told(&app, "/apps/me/tokens/user_ids")["data"], json!([AMY.to_string(), BEA.to_string()]));
    assert_eq!(told(&other, "/tokens/user_ids")["data"], json!([]));

    let first = told(&app, "/apps/me/tokens?count=1");
    assert_eq!((&first["meta"]["more"], &first["data"][0]), (&true.into(), &beas["token"]));
    let rest = told(&app, &format!("/apps/me/tokens?before_id={}", first["meta"]["min_id"].as_str().unwrap()));
    assert_eq!((&rest["meta"]["more"], &rest["data"]), (&false.into(), &json!([amys["token"]])));
    assert!(!rest.to_string().contains(amys["access_token"].as_str().unwrap()));
    assert_eq!(told(&other, "/apps/me/tokens"), json!({"meta": {"code": 200, "more": false}, "data": []}));

    // Whose blocks an app may read hangs on that.
    world.by(&amys["access_token"], Post, "/users/@bea/block");
    let blocked = format!("/users/blocked/ids?ids={AMY},{BEA}");
    assert_eq!(told(&app, &blocked)["data"], json!({AMY.to_string(): [BEA.to_string()], BEA.to_string(): []}));
    assert_eq!(told(&other, &blocked)["data"], json!({}));
    world.by(&amys["access_token"], Delete, "/token");
    assert_eq!(told(&app, "/apps/me/tokens/user_ids")["data"], json!([BEA.to_string()]));
    assert_eq!(told(&app, &blocked)["data"], json!({BEA.to_string(): []}));
}
