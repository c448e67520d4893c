//! Leases by clocks that are moved by hand: what runs out, what is taken over, and what may be kept.

use std::collections::HashSet;

use parking_lot::Mutex;

use super::*;
use crate::time::{ManualClock, Timestamp};

/// Numbers on loan in memory, on a clock of their own: few, so that they are soon held again.
struct Desk {
    clock: Arc<ManualClock>,
    rows: Mutex<Vec<(String, i64, i64)>>,
    away: Mutex<bool>,
}

impl Desk {
    fn new(numbers: usize) -> Arc<Self> {
        let rows = vec![(String::new(), 0, 0); numbers];
        let clock = Arc::new(ManualClock::at(START));
        Arc::new(Self { clock, rows: Mutex::new(rows), away: Mutex::new(false) })
    }

    fn reached(&self) -> Result<(), StoreError> {
        if *self.away.lock() { Err(StoreError::Unavailable("away".to_owned())) } else { Ok(()) }
    }
}

impl Workers for Desk {
    fn take(&self, term: &Term<'_>) -> Result<Option<Lease>, StoreError> {
        self.reached()?;
        let now = self.clock.now().0;
        let mut rows = self.rows.lock();
        let free = (0..rows.len()).filter(|worker| rows[*worker].1 <= now).min_by_key(|worker| rows[*worker].2);
        let Some(worker) = free else { return Ok(None) };
        let above = rows[worker].2;
        let up_to = above.max(term.reach) + term.span;
        rows[worker] = (term.holder.to_owned(), now + term.lasts, up_to);
        Ok(Some(Lease { worker: u16::try_from(worker).unwrap(), above, up_to }))
    }

    fn renew(&self, worker: u16, term: &Term<'_>) -> Result<Option<Lease>, StoreError> {
        self.reached()?;
        let row = &mut self.rows.lock()[usize::from(worker)];
        if row.0 != term.holder {
            return Ok(None);
        }
        *row = (row.0.clone(), self.clock.now().0 + term.lasts, row.2.max(term.reach + term.span));
        Ok(Some(Lease { worker, above: 0, up_to: row.2 }))
    }

    fn release(&self, worker: u16, holder: &str, reach: i64) -> Result<(), StoreError> {
        self.reached()?;
        let row = &mut self.rows.lock()[usize::from(worker)];
        if row.0 == holder {
            *row = (String::new(), 0, reach);
        }
        Ok(())
    }
}

const START: Timestamp = Timestamp(1_613_254_256_000);
const SECOND: i64 = 1_000;

/// A process whose clock differs from the desk's by `skew` milliseconds.
fn process(desk: &Arc<Desk>, name: &str, skew: i64) -> (Arc<ManualClock>, Keeper) {
    let clock = Arc::new(ManualClock::at(Timestamp(desk.clock.now().0 + skew)));
    let own: Arc<dyn Clock> = Arc::clone(&clock) as _;
    let mint = Arc::new(Mint::leased(Arc::clone(&own)));
    (clock, Keeper::new(Arc::clone(desk) as _, mint, own, name.to_owned()))
}

/// Lets a second pass for all.
fn pass(desk: &Desk, clocks: &[&ManualClock]) {
    desk.clock.advance(SECOND);
    clocks.iter().for_each(|clock| clock.advance(SECOND));
}

/// An id and a position, if they may be kept.
fn minted(keeper: &Keeper) -> Option<(i64, i64)> {
    let minting = keeper.mint.begin().ok()?;
    let minted = (keeper.mint.id(), keeper.mint.position().0);
    keeper.mint.check(minting).ok().map(|()| minted)
}

#[test]
fn a_number_is_renewed_before_it_ends_and_given_back() {
    let desk = Desk::new(1);
    let (clock, mut keeper) = process(&desk, "a", 0);
    keeper.ask().unwrap();
    for _ in 0..200 {
        pass(&desk, &[&clock]);
        keeper.beat();
        assert!(minted(&keeper).is_some());
    }
    let (_, mut other) = process(&desk, "b", 0);
    assert!(other.ask().is_err(), "it is held");
    let (stop, stopped) = sync_channel(0);
    drop(stop);
    let reach = keeper.mint.reach();
    keeper.run(&stopped);
    other.ask().unwrap();
    let (id, _) = minted(&other).unwrap();
    assert_eq!((id >> 22) + crate::mint::SNOWFLAKE_EPOCH, reach + 1, "right after the last, not after the whole span");
}

#[test]
fn who_could_not_renew_stops_and_goes_on_with_another_number() {
    let desk = Desk::new(2);
    let (clock, mut keeper) = process(&desk, "a", 0);
    keeper.ask().unwrap();
    let before = keeper.held;
    *desk.away.lock() = true;
    for second in 1..60 {
        pass(&desk, &[&clock]);
        keeper.beat();
        assert_eq!(minted(&keeper).is_some(), second < 30, "after {second} seconds");
    }
    *desk.away.lock() = false;
    // Others needed both numbers meanwhile.
    let mut others = ["b", "c"].map(|name| process(&desk, name, 0).1);
    others.iter_mut().for_each(|other| other.ask().unwrap());
    keeper.beat();
    assert!(minted(&keeper).is_none() && keeper.held.is_none());
    let other = others.iter().find(|other| other.held != before).unwrap();
    desk.release(other.held.unwrap(), &other.holder, desk.clock.now().0).unwrap();
    keeper.beat();
    assert!(minted(&keeper).is_some() && keeper.held == other.held);
}

#[test]
fn a_clock_that_leaps_ahead_costs_a_moment() {
    let desk = Desk::new(1);
    let (clock, mut keeper) = process(&desk, "a", 0);
    keeper.ask().unwrap();
    let later = Timestamp(clock.now().0 + 3_600 * SECOND);
    let (leapt, mut keeper) = {
        // The same process: its time was set, none has passed.
        let clock = Arc::new(ManualClock::at(later));
        let own: Arc<dyn Clock> = Arc::clone(&clock) as _;
        let mint = Arc::new(Mint::leased(Arc::clone(&own)));
        mint.grant(0, START.0, START.0 + 35 * SECOND, 30 * SECOND);
        (clock, Keeper { mint, clock: own, ..keeper })
    };
    assert_eq!(minted(&keeper), None, "beyond what was lent");
    keeper.beat();
    assert!(minted(&keeper).is_some());
    leapt.advance(-3_600 * SECOND);
    keeper.beat();
    assert!(minted(&keeper).is_some(), "set back, it goes on where it was");
}

/// Processes whose clocks are far apart come, stop in the middle, go and are cut off, for an hour, on too few numbers.
#[test]
fn nothing_is_minted_twice_whatever_the_clocks_show() {
    let desk = Desk::new(2);
    let (mut ids, mut positions) = (HashSet::new(), HashSet::new());
    let skews = [0, -40 * SECOND, 90 * SECOND, -3_600 * SECOND];
    let mut processes: Vec<_> =
        skews.iter().zip(["a", "b", "c", "d"]).map(|(skew, name)| process(&desk, name, *skew)).collect();
    let (mut draw, mut kept) = (7_u64, 0);
    for _ in 0..3_600 {
        desk.clock.advance(SECOND);
        for (number, (clock, keeper)) in processes.iter_mut().enumerate() {
            clock.advance(SECOND);
            draw = draw.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let (chance, mut stopped) = ((draw >> 33) % 1_000, false);
            match chance {
                0..5 => clock.advance(-30 * SECOND),
                5..8 => clock.advance(20 * SECOND),
                8..10 => desk.clock.advance(-10 * SECOND),
                // Each is stopped for its own forty seconds of every two minutes, as by a debugger.
                _ => stopped = (desk.clock.now().0 / SECOND + 30 * i64::try_from(number).unwrap()) % 120 < 40,
            }
            if !stopped {
                keeper.beat();
            }
            // What is minted while the keeper sleeps is the hard part.
            if let Some((id, position)) = minted(keeper) {
                kept += 1;
                assert!(ids.insert(id) && positions.insert(position));
            }
        }
    }
    assert!(kept > 1_000, "{kept}");
}
