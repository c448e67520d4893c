//! The pages from request to finished reply, without a server and without a graph.

mod answers;
mod codes;
mod golden;
mod hostile;
mod redirects;
mod refused;
mod style;
mod table;
mod temporary;

use std::sync::Arc;

use block_graph::access::*;
use block_graph::testkit::{AMY, BEA, card, person};
use block_graph::{AppId, Command, Outcome, Secret, UserCard, UserId};
use dialect::testkit::Exchange;
use dialect::{Dialect, Failure, Method, Reply};

use crate::pages::STYLE;

static PAGES: [&dyn Dialect; 1] = [&crate::SIGN_IN];

const FORM: &str = "application/x-www-form-urlencoded";
/// A challenge in its S256 form (RFC 7636, appendix B).
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
const CALLBACK: &str = "https://app.example/back";

fn get(target: &str) -> Exchange<'_> {
    Exchange::new(&PAGES, Method::Get, target)
}

fn post<'e>(target: &'e str, body: &'e str) -> Exchange<'e> {
    Exchange::new(&PAGES, Method::Post, target).body(FORM, body)
}

/// X's page asked for with everything it needs, and `more`.
fn x(more: &str) -> String {
    format!(
        "/i/oauth2/authorize?response_type=code&client_id=key&scope=tweet.read&code_challenge={CHALLENGE}&code_challenge_method=S256{more}"
    )
}

/// The review that a target decodes to.
fn review(target: &str) -> block_graph::ReviewAccess {
    match get(target).decode() {
        Ok(Command::ReviewAccess(op)) => op,
        other => panic!("{target}: {other:?}"),
    }
}

/// The authorization request that a target decodes to.
fn code(target: &str) -> CodeRequest {
    match review(target).request {
        AccessRequest::Code(code) => code,
        AccessRequest::Temporary(_) => panic!("{target} names temporary credentials"),
    }
}

/// The page that a request is turned away with before the graph hears of it.
fn turned_away(exchange: &Exchange<'_>) -> Reply {
    match exchange.decode() {
        Err(Failure::Rejected(reply)) => reply,
        other => panic!("{other:?}"),
    }
}

fn app() -> Arc<App> {
    let mut app = App::new(AppId(7), "Test & <App>", "key", Secret::new("appsecret"));
    app.link = "https://app.example/about".to_owned();
    app.into()
}

fn amy() -> UserCard {
    let mut user = person(AMY, "Amy");
    user.name = "Amy <b>Adler</b> & \"co\"".to_owned();
    card(user)
}

fn people() -> Vec<Candidate> {
    let bea = person(BEA, "bea");
    let cal = person(UserId(1001), "cal");
    let candidate = |card, has_password| Candidate { card, has_password };
    vec![candidate(amy(), false), candidate(card(bea), true), candidate(card(cal), false)]
}

fn question(callback: Option<&str>) -> Question {
    Question {
        app: app(),
        asks: Asks::Permission(Permission::ReadWrite),
        callback: callback.map(Into::into),
        signed_in: None,
        people: people(),
        form: "formtoken".to_owned(),
        session: None,
        problem: None,
    }
}

fn ask(question: Question) -> Outcome {
    Outcome::Consent(Consent::Ask(question.into()))
}

fn allowed(callback: Option<&str>, proof: BroughtBack, session: Option<&str>) -> Outcome {
    let callback = callback.map(Into::into);
    let allowed = Allowed { app: app(), user: AMY, callback, proof, session: session.map(Secret::new) };
    Outcome::Consent(Consent::Allowed(allowed.into()))
}

fn denied(callback: Option<&str>) -> Outcome {
    Outcome::Consent(Consent::Denied { app: app(), callback: callback.map(Into::into) })
}

fn told(exchange: &Exchange<'_>, outcome: Outcome) -> Reply {
    exchange.reply(|_| Ok(outcome))
}

/// A page's text without its style sheet.
fn html(reply: &Reply) -> String {
    String::from_utf8(reply.body.to_vec()).unwrap().replace(STYLE, "")
}
