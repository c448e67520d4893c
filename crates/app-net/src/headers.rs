//! The headers of every reply, in the recorded case: one client family compares their names literally ([client]).

use block_graph::Timestamp;
use block_graph::rate::Window;
use dialect::{Context, Reply};

/// Adds what every reply carries ([recorded]).
pub(crate) fn put(reply: &mut Reply, context: &Context<'_>) {
    reply.header("Access-Control-Allow-Origin", "*");
    reply.header("Strict-Transport-Security", "max-age=86400");
    if reply.status == 200 {
        reply.header("P3P", "CP=\"App.net has no P3P policy.\"");
    }
    // Empty since every migration is over, but present even on errors ([recorded]).
    reply.header("X-ADN-Migrations-Enabled", "");
    if let Some(grant) = context.grant {
        reply.header("X-OAuth-Scopes", grant.scopes.join(","));
    }
    // A 400 is counted but carries no rate headers ([recorded]).
    if let Some(window) = tightest(context.windows).filter(|_| reply.status != 400) {
        reply.headers.push_number("X-RateLimit-Limit", window.max.into());
        reply.headers.push_number("X-RateLimit-Remaining", window.remaining.into());
        reply.headers.push_number("X-RateLimit-Reset", seconds_left(window, context.now));
    }
}

/// The answer to a browser that asks before it sends ([doc]; the lists are [inferred]).
pub(crate) fn preflight() -> Reply {
    let mut reply = Reply::new(200, "", Vec::new());
    reply.header("Access-Control-Allow-Methods", "GET, POST, PUT, PATCH, DELETE");
    reply.header(
        "Access-Control-Allow-Headers",
        "Authorization, Content-Type, X-ADN-Migration-Overrides, X-ADN-Pretty-JSON",
    );
    reply
}

/// The window that the caller will run into first ([doc]: the most restrictive one is shown).
fn tightest(windows: &[Window]) -> Option<&Window> {
    windows.iter().min_by_key(|window| (!window.exceeded, window.remaining, window.max))
}

/// Whole seconds until the window ends, begun ones counted ([recorded]: a new minute's window shows 60).
pub(crate) fn seconds_left(window: &Window, now: Timestamp) -> i64 {
    ((window.reset.0 - now.0).max(0) + 999) / 1000
}
