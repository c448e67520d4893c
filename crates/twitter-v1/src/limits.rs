//! The limits, as numbers ([doc] and [recorded] of 2019), and which of them rate_limit_status lists.
//!
//! A person's requests and an app's own count apart. Where an app's own token is refused anyway, only a person's count.
//! The windows of writes are unpublished: they have a bucket, so that the settings can give them a number.

use block_graph::rate::{Limit, Per};

use crate::endpoints::ENDPOINTS;

/// The window of the API: 15 minutes.
const QUARTER: u32 = 900;
/// The window of what an account may do: a day.
const DAY: u32 = 86_400;

const FOLLOWS: &str = "v1.1/friendships/create";
const SPAM_REPORTS: &str = "v1.1/spam_reports";
const UPDATES: &str = "v1.1/statuses/update";
const MESSAGES: &str = "v1.1/direct_messages/events/new";
const APP_TOKENS: &str = "v1.1/oauth2/token";

const fn user(bucket: &'static str, max: u32) -> Limit {
    Limit { bucket, per: Per::User, max, window: QUARTER }
}

const fn app(bucket: &'static str, max: u32) -> Limit {
    Limit { bucket, per: Per::AppOnly, max, window: QUARTER }
}

/// Both, for endpoints that an app may call by itself.
const fn both(bucket: &'static str, people: u32, apps: u32) -> [Limit; 2] {
    [user(bucket, people), app(bucket, apps)]
}

const fn unpublished(bucket: &'static str) -> [Limit; 1] {
    [user(bucket, Limit::UNLIMITED)]
}

const fn address(bucket: &'static str, max: u32) -> Limit {
    Limit { bucket, per: Per::Address, max, window: QUARTER }
}

const fn through(bucket: &'static str, max: u32) -> Limit {
    Limit { bucket, per: Per::App, max, window: QUARTER }
}

pub(crate) static BLOCKS_CREATE: [Limit; 1] = unpublished("v1.1/blocks/create");
pub(crate) static BLOCKS_DESTROY: [Limit; 1] = unpublished("v1.1/blocks/destroy");
pub(crate) static BLOCKS_LIST: [Limit; 1] = [user("v1.1/blocks/list", 15)];
pub(crate) static BLOCKS_IDS: [Limit; 1] = [user("v1.1/blocks/ids", 15)];
pub(crate) static MUTES_CREATE: [Limit; 1] = unpublished("v1.1/mutes/users/create");
pub(crate) static MUTES_DESTROY: [Limit; 1] = unpublished("v1.1/mutes/users/destroy");
pub(crate) static MUTES_LIST: [Limit; 1] = [user("v1.1/mutes/users/list", 15)];
pub(crate) static MUTES_IDS: [Limit; 1] = [user("v1.1/mutes/users/ids", 15)];
/// What an account and an app may follow in a day ([doc]).
pub(crate) static FRIENDSHIPS_CREATE: [Limit; 2] = [
    Limit { bucket: FOLLOWS, per: Per::User, max: 400, window: DAY },
    Limit { bucket: FOLLOWS, per: Per::App, max: 1000, window: DAY },
];
pub(crate) static FRIENDSHIPS_DESTROY: [Limit; 1] = unpublished("v1.1/friendships/destroy");
pub(crate) static FRIENDSHIPS_SHOW: [Limit; 2] = both("v1.1/friendships/show", 180, 15);
pub(crate) static FRIENDSHIPS_LOOKUP: [Limit; 1] = [user("v1.1/friendships/lookup", 15)];
pub(crate) static USERS_SHOW: [Limit; 2] = both("v1.1/users/show", 900, 900);
pub(crate) static USERS_LOOKUP: [Limit; 2] = both("v1.1/users/lookup", 900, 300);
/// The endpoint's own window, and what an account may report in a day, which is unpublished.
pub(crate) static USERS_REPORT_SPAM: [Limit; 2] = [
    user("v1.1/users/report_spam", 15),
    Limit { bucket: SPAM_REPORTS, per: Per::User, max: Limit::UNLIMITED, window: DAY },
];
pub(crate) static VERIFY_CREDENTIALS: [Limit; 1] = [user("v1.1/account/verify_credentials", 75)];
pub(crate) static RATE_LIMIT_STATUS: [Limit; 2] = both("v1.1/application/rate_limit_status", 180, 180);

pub(crate) static FRIENDSHIPS_UPDATE: [Limit; 1] = unpublished("v1.1/friendships/update");
pub(crate) static FRIENDSHIPS_INCOMING: [Limit; 1] = [user("v1.1/friendships/incoming", 15)];
pub(crate) static FRIENDSHIPS_OUTGOING: [Limit; 1] = [user("v1.1/friendships/outgoing", 15)];
pub(crate) static NO_RETWEETS: [Limit; 1] = [user("v1.1/friendships/no_retweets/ids", 15)];
pub(crate) static FRIENDS_IDS: [Limit; 2] = both("v1.1/friends/ids", 15, 15);
pub(crate) static FRIENDS_LIST: [Limit; 2] = both("v1.1/friends/list", 15, 15);
pub(crate) static FOLLOWERS_IDS: [Limit; 2] = both("v1.1/followers/ids", 15, 15);
pub(crate) static FOLLOWERS_LIST: [Limit; 2] = both("v1.1/followers/list", 15, 15);
pub(crate) static USERS_SEARCH: [Limit; 1] = [user("v1.1/users/search", 900)];
pub(crate) static ACCOUNT_SETTINGS: [Limit; 1] = [user("v1.1/account/settings", 15)];
pub(crate) static USER_TIMELINE: [Limit; 2] = both("v1.1/statuses/user_timeline", 900, 1500);
pub(crate) static HOME_TIMELINE: [Limit; 1] = [user("v1.1/statuses/home_timeline", 15)];
pub(crate) static MENTIONS_TIMELINE: [Limit; 1] = [user("v1.1/statuses/mentions_timeline", 75)];
pub(crate) static STATUSES_SHOW: [Limit; 2] = both("v1.1/statuses/show", 900, 900);
pub(crate) static STATUSES_LOOKUP: [Limit; 2] = both("v1.1/statuses/lookup", 900, 300);
pub(crate) static RETWEETS: [Limit; 2] = both("v1.1/statuses/retweets", 75, 300);
pub(crate) static RETWEETERS_IDS: [Limit; 2] = both("v1.1/statuses/retweeters/ids", 75, 300);
/// What an account may tweet and retweet in three hours, together ([doc]).
pub(crate) static STATUSES_UPDATE: [Limit; 1] = [Limit { bucket: UPDATES, per: Per::User, max: 300, window: 3 * 3600 }];
pub(crate) static STATUSES_DESTROY: [Limit; 1] = unpublished("v1.1/statuses/destroy");
pub(crate) static STATUSES_UNRETWEET: [Limit; 1] = unpublished("v1.1/statuses/unretweet");
/// What an account may like in a day ([doc]).
pub(crate) static FAVORITES_CREATE: [Limit; 1] =
    [Limit { bucket: "v1.1/favorites/create", per: Per::User, max: 1000, window: DAY }];
pub(crate) static FAVORITES_DESTROY: [Limit; 1] = unpublished("v1.1/favorites/destroy");
pub(crate) static FAVORITES_LIST: [Limit; 2] = both("v1.1/favorites/list", 75, 75);
/// What an account and an app may send in a day, in both forms together ([doc]).
pub(crate) static MESSAGES_NEW: [Limit; 2] = [
    Limit { bucket: MESSAGES, per: Per::User, max: 1000, window: DAY },
    Limit { bucket: MESSAGES, per: Per::App, max: 15_000, window: DAY },
];
pub(crate) static MESSAGES_SHOW: [Limit; 1] = [user("v1.1/direct_messages/events/show", 15)];
pub(crate) static MESSAGES_LIST: [Limit; 1] = [user("v1.1/direct_messages/events/list", 15)];
pub(crate) static MESSAGES_DESTROY: [Limit; 1] = unpublished("v1.1/direct_messages/events/destroy");
pub(crate) static LISTS_CREATE: [Limit; 1] = unpublished("v1.1/lists/create");
pub(crate) static LISTS_UPDATE: [Limit; 1] = unpublished("v1.1/lists/update");
pub(crate) static LISTS_DESTROY: [Limit; 1] = unpublished("v1.1/lists/destroy");
pub(crate) static LISTS_SHOW: [Limit; 2] = both("v1.1/lists/show", 75, 75);
pub(crate) static LISTS_LIST: [Limit; 2] = both("v1.1/lists/list", 15, 15);
pub(crate) static LISTS_OWNERSHIPS: [Limit; 2] = both("v1.1/lists/ownerships", 15, 15);
pub(crate) static LISTS_MEMBERS: [Limit; 2] = both("v1.1/lists/members", 900, 75);
pub(crate) static MEMBERS_CREATE: [Limit; 1] = unpublished("v1.1/lists/members/create");
pub(crate) static MEMBERS_DESTROY: [Limit; 1] = unpublished("v1.1/lists/members/destroy");
pub(crate) static MEMBERS_SHOW: [Limit; 2] = both("v1.1/lists/members/show", 15, 15);
pub(crate) static LISTS_MEMBERSHIPS: [Limit; 2] = both("v1.1/lists/memberships", 75, 75);

/// Of the token endpoints the service published no numbers. These are [inferred]: a busy site sends everybody's requests
/// from one address, while nobody gets far from one with guessing PINs, secrets and passwords.
pub(crate) static REQUEST_TOKEN: [Limit; 2] =
    [address("v1.1/oauth/request_token", 900), through("v1.1/oauth/request_token", 9000)];
pub(crate) static ACCESS_TOKEN: [Limit; 2] =
    [address("v1.1/oauth/access_token", 300), through("v1.1/oauth/access_token", 3000)];
pub(crate) static INVALIDATE_TOKEN: [Limit; 1] = [user("v1.1/oauth/invalidate_token", 450)];
pub(crate) static BEARER_TOKEN: [Limit; 1] = [address(APP_TOKENS, 300)];
pub(crate) static INVALIDATE_BEARER: [Limit; 1] = [address("v1.1/oauth2/invalidate_token", 300)];

/// What it means that a limit is exceeded: an account's own limits have their own words.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Excess {
    /// Too many requests.
    Requests,
    /// Too many follows.
    Follows,
    /// Too many reports of spam.
    SpamReports,
    /// Too many tweets and retweets.
    Updates,
    /// An app asks for its token too often.
    AppTokens,
}

/// What it means that `limit` is exceeded.
pub(crate) fn excess(limit: &Limit) -> Excess {
    match limit.bucket {
        FOLLOWS => Excess::Follows,
        SPAM_REPORTS => Excess::SpamReports,
        UPDATES => Excess::Updates,
        APP_TOKENS => Excess::AppTokens,
        _ => Excess::Requests,
    }
}

/// An endpoint as rate_limit_status lists it.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Listed {
    /// The resource family, which is the first word of the endpoint's name.
    pub family: &'static str,
    /// The key: the path without version and `.json`; `:id` stands for one that the path takes ([recorded]).
    pub key: String,
    /// The limits; at most one bears on a caller.
    pub limits: Vec<&'static Limit>,
}

/// The endpoints of the table that rate_limit_status lists: those that give callers a window of the API with a published
/// number
/// ([recorded]: writes are not there, but report_spam is). A family's endpoints stand together in the table.
pub(crate) fn listed() -> impl Iterator<Item = Listed> {
    ENDPOINTS.iter().filter_map(|endpoint| {
        let callers = |limit: &Limit| matches!(limit.per, Per::User | Per::AppOnly);
        let published = |limit: &&Limit| callers(limit) && limit.window == QUARTER && limit.max != Limit::UNLIMITED;
        let limits: Vec<_> = endpoint.limits.iter().filter(published).collect();
        let by_path =
            endpoint.routes.iter().any(|route| route.path.contains("{id}")) && !endpoint.name.ends_with(":id");
        let (family, _) = endpoint.name.split_once('/')?;
        let key = format!("/{}{}", endpoint.name, if by_path { "/:id" } else { "" });
        (!limits.is_empty()).then_some(Listed { family, key, limits })
    })
}
