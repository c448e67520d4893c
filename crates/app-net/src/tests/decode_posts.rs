//! What the endpoints of posts, streams, follows and messages ask of the graph.

use block_graph::testkit::{AMY, BEA};
use block_graph::*;
use dialect::Method::{Delete, Get, Post, Put};
use dialect::{Denial, Failure, Method};

use super::errors::assert_says;
use super::{amy, app, exchange, path};
use crate::conversation::ChannelId;

const FORM: &str = "application/x-www-form-urlencoded; charset=UTF-8";
const JSON: &str = "application/json; charset=utf-8";

fn decoded(method: Method, target: &str) -> Command {
    exchange(method, target).by(amy()).decode().unwrap()
}

fn written(target: &str, kind: &str, body: &str) -> Result<Command, Failure> {
    exchange(Post, target).by(amy()).body(kind, body).decode()
}

/// A 400 that says this.
fn assert_rejects(target: &str, kind: &str, body: &str, message: &str) {
    let reply = exchange(Post, target).by(amy()).body(kind, body).reply(|command| panic!("{command:?}"));
    assert_says(&reply, 400, &format!("Bad Request: {message}"));
}

fn created(text: &str, reply_to: Option<i64>) -> Command {
    let draft = Draft { text: text.to_owned(), reply_to: reply_to.map(PostId), ..Draft::default() };
    CreatePost { draft }.into()
}

#[test]
fn posts_are_written_by_form_or_json() {
    assert_eq!(written("/posts", FORM, "text=%40bea+hi%0A&reply_to=12"), Ok(created("@bea hi\n", Some(12))));
    assert_eq!(written("/posts", FORM, "text=hi&reply_to="), Ok(created("hi", None)));
    for (json, reply_to) in [
        (r#"{"text":"h\u00e9"}"#, None),
        (r#"{"text":"h\u00e9","reply_to":null,"machine_only":false}"#, None),
        (r#"{"text":"h\u00e9","reply_to":"12"}"#, Some(12)),
        (
            r#"{"text":"h\u00e9","reply_to":12,"annotations":[{"type":"x","value":{}}],"entities":{"links":[]}}"#,
            Some(12),
        ),
        (r#"{"text":"h\u00e9","access_token":"t","unknown":[[]]}"#, None),
    ] {
        assert_eq!(written("/posts", JSON, json), Ok(created("h\u{e9}", reply_to)), "{json}");
    }
    assert_eq!(written("/stream/0/posts?include_annotations=1", JSON, r#"{"text":"x"}"#), Ok(created("x", None)));
}

#[test]
fn a_text_has_1_to_256_characters() {
    let longest = "\u{e9}".repeat(256);
    assert_eq!(written("/posts", JSON, &format!("{{\"text\":\"{longest}\"}}")), Ok(created(&longest, None)));
    let longer = format!("{{\"text\":\"{longest}.\"}}");
    assert_rejects("/posts", JSON, &longer, "The text must not be longer than 256 characters.");
    let missing = "You must supply a text parameter.";
    for (kind, body) in [
        (FORM, ""),
        (FORM, "text=+"),
        (JSON, ""),
        (JSON, "{}"),
        (JSON, r#"{"text":null}"#),
        (JSON, r#"{"text":" \n"}"#),
        ("text/plain", "text=x"),
    ] {
        assert_rejects("/posts", kind, body, missing);
    }
    let machine = r#"{"machine_only":true,"annotations":[{"type":"net.example.chess","value":{"move":"e4"}}]}"#;
    assert_rejects("/posts", JSON, machine, "Posts and messages that are machine_only cannot be kept here.");
    assert_rejects("/channels/pm/messages", JSON, r#"{"destinations":[5]}"#, missing);
    let message = |length: usize| format!("{{\"text\":\"{}\",\"destinations\":[5]}}", "x".repeat(length));
    assert!(written("/channels/pm/messages", JSON, &message(2048)).is_ok());
    let long = "The text must not be longer than 2048 characters.";
    assert_rejects("/channels/pm/messages", JSON, &message(2049), long);
}

#[test]
fn bodies_that_make_no_sense() {
    for body in [
        "{",
        "[]",
        r#"["x"]"#,
        "text=x",
        r#"{"text":5}"#,
        r#"{"text":"x","reply_to":{}}"#,
        r#"{"text":"x","reply_to":-1}"#,
    ] {
        assert!(matches!(written("/posts", JSON, body), Err(Failure::UnreadableBody(_))), "{body}");
    }
    let invalid = "You must supply a valid reply_to parameter.";
    for body in [r#"{"text":"x","reply_to":"x"}"#, r#"{"text":"x","reply_to":"-1"}"#] {
        assert_rejects("/posts", JSON, body, invalid);
    }
    assert_rejects("/posts", FORM, "text=x&reply_to=1.5", invalid);
}

#[test]
fn posts_are_read_even_by_somebody_whom_the_caller_blocks() {
    let post = PostId(17);
    assert_eq!(decoded(Get, "/posts/17"), ShowPost { post, even_blocked: true }.into());
    assert_eq!(exchange(Get, "/posts/17").decode(), Ok(ShowPost { post, even_blocked: true }.into()));
    let posts = vec![PostId(1), PostId(3), PostId(2)];
    assert_eq!(decoded(Get, "/posts?ids=1,3,x,+2,1"), LookUpPosts { posts, even_blocked: true }.into());
    assert_eq!(decoded(Delete, "/posts/17"), DeletePost { post }.into());
    for target in ["/posts/x", "/posts/-1", "/posts/search", "/posts/99999999999999999999"] {
        let reply = exchange(Get, target).by(amy()).reply(|command| panic!("{command:?}"));
        assert_says(&reply, 404, "Not Found: The requested post could not be found.");
    }
}

#[test]
fn stars_and_reposts() {
    let post = PostId(17);
    assert_eq!(decoded(Post, "/posts/17/repost"), Repost { post }.into());
    assert_eq!(decoded(Put, "/stream/0/posts/17/repost"), Repost { post }.into());
    assert_eq!(decoded(Delete, "/posts/17/repost"), Unrepost { post }.into());
    assert_eq!(decoded(Post, "/posts/17/star"), Like { post }.into());
    assert_eq!(decoded(Delete, "/posts/17/star"), Unlike { post }.into());
    let page = PageRequest::first(20);
    assert_eq!(decoded(Get, "/posts/17/reposters"), ListReposters { post, page }.into());
    let page = PageRequest { cursor: Cursor::Older(Position(9)), size: 200 };
    assert_eq!(decoded(Get, "/posts/17/stars?before_id=9&count=999"), ListLikers { post, page }.into());
    assert_eq!(decoded(Get, "/users/me/stars?before_id=9&count=200"), ListLikes { user: AMY.into(), page }.into());
}

fn feed(target: &str) -> ReadFeed {
    match decoded(Get, target) {
        Command::ReadFeed(read) => read,
        other => panic!("{other:?}"),
    }
}

#[test]
fn streams() {
    let explicit = FeedFilter { even_blocked: true, ..FeedFilter::ALL };
    for (target, stream, filter) in [
        ("/users/@bea/posts", Feed::By(UserRef::name("bea")), explicit),
        ("/users/me/posts", Feed::By(AMY.into()), explicit),
        ("/users/me/mentions", Feed::Mentioning(AMY.into()), FeedFilter::ALL),
        ("/posts/stream", Feed::Home, FeedFilter::ALL),
        ("/posts/stream/unified", Feed::Unified, FeedFilter::ALL),
        ("/posts/stream/global", Feed::Everyone, FeedFilter::ALL),
        ("/posts/17/replies", Feed::Thread(PostId(17)), FeedFilter::ALL),
    ] {
        let expected = ReadFeed { feed: stream, filter, range: PostRange::newest(20) };
        assert_eq!(feed(target), expected, "{target}");
    }
    let muted = FeedFilter { even_muted: true, ..FeedFilter::ALL };
    assert_eq!(feed("/posts/stream?include_muted=1&include_directed_posts=0&include_deleted=0").filter, muted);
    assert_eq!(feed("/posts/stream?include_muted=0").filter, FeedFilter::ALL);
    assert_eq!(exchange(Get, "/users/me/posts").decode(), Err(Failure::Denied(Denial::NoCredentials)));
}

#[test]
fn a_stream_is_cut_at_both_ends_and_from_either() {
    let range = |query: &str| feed(&format!("/posts/stream?{query}")).range;
    let newest = PostRange::newest;
    assert_eq!(range("count=200"), newest(200));
    assert_eq!(range("count=1000"), newest(200));
    assert_eq!(range("count=0"), newest(20));
    assert_eq!(range("count=x&since_id=&before_id="), newest(20));
    assert_eq!(range("before_id=9"), PostRange { below: Some(PostId(9)), ..newest(20) });
    let between = PostRange { above: Some(PostId(3)), below: Some(PostId(9)), ..newest(5) };
    assert_eq!(range("since_id=3&before_id=9&count=5"), between);
    assert_eq!(range("since_id=3&before_id=9&count=-5"), PostRange { from_oldest: true, ..between });
    assert_eq!(range("count=-300"), PostRange { from_oldest: true, ..newest(200) });
    // No marker is ever set, so what stands for one means nothing.
    assert_eq!(range("since_id=last_read&before_id=marker_inclusive"), newest(20));
    for query in ["since_id=x", "before_id=-3", "before_id=99999999999999999999"] {
        let target = format!("/posts/stream?{query}");
        assert!(matches!(exchange(Get, &target).by(amy()).decode(), Err(Failure::Rejected(_))), "{query}");
    }
}

#[test]
fn follows_are_pages_and_their_ids_are_whole() {
    let owner = || UserRef::Id(BEA);
    let page = PageRequest::first(20);
    let following = ListUsers { owner: owner(), list: List::Following, page };
    assert_eq!(decoded(Get, &path(BEA, "/following")), following.into());
    let page = PageRequest { cursor: Cursor::Older(Position(7)), size: 200 };
    let followers = ListUsers { owner: owner(), list: List::Followers, page };
    assert_eq!(decoded(Get, &path(BEA, "/followers?count=200&before_id=7")), followers.into());
    let ids = |list| Command::from(ListIds { owner: owner(), list, page: PageRequest::EVERYTHING });
    assert_eq!(decoded(Get, &path(BEA, "/following/ids?count=5")), ids(List::Following));
    assert_eq!(decoded(Get, &path(BEA, "/followers/ids")), ids(List::Followers));
}

#[test]
fn a_search_says_what_for() {
    let search = |query: &str, limit| Command::from(SearchUsers { query: query.to_owned(), limit });
    assert_eq!(decoded(Get, "/users/search?q=%40voidfiles"), search("@voidfiles", 20));
    assert_eq!(decoded(Get, "/users/search?q=+a+b&count=500"), search("a b", 200));
    for target in ["/users/search", "/users/search?q=+"] {
        let reply = exchange(Get, target).by(app()).reply(|command| panic!("{command:?}"));
        assert_says(&reply, 400, "Bad Request: You must supply a q parameter.");
    }
}

#[test]
fn messages_go_to_one_person() {
    let sent = |to| Ok(Command::from(SendMessage { to, text: "hi".to_owned() }));
    let pm = |destinations: &str| {
        written("/channels/pm/messages", JSON, &format!("{{\"text\":\"hi\",\"destinations\":{destinations}}}"))
    };
    assert_eq!(pm(r#"["@Bea"]"#), sent(UserRef::name("Bea")));
    assert_eq!(pm(r#"["5"]"#), sent(UserRef::Id(UserId(5))));
    assert_eq!(pm("[9007199254740995,9007199254740995]"), sent(UserRef::Id(BEA)));
    assert_eq!(written("/channels/auto/messages", JSON, r#"{"text":"hi","destinations":[5]}"#), sent(UserId(5).into()));
    for (destinations, message) in [
        ("[]", "You must supply a destinations parameter."),
        ("null", "You must supply a destinations parameter."),
        (r#"["bea"]"#, "You must supply a valid destinations parameter."),
        (r#"["@bea",1]"#, "A private message can have only one destination here."),
    ] {
        let body = format!("{{\"text\":\"hi\",\"destinations\":{destinations}}}");
        assert_rejects("/channels/pm/messages", JSON, &body, message);
    }
    let channel = format!("/channels/{}/messages", ChannelId::between(AMY, BEA));
    assert_eq!(written(&channel, JSON, r#"{"text":"hi"}"#), sent(BEA.into()));
    assert_eq!(written(&channel, FORM, "text=hi"), sent(BEA.into()));
}

#[test]
fn channels_are_conversations() {
    let channel = ChannelId::between(AMY, BEA);
    let messages = |with: Option<UserId>, page| Command::from(ListMessages { with: with.map(UserRef::Id), page });
    for target in ["/channels", "/channels?ids=1,2", "/channels?channel_types=net.app.core.broadcast&count=5"] {
        assert_eq!(decoded(Get, target), messages(None, PageRequest::EVERYTHING), "{target}");
    }
    assert_eq!(decoded(Get, &format!("/channels/{channel}")), messages(Some(BEA), PageRequest::EVERYTHING));
    let page = PageRequest { cursor: Cursor::Older(Position(8)), size: 2 };
    assert_eq!(decoded(Get, &format!("/channels/{channel}/messages?before_id=8&count=2")), messages(Some(BEA), page));
    let message = MessageId(6);
    assert_eq!(decoded(Get, &format!("/channels/{channel}/messages/6")), ShowMessage { message }.into());
    assert_eq!(decoded(Delete, &format!("/channels/{channel}/messages/6")), DeleteMessage { message }.into());
    for target in ["/channels/x", "/channels/pm/messages", "/channels/-1/messages", "/channels/x/messages/6"] {
        let reply = exchange(Get, target).by(amy()).reply(|command| panic!("{command:?}"));
        assert_says(&reply, 404, "Not Found: The requested channel could not be found.");
    }
    let reply = exchange(Get, "/channels/5/messages/x").by(amy()).reply(|command| panic!("{command:?}"));
    assert_says(&reply, 404, "Not Found: The requested message could not be found.");
}
