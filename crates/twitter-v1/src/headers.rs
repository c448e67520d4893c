//! The headers that every reply carries, as the recordings of 2021 have them, in their order.
//!
//! The server adds `date`, `content-length` and `content-encoding`. Cookies are not set: no API client reads them.

use block_graph::access::{Permission, TokenClass};
use block_graph::rate::Window;
use block_graph::{Timestamp, scramble};
use dialect::{Context, Method, Reply, moment};

use crate::{errors, wire};

/// Adds them. A request without credentials is turned away at the edge, with a few headers only ([recorded] 400/215). The
/// pairs and XML of the token endpoints are not called a JSON file ([inferred]).
pub(crate) fn finish(reply: &mut Reply, context: &Context<'_>) {
    let edge = reply.content_type == errors::EDGE_JSON;
    let json = reply.content_type == wire::JSON || reply.body.is_empty();
    if !edge {
        reply.header("cache-control", "no-cache, no-store, must-revalidate, pre-check=0, post-check=0");
        if json {
            reply.header("content-disposition", "attachment; filename=json.json");
        }
        reply.header("expires", "Tue, 31 Mar 1981 05:00:00 GMT");
        reply.header("last-modified", moment::http(context.now));
        reply.header("pragma", "no-cache");
    }
    reply.header("server", "tsa_b");
    if !edge {
        reply.header("status", status_line(reply.status));
    }
    reply.header("strict-transport-security", "max-age=631138519");
    if let Some(level) = access_level(context) {
        reply.header("x-access-level", level);
    }
    reply.header("x-connection-hash", format!("{:016x}{:016x}", scramble(context.serial), scramble(!context.serial)));
    if !edge {
        reply.header("x-content-type-options", "nosniff");
        reply.header("x-frame-options", "SAMEORIGIN");
    }
    if let Some(window) = shown_window(reply.status, context) {
        reply.header("x-rate-limit-limit", number(i64::from(window.max)));
        reply.header("x-rate-limit-remaining", number(i64::from(window.remaining)));
        reply.header("x-rate-limit-reset", number(whole_seconds(window.reset)));
    }
    reply.header("x-response-time", (context.elapsed / 1000).to_string());
    if !edge {
        // The recorded ones begin with two zeros.
        reply.header("x-transaction", format!("{:016x}", scramble(context.serial) >> 8));
        reply.header("x-twitter-response-tags", "BouncerCompliant");
        reply.header("x-xss-protection", "0");
    }
}

/// The window whose state the reply tells. Reads tell it, also those sent as POST ([recorded] users/lookup); writes do
/// not ([recorded]) unless they exceed it, when clients must know how long to wait ([client]). A 400 never does: one
/// client takes a 400 with these headers for a 429 ([client] twitter4j).
fn shown_window<'c>(status: u16, context: &Context<'c>) -> Option<&'c Window> {
    let reads = context.endpoint.is_some_and(|endpoint| endpoint.route().method == Method::Get);
    match status {
        400 => None,
        429 => context.windows.iter().find(|window| window.exceeded).or(context.windows.first()),
        _ => context.windows.first().filter(|_| reads),
    }
}

/// The first whole second that is not before the moment: a client that waits until then must not be too early.
pub(crate) fn whole_seconds(reset: Timestamp) -> i64 {
    Timestamp(reset.0 + 999).seconds()
}

/// Plain, and within 31 bits, which strict clients read ([client] egg-mode).
fn number(value: i64) -> String {
    value.min(i64::from(i32::MAX)).to_string()
}

/// What the token allows the app to do on behalf of the person; app-only replies say nothing ([inferred]).
fn access_level(context: &Context<'_>) -> Option<&'static str> {
    let grant = context.grant.filter(|grant| grant.class == TokenClass::Signed)?;
    Some(match grant.permission {
        Permission::Read => "read",
        Permission::ReadWrite => "read-write",
        Permission::ReadWriteDirectMessages => "read-write-directmessages",
    })
}

fn status_line(status: u16) -> &'static str {
    match status {
        200 => "200 OK",
        204 => "204 No Content",
        400 => "400 Bad Request",
        401 => "401 Unauthorized",
        403 => "403 Forbidden",
        404 => "404 Not Found",
        410 => "410 Gone",
        413 => "413 Payload Too Large",
        429 => "429 Too Many Requests",
        503 => "503 Service Unavailable",
        _ => "500 Internal Server Error",
    }
}
