//! Stamps that tell one state of a thing from every other.
//!
//! They are numbered through for the whole process, so none comes twice: neither when a list is made anew, nor in another
//! graph. What was made of a thing is known to be of today by its stamp alone.

use std::sync::atomic::{AtomicU64, Ordering};

static LAST: AtomicU64 = AtomicU64::new(0);

/// A stamp that nothing else has. It is above 0, which stands for what never changed.
pub(super) fn next() -> u64 {
    LAST.fetch_add(1, Ordering::Relaxed) + 1
}
