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

    /// Whether this nonce is new; it is not from now on. `timestamp` is the request's own, in seconds.
    pub fn fresh(&self, consumer: &str, token: &str, nonce: &str, timestamp: i64, now: Timestamp) -> bool {
        let [one, two] = self.keys.each_ref().map(|key| {
            let mut hasher = key.build_hasher();
            (consumer, token, nonce, timestamp).hash(&mut hasher);
            std::hash::Hasher::finish(&hasher)
        });
        let mut shard = self.shards[one as usize % SHARDS].lock();
        let now = now.seconds();
        if now - shard.swept > self.window {
            let oldest = now - self.window;
            shard.seen.retain(|_, stamp| *stamp >= oldest);
            shard.swept = now;
        }
        shard.seen.insert((u128::from(one) << 64) | u128::from(two), timestamp).is_none()
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
        assert!(nonces.fresh("c", "t", "n", 1000, now));
        assert!(!nonces.fresh("c", "t", "n", 1000, now));
        assert!(nonces.fresh("c", "t", "n", 1001, now), "another timestamp");
        assert!(nonces.fresh("c", "u", "n", 1000, now), "another token");
    }

    #[test]
    fn what_a_timestamp_check_would_refuse_anyway_is_forgotten() {
        let nonces = Nonces::new(300);
        for second in 0..10_000 {
            for nonce in 0..4 {
                let text = format!("{nonce}-{second}");
                assert!(nonces.fresh("c", "t", &text, second, Timestamp::from_seconds(second)));
            }
        }
        assert!(nonces.len() <= 4 * 2 * 301 + SHARDS * 4, "{} kept", nonces.len());
    }
}
