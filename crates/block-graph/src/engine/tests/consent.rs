//! What browsers show and send on the way to an approval.

use super::grants::{AUDIENCE, BACK, Office, client, code_request, exchange, office, refusal, secret};
use super::*;
use crate::access::{
    AccessRequest, Asks, BroughtBack, Browser, CodeRequest, Consent, Decision, GrantRefusal, Question, Response,
    SignInProblem, TokenState,
};
use crate::secret::Secret;

fn asked() -> AccessRequest {
    AccessRequest::Code(code_request("full"))
}

fn as_user(username: &str, password: Option<&str>) -> Decision {
    Decision::Allow { username: Some(username.into()), password: password.map(secret) }
}

/// Whoever is signed in lets the app in.
fn whoever() -> Decision {
    Decision::Allow { username: None, password: None }
}

fn at(session: Option<&Secret>) -> Browser {
    Browser { session: session.cloned(), trusted: false }
}

async fn answer(office: &Office, browser: Browser, form: &str, decision: Decision) -> Result<Consent, CoreError> {
    office.run(&Actor::Anonymous, DecideAccess { request: asked(), browser, form: form.into(), decision }).await
}

/// What is wrong with an answer, and the page that is shown then.
fn problem(answer: Result<Consent, CoreError>) -> (Option<SignInProblem>, Question) {
    match answer {
        Ok(Consent::Ask(question)) => (question.problem, *question),
        other => panic!("{other:?} is no question"),
    }
}

/// Signs person 1 in; the session that the browser then keeps.
async fn signed_in(office: &Office) -> Secret {
    let question = office.review(asked(), &Browser::default()).await.unwrap();
    let told = answer(office, at(question.session.as_ref()), &question.form, as_user("p1", Some("sesame"))).await;
    match told.unwrap() {
        Consent::Allowed(allowed) => allowed.session.unwrap(),
        other => panic!("{other:?} lets nobody in"),
    }
}

#[tokio::test]
async fn a_page_asks_for_what_may_be_asked_and_offers_who_takes_part() {
    let office = office().await;
    office.engine.set_standing(UserId(4), Standing::Suspended).await.unwrap();
    let question = office.review(asked(), &Browser::default()).await.unwrap();
    assert_eq!((question.app.key.as_str(), question.callback.as_deref()), ("full", Some(BACK)));
    assert_eq!(question.asks, Asks::Scopes(AUDIENCE, code_request("full").scopes));
    assert!(question.signed_in.is_none() && question.problem.is_none() && question.session.is_some());
    let offered: Vec<_> = question.people.iter().map(|one| (one.card.user.id.0, one.has_password)).collect();
    assert_eq!(offered, [(1, true), (2, false), (3, true)]);
    let back = office.review(asked(), &at(question.session.as_ref())).await.unwrap();
    assert_eq!((back.form, back.session), (question.form, None), "the browser has the session already");

    let review = async |request| refusal(office.review(request, &Browser::default()).await);
    let code = AccessRequest::Code;
    assert_eq!(review(code(code_request("nobody"))).await, GrantRefusal::UnknownClient);
    let elsewhere = CodeRequest { callback: Some("https://evil.example/".into()), ..code_request("full") };
    assert_eq!(review(code(elsewhere)).await, GrantRefusal::CallbackNotRegistered);
    let unnamed = |app| CodeRequest { callback: None, ..code_request(app) };
    assert_eq!(review(code(unnamed("other"))).await, GrantRefusal::CallbackNeeded, "it has two");
    assert_eq!(review(code(unnamed("bare"))).await, GrantRefusal::CallbackNeeded, "it has none");
    let only = office.review(code(unnamed("full")), &Browser::default()).await.unwrap();
    assert_eq!(only.callback.as_deref(), Some(BACK));
    assert_eq!(review(AccessRequest::Temporary("unknown".into())).await, GrantRefusal::UnknownTicket);
}

#[tokio::test]
async fn a_callback_that_was_not_named_may_be_named_later_or_not() {
    let office = office().await;
    let code = async || exchange(office.code(CodeRequest { callback: None, ..code_request("full") }).await);
    let other = RedeemCode { callback: Some("x://y".into()), ..code().await };
    assert_eq!(refusal(office.redeem(other).await), GrantRefusal::WrongCallback);
    assert!(office.redeem(RedeemCode { callback: None, ..code().await }).await.is_ok());
    assert!(office.redeem(code().await).await.is_ok(), "it has no other");
}

#[tokio::test]
async fn a_form_must_be_its_sessions() {
    let office = office().await;
    let question = office.review(asked(), &Browser::default()).await.unwrap();
    let stranger = office.review(asked(), &Browser::default()).await.unwrap();
    let session = question.session.as_ref();
    let forged = secret(&session.unwrap().expose().replace(".0.", ".1."));
    let cases = [
        (None, question.form.as_str()),
        (Some(&forged), question.form.as_str()),
        (session, ""),
        (session, stranger.form.as_str()),
        (stranger.session.as_ref(), question.form.as_str()),
    ];
    for (session, form) in cases {
        for decision in [as_user("p1", Some("sesame")), Decision::Deny] {
            let (why, page) = problem(answer(&office, at(session), form, decision).await);
            assert_eq!(why, Some(SignInProblem::FormExpired));
            assert!(page.signed_in.is_none());
        }
    }
    let (_, page) = problem(answer(&office, at(None), "", whoever()).await);
    let good = answer(&office, at(page.session.as_ref()), &page.form, as_user("p1", Some("sesame"))).await;
    assert!(matches!(good, Ok(Consent::Allowed(_))), "the page that told it can be answered");
    office.clock.advance(crate::access::session::LIFE);
    let late = answer(&office, at(session), &question.form, as_user("p1", Some("sesame"))).await;
    assert_eq!(problem(late).0, Some(SignInProblem::FormExpired));
}

#[tokio::test]
async fn who_signs_in_proves_it() {
    let office = office().await;
    let question = office.review(asked(), &Browser::default()).await.unwrap();
    let session = question.session.as_ref();
    let told = async |trusted, decision| {
        problem(answer(&office, Browser { trusted, ..at(session) }, &question.form, decision).await).0
    };
    assert_eq!(told(true, whoever()).await, Some(SignInProblem::NobodyChosen));
    let wrong = Some(SignInProblem::WrongPassword);
    assert_eq!(told(false, as_user("p1", Some("barley"))).await, wrong);
    assert_eq!(told(true, as_user("p1", None)).await, wrong, "who has a password is asked for it everywhere");
    assert_eq!(told(false, as_user("nobody", Some("sesame"))).await, wrong);
    assert_eq!(told(false, as_user("p2", None)).await, Some(SignInProblem::NoPassword), "the browser is not trusted");
    assert_eq!(told(false, as_user("p2", Some("x"))).await, Some(SignInProblem::NoPassword));
    office.engine.set_standing(UserId(3), Standing::Suspended).await.unwrap();
    office.engine.set_standing(UserId(4), Standing::Deactivated).await.unwrap();
    let away = Some(SignInProblem::AccountAway);
    assert_eq!(told(false, as_user("p3", Some("sesame"))).await, away);
    assert_eq!(told(true, as_user("p4", None)).await, away);
    for _ in 2..PASSWORD_TRIES.max {
        assert_eq!(told(false, as_user("p1", Some("barley"))).await, wrong);
    }
    assert_eq!(told(false, as_user("p1", Some("sesame"))).await, Some(SignInProblem::TooManyTries));
    office.clock.advance(i64::from(PASSWORD_TRIES.window) * 1000);
    let good = answer(&office, at(session), &question.form, as_user(" @P1 ", Some("sesame"))).await;
    let Ok(Consent::Allowed(allowed)) = good else { panic!("{good:?} lets nobody in") };
    assert_eq!((allowed.user, allowed.callback.as_deref()), (UserId(1), Some(BACK)));
    assert_ne!(allowed.session.as_ref(), session, "a session from before is not signed in");
}

#[tokio::test]
async fn a_session_stays_signed_in_until_somebody_else_wants_to_be() {
    let office = office().await;
    let session = signed_in(&office).await;
    let page = office.review(asked(), &at(Some(&session))).await.unwrap();
    assert_eq!(page.signed_in.map(|card| card.user.id), Some(UserId(1)));
    let allowed = answer(&office, at(Some(&session)), &page.form, whoever()).await;
    assert!(matches!(allowed, Ok(Consent::Allowed(allowed)) if allowed.user == UserId(1)));
    let browser = at(Some(&session));
    let anew = ReviewAccess { request: asked(), browser, anew: true, skip: true };
    let told = office.run(&Actor::Anonymous, anew).await;
    assert!(matches!(told, Ok(Consent::Ask(page)) if page.signed_in.is_none()));
    office.engine.set_standing(UserId(1), Standing::Suspended).await.unwrap();
    assert!(office.review(asked(), &at(Some(&session))).await.unwrap().signed_in.is_none());
    let told = answer(&office, at(Some(&session)), &page.form, whoever()).await;
    assert_eq!(problem(told).0, Some(SignInProblem::NobodyChosen));
}

#[tokio::test]
async fn who_was_let_in_before_need_not_ask_for_the_same_again() {
    let office = office().await;
    let session = signed_in(&office).await;
    let skip = async |request: CodeRequest, anew, skip| {
        let (request, browser) = (AccessRequest::Code(request), at(Some(&session)));
        office.run(&Actor::Anonymous, ReviewAccess { request, browser, anew, skip }).await.unwrap()
    };
    let same = || code_request("full");
    let asks = |told: Consent| matches!(told, Consent::Ask(_));
    assert!(asks(skip(same(), false, true).await), "a code was given, but no token");
    let question = office.review(asked(), &at(Some(&session))).await.unwrap();
    let told = answer(&office, at(Some(&session)), &question.form, whoever()).await.unwrap();
    let Consent::Allowed(allowed) = told else { panic!("{told:?} lets nobody in") };
    let BroughtBack::Code(code) = allowed.proof else { panic!("no code came back") };
    office.redeem(exchange(code)).await.unwrap();

    let told = skip(same(), false, true).await;
    let Consent::Allowed(allowed) = told else { panic!("{told:?} lets nobody in") };
    assert_eq!((allowed.user, allowed.session), (UserId(1), None));
    let BroughtBack::Code(code) = allowed.proof else { panic!("no code came back") };
    assert!(office.redeem(exchange(code)).await.is_ok());
    let fewer = CodeRequest { scopes: vec!["read".into()], ..same() };
    assert!(!asks(skip(fewer, false, true).await));
    let more = CodeRequest { scopes: vec!["read".into(), "admin".into()], ..same() };
    assert!(asks(skip(more, false, true).await));
    assert!(asks(skip(CodeRequest { audience: "elsewhere", ..same() }, false, true).await));
    assert!(asks(skip(code_request("public"), false, true).await), "another app");
    assert!(asks(skip(same(), true, true).await), "somebody else may sit there");
    assert!(asks(skip(same(), false, false).await), "the app wants the question");
    office.engine.set_standing(UserId(1), Standing::Suspended).await.unwrap();
    assert!(asks(skip(same(), false, true).await), "the account is away");
    office.engine.set_standing(UserId(1), Standing::Active).await.unwrap();
    office.clock.advance(3_600_000);
    assert!(asks(skip(same(), false, true).await), "the tokens ended");
}

#[tokio::test]
async fn what_is_denied_is_over() {
    let office = office().await;
    let question = office.review(asked(), &Browser::default()).await.unwrap();
    let denied = answer(&office, at(question.session.as_ref()), &question.form, Decision::Deny).await;
    assert!(matches!(denied, Ok(Consent::Denied { callback: Some(callback), .. }) if &*callback == BACK));

    let ask = RequestTemporary { audience: AUDIENCE, callback: None, permission: None };
    let token = office.run(&office.app("bare").await, ask).await.unwrap().token;
    let request = AccessRequest::Temporary(token);
    let question = office.review(request.clone(), &Browser::default()).await.unwrap();
    let decide = || DecideAccess {
        request: request.clone(),
        browser: at(question.session.as_ref()),
        form: question.form.as_str().into(),
        decision: Decision::Deny,
    };
    let denied = office.run(&Actor::Anonymous, decide()).await;
    assert!(matches!(denied, Ok(Consent::Denied { callback: None, .. })));
    assert_eq!(refusal(office.run(&Actor::Anonymous, decide()).await), GrantRefusal::TicketSpent);
    assert_eq!(refusal(office.review(request, &Browser::default()).await), GrantRefusal::TicketSpent);
}

#[tokio::test]
async fn temporary_credentials_are_answered_in_time_and_once() {
    let office = office().await;
    let bare = office.app("bare").await;
    let ask = async || {
        let op = RequestTemporary { audience: AUDIENCE, callback: None, permission: None };
        AccessRequest::Temporary(office.run(&bare, op).await.unwrap().token)
    };
    let request = ask().await;
    let BroughtBack::Verifier(pin) = office.allow(request.clone()).await else { panic!("no verifier came back") };
    assert!(pin.expose().len() == 7 && pin.expose().bytes().all(|byte| byte.is_ascii_digit()));
    assert_eq!(refusal(office.review(request, &Browser::default()).await), GrantRefusal::TicketSpent);
    let late = ask().await;
    office.clock.advance(15 * 60_000);
    assert_eq!(refusal(office.review(late, &Browser::default()).await), GrantRefusal::TicketExpired);
}

#[tokio::test]
async fn the_implicit_grant_brings_the_token_itself() {
    let office = office().await;
    let request = CodeRequest { response: Response::Token, ..code_request("public") };
    let BroughtBack::Token(issued) = office.allow(AccessRequest::Code(request)).await else {
        panic!("no token came back")
    };
    let key = crate::access::TokenKey::bearer(issued.text.expose());
    assert!(matches!(office.engine.token(key).await, Ok(TokenState::Live(grant)) if grant == issued.grant));
    assert_eq!((issued.grant.user, issued.grant.expires, issued.refresh), (Some(UserId(2)), None, None));
    let back = ReturnToken { client: client("public", None), audience: AUDIENCE, token: issued.text };
    assert_eq!(office.run(&Actor::Anonymous, back).await, Ok(true));
}
