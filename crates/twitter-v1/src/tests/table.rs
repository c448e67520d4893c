//! The table itself.

use std::collections::HashSet;

use block_graph::access::Permission;
use block_graph::rate::Per;
use dialect::{Access, Route};

use super::*;
use crate::endpoints::ENDPOINTS;
use crate::limits;

#[test]
fn every_row_is_complete_and_unique() {
    let mut names = HashSet::new();
    for endpoint in &ENDPOINTS {
        assert!(names.insert(endpoint.name), "{endpoint:?} is there twice");
        let Route { method, path } = endpoint.route();
        assert_eq!(path, format!("/1.1/{}.json", endpoint.name));
        let verb = if method == Method::Post { "post" } else { "get" };
        assert_eq!(endpoint.docs, format!("https://dev.twitter.com/rest/reference/{verb}/{}", endpoint.name));
        assert!(endpoint.routes.iter().all(|route| route.path.starts_with("/1.1/") && route.path.ends_with(".json")));
    }
}

#[test]
fn every_route_decodes_to_the_command_of_its_row() {
    for endpoint in &ENDPOINTS {
        for route in endpoint.routes {
            let target = format!("{}?user_id=1&target_id=2", route.path.replace("{id}", "3"));
            let command = amy(route.method, &target).decode().unwrap();
            assert_eq!(command.kind(), endpoint.command, "{endpoint:?}");
        }
    }
}

#[test]
fn writes_need_a_person_and_the_permission() {
    for endpoint in &ENDPOINTS {
        let writes = endpoint.route().method == Method::Post;
        assert_eq!(endpoint.permission == Permission::ReadWrite, writes, "{endpoint:?}");
        assert!(!writes || endpoint.access == Access::User, "{endpoint:?}");
    }
}

#[test]
fn limits_are_this_dialects_unique_and_bear_on_all_who_may_call() {
    let mut seen = HashSet::new();
    for endpoint in &ENDPOINTS {
        for limit in endpoint.limits {
            assert!(limit.bucket.starts_with("v1.1/"), "{limit:?}");
            assert!(seen.insert((limit.bucket, limit.per, limit.window)), "{limit:?} is there twice");
        }
        let has = |per| endpoint.limits.iter().any(|limit| limit.per == per);
        assert!(has(Per::User), "{endpoint:?}");
        assert_eq!(has(Per::AppOnly), endpoint.access == Access::Token, "{endpoint:?}");
    }
}

#[test]
fn families_stand_together_and_keys_are_those_of_the_recordings() {
    let mut families: Vec<_> = limits::listed().map(|listed| listed.family).collect();
    families.dedup();
    assert_eq!(families.len(), families.iter().collect::<HashSet<_>>().len(), "{families:?}");
    let keys: Vec<_> = limits::listed().map(|listed| listed.key).collect();
    let recorded = [
        "/blocks/list",
        "/blocks/ids",
        "/mutes/users/list",
        "/mutes/users/ids",
        "/friendships/show",
        "/friendships/lookup",
        "/users/show/:id",
        "/users/lookup",
        "/users/report_spam",
        "/account/verify_credentials",
        "/application/rate_limit_status",
    ];
    assert_eq!(keys, recorded);
}

#[test]
fn the_dialect_presents_itself() {
    assert_eq!((TWITTER_V1.name(), TWITTER_V1.title()), ("v1.1", "Twitter REST v1.1"));
    assert_eq!(TWITTER_V1.audiences(), [audience::TWITTER]);
    assert_eq!(TWITTER_V1.prefixes(), ["/1.1/", "/1/", "/oauth/", "/oauth2/"]);
    assert_eq!(TWITTER_V1.hosts(), ["api.twitter.com", "twitter.com", "upload.twitter.com"]);
    assert_eq!(TWITTER_V1.endpoints().len(), ENDPOINTS.len());
}
