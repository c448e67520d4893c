//! What a replica must have before it is read from, as a matter of arithmetic: no threads, no database.
//!
//! The listener asks the primary again and again where it writes its log. A replica that has replayed the log up to such a
//! mark has all that was acknowledged before the mark was asked for. So a mark that was asked for less than the bound ago
//! keeps the bound, and one that was asked for after a person's write was acknowledged has that write: commits need not be
//! asked for their own places, and a read compares two numbers.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use parking_lot::Mutex;
use rustc_hash::FxHashMap;

use crate::engine::nearby::Asked;
use crate::id::UserId;
use crate::store::replica::Mark;

/// A place that the primary's log had reached.
#[derive(Clone, Copy)]
pub(super) struct Beat {
    number: u64,
    /// When it was asked for.
    at: Instant,
    /// The same, on the clock of what is kept at hand.
    pub(super) asked: Asked,
    pub(super) mark: Mark,
}

/// Which beats there were, and who must see which.
pub(super) struct Proof {
    bound: Duration,
    /// How many people are remembered by name.
    people: usize,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    /// The number of the last one that was asked for.
    begun: u64,
    pending: Option<(Instant, Asked)>,
    /// Those within the bound, oldest first.
    beats: VecDeque<Beat>,
    /// The newest one that the replica was seen to have, which tells where it is worth asking and proves nothing.
    seen: u64,
    /// What everybody must see.
    floor: u64,
    /// What those who wrote must see.
    wrote: FxHashMap<UserId, u64>,
    order: VecDeque<(UserId, u64)>,
}

impl Proof {
    pub(super) fn new(bound: Duration, people: usize) -> Self {
        Self { bound, people, state: Mutex::default() }
    }

    /// Numbers a beat, which is asked for after this.
    pub(super) fn begin(&self, asked: Asked) -> u64 {
        let mut state = self.state.lock();
        state.begun += 1;
        state.pending = Some((Instant::now(), asked));
        state.begun
    }

    /// What came of it.
    pub(super) fn marked(&self, number: u64, mark: Mark) {
        let mut state = self.state.lock();
        if let Some((at, asked)) = state.pending.take().filter(|_| number == state.begun) {
            state.beats.push_back(Beat { number, at, asked, mark });
        }
        while state.beats.front().is_some_and(|beat| beat.at.elapsed() >= self.bound) {
            state.beats.pop_front();
        }
    }

    /// How far the replica was seen to be.
    pub(super) fn replayed(&self, mark: &Mark) {
        let state = &mut *self.state.lock();
        state.seen = state.beats.iter().rfind(|beat| mark.reaches(&beat.mark)).map_or(0, |beat| beat.number);
        while let Some((user, number)) = state.order.front().copied().filter(|(_, number)| *number <= state.seen) {
            state.order.pop_front();
            state.forget(user, number);
        }
    }

    /// Called when a write of that person was kept, before anybody is told so; nobody: of the operator, for everybody.
    pub(super) fn wrote(&self, user: Option<UserId>) {
        let state = &mut *self.state.lock();
        let next = state.begun + 1;
        let Some(user) = user else {
            state.floor = next;
            return;
        };
        if state.wrote.insert(user, next) != Some(next) {
            state.order.push_back((user, next));
        }
        while state.order.len() > self.people {
            let Some((user, number)) = state.order.pop_front() else { break };
            state.forget(user, number);
        }
    }

    /// The number that a beat must have for what these people see.
    pub(super) fn needed(&self, user: Option<UserId>) -> u64 {
        let state = self.state.lock();
        user.and_then(|user| state.wrote.get(&user).copied()).unwrap_or(0).max(state.floor)
    }

    /// The oldest beat that keeps the bound, has at least that number and is likely to have come to the replica; `None`
    /// where only the primary will do.
    pub(super) fn beat(&self, needed: u64) -> Option<Beat> {
        let state = self.state.lock();
        let fits = |beat: &&Beat| beat.number >= needed && beat.at.elapsed() < self.bound;
        state.beats.iter().find(fits).filter(|beat| beat.number <= state.seen).copied()
    }
}

impl State {
    /// Forgets what one person must see, which everybody must from now on.
    fn forget(&mut self, user: UserId, number: u64) {
        if self.wrote.get(&user) == Some(&number) {
            self.wrote.remove(&user);
            self.floor = self.floor.max(number);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LONG: Duration = Duration::from_secs(600);

    fn mark(place: i64) -> Mark {
        Mark { system: 1, timeline: 1, place }
    }

    /// A beat at that place of the log.
    fn beat(proof: &Proof, place: i64) {
        let number = proof.begin(Asked::NEVER);
        proof.marked(number, mark(place));
    }

    fn served(proof: &Proof, user: Option<i64>) -> bool {
        proof.beat(proof.needed(user.map(UserId))).is_some()
    }

    #[test]
    fn nothing_is_read_from_a_replica_that_was_not_seen_to_have_a_beat() {
        let proof = Proof::new(LONG, 10);
        assert!(!served(&proof, None));
        beat(&proof, 100);
        assert!(!served(&proof, None));
        proof.replayed(&mark(99));
        assert!(!served(&proof, None));
        proof.replayed(&mark(100));
        assert!(served(&proof, None) && served(&proof, Some(1)));
        proof.replayed(&Mark { timeline: 2, ..mark(500) });
        assert!(!served(&proof, None), "another timeline's places prove nothing");
    }

    #[test]
    fn beats_older_than_the_bound_prove_nothing() {
        let proof = Proof::new(Duration::ZERO, 10);
        beat(&proof, 100);
        proof.replayed(&mark(100));
        assert!(!served(&proof, None));
    }

    #[test]
    fn who_wrote_waits_for_a_beat_that_was_asked_for_afterwards() {
        let proof = Proof::new(LONG, 10);
        beat(&proof, 100);
        proof.replayed(&mark(100));
        // On its way to the primary while the write is kept: it may have been answered before.
        let number = proof.begin(Asked::NEVER);
        proof.wrote(Some(UserId(1)));
        proof.marked(number, mark(200));
        proof.replayed(&mark(200));
        assert!(!served(&proof, Some(1)) && served(&proof, Some(2)) && served(&proof, None));
        beat(&proof, 300);
        assert!(!served(&proof, Some(1)));
        proof.replayed(&mark(300));
        assert!(served(&proof, Some(1)));
        // A replica that is behind again, as another one may be, is not read from for whom it was read from already.
        proof.replayed(&mark(250));
        assert!(!served(&proof, Some(1)));
    }

    #[test]
    fn who_is_forgotten_waits_with_everybody() {
        let proof = Proof::new(LONG, 2);
        beat(&proof, 100);
        proof.replayed(&mark(100));
        for user in 1..=3 {
            proof.wrote(Some(UserId(user)));
        }
        assert!(!served(&proof, Some(1)) && !served(&proof, None));
        beat(&proof, 200);
        proof.replayed(&mark(200));
        assert!((1..=4).all(|user| served(&proof, Some(user))));
        proof.wrote(None);
        assert!(!served(&proof, None), "the operator's writes are everybody's");
    }
}
