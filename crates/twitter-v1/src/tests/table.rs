//! The table itself.

use std::collections::{HashMap, HashSet};

use block_graph::access::Permission;
use block_graph::rate::{Limit, Per};
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
        if endpoint.name.starts_with("oauth") {
            // Apps come by their tokens outside the API; the page of a token's end names whose it is.
            let page =
                endpoint.docs.strip_prefix("https://developer.twitter.com/en/docs/authentication/api-reference/");
            let (family, last) = endpoint.name.split_once('/').unwrap();
            let whose = if family == "oauth2" { "bearer" } else { "access" };
            let expected =
                if last == "invalidate_token" { format!("invalidate_{whose}_token") } else { last.to_owned() };
            assert_eq!(page, Some(expected.as_str()));
            assert!(endpoint.routes.iter().any(|route| route.path == format!("/{}", endpoint.name)), "{endpoint:?}");
            continue;
        }
        assert_eq!(path, format!("/1.1/{}.json", endpoint.name.replace(":id", "{id}")));
        let page = endpoint.name.replace(':', "");
        let docs = match method {
            Method::Post => format!("https://dev.twitter.com/rest/reference/post/{page}"),
            Method::Get => format!("https://dev.twitter.com/rest/reference/get/{page}"),
            // The only one that came after those pages.
            _ => "https://developer.twitter.com/en/docs/direct-messages/sending-and-receiving/api-reference/\
                  delete-message-event"
                .to_owned(),
        };
        assert_eq!(endpoint.docs, docs);
        assert!(endpoint.routes.iter().all(|route| route.path.starts_with("/1.1/") && route.path.ends_with(".json")));
    }
}

/// Every parameter that some endpoint needs, so that any request decodes.
const ALL: &str = "user_id=1&target_id=2&id=3&list_id=4&status=x&text=x&q=x&name=x&retweets=false\
    &oauth_token=x&grant_type=client_credentials&access_token=x";

#[test]
fn every_route_decodes_to_the_command_of_its_row() {
    for endpoint in &ENDPOINTS {
        for route in endpoint.routes {
            let target = format!("{}?{ALL}", route.path.replace("{id}", "3"));
            let caller = if endpoint.access == Access::Client { client } else { amy };
            let request = caller(route.method, &target).header("authorization", BASIC);
            let command = request.body("application/json", EVENT).decode().unwrap();
            assert_eq!(command.kind(), endpoint.command, "{endpoint:?}");
        }
    }
}

#[test]
fn writes_need_a_person_and_the_permission_and_messages_one_of_their_own() {
    for endpoint in ENDPOINTS.iter().filter(|endpoint| !endpoint.name.starts_with("oauth")) {
        let writes = endpoint.route().method != Method::Get;
        let permission = match endpoint.name.starts_with("direct_messages/") {
            true => Permission::ReadWriteDirectMessages,
            false if writes => Permission::ReadWrite,
            false => Permission::Read,
        };
        assert_eq!(endpoint.permission, permission, "{endpoint:?}");
        assert!(!writes || endpoint.access == Access::User, "{endpoint:?}");
    }
}

#[test]
fn tokens_are_fetched_without_one_and_given_up_without_a_permission() {
    for endpoint in ENDPOINTS.iter().filter(|endpoint| endpoint.name.starts_with("oauth")) {
        let own = endpoint.name == "oauth/invalidate_token";
        assert_eq!(endpoint.access, if own { Access::User } else { Access::Client }, "{endpoint:?}");
        assert_eq!(endpoint.permission, Permission::Read, "{endpoint:?}");
    }
}

#[test]
fn limits_are_this_dialects_unique_and_bear_on_all_who_may_call() {
    let mut seen: HashMap<_, &Limit> = HashMap::new();
    for endpoint in &ENDPOINTS {
        for limit in endpoint.limits {
            assert!(limit.bucket.starts_with("v1.1/"), "{limit:?}");
            let other = seen.insert((limit.bucket, limit.per, limit.window), limit);
            // Tweets and retweets, and both forms of messages, count together: in the very same limit.
            assert!(other.is_none_or(|other| std::ptr::eq(other, limit)), "{limit:?} is there twice");
        }
        let has = |per| endpoint.limits.iter().any(|limit| limit.per == per);
        assert_eq!(has(Per::User), endpoint.access != Access::Client, "{endpoint:?}");
        // What is guessed there is guessed slowly.
        assert_eq!(has(Per::Address), endpoint.access == Access::Client, "{endpoint:?}");
        assert_eq!(has(Per::AppOnly), endpoint.access == Access::Token, "{endpoint:?}");
    }
}

#[test]
fn families_stand_together_and_keys_and_numbers_are_those_of_the_recordings() {
    let mut families: Vec<_> = limits::listed().map(|listed| listed.family).collect();
    families.dedup();
    assert_eq!(families.len(), families.iter().collect::<HashSet<_>>().len(), "{families:?}");
    let recorded = [
        ("/blocks/list", 15),
        ("/blocks/ids", 15),
        ("/mutes/users/list", 15),
        ("/mutes/users/ids", 15),
        ("/friendships/show", 180),
        ("/friendships/lookup", 15),
        ("/friendships/incoming", 15),
        ("/friendships/outgoing", 15),
        ("/friendships/no_retweets/ids", 15),
        ("/friends/ids", 15),
        ("/friends/list", 15),
        ("/followers/ids", 15),
        ("/followers/list", 15),
        ("/users/show/:id", 900),
        ("/users/lookup", 900),
        ("/users/report_spam", 15),
        ("/users/search", 900),
        ("/account/verify_credentials", 75),
        ("/account/settings", 15),
        ("/application/rate_limit_status", 180),
        ("/statuses/user_timeline", 900),
        ("/statuses/home_timeline", 15),
        ("/statuses/mentions_timeline", 75),
        ("/statuses/show/:id", 900),
        ("/statuses/lookup", 900),
        ("/statuses/retweets/:id", 75),
        ("/statuses/retweeters/ids", 75),
        ("/favorites/list", 75),
        ("/direct_messages/events/show", 15),
        ("/direct_messages/events/list", 15),
        ("/lists/show", 75),
        ("/lists/list", 15),
        ("/lists/ownerships", 15),
        ("/lists/members", 900),
        ("/lists/members/show", 15),
        ("/lists/memberships", 75),
        ("/oauth/invalidate_token", 450),
    ];
    let told = |listed: limits::Listed| {
        let limit = listed.limits.iter().find(|limit| limit.per == Per::User).unwrap();
        (listed.key, limit.max)
    };
    let expected = recorded.map(|(key, max)| (key.to_owned(), max));
    assert_eq!(limits::listed().map(told).collect::<Vec<_>>(), expected);
}

#[test]
fn the_dialect_presents_itself() {
    assert_eq!((TWITTER_V1.name(), TWITTER_V1.title()), ("v1.1", "Twitter REST v1.1"));
    assert_eq!(TWITTER_V1.audiences(), [audience::TWITTER]);
    assert_eq!(TWITTER_V1.prefixes(), ["/1.1/", "/1/", "/oauth/", "/oauth2/"]);
    assert_eq!(TWITTER_V1.hosts(), ["api.twitter.com", "twitter.com", "upload.twitter.com"]);
    assert_eq!(TWITTER_V1.endpoints().len(), ENDPOINTS.len());
}
