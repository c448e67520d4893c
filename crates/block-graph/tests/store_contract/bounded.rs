//! Answers kept at hand: a process sees its own writes at once, and another's never later than the bound, whatever happens
//! to the one who listens.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use block_graph::access::{Actor, TokenKey, TokenState};
use block_graph::event::Change;
use block_graph::store::{Bounds, Store};
use block_graph::*;

use crate::engines::{START, engines};
use crate::stores::{Place, administer, postgres};
use crate::world::*;

mod wire;

/// Somebody who writes without keeping anything, and somebody who keeps answers.
struct Pair {
    runtime: tokio::runtime::Runtime,
    writer: Engine,
    reader: Engine,
    bound: Duration,
    // The connections end before their database does.
    place: Place,
}

impl Pair {
    fn new(bound: Duration, listen: impl Fn(&Place) -> Option<String>) -> Self {
        let place = postgres();
        let bounds = Bounds { bound, entries: 1_000, listen: listen(&place) };
        let stores = vec![Store::Shared(Arc::new(place.open())), Store::Bounded(Arc::new(place.open()), bounds)];
        let mut engines = engines(stores, &Arc::new(ManualClock::at(START)));
        let (reader, writer) = (engines.pop().unwrap(), engines.pop().unwrap());
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let pair = Self { runtime, writer, reader, bound, place };
        let mut changes: Vec<_> = (1..=3).map(add_user).collect();
        changes.push(Change::AddApp(Arc::new(app(1))));
        changes.extend([issue(bearer(11, 1, 1)), issue(signed(12, 1, 2))]);
        pair.runtime.block_on(pair.writer.import(changes)).unwrap();
        pair
    }

    fn set(&self, standing: Standing) {
        self.runtime.block_on(self.writer.set_standing(id(2), standing)).unwrap();
    }

    /// Whether the reader sees the second person.
    fn sees(&self) -> bool {
        let show = ShowUser { user: UserRef::name("user_2") };
        match self.runtime.block_on(self.reader.execute(&Actor::Anonymous, show.into(), Wants::CARD)) {
            Ok(_) => true,
            Err(CoreError::Refused(Refusal::UserSuspended { .. })) => false,
            Err(other) => unreachable!("{other:?}"),
        }
    }

    fn hits(&self) -> u64 {
        self.reader.at_hand().unwrap().0
    }

    /// Reads until what is read comes from what is at hand.
    fn warm(&self) {
        let until = Instant::now() + Duration::from_secs(30);
        let before = self.hits();
        while self.hits() == before {
            self.sees();
            assert!(Instant::now() < until, "nothing is ever at hand");
        }
    }

    /// After how long the reader saw what the writer was told is so. It may never be longer than the bound.
    fn lag(&self, standing: Standing) -> Duration {
        self.set(standing);
        let told = Instant::now();
        loop {
            let asked = told.elapsed();
            if self.sees() == (standing == Standing::Active) {
                return asked;
            }
            assert!(asked < self.bound, "asked after {asked:?}, it answered as it was before");
        }
    }
}

fn in_turn(round: usize) -> Standing {
    if round.is_multiple_of(2) { Standing::Suspended } else { Standing::Active }
}

#[test]
fn what_another_process_commits_is_heard_of_long_before_the_bound() {
    let pair = Pair::new(Duration::from_secs(3), |_| None);
    let mut lags = Vec::new();
    for round in 0..40 {
        pair.warm();
        lags.push(pair.lag(in_turn(round)));
    }
    lags.sort();
    eprintln!("heard after {:?} (the middle of 40), at the latest {:?}", lags[20], lags[39]);
    assert!(lags[20] < pair.bound / 4, "{lags:?}");
}

#[test]
fn a_listener_that_is_killed_makes_nothing_older_than_the_bound() {
    let pair = Pair::new(Duration::from_millis(400), |_| None);
    let name = pair.place.url.rsplit('/').next().unwrap().split('?').next().unwrap().to_owned();
    for round in 0..12 {
        pair.warm();
        administer(&format!(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}' AND query LIKE '%pg_notify(''portcullis'', $1)%'"
        ));
        pair.lag(in_turn(round));
    }
}

#[test]
fn a_network_that_swallows_everything_makes_nothing_older_than_the_bound() {
    let wire = wire::Wire::new();
    let pair = Pair::new(Duration::from_millis(600), |place| Some(wire.lead_to(&place.url)));
    for round in 0..4 {
        pair.warm();
        wire.cut(true);
        // Nothing is heard of it, and yet it is seen in time.
        pair.lag(in_turn(round));
        // Past the bound nothing is served from what is at hand, until the listener is heard again.
        let told = Instant::now();
        while told.elapsed() < pair.bound {
            pair.sees();
        }
        let hits = pair.hits();
        for _ in 0..20 {
            pair.sees();
        }
        assert_eq!(pair.hits(), hits);
        wire.cut(false);
    }
}

#[test]
fn a_revoked_token_is_worth_nothing_after_the_bound() {
    let pair = Pair::new(Duration::from_secs(2), |_| None);
    let key: TokenKey = bearer(11, 1, 1).key;
    let state = || pair.runtime.block_on(pair.reader.token(key.clone())).unwrap();
    pair.warm();
    let hits = pair.hits();
    while pair.hits() < hits + 5 {
        assert!(matches!(state(), TokenState::Live(_)));
    }
    pair.runtime.block_on(pair.writer.import(vec![Change::RevokeToken(bearer(11, 1, 1).id, START)])).unwrap();
    let told = Instant::now();
    loop {
        let asked = told.elapsed();
        if state() == TokenState::Revoked {
            break;
        }
        assert!(asked < pair.bound);
    }
}

#[test]
fn a_process_sees_its_own_writes_at_once_whoever_reads_beside_it() {
    let pair = Pair::new(Duration::from_secs(5), |_| None);
    let grant = |key: TokenKey| match pair.runtime.block_on(pair.reader.token(key)).unwrap() {
        TokenState::Live(grant) => Actor::Granted(grant),
        other => unreachable!("{other:?}"),
    };
    let (actor, other) = (grant(bearer(11, 1, 1).key), grant(signed(12, 1, 2).key));
    let show = || ShowRelation { source: Some(UserRef::Id(id(1))), target: UserRef::Id(id(2)) };
    let ended = AtomicBool::new(false);
    std::thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| {
                let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
                while !ended.load(Ordering::Relaxed) {
                    runtime.block_on(pair.reader.execute(&other, show().into(), Wants::RELATION)).unwrap();
                }
            });
        }
        for round in 0..150 {
            let mute = round % 2 == 0;
            let target = UserRef::Id(id(2));
            let command: Command = if mute { Mute { target }.into() } else { Unmute { target }.into() };
            pair.runtime.block_on(pair.reader.execute(&actor, command, Wants::NOTHING)).unwrap();
            for _ in 0..3 {
                let shown = pair.runtime.block_on(pair.reader.execute(&actor, show().into(), Wants::RELATION)).unwrap();
                let Outcome::Relationship(shown) = shown else { unreachable!("{shown:?}") };
                if shown.relation.muting != mute {
                    ended.store(true, Ordering::Relaxed);
                }
                assert_eq!(shown.relation.muting, mute, "round {round}");
            }
        }
        ended.store(true, Ordering::Relaxed);
    });
    assert!(pair.hits() > 100, "{:?}", pair.reader.at_hand());
}
