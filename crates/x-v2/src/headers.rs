//! The headers of every reply, as recorded from 2021 to 2025; `date` is the server's, and no cookie is set.

use std::fmt::Write as _;

use block_graph::access::{Grant, Permission, TokenClass};
use block_graph::rate::{Per, Window};
use dialect::{Access, Context, Reply, Request};

use crate::limits::{DAY, QUARTER};

/// The version of the spec that this dialect follows; the service counts its minor versions so.
const API_VERSION: &str = "2.173";

const NO_STORE: (&str, &str) = ("cache-control", "no-cache, no-store, max-age=0");

const FIXED: [(&str, &str); 8] = [
    ("api-version", API_VERSION),
    NO_STORE,
    ("content-disposition", "attachment; filename=json.json"),
    ("x-frame-options", "SAMEORIGIN"),
    ("x-content-type-options", "nosniff"),
    ("x-xss-protection", "0"),
    ("strict-transport-security", "max-age=631138519"),
    ("server", "tsa_b"),
];

/// Adds them to a reply.
pub(crate) fn finish(reply: &mut Reply, request: &Request<'_>, context: &Context<'_>) {
    reply.headers.reserve(FIXED.len() + 8);
    reply.header("x-transaction-id", format!("{:016x}", context.serial));
    // Milliseconds, as in v1.1's recordings.
    reply.header("x-response-time", (context.elapsed / 1000).to_string());
    let of_tokens = context.endpoint.is_some_and(|endpoint| endpoint.access == Access::Client);
    if of_tokens {
        // Beside `no-store`, for the oldest caches (RFC 6749, 5.1).
        reply.header("pragma", "no-cache");
    }
    // A 401 carries nothing that depends on a caller or an endpoint ([recorded]).
    if reply.status == 401 {
        if of_tokens {
            reply.header(NO_STORE.0, NO_STORE.1);
        }
        return;
    }
    for (name, value) in FIXED {
        reply.header(name, value);
    }
    reply.header("x-connection-hash", connection_hash(request));
    if let Some(grant) = context.grant {
        reply.header("x-access-level", access_level(grant));
    }
    rates(reply, context.windows);
}

/// Of the windows of a quarter of an hour the tightest is told, so that `remaining` never promises too much; the daily
/// ones have headers of their own.
fn rates(reply: &mut Reply, windows: &[Window]) {
    let quarters = windows.iter().filter(|window| window.limit.window == QUARTER);
    if let Some(window) = quarters.min_by_key(|window| (!window.exceeded, window.remaining)) {
        rate(reply, ["x-rate-limit-limit", "x-rate-limit-remaining", "x-rate-limit-reset"], window);
    }
    for window in windows.iter().filter(|window| window.limit.window == DAY) {
        let names = match window.limit.per {
            Per::User => ["x-user-limit-24hour-limit", "x-user-limit-24hour-remaining", "x-user-limit-24hour-reset"],
            Per::App | Per::AppOnly | Per::Token | Per::Address => {
                ["x-app-limit-24hour-limit", "x-app-limit-24hour-remaining", "x-app-limit-24hour-reset"]
            }
        };
        rate(reply, names, window);
    }
}

fn rate(reply: &mut Reply, [limit, remaining, reset]: [&'static str; 3], window: &Window) {
    reply.header(limit, window.max.to_string());
    reply.header(remaining, window.remaining.to_string());
    // Rounded up: who waits until this second finds the window new.
    reply.header(reset, window.reset.0.saturating_add(999).div_euclid(1000).to_string());
}

/// What the caller's app may do. Recordings are of signed requests; bearer tokens are told by their scopes ([inferred]).
fn access_level(grant: &Grant) -> &'static str {
    let permission = match grant.class {
        TokenClass::Signed => grant.permission,
        TokenClass::AppBearer => Permission::Read,
        TokenClass::UserBearer if grant.has_scope("dm.write") => Permission::ReadWriteDirectMessages,
        TokenClass::UserBearer if grant.scopes.iter().any(|scope| scope.ends_with(".write")) => Permission::ReadWrite,
        TokenClass::UserBearer => Permission::Read,
    };
    match permission {
        Permission::Read => "read",
        Permission::ReadWrite => "read-write",
        Permission::ReadWriteDirectMessages => "read-write-directmessages",
    }
}

/// 64 hex digits, the same for all requests of one address: connections themselves are not known here ([inferred]).
fn connection_hash(request: &Request<'_>) -> String {
    let address = match request.address {
        std::net::IpAddr::V4(address) => u64::from(u32::from(address)),
        std::net::IpAddr::V6(address) => {
            let bits = u128::from(address);
            (bits >> 64) as u64 ^ (bits as u64).rotate_left(32)
        }
    };
    let mut text = String::with_capacity(64);
    let mut state = address;
    for _ in 0..4 {
        // SplitMix64: every bit of the address reaches every digit.
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        // Writing to a String cannot fail.
        let _ = write!(text, "{:016x}", block_graph::scramble(state));
    }
    text
}
