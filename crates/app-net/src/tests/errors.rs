//! Every error, byte for byte: what is said, with which status, and with which headers.

use std::time::Duration;

use block_graph::access::{Permission, Plan};
use block_graph::rate::Window;
use dialect::Method::{Delete, Get, Options, Post};
use dialect::{Denial, Failure, Reply};

use super::{READS, WRITES, amy, app, body, exchange, window};

const ID: &str = "\"error_id\":\"";

/// The body without its error id, which must be 32 hexadecimal digits.
fn said(reply: &Reply) -> String {
    let text = body(reply);
    let (before, rest) = text.split_once(ID).unwrap_or_else(|| panic!("{text}"));
    let (id, after) = rest.split_once("\",").unwrap();
    assert!(id.len() == 32 && id.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')), "{id}");
    format!("{before}{after}")
}

fn meta(code: u16, message: &str) -> String {
    format!("{{\"meta\":{{\"code\":{code},\"error_message\":\"{message}\"}}}}")
}

pub(super) fn assert_says(reply: &Reply, status: u16, message: &str) {
    assert_eq!((reply.status, said(reply)), (status, meta(status, message)));
    assert_eq!(reply.content_type, "application/json");
    assert_eq!(reply.get_header("P3P"), None);
    assert_eq!(reply.get_header("X-ADN-Migrations-Enabled"), Some(""));
    assert_eq!(reply.get_header("Access-Control-Allow-Origin"), Some("*"));
    assert_eq!(reply.get_header("WWW-Authenticate"), None);
}

fn denied(denial: Denial) -> Reply {
    exchange(Post, "/users/5/block").fails(denial)
}

#[test]
fn tokens() {
    let none = "Call requires authentication: This resource requires authentication and no token was provided.";
    assert_says(&denied(Denial::NoCredentials), 401, none);
    for (method, target) in [(Delete, "/token"), (Get, "/apps/me/tokens"), (Get, "/tokens/user_ids")] {
        assert_says(&exchange(method, target).fails(Denial::NoCredentials), 401, none);
    }
    let token = exchange(Get, "/token").fails(Denial::NoCredentials);
    assert_says(&token, 401, "Call requires authentication: Authentication required to fetch token.");

    let slugged = |message: &str, slug: &str| {
        format!("{{\"meta\":{{\"code\":401,\"error_message\":\"{message}\",\"error_slug\":\"{slug}\"}}}}")
    };
    for denial in [
        Denial::Malformed,
        Denial::UnknownApp,
        Denial::BadSignature,
        Denial::TimestampOutOfRange,
        Denial::NonceReplayed,
        Denial::UnknownToken,
        Denial::WrongAudience("twitter".into()),
    ] {
        let reply = denied(denial);
        assert_eq!(reply.status, 401);
        assert_eq!(said(&reply), slugged("Call requires authentication: Invalid token.", "invalid-token"));
    }
    let revoked = "Call requires authentication: User has not authorized this client or has revoked access.";
    assert_eq!(said(&denied(Denial::RevokedToken)), slugged(revoked, "not-authorized"));
    let expired = "Call requires authentication: Token expired.";
    assert_eq!(said(&denied(Denial::ExpiredToken)), slugged(expired, "token-expired"));
}

#[test]
fn what_a_token_does_not_allow() {
    assert_says(&denied(Denial::UserNeeded), 403, "Forbidden: This resource requires a user access token.");
    assert_says(&denied(Denial::AppNeeded), 403, "Forbidden: This resource requires an app access token.");
    let one = denied(Denial::MissingScopes(vec!["follow"]));
    assert_says(&one, 403, "Forbidden: You need the following scopes: follow");
    let two = denied(Denial::MissingScopes(vec!["follow", "stream"]));
    assert_says(&two, 403, "Forbidden: You need the following scopes: follow, stream");
    let plan = denied(Denial::PlanTooSmall(Plan::Free));
    assert_says(&plan, 403, "Forbidden: This client's plan does not include this resource.");
    let low = denied(Denial::PermissionTooLow(Permission::ReadWrite));
    assert_says(&low, 403, "Forbidden: This client is not permitted to do that.");
}

#[test]
fn too_many_requests() {
    let over = Window { exceeded: true, ..window(&WRITES, 20, 12_500) };
    let reply = exchange(Post, "/users/5/block")
        .by(amy())
        .within(&[over, window(&READS, 30, 0)])
        .fails(Denial::RateLimited(over));
    assert_eq!(reply.status, 429);
    assert_eq!(body(&reply), meta(429, "Too many requests"));
    let header = |name| reply.get_header(name);
    assert_eq!((header("Retry-After"), header("RetryAfter")), (Some("48"), Some("48")));
    assert_eq!((header("X-RateLimit-Limit"), header("X-RateLimit-Remaining")), (Some("20"), Some("0")));
    assert_eq!(header("X-RateLimit-Reset"), Some("48"));
}

#[test]
fn paths_methods_and_sizes() {
    for target in ["/", "/nowhere", "/stream/0", "/stream/0/users/5/blocks", "/posts/1/marker"] {
        let reply = exchange(Get, target).reply(|command| panic!("{command:?}"));
        assert_says(&reply, 404, "Not Found: The requested resource was not found.");
    }
    for (method, target, allowed) in [
        (Get, "/users/5/block", "POST,DELETE"),
        (Get, "/stream/0/users/5/mute", "POST,DELETE"),
        (Get, "/users/5/follow", "POST,DELETE"),
        (Delete, "/users/5/blocked", "GET"),
        (Post, "/token", "GET,DELETE"),
        (Get, "/oauth/access_token", "POST"),
        (Post, "/apps/me/tokens", "GET"),
    ] {
        let reply = exchange(method, target).reply(|command| panic!("{command:?}"));
        assert_says(&reply, 405, &format!("Method not allowed. Please use: {allowed}"));
        assert_eq!(reply.get_header("Allow"), Some(allowed));
        assert_eq!(reply.get_header("X-OAuth-Scopes"), None);
    }
    let large = exchange(Post, "/users/5/block").fails(Failure::BodyTooLarge(1024));
    assert_says(&large, 413, "Request Entity Too Large: The request body must not be longer than 1024 bytes.");
    let unreadable = exchange(Post, "/users/5/block").fails(Failure::UnreadableBody("a secret".to_owned()));
    assert_says(&unreadable, 400, "Bad Request: The request body could not be read.");
}

#[test]
fn the_service_itself() {
    let down = exchange(Get, "/users/5").fails(Failure::Unavailable(Duration::from_secs(3)));
    assert_says(&down, 503, "Service Unavailable: The service cannot answer now. Please try again later.");
    assert_eq!(down.get_header("Retry-After"), Some("3"));
    let soon = exchange(Get, "/users/5").fails(Failure::Unavailable(Duration::from_millis(3)));
    assert_eq!(soon.get_header("Retry-After"), Some("1"));
    let broken = exchange(Get, "/users/5").fails(Failure::Broken);
    assert_says(&broken, 500, "Internal Server Error: Something went wrong on our side.");
}

#[test]
fn parameters() {
    let answer = |target: &str| exchange(Get, target).by(app()).reply(|command| panic!("{command:?}"));
    for target in ["/users", "/users?ids=", "/users?ids=%20", "/users/blocked/ids?=1,2", "/users/muted/ids"] {
        assert_says(&answer(target), 400, "Bad Request: You must supply a ids parameter.");
    }
    let many: Vec<_> = (1..=201).map(|id| id.to_string()).collect();
    let many = answer(&format!("/users/blocked/ids?ids={}", many.join(",")));
    assert_says(&many, 400, "Bad Request: At most 200 ids can be requested.");
    let wrong = answer("/users/5/blocked?before_id=x");
    assert_says(&wrong, 400, "Bad Request: You must supply a valid before_id parameter.");
    for target in
        ["/users/amy", "/users/99999999999999999999/blocked", "/users/-1", "/users/amy/posts", "/users/x/following/ids"]
    {
        assert_says(&answer(target), 404, "Not Found: The requested user could not be found.");
    }
}

#[test]
fn a_browser_may_ask_first() {
    let reply = exchange(Options, "/users/5/block").reply(|command| panic!("{command:?}"));
    assert_eq!((reply.status, reply.body.len(), reply.content_type), (200, 0, ""));
    assert_eq!(reply.get_header("Access-Control-Allow-Origin"), Some("*"));
    assert_eq!(reply.get_header("Access-Control-Allow-Methods"), Some("GET, POST, PUT, PATCH, DELETE"));
    assert!(reply.get_header("Access-Control-Allow-Headers").unwrap().contains("Authorization"));
    assert_eq!(reply.get_header("Allow"), None);
}

#[test]
fn a_400_is_counted_but_does_not_say_so() {
    let at = exchange(Get, "/users").by(app()).within(&[window(&READS, 1, 0)]);
    let reply = at.reply(|command| panic!("{command:?}"));
    assert_eq!((reply.status, reply.get_header("X-RateLimit-Limit")), (400, None));
    let missing = exchange(Get, "/users/x").by(app()).within(&[window(&READS, 1, 0)]);
    let reply = missing.reply(|command| panic!("{command:?}"));
    assert_eq!((reply.status, reply.get_header("X-RateLimit-Remaining")), (404, Some("4999")));
}

#[test]
fn error_ids_differ() {
    let ids: Vec<_> = [5, 6, u64::MAX].into_iter().map(crate::envelope::error_id).collect();
    assert!(ids[0] != ids[1] && ids[1] != ids[2] && ids.iter().all(|id| id.len() == 32), "{ids:?}");
}
