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
    let headers = &mut reply.headers;
    if !edge {
        headers.push_lines("cache-control: no-cache, no-store, must-revalidate, pre-check=0, post-check=0\r\n");
        if json {
            headers.push_lines("content-disposition: attachment; filename=json.json\r\n");
        }
        headers.push_lines("expires: Tue, 31 Mar 1981 05:00:00 GMT\r\n");
        headers.push("last-modified", &moment::http(context.now));
        headers.push_lines("pragma: no-cache\r\n");
    }
    headers.push_lines("server: tsa_b\r\n");
    if !edge {
        headers.push("status", status_line(reply.status));
    }
    headers.push_lines("strict-transport-security: max-age=631138519\r\n");
    if let Some(level) = access_level(context) {
        headers.push("x-access-level", level);
    }
    headers.push_hex("x-connection-hash", &[scramble(context.serial), scramble(!context.serial)]);
    if !edge {
        headers.push_lines("x-content-type-options: nosniff\r\nx-frame-options: SAMEORIGIN\r\n");
    }
    if let Some(window) = shown_window(reply.status, context) {
        headers.push_number("x-rate-limit-limit", number(i64::from(window.max)));
        headers.push_number("x-rate-limit-remaining", number(i64::from(window.remaining)));
        headers.push_number("x-rate-limit-reset", number(whole_seconds(window.reset)));
    }
    headers.push_number("x-response-time", (context.elapsed / 1000).cast_signed());
    if !edge {
        // The recorded ones begin with two zeros.
        headers.push_hex("x-transaction", &[scramble(context.serial) >> 8]);
        headers.push_lines("x-twitter-response-tags: BouncerCompliant\r\nx-xss-protection: 0\r\n");
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
fn number(value: i64) -> i64 {
    value.min(i64::from(i32::MAX))
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
