//! Golden replies about posts, feeds, likes and reposts.

use block_graph::testkit::{AMY, BEA};
use block_graph::{
    AbsentPost, Action, CoreError, FeedPage, Mention, Outcome, Post, PostAbsence, PostCard, PostId, Reacted, Refusal,
};
use dialect::Method;
use dialect::testkit::Exchange;

use super::golden::{counted, counted_app, golden, middle};
use super::{amy, anonymous, app, bea, cid, get, herself, of_amy, page, post_card, post_json, said};

const TWEET: &str = r#"{"tweet_id":"9001"}"#;
const ALL: &str = "tweet.fields=created_at,author_id,conversation_id,in_reply_to_user_id,referenced_tweets,lang,\
                   possibly_sensitive,reply_settings,source,public_metrics,entities,attachments,geo\
                   &expansions=author_id,referenced_tweets.id,referenced_tweets.id.author_id,in_reply_to_user_id,\
                   entities.mentions.username&user.fields=public_metrics,connection_status,verified";

/// Bea quotes Cid and names Amy.
fn quote() -> PostCard {
    let mut post = Post::clone(&said(9_001, &bea(), "hi @amy, <see> this #news").post);
    post.quote_of = Some(PostId(9_000));
    post.mentions = vec![Mention { user: AMY, username: "amy".into(), start: 3, end: 7 }];
    PostCard { quoted: Some(Box::new(said(9_000, &cid(), "first"))), ..post_card(post, bea()) }
}

/// Amy repeats it.
fn repost() -> PostCard {
    let mut post = Post::clone(&said(9_010, &herself(), &quote().post.text).post);
    post.repost_of = Some(PostId(9_001));
    PostCard { original: Some(Box::new(quote())), ..post_card(post, herself()) }
}

/// Amy replies to Bea.
fn reply() -> PostCard {
    let mut post = Post::clone(&said(9_005, &herself(), "@Bea_1 thanks").post);
    post.reply_to = Some((PostId(9_001), BEA));
    post.thread = PostId(9_001);
    post.mentions = vec![Mention { user: BEA, username: "Bea_1".into(), start: 0, end: 6 }];
    post_card(post, herself())
}

fn feed(posts: Vec<PostCard>, has_older: bool, has_newer: bool) -> Outcome {
    Outcome::Feed(FeedPage { posts, has_older, has_newer })
}

fn told(exchange: Exchange<'_>, name: &str, file: &str, outcome: Result<Outcome, Refusal>) {
    let reply = counted(exchange, name).reply(|_| outcome.map_err(CoreError::Refused));
    golden(file, &reply);
}

#[test]
fn one_post() {
    let name = "getPostsById";
    told(get("/2/tweets/9001"), name, name, Ok(Outcome::Post(quote())));
    told(get(&format!("/2/tweets/9001?{ALL}")), name, "getPostsById_all_fields", Ok(Outcome::Post(quote())));
    let posts = "/2/tweets/9010?post.fields=referenced_posts,public_metrics&expansions=referenced_posts,author_id";
    told(get(posts), name, "getPostsById_posts", Ok(Outcome::Post(repost())));
    let action = Action::ReadPosts;
    told(get("/2/tweets/9001"), name, "getPostsById_blocked", Err(Refusal::BlockedByTarget { action }));
    let missing = Refusal::PostNotFound { post: PostId(9_001) };
    told(get("/2/tweets/9001"), name, "getPostsById_not_found", Err(missing));
    let stranger = counted_app(anonymous(Method::Get, "/2/tweets/9001").by(app()), name);
    golden("getPostsById_app", &stranger.reply(|_| Ok(Outcome::Post(quote()))));
}

#[test]
fn many_posts() {
    let absent = |post, why| Err(AbsentPost { post: PostId(post), why });
    let found = vec![
        Ok(quote()),
        absent(404, PostAbsence::Unknown),
        absent(1, PostAbsence::Protected),
        absent(2, PostAbsence::BlockedByAuthor),
        absent(3, PostAbsence::BlockingAuthor),
        Ok(reply()),
    ];
    let (name, target) = ("getPostsByIds", "/2/tweets?ids=9001,404,1,2,3,9005&tweet.fields=author_id");
    told(get(target), name, name, Ok(Outcome::Posts(found)));
    let found = vec![absent(2, PostAbsence::BlockedByAuthor)];
    told(get("/2/tweets?ids=2"), name, "getPostsByIds_none", Ok(Outcome::Posts(found)));
}

#[test]
fn feeds() {
    let home = of_amy("timelines/reverse_chronological");
    for (name, path) in [
        ("getUsersPosts", "/2/users/7/tweets"),
        ("getUsersMentions", "/2/users/7/mentions"),
        ("getUsersTimeline", &home),
        ("getPostsQuotedPosts", "/2/tweets/9000/quote_tweets"),
    ] {
        told(get(path), name, name, Ok(feed(vec![reply(), quote()], true, false)));
        told(get(path), name, &format!("{name}_empty"), Ok(feed(vec![], false, false)));
    }
    let name = "getUsersPosts";
    let page = vec![repost(), reply(), quote()];
    told(get(&format!("/2/users/7/tweets?{ALL}")), name, "getUsersPosts_all_fields", Ok(feed(page, false, false)));
    let token = crate::cursors::Tokens::Posts
        .token(block_graph::Cursor::Older(block_graph::Position(9_100)), 7)
        .expect("a token");
    let turned = format!("/2/users/7/tweets?pagination_token={token}");
    told(get(&turned), name, "getUsersPosts_middle_page", Ok(feed(vec![reply()], true, true)));
    let bounded = "/2/users/7/tweets?until_id=9100";
    told(get(bounded), name, "getUsersPosts_until", Ok(feed(vec![reply()], false, true)));
    let action = Action::ReadPosts;
    let path = "/2/users/7/tweets";
    told(get(path), name, "getUsersPosts_blocked", Err(Refusal::BlockedByTarget { action }));
}

#[test]
fn writes() {
    let name = "createPosts";
    let text = r#"{"text":"@Bea_1 thanks","reply":{"in_reply_to_tweet_id":"9001"}}"#;
    told(post_json("/2/tweets", text), name, name, Ok(Outcome::Post(reply())));
    let action = Action::Reply;
    told(post_json("/2/tweets", text), name, "createPosts_blocked", Err(Refusal::BlockedByTarget { action }));
    let deleted = amy(Method::Delete, "/2/tweets/9005");
    told(deleted, "deletePosts", "deletePosts", Ok(Outcome::Post(reply())));

    let done = |liked, repost: Option<PostCard>| {
        let post = PostCard { liked, ..quote() };
        Ok(Outcome::Reacted(Reacted { post, repost, changed: true }))
    };
    let (likes, retweets) = (of_amy("likes"), of_amy("retweets"));
    told(post_json(&likes, TWEET), "likePost", "likePost", done(true, None));
    told(post_json(&retweets, TWEET), "repostPost", "repostPost", done(false, Some(repost())));
    let action = Action::Like;
    told(post_json(&likes, TWEET), "likePost", "likePost_blocked", Err(Refusal::BlockedByTarget { action }));
    let (likes, retweets) = (format!("{likes}/9001"), format!("{retweets}/9001"));
    told(amy(Method::Delete, &likes), "unlikePost", "unlikePost", done(false, None));
    told(amy(Method::Delete, &retweets), "unrepostPost", "unrepostPost", done(false, Some(repost())));
}

#[test]
fn reactions() {
    for (name, path) in
        [("getPostsLikingUsers", "/2/tweets/9001/liking_users"), ("getPostsRepostedBy", "/2/tweets/9001/retweeted_by")]
    {
        told(get(path), name, name, Ok(Outcome::UserPage(middle(vec![bea(), cid()]))));
        told(get(path), name, &format!("{name}_empty"), Ok(Outcome::UserPage(page(vec![]))));
    }
    let (name, path) = ("getUsersLikedPosts", "/2/users/7/liked_tweets?tweet.fields=author_id&expansions=author_id");
    told(get(path), name, name, Ok(Outcome::PostPage(middle(vec![quote(), reply()]))));
}
