//! New ids and positions, in Twitter's layouts, unique in one process and, by worker number, across processes.
//!
//! A worker number is the process's own for good, or it is leased. A lease is a span of time in which the mint may place
//! what it mints: spans of one number never overlap, whoever holds them and whatever their clocks show, so nothing is
//! minted twice. Beside it stands a moment on this process's own ticks after which the mint is not to be used.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use crate::error::StoreError;
use crate::id::Position;
use crate::time::Clock;

/// The start of Twitter's snowflake time: 2010-11-04T01:42:54.657Z, in unix milliseconds.
pub const SNOWFLAKE_EPOCH: i64 = 1_288_834_974_657;

const SEQUENCE_BITS: u32 = 10;
const WORKER_MASK: i64 = (1 << 10) - 1;

/// The last millisecond that any mint can reach: above it there is no room for the worker beside it.
const END_OF_TIME: i64 = i64::MAX >> SEQUENCE_BITS;

/// Mints ids and positions from a clock. Two mints with different workers never mint the same value, nor do two that
/// hold the same worker in turn by leases.
pub struct Mint {
    clock: Arc<dyn Clock>,
    /// The worker and, above its bits, the last millisecond in which it may mint: in one, so that they are read as one.
    lease: AtomicI64,
    /// Until when, in the clock's ticks, the lease holds.
    holds_until: AtomicI64,
    /// How often something was minted beyond the lease.
    beyond: AtomicU64,
    last_id: AtomicI64,
    last_position: AtomicI64,
}

/// The beginning of a run of mints, by which the run is [checked](Mint::check).
#[derive(Clone, Copy, Debug)]
#[must_use = "what was minted must be checked"]
pub struct Minting(u64);

impl Mint {
    /// A mint for `worker` (0..1024; higher bits are dropped), whose number is its own for good.
    pub fn new(clock: Arc<dyn Clock>, worker: u16) -> Self {
        let worker = i64::from(worker) & WORKER_MASK;
        Self { lease: AtomicI64::new((END_OF_TIME << SEQUENCE_BITS) | worker), ..Self::leased(clock) }
            .held_until(i64::MAX)
    }

    /// A mint that may be used once it is [granted](Self::grant) a worker.
    pub fn leased(clock: Arc<dyn Clock>) -> Self {
        Self {
            clock,
            lease: AtomicI64::new(0),
            holds_until: AtomicI64::new(i64::MIN),
            beyond: AtomicU64::new(0),
            last_id: AtomicI64::new(0),
            last_position: AtomicI64::new(0),
        }
    }

    fn held_until(self, ticks: i64) -> Self {
        self.holds_until.store(ticks, Ordering::Relaxed);
        self
    }

    /// Gives the mint a worker until `ticks` of its clock. It mints in milliseconds above `above`, up to `up_to`.
    pub fn grant(&self, worker: u16, above: i64, up_to: i64, ticks: i64) {
        // The last value of the millisecond, so that the next is in the one after.
        self.last_position.fetch_max(((above + 1) << SEQUENCE_BITS) - 1, Ordering::AcqRel);
        self.last_id.fetch_max(((above + 1 - SNOWFLAKE_EPOCH).max(0) << 12) - 1, Ordering::AcqRel);
        let lease = (up_to.clamp(0, END_OF_TIME) << SEQUENCE_BITS) | (i64::from(worker) & WORKER_MASK);
        self.lease.store(lease, Ordering::Release);
        self.holds_until.store(ticks, Ordering::Release);
    }

    /// Whether the mint has a worker now.
    pub fn holds(&self) -> bool {
        let until = self.holds_until.load(Ordering::Acquire);
        until == i64::MAX || self.clock.ticks() < until
    }

    /// Up to which millisecond the mint has come, or would come if it minted now.
    pub fn reach(&self) -> i64 {
        let position = self.last_position.load(Ordering::Acquire) >> SEQUENCE_BITS;
        let id = (self.last_id.load(Ordering::Acquire) >> 12) + SNOWFLAKE_EPOCH;
        self.clock.now().0.max(position).max(if id > SNOWFLAKE_EPOCH { id } else { 0 })
    }

    /// Begins a run of mints.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] while the mint holds no worker.
    pub fn begin(&self) -> Result<Minting, StoreError> {
        let minting = Minting(self.beyond.load(Ordering::Acquire));
        if self.holds() { Ok(minting) } else { Err(no_worker()) }
    }

    /// Whether all that was minted since `minting` began may be kept.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] when the lease ran out or time ran ahead of it.
    pub fn check(&self, minting: Minting) -> Result<(), StoreError> {
        if self.holds() && self.beyond.load(Ordering::Acquire) == minting.0 { Ok(()) } else { Err(no_worker()) }
    }

    /// How often something was minted that may not be kept; it grows when a clock leaps ahead of the lease.
    pub fn times_beyond(&self) -> u64 {
        self.beyond.load(Ordering::Acquire)
    }

    /// One id that may be kept.
    ///
    /// # Errors
    /// As [`begin`](Self::begin) and [`check`](Self::check).
    pub fn one_id(&self) -> Result<i64, StoreError> {
        let minting = self.begin()?;
        let id = self.id();
        self.check(minting).map(|()| id)
    }

    /// A new id: `(milliseconds since the snowflake epoch << 22) | worker << 12 | sequence`. Of a mint whose worker is
    /// leased it may be kept only if a [check](Self::check) says so.
    pub fn id(&self) -> i64 {
        // Before the counter is moved: what is minted above a later lease's start must not carry an earlier worker.
        let lease = self.lease.load(Ordering::Acquire);
        // Both layouts are "time, worker, sequence": the counter runs over time and sequence, the worker is put between.
        let ticks = next(&self.last_id, (self.clock.now().0 - SNOWFLAKE_EPOCH).max(0) << 12);
        self.note(lease, (ticks >> 12).saturating_add(SNOWFLAKE_EPOCH));
        (ticks >> 12 << 22) | ((lease & WORKER_MASK) << 12) | (ticks & 0xfff)
    }

    /// A new position, higher than every position minted or [seen](Self::seen) before. As with [`id`](Self::id), a check
    /// says whether it may be kept.
    pub fn position(&self) -> Position {
        let lease = self.lease.load(Ordering::Acquire);
        let ticks = next(&self.last_position, self.clock.now().0 << SEQUENCE_BITS);
        self.note(lease, ticks >> SEQUENCE_BITS);
        let sequence = ticks & ((1 << SEQUENCE_BITS) - 1);
        Position((ticks >> SEQUENCE_BITS << 20) | ((lease & WORKER_MASK) << SEQUENCE_BITS) | sequence)
    }

    fn note(&self, lease: i64, millisecond: i64) {
        if millisecond > lease >> SEQUENCE_BITS {
            self.beyond.fetch_add(1, Ordering::AcqRel);
        }
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
        match last.compare_exchange_weak(current, ticks, Ordering::AcqRel, Ordering::Relaxed) {
            Ok(_) => return ticks,
            Err(found) => current = found,
        }
    }
}

fn no_worker() -> StoreError {
    StoreError::Unavailable("this process holds no worker number now".to_owned())
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
    fn a_lease_is_kept_to() {
        let clock = Arc::new(ManualClock::at(Timestamp(1_613_254_256_000)));
        let start = clock.now().0;
        let mint = Mint::leased(Arc::clone(&clock) as Arc<dyn Clock>);
        assert!(mint.begin().is_err() && mint.one_id().is_err(), "nothing was granted yet");
        // The clock is a minute behind what the holder before may have minted.
        mint.grant(7, start + 60_000, start + 70_000, 1_000);
        let minting = mint.begin().unwrap();
        let (id, position) = (mint.id(), mint.position());
        assert_eq!((id >> 22) + SNOWFLAKE_EPOCH, start + 60_001);
        assert_eq!((position.0 >> 20, (position.0 >> 10) & 1023, mint.reach()), (start + 60_001, 7, start + 60_001));
        mint.check(minting).unwrap();
        clock.advance(999);
        assert!(mint.one_id().is_ok());
        clock.advance(1);
        assert!(mint.check(minting).is_err() && mint.one_id().is_err(), "the lease ran out");
        mint.grant(8, start + 70_000, start + 80_000, 20_000);
        assert_eq!((mint.one_id().unwrap() >> 12) & 1023, 8);
        // A clock that leaps beyond the span: what is minted there may not be kept, also after another lease.
        let minting = mint.begin().unwrap();
        clock.advance(100_000);
        assert!(mint.id() >> 22 > start + 80_000 - SNOWFLAKE_EPOCH);
        mint.grant(9, start + 80_000, start + 200_000, 200_000);
        assert!(mint.check(minting).is_err());
        // A clock set back lets the lease neither last nor end.
        clock.advance(-90_000_000);
        assert!(mint.one_id().is_ok());
        clock.advance(100_000);
        assert!(mint.one_id().is_err());
    }

    #[test]
    fn workers_never_mint_the_same() {
        let ((_, one), (_, two)) = (mint(1), mint(2));
        assert_ne!(one.position(), two.position());
        assert_ne!(one.id(), two.id());
    }
}
