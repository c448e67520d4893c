//! What requests decode to.

use block_graph::{
    Block, Command, Cursor, Follow, LimitStatus, List, ListIds, ListUsers, LookUpUsers, Mute, PageRequest, Position,
    ReportSpam, ShowRelation, ShowUser, Unblock, Unfollow, Unmute, UserId, UserRef, Wants, WhoAmI,
};
use dialect::{Denial, Failure, Method, Request};

use super::*;
use crate::view::{Flavour, UserView};

fn bea_ref() -> UserRef {
    UserRef::Id(BEA)
}

fn block(target: UserRef) -> Command {
    Block { target }.into()
}

#[test]
fn every_endpoint_decodes_to_its_command() {
    let target = bea_ref;
    let users = || vec![UserRef::Id(UserId(1)), UserRef::Id(BEA), UserRef::name("amy")];
    let list = |list, size| ListUsers { owner: AMY.into(), list, page: PageRequest::first(size) };
    let ids = |list| ListIds { owner: AMY.into(), list, page: PageRequest::first(5000) };
    let id = "user_id=9007199254740995";
    let three = "user_id=1,9007199254740995&screen_name=amy";
    let cases: [(Method, &str, &str, Command); 20] = [
        (Method::Post, "blocks/create", id, Block { target: target() }.into()),
        (Method::Post, "blocks/destroy", id, Unblock { target: target() }.into()),
        (Method::Get, "blocks/list", "", list(List::Blocked, 20).into()),
        (Method::Get, "blocks/blocking", "", list(List::Blocked, 20).into()),
        (Method::Get, "blocks/ids", "", ids(List::Blocked).into()),
        (Method::Get, "blocks/blocking/ids", "", ids(List::Blocked).into()),
        (Method::Post, "mutes/users/create", id, Mute { target: target() }.into()),
        (Method::Post, "mutes/users/destroy", id, Unmute { target: target() }.into()),
        (Method::Get, "mutes/users/list", "", list(List::Muted, 50).into()),
        (Method::Get, "mutes/users/ids", "", ids(List::Muted).into()),
        (Method::Post, "friendships/create", id, Follow { target: target() }.into()),
        (Method::Post, "friendships/destroy", id, Unfollow { target: target() }.into()),
        (Method::Get, "friendships/lookup", three, LookUpUsers { users: users() }.into()),
        (Method::Get, "users/show", id, ShowUser { user: target() }.into()),
        (Method::Get, "users/lookup", three, LookUpUsers { users: users() }.into()),
        (Method::Post, "users/lookup", three, LookUpUsers { users: users() }.into()),
        (Method::Post, "users/report_spam", id, ReportSpam { target: target(), block: true }.into()),
        (
            Method::Post,
            "users/report_spam",
            "screen_name=bea&perform_block=false",
            ReportSpam { target: UserRef::name("bea"), block: false }.into(),
        ),
        (Method::Get, "account/verify_credentials", "", WhoAmI.into()),
        (
            Method::Get,
            "friendships/show",
            "source_screen_name=amy&target_id=9007199254740995",
            ShowRelation { source: Some(UserRef::name("amy")), target: target() }.into(),
        ),
    ];
    for (method, name, query, command) in cases {
        assert_eq!(decoded(method, &format!("/1.1/{name}.json?{query}")), command, "{method} {name}?{query}");
    }
}

#[test]
fn people_are_named_in_every_way_that_was_taken() {
    let digits = |text: &str| UserRef::IdOrName(UserId(text.parse().unwrap()), text.into());
    for (target, named) in [
        ("/1.1/blocks/create.json?screen_name=Bea", UserRef::name("Bea")),
        ("/1.1/blocks/create.json?screen_name=%40Bea", UserRef::name("Bea")),
        ("/1.1/blocks/create.json?screen_name=12", UserRef::name("12")),
        ("/1.1/blocks/create.json?id=twitter", UserRef::name("twitter")),
        ("/1.1/blocks/create.json?id=12", digits("12")),
        ("/1.1/blocks/create/12.json", digits("12")),
        ("/1.1/blocks/create/twitter.json?skip_status=1", UserRef::name("twitter")),
        ("/1.1/blocks/create.json?screen_name=bea&user_id=9007199254740995", bea_ref()),
        ("/1.1/blocks/create.json?user_id=&screen_name=bea", UserRef::name("bea")),
        ("/1.1/blocks/create.json?user_id=bea", UserRef::name("")),
        ("/1.1/blocks/create.json?user_id=-5", UserRef::name("")),
        ("/1.1/blocks/create.json?user_id=12.json", UserRef::name("")),
    ] {
        assert_eq!(decoded(Method::Post, target), block(named), "{target}");
    }
    let shown = |user| Command::from(ShowUser { user });
    assert_eq!(decoded(Method::Get, "/1.1/users/show/twitter.json"), shown(UserRef::name("twitter")));
    assert_eq!(decoded(Method::Get, "/1.1/users/show/12.json"), shown(digits("12")));
    assert_eq!(decoded(Method::Post, "/1.1/blocks/destroy/12.json"), Unblock { target: digits("12") }.into());
}

#[test]
fn parameters_come_in_the_body_or_the_query_and_a_posts_body_wins() {
    let path = "/1.1/blocks/create.json";
    let in_body = amy(Method::Post, path).body("application/x-www-form-urlencoded;charset=UTF-8", "screen_name=bea");
    assert_eq!(in_body.decode(), Ok(block(UserRef::name("bea"))));
    let both = amy(Method::Post, "/1.1/blocks/create.json?screen_name=query").body(FORM, "screen_name=body");
    assert_eq!(both.decode(), Ok(block(UserRef::name("body"))));
    let reading = amy(Method::Get, "/1.1/users/show.json?screen_name=query").body(FORM, "screen_name=body");
    assert_eq!(reading.decode(), Ok(ShowUser { user: UserRef::name("query") }.into()));
    let empty_json = amy(Method::Post, "/1.1/blocks/create.json?screen_name=bea").body("application/json", "");
    assert_eq!(empty_json.decode(), Ok(block(UserRef::name("bea"))));
}

#[test]
fn cursors_are_twitters() {
    let cursor = |query: &str| match decoded(Method::Get, &format!("/1.1/blocks/ids.json?{query}")) {
        Command::ListIds(ListIds { page, .. }) => page.cursor,
        other => panic!("{other:?}"),
    };
    for (query, expected) in [
        ("", Cursor::Newest),
        ("cursor=", Cursor::Newest),
        ("cursor=-1", Cursor::Newest),
        ("cursor=0", Cursor::End),
        ("cursor=1535206520056388207", Cursor::Older(Position(1_535_206_520_056_388_207))),
        ("cursor=-1535206508490832356", Cursor::Newer(Position(1_535_206_508_490_832_356))),
        ("cursor=9223372036854775807", Cursor::Older(Position(i64::MAX))),
        ("cursor=-9223372036854775807", Cursor::Newer(Position(i64::MAX))),
    ] {
        assert_eq!(cursor(query), expected, "{query}");
    }
    for bad in ["x", "1.5", "9223372036854775808", "-9223372036854775808"] {
        let reply = amy(Method::Get, &format!("/1.1/blocks/list.json?cursor={bad}")).reply(|_| unreachable!());
        assert_eq!((reply.status, json(&reply)["errors"][0]["code"].as_i64()), (400, Some(44)), "{bad}");
    }
}

#[test]
fn a_lookup_takes_a_hundred_people() {
    let names = |count: usize| vec!["a"; count].join(",");
    for path in ["/1.1/users/lookup.json", "/1.1/friendships/lookup.json"] {
        let found = decoded(Method::Get, &format!("{path}?user_id=x&screen_name={},%20,", names(99)));
        let Command::LookUpUsers(LookUpUsers { users }) = found else { panic!("{found:?}") };
        assert_eq!((users.len(), &users[0]), (100, &UserRef::name("")), "{path}");
        for (query, status, code) in [(names(101), 403, 18), (",".to_owned(), 404, 25), (String::new(), 404, 25)] {
            let reply = amy(Method::Get, &format!("{path}?screen_name={query}")).reply(|_| unreachable!());
            assert_eq!((reply.status, json(&reply)["errors"][0]["code"].as_i64()), (status, Some(code)), "{path}");
        }
    }
}

#[test]
fn limits_are_asked_for_by_family() {
    let buckets = |exchange: Exchange<'_>| match exchange.decode() {
        Ok(Command::LimitStatus(LimitStatus { limits })) => limits.iter().map(|l| l.bucket).collect::<Vec<_>>(),
        other => panic!("{other:?}"),
    };
    let status = "/1.1/application/rate_limit_status.json";
    let blocks = ["v1.1/blocks/list", "v1.1/blocks/ids"];
    assert_eq!(buckets(amy(Method::Get, &format!("{status}?resources=blocks,help"))), blocks);
    assert!(buckets(amy(Method::Get, &format!("{status}?resources=help"))).is_empty());
    let all = buckets(amy(Method::Get, status));
    assert!(all.contains(&"v1.1/users/report_spam") && all.contains(&"v1.1/users/show"), "{all:?}");
    let writes = ["v1.1/blocks/create", "v1.1/friendships/create", "v1.1/spam_reports"];
    assert!(!all.iter().any(|bucket| writes.contains(bucket)), "{all:?}");
}

#[test]
fn switches_are_read_as_documented() {
    let view = |query: &str| {
        let target = format!("/1.1/account/verify_credentials.json?{query}");
        let origin = dialect::Origin { scheme: "https", host: "api.twitter.com" };
        UserView::new(&Request::new(Method::Get, &target, &dialect::NoHeaders, b"", origin, NOW), Flavour::Own)
    };
    let plain = view("");
    assert!(plain.entities && plain.status && !plain.extended && !plain.email);
    for on in ["true", "True", "TRUE", "t", "T", "1"] {
        let query = format!("skip_status={on}&include_entities={on}&include_email={on}");
        assert!(!view(&query).status && view(&query).entities && view(&query).email, "{on}");
    }
    for off in ["false", "False", "f", "0", "yes", "2"] {
        let query = format!("skip_status={off}&include_entities={off}&include_email={off}");
        assert!(view(&query).status && !view(&query).entities && !view(&query).email, "{off}");
    }
    let off = view("include_entities=0");
    assert!(!off.entities && !off.tweet_entities);
    assert!(view("tweet_mode=extended").extended && !view("tweet_mode=compat").extended);
}

#[test]
fn only_what_is_shown_is_wanted() {
    let (entities, tweet_entities) = (true, true);
    let view =
        UserView { flavour: Flavour::Write, entities, tweet_entities, status: true, extended: false, email: false };
    assert_eq!(view.wants(), Wants { pinned_post: false, ..Wants::EVERYTHING });
    assert_eq!(UserView { status: false, ..view }.wants(), Wants::RELATION);
    assert_eq!(UserView { status: false, flavour: Flavour::Own, ..view }.wants(), Wants::CARD);
}

#[test]
fn a_list_without_a_person_is_denied() {
    let denied = Err(Failure::Denied(Denial::UserNeeded));
    assert_eq!(app("/1.1/blocks/ids.json").decode(), denied);
    assert_eq!(app("/1.1/mutes/users/list.json").decode(), denied);
}
