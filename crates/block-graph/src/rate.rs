//! Fixed-window rate limits, counted per caller and bucket on the engine's clock.
//!
//! A window begins with its first request and lasts its full length, as all three services do ([doc], [recorded]).

use std::collections::HashMap;
use std::hash::BuildHasher;
use std::net::IpAddr;
use std::sync::atomic::{AtomicI64, Ordering};

use hashbrown::HashTable;
use hashbrown::hash_table::Entry;
use parking_lot::Mutex;
use rustc_hash::FxBuildHasher;

use crate::access::Actor;
use crate::id::{AppId, TokenId, UserId};
use crate::time::Timestamp;

/// Whose requests a limit counts together.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Per {
    /// Each person, through each app. Requests without a person do not count.
    User,
    /// Each app's requests without a person.
    AppOnly,
    /// All requests through an app.
    App,
    /// Each token.
    Token,
    /// Each network address of callers without a token (IPv6 by /64).
    Address,
}

/// One limit, a row of a dialect's table.
#[derive(PartialEq, Eq, Debug)]
pub struct Limit {
    /// The bucket, unique with `per` and `window` across dialects, such as `v1.1/blocks/ids`; settings name it so.
    pub bucket: &'static str,
    /// Whose requests it counts together.
    pub per: Per,
    /// How many a window allows; [`Limit::UNLIMITED`] for any number.
    pub max: u32,
    /// The window's length in seconds.
    pub window: u32,
}

impl Limit {
    /// No limit unless the settings give one.
    pub const UNLIMITED: u32 = u32::MAX;
}

/// The state of one limit for one caller.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Window {
    /// The limit it belongs to.
    pub limit: &'static Limit,
    /// How many requests the window allows, settings heeded.
    pub max: u32,
    /// How many are left after this one.
    pub remaining: u32,
    /// When the window ends.
    pub reset: Timestamp,
    /// Whether this request is one too many.
    pub exceeded: bool,
}

/// Who a request counts against.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Subject {
    /// The person.
    pub user: Option<UserId>,
    /// The app.
    pub app: Option<AppId>,
    /// The token.
    pub token: Option<TokenId>,
    /// The network address.
    pub address: IpAddr,
}

impl Subject {
    /// Who `actor` is to the limits, calling from `address`.
    pub fn of(actor: &Actor, address: IpAddr) -> Self {
        let token = actor.grant().map(|grant| grant.token);
        Self { user: actor.user(), app: actor.app(), token, address }
    }

    /// Two numbers that tell apart whose requests are counted together; `None` where such a limit does not bear.
    pub(crate) fn counted_as(&self, per: Per) -> Option<(i64, i64)> {
        Some(match per {
            Per::User => (self.user?.0, self.app.map_or(0, |app| app.0)),
            Per::AppOnly if self.user.is_some() => return None,
            Per::AppOnly | Per::App => (self.app?.0, 0),
            Per::Token => (self.token?.0, 0),
            Per::Address if self.token.is_some() => return None,
            Per::Address => match self.address {
                IpAddr::V4(address) => (i64::from(u32::from(address)), 4),
                IpAddr::V6(address) => ((u128::from(address) >> 64) as i64, 6),
            },
        })
    }

    /// `bucket` is the hash of the limit's bucket.
    fn key(&self, limit: &'static Limit, bucket: u64) -> Option<Key> {
        let (one, two) = self.counted_as(limit.per)?;
        Some(Key { limit: FxBuildHasher.hash_one((bucket, limit.per, limit.window)), one, two })
    }
}

/// `limit` is the hash of what makes a limit unique; the tables' tests see to it that no two collide.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Key {
    limit: u64,
    one: i64,
    two: i64,
}

impl Key {
    fn hash(self) -> u64 {
        FxBuildHasher.hash_one(self)
    }
}

#[derive(Clone, Copy)]
struct Count {
    key: Key,
    used: u32,
    reset: Timestamp,
}

const SHARDS: usize = 64;
/// How often, in milliseconds, a shard in use is swept of ended windows.
const SWEEP_EVERY: i64 = 60_000;

#[derive(Default)]
struct Shard {
    counts: HashTable<Count>,
    swept: Timestamp,
}

impl Shard {
    #[inline]
    fn sweep(&mut self, now: Timestamp) {
        if now.0 - self.swept.0 > SWEEP_EVERY {
            self.counts.retain(|count| count.reset > now);
            self.swept = now;
        }
    }

    /// The count of a key with that hash, which is made if there is none.
    #[inline]
    fn count(&mut self, key: Key, hash: u64, fresh: Timestamp) -> &mut Count {
        match self.counts.entry(hash, |count| count.key == key, |count| count.key.hash()) {
            Entry::Occupied(entry) => entry.into_mut(),
            Entry::Vacant(entry) => entry.insert(Count { key, used: 0, reset: fresh }).into_mut(),
        }
    }
}

/// Counts requests against limits.
pub struct Limiter {
    enabled: bool,
    /// By the hash of the bucket, which is needed anyway.
    overrides: HashTable<(String, u32)>,
    shards: Vec<Mutex<Shard>>,
    /// When the last window ends that somebody exceeded, in unix milliseconds.
    exceeded_until: AtomicI64,
}

impl Limiter {
    /// A limiter with the tables' numbers, but those of `overrides` (bucket → requests per window).
    pub fn new(enabled: bool, overrides: HashMap<String, u32>) -> Self {
        let shards = (0..SHARDS).map(|_| Mutex::default()).collect();
        let mut by_bucket = HashTable::with_capacity(overrides.len());
        for (bucket, max) in overrides {
            let hash = |bucket: &str| FxBuildHasher.hash_one(bucket);
            by_bucket.insert_unique(hash(&bucket), (bucket, max), |(bucket, _)| hash(bucket));
        }
        Self { enabled, overrides: by_bucket, shards, exceeded_until: AtomicI64::new(i64::MIN) }
    }

    /// Counts one request. `None` when the limit does not bear on this caller, or the limiter is off.
    pub fn hit(&self, subject: &Subject, limit: &'static Limit, now: Timestamp) -> Option<Window> {
        let (key, max) = self.bears(subject, limit)?;
        let hash = key.hash();
        let mut shard = self.shard(hash).lock();
        shard.sweep(now);
        let count = shard.count(key, hash, now);
        if count.reset <= now {
            *count = Count { key, used: 0, reset: Timestamp(now.0 + i64::from(limit.window) * 1000) };
        }
        let exceeded = count.used >= max;
        count.used = count.used.saturating_add(u32::from(!exceeded));
        if exceeded {
            self.exceeded_until.fetch_max(count.reset.0, Ordering::Relaxed);
        }
        Some(Window { limit, max, remaining: max - count.used.min(max), reset: count.reset, exceeded })
    }

    /// Whether any window that somebody exceeded still lasts: a cheap question before a dear one.
    pub fn has_exceeded(&self, now: Timestamp) -> bool {
        self.exceeded_until.load(Ordering::Relaxed) > now.0
    }

    /// Looks at a window without counting. `None` as for [`hit`](Self::hit).
    pub fn peek(&self, subject: &Subject, limit: &'static Limit, now: Timestamp) -> Option<Window> {
        let (key, max) = self.bears(subject, limit)?;
        let fresh = Count { key, used: 0, reset: Timestamp(now.0 + i64::from(limit.window) * 1000) };
        let hash = key.hash();
        let found = self.shard(hash).lock().counts.find(hash, |count| count.key == key).copied();
        let found = found.filter(|count| count.reset > now);
        let count = found.unwrap_or(fresh);
        Some(Window { limit, max, remaining: max - count.used.min(max), reset: count.reset, exceeded: false })
    }

    /// The window that allows no more, if the limit's does. Nothing is counted.
    pub fn used_up(&self, subject: &Subject, limit: &'static Limit, now: Timestamp) -> Option<Window> {
        self.peek(subject, limit, now).filter(|window| window.remaining == 0)
    }

    /// How many requests a limit allows, settings heeded; `None` for any number.
    #[cfg(feature = "redis")]
    pub(crate) fn allows(&self, limit: &Limit) -> Option<u32> {
        self.allowed(limit, FxBuildHasher.hash_one(limit.bucket))
    }

    #[inline]
    fn allowed(&self, limit: &Limit, bucket: u64) -> Option<u32> {
        if !self.enabled {
            return None;
        }
        let max = self.overrides.find(bucket, |(own, _)| own == limit.bucket).map(|(_, max)| *max);
        Some(max.unwrap_or(limit.max)).filter(|max| *max != Limit::UNLIMITED)
    }

    /// Takes over what was counted elsewhere, so that counting can go on from there. A window's end that differs by less
    /// than a second is the one already known: clients are told the same time throughout a window.
    #[cfg(feature = "redis")]
    pub(crate) fn learn(
        &self,
        subject: &Subject,
        limit: &'static Limit,
        (used, reset): (u32, Timestamp),
        now: Timestamp,
    ) -> Option<Window> {
        let (key, max) = self.bears(subject, limit)?;
        let exceeded = used > max;
        let hash = key.hash();
        let mut shard = self.shard(hash).lock();
        shard.sweep(now);
        let count = shard.count(key, hash, reset);
        count.used = used.min(max);
        if count.reset.0.abs_diff(reset.0) >= 1000 {
            count.reset = reset;
        }
        if exceeded {
            self.exceeded_until.fetch_max(count.reset.0, Ordering::Relaxed);
        }
        Some(Window { limit, max, remaining: max - count.used, reset: count.reset, exceeded })
    }

    fn bears(&self, subject: &Subject, limit: &'static Limit) -> Option<(Key, u32)> {
        let bucket = FxBuildHasher.hash_one(limit.bucket);
        let max = self.allowed(limit, bucket)?;
        subject.key(limit, bucket).map(|key| (key, max))
    }

    fn shard(&self, hash: u64) -> &Mutex<Shard> {
        // The table inside finds a place by the low bits and compares the highest seven.
        &self.shards[(hash >> 48) as usize % SHARDS]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::Ipv4Addr;

    static IDS: Limit = Limit { bucket: "test/ids", per: Per::User, max: 2, window: 900 };
    static OPEN: Limit = Limit { bucket: "test/open", per: Per::Address, max: 1, window: 60 };
    static WRITES: Limit = Limit { bucket: "test/writes", per: Per::User, max: Limit::UNLIMITED, window: 900 };

    fn person(user: i64) -> Subject {
        Subject {
            user: Some(UserId(user)),
            app: Some(AppId(1)),
            token: Some(TokenId(user)),
            address: IpAddr::V4(Ipv4Addr::LOCALHOST),
        }
    }

    #[test]
    fn a_window_begins_with_its_first_request_and_counts_down() {
        let limiter = Limiter::new(true, HashMap::new());
        let now = Timestamp(5_000);
        let first = limiter.hit(&person(1), &IDS, now).unwrap();
        assert_eq!((first.max, first.remaining, first.reset, first.exceeded), (2, 1, Timestamp(905_000), false));
        let later = Timestamp(6_000);
        assert_eq!(limiter.hit(&person(1), &IDS, later).unwrap().remaining, 0);
        let over = limiter.hit(&person(1), &IDS, later).unwrap();
        assert!(over.exceeded && over.reset == Timestamp(905_000));
        assert_eq!(limiter.hit(&person(2), &IDS, later).unwrap().remaining, 1, "another person's window is their own");
        assert_eq!(limiter.hit(&person(1), &IDS, Timestamp(905_000)).unwrap().remaining, 1, "a new window");
    }

    #[test]
    fn looking_does_not_count() {
        let limiter = Limiter::new(true, HashMap::new());
        limiter.hit(&person(1), &IDS, Timestamp(0));
        for _ in 0..5 {
            assert_eq!(limiter.peek(&person(1), &IDS, Timestamp(1)).unwrap().remaining, 1);
        }
    }

    #[test]
    fn a_limit_bears_only_on_whom_it_counts() {
        let limiter = Limiter::new(true, HashMap::new());
        assert_eq!(limiter.hit(&person(1), &OPEN, Timestamp(0)), None);
        let nobody = Subject { user: None, app: None, token: None, ..person(1) };
        assert!(limiter.hit(&nobody, &OPEN, Timestamp(0)).is_some());
        assert_eq!(limiter.hit(&nobody, &IDS, Timestamp(0)), None);
        assert_eq!(limiter.hit(&person(1), &WRITES, Timestamp(0)), None);
    }

    #[test]
    fn settings_override_numbers_and_switch_off() {
        let limiter = Limiter::new(true, HashMap::from([("test/writes".to_owned(), 1)]));
        assert_eq!(limiter.hit(&person(1), &WRITES, Timestamp(0)).unwrap().max, 1);
        assert!(limiter.hit(&person(1), &WRITES, Timestamp(0)).unwrap().exceeded);
        assert_eq!(Limiter::new(false, HashMap::new()).hit(&person(1), &IDS, Timestamp(0)), None);
    }

    #[test]
    fn ended_windows_are_swept() {
        let limiter = Limiter::new(true, HashMap::new());
        for user in 0..50_000 {
            limiter.hit(&person(user), &IDS, Timestamp(user));
        }
        let late = Timestamp(2_000_000);
        for user in 0..(SHARDS as i64 * 64) {
            limiter.hit(&person(user), &IDS, late);
        }
        let kept: usize = limiter.shards.iter().map(|shard| shard.lock().counts.len()).sum();
        assert!(kept <= SHARDS * 64, "{kept} windows kept");
    }
}
