//! The headers of every reply, as recorded from 2021 to 2025; `date` is the server's, and no cookie is set.

use block_graph::access::{Grant, Permission, TokenClass};
use block_graph::rate::{Per, Window};
use dialect::{Access, Context, Reply, Request};

use crate::limits::{DAY, QUARTER};

const NO_STORE: &str = "cache-control: no-cache, no-store, max-age=0\r\n";

/// The same with every reply; the service counts the minor versions of its spec so.
const FIXED: &str = "\
api-version: 2.173\r\n\
cache-control: no-cache, no-store, max-age=0\r\n\
content-disposition: attachment; filename=json.json\r\n\
x-frame-options: SAMEORIGIN\r\n\
x-content-type-options: nosniff\r\n\
x-xss-protection: 0\r\n\
strict-transport-security: max-age=631138519\r\n\
server: tsa_b\r\n";

/// Adds them to a reply.
pub(crate) fn finish(reply: &mut Reply, request: &Request<'_>, context: &Context<'_>) {
    reply.headers.push_hex("x-transaction-id", &[context.serial]);
    // Milliseconds, as in v1.1's recordings.
    reply.headers.push_number("x-response-time", (context.elapsed / 1000).cast_signed());
    let of_tokens = context.endpoint.is_some_and(|endpoint| endpoint.access == Access::Client);
    if of_tokens {
        // Beside `no-store`, for the oldest caches (RFC 6749, 5.1).
        reply.header("pragma", "no-cache");
    }
    // A 401 carries nothing that depends on a caller or an endpoint ([recorded]).
    if reply.status == 401 {
        if of_tokens {
            reply.headers.push_lines(NO_STORE);
        }
        return;
    }
    reply.headers.push_lines(FIXED);
    reply.headers.push_hex("x-connection-hash", &connection_hash(request));
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
    reply.headers.push_number(limit, i64::from(window.max));
    reply.headers.push_number(remaining, i64::from(window.remaining));
    // Rounded up: who waits until this second finds the window new.
    reply.headers.push_number(reset, window.reset.0.saturating_add(999).div_euclid(1000));
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
fn connection_hash(request: &Request<'_>) -> [u64; 4] {
    let address = match request.address {
        std::net::IpAddr::V4(address) => u64::from(u32::from(address)),
        std::net::IpAddr::V6(address) => {
            let bits = u128::from(address);
            (bits >> 64) as u64 ^ (bits as u64).rotate_left(32)
        }
    };
    // SplitMix64: every bit of the address reaches every digit.
    [1, 2, 3, 4].map(|step| block_graph::scramble(address.wrapping_add(0x9e37_79b9_7f4a_7c15_u64.wrapping_mul(step))))
}
