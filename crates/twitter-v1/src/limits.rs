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

const fn user(bucket: &'static str, max: u32) -> Limit {
    Limit { bucket, per: Per::User, max, window: QUARTER }
}

const fn app(bucket: &'static str, max: u32) -> Limit {
    Limit { bucket, per: Per::AppOnly, max, window: QUARTER }
}

const fn unpublished(bucket: &'static str) -> [Limit; 1] {
    [user(bucket, Limit::UNLIMITED)]
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
pub(crate) static FRIENDSHIPS_SHOW: [Limit; 2] = [user("v1.1/friendships/show", 180), app("v1.1/friendships/show", 15)];
pub(crate) static FRIENDSHIPS_LOOKUP: [Limit; 1] = [user("v1.1/friendships/lookup", 15)];
pub(crate) static USERS_SHOW: [Limit; 2] = [user("v1.1/users/show", 900), app("v1.1/users/show", 900)];
pub(crate) static USERS_LOOKUP: [Limit; 2] = [user("v1.1/users/lookup", 900), app("v1.1/users/lookup", 300)];
/// The endpoint's own window, and what an account may report in a day, which is unpublished.
pub(crate) static USERS_REPORT_SPAM: [Limit; 2] = [
    user("v1.1/users/report_spam", 15),
    Limit { bucket: SPAM_REPORTS, per: Per::User, max: Limit::UNLIMITED, window: DAY },
];
pub(crate) static VERIFY_CREDENTIALS: [Limit; 1] = [user("v1.1/account/verify_credentials", 75)];
pub(crate) static RATE_LIMIT_STATUS: [Limit; 2] =
    [user("v1.1/application/rate_limit_status", 180), app("v1.1/application/rate_limit_status", 180)];

/// What it means that a limit is exceeded: an account's own limits have their own words.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Excess {
    /// Too many requests.
    Requests,
    /// Too many follows.
    Follows,
    /// Too many reports of spam.
    SpamReports,
}

/// What it means that `limit` is exceeded.
pub(crate) fn excess(limit: &Limit) -> Excess {
    match limit.bucket {
        FOLLOWS => Excess::Follows,
        SPAM_REPORTS => Excess::SpamReports,
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

/// The endpoints of the table that rate_limit_status lists: those that have a window of the API with a published number
/// ([recorded]: writes are not there, but report_spam is). A family's endpoints stand together in the table.
pub(crate) fn listed() -> impl Iterator<Item = Listed> {
    ENDPOINTS.iter().filter_map(|endpoint| {
        let published = |limit: &&Limit| limit.window == QUARTER && limit.max != Limit::UNLIMITED;
        let limits: Vec<_> = endpoint.limits.iter().filter(published).collect();
        let by_path = endpoint.routes.iter().any(|route| route.path.contains("{id}"));
        let (family, _) = endpoint.name.split_once('/')?;
        let key = format!("/{}{}", endpoint.name, if by_path { "/:id" } else { "" });
        (!limits.is_empty()).then_some(Listed { family, key, limits })
    })
}
