//! The nonces seen lately, so that a signed request cannot be replayed inside the timestamp window.

use std::hash::{BuildHasher, Hash};

use parking_lot::Mutex;
use rustc_hash::FxHashMap;
use std::hash::RandomState;

use crate::time::Timestamp;

const SHARDS: usize = 64;

/// Remembers (consumer, token, timestamp, nonce) for as long as such a timestamp would be accepted.
///
/// 128 bits of a keyed hash are kept, not the texts: 24 bytes a nonce whatever a client sends.
pub struct Nonces {
    window: i64,
    keys: [RandomState; 2],
    shards: Vec<Mutex<Shard>>,
}

/// A nonce as it is remembered: 128 bits of a keyed hash, and the request's own timestamp in seconds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Mark {
    pub(crate) hash: u128,
    pub(crate) timestamp: i64,
}

#[derive(Default)]
struct Shard {
    seen: FxHashMap<u128, i64>,
    swept: i64,
}

impl Nonces {
    /// Remembers nonces whose timestamps are at most `window` seconds from now.
    pub fn new(window: i64) -> Self {
        Self {
            window,
            keys: [RandomState::new(), RandomState::new()],
            shards: (0..SHARDS).map(|_| Mutex::default()).collect(),
        }
    }

    /// How far, in seconds, a request's timestamp may be from now.
    pub fn window(&self) -> i64 {
        self.window
    }

    /// A nonce as it is remembered here. `timestamp` is the request's own, in seconds.
    pub fn mark(&self, consumer: &str, token: &str, nonce: &str, timestamp: i64) -> Mark {
        let [one, two] = self.keys.each_ref().map(|key| {
            let mut hasher = key.build_hasher();
            (consumer, token, nonce, timestamp).hash(&mut hasher);
            std::hash::Hasher::finish(&hasher)
        });
        Mark { hash: (u128::from(one) << 64) | u128::from(two), timestamp }
    }

    /// Whether this nonce is new; it is not from now on.
    pub fn take(&self, mark: Mark, now: Timestamp) -> bool {
        let mut shard = self.shard(mark).lock();
        let now = now.seconds();
        if now - shard.swept > self.window {
            let oldest = now - self.window;
            shard.seen.retain(|_, stamp| *stamp >= oldest);
            shard.swept = now;
        }
        shard.seen.insert(mark.hash, mark.timestamp).is_none()
    }

    /// Whether this nonce was taken. Nothing is changed.
    #[cfg(feature = "redis")]
    pub(crate) fn has(&self, mark: Mark) -> bool {
        self.shard(mark).lock().seen.contains_key(&mark.hash)
    }

    fn shard(&self, mark: Mark) -> &Mutex<Shard> {
        &self.shards[(mark.hash >> 64) as usize % SHARDS]
    }

    /// How many are remembered.
    pub fn len(&self) -> usize {
        self.shards.iter().map(|shard| shard.lock().seen.len()).sum()
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
}
