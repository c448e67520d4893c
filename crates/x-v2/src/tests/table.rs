//! The table as a whole.

use std::collections::BTreeSet;

use block_graph::access::Permission;
use block_graph::testkit::{AMY, BEA};
use dialect::{Access, Dialect, Method, Router};

use super::{DIALECTS, amy};
use crate::{SCOPES, X_V2};

/// A request that leads to each endpoint.
const REQUESTS: [(&str, Method, &str, &str); 15] = [
    ("getUsersBlocking", Method::Get, "/2/users/ME/blocking", ""),
    ("usersIdBlock", Method::Post, "/2/users/ME/blocking", r#"{"target_user_id":"7"}"#),
    ("usersIdUnblock", Method::Delete, "/2/users/ME/blocking/7", ""),
    ("blockUsersDms", Method::Post, "/2/users/7/dm/block", ""),
    ("unblockUsersDms", Method::Post, "/2/users/7/dm/unblock", ""),
    ("getUsersMuting", Method::Get, "/2/users/ME/muting", ""),
    ("muteUser", Method::Post, "/2/users/ME/muting", r#"{"target_user_id":"7"}"#),
    ("unmuteUser", Method::Delete, "/2/users/ME/muting/7", ""),
    ("followUser", Method::Post, "/2/users/ME/following", r#"{"target_user_id":"7"}"#),
    ("unfollowUser", Method::Delete, "/2/users/ME/following/7", ""),
    ("getUsersMe", Method::Get, "/2/users/me", ""),
    ("getUsersById", Method::Get, "/2/users/7", ""),
    ("getUsersByIds", Method::Get, "/2/users?ids=7", ""),
    ("getUsersByUsernames", Method::Get, "/2/users/by?usernames=bea", ""),
    ("getUsersByUsername", Method::Get, "/2/users/by/username/bea", ""),
];

#[test]
fn every_endpoint_has_a_request_and_turns_it_into_its_command() {
    let names: Vec<_> = X_V2.endpoints().iter().map(|endpoint| endpoint.name).collect();
    let asked: Vec<_> = REQUESTS.iter().map(|(name, ..)| *name).collect();
    assert_eq!(names, asked);
    for (endpoint, (name, method, target, body)) in X_V2.endpoints().iter().zip(REQUESTS) {
        let target = target.replace("ME", &AMY.to_string());
        let command = amy(method, &target).body("application/json", body).decode();
        assert_eq!(command.map(|command| command.kind()), Ok(endpoint.command), "{name}");
    }
}

#[test]
fn names_routes_and_limits_are_unique_and_documented() {
    assert!(Router::new(&DIALECTS).is_ok());
    let endpoints = X_V2.endpoints();
    let names: BTreeSet<_> = endpoints.iter().map(|endpoint| endpoint.name).collect();
    let routes: BTreeSet<_> = endpoints.iter().map(|e| (e.route().method, e.route().path)).collect();
    assert_eq!((names.len(), routes.len()), (endpoints.len(), endpoints.len()));
    let limits: Vec<_> = endpoints.iter().flat_map(|endpoint| endpoint.limits).collect();
    let distinct: BTreeSet<_> = limits.iter().map(|limit| limit.bucket).collect();
    assert_eq!(distinct.len(), limits.len(), "a bucket is one number's name in the settings");
    for endpoint in endpoints {
        assert!(endpoint.docs.starts_with("https://docs.x.com/x-api/users/"), "{endpoint:?}");
        assert!(!endpoint.limits.is_empty(), "{endpoint:?}");
        let bucket = format!("v2/{}", endpoint.name);
        assert!(endpoint.limits.iter().all(|limit| limit.bucket.starts_with(&bucket)), "{endpoint:?}");
    }
}

#[test]
fn writes_need_a_person_a_write_scope_and_a_permission() {
    for endpoint in X_V2.endpoints() {
        let writes = endpoint.route().method != Method::Get;
        assert_eq!(endpoint.scopes.iter().any(|scope| scope.ends_with(".write")), writes, "{endpoint:?}");
        assert!(["tweet.read", "users.read"].iter().all(|scope| endpoint.scopes.contains(scope)), "{endpoint:?}");
        assert!(endpoint.scopes.iter().all(|scope| SCOPES.contains(scope)), "{endpoint:?}");
        let dms = endpoint.route().path.contains("/dm/");
        let needed = if dms {
            Permission::ReadWriteDirectMessages
        } else if writes {
            Permission::ReadWrite
        } else {
            Permission::Read
        };
        assert_eq!(endpoint.permission, needed, "{endpoint:?}");
        let lookup = endpoint.name.starts_with("getUsersBy");
        assert_eq!(
            endpoint.access,
            if lookup && !endpoint.name.ends_with("Blocking") { Access::Token } else { Access::User }
        );
    }
}

#[test]
fn named_paths_win_over_ids() {
    let kind = |target: &str| amy(Method::Get, target).decode().map(|command| command.kind().name());
    assert_eq!(kind("/2/users/me"), Ok("WhoAmI"));
    assert_eq!(kind("/2/users/by?usernames=a"), Ok("LookUpUsers"));
    assert_eq!(kind(&format!("/2/users/{BEA}")), Ok("ShowUser"));
}
