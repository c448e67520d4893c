//! What each endpoint asks of the graph, and what it refuses to understand.

use block_graph::testkit::{AMY, BEA};
use block_graph::*;
use dialect::Method::{Delete, Get, Post, Put};
use dialect::{Denial, Failure, Method};

use super::{amy, app, exchange, path};

fn decoded(method: Method, target: &str) -> Command {
    exchange(method, target).by(amy()).decode().unwrap()
}

#[test]
fn writes_name_their_target_by_id_by_name_or_as_me() {
    let bea = || UserRef::Id(BEA);
    assert_eq!(decoded(Post, &path(BEA, "/block")), Block { target: bea() }.into());
    assert_eq!(decoded(Put, &path(BEA, "/block")), Block { target: bea() }.into());
    assert_eq!(decoded(Delete, &path(BEA, "/block")), Unblock { target: bea() }.into());
    assert_eq!(decoded(Post, &path(BEA, "/mute")), Mute { target: bea() }.into());
    assert_eq!(decoded(Put, &path(BEA, "/mute")), Mute { target: bea() }.into());
    assert_eq!(decoded(Delete, &path(BEA, "/mute")), Unmute { target: bea() }.into());
    assert_eq!(decoded(Post, &path(BEA, "/follow")), Follow { target: bea() }.into());
    assert_eq!(decoded(Put, &path(BEA, "/follow")), Follow { target: bea() }.into());
    assert_eq!(decoded(Delete, &path(BEA, "/follow")), Unfollow { target: bea() }.into());
    for target in ["/users/@Bea_1/block", "/users/%40Bea_1/block", "/stream/0/users/@Bea_1/block"] {
        assert_eq!(decoded(Post, target), Block { target: UserRef::name("Bea_1") }.into(), "{target}");
    }
    assert_eq!(decoded(Post, "/users/me/block"), Block { target: UserRef::Id(AMY) }.into());
}

#[test]
fn bodies_that_clients_send_for_nothing_change_nothing() {
    let target = path(BEA, "/block");
    let plain = decoded(Post, &target);
    for (kind, body) in [
        ("application/json", "{}"),
        ("application/json; charset=utf-8", ""),
        ("application/x-www-form-urlencoded", ""),
        ("application/json", "not json"),
        ("text/plain", "?"),
    ] {
        assert_eq!(exchange(Post, &target).by(amy()).body(kind, body).decode(), Ok(plain.clone()), "{kind} {body}");
    }
    let read = exchange(Get, "/users/me").by(amy()).body("application/json", "{}").decode();
    assert_eq!(read, Ok(ShowUser { user: AMY.into() }.into()));
}

#[test]
fn lists_are_whole_until_a_page_is_asked_for() {
    let list = |target: &str| match decoded(Get, target) {
        Command::ListUsers(list) => list,
        other => panic!("{other:?}"),
    };
    let whole = ListUsers { owner: AMY.into(), list: List::Blocked, page: PageRequest::EVERYTHING };
    assert_eq!(list("/users/me/blocked"), whole);
    assert_eq!(list("/users/me/blocked?count=&before_id=&include_html=0"), whole);
    assert_eq!(list("/users/me/muted").list, List::Muted);
    assert_eq!(list("/users/@bea/blocked").owner, UserRef::name("bea"));

    let page = |query: &str| list(&format!("/users/me/blocked?{query}")).page;
    let page_of = |cursor, size| PageRequest { cursor, size };
    assert_eq!(page("count=2"), PageRequest::first(2));
    assert_eq!(page("count=200"), PageRequest::first(200));
    assert_eq!(page("count=201"), PageRequest::first(200));
    assert_eq!(page("count=99999999999"), PageRequest::first(200));
    assert_eq!(page("count=0"), PageRequest::first(20));
    assert_eq!(page("count=many"), PageRequest::first(20));
    assert_eq!(page("count=-5"), page_of(Cursor::Newer(Position(0)), 5));
    assert_eq!(page("before_id=12"), page_of(Cursor::Older(Position(12)), 20));
    assert_eq!(page("since_id=12&count=3"), page_of(Cursor::Newer(Position(12)), 3));
    assert_eq!(page("since_id=12&count=-3"), page_of(Cursor::Newer(Position(12)), 3));
    assert_eq!(page("since_id=3&before_id=12"), page_of(Cursor::Older(Position(12)), 20));
}

#[test]
fn a_page_begins_only_where_another_ended() {
    for query in ["before_id=x", "before_id=-1", "since_id=1.5", "since_id=99999999999999999999"] {
        let target = format!("/users/me/blocked?{query}");
        assert!(matches!(exchange(Get, &target).by(amy()).decode(), Err(Failure::Rejected(_))), "{query}");
    }
}

#[test]
fn bulk_reads_take_each_id_once_and_the_last_ids() {
    let bulk = |target: &str| exchange(Get, target).by(app()).decode().unwrap();
    let owners = |ids: &[i64]| ids.iter().copied().map(UserId).collect::<Vec<_>>();
    let lists = |ids: &[i64], list| Command::from(BulkIds { owners: owners(ids), list });
    assert_eq!(bulk("/users/blocked/ids?ids=1,2"), lists(&[1, 2], List::Blocked));
    assert_eq!(bulk("/stream/0/users/muted/ids?ids=3%2C+1%2C3,,x,@amy"), lists(&[3, 1], List::Muted));
    assert_eq!(bulk("/users/blocked/ids?ids=1&ids=2"), lists(&[2], List::Blocked));
    let people = vec![UserRef::Id(UserId(2)), UserRef::name("amy"), UserRef::Id(UserId(1))];
    assert_eq!(bulk("/users?ids=2,@amy,1,nobody,2"), LookUpUsers { users: people }.into());
    let most: Vec<_> = (1..=200).map(|id| id.to_string()).collect();
    assert!(
        matches!(bulk(&format!("/users?ids={}", most.join(","))), Command::LookUpUsers(found) if found.users.len() == 200)
    );
}

#[test]
fn one_person_and_the_token() {
    assert_eq!(decoded(Get, "/users/me"), ShowUser { user: AMY.into() }.into());
    assert_eq!(exchange(Get, "/users/5").decode(), Ok(ShowUser { user: UserId(5).into() }.into()));
    assert_eq!(decoded(Get, "/token"), WhoAmI {}.into());
    assert_eq!(decoded(Get, "/stream/0/token"), WhoAmI {}.into());
    assert_eq!(decoded(Delete, "/token"), EndOwnToken {}.into());
}

#[test]
fn an_app_s_tokens_come_in_pages_and_their_owners_all_at_once() {
    let of_app = |target: &str| exchange(Get, target).by(app()).decode();
    for target in ["/apps/me/tokens/user_ids", "/tokens/user_ids", "/stream/0/tokens/user_ids?count=1"] {
        assert_eq!(of_app(target), Ok(ListAuthorisers {}.into()), "{target}");
    }
    let page = |query: &str| match of_app(&format!("/apps/me/tokens?{query}")) {
        Ok(Command::ListTokens(list)) => list.page,
        other => panic!("{other:?}"),
    };
    assert_eq!(page(""), PageRequest::first(20));
    assert_eq!(page("count=999"), PageRequest::first(200));
    assert_eq!(page("before_id=12&count=2"), PageRequest { cursor: Cursor::Older(Position(12)), size: 2 });
    assert_eq!(page("since_id=12"), PageRequest { cursor: Cursor::Newer(Position(12)), size: 20 });
    assert!(matches!(of_app("/apps/me/tokens?before_id=x"), Err(Failure::Rejected(_))));
    assert_eq!(exchange(Get, "/apps/me/tokens").decode(), Err(Failure::Denied(Denial::NoCredentials)));
}

#[test]
fn me_is_a_person() {
    assert_eq!(exchange(Get, "/users/me").decode(), Err(Failure::Denied(Denial::NoCredentials)));
    assert_eq!(exchange(Get, "/users/me").by(app()).decode(), Err(Failure::Denied(Denial::UserNeeded)));
    assert_eq!(exchange(Get, "/users/me/blocked").by(app()).decode(), Err(Failure::Denied(Denial::UserNeeded)));
}
