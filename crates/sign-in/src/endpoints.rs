//! The table of pages: one row to look at each, one to answer it.

use block_graph::CommandKind;
use block_graph::access::{Browser, Permission};
use block_graph::{DecideAccess, ReviewAccess, Wants};
use dialect::{Access, Call, Endpoint, Failure, Method, Request, Route};

use crate::ask::{self, Asked};
use crate::outcome::{self, Sheet};
use crate::{answer, browser, errors, limits};

const AUTHORIZE: &str = "/oauth/authorize";
const AUTHENTICATE: &str = "/oauth/authenticate";
/// The documented path and the one that X's specification writes.
const X: [&str; 2] = ["/i/oauth2/authorize", "/2/oauth2/authorize"];

const AUTHORIZE_DOCS: &str = "https://developer.x.com/en/docs/authentication/api-reference/authorize";
const AUTHENTICATE_DOCS: &str = "https://developer.x.com/en/docs/authentication/api-reference/authenticate";
const X_DOCS: &str = "https://developer.x.com/en/docs/authentication/oauth-2-0/authorization-code";

/// Every page.
pub(crate) static ENDPOINTS: [Endpoint; 6] = [
    look("oauth/authorize", &[get(AUTHORIZE)], AUTHORIZE_DOCS, authorize),
    look("oauth/authenticate", &[get(AUTHENTICATE)], AUTHENTICATE_DOCS, authenticate),
    look("i/oauth2/authorize", &[get(X[0]), get(X[1])], X_DOCS, x),
    form("oauth/authorize answer", &[post(AUTHORIZE)], AUTHORIZE_DOCS, answer_shared),
    form("oauth/authenticate answer", &[post(AUTHENTICATE)], AUTHENTICATE_DOCS, answer_shared),
    form("i/oauth2/authorize answer", &[post(X[0]), post(X[1])], X_DOCS, answer_x),
];

type Decode = fn(&Request<'_>) -> Result<Call, Failure>;

const fn get(path: &'static str) -> Route {
    Route { method: Method::Get, path }
}

const fn post(path: &'static str) -> Route {
    Route { method: Method::Post, path }
}

const fn look(name: &'static str, routes: &'static [Route], docs: &'static str, decode: Decode) -> Endpoint {
    row(name, routes, CommandKind::ReviewAccess, docs, decode)
}

const fn form(name: &'static str, routes: &'static [Route], docs: &'static str, decode: Decode) -> Endpoint {
    Endpoint { limits: &limits::FORM, ..row(name, routes, CommandKind::DecideAccess, docs, decode) }
}

const fn row(
    name: &'static str,
    routes: &'static [Route],
    command: CommandKind,
    docs: &'static str,
    decode: Decode,
) -> Endpoint {
    Endpoint {
        name,
        routes,
        access: Access::Open,
        permission: Permission::Read,
        scopes: &[],
        limits: &limits::PAGE,
        command,
        docs,
        decode,
    }
}

/// `GET /oauth/authorize`: Twitter's and App.net's page that always asks.
fn authorize(request: &Request<'_>) -> Result<Call, Failure> {
    Ok(review(request, ask::shared(request)?, false))
}

/// `GET /oauth/authenticate`: the same, but whom an app was let in by before it does not ask again.
fn authenticate(request: &Request<'_>) -> Result<Call, Failure> {
    Ok(review(request, ask::shared(request)?, true))
}

/// `GET /i/oauth2/authorize`: X's page; it always asks.
fn x(request: &Request<'_>) -> Result<Call, Failure> {
    Ok(review(request, ask::x(request)?, false))
}

/// `POST /oauth/authorize` and `/oauth/authenticate`: the answer to Twitter's and App.net's pages.
fn answer_shared(request: &Request<'_>) -> Result<Call, Failure> {
    decide(request, ask::shared)
}

/// `POST /i/oauth2/authorize`: the answer to X's page.
fn answer_x(request: &Request<'_>) -> Result<Call, Failure> {
    decide(request, ask::x)
}

/// Looks. A request with a fault is looked at as well: only the graph can tell whether its app may hear of the fault.
fn review(request: &Request<'_>, asked: Asked, skip: bool) -> Call {
    let sheet = Sheet::new(request, &asked, None);
    let Asked { request: access, fault, anew, .. } = asked;
    let call = match fault {
        Some(fault) => {
            let op = ReviewAccess { request: access, browser: Browser::default(), anew: true, skip: false };
            Call::new(op, move |consent| outcome::faulty(&consent, &sheet, fault))
        }
        None => {
            let op = ReviewAccess { request: access, browser: browser::of(request), anew, skip };
            Call::new(op, move |consent| outcome::shown(&consent, &sheet))
        }
    };
    call.wanting(Wants::CARD)
}

/// Answers. Our own pages carry no request with a fault.
fn decide(request: &Request<'_>, read: fn(&Request<'_>) -> Result<Asked, Failure>) -> Result<Call, Failure> {
    let answer = answer::read(request)?;
    let asked = read(request)?;
    if asked.fault.is_some() {
        return Err(errors::broken_form().into());
    }
    let sheet = Sheet::new(request, &asked, Some(answer.typed));
    let op = DecideAccess {
        request: asked.request,
        browser: browser::of(request),
        form: answer.form,
        decision: answer.decision,
    };
    Ok(Call::new(op, move |consent| outcome::shown(&consent, &sheet)).wanting(Wants::CARD))
}
