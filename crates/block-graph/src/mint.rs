//! New ids and positions, in Twitter's layouts, unique in one process and, by worker number, across processes.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use crate::id::Position;
use crate::time::Clock;

/// The start of Twitter's snowflake time: 2010-11-04T01:42:54.657Z, in unix milliseconds.
pub const SNOWFLAKE_EPOCH: i64 = 1_288_834_974_657;

const SEQUENCE_BITS: u32 = 10;
const WORKER_MASK: i64 = (1 << 10) - 1;

/// Mints ids and positions from a clock. Two mints with different workers never mint the same value.
pub struct Mint {
    clock: Arc<dyn Clock>,
    worker: i64,
    last_id: AtomicI64,
    last_position: AtomicI64,
}

impl Mint {
    /// A mint for `worker` (0..1024; higher bits are dropped).
    pub fn new(clock: Arc<dyn Clock>, worker: u16) -> Self {
        Self {
            clock,
            worker: i64::from(worker) & WORKER_MASK,
            last_id: AtomicI64::new(0),
            last_position: AtomicI64::new(0),
        }
    }

    /// A new id: `(milliseconds since the snowflake epoch << 22) | worker << 12 | sequence`.
    pub fn id(&self) -> i64 {
        // Both layouts are "time, worker, sequence": the counter runs over time and sequence, the worker is put between.
        let ticks = next(&self.last_id, (self.clock.now().0 - SNOWFLAKE_EPOCH).max(0) << 12);
        (ticks >> 12 << 22) | (self.worker << 12) | (ticks & 0xfff)
    }

    /// A new position, higher than every position minted or [seen](Self::seen) before.
    pub fn position(&self) -> Position {
        let ticks = next(&self.last_position, self.clock.now().0 << SEQUENCE_BITS);
        let sequence = ticks & ((1 << SEQUENCE_BITS) - 1);
        Position((ticks >> SEQUENCE_BITS << 20) | (self.worker << SEQUENCE_BITS) | sequence)
    }

    /// Tells the mint of an id that a store holds, so that a clock set back cannot mint below it.
    pub fn seen_id(&self, id: i64) {
        self.last_id.fetch_max((id >> 22 << 12) | (id & 0xfff), Ordering::Relaxed);
    }

    /// Tells the mint of a position that a store holds, so that a clock set back cannot mint below it.
    pub fn seen(&self, position: Position) {
        let ticks = ((position.0 >> 20) << SEQUENCE_BITS) | (position.0 & ((1 << SEQUENCE_BITS) - 1));
        self.last_position.fetch_max(ticks, Ordering::Relaxed);
    }
}

fn next(last: &AtomicI64, now: i64) -> i64 {
    let mut current = last.load(Ordering::Relaxed);
    loop {
        let ticks = now.max(current + 1);
        match last.compare_exchange_weak(current, ticks, Ordering::Relaxed, Ordering::Relaxed) {
            Ok(_) => return ticks,
            Err(found) => current = found,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::{ManualClock, Timestamp};

    fn mint(worker: u16) -> (Arc<ManualClock>, Mint) {
        let clock = Arc::new(ManualClock::at(Timestamp(1_613_254_256_000)));
        (Arc::clone(&clock), Mint::new(clock, worker))
    }

    #[test]
    fn ids_carry_time_and_worker_and_grow() {
        let (_, mint) = mint(5);
        let (first, second) = (mint.id(), mint.id());
        assert_eq!((first >> 22) + SNOWFLAKE_EPOCH, 1_613_254_256_000);
        assert_eq!((first >> 12) & 0x3ff, 5);
        assert!(second > first);
    }

    #[test]
    fn positions_grow_even_when_the_clock_goes_back_or_a_millisecond_overflows() {
        let (clock, mint) = mint(0);
        let mut last = mint.position();
        assert_eq!(last.0 >> 20, 1_613_254_256_000);
        clock.advance(-1000);
        for _ in 0..5000 {
            let next = mint.position();
            assert!(next > last);
            last = next;
        }
        let id = mint.id();
        mint.seen_id(id + (1 << 40));
        assert!(mint.id() > id + (1 << 40));
        mint.seen(Position(i64::MAX >> 2));
        assert!(mint.position() > Position(i64::MAX >> 2));
    }

    #[test]
    fn workers_never_mint_the_same() {
        let ((_, one), (_, two)) = (mint(1), mint(2));
        assert_ne!(one.position(), two.position());
        assert_ne!(one.id(), two.id());
    }
}
