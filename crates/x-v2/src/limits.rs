//! The rate limits of the published table of 2026 ([doc]); where it has no row, the number last seen on the wire.
//!
//! Each number has a bucket of its own, so that the settings can change one without the others.

use block_graph::rate::{Limit, Per};

/// The usual window, in seconds.
pub(crate) const QUARTER: u32 = 15 * 60;
/// The window of the daily limits, in seconds.
pub(crate) const DAY: u32 = 24 * 60 * 60;

const fn user(bucket: &'static str, max: u32) -> Limit {
    Limit { bucket, per: Per::User, max, window: QUARTER }
}

const fn user_day(bucket: &'static str, max: u32) -> Limit {
    Limit { bucket, per: Per::User, max, window: DAY }
}

/// So many requests per person, and so many per app without one.
const fn both(user_bucket: &'static str, max: u32, app_bucket: &'static str, app_max: u32) -> [Limit; 2] {
    [user(user_bucket, max), Limit { bucket: app_bucket, per: Per::AppOnly, max: app_max, window: QUARTER }]
}

/// The rows of `GET users*` and `users/by*`.
const fn lookup(user_bucket: &'static str, app_bucket: &'static str) -> [Limit; 2] {
    both(user_bucket, 900, app_bucket, 300)
}

/// So many requests from a network address.
const fn address(bucket: &'static str, max: u32) -> Limit {
    Limit { bucket, per: Per::Address, max, window: QUARTER }
}

/// So many requests a day through an app, all persons together.
const fn app_day(bucket: &'static str, max: u32) -> Limit {
    Limit { bucket, per: Per::App, max, window: DAY }
}

/// The three limits of sending direct messages.
const fn send(bucket: &'static str, day: &'static str, app: &'static str) -> [Limit; 3] {
    [user(bucket, 15), user_day(day, 1440), app_day(app, 1440)]
}

/// The four limits of `dm/block` and of `dm/unblock`; those per app count all persons together.
const fn dm(buckets: [&'static str; 4]) -> [Limit; 4] {
    let [quarter, app_quarter, day, app_day] = buckets;
    [
        user(quarter, 10),
        Limit { bucket: app_quarter, per: Per::App, max: 25, window: QUARTER },
        user_day(day, 400),
        self::app_day(app_day, 1000),
    ]
}

pub(crate) static GET_BLOCKING: [Limit; 1] = [user("v2/getUsersBlocking", 15)];
// 50 is historic and the header that was recorded; the table of 2026 has no row for the two.
pub(crate) static BLOCK: [Limit; 1] = [user("v2/usersIdBlock", 50)];
pub(crate) static UNBLOCK: [Limit; 1] = [user("v2/usersIdUnblock", 50)];
pub(crate) static BLOCK_DMS: [Limit; 4] =
    dm(["v2/blockUsersDms", "v2/blockUsersDms/app", "v2/blockUsersDms/24h", "v2/blockUsersDms/app/24h"]);
pub(crate) static UNBLOCK_DMS: [Limit; 4] =
    dm(["v2/unblockUsersDms", "v2/unblockUsersDms/app", "v2/unblockUsersDms/24h", "v2/unblockUsersDms/app/24h"]);
pub(crate) static GET_MUTING: [Limit; 1] = [user("v2/getUsersMuting", 15)];
pub(crate) static MUTE: [Limit; 1] = [user("v2/muteUser", 50)];
pub(crate) static UNMUTE: [Limit; 1] = [user("v2/unmuteUser", 50)];
pub(crate) static FOLLOW: [Limit; 1] = [user("v2/followUser", 50)];
pub(crate) static UNFOLLOW: [Limit; 1] = [user("v2/unfollowUser", 50)];
pub(crate) static ME: [Limit; 1] = [user("v2/getUsersMe", 75)];
pub(crate) static BY_ID: [Limit; 2] = lookup("v2/getUsersById", "v2/getUsersById/app");
pub(crate) static BY_IDS: [Limit; 2] = lookup("v2/getUsersByIds", "v2/getUsersByIds/app");
pub(crate) static BY_USERNAME: [Limit; 2] = lookup("v2/getUsersByUsername", "v2/getUsersByUsername/app");
pub(crate) static BY_USERNAMES: [Limit; 2] = lookup("v2/getUsersByUsernames", "v2/getUsersByUsernames/app");
pub(crate) static SEARCH: [Limit; 1] = [user("v2/searchUsers", 900)];
pub(crate) static GET_FOLLOWING: [Limit; 2] = both("v2/getUsersFollowing", 300, "v2/getUsersFollowing/app", 300);
pub(crate) static GET_FOLLOWERS: [Limit; 2] = both("v2/getUsersFollowers", 300, "v2/getUsersFollowers/app", 300);
// The table has no rows for the two; they give what the two above give.
pub(crate) static MY_FOLLOWING: [Limit; 1] = [user("v2/getUsersMeFollowing", 300)];
pub(crate) static MY_FOLLOWERS: [Limit; 1] = [user("v2/getUsersMeFollowers", 300)];

pub(crate) static CREATE_POST: [Limit; 2] = [user("v2/createPosts", 100), app_day("v2/createPosts/app/24h", 10_000)];
pub(crate) static DELETE_POST: [Limit; 1] = [user("v2/deletePosts", 50)];
pub(crate) static POST_BY_ID: [Limit; 2] = both("v2/getPostsById", 900, "v2/getPostsById/app", 450);
pub(crate) static POSTS_BY_IDS: [Limit; 2] = both("v2/getPostsByIds", 5000, "v2/getPostsByIds/app", 3500);
pub(crate) static USER_POSTS: [Limit; 2] = both("v2/getUsersPosts", 900, "v2/getUsersPosts/app", 10_000);
pub(crate) static MENTIONS: [Limit; 2] = both("v2/getUsersMentions", 300, "v2/getUsersMentions/app", 450);
pub(crate) static HOME: [Limit; 1] = [user("v2/getUsersTimeline", 180)];
pub(crate) static QUOTES: [Limit; 2] = both("v2/getPostsQuotedPosts", 75, "v2/getPostsQuotedPosts/app", 75);

pub(crate) static LIKE: [Limit; 2] = [user("v2/likePost", 50), user_day("v2/likePost/24h", 1000)];
pub(crate) static UNLIKE: [Limit; 2] = [user("v2/unlikePost", 50), user_day("v2/unlikePost/24h", 1000)];
pub(crate) static LIKED: [Limit; 1] = [user("v2/getUsersLikedPosts", 75)];
pub(crate) static LIKERS: [Limit; 1] = [user("v2/getPostsLikingUsers", 75)];
pub(crate) static REPOST: [Limit; 1] = [user("v2/repostPost", 50)];
pub(crate) static UNREPOST: [Limit; 1] = [user("v2/unrepostPost", 50)];
pub(crate) static REPOSTERS: [Limit; 2] = both("v2/getPostsRepostedBy", 75, "v2/getPostsRepostedBy/app", 75);

pub(crate) static SEND: [Limit; 3] = send(
    "v2/createDirectMessagesByParticipantId",
    "v2/createDirectMessagesByParticipantId/24h",
    "v2/createDirectMessagesByParticipantId/app/24h",
);
pub(crate) static ANSWER: [Limit; 3] = send(
    "v2/createDirectMessagesByConversationId",
    "v2/createDirectMessagesByConversationId/24h",
    "v2/createDirectMessagesByConversationId/app/24h",
);
pub(crate) static MESSAGES: [Limit; 1] = [user("v2/getDirectMessagesEvents", 15)];
pub(crate) static MESSAGES_WITH: [Limit; 1] = [user("v2/getDirectMessagesEventsByParticipantId", 15)];
pub(crate) static MESSAGES_OF: [Limit; 1] = [user("v2/getDirectMessagesEventsByConversationId", 15)];
pub(crate) static MESSAGE: [Limit; 1] = [user("v2/getDirectMessagesEventsById", 15)];
pub(crate) static DELETE_MESSAGE: [Limit; 3] = [
    user("v2/deleteDirectMessagesEvents", 300),
    user_day("v2/deleteDirectMessagesEvents/24h", 1500),
    app_day("v2/deleteDirectMessagesEvents/app/24h", 4000),
];

pub(crate) static CREATE_LIST: [Limit; 1] = [user("v2/createLists", 300)];
pub(crate) static UPDATE_LIST: [Limit; 1] = [user("v2/updateLists", 300)];
pub(crate) static DELETE_LIST: [Limit; 1] = [user("v2/deleteLists", 300)];
pub(crate) static LIST: [Limit; 2] = both("v2/getListsById", 75, "v2/getListsById/app", 75);
pub(crate) static ADD_MEMBER: [Limit; 1] = [user("v2/addListsMember", 300)];
pub(crate) static REMOVE_MEMBER: [Limit; 1] = [user("v2/removeListsMemberByUserId", 300)];
pub(crate) static MEMBERS: [Limit; 2] = both("v2/getListsMembers", 900, "v2/getListsMembers/app", 900);
pub(crate) static OWNED: [Limit; 2] = both("v2/getUsersOwnedLists", 15, "v2/getUsersOwnedLists/app", 15);
pub(crate) static MEMBERSHIPS: [Limit; 2] =
    both("v2/getUsersListMemberships", 75, "v2/getUsersListMemberships/app", 75);

// Unpublished; enough for a server that refreshes 3600 people's tokens every two hours, too few to guess secrets.
pub(crate) static TOKEN: [Limit; 1] = [address("v2/oauth2/token", 450)];
pub(crate) static REVOKE: [Limit; 1] = [address("v2/oauth2/revoke", 450)];
