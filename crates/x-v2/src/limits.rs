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

/// 900 requests per person and 300 per app without one: the rows of `GET users*` and `users/by*`.
const fn lookup(user_bucket: &'static str, app_bucket: &'static str) -> [Limit; 2] {
    [user(user_bucket, 900), Limit { bucket: app_bucket, per: Per::AppOnly, max: 300, window: QUARTER }]
}

/// The four limits of `dm/block` and of `dm/unblock`; those per app count all persons together.
const fn dm(buckets: [&'static str; 4]) -> [Limit; 4] {
    let [quarter, app_quarter, day, app_day] = buckets;
    [
        user(quarter, 10),
        Limit { bucket: app_quarter, per: Per::App, max: 25, window: QUARTER },
        Limit { bucket: day, per: Per::User, max: 400, window: DAY },
        Limit { bucket: app_day, per: Per::App, max: 1000, window: DAY },
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
