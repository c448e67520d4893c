//! Who could ask at the same time: known to whoever holds their connections, of use to the one who writes.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::Engine;

/// Counts those present.
#[derive(Clone, Default)]
pub(super) struct Presences(Arc<AtomicUsize>);

impl Presences {
    /// Whether exactly one is present. Not so where nobody counts.
    pub(super) fn is_one(&self) -> bool {
        self.0.load(Ordering::Relaxed) == 1
    }
}

/// Somebody who may ask at any time, for as long as this lives.
pub struct Presence(Presences);

impl Engine {
    /// Says that one more may ask at the same time as others. Where one alone is present, a write need not wait to be
    /// grouped with others' writes.
    pub fn enter(&self) -> Presence {
        self.present.0.fetch_add(1, Ordering::Relaxed);
        Presence(self.present.clone())
    }
}

impl Drop for Presence {
    fn drop(&mut self) {
        self.0.0.fetch_sub(1, Ordering::Relaxed);
    }
}
