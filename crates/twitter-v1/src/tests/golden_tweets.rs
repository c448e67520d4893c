//! Whole replies that are tweets, as files to be read, and what of them is never told.

use block_graph::{AbsentPost, FeedPage, PostAbsence, Reacted};

use super::*;
use crate::limits;

fn feed(posts: Vec<PostCard>) -> Outcome {
    Outcome::Feed(FeedPage { posts, has_older: true, has_newer: false })
}

fn shown(target: &str, tweet: PostCard) -> Reply {
    amy(Method::Get, target).reply(|_| Ok(Outcome::Post(tweet)))
}

fn reacted(target: &str, reacted: Reacted) -> Reply {
    amy(Method::Post, target).reply(|_| Ok(Outcome::Reacted(reacted)))
}

/// Jack's reply to Bea, in which he quotes her.
fn jacks() -> PostCard {
    let card = changed(tweet(99, jack(), "no"), |post| {
        post.reply_to = Some((PostId(BEAS), BEA));
        post.quote_of = Some(PostId(BEAS));
    });
    PostCard { quoted: Some(Box::new(beas())), ..card }
}

#[test]
fn single_tweets() {
    golden("statuses_show", &shown("/1.1/statuses/show.json?id=1", beas()));
    let bare =
        "/1.1/statuses/show.json?id=1&trim_user=true&include_entities=false&tweet_mode=extended&include_my_retweet=1";
    let retweeted = || PostCard { reposted: Some(PostId(77)), ..beas() };
    golden("statuses_show_bare", &shown(bare, retweeted()));
    golden("statuses_show_quote", &shown("/1.1/statuses/show.json?id=1&trim_user=1", jacks()));
    let update = amy(Method::Post, "/1.1/statuses/update.json?status=x");
    golden("statuses_update", &update.reply(|_| Ok(Outcome::Post(tweet(98, herself(), "x")))));
    let destroy = amy(Method::Post, "/1.1/statuses/destroy/98.json?trim_user=1");
    golden("statuses_destroy", &destroy.reply(|_| Ok(Outcome::Post(tweet(98, herself(), "x")))));
}

#[test]
fn reactions() {
    let retweet = retweet(97, herself(), Some(PostCard { reposted: Some(PostId(97)), ..beas() }));
    let done = Reacted { post: beas(), repost: Some(retweet), changed: true };
    golden("statuses_retweet", &reacted("/1.1/statuses/retweet/1.json?trim_user=1", done.clone()));
    golden("statuses_unretweet", &reacted("/1.1/statuses/unretweet/1.json?trim_user=1", done.clone()));
    golden("favorites_create", &reacted("/1.1/favorites/create.json?id=1&trim_user=1", done));
    let unliked = Reacted { post: PostCard { liked: false, ..beas() }, repost: None, changed: true };
    golden("favorites_destroy", &reacted("/1.1/favorites/destroy.json?id=1&trim_user=1", unliked));
}

#[test]
fn many_tweets() {
    let home = amy(Method::Get, "/1.1/statuses/home_timeline.json?trim_user=1");
    let home = home.within(&[window(&limits::HOME_TIMELINE[0], 14)]);
    let extended = amy(Method::Get, "/1.1/statuses/home_timeline.json?trim_user=1&tweet_mode=extended");
    let all = || vec![retweet(97, jack(), Some(beas())), jacks(), beas()];
    golden("statuses_home_timeline", &home.reply(|_| Ok(feed(all()))));
    golden("statuses_home_timeline_extended", &extended.reply(|_| Ok(feed(all()))));
    let timeline = app("/1.1/statuses/user_timeline.json?user_id=1");
    let logged_out = UserCard { relation: None, latest_post: None, ..bea(STRANGERS) };
    let plain = tweet(BEAS, logged_out, "hello");
    golden("statuses_user_timeline_app_only", &timeline.reply(|_| Ok(feed(vec![plain]))));
    let lookup = |query: &str, found| {
        let target = format!("/1.1/statuses/lookup.json?id=9007199254740997,5&trim_user=1{query}");
        amy(Method::Get, &target).reply(|_| Ok(Outcome::Posts(found)))
    };
    let found = || vec![Ok(beas()), Err(AbsentPost { post: PostId(5), why: PostAbsence::BlockedByAuthor })];
    golden("statuses_lookup", &lookup("", found()));
    golden("statuses_lookup_map", &lookup("&map=true", found()));
    let likes = amy(Method::Get, "/1.1/favorites/list.json?trim_user=1");
    golden("favorites_list", &likes.reply(|_| Ok(Outcome::PostPage(page(vec![beas()], true, false)))));
    let retweeters = amy(Method::Get, "/1.1/statuses/retweeters/ids.json?id=1&stringify_ids=true");
    let people = page(vec![jack(), bea(STRANGERS)], true, false);
    golden("statuses_retweeters_ids", &retweeters.reply(|_| Ok(Outcome::UserPage(people))));
    let retweets = amy(Method::Get, "/1.1/statuses/retweets/1.json?trim_user=1");
    golden("statuses_retweets", &retweets.reply(|_| Ok(feed(vec![retweet(97, jack(), Some(beas()))]))));
}

#[test]
fn likes_outside_the_bounds_are_left_out_and_the_rest_is_cut() {
    let list = |query: &str| {
        let liked = [7, 9, 3, 8, 5].map(|id| tweet(id, jack(), "x"));
        let target = format!("/1.1/favorites/list.json?{query}");
        let reply = amy(Method::Get, &target).reply(|_| Ok(Outcome::PostPage(page(liked.to_vec(), true, false))));
        json(&reply).as_array().unwrap().iter().map(|tweet| tweet["id"].as_i64().unwrap()).collect::<Vec<_>>()
    };
    assert_eq!(list("since_id=3&max_id=8"), [7, 8, 5]);
    assert_eq!(list("max_id=8&count=2"), [7, 3]);
}

/// A retweet whose tweet the viewer may not see carries that tweet's text: none of it may come through.
#[test]
fn a_retweet_of_something_hidden_is_hidden() {
    let hollow = || retweet(97, jack(), None);
    let show = shown("/1.1/statuses/show.json?id=97", hollow());
    assert_eq!(told(&show), (404, coded(144, "No status found with that ID.")));
    let timeline = amy(Method::Get, "/1.1/statuses/user_timeline.json?id=jack").reply(|_| Ok(feed(vec![hollow()])));
    assert_eq!(told(&timeline), (200, "[]".to_owned()));
    let lookup = |query: &str| {
        let target = format!("/1.1/statuses/lookup.json?id=97{query}");
        body(&amy(Method::Get, &target).reply(|_| Ok(Outcome::Posts(vec![Ok(hollow())]))))
    };
    assert_eq!((lookup("").as_str(), lookup("&map=1").as_str()), ("[]", r#"{"id":{"97":null}}"#));
    let own = retweet(97, herself(), None);
    let destroyed = amy(Method::Post, "/1.1/statuses/destroy/97.json").reply(|_| Ok(Outcome::Post(own)));
    assert_eq!((destroyed.status, json(&destroyed)["text"].as_str()), (200, Some("")));
    let latest = Arc::clone(&hollow().post);
    let user = UserCard { latest_post: Some(latest), ..jack() };
    let reply = amy(Method::Get, "/1.1/users/show.json?id=jack").reply(|_| Ok(Outcome::User(user)));
    assert!(json(&reply).get("status").is_none());
}

#[test]
fn entities_stand_where_they_are_in_the_text_as_delivered() {
    for (query, key) in [("", "text"), ("&tweet_mode=extended", "full_text")] {
        let target = format!("/1.1/statuses/show.json?id=1{query}");
        for tweet in [beas(), retweet(97, jack(), Some(beas()))] {
            let repeated = tweet.original.is_some();
            let tweet = json(&shown(&target, tweet));
            let text: Vec<char> = tweet[key].as_str().unwrap().chars().collect();
            let at = |entity: &serde_json::Value| {
                let [start, end] = [0, 1].map(|side| entity["indices"][side].as_u64().unwrap() as usize);
                text[start..end].iter().collect::<String>()
            };
            let entities = &tweet["entities"];
            assert_eq!(at(&entities["hashtags"][0]), "#café");
            assert_eq!(at(&entities["symbols"][0]), "$TWTR");
            assert_eq!(at(&entities["urls"][0]), "https://www.example.com/a?b=1");
            let named: Vec<_> = entities["user_mentions"].as_array().unwrap().iter().map(at).collect();
            assert_eq!(named, if repeated { vec!["@Bea_B", "@Amy"] } else { vec!["@Amy"] });
        }
    }
}

#[test]
fn a_reply_names_whom_it_is_to_where_the_graph_tells() {
    let name = |tweet: PostCard| json(&shown("/1.1/statuses/show.json?id=1", tweet))["in_reply_to_screen_name"].clone();
    let to = |person: UserId| move |post: &mut Post| post.reply_to = Some((PostId(5), person));
    assert_eq!(name(changed(beas(), to(AMY))), "Amy", "she is named in the text");
    assert_eq!(name(changed(beas(), to(BEA))), "Bea_B", "the author");
    assert_eq!(name(changed(beas(), to(UserId(12)))), serde_json::Value::Null);
    let cid = PostCard { replied_to: Some(jack().user), ..changed(beas(), to(UserId(12))) };
    assert_eq!(name(cid), "jack", "whom the graph still knows");
}

/// What egg-mode and tweepy insist on in tweets ([client]).
#[test]
fn strict_decoders_find_their_keys() {
    for tweet in [beas(), jacks(), retweet(97, jack(), Some(beas()))] {
        let tweet = json(&shown("/1.1/statuses/show.json?id=1", tweet));
        for key in "created_at entities favorite_count id is_quote_status lang retweet_count source text truncated user"
            .split_whitespace()
        {
            assert!(tweet.get(key).is_some_and(|value| !value.is_null()), "{key}");
        }
        assert!(tweet["source"].as_str().unwrap().starts_with("<a href=\""));
        assert!(tweet["user"].get("status").is_none() && tweet["user"].get("muting").is_none());
        assert!(tweet.get("errors").is_none() && tweet.get("error").is_none());
    }
}
