//! What must hold for every row of the table.

use std::collections::HashSet;

use block_graph::CommandKind;
use dialect::{Access, Dialect, Endpoint, Method};

use super::oauth::{CODE, FORM};
use super::{amy, app, exchange};
use crate::{APP_NET, SCOPES};

#[test]
fn rows_are_complete_and_unique() {
    let (mut names, mut routes) = (HashSet::new(), HashSet::new());
    for endpoint in APP_NET.endpoints() {
        assert!(names.insert(endpoint.name) && !endpoint.name.is_empty(), "{endpoint:?}");
        assert!(endpoint.docs.starts_with("https://") && endpoint.docs.contains('#'), "{endpoint:?}");
        assert!(!endpoint.routes.is_empty(), "{endpoint:?}");
        for route in endpoint.routes {
            assert!(routes.insert((route.method, route.path)), "{route:?}");
        }
    }
}

#[test]
fn rows_decode_to_their_command() {
    let json = r#"{"text":"hello","destinations":["@bea"]}"#;
    for endpoint in APP_NET.endpoints() {
        for route in endpoint.routes {
            let path = ["{user_id}", "{post_id}", "{channel_id}", "{message_id}"]
                .into_iter()
                .fold(route.path.to_owned(), |path, name| path.replace(name, "17"));
            let caller = if endpoint.access == Access::App { app() } else { amy() };
            for mount in APP_NET.mounts() {
                let target = format!("{mount}{path}?ids=1,2&q=amy");
                let asked = exchange(route.method, &target);
                let exchange = match endpoint.access {
                    Access::Client => asked.body(FORM, CODE),
                    _ => asked.by(caller.clone()).body("application/json", json),
                };
                assert_eq!(exchange.decode().unwrap().kind(), endpoint.command, "{endpoint:?}");
            }
        }
    }
}

/// What an endpoint asks of a person's token.
fn scopes(endpoint: &Endpoint) -> &'static [&'static str] {
    match endpoint.route().path {
        "/posts/stream" | "/posts/stream/unified" => &["stream"],
        path if path.starts_with("/channels") => &["messages"],
        _ if endpoint.route().method == Method::Get => &[],
        path if path.starts_with("/posts") => &["write_post"],
        "/token" | "/oauth/access_token" => &[],
        _ => &["follow"],
    }
}

#[test]
fn scopes_are_as_documented_and_writes_count_twice() {
    let (global, write) = (("app.net/global", 5000, 3600), ("app.net/write", 20, 60));
    for endpoint in APP_NET.endpoints() {
        let buckets: Vec<_> = endpoint.limits.iter().map(|limit| (limit.bucket, limit.max, limit.window)).collect();
        assert_eq!(endpoint.scopes, scopes(endpoint), "{endpoint:?}");
        let expected = match (endpoint.route().method, endpoint.access) {
            (Method::Get, Access::Open) => vec![global, ("app.net/unauthenticated", 50, 60)],
            (Method::Get, _) if endpoint.command == CommandKind::WhoAmI => vec![],
            (Method::Get, _) => vec![global],
            (_, Access::Client) => vec![("app.net/oauth", 300, 900)],
            _ => vec![write, global],
        };
        assert_eq!(buckets, expected, "{endpoint:?}");
        let expected = match (endpoint.route().method, endpoint.route().path) {
            (Method::Get, _) => continue,
            (_, "/token") => Access::Token,
            (_, "/oauth/access_token") => Access::Client,
            _ => Access::User,
        };
        assert_eq!(endpoint.access, expected, "{endpoint:?}");
    }
}

#[test]
fn every_scope_asked_for_can_be_granted() {
    let granted: Vec<_> = dialect::scopes::APP_NET.iter().map(|scope| scope.name).collect();
    assert_eq!(granted, SCOPES);
    for endpoint in APP_NET.endpoints() {
        assert!(endpoint.scopes.iter().all(|scope| granted.contains(scope)), "{endpoint:?}");
    }
}

#[test]
fn one_bucket_is_one_limit() {
    let mut seen = std::collections::HashMap::new();
    for limit in APP_NET.endpoints().iter().flat_map(|endpoint| endpoint.limits) {
        assert_eq!(seen.entry((limit.bucket, limit.per, limit.window)).or_insert(limit.max), &limit.max);
    }
    assert_eq!(seen.len(), 4);
}

#[test]
fn access_is_as_documented() {
    let of = |name: &str| APP_NET.endpoints().iter().find(|endpoint| endpoint.name == name).unwrap().access;
    assert_eq!(of("Retrieve a User"), Access::Open);
    assert_eq!(of("Retrieve multiple Users"), Access::Token);
    assert_eq!(of("List blocked Users"), Access::Token);
    assert_eq!(of("List muted Users"), Access::Token);
    assert_eq!(of("Retrieve current token"), Access::Token);
    assert_eq!(of("Retrieve blocked User IDs for multiple Users"), Access::App);
    assert_eq!(of("Retrieve muted User IDs for multiple Users"), Access::App);
    assert_eq!(of("Deauthorize current token"), Access::Token);
    assert_eq!(of("Retrieve authorized User IDs for an app"), Access::App);
    assert_eq!(of("Retrieve authorized User tokens for an app"), Access::App);
    assert_eq!(of("Request an access token"), Access::Client);
    for name in ["Retrieve a Post", "Retrieve Posts created by a User", "Retrieve Posts starred by a User"] {
        assert_eq!(of(name), Access::Open, "{name}");
    }
    assert_eq!(of("Retrieve the Global stream"), Access::Open);
    for name in ["Retrieve multiple Posts", "Retrieve the replies to a Post", "Retrieve Posts mentioning a User"] {
        assert_eq!(of(name), Access::Token, "{name}");
    }
    for name in ["Search for Users", "List Users following a User", "List User IDs a User is following"] {
        assert_eq!(of(name), Access::Token, "{name}");
    }
    for name in ["Retrieve a User's unified stream", "Get current user's subscribed channels", "Retrieve a Message"] {
        assert_eq!(of(name), Access::User, "{name}");
    }
}
