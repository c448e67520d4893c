//! The dialect from request to finished reply, without a server and without a graph.

mod access;
mod decode;
mod decode_posts;
mod effects;
mod errors;
mod golden;
mod oauth;
mod refusals;
mod table;

use block_graph::access::{Grant, TokenClass};
use block_graph::rate::{Limit, Per, Window};
use block_graph::testkit::{AMY, grant};
use block_graph::{Timestamp, UserId};
use dialect::testkit::{Exchange, NOW};
use dialect::{Dialect, Method, Reply, audience};

static DIALECTS: [&dyn Dialect; 1] = [&crate::APP_NET];

fn exchange(method: Method, target: &str) -> Exchange<'_> {
    Exchange::new(&DIALECTS, method, target)
}

/// Amy's token.
fn amy() -> Grant {
    grant(TokenClass::UserBearer, audience::APP_NET, Some(AMY), &["basic", "follow"])
}

/// Amy's token for everything.
fn amy_for_all() -> Grant {
    let scopes = ["basic", "stream", "write_post", "follow", "messages"];
    grant(TokenClass::UserBearer, audience::APP_NET, Some(AMY), &scopes)
}

/// An app's own token.
fn app() -> Grant {
    grant(TokenClass::AppBearer, audience::APP_NET, None, &[])
}

fn body(reply: &Reply) -> String {
    String::from_utf8(reply.body.to_vec()).unwrap()
}

/// The number of an id, for paths.
fn path(user: UserId, rest: &str) -> String {
    format!("/users/{user}{rest}")
}

static READS: Limit = Limit { bucket: "app.net/global", per: Per::Token, max: 5000, window: 3600 };
static WRITES: Limit = Limit { bucket: "app.net/write", per: Per::Token, max: 20, window: 60 };

/// A window in which `used` requests were counted, this one included, `age` milliseconds after it began.
fn window(limit: &'static Limit, used: u32, age: i64) -> Window {
    let reset = Timestamp(NOW.0 - age + i64::from(limit.window) * 1000);
    Window { limit, max: limit.max, remaining: limit.max - used, reset, exceeded: false }
}
