//! The dialect's tests: its table, what requests decode to, every error, and golden replies.

mod bodies;
mod decoding;
mod decoding_posts;
mod entities;
mod errors;
mod golden;
mod golden_lists;
mod golden_messages;
mod golden_oauth;
mod golden_posts;
mod headers;
mod invalid;
mod oauth;
mod posts;
mod refused;
mod scopes;
mod table;
mod tokens;

use block_graph::access::{Grant, TokenClass};
use block_graph::testkit::{AMY, BEA, card, grant, person, post};
use block_graph::{Outcome, Page, Post, PostCard, PostCounts, PostId, Relation, Toggled, UserCard, UserId};
use dialect::testkit::Exchange;
use dialect::{Dialect, Method, Reply, audience};

use crate::X_V2;

/// The dialect under test, alone.
static DIALECTS: [&dyn Dialect; 1] = [&X_V2];

/// A third person; nobody is behind the id.
const CID: UserId = UserId(9_007_199_254_740_997);

const SCOPES: [&str; 16] = [
    "tweet.read",
    "tweet.write",
    "users.read",
    "block.read",
    "block.write",
    "mute.read",
    "mute.write",
    "follows.read",
    "follows.write",
    "like.read",
    "like.write",
    "list.read",
    "list.write",
    "dm.read",
    "dm.write",
    "users.email",
];

/// A request of nobody.
fn anonymous(method: Method, target: &str) -> Exchange<'_> {
    Exchange::new(&DIALECTS, method, target)
}

/// A request of Amy with a bearer token of every scope.
fn amy(method: Method, target: &str) -> Exchange<'_> {
    anonymous(method, target).by(bearer(&SCOPES))
}

fn get(target: &str) -> Exchange<'_> {
    amy(Method::Get, target)
}

fn post_json<'e>(target: &'e str, body: &'e str) -> Exchange<'e> {
    amy(Method::Post, target).body("application/json", body)
}

fn bearer(scopes: &[&str]) -> Grant {
    grant(TokenClass::UserBearer, audience::X, Some(AMY), scopes)
}

fn app() -> Grant {
    grant(TokenClass::AppBearer, audience::TWITTER, None, &[])
}

/// Bea with everything said: `&` in name and description, a pinned and a newest post, a relation of every kind.
fn bea() -> UserCard {
    let mut user = person(BEA, "Bea_1");
    user.name = "Bea & Co".to_owned();
    user.description = "Salt & <pepper> by @amy, #cooking http://a.example/x. $ACME".to_owned();
    user.location = "Köln".to_owned();
    user.url = Some("https://www.bea.example/".to_owned());
    user.image_url = Some("https://img.example/bea.png".to_owned());
    user.banner_url = Some("https://img.example/banner.png".to_owned());
    user.verified = true;
    user.email = Some("bea@mail.example".to_owned());
    user.pinned_post = Some(PostId(9_001));
    let mut bea = card(user);
    bea.relation = Some(Relation { blocking: true, followed_by: true, muting: true, ..Relation::default() });
    bea.pinned_post = Some(post(9_001, BEA, "a < b && b > c \"ok\""));
    bea.latest_post = Some(post(9_002, BEA, "hello"));
    bea
}

/// Cid, of whom nothing is said.
fn cid() -> UserCard {
    card(person(CID, "cid"))
}

/// Amy herself, seen by herself.
fn herself() -> UserCard {
    let mut user = person(AMY, "amy");
    user.email = Some("amy@mail.example".to_owned());
    UserCard { is_viewer: true, relation: Some(Relation::default()), ..card(user) }
}

/// A post as somebody sees it, with a count of every kind.
fn post_card(post: Post, author: UserCard) -> PostCard {
    PostCard {
        post: post.into(),
        author,
        counts: PostCounts { likes: 4, reposts: 3, replies: 2, quotes: 1 },
        liked: false,
        reposted: None,
        original: None,
        quoted: None,
        replied_to: None,
    }
}

/// A post of an author's that says `text`.
fn said(id: i64, author: &UserCard, text: &str) -> PostCard {
    post_card(Post::clone(&post(id, author.user.id, text)), author.clone())
}

/// What a write gives that leaves the caller so related to the target.
fn left(after: Relation) -> Outcome {
    Outcome::Toggled(Toggled { target: None, before: Relation::default(), after })
}

fn page(items: Vec<UserCard>) -> Page<UserCard> {
    Page { items, ..Page::empty() }
}

fn body(reply: &Reply) -> &str {
    std::str::from_utf8(&reply.body).expect("a body in UTF-8")
}

/// The path of a list or edge of Amy's.
fn of_amy(rest: &str) -> String {
    format!("/2/users/{AMY}/{rest}")
}

const JSON: &str = "application/json; charset=utf-8";

/// The reply of a request that must fail before it reaches the graph.
fn refused(exchange: &Exchange<'_>) -> Reply {
    exchange.reply(|command| panic!("{command:?} reached the graph"))
}

/// Sees to it that the reply is an `invalid-request` of exactly these errors.
fn invalid(reply: &Reply, errors: &str) {
    let frame = r#""title":"Invalid Request","detail":"One or more parameters to your request was invalid.","type":"https://api.x.com/2/problems/invalid-request""#;
    assert_eq!(body(reply), format!("{{\"errors\":[{errors}],{frame}}}"));
    assert_eq!((reply.status, reply.content_type), (400, JSON));
}

fn problem(reply: &Reply, status: u16, text: &str) {
    assert_eq!((reply.status, reply.content_type, body(reply)), (status, "application/problem+json", text));
}
