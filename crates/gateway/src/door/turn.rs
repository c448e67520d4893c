//! Whether a reply is written at once or at the end of the worker's turn, with the others that the turn brings.
//!
//! A write to a client who waits wakes them, which costs the system more than the write itself; the next one finds them
//! awake. So the requests that have come are all answered first, and then their replies are written one after another. A
//! reply would wait too long where the turn holds long work, which is told by what such work makes: large replies.

use std::cell::Cell;

/// So many small replies in a row make it likely that the next turns hold no long work.
const QUIET: u32 = 500;

thread_local! {
    /// How many small replies this worker has written since its last large one.
    static SMALL: Cell<u32> = const { Cell::new(QUIET) };
}

/// Whether a reply that is ready waits for the turn's end. All are to be told of; large ones never wait.
pub(super) fn waits(is_small: bool) -> bool {
    SMALL.with(|small| {
        let before = small.get();
        small.set(if is_small { before.saturating_add(1) } else { 0 });
        is_small && before >= QUIET
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_replies_wait_unless_a_large_one_came_lately() {
        let waiting = |count| (0..count).filter(|_| waits(true)).count();
        assert_eq!(waiting(10), 10);
        assert!(!waits(false));
        assert_eq!(waiting(QUIET), 0);
        assert_eq!(waiting(10), 10);
    }
}
