//! Whole replies, one file per endpoint and case, under `fixtures/golden/app-net/`.

mod messages;
mod posts;
mod tokens;

use block_graph::testkit::{AMY, BEA, card, person};
use block_graph::*;
use dialect::Method::{Delete, Get, Options, Post, Put};
use dialect::testkit::{Exchange, show};
use dialect::{Denial, Failure};

use super::{READS, WRITES, amy, app, exchange, path, window};

fn golden(name: &str, exchange: &Exchange<'_>, outcome: Outcome) {
    let reply = exchange.reply(|_| Ok(outcome));
    snapshot(name, &show(&reply));
}

fn snapshot(name: &str, text: &str) {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/golden/app-net");
    insta::with_settings!({ snapshot_path => path, prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!(name, text);
    });
}

/// Bea, with everything said of her that App.net shows.
fn bea() -> UserCard {
    let mut user = person(BEA, "Bea");
    user.name = "Bea \u{e9} \u{1f600}".to_owned();
    user.description =
        "I am @bea, not @amy. <3 #Rust & \"tea\"\r\nbea.example.com http://a.example/?x=1&y=2 app.net".to_owned();
    user.url = Some("https://bea.example.com/about".to_owned());
    user.verified = true;
    user.image_url = Some("https://img.example.com/bea.png".to_owned());
    user.banner_url = Some("https://img.example.com/cover.jpg".to_owned());
    user.timezone = "America/Los_Angeles".to_owned();
    user.kind = UserKind::Bot;
    card(user)
}

/// Cal, who says nothing.
fn cal() -> UserCard {
    card(person(UserId(1001), "cal"))
}

/// Amy, seen by herself.
fn herself() -> UserCard {
    UserCard { relation: None, is_viewer: true, ..card(person(AMY, "amy")) }
}

fn unrelated(card: UserCard) -> UserCard {
    UserCard { relation: None, ..card }
}

fn toggled(card: UserCard, before: Relation, after: Relation) -> Outcome {
    Outcome::Toggled(Toggled { target: Some(UserCard { relation: Some(after), ..card }), before, after })
}

fn writing(exchange: Exchange<'_>) -> Exchange<'_> {
    exchange.by(amy()).within(&[window(&WRITES, 1, 0), window(&READS, 170, 2_677_000)])
}

fn reading(exchange: Exchange<'_>) -> Exchange<'_> {
    exchange.by(amy()).within(&[window(&READS, 169, 2_677_000)])
}

#[test]
fn blocks() {
    let blocking = Relation { blocking: true, ..Relation::default() };
    let friends = Relation { following: true, followed_by: true, ..Relation::default() };
    let target = path(BEA, "/block");
    golden("block", &writing(exchange(Post, &target)), toggled(bea(), friends, blocking));
    golden("unblock", &writing(exchange(Delete, &target)), toggled(bea(), blocking, Relation::default()));

    let list = path(AMY, "/blocked");
    let blocked = |card| UserCard { relation: Some(blocking), ..card };
    let everything = Page { items: vec![blocked(bea()), blocked(cal())], ..Page::empty() };
    golden("blocked", &reading(exchange(Get, &list)), Outcome::UserPage(everything));
    golden("blocked-empty", &reading(exchange(Get, "/users/me/blocked")), Outcome::UserPage(Page::empty()));
    let unseen = Page { items: vec![unrelated(cal())], ..Page::empty() };
    golden("blocked-by-app", &exchange(Get, &list).by(app()), Outcome::UserPage(unseen));

    let ids = exchange(Get, "/users/blocked/ids?ids=1,2").by(app());
    let lists = vec![(UserId(1), vec![UserId(3), UserId(29)]), (UserId(2), vec![])];
    golden("blocked-ids", &ids, Outcome::IdLists(lists));
    golden("blocked-ids-empty", &ids, Outcome::IdLists(vec![]));
}

#[test]
fn pages() {
    let span = Some((Position(1_691_820_000_000_000_512), Position(1_691_820_000_000_000_256)));
    let page = |has_older, has_newer| Page { items: vec![cal(), cal()], span, has_older, has_newer };
    let first = reading(exchange(Get, "/users/me/blocked?count=2"));
    golden("blocked-page", &first, Outcome::UserPage(page(true, false)));
    let last = reading(exchange(Get, "/users/me/muted?count=2&before_id=9"));
    golden("muted-page-last", &last, Outcome::UserPage(page(false, true)));
    let newer = reading(exchange(Get, "/users/me/blocked?since_id=9"));
    golden("blocked-page-newer", &newer, Outcome::UserPage(page(false, true)));
    golden("blocked-page-empty", &first, Outcome::UserPage(Page::empty()));
}

#[test]
fn mutes() {
    let muting = Relation { muting: true, followed_by: true, ..Relation::default() };
    let not = Relation { muting: false, ..muting };
    golden("mute", &writing(exchange(Post, "/users/1001/mute")), toggled(cal(), not, muting));
    golden("unmute", &writing(exchange(Delete, "/users/@cal/mute")), toggled(cal(), muting, not));
    let muted = Page { items: vec![UserCard { relation: Some(muting), ..cal() }], ..Page::empty() };
    golden("muted", &reading(exchange(Get, "/stream/0/users/me/muted")), Outcome::UserPage(muted));
    let ids = exchange(Get, "/users/muted/ids?ids=9007199254740993").by(app());
    golden("muted-ids", &ids, Outcome::IdLists(vec![(AMY, vec![BEA])]));
}

#[test]
fn follows() {
    let following = Relation { following: true, ..Relation::default() };
    let none = Relation::default();
    golden("follow", &writing(exchange(Post, "/users/1001/follow")), toggled(cal(), none, following));
    golden("unfollow", &writing(exchange(Delete, "/users/1001/follow")), toggled(cal(), following, none));

    let span = Some((Position(1_691_820_000_000_000_512), Position(1_691_820_000_000_000_256)));
    let friend = UserCard { relation: Some(following), ..cal() };
    let page = Page { items: vec![friend, herself()], span, has_older: true, has_newer: false };
    golden("following", &reading(exchange(Get, "/users/@bea/following?count=2")), Outcome::UserPage(page));
    golden("followers-empty", &reading(exchange(Get, "/users/me/followers")), Outcome::UserPage(Page::empty()));
    let ids = Page { items: vec![BEA, UserId(1001)], span, has_older: false, has_newer: false };
    golden("following-ids", &reading(exchange(Get, "/users/me/following/ids")), Outcome::IdPage(ids.into()));
    golden(
        "follower-ids-empty",
        &exchange(Get, "/users/5/followers/ids").by(app()),
        Outcome::IdPage(Page::empty().into()),
    );
    let found = vec![Ok(cal())];
    golden("users-found", &reading(exchange(Get, "/users/search?q=%40ca")), Outcome::Users(found));
}

#[test]
fn users() {
    let show = |target| reading(exchange(Get, target));
    golden("user-me", &show("/users/me"), Outcome::User(herself()));
    let blocked_by = Relation { blocked_by: true, ..Relation::default() };
    golden("user-who-blocks-me", &show("/users/1001"), Outcome::User(UserCard { relation: Some(blocked_by), ..cal() }));
    let refused = Relation { dm_blocked_by: true, ..Relation::default() };
    let silent = UserCard { relation: Some(refused), ..cal() };
    golden("user-who-refuses-messages", &show("/users/1001"), Outcome::User(silent));
    golden("user-to-nobody", &exchange(Get, "/users/@bea"), Outcome::User(unrelated(bea())));
    golden("user-without-html", &show("/users/@bea?include_html=0&include_annotations=1"), Outcome::User(bea()));
    let absent = Absent { user: UserRef::Id(UserId(7)), why: Absence::Unknown };
    let found = vec![Ok(cal()), Err(absent), Ok(herself())];
    golden("users", &show("/users?ids=1001,7,9007199254740993"), Outcome::Users(found));
}

#[test]
fn forms() {
    let bare = reading(exchange(Get, "/users/1001")).header("X-ADN-Migration-Overrides", "response_envelope=0");
    golden("bare", &bare, Outcome::User(cal()));
    let kept =
        exchange(Get, "/users/1001").header("X-ADN-Migration-Overrides", "response_envelope=1&disable_min_max_id=1");
    golden("overridden-to-what-is", &kept, Outcome::User(unrelated(cal())));
    let pretty = exchange(Get, "/users/blocked/ids?ids=1").by(app()).header("X-ADN-Pretty-JSON", "1");
    golden("pretty", &pretty, Outcome::IdLists(vec![(UserId(1), vec![UserId(3)])]));
    golden("jsonp", &exchange(Get, "/users/1001?callback=awesome"), Outcome::User(unrelated(bea())));
    let both = exchange(Get, "/users/1001?callback=f&response_envelope=0");
    golden("jsonp-bare", &both, Outcome::User(unrelated(cal())));
    let ignored = exchange(Get, "/users/1001?response_envelope=0");
    golden("not-jsonp", &ignored, Outcome::User(unrelated(cal())));
}

#[test]
fn failures() {
    let fails = |name: &str, exchange: Exchange<'_>, failure: Failure| snapshot(name, &show(&exchange.fails(failure)));
    let target = path(BEA, "/block");
    fails("error-no-token", exchange(Post, &target), Denial::NoCredentials.into());
    fails("error-invalid-token", exchange(Post, &target), Denial::UnknownToken.into());
    fails("error-method", exchange(Get, &target), Failure::MethodNotAllowed(vec![Post, Put, Delete]));
    fails("error-broken", exchange(Get, "/users/1001"), Failure::Broken);
    let pretty = exchange(Post, &target).header("X-ADN-Pretty-JSON", "yes");
    fails("error-pretty", pretty, Denial::ExpiredToken.into());
    let bare = exchange(Post, &target).header("X-ADN-Migration-Overrides", "response_envelope=0");
    fails("error-bare", bare, Denial::ExpiredToken.into());
    fails("error-jsonp", exchange(Get, "/nowhere?callback=f"), Failure::NoSuchRoute);
    fails("preflight", exchange(Options, &target), Failure::MethodNotAllowed(vec![Post, Delete]));
    let owed = Toggled { target: None, before: Relation::default(), after: Relation::default() };
    golden("error-no-card", &writing(exchange(Post, &target)), Outcome::Toggled(owed));
}
