//! Tests of the whole dialect: requests in, commands and replies out.

mod decoding;
mod errors;
mod golden;
mod headers;
mod table;

use block_graph::access::{Grant, TokenClass};
use block_graph::rate::{Limit, Window};
use block_graph::testkit::{AMY, BEA, card, grant, person, post};
use block_graph::{Outcome, Position, Relation, Timestamp, Toggled, UserCard};
use dialect::testkit::{Exchange, NOW};
use dialect::{Dialect, Method, Reply, audience};

use crate::TWITTER_V1;

const FORM: &str = "application/x-www-form-urlencoded";

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
};
const BLOCKING: Relation = Relation { blocking: true, ..STRANGERS };
const MUTING: Relation = Relation { muting: true, ..STRANGERS };
const FOLLOWING: Relation = Relation { following: true, ..STRANGERS };
const REQUESTED: Relation = Relation { request_sent: true, ..STRANGERS };

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
    String::from_utf8(reply.body.clone()).unwrap()
}

/// The body read as JSON, to ask for keys.
fn json(reply: &Reply) -> serde_json::Value {
    serde_json::from_slice(&reply.body).unwrap()
}
