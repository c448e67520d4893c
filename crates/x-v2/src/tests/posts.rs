//! What is shown of a post, and what expansions put beside it.

use block_graph::testkit::{AMY, BEA};
use block_graph::{FeedPage, Mention, Outcome, Post, PostCard, PostId, ReplyPolicy, UserId};

use super::{CID, bea, body, cid, get, herself, post_card, said};

/// The text between two marks of a reply.
fn shown(card: PostCard, query: &str) -> String {
    let target = format!("/2/tweets/7?{query}");
    body(&get(&target).reply(|_| Ok(Outcome::Post(card)))).to_owned()
}

/// The same post, changed.
fn with(card: &PostCard, change: impl FnOnce(&mut Post)) -> PostCard {
    let mut post = Post::clone(&card.post);
    change(&mut post);
    PostCard { post: post.into(), ..card.clone() }
}

fn repost(of: PostCard) -> PostCard {
    let mut repost = Post::clone(&said(9_010, &herself(), &of.post.text).post);
    repost.repost_of = Some(of.post.id);
    let mut card = post_card(repost, herself());
    card.counts = block_graph::PostCounts { likes: 0, reposts: 0, replies: 0, quotes: 0 };
    PostCard { original: Some(Box::new(of)), ..card }
}

fn named(user: UserId, username: &str, start: u32) -> Mention {
    let end = start + 1 + u32::try_from(username.len()).expect("a short name");
    Mention { user, username: username.into(), start, end }
}

#[test]
fn a_post_shows_three_keys_unless_asked() {
    let card = said(9_001, &bea(), "a < b & c");
    assert_eq!(
        shown(card.clone(), ""),
        r#"{"data":{"id":"9001","text":"a &lt; b &amp; c","edit_history_tweet_ids":["9001"]}}"#
    );
    assert_eq!(
        shown(card, "post.fields=id"),
        r#"{"data":{"id":"9001","text":"a &lt; b &amp; c","edit_history_post_ids":["9001"]}}"#
    );
}

#[test]
fn replies_and_quotes_say_what_they_refer_to() {
    let reply = with(&said(9_003, &herself(), "re"), |post| {
        post.reply_to = Some((PostId(9_001), BEA));
        post.quote_of = Some(PostId(9_002));
        post.thread = PostId(9_000);
        post.replies = ReplyPolicy::Mentioned;
    });
    let fields = "conversation_id,in_reply_to_user_id,referenced_tweets,reply_settings";
    assert_eq!(
        shown(reply.clone(), &format!("tweet.fields={fields}")),
        r#"{"data":{"id":"9003","text":"re","edit_history_tweet_ids":["9003"],"conversation_id":"9000","in_reply_to_user_id":"9007199254740995","referenced_tweets":[{"type":"quoted","id":"9002"},{"type":"replied_to","id":"9001"}],"reply_settings":"mentionedUsers"}}"#
    );
    let in_posts = shown(reply, "post.fields=referenced_posts");
    assert!(in_posts.contains(r#""referenced_posts":[{"type":"quoted","id":"9002"}"#), "{in_posts}");
    assert!(!in_posts.contains("tweets"), "{in_posts}");
    let following = with(&said(9_003, &herself(), "x"), |post| post.replies = ReplyPolicy::Following);
    assert!(shown(following, "tweet.fields=reply_settings").contains(r#""reply_settings":"following""#));
    let plain = shown(said(9_003, &herself(), "x"), "tweet.fields=in_reply_to_user_id,referenced_tweets,entities");
    assert_eq!(plain, r#"{"data":{"id":"9003","text":"x","edit_history_tweet_ids":["9003"]}}"#);
}

#[test]
fn a_repost_repeats_the_text_and_counts_the_reposts_of_its_original() {
    let original =
        with(&said(9_001, &bea(), "hi @amy, see #Vögel"), |post| post.mentions = vec![named(AMY, "amy", 3)]);
    let text = shown(repost(original), "tweet.fields=public_metrics,entities,referenced_tweets");
    assert_eq!(
        text,
        r##"{"data":{"id":"9010","text":"RT @Bea_1: hi @amy, see #Vögel","edit_history_tweet_ids":["9010"],"referenced_tweets":[{"type":"retweeted","id":"9001"}],"public_metrics":{"retweet_count":3,"repost_count":3,"reply_count":0,"like_count":0,"quote_count":0,"bookmark_count":0,"impression_count":0},"entities":{"hashtags":[{"start":24,"end":30,"tag":"Vögel"}],"mentions":[{"start":3,"end":9,"username":"Bea_1","id":"9007199254740995"},{"start":14,"end":18,"username":"amy","id":"9007199254740993"}]}}}"##
    );
}

#[test]
fn a_long_repost_is_cut_and_so_are_its_entities() {
    let text = |reply: &str| {
        let start = reply.find("\"text\":\"").expect("a text") + 8;
        let end = reply[start..].find('"').expect("its end");
        reply[start..start + end].to_owned()
    };
    // `RT @Bea_1: ` takes eleven of the 140 characters.
    let fits = shown(repost(said(9_001, &bea(), &"é".repeat(129))), "");
    assert_eq!(text(&fits).chars().count(), 140);
    assert!(!text(&fits).ends_with('…'));
    let cut = shown(repost(said(9_001, &bea(), &"é".repeat(130))), "");
    assert_eq!(text(&cut).chars().count(), 140);
    assert!(text(&cut).ends_with("é…"));
    let tags = |before: usize, after: &str| {
        let said = said(9_001, &bea(), &format!("{} #tag{after}", "é".repeat(before)));
        shown(repost(said), "tweet.fields=entities").contains("hashtags")
    };
    assert!(tags(124, ""), "it ends with the text");
    assert!(!tags(124, " and more"), "its end is cut off");
    assert!(tags(123, " and more"), "it ends before the cut");
}

#[test]
fn a_repost_whose_original_is_not_told_stands_by_itself() {
    let bare = PostCard { original: None, ..repost(said(9_001, &bea(), "hello")) };
    let text = shown(bare, "expansions=referenced_tweets.id");
    assert!(text.contains(r#""text":"hello""#), "{text}");
    assert!(text.contains(r#""detail":"Could not find tweet with referenced_tweets.id: [9001].""#), "{text}");
}

#[test]
fn only_those_are_mentioned_whom_the_graph_found() {
    let card = with(&said(9_001, &bea(), "@nobody and @amy $ACME https://a.example"), |post| {
        post.mentions = vec![named(AMY, "amy", 12)];
    });
    assert_eq!(
        shown(card, "tweet.fields=entities"),
        r#"{"data":{"id":"9001","text":"@nobody and @amy $ACME https://a.example","edit_history_tweet_ids":["9001"],"entities":{"urls":[{"start":23,"end":40,"url":"https://a.example","expanded_url":"https://a.example","display_url":"a.example"}],"mentions":[{"start":12,"end":16,"username":"amy","id":"9007199254740993"}],"cashtags":[{"start":17,"end":22,"tag":"ACME"}]}}}"#
    );
}

/// A page: Amy reposts Bea, Bea quotes Cid and names Amy, Amy replies to herself and to Bea.
fn page() -> FeedPage {
    let cids = said(9_000, &cid(), "first");
    let beas = with(&said(9_001, &bea(), "hi @amy"), |post| {
        post.quote_of = Some(PostId(9_000));
        post.mentions = vec![named(AMY, "amy", 3)];
    });
    let beas = PostCard { quoted: Some(Box::new(cids)), ..beas };
    let reply = |id, to| with(&said(id, &herself(), "re"), |post| post.reply_to = Some(to));
    let posts =
        vec![repost(beas.clone()), reply(9_004, (PostId(9_003), AMY)), reply(9_003, (PostId(9_001), BEA)), beas];
    FeedPage { posts, has_older: false, has_newer: false }
}

/// The ids that an expansion puts beside the page: of people, and of posts.
fn beside(expansions: &str) -> (Vec<String>, Vec<String>) {
    let target = format!("/2/users/7/tweets?expansions={expansions}");
    let reply = get(&target).reply(|_| Ok(Outcome::Feed(page())));
    let reply: serde_json::Value = serde_json::from_slice(&reply.body).expect("a body in JSON");
    let ids = |key: &str| {
        let items = reply["includes"][key].as_array().cloned().unwrap_or_default();
        items.iter().map(|item| item["id"].as_str().expect("an id").to_owned()).collect()
    };
    (ids("users"), ids("tweets"))
}

#[test]
fn expansions_show_each_person_and_post_once() {
    let [amy, bea, cid] = [AMY, BEA, CID].map(|id| id.to_string());
    let none: Vec<String> = Vec::new();
    assert_eq!(beside("geo.place_id"), (none.clone(), none.clone()));
    assert_eq!(beside("author_id"), (vec![amy.clone(), bea.clone()], none.clone()));
    assert_eq!(beside("in_reply_to_user_id"), (vec![amy.clone(), bea.clone()], none.clone()));
    assert_eq!(beside("entities.mentions.username"), (vec![bea.clone(), amy.clone()], none.clone()));
    assert_eq!(beside("referenced_tweets.id"), (none, ["9001", "9003", "9000"].map(str::to_owned).to_vec()));
    let (users, posts) = beside("referenced_tweets.id.author_id,author_id");
    assert_eq!((users, posts.len()), (vec![amy, bea, cid], 0));
    assert_eq!(beside("referenced_posts"), beside("referenced_tweets.id"));
}

#[test]
fn an_expansion_makes_the_key_appear_that_leads_to_it() {
    let reply = with(&said(9_003, &herself(), "re @amy"), |post| {
        post.reply_to = Some((PostId(9_001), BEA));
        post.mentions = vec![named(AMY, "amy", 3)];
    });
    for (expansion, key) in [
        ("author_id", "author_id"),
        ("in_reply_to_user_id", "in_reply_to_user_id"),
        ("referenced_tweets.id", "referenced_tweets"),
        ("referenced_tweets.id.author_id", "referenced_tweets"),
        ("entities.mentions.username", "entities"),
    ] {
        let text = shown(reply.clone(), &format!("expansions={expansion}"));
        assert!(text.contains(&format!("\"{key}\":")), "{expansion}: {text}");
        assert!(!shown(reply.clone(), "").contains(&format!("\"{key}\":")), "{key}");
    }
}
