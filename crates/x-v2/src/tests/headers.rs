//! The headers of replies.

use block_graph::access::{Grant, Permission, TokenClass};
use block_graph::rate::{Limit, Window};
use block_graph::testkit::{AMY, grant};
use block_graph::{Outcome, Relation, Timestamp};
use dialect::{Denial, Method, audience};

use super::{amy, anonymous, app, bearer, left};
use crate::limits;

fn window(limit: &'static Limit, remaining: u32) -> Window {
    Window { limit, max: limit.max, remaining, reset: Timestamp(1_613_255_156_001), exceeded: false }
}

fn dm_block(windows: &[Window]) -> dialect::Reply {
    let exchange = amy(Method::Post, "/2/users/7/dm/block").within(windows);
    exchange.reply(|_| Ok(left(Relation { dm_blocking: true, ..Relation::default() })))
}

#[test]
fn the_tightest_quarter_is_told_and_the_days_beside_it() {
    let [user, app, day, app_day] = &limits::BLOCK_DMS;
    let reply = dm_block(&[window(user, 9), window(app, 3), window(day, 399), window(app_day, 700)]);
    let told: Vec<_> = reply.headers.iter().filter(|(name, _)| name.contains("limit")).collect();
    let expected = [
        ("x-rate-limit-limit", "25"),
        ("x-rate-limit-remaining", "3"),
        ("x-rate-limit-reset", "1613255157"),
        ("x-user-limit-24hour-limit", "400"),
        ("x-user-limit-24hour-remaining", "399"),
        ("x-user-limit-24hour-reset", "1613255157"),
        ("x-app-limit-24hour-limit", "1000"),
        ("x-app-limit-24hour-remaining", "700"),
        ("x-app-limit-24hour-reset", "1613255157"),
    ];
    assert_eq!(told.iter().map(|(name, value)| (*name, &**value)).collect::<Vec<_>>(), expected);
    let even = dm_block(&[window(user, 3), window(app, 3)]);
    assert_eq!(even.get_header("x-rate-limit-limit"), Some("10"), "the person's own, when both have as many left");
    let over = Window { exceeded: true, ..window(app, 0) };
    let told = dm_block(&[window(user, 0), over]);
    assert_eq!(told.get_header("x-rate-limit-limit"), Some("25"), "the one that is in the way");
    assert_eq!(dm_block(&[]).get_header("x-rate-limit-limit"), None);
}

#[test]
fn a_401_has_no_rate_headers_and_little_else() {
    let reply = anonymous(Method::Get, "/2/users/me").fails(Denial::NoCredentials);
    let names: Vec<_> = reply.headers.iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["x-transaction-id", "x-response-time"]);
}

#[test]
fn the_access_level_is_the_tokens_or_the_scopes() {
    let level = |grant: Grant| {
        let reply = anonymous(Method::Get, "/2/users/7").by(grant).fails(Denial::MissingScopes(vec![]));
        reply.get_header("x-access-level").map(str::to_owned)
    };
    let signed = |permission| {
        // What the token permits counts, not what its app may do at the most.
        Grant { permission, ..grant(TokenClass::Signed, audience::TWITTER, Some(AMY), &[]) }
    };
    assert_eq!(level(signed(Permission::Read)).as_deref(), Some("read"));
    assert_eq!(level(signed(Permission::ReadWrite)).as_deref(), Some("read-write"));
    assert_eq!(level(signed(Permission::ReadWriteDirectMessages)).as_deref(), Some("read-write-directmessages"));
    assert_eq!(level(app()).as_deref(), Some("read"));
    assert_eq!(level(bearer(&["block.read"])).as_deref(), Some("read"));
    assert_eq!(level(bearer(&["block.read", "block.write"])).as_deref(), Some("read-write"));
    assert_eq!(level(bearer(&["dm.write"])).as_deref(), Some("read-write-directmessages"));
}

#[test]
fn hashes_have_their_lengths() {
    let reply = amy(Method::Get, "/2/users?ids=7").reply(|_| Ok(Outcome::Users(vec![])));
    let hex = |name: &str| {
        let value = reply.get_header(name).unwrap_or_default();
        assert!(value.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte)), "{name}: {value}");
        value.len()
    };
    assert_eq!((hex("x-transaction-id"), hex("x-connection-hash")), (16, 64));
    assert_eq!(reply.get_header("date"), None, "the server sets it");
    assert_eq!(reply.get_header("set-cookie"), None);
}
