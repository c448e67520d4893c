//! The headers of every reply.

use block_graph::access::Permission;
use block_graph::rate::{Limit, Per};
use block_graph::{CoreError, Refusal, UserRef};
use dialect::Denial;

use super::*;
use crate::limits;

fn shown(reply: &Reply) -> Option<(&str, &str, &str)> {
    let [limit, remaining, reset] =
        ["limit", "remaining", "reset"].map(|key| reply.get_header(&format!("x-rate-limit-{key}")));
    assert_eq!(limit.is_some(), reset.is_some());
    Some((limit?, remaining?, reset?))
}

fn not_found() -> CoreError {
    Refusal::UserNotFound { user: UserRef::name("x") }.into()
}

#[test]
fn reads_tell_their_window_also_in_errors_and_when_sent_as_post() {
    let told = Some(("900", "899", "1613255156"));
    let state = [window(&limits::USERS_SHOW[0], 899)];
    let show = |target| amy(Method::Get, target).within(&state).reply(|_| Ok(Outcome::User(bea(STRANGERS))));
    assert_eq!(shown(&show("/1.1/users/show.json?id=1")), told);
    let missing = amy(Method::Get, "/1.1/users/show.json?id=1").within(&state).reply(|_| Err(not_found()));
    assert_eq!((missing.status, shown(&missing)), (404, told));
    let lookup = amy(Method::Post, "/1.1/users/lookup.json?user_id=1").within(&[window(&limits::USERS_LOOKUP[0], 899)]);
    assert_eq!(shown(&lookup.reply(|_| Ok(Outcome::Users(vec![Ok(bea(STRANGERS))])))), told);
}

#[test]
fn a_bad_request_never_tells_a_window() {
    let reply = amy(Method::Get, "/1.1/blocks/ids.json?cursor=x")
        .within(&[window(&limits::BLOCKS_IDS[0], 14)])
        .reply(|_| unreachable!());
    assert_eq!((reply.status, shown(&reply)), (400, None));
}

#[test]
fn writes_tell_their_window_only_when_it_is_exceeded() {
    static TEN: Limit = Limit { bucket: "v1.1/blocks/create", per: Per::User, max: 10, window: 900 };
    let create = amy(Method::Post, "/1.1/blocks/create.json?id=1");
    let done = create.within(&[window(&TEN, 9)]).reply(|_| Ok(toggled(STRANGERS, BLOCKING)));
    assert_eq!((done.status, shown(&done)), (200, None));
    let over = exceeded(&TEN);
    let reply = amy(Method::Post, "/1.1/blocks/create.json?id=1").within(&[over]).fails(Denial::RateLimited(over));
    assert_eq!((reply.status, shown(&reply)), (429, Some(("10", "0", "1613255156"))));
}

#[test]
fn an_exceeded_window_is_told_before_others() {
    let (fine, over) = (window(&limits::USERS_SHOW[0], 3), exceeded(&limits::BLOCKS_IDS[0]));
    let reply = amy(Method::Get, "/1.1/blocks/ids.json").within(&[fine, over]).fails(Denial::RateLimited(over));
    assert_eq!((reply.status, shown(&reply)), (429, Some(("15", "0", "1613255156"))));
}

#[test]
fn resets_are_not_too_early_and_numbers_fit_in_31_bits() {
    let late = Window { reset: Timestamp(NOW.0 + 1), max: u32::MAX, ..window(&limits::BLOCKS_IDS[0], u32::MAX) };
    let reply = amy(Method::Get, "/1.1/users/show.json?id=1").within(&[late]).reply(|_| Err(not_found()));
    assert_eq!(shown(&reply), Some(("2147483647", "2147483647", "1613254257")));
}

#[test]
fn the_access_level_is_the_tokens_and_only_told_to_people() {
    for (permission, level) in [
        (Permission::Read, "read"),
        (Permission::ReadWrite, "read-write"),
        (Permission::ReadWriteDirectMessages, "read-write-directmessages"),
    ] {
        let token = Grant { permission, ..amys_token() };
        let reply = nobody(Method::Get, "/1.1/users/show.json?id=1").by(token).reply(|_| Err(not_found()));
        assert_eq!(reply.get_header("x-access-level"), Some(level));
    }
    let reply = app("/1.1/users/show.json?id=1").reply(|_| Err(not_found()));
    assert_eq!(reply.get_header("x-access-level"), None);
    assert_eq!(nobody(Method::Get, "/1.1/nothing.json").decode().ok(), None);
}

#[test]
fn the_status_is_told_in_a_header() {
    for (failure, status) in [
        (Denial::UnknownToken.into(), "401 Unauthorized"),
        (Denial::UserNeeded.into(), "403 Forbidden"),
        (dialect::Failure::NoSuchRoute, "404 Not Found"),
        (dialect::Failure::BodyTooLarge(1), "413 Payload Too Large"),
        (dialect::Failure::Broken, "500 Internal Server Error"),
        (dialect::Failure::Unavailable(std::time::Duration::ZERO), "503 Service Unavailable"),
        (dialect::Failure::UnreadableBody(String::new()), "400 Bad Request"),
        (Denial::RateLimited(exceeded(&limits::BLOCKS_IDS[0])).into(), "429 Too Many Requests"),
    ] {
        let reply = amy(Method::Get, "/1.1/blocks/ids.json").fails(failure);
        assert_eq!(reply.get_header("status"), Some(status));
        assert!(status.starts_with(&reply.status.to_string()));
    }
    let gone = nobody(Method::Get, "/1/blocks/blocking.json").fails(dialect::Failure::NoSuchRoute);
    assert_eq!(gone.get_header("status"), Some("410 Gone"));
}
