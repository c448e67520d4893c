//! What requests about follows, timelines and tweets decode to.

use block_graph::{
    Cursor, DeletePost, Draft, Feed, FeedFilter, HideReposts, Like, List, ListIds, ListLikes, ListReposters, ListUsers,
    LookUpPosts, PageRequest, PostRange, ReadFeed, Repost, SearchUsers, ShowPost, ShowRelation, ShowReposts, Unlike,
    Unrepost, UserRef, WhoAmI,
};
use dialect::{Denial, Failure};

use super::*;

fn draft(target: &str) -> Draft {
    match decoded(Method::Post, target) {
        Command::CreatePost(op) => op.draft,
        other => panic!("{other:?}"),
    }
}

#[test]
fn follows_are_the_callers_or_somebody_elses() {
    let ids = |owner: UserRef, list, page| Command::from(ListIds { owner, list, page });
    let users = |owner: UserRef, list, page| Command::from(ListUsers { owner, list, page });
    let first = PageRequest::first;
    for (target, command) in [
        ("friends/ids.json", ids(AMY.into(), List::Following, first(5000))),
        ("followers/ids.json?id=bea&count=7", ids(UserRef::name("bea"), List::Followers, first(7))),
        ("friends/list.json?screen_name=bea", users(UserRef::name("bea"), List::Following, first(20))),
        ("followers/list.json?count=999", users(AMY.into(), List::Followers, first(200))),
        ("friendships/incoming.json", ids(AMY.into(), List::RequestsReceived, first(5000))),
        ("friendships/outgoing.json", ids(AMY.into(), List::RequestsSent, first(5000))),
        ("friendships/no_retweets/ids.json", ids(AMY.into(), List::RepostsHidden, PageRequest::EVERYTHING)),
    ] {
        assert_eq!(decoded(Method::Get, &format!("/1.1/{target}")), command, "{target}");
    }
    let app_only = app("/1.1/friends/ids.json?user_id=9007199254740995").decode();
    assert_eq!(app_only, Ok(ids(BEA.into(), List::Following, first(5000))));
    assert_eq!(app("/1.1/friends/list.json").decode(), Err(Failure::Denied(Denial::UserNeeded)));
}

#[test]
fn retweets_are_switched_by_an_update() {
    let update = |query: &str| decoded(Method::Post, &format!("/1.1/friendships/update.json?screen_name=bea&{query}"));
    let target = || UserRef::name("bea");
    assert_eq!(update("retweets=false"), HideReposts { target: target() }.into());
    assert_eq!(update("retweets=true&device=false"), ShowReposts { target: target() }.into());
    assert_eq!(update("device=true"), ShowRelation { source: Some(AMY.into()), target: target() }.into());
}

#[test]
fn timelines() {
    let (feed_of, bea) = (|feed, filter| (feed, filter, PostRange::newest(20)), || Feed::By(UserRef::name("bea")));
    let of_user = FeedFilter { even_muted: true, ..FeedFilter::ALL };
    let of_home = FeedFilter { reposts_of_blocked: true, ..FeedFilter::ALL };
    let bounded = PostRange { above: Some(PostId(5)), below: Some(PostId(10)), from_oldest: false, size: 200 };
    for (target, (feed, filter, range)) in [
        ("user_timeline.json?screen_name=bea", feed_of(bea(), of_user)),
        ("user_timeline.json", feed_of(Feed::By(AMY.into()), of_user)),
        ("user_timeline.json?screen_name=bea&since_id=5&max_id=9&count=201", (bea(), of_user, bounded)),
        (
            "user_timeline.json?id=bea&exclude_replies=true&include_rts=0",
            feed_of(bea(), FeedFilter { replies: false, reposts: false, ..of_user }),
        ),
        ("home_timeline.json", feed_of(Feed::Home, of_home)),
        ("home_timeline.json?exclude_replies=1", feed_of(Feed::Home, FeedFilter { replies: false, ..of_home })),
        ("mentions_timeline.json", feed_of(Feed::Mentioning(AMY.into()), FeedFilter::ALL)),
        ("retweets/7.json", (Feed::Reposting(PostId(7)), FeedFilter::ALL, PostRange::newest(100))),
    ] {
        let command = Command::from(ReadFeed { feed, filter, range });
        assert_eq!(decoded(Method::Get, &format!("/1.1/statuses/{target}")), command, "{target}");
    }
    for own in ["home_timeline", "mentions_timeline"] {
        assert_eq!(app(&format!("/1.1/statuses/{own}.json")).decode(), Err(Failure::Denied(Denial::UserNeeded)));
    }
}

#[test]
fn counts_and_bounds_are_whole_numbers() {
    let range = |query: &str| match decoded(Method::Get, &format!("/1.1/statuses/home_timeline.json?{query}")) {
        Command::ReadFeed(read) => (read.range.above.map(|id| id.0), read.range.below.map(|id| id.0), read.range.size),
        other => panic!("{other:?}"),
    };
    assert_eq!(range("count=0"), (None, None, 1));
    assert_eq!(range("count=-3&since_id=0&max_id="), (Some(0), None, 1));
    assert_eq!(range("max_id=0"), (None, Some(1), 20), "nothing is that old: a loop over pages ends");
    assert_eq!(range("max_id=9223372036854775807"), (None, Some(i64::MAX), 20));
    for bad in ["count", "since_id", "max_id"] {
        for value in ["x", "1.5", "9223372036854775808"] {
            let target = format!("/1.1/statuses/home_timeline.json?{bad}={value}");
            let reply = amy(Method::Get, &target).reply(|_| unreachable!());
            assert_eq!(told(&reply), (400, coded(44, &format!("{bad} parameter is invalid."))), "{value}");
        }
    }
}

#[test]
fn tweets_are_named_by_id() {
    let post = PostId(BEAS);
    for (method, target, command) in [
        (Method::Get, "statuses/show.json?id=9007199254740997", ShowPost { post, even_blocked: false }.into()),
        (Method::Get, "statuses/show/9007199254740997.json", ShowPost { post, even_blocked: false }.into()),
        (Method::Post, "statuses/destroy/9007199254740997.json", DeletePost { post }.into()),
        (Method::Post, "statuses/retweet/9007199254740997.json", Repost { post }.into()),
        (Method::Post, "statuses/unretweet/9007199254740997.json", Unrepost { post }.into()),
        (Method::Post, "favorites/create.json?id=9007199254740997", Like { post }.into()),
        (Method::Post, "favorites/destroy.json?id=9007199254740997", Unlike { post }.into()),
        (
            Method::Get,
            "statuses/retweeters/ids.json?id=9007199254740997&cursor=0",
            Command::from(ListReposters { post, page: PageRequest { cursor: Cursor::End, size: 100 } }),
        ),
    ] {
        assert_eq!(decoded(method, &format!("/1.1/{target}")), command, "{target}");
    }
    for (method, path) in [
        (Method::Get, "statuses/show"),
        (Method::Get, "statuses/lookup"),
        (Method::Get, "statuses/retweeters/ids"),
        (Method::Post, "favorites/create"),
        (Method::Post, "favorites/destroy"),
    ] {
        let none = amy(method, &format!("/1.1/{path}.json")).reply(|_| unreachable!());
        assert_eq!(told(&none), (403, coded(38, "id parameter is missing.")), "{path}");
    }
    for target in ["/1.1/statuses/show/x.json", "/1.1/statuses/show.json?id=-1"] {
        let reply = amy(Method::Get, target).reply(|_| unreachable!());
        assert_eq!(told(&reply), (404, coded(144, "No status found with that ID.")), "{target}");
    }
}

#[test]
fn a_lookup_takes_a_hundred_tweets_each_once() {
    let look_up = |ids: &str| match decoded(Method::Post, &format!("/1.1/statuses/lookup.json?id={ids}")) {
        Command::LookUpPosts(LookUpPosts { posts, even_blocked: false }) => posts,
        other => panic!("{other:?}"),
    };
    assert_eq!(look_up("3,1,x,%203,2,"), [PostId(3), PostId(1), PostId(2)]);
    assert_eq!(look_up(&vec!["5"; 100].join(",")), [PostId(5)]);
    assert_eq!(look_up("x"), []);
    let many = format!("/1.1/statuses/lookup.json?id={}", vec!["5"; 101].join(","));
    let reply = amy(Method::Get, &many).reply(|_| unreachable!());
    assert_eq!(told(&reply), (403, coded(18, "Too many terms specified in query.")));
}

#[test]
fn updates() {
    let update = |query: &str| draft(&format!("/1.1/statuses/update.json?{query}"));
    let text = || "hello @bea".to_owned();
    assert_eq!(update("status=%20hello+%40bea%0A"), Draft { text: text(), ..Draft::default() });
    let all = "status=hello+%40bea&in_reply_to_status_id=7&attachment_url=https%3A%2F%2Ftwitter.com%2Fjack%2Fstatus%2F20%3Fs%3D1\
               &auto_populate_reply_metadata=true&media_ids=1,2&lat=1.5&place_id=x";
    let (reply_to, quote_of) = (Some(PostId(7)), Some(PostId(20)));
    assert_eq!(update(all), Draft { text: text(), reply_to, quote_of, ..Draft::default() });
    let mobile = "status=x&attachment_url=https://mobile.twitter.com/i/web/status/20/";
    assert_eq!(update(mobile).quote_of, Some(PostId(20)));
    assert_eq!(update(&format!("status={}", "%F0%9F%94%A5".repeat(280))).text.chars().count(), 280);
    for (query, status, expected) in [
        (String::new(), 403, coded(170, "Missing required parameter: status.")),
        ("status=%20%0A".to_owned(), 403, coded(170, "Missing required parameter: status.")),
        (format!("status={}", "x".repeat(281)), 403, coded(186, "Tweet needs to be a bit shorter.")),
        ("status=x&in_reply_to_status_id=y".to_owned(), 400, coded(44, "in_reply_to_status_id parameter is invalid.")),
        (
            "status=x&attachment_url=https://example.com/20".to_owned(),
            400,
            coded(44, "attachment_url parameter is invalid."),
        ),
        ("status=x&attachment_url=/jack/status/20".to_owned(), 400, coded(44, "attachment_url parameter is invalid.")),
    ] {
        let target = format!("/1.1/statuses/update.json?{query}");
        assert_eq!(told(&amy(Method::Post, &target).reply(|_| unreachable!())), (status, expected), "{query}");
    }
}

#[test]
fn likes_are_read_whole_where_tweets_bound_them() {
    let list = |query: &str| match decoded(Method::Get, &format!("/1.1/favorites/list.json?{query}")) {
        Command::ListLikes(ListLikes { user, page }) => (user, page),
        other => panic!("{other:?}"),
    };
    assert_eq!(list(""), (AMY.into(), PageRequest::first(20)));
    assert_eq!(list("screen_name=bea&count=50"), (UserRef::name("bea"), PageRequest::first(50)));
    assert_eq!(list("max_id=9"), (AMY.into(), PageRequest::EVERYTHING));
}

#[test]
fn searches_and_settings() {
    let search = |query: &str| match decoded(Method::Get, &format!("/1.1/users/search.json?{query}")) {
        Command::SearchUsers(SearchUsers { query, limit }) => (query, limit),
        other => panic!("{other:?}"),
    };
    assert_eq!(search("q=%40bea"), ("@bea".to_owned(), 20));
    assert_eq!(search("q=b&count=5&page=3"), ("b".to_owned(), 15));
    assert_eq!(search("q=b&page=0&count=99"), ("b".to_owned(), 20));
    assert_eq!(search("q=b&page=9223372036854775807"), ("b".to_owned(), 1000));
    assert_eq!(decoded(Method::Get, "/1.1/account/settings.json"), WhoAmI.into());
}
