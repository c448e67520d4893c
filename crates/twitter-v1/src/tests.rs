//! Tests of the whole dialect: requests in, commands and replies out.

mod decoding;
mod decoding_lists;
mod decoding_messages;
mod decoding_tweets;
mod errors;
mod golden;
mod golden_lists;
mod golden_messages;
mod golden_oauth;
mod golden_tweets;
mod headers;
mod oauth;
mod oauth_refusals;
mod refusals;
mod table;

use std::sync::Arc;

use block_graph::access::{App, Grant, Issued, TokenClass};
use block_graph::rate::{Limit, Window};
use block_graph::testkit::{AMY, BEA, card, grant, person, post};
use block_graph::{AppId, Command, Mention, Outcome, Page, Position, Post, PostCard, PostCounts, PostId};
use block_graph::{Relation, Secret, Timestamp, Toggled, UserCard, UserId};
use dialect::testkit::{Exchange, NOW, show};
use dialect::{Dialect, Method, Reply, audience};

use crate::TWITTER_V1;

const FORM: &str = "application/x-www-form-urlencoded";

/// A message to the person with the id 1.
const EVENT: &str = r#"{"event":{"type":"message_create","message_create":{"target":{"recipient_id":"1"},"message_data":{"text":"x"}}}}"#;

static DIALECTS: [&dyn Dialect; 1] = [&TWITTER_V1];

/// A request of Amy's.
fn amy(method: Method, target: &str) -> Exchange<'_> {
    Exchange::new(&DIALECTS, method, target).by(amys_token())
}

/// A request of the app alone.
fn app(target: &str) -> Exchange<'_> {
    Exchange::new(&DIALECTS, Method::Get, target).by(grant(TokenClass::AppBearer, audience::TWITTER, None, &[]))
}

/// A request of nobody's.
fn nobody(method: Method, target: &str) -> Exchange<'_> {
    Exchange::new(&DIALECTS, method, target)
}

/// A request of an app that signs it, as the gate has found, and has no token.
fn client(method: Method, target: &str) -> Exchange<'_> {
    nobody(method, target).by_client(App::new(AppId(1), "Test App", "key", Secret::new("secret")))
}

/// An Authorization header with these parameters beside the signature's own.
fn proof(parameters: &str) -> String {
    format!(
        "OAuth oauth_consumer_key=\"key\", oauth_nonce=\"n\", oauth_signature=\"s\", \
         oauth_signature_method=\"HMAC-SHA1\", oauth_timestamp=\"1613254256\", {parameters}"
    )
}

/// `key:secret`
const BASIC: &str = "Basic a2V5OnNlY3JldA==";

/// A token of Amy's, or of the app alone.
fn issued(class: TokenClass) -> Issued {
    let user = (class == TokenClass::Signed).then(herself);
    let text = if user.is_some() { format!("{AMY}-abcDEF123") } else { "AAAAAAAAAAAAAAAAAAAAAabcDEF123".to_owned() };
    Issued {
        text: Secret::new(text),
        secret: user.is_some().then(|| Secret::new("secretABC456")),
        refresh: None,
        grant: Arc::new(grant(class, audience::TWITTER, user.as_ref().map(|user| user.user.id), &[])),
        user,
    }
}

fn amys_token() -> Grant {
    grant(TokenClass::Signed, audience::TWITTER, Some(AMY), &[])
}

/// Bea, who says everything of herself, in letters that need care.
fn bea(relation: Relation) -> UserCard {
    let mut user = person(BEA, "Bea_B");
    "Bea & <Bé> 🔥".clone_into(&mut user.name);
    "Rock & roll/☽".clone_into(&mut user.description);
    "Here > there".clone_into(&mut user.location);
    user.url = Some("https://www.example.com/a/very/long/path".to_owned());
    user.image_url = Some("https://pbs.example.com/bea_normal.jpg".to_owned());
    user.banner_url = Some("https://pbs.example.com/banners/1".to_owned());
    user.verified = true;
    let latest_post = Some(post(9_007_199_254_741_111, BEA, "I <3 you & \"me\" 🔥"));
    UserCard { relation: Some(relation), latest_post, ..card(user) }
}

/// Amy, who says nothing of herself, as she sees herself.
fn herself() -> UserCard {
    UserCard { relation: None, is_viewer: true, ..card(person(AMY, "amy")) }
}

/// What a write towards Bea did.
fn toggled(before: Relation, after: Relation) -> Outcome {
    Outcome::Toggled(Toggled { target: Some(bea(after)), before, after })
}

const STRANGERS: Relation = Relation {
    following: false,
    followed_by: false,
    request_sent: false,
    request_received: false,
    blocking: false,
    blocked_by: false,
    muting: false,
    dm_blocking: false,
    dm_blocked_by: false,
    hiding_reposts: false,
};
const BLOCKING: Relation = Relation { blocking: true, ..STRANGERS };
const MUTING: Relation = Relation { muting: true, ..STRANGERS };
const FOLLOWING: Relation = Relation { following: true, ..STRANGERS };
const REQUESTED: Relation = Relation { request_sent: true, ..STRANGERS };

/// What a request of Amy's decodes to.
fn decoded(method: Method, target: &str) -> Command {
    amy(method, target).decode().unwrap()
}

/// Compares with the golden file of that name.
fn golden(name: &str, reply: &Reply) {
    insta::with_settings!({
        snapshot_path => concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/golden/twitter-v1"),
        prepend_module_to_snapshot => false,
        omit_expression => true,
    }, { insta::assert_snapshot!(name, show(reply)) });
}

fn page<T>(items: Vec<T>, older: bool, newer: bool) -> Page<T> {
    Page { items, span: Some((position(9), position(4))), has_older: older, has_newer: newer }
}

/// A tweet, as yet without reactions.
fn tweet(id: i64, author: UserCard, text: &str) -> PostCard {
    PostCard {
        post: post(id, author.user.id, text),
        author,
        counts: PostCounts::default(),
        liked: false,
        reposted: None,
        original: None,
        quoted: None,
        replied_to: None,
    }
}

/// The same tweet, its post changed.
fn changed(mut tweet: PostCard, change: impl FnOnce(&mut Post)) -> PostCard {
    change(Arc::make_mut(&mut tweet.post));
    tweet
}

/// A tweet of Bea's that Amy likes, in letters that need care, with everything that can be found in a text.
fn beas() -> PostCard {
    let text = "<3 #caf\u{e9} & $TWTR 🔥 @Amy https://www.example.com/a?b=1.";
    let mention = Mention { user: AMY, username: "Amy".into(), start: 19, end: 23 };
    let counts = PostCounts { likes: 5, reposts: 2, replies: 1, quotes: 1 };
    let tweet = PostCard { counts, liked: true, ..tweet(BEAS, bea(FOLLOWING), text) };
    changed(tweet, |post| post.mentions.push(mention))
}

/// The id of [`beas`].
const BEAS: i64 = 9_007_199_254_740_997;

/// A repost by `author`; hollow unless `original` is there.
fn retweet(id: i64, author: UserCard, original: Option<PostCard>) -> PostCard {
    let text = original.as_ref().map_or("what may not be seen", |original| original.post.text.as_str());
    let card = changed(tweet(id, author, text), |post| post.repost_of = Some(PostId(BEAS)));
    PostCard { original: original.map(Box::new), ..card }
}

/// Somebody whom nothing is said of.
fn jack() -> UserCard {
    card(person(UserId(12), "jack"))
}

/// A position of the size that real ones have.
fn position(low: i64) -> Position {
    Position((1_590_000_000_000 << 20) + low)
}

/// A window with that many requests left, which began when the request arrived.
fn window(limit: &'static Limit, remaining: u32) -> Window {
    let reset = Timestamp(NOW.0 + i64::from(limit.window) * 1000);
    Window { limit, max: limit.max, remaining, reset, exceeded: false }
}

/// A window that the request exceeds.
fn exceeded(limit: &'static Limit) -> Window {
    Window { exceeded: true, ..window(limit, 0) }
}

fn body(reply: &Reply) -> String {
    String::from_utf8(reply.body.to_vec()).unwrap()
}

/// Status and body.
fn told(reply: &Reply) -> (u16, String) {
    (reply.status, body(reply))
}

/// An error in shape A.
fn coded(code: u16, message: &str) -> String {
    format!(r#"{{"errors":[{{"code":{code},"message":"{message}"}}]}}"#)
}

/// An error in shape B.
fn edge(code: u16, message: &str) -> String {
    format!(r#"{{"errors":[{{"message":"{message}","code":{code}}}]}}"#)
}

/// The body read as JSON, to ask for keys.
fn json(reply: &Reply) -> serde_json::Value {
    serde_json::from_slice(&reply.body).unwrap()
}
