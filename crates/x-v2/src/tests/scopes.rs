//! Which endpoint asks for which scope: the security column of spec 2.173, as a matrix.

use std::collections::{BTreeMap, BTreeSet};

use dialect::{Access, Dialect as _, scopes};

use crate::X_V2;

/// What each scope opens beside the two that almost everything asks for.
const COLUMNS: [(&str, &[&str]); 13] = [
    ("block.read", &["getUsersBlocking"]),
    ("block.write", &["usersIdBlock", "usersIdUnblock"]),
    ("mute.read", &["getUsersMuting"]),
    ("mute.write", &["muteUser", "unmuteUser"]),
    ("follows.read", &["getUsersFollowing", "getUsersFollowers", "getUsersMeFollowing", "getUsersMeFollowers"]),
    ("follows.write", &["followUser", "unfollowUser"]),
    ("tweet.write", &["createPosts", "deletePosts", "repostPost", "unrepostPost"]),
    ("like.read", &["getUsersLikedPosts", "getPostsLikingUsers"]),
    ("like.write", &["likePost", "unlikePost"]),
    (
        "dm.read",
        &[
            "getDirectMessagesEvents",
            "getDirectMessagesEventsByParticipantId",
            "getDirectMessagesEventsByConversationId",
            "getDirectMessagesEventsById",
            "deleteDirectMessagesEvents",
        ],
    ),
    (
        "dm.write",
        &[
            "blockUsersDms",
            "unblockUsersDms",
            "createDirectMessagesByParticipantId",
            "createDirectMessagesByConversationId",
            "deleteDirectMessagesEvents",
        ],
    ),
    ("list.read", &["createLists", "getListsById", "getListsMembers", "getUsersOwnedLists", "getUsersListMemberships"]),
    ("list.write", &["createLists", "updateLists", "deleteLists", "addListsMember", "removeListsMemberByUserId"]),
];

/// Those that do not ask for `tweet.read` and `users.read`.
const BARE: [&str; 1] = ["deleteDirectMessagesEvents"];

#[test]
fn every_endpoint_asks_for_exactly_its_scopes() {
    let endpoints = X_V2.endpoints().iter().filter(|endpoint| endpoint.access != Access::Client);
    let mut unseen: BTreeMap<&str, BTreeSet<&str>> =
        COLUMNS.iter().map(|(scope, names)| (*scope, names.iter().copied().collect())).collect();
    for endpoint in endpoints {
        for scope in scopes::X {
            let needed = match scope.name {
                "tweet.read" | "users.read" => !BARE.contains(&endpoint.name),
                name => unseen.get_mut(name).is_some_and(|names| names.remove(endpoint.name)),
            };
            assert_eq!(endpoint.scopes.contains(&scope.name), needed, "{endpoint:?} and {}", scope.name);
        }
        let distinct: BTreeSet<_> = endpoint.scopes.iter().collect();
        assert_eq!(distinct.len(), endpoint.scopes.len(), "{endpoint:?}");
    }
    unseen.retain(|_, names| !names.is_empty());
    assert_eq!(unseen, BTreeMap::new(), "endpoints of the matrix that are not in the table");
}

#[test]
fn every_scope_that_is_asked_for_or_given_out_is_known_to_the_pages() {
    let asked = X_V2.endpoints().iter().flat_map(|endpoint| endpoint.scopes.iter().copied());
    for name in asked.chain(crate::SCOPES).chain(["offline.access", "users.email"]) {
        assert!(scopes::find(scopes::X, name).is_some(), "{name}");
    }
}
