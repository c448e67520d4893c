//! Every failure and every refusal as a page with a status of its own.

use std::time::Duration;

use block_graph::rate::{Limit, Per, Window};
use block_graph::{CoreError, Refusal, Timestamp, UserRef};
use dialect::Denial;
use dialect::testkit::NOW;

use super::*;

const TARGET: &str = "/oauth/authorize?oauth_token=t";

static ANSWERS: Limit = Limit { bucket: "sign-in/answer", per: Per::Address, max: 60, window: 900 };

fn exceeded() -> Window {
    Window { limit: &ANSWERS, max: 60, remaining: 0, reset: Timestamp(NOW.0 + 61_001), exceeded: true }
}

/// Everything that is true of every page that says no.
fn checked(reply: Reply, status: u16, words: &str) -> Reply {
    assert_eq!((reply.status, reply.content_type), (status, "text/html;charset=utf-8"), "{words}");
    assert!(html(&reply).contains(words), "{words}: {}", html(&reply));
    assert!(html(&reply).contains("role=\"alert\""));
    assert!(reply.get_header("location").is_none() && reply.get_header("set-cookie").is_none());
    assert!(reply.get_header("content-security-policy").unwrap().contains("form-action 'none'"));
    assert_eq!(reply.get_header("x-frame-options"), Some("DENY"));
    reply
}

#[test]
fn failures() {
    let get = get(TARGET);
    checked(get.fails(Failure::NoSuchRoute), 404, "There is no such page");
    let reply = checked(get.fails(Failure::MethodNotAllowed(vec![Method::Get, Method::Post])), 405, "asked like that");
    assert_eq!(reply.get_header("allow"), Some("GET, POST"));
    checked(get.fails(Failure::BodyTooLarge(16_384)), 413, "more than can be taken");
    checked(get.fails(Failure::UnreadableBody("secret".into())), 400, "cannot be read");
    let reply = checked(get.fails(Failure::Unavailable(Duration::from_millis(100))), 503, "cannot answer");
    assert_eq!(reply.get_header("retry-after"), Some("1"));
    checked(get.fails(Failure::Broken), 500, "Something went wrong on our side");
    let limited = get.fails(Failure::Denied(Denial::RateLimited(exceeded())));
    assert_eq!(checked(limited, 429, "too many requests from your address").get_header("retry-after"), Some("62"));
    for denial in [Denial::NoCredentials, Denial::UnknownToken, Denial::PlanTooSmall(Plan::Free), Denial::UserNeeded] {
        checked(get.fails(denial), 403, "This page is for people");
    }
}

#[test]
fn another_method_is_told_which_there_are() {
    let put = Exchange::new(&PAGES, Method::Put, TARGET);
    let reply = checked(put.reply(|_| panic!("nothing runs")), 405, "asked like that");
    assert_eq!(reply.get_header("allow"), Some("GET, POST"));
}

#[test]
fn refusals_of_the_graph() {
    let told = |refusal: GrantRefusal| get(TARGET).reply(|_| Err(CoreError::from(refusal.clone())));
    for (refusal, status, words) in [
        (GrantRefusal::UnknownClient, 400, "No application has the client id"),
        (GrantRefusal::CallbackNotRegistered, 400, "not registered for it"),
        (GrantRefusal::CallbacksNotTaken, 400, "none is registered for it"),
        (GrantRefusal::CallbackNeeded, 400, "did not say where"),
        (GrantRefusal::UnknownTicket, 403, "The request token for this page is invalid."),
        (GrantRefusal::TicketExpired, 403, "expired because it is too old."),
        (GrantRefusal::TicketSpent, 403, "It may have already been used"),
        (GrantRefusal::TooManyTries(exceeded()), 429, "too many wrong passwords"),
        (GrantRefusal::WrongClientSecret, 500, "on our side"),
        (GrantRefusal::ClientSecretNeeded, 500, "on our side"),
        (GrantRefusal::PasswordsNotAllowed, 500, "on our side"),
        (GrantRefusal::WrongPasswordSecret, 500, "on our side"),
        (GrantRefusal::TicketNotApproved, 500, "on our side"),
        (GrantRefusal::WrongCallback, 500, "on our side"),
        (GrantRefusal::VerifierNeeded, 500, "on our side"),
        (GrantRefusal::WrongVerifier, 500, "on our side"),
        (GrantRefusal::ScopeNotApproved("a".into()), 500, "on our side"),
        (GrantRefusal::WrongPassword, 500, "on our side"),
    ] {
        checked(told(refusal), status, words);
    }
    let nobody = Refusal::UserNotFound { user: UserRef::Id(AMY) };
    checked(get(TARGET).reply(|_| Err(nobody.into())), 500, "on our side");
}

#[test]
fn problems_are_shown_above_the_same_form() {
    let body = "oauth_token=t&form=f&decision=allow&username=cal&other=&password=hunter2";
    for (problem, status, words) in [
        (SignInProblem::NobodyChosen, 200, "Choose who you are"),
        (SignInProblem::WrongPassword, 200, "The username or the password is wrong."),
        (SignInProblem::NoPassword, 200, "This account has no password"),
        (SignInProblem::AccountAway, 200, "suspended or deactivated"),
        (SignInProblem::FormExpired, 403, "open for too long"),
        (SignInProblem::TooManyTries, 429, "Try again in 15 minutes."),
    ] {
        let asked = Question { problem: Some(problem), ..question(Some(CALLBACK)) };
        let reply = told(&post("/oauth/authorize", body), ask(asked));
        let page = html(&reply);
        assert_eq!(reply.status, status, "{problem:?}");
        assert!(page.contains("role=\"alert\"") && page.contains(words), "{problem:?}: {page}");
        assert!(page.contains("value=\"cal\" checked") && page.contains("name=\"oauth_token\" value=\"t\""), "{page}");
        assert!(!page.contains("hunter2"), "a password is not shown again");
    }
}

#[test]
fn nobody_is_told_as_nobody() {
    let asked = || Question { problem: Some(SignInProblem::WrongPassword), ..question(None) };
    let page = |body| html(&told(&post("/oauth/authorize", body), ask(asked())));
    assert!(page("oauth_token=t&form=f&decision=allow&other=").contains("Choose who you are"));
    assert!(page("oauth_token=t&form=f&decision=allow&other=zoe").contains("password is wrong"));
}
