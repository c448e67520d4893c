//! The nonces seen lately, so that a signed request cannot be replayed inside the timestamp window.

use std::hash::{BuildHasher, Hasher, RandomState};

use parking_lot::Mutex;
use rustc_hash::FxHashSet;
use siphasher::sip128::{Hasher128, SipHasher13};

use crate::time::Timestamp;

const SHARDS: usize = 64;
/// For how many seconds more than a timestamp is taken its nonce is kept: a request that comes at the last moment may be
/// slow on its way to it.
const LATE: i64 = 10;

/// Remembers (consumer, token, timestamp, nonce) for as long as such a timestamp would be accepted.
///
/// 128 bits of a keyed hash are kept, not the texts: 16 bytes a nonce whatever a client sends. They are kept by
/// timestamp, in slices as long as the window, so that what is over goes at once and nothing is ever walked through.
pub struct Nonces {
    window: i64,
    keyed: SipHasher13,
    shards: Vec<Mutex<Shard>>,
}

/// A nonce as it is remembered: 128 bits of a keyed hash, and the request's own timestamp in seconds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Mark {
    pub(crate) hash: u128,
    pub(crate) timestamp: i64,
}

/// At most three slices are of use at a time: timestamps are taken from a window before now to a window after.
#[derive(Default)]
struct Shard(Vec<Slice>);

/// The nonces whose timestamps lie in one window's length, from `begins` on.
struct Slice {
    begins: i64,
    seen: FxHashSet<u128>,
}

impl Slice {
    #[inline]
    fn holds(&self, timestamp: i64, length: i64) -> bool {
        timestamp.wrapping_sub(self.begins).cast_unsigned() < length.cast_unsigned()
    }
}

impl Shard {
    /// The slice of a timestamp; slices that are over make room for a new one.
    fn slice(&mut self, timestamp: i64, window: i64, now: i64) -> &mut FxHashSet<u128> {
        let found = self.0.iter().position(|slice| slice.holds(timestamp, window));
        let place = found.unwrap_or_else(|| {
            // As many are expected as came before: a set that grows is hashed anew.
            let expected = self.0.iter().map(|slice| slice.seen.len()).max().unwrap_or_default();
            let oldest = now.saturating_sub(window).saturating_sub(LATE);
            self.0.retain(|slice| slice.begins.saturating_add(window) > oldest);
            let begins = timestamp.saturating_sub(timestamp.rem_euclid(window));
            self.0.push(Slice { begins, seen: FxHashSet::with_capacity_and_hasher(expected, Default::default()) });
            self.0.len() - 1
        });
        &mut self.0[place].seen
    }
}

impl Nonces {
    /// Remembers nonces whose timestamps are at most `window` seconds, and at least one, from now.
    pub fn new(window: i64) -> Self {
        let random = RandomState::new();
        Self {
            window: window.max(1),
            keyed: SipHasher13::new_with_keys(random.hash_one(0), random.hash_one(1)),
            shards: (0..SHARDS).map(|_| Mutex::default()).collect(),
        }
    }

    /// How far, in seconds, a request's timestamp may be from now.
    pub fn window(&self) -> i64 {
        self.window
    }

    /// A nonce as it is remembered here. `timestamp` is the request's own, in seconds.
    pub fn mark(&self, consumer: &str, token: &str, nonce: &str, timestamp: i64) -> Mark {
        let mut hasher = self.keyed;
        hasher.write_i64(timestamp);
        // With their lengths, so that nothing that moves from one text to the next looks the same.
        hasher.write_usize(consumer.len());
        hasher.write_usize(token.len());
        for text in [consumer, token, nonce] {
            hasher.write(text.as_bytes());
        }
        Mark { hash: hasher.finish128().as_u128(), timestamp }
    }

    /// Whether this nonce is new; it is not from now on.
    pub fn take(&self, mark: Mark, now: Timestamp) -> bool {
        self.shard(mark).lock().slice(mark.timestamp, self.window, now.seconds()).insert(mark.hash)
    }

    /// Whether this nonce was taken. Nothing is changed.
    #[cfg(feature = "redis")]
    pub(crate) fn has(&self, mark: Mark) -> bool {
        let shard = self.shard(mark).lock();
        let mut slices = shard.0.iter().filter(|slice| slice.holds(mark.timestamp, self.window));
        slices.any(|slice| slice.seen.contains(&mark.hash))
    }

    fn shard(&self, mark: Mark) -> &Mutex<Shard> {
        &self.shards[(mark.hash >> 64) as usize % SHARDS]
    }

    /// How many are remembered.
    pub fn len(&self) -> usize {
        self.shards.iter().map(|shard| shard.lock().0.iter().map(|slice| slice.seen.len()).sum::<usize>()).sum()
    }

    /// Whether none is remembered.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_nonce_is_good_once() {
        let nonces = Nonces::new(300);
        let now = Timestamp::from_seconds(1000);
        let take = |token, stamp| nonces.take(nonces.mark("c", token, "n", stamp), now);
        assert!(take("t", 1000));
        assert!(!take("t", 1000));
        assert!(take("t", 1001), "another timestamp");
        assert!(take("u", 1000), "another token");
    }

    #[test]
    fn what_a_timestamp_check_would_refuse_anyway_is_forgotten() {
        let nonces = Nonces::new(300);
        for second in 0..10_000 {
            for nonce in 0..4 {
                let text = format!("{nonce}-{second}");
                assert!(nonces.take(nonces.mark("c", "t", &text, second), Timestamp::from_seconds(second)));
            }
        }
        assert!(nonces.len() <= 4 * 2 * 301 + SHARDS * 4, "{} kept", nonces.len());
    }

    #[test]
    fn what_is_in_the_window_is_remembered_whichever_slices_came_since() {
        let nonces = Nonces::new(10);
        for now in 1000_i64..1100 {
            let take = |stamp: i64| nonces.take(nonces.mark("c", "t", "n", stamp), Timestamp::from_seconds(now));
            // Every timestamp is taken once, when it first may be: ten seconds early.
            assert!(take(now + 10), "{now}");
            let first = (now - 10).max(1010);
            assert!((first..=now + 10).all(|stamp| !take(stamp)), "{now}");
        }
    }

    #[test]
    fn a_clock_that_goes_back_finds_new_nonces() {
        let nonces = Nonces::new(10);
        let take = |at: i64| nonces.take(nonces.mark("c", "t", "n", at), Timestamp::from_seconds(at));
        for day in (0..10).rev() {
            assert!(take(day * 86_400) && !take(day * 86_400));
        }
    }

    #[test]
    fn texts_are_told_apart_by_their_bounds() {
        let nonces = Nonces::new(10);
        let texts = [("ab", "c", "d"), ("a", "bc", "d"), ("a", "b", "cd"), ("abcd", "", ""), ("", "", "abcd")];
        let marks: std::collections::BTreeSet<_> = texts.map(|(c, t, n)| nonces.mark(c, t, n, 1).hash).into();
        assert_eq!(marks.len(), texts.len());
        let other = Nonces::new(10);
        assert_ne!(other.mark("a", "b", "c", 1), nonces.mark("a", "b", "c", 1), "each has a key of its own");
    }
}
