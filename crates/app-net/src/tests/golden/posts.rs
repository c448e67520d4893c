//! Posts, streams, stars and reposts.

use std::sync::Arc;

use block_graph::testkit::{AMY, BEA, post};
use block_graph::*;
use dialect::Method::{Delete, Get, Post};
use dialect::testkit::Exchange;

use super::super::amy_for_all;
use super::{app, bea, cal, exchange, golden, herself, unrelated};

fn reading(exchange: Exchange<'_>) -> Exchange<'_> {
    super::reading(exchange).by(amy_for_all())
}

fn writing(exchange: Exchange<'_>) -> Exchange<'_> {
    super::writing(exchange).by(amy_for_all())
}

/// What Bea wrote, in answer to Amy.
fn text() -> Arc<block_graph::Post> {
    let mut post = Arc::unwrap_or_clone(post(9_007_199_254_741_001, BEA, "@amy h\u{e9} <3 #Rust app.net"));
    post.source = "Clientastic".to_owned();
    post.mentions = vec![Mention { user: AMY, username: "amy".into(), start: 0, end: 4 }];
    post.reply_to = Some((PostId(9_007_199_254_740_999), AMY));
    post.thread = PostId(9_007_199_254_740_997);
    Arc::new(post)
}

/// Bea's post as Amy sees it.
fn beas() -> PostCard {
    PostCard {
        post: text(),
        author: bea(),
        counts: PostCounts { likes: 4, reposts: 2, replies: 3, quotes: 1 },
        liked: true,
        reposted: None,
        original: None,
        quoted: None,
        replied_to: None,
    }
}

/// What Amy wrote, as she sees it.
fn own(text: &str) -> PostCard {
    let post = post(9_007_199_254_741_003, AMY, text);
    PostCard { post, author: herself(), counts: PostCounts::default(), liked: false, ..beas() }
}

/// Amy's repost of Bea's post.
fn repost() -> PostCard {
    let mut repost = Arc::unwrap_or_clone(post(9_007_199_254_741_005, AMY, &text().text));
    repost.repost_of = Some(text().id);
    let original = PostCard { reposted: Some(repost.id), ..beas() };
    PostCard { post: Arc::new(repost), original: Some(Box::new(original)), ..own("") }
}

/// The post as nobody in particular sees it.
fn unseen(card: PostCard) -> PostCard {
    PostCard { author: unrelated(card.author.clone()), liked: false, reposted: None, ..card }
}

fn seen_as(relation: Relation) -> PostCard {
    PostCard { author: UserCard { relation: Some(relation), ..bea() }, ..beas() }
}

fn page(posts: Vec<PostCard>, has_older: bool) -> Outcome {
    Outcome::Feed(FeedPage { posts, has_older, has_newer: false })
}

#[test]
fn one_post() {
    let create = exchange(Post, "/posts").body("application/json", r#"{"text":"awesome"}"#);
    golden("post-created", &writing(create), Outcome::Post(own("awesome")));
    golden("post", &reading(exchange(Get, "/posts/9007199254741001")), Outcome::Post(beas()));
    golden("post-to-nobody", &exchange(Get, "/posts/9007199254741001"), Outcome::Post(unseen(beas())));
    golden("post-to-an-app", &exchange(Get, "/posts/9007199254741001").by(app()), Outcome::Post(unseen(beas())));
    let plain = exchange(Get, "/posts/9007199254741001?include_html=0&include_post_annotations=1");
    golden("post-without-html", &reading(plain), Outcome::Post(beas()));
    let blocking = Relation { blocking: true, ..Relation::default() };
    golden("post-of-blocked", &reading(exchange(Get, "/posts/9007199254741001")), Outcome::Post(seen_as(blocking)));
    golden("post-deleted", &writing(exchange(Delete, "/posts/9007199254741003")), Outcome::Post(own("awesome")));
}

#[test]
fn many_posts() {
    let absent = |why| Err(AbsentPost { post: PostId(7), why });
    let found =
        vec![Ok(beas()), absent(PostAbsence::BlockedByAuthor), absent(PostAbsence::Unknown), Ok(own("awesome"))];
    let lookup = reading(exchange(Get, "/posts?ids=9007199254741001,7,8,9007199254741003"));
    golden("posts", &lookup, Outcome::Posts(found));
    // A repost of what is out of sight is nothing.
    let orphan = PostCard { original: None, ..repost() };
    golden("posts-none", &lookup, Outcome::Posts(vec![Ok(orphan.clone())]));
    golden("post-repost-of-hidden", &reading(exchange(Get, "/posts/9007199254741005")), Outcome::Post(orphan));
}

#[test]
fn reactions() {
    let about = |rest: &'static str| format!("/posts/9007199254741001{rest}");
    let reacted = |post, repost| Outcome::Reacted(Reacted { post, repost, changed: true });
    let again = PostCard { reposted: Some(PostId(9_007_199_254_741_005)), ..beas() };
    golden("repost", &writing(exchange(Post, &about("/repost"))), reacted(again, Some(repost())));
    golden("unrepost", &writing(exchange(Delete, &about("/repost"))), reacted(beas(), Some(repost())));
    golden("star", &writing(exchange(Post, &about("/star"))), reacted(beas(), None));
    let unstarred = PostCard { liked: false, ..beas() };
    golden("unstar", &writing(exchange(Delete, &about("/star"))), reacted(unstarred, None));
    // Bea has blocked Amy since: the star goes, and the text stays hers.
    let withheld = PostCard { liked: false, ..seen_as(Relation { blocked_by: true, ..Relation::default() }) };
    golden("unstar-withheld", &writing(exchange(Delete, &about("/star"))), reacted(withheld, None));
    golden("error-no-repost", &writing(exchange(Post, &about("/repost"))), reacted(beas(), None));

    let span = Some((Position(1_691_820_000_000_000_512), Position(1_691_820_000_000_000_256)));
    let people = |items| Outcome::UserPage(Page { items, span, has_older: true, has_newer: false });
    golden("reposters", &reading(exchange(Get, &about("/reposters?count=1"))), people(vec![cal()]));
    // All on the page are hidden, and more follow: the reader is told where.
    golden("starrers-hidden", &reading(exchange(Get, &about("/stars?count=1"))), people(vec![]));
    let starred = Page { items: vec![beas()], span, has_older: false, has_newer: false };
    golden("starred", &reading(exchange(Get, "/users/me/stars")), Outcome::PostPage(starred));
}

#[test]
fn streams() {
    let show = |name: &str, target: &str, outcome| golden(name, &reading(exchange(Get, target)), outcome);
    show("stream", "/posts/stream?count=2", page(vec![repost(), beas()], true));
    show("stream-unified", "/posts/stream/unified", page(vec![beas()], false));
    show("stream-empty", "/posts/stream", page(vec![], false));
    golden("stream-global", &exchange(Get, "/posts/stream/global"), page(vec![unseen(beas())], true));
    show("posts-of-user", "/stream/0/users/@bea/posts", page(vec![beas()], false));
    show("posts-of-user-empty", "/users/1001/posts", page(vec![], false));
    show("mentions", "/users/me/mentions", page(vec![beas()], false));
    show("mentions-by-name", "/users/@amy/mentions", page(vec![beas()], false));
    show("thread", "/posts/9007199254741001/replies", page(vec![own("@Bea hi"), beas()], false));
    // From the oldest on, `more` looks towards the newer ones.
    let oldest = FeedPage { posts: vec![beas()], has_older: false, has_newer: true };
    show("stream-from-oldest", "/posts/stream?count=-1", Outcome::Feed(oldest));
    let bare = reading(exchange(Get, "/posts/stream")).header("X-ADN-Migration-Overrides", "response_envelope=0");
    golden("stream-bare", &bare, page(vec![own("awesome")], false));
}
