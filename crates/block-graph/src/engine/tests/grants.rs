//! The ways to a token and every refusal on them, on a store in memory and a clock that a test sets.

use argon2::password_hash::PasswordHasher as _;
use argon2::{Algorithm, Argon2, Params, Version};

use super::*;
use crate::access::{
    AccessRequest, App, BroughtBack, Browser, Client, CodeRequest, Consent, Decision, GrantRefusal, Issued,
    PasswordHash, Permission, Question, Response, TokenKey, TokenState, hashed,
};
use crate::id::AppId;
use crate::secret::Secret;

pub(super) const AUDIENCE: &str = "here";
pub(super) const BACK: &str = "https://app.example/back";
pub(super) const CODE_LIFE: i64 = 30_000;
const HOUR: i64 = 3_600_000;

/// An engine, its clock, and these apps: `full` has a callback, secrets and may hand in passwords, `other` has two
/// callbacks, `public` keeps no secret, `bare` has nowhere to send people back to. Person 1 has a password, 2 has none.
pub(super) struct Office {
    pub(super) engine: Engine,
    pub(super) clock: Arc<ManualClock>,
}

pub(super) fn secret(text: &str) -> Secret {
    Secret::new(text)
}

/// A hash that is cheap to check.
fn hash(password: &str) -> Arc<PasswordHash> {
    let cheap = Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::new(8, 1, 1, None).unwrap());
    Arc::new(PasswordHash::from_stored(cheap.hash_password(password.as_bytes()).unwrap().to_string()))
}

pub(super) async fn office() -> Office {
    let clock = Arc::new(ManualClock::at(START));
    let engine = Engine::open(Parts {
        clock: Arc::clone(&clock) as Arc<dyn Clock>,
        worker: 0,
        store: Store::Owned(Arc::new(Memory)),
        limiter: Limiter::new(true, HashMap::new()),
        timestamp_window: 300,
        readers: 1,
        sessions: Sessions::new([9; 32]),
    });
    let engine = engine.unwrap();
    let app = |id, key: &str, callbacks: &[&str]| App {
        callbacks: callbacks.iter().map(|uri| (*uri).into()).collect(),
        ..App::new(AppId(id), key, key, secret("s"))
    };
    let full = App { password_secret: Some(secret("p")), ..app(100, "full", &[BACK]) };
    let public = App { public: true, ..app(102, "public", &[BACK]) };
    let apps = [full, app(101, "other", &[BACK, "x://y"]), public, app(103, "bare", &[])];
    let user = |id| Change::AddUser(person(UserId(id), &format!("p{id}")).into(), Counts::default());
    let mut changes: Vec<_> = (1..=4).map(user).chain(apps.map(|app| Change::AddApp(Arc::new(app)))).collect();
    changes.push(Change::SetPassword(UserId(1), Some(hash("sesame"))));
    changes.push(Change::SetPassword(UserId(3), Some(hash("sesame"))));
    engine.import(changes).await.unwrap();
    Office { engine, clock }
}

/// An app as a request names it.
pub(super) fn client(id: &str, shown: Option<&str>) -> Client {
    Client { id: id.into(), secret: shown.map(secret) }
}

pub(super) fn code_request(app: &str) -> CodeRequest {
    CodeRequest {
        audience: AUDIENCE,
        client: app.into(),
        callback: Some(BACK.into()),
        scopes: vec!["read".into(), "write".into(), "offline".into()],
        challenge: None,
        response: Response::Code { life: CODE_LIFE },
    }
}

pub(super) fn refusal<T: std::fmt::Debug>(result: Result<T, CoreError>) -> GrantRefusal {
    match result {
        Err(CoreError::Refused(Refusal::Grant(refusal))) => refusal,
        other => panic!("{other:?} is no such refusal"),
    }
}

impl Office {
    pub(super) async fn run<O: Op>(&self, by: &Actor, op: O) -> Result<O::Out, CoreError> {
        run(&self.engine, by, op).await
    }

    pub(super) async fn app(&self, key: &str) -> Actor {
        Actor::Client(self.engine.app(key).await.unwrap().unwrap())
    }

    pub(super) async fn review(&self, request: AccessRequest, browser: &Browser) -> Result<Question, CoreError> {
        let op = ReviewAccess { request, browser: browser.clone(), anew: false, skip: false };
        match self.run(&Actor::Anonymous, op).await? {
            Consent::Ask(question) => Ok(*question),
            other => panic!("{other:?} is no question"),
        }
    }

    /// Lets an app in as a person without a password, at a browser that is trusted.
    pub(super) async fn allow(&self, request: AccessRequest) -> BroughtBack {
        let question = self.review(request.clone(), &Browser { session: None, trusted: true }).await.unwrap();
        let browser = Browser { session: question.session, trusted: true };
        let decision = Decision::Allow { username: Some("p2".into()), password: None };
        let op = DecideAccess { request, browser, form: question.form.into(), decision };
        match self.run(&Actor::Anonymous, op).await.unwrap() {
            Consent::Allowed(allowed) => allowed.proof,
            other => panic!("{other:?} lets nobody in"),
        }
    }

    pub(super) async fn code(&self, request: CodeRequest) -> Secret {
        match self.allow(AccessRequest::Code(request)).await {
            BroughtBack::Code(code) => code,
            other => panic!("{other:?} is no code"),
        }
    }

    pub(super) async fn redeem(&self, op: RedeemCode) -> Result<Issued, CoreError> {
        self.run(&Actor::Anonymous, op).await
    }

    /// What a token is worth now.
    async fn worth(&self, text: &Secret) -> TokenState {
        self.engine.token(TokenKey::bearer(text.expose())).await.unwrap()
    }

    async fn temporary(&self, by: &Actor) -> Box<str> {
        let op = RequestTemporary { audience: AUDIENCE, callback: None, permission: None };
        self.run(by, op).await.unwrap().token
    }
}

pub(super) fn exchange(code: Secret) -> RedeemCode {
    RedeemCode {
        client: client("full", Some("s")),
        audience: AUDIENCE,
        code,
        callback: Some(BACK.into()),
        verifier: None,
        life: Some(HOUR),
        refresh_with: Some("offline"),
    }
}

#[tokio::test]
async fn temporary_credentials_are_for_apps_that_prove_themselves_and_places_that_are_registered() {
    let office = office().await;
    let ask = async |by: &Actor, callback: Option<&str>| {
        let op = RequestTemporary { audience: AUDIENCE, callback: callback.map(Into::into), permission: None };
        let token = office.run(by, op).await?.token;
        Ok(office.review(AccessRequest::Temporary(token), &Browser::default()).await?.callback)
    };
    let (full, bare) = (office.app("full").await, office.app("bare").await);
    assert_eq!(ask(&full, None).await, Ok(Some(BACK.into())));
    assert_eq!(ask(&full, Some(BACK)).await, Ok(Some(BACK.into())));
    assert_eq!(ask(&full, Some("oob")).await, Ok(None));
    assert_eq!(ask(&bare, None).await, Ok(None));
    assert_eq!(ask(&bare, Some("oob")).await, Ok(None));
    assert_eq!(refusal(ask(&full, Some("https://evil.example/")).await), GrantRefusal::CallbackNotRegistered);
    assert_eq!(refusal(ask(&bare, Some(BACK)).await), GrantRefusal::CallbacksNotTaken);
    for nobody in [Actor::Anonymous, actor(1)] {
        assert_eq!(refusal(ask(&nobody, None).await), GrantRefusal::UnknownClient);
    }
}

#[tokio::test]
async fn temporary_credentials_are_redeemed_once_by_their_app_with_their_verifier() {
    let office = office().await;
    let (full, other) = (office.app("full").await, office.app("other").await);
    let redeem = async |by: &Actor, token: &str, verifier: Option<&Secret>| {
        office.run(by, RedeemTemporary { token: token.into(), verifier: verifier.cloned() }).await
    };
    let any = secret("1234567");
    let token = office.temporary(&full).await;
    assert_eq!(refusal(redeem(&full, &token, None).await), GrantRefusal::VerifierNeeded);
    assert_eq!(refusal(redeem(&full, "unknown", Some(&any)).await), GrantRefusal::UnknownTicket);
    assert_eq!(refusal(redeem(&full, &token, Some(&any)).await), GrantRefusal::TicketNotApproved);
    let BroughtBack::Verifier(verifier) = office.allow(AccessRequest::Temporary(token.clone())).await else {
        panic!("no verifier came back")
    };
    assert_eq!(verifier.expose().len(), 32);
    assert_eq!(refusal(redeem(&other, &token, Some(&verifier)).await), GrantRefusal::UnknownTicket, "another app's");
    assert_eq!(refusal(redeem(&full, &token, Some(&any)).await), GrantRefusal::WrongVerifier);
    let issued = redeem(&full, &token, Some(&verifier)).await.unwrap();
    assert!(issued.text.expose().starts_with("2-") && issued.secret.is_some() && issued.refresh.is_none());
    assert_eq!(issued.grant.permission, Permission::ReadWriteDirectMessages);
    assert_eq!(issued.user.map(|card| card.user.id), Some(UserId(2)));
    assert_eq!(refusal(redeem(&full, &token, Some(&verifier)).await), GrantRefusal::TicketSpent);
    let key = TokenKey::signed(issued.text.expose());
    let kept = office.engine.token(key).await;
    assert_eq!(kept, Ok(TokenState::Live(issued.grant)), "who tries again has lost an answer");

    let guessed = office.temporary(&full).await;
    let BroughtBack::Verifier(verifier) = office.allow(AccessRequest::Temporary(guessed.clone())).await else {
        panic!("no verifier came back")
    };
    for _ in 0..VERIFIER_TRIES.max {
        assert_eq!(refusal(redeem(&full, &guessed, Some(&any)).await), GrantRefusal::WrongVerifier);
    }
    let told = redeem(&full, &guessed, Some(&verifier)).await;
    assert_eq!(refusal(told), GrantRefusal::UnknownTicket, "nobody guesses for ever");

    let late = office.temporary(&full).await;
    let BroughtBack::Verifier(verifier) = office.allow(AccessRequest::Temporary(late.clone())).await else {
        panic!("no verifier came back")
    };
    office.clock.advance(15 * 60_000);
    assert_eq!(refusal(redeem(&full, &late, Some(&verifier)).await), GrantRefusal::TicketExpired);
}

#[tokio::test]
async fn who_the_app_is_comes_first_everywhere() {
    let office = office().await;
    let cases = [
        (client("nobody", Some("s")), GrantRefusal::UnknownClient),
        (client("full", Some("x")), GrantRefusal::WrongClientSecret),
        (client("public", Some("x")), GrantRefusal::WrongClientSecret),
        (client("full", None), GrantRefusal::ClientSecretNeeded),
    ];
    for (client, why) in cases {
        let (audience, scopes, life) = (AUDIENCE, None, None);
        let code = RedeemCode { client: client.clone(), ..exchange(secret("c")) };
        assert_eq!(refusal(office.redeem(code).await), why);
        let refresh = RedeemRefresh { client: client.clone(), audience, refresh: secret("r"), scopes, life };
        assert_eq!(refusal(office.run(&Actor::Anonymous, refresh).await), why);
        let token = secret("t");
        let back = ReturnToken { client: client.clone(), audience: AUDIENCE, token };
        assert_eq!(refusal(office.run(&Actor::Anonymous, back).await), why);
        let own = IssueAppToken { client, audience };
        assert_eq!(refusal(office.run(&Actor::Anonymous, own).await), why);
    }
    let own = IssueAppToken { client: client("public", None), audience: AUDIENCE };
    let told = office.run(&Actor::Anonymous, own).await;
    assert_eq!(refusal(told), GrantRefusal::ClientSecretNeeded, "who shows nothing is not known to be the app");
    let back = ReturnToken { client: client("public", None), audience: AUDIENCE, token: secret("t") };
    assert_eq!(office.run(&Actor::Anonymous, back).await, Ok(false));
}

#[tokio::test]
async fn a_code_is_redeemed_once_by_its_app_with_all_it_was_asked_with() {
    let office = office().await;
    let code = office.code(code_request("full")).await;
    let good = exchange(code.clone());
    let with = |change: &dyn Fn(&mut RedeemCode)| {
        let mut op = good.clone();
        change(&mut op);
        office.redeem(op)
    };
    let unknown = GrantRefusal::UnknownTicket;
    assert_eq!(refusal(with(&|op| op.code = secret("c")).await), unknown);
    assert_eq!(refusal(with(&|op| op.client = client("other", Some("s"))).await), unknown, "another app's");
    assert_eq!(refusal(with(&|op| op.audience = "elsewhere").await), unknown);
    assert_eq!(refusal(with(&|op| op.callback = None).await), GrantRefusal::WrongCallback);
    assert_eq!(refusal(with(&|op| op.callback = Some("x://y".into())).await), GrantRefusal::WrongCallback);
    let refresh = RedeemRefresh {
        client: good.client.clone(),
        audience: AUDIENCE,
        refresh: code.clone(),
        scopes: None,
        life: None,
    };
    assert_eq!(refusal(office.run(&Actor::Anonymous, refresh).await), unknown, "a code is no refresh token");
    let issued = office.redeem(good.clone()).await.unwrap();
    assert_eq!(issued.grant.expires, Some(Timestamp(START.0 + HOUR)));
    assert!(issued.refresh.is_some() && issued.secret.is_none());
    assert_eq!(refusal(office.redeem(good).await), GrantRefusal::TicketSpent);
    assert_eq!(office.worth(&issued.text).await, TokenState::Revoked);

    let late = exchange(office.code(code_request("full")).await);
    office.clock.advance(CODE_LIFE - 1);
    assert!(office.redeem(RedeemCode { refresh_with: None, ..late }).await.unwrap().refresh.is_none());
    let late = exchange(office.code(code_request("full")).await);
    office.clock.advance(CODE_LIFE);
    assert_eq!(refusal(office.redeem(late).await), GrantRefusal::TicketExpired);
}

#[tokio::test]
async fn a_challenge_asks_for_its_verifier() {
    let office = office().await;
    let request = CodeRequest { challenge: Some(hashed("verifier").into()), ..code_request("public") };
    let code = office.code(request).await;
    let good = RedeemCode { client: client("public", None), verifier: Some(secret("verifier")), ..exchange(code) };
    let missing = RedeemCode { verifier: None, ..good.clone() };
    assert_eq!(refusal(office.redeem(missing).await), GrantRefusal::VerifierNeeded);
    let wrong = RedeemCode { verifier: Some(secret("verifiers")), ..good.clone() };
    assert_eq!(refusal(office.redeem(wrong).await), GrantRefusal::WrongVerifier);
    assert!(office.redeem(good).await.is_ok(), "a public app shows no secret");
}

#[tokio::test]
async fn a_refresh_token_is_good_for_one_exchange_and_no_more_scopes() {
    let office = office().await;
    let issued = office.redeem(exchange(office.code(code_request("full")).await)).await.unwrap();
    let redeem = async |refresh: &Secret, scopes: Option<&[&str]>| {
        let scopes = scopes.map(|scopes| scopes.iter().map(|scope| (*scope).into()).collect());
        let client = client("full", Some("s"));
        let op = RedeemRefresh { client, audience: AUDIENCE, refresh: refresh.clone(), scopes, life: Some(HOUR) };
        office.run(&Actor::Anonymous, op).await
    };
    let first = issued.refresh.unwrap();
    assert_eq!(refusal(redeem(&secret("r"), None).await), GrantRefusal::UnknownTicket);
    let beyond = GrantRefusal::ScopeNotApproved("admin".into());
    assert_eq!(refusal(redeem(&first, Some(&["read", "admin"])).await), beyond);
    let fewer = redeem(&first, Some(&["read"])).await.unwrap();
    assert_eq!(*fewer.grant.scopes, ["read"].map(Box::<str>::from));
    let again = redeem(fewer.refresh.as_ref().unwrap(), None).await.unwrap();
    assert_eq!(*again.grant.scopes, ["read", "write", "offline"].map(Box::<str>::from), "all that was approved");
    office.clock.advance(HOUR);
    assert_eq!(office.worth(&again.text).await, TokenState::Expired);
    let last = redeem(again.refresh.as_ref().unwrap(), None).await.unwrap();
    office.clock.advance(183 * 24 * HOUR);
    assert_eq!(refusal(redeem(last.refresh.as_ref().unwrap(), None).await), GrantRefusal::TicketExpired);
    assert_eq!(refusal(redeem(&first, None).await), GrantRefusal::TicketSpent);
    assert_eq!(office.worth(&last.text).await, TokenState::Revoked);
}

fn by_password(app: Option<Client>, username: &str, password: &str) -> RedeemPassword {
    let (audience, scopes) = (AUDIENCE, vec!["read".into()]);
    let (username, password) = (username.into(), secret(password));
    RedeemPassword { client: app, audience, username, password, scopes, permission: None }
}

#[tokio::test]
async fn passwords_are_taken_from_apps_that_may_hand_them_in() {
    let office = office().await;
    let app = |id, shown| Some(client(id, shown));
    let cases = [
        (app("nobody", Some("p")), GrantRefusal::UnknownClient),
        (app("other", Some("s")), GrantRefusal::PasswordsNotAllowed),
        (app("full", Some("s")), GrantRefusal::WrongPasswordSecret),
        (app("full", None), GrantRefusal::WrongPasswordSecret),
    ];
    for (client, why) in cases {
        let told = office.run(&Actor::Anonymous, by_password(client, "p1", "sesame")).await;
        assert_eq!(refusal(told), why);
    }
    for by in [Actor::Anonymous, actor(1), office.app("other").await] {
        let told = office.run(&by, by_password(None, "p1", "sesame")).await;
        assert_eq!(refusal(told), GrantRefusal::PasswordsNotAllowed);
    }
    let issued = office.run(&Actor::Anonymous, by_password(app("full", Some("p")), "P1", "sesame")).await.unwrap();
    assert_eq!((issued.grant.user, issued.grant.class), (Some(UserId(1)), TokenClass::UserBearer));
    let signed = office.run(&office.app("full").await, by_password(None, "p1", "sesame")).await.unwrap();
    assert_eq!(signed.grant.class, TokenClass::Signed);
    assert!(signed.secret.is_some() && signed.text.expose().starts_with("1-"));
    for (name, password) in [("p1", "barley"), ("nobody", "sesame"), ("p2", ""), ("p2", "sesame")] {
        let told = office.run(&Actor::Anonymous, by_password(app("full", Some("p")), name, password)).await;
        assert_eq!(refusal(told), GrantRefusal::WrongPassword, "{name}");
    }
}

#[tokio::test]
async fn wrong_passwords_are_counted_and_accounts_that_are_away_are_told_after_the_password() {
    let office = office().await;
    let try_it = async |name, password| {
        let op = by_password(Some(client("full", Some("p"))), name, password);
        office.run(&Actor::Anonymous, op).await
    };
    for _ in 0..PASSWORD_TRIES.max {
        assert!(try_it("p1", "sesame").await.is_ok(), "right ones are not counted");
    }
    for _ in 0..PASSWORD_TRIES.max {
        assert_eq!(refusal(try_it("p1", "barley").await), GrantRefusal::WrongPassword);
    }
    for password in ["barley", "sesame"] {
        let told = refusal(try_it("p1", password).await);
        assert!(matches!(told, GrantRefusal::TooManyTries(window) if window.max == 10 && window.remaining == 0));
    }
    assert!(try_it("p3", "sesame").await.is_ok(), "each account by itself");
    office.clock.advance(i64::from(PASSWORD_TRIES.window) * 1000);
    assert!(try_it("p1", "sesame").await.is_ok());

    let user = UserRef::Id(UserId(3));
    office.engine.set_standing(UserId(3), Standing::Suspended).await.unwrap();
    assert_eq!(refusal(try_it("p3", "barley").await), GrantRefusal::WrongPassword);
    assert_eq!(try_it("p3", "sesame").await, Err(Refusal::UserSuspended { user: user.clone() }.into()));
    office.engine.set_standing(UserId(3), Standing::Deactivated).await.unwrap();
    assert_eq!(try_it("p3", "sesame").await, Err(Refusal::UserDeactivated { user }.into()));
}
