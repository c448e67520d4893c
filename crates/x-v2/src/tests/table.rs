//! The table as a whole.

use std::collections::BTreeSet;

use block_graph::access::Permission;
use block_graph::testkit::{AMY, BEA};
use dialect::{Access, Dialect, Method, Router};

use super::{DIALECTS, amy};
use crate::X_V2;

type Row = (&'static str, Method, &'static str, &'static str);

const TARGET: &str = r#"{"target_user_id":"7"}"#;
const TWEET: &str = r#"{"tweet_id":"7"}"#;
const CODE: &str = r#"{"grant_type":"authorization_code","client_id":"a","code":"b","code_verifier":"c"}"#;
const TOKEN: &str = r#"{"client_id":"a","token":"b","token_type_hint":"access_token"}"#;
const TEXT: &str = r#"{"text":"hello"}"#;

/// A request that leads to each endpoint.
const REQUESTS: [Row; 53] = [
    ("getUsersBlocking", Method::Get, "/2/users/ME/blocking", ""),
    ("usersIdBlock", Method::Post, "/2/users/ME/blocking", TARGET),
    ("usersIdUnblock", Method::Delete, "/2/users/ME/blocking/7", ""),
    ("blockUsersDms", Method::Post, "/2/users/7/dm/block", ""),
    ("unblockUsersDms", Method::Post, "/2/users/7/dm/unblock", ""),
    ("getUsersMuting", Method::Get, "/2/users/ME/muting", ""),
    ("muteUser", Method::Post, "/2/users/ME/muting", TARGET),
    ("unmuteUser", Method::Delete, "/2/users/ME/muting/7", ""),
    ("followUser", Method::Post, "/2/users/ME/following", TARGET),
    ("unfollowUser", Method::Delete, "/2/users/ME/following/7", ""),
    ("getUsersFollowing", Method::Get, "/2/users/7/following", ""),
    ("getUsersFollowers", Method::Get, "/2/users/7/followers", ""),
    ("getUsersMeFollowing", Method::Get, "/2/users/me/following", ""),
    ("getUsersMeFollowers", Method::Get, "/2/users/me/followers", ""),
    ("getUsersMe", Method::Get, "/2/users/me", ""),
    ("getUsersById", Method::Get, "/2/users/7", ""),
    ("getUsersByIds", Method::Get, "/2/users?ids=7", ""),
    ("getUsersByUsernames", Method::Get, "/2/users/by?usernames=bea", ""),
    ("getUsersByUsername", Method::Get, "/2/users/by/username/bea", ""),
    ("searchUsers", Method::Get, "/2/users/search?query=bea", ""),
    ("createPosts", Method::Post, "/2/tweets", TEXT),
    ("getPostsById", Method::Get, "/2/tweets/7", ""),
    ("getPostsByIds", Method::Get, "/2/tweets?ids=7", ""),
    ("deletePosts", Method::Delete, "/2/tweets/7", ""),
    ("getUsersPosts", Method::Get, "/2/users/7/tweets", ""),
    ("getUsersMentions", Method::Get, "/2/users/7/mentions", ""),
    ("getUsersTimeline", Method::Get, "/2/users/ME/timelines/reverse_chronological", ""),
    ("getPostsQuotedPosts", Method::Get, "/2/tweets/7/quote_tweets", ""),
    ("likePost", Method::Post, "/2/users/ME/likes", TWEET),
    ("unlikePost", Method::Delete, "/2/users/ME/likes/7", ""),
    ("getUsersLikedPosts", Method::Get, "/2/users/7/liked_tweets", ""),
    ("getPostsLikingUsers", Method::Get, "/2/tweets/7/liking_users", ""),
    ("repostPost", Method::Post, "/2/users/ME/retweets", TWEET),
    ("unrepostPost", Method::Delete, "/2/users/ME/retweets/7", ""),
    ("getPostsRepostedBy", Method::Get, "/2/tweets/7/retweeted_by", ""),
    ("createDirectMessagesByParticipantId", Method::Post, "/2/dm_conversations/with/7/messages", TEXT),
    ("createDirectMessagesByConversationId", Method::Post, "/2/dm_conversations/7-ME/messages", TEXT),
    ("getDirectMessagesEvents", Method::Get, "/2/dm_events", ""),
    ("getDirectMessagesEventsByParticipantId", Method::Get, "/2/dm_conversations/with/7/dm_events", ""),
    ("getDirectMessagesEventsByConversationId", Method::Get, "/2/dm_conversations/ME-7/dm_events", ""),
    ("getDirectMessagesEventsById", Method::Get, "/2/dm_events/7", ""),
    ("deleteDirectMessagesEvents", Method::Delete, "/2/dm_events/7", ""),
    ("createLists", Method::Post, "/2/lists", r#"{"name":"good people"}"#),
    ("updateLists", Method::Put, "/2/lists/7", r#"{"private":true}"#),
    ("deleteLists", Method::Delete, "/2/lists/7", ""),
    ("getListsById", Method::Get, "/2/lists/7", ""),
    ("addListsMember", Method::Post, "/2/lists/7/members", r#"{"user_id":"7"}"#),
    ("removeListsMemberByUserId", Method::Delete, "/2/lists/7/members/7", ""),
    ("getListsMembers", Method::Get, "/2/lists/7/members", ""),
    ("getUsersOwnedLists", Method::Get, "/2/users/7/owned_lists", ""),
    ("getUsersListMemberships", Method::Get, "/2/users/7/list_memberships", ""),
    ("oauth2/token", Method::Post, "/2/oauth2/token", CODE),
    ("oauth2/revoke", Method::Post, "/2/oauth2/revoke", TOKEN),
];

/// The endpoints that an app's own token may call, by the security column of the spec.
const OPEN: [&str; 16] = [
    "getUsersFollowing",
    "getUsersFollowers",
    "getUsersById",
    "getUsersByIds",
    "getUsersByUsernames",
    "getUsersByUsername",
    "getPostsById",
    "getPostsByIds",
    "getUsersPosts",
    "getUsersMentions",
    "getPostsQuotedPosts",
    "getPostsRepostedBy",
    "getListsById",
    "getListsMembers",
    "getUsersOwnedLists",
    "getUsersListMemberships",
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
        let page = endpoint.docs.strip_prefix("https://docs.x.com/").unwrap_or_default();
        let family = page.strip_prefix("x-api/").and_then(|path| path.split('/').next());
        let of_posts = ["users", "posts", "lists", "direct-messages"].map(Some).contains(&family);
        assert!(of_posts || page == "fundamentals/authentication/oauth-2-0/user-access-token", "{endpoint:?}");
        assert!(!endpoint.limits.is_empty(), "{endpoint:?}");
        let bucket = format!("v2/{}", endpoint.name);
        assert!(endpoint.limits.iter().all(|limit| limit.bucket.starts_with(&bucket)), "{endpoint:?}");
    }
}

#[test]
fn writes_need_a_person_a_write_scope_and_a_permission() {
    for endpoint in X_V2.endpoints().iter().filter(|endpoint| endpoint.access != Access::Client) {
        let writes = endpoint.route().method != Method::Get;
        assert_eq!(endpoint.scopes.iter().any(|scope| scope.ends_with(".write")), writes, "{endpoint:?}");
        // The one exception of the spec's security column.
        let bare = endpoint.name == "deleteDirectMessagesEvents";
        let reads = ["tweet.read", "users.read"].iter().all(|scope| endpoint.scopes.contains(scope));
        assert!(reads || (bare && endpoint.scopes == ["dm.read", "dm.write"]), "{endpoint:?}");
        let dms = ["/dm/", "/dm_"].iter().any(|part| endpoint.route().path.contains(part));
        let needed = if dms {
            Permission::ReadWriteDirectMessages
        } else if writes {
            Permission::ReadWrite
        } else {
            Permission::Read
        };
        assert_eq!(endpoint.permission, needed, "{endpoint:?}");
        let access = if OPEN.contains(&endpoint.name) { Access::Token } else { Access::User };
        assert_eq!(endpoint.access, access, "{endpoint:?}");
    }
}

#[test]
fn tokens_are_for_apps_that_prove_themselves_and_are_not_guessed_fast() {
    use block_graph::rate::Per;
    let names: Vec<_> = X_V2.endpoints().iter().filter(|at| at.access == Access::Client).map(|at| at.name).collect();
    assert_eq!(names, ["oauth2/token", "oauth2/revoke"]);
    for endpoint in X_V2.endpoints().iter().filter(|endpoint| endpoint.access == Access::Client) {
        assert_eq!((endpoint.scopes, endpoint.permission), (&[][..], Permission::Read), "{endpoint:?}");
        assert!(endpoint.limits.iter().any(|limit| limit.per == Per::Address && limit.max <= 1000), "{endpoint:?}");
    }
}

#[test]
fn an_app_has_a_limit_of_its_own_where_it_may_call() {
    use block_graph::rate::Per;
    for endpoint in X_V2.endpoints() {
        let open = endpoint.access == Access::Token;
        assert_eq!(endpoint.limits.iter().any(|limit| limit.per == Per::AppOnly), open, "{endpoint:?}");
    }
}

#[test]
fn named_paths_win_over_ids() {
    let kind = |target: &str| amy(Method::Get, target).decode().map(|command| command.kind().name());
    assert_eq!(kind("/2/users/me"), Ok("WhoAmI"));
    assert_eq!(kind("/2/users/me/following"), Ok("ListUsers"));
    assert_eq!(kind("/2/users/by?usernames=a"), Ok("LookUpUsers"));
    assert_eq!(kind("/2/users/search?query=a"), Ok("SearchUsers"));
    assert_eq!(kind("/2/dm_conversations/with/7/dm_events"), Ok("ListMessages"));
    assert_eq!(kind(&format!("/2/users/{BEA}")), Ok("ShowUser"));
}
