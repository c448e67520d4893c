//! Many at once on few pairs: "A blocks B" beside "B follows A" leaves no follow beside a block, and nothing that was
//! acknowledged is lost.

use std::sync::Arc;
use std::thread;

use block_graph::store::Ledger as _;
use block_graph::view::View;
use block_graph::{
    Block, Command, CoreError, Cursor, Engine, Follow, Graph, GraphLoader, List, ManualClock, Mint, Mute, Outcome,
    Relation, ShowRelation, Unblock, Unfollow, UserId, UserRef, Wants, scramble,
};
use conformance::{NOW, Place, StoreKind, id};

use super::crowd::{caller, edges, stands_clear};
use super::{engines, wait};

const FEW: [&str; 3] = ["amy", "bob", "jo"];
const THREADS: usize = 4;
const ACTS: usize = 48;

/// Numbers that are the same for the same seed: SplitMix64.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        (scramble(self.0) % most as u64) as usize
    }
}

/// One thread's acts: mostly on the few, now and then a mute that nobody else touches. Returns whom it muted.
fn act(engine: &Engine, seed: usize) -> Vec<UserId> {
    let mut dice = Dice(seed as u64);
    let mut muted = Vec::new();
    for number in 0..ACTS {
        let actor = dice.below(FEW.len());
        let other = id(FEW[(actor + 1 + dice.below(FEW.len() - 1)) % FEW.len()]);
        let target = UserRef::Id(other);
        let command: Command = match dice.below(9) {
            0..=2 => Block { target }.into(),
            3..=4 => Unblock { target }.into(),
            5..=7 => Follow { target }.into(),
            _ => Unfollow { target }.into(),
        };
        // A follow beside a block is refused; anything else must be done.
        let told = wait(engine.execute(&caller(id(FEW[actor])), command, Wants::NOTHING));
        assert!(!matches!(&told, Err(error) if !matches!(error, CoreError::Refused(_))), "{told:?}");
        // What somebody else does to the pair right now may show, a follow beside a block never.
        stands_clear(relation(engine, id(FEW[actor]), other), FEW[actor]);
        if number % 8 == 0 {
            let guest = id(&format!("guest{:02}", seed * 6 + number / 8 + 1));
            wait(engine.execute(&caller(id("dan")), Mute { target: guest.into() }.into(), Wants::NOTHING)).unwrap();
            muted.push(guest);
        }
    }
    muted
}

/// What a second reader of the store finds, while whoever wrote it still runs.
fn kept(place: &Place) -> Graph {
    let mut loader = GraphLoader::default();
    place.database().load(&mut loader).unwrap();
    loader.finish(&Mint::new(Arc::new(ManualClock::at(NOW)), 9))
}

fn race(kind: StoreKind, processes: u16) {
    let place = Place::new(kind);
    let engines = engines(&place, processes);
    let muted: Vec<UserId> = thread::scope(|scope| {
        let threads: Vec<_> = (0..THREADS)
            .map(|seed| {
                let engine = &engines[seed % engines.len()];
                scope.spawn(move || act(engine, seed))
            })
            .collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    });
    assert_eq!(muted.len(), THREADS * ACTS / 8);
    let durable = (kind != StoreKind::Memory).then(|| kept(&place));
    for (one, other) in pairs() {
        let relations: Vec<_> = engines.iter().map(|engine| relation(engine, one, other)).collect();
        for relation in &relations {
            stands_clear(*relation, &format!("{one} and {other} on {kind:?}"));
            assert_eq!(*relation, relations[0], "two engines see it differently");
        }
        if let Some(graph) = &durable {
            assert_eq!(Relation::of(one, &edges(graph, one, other)), relations[0], "{one} and {other} on {kind:?}");
        }
    }
    for guest in &muted {
        assert!(relation(&engines[0], id("dan"), *guest).muting);
        let mutes = |graph: &Graph| Relation::of(id("dan"), &edges(graph, id("dan"), *guest)).muting;
        assert!(durable.as_ref().is_none_or(mutes), "the mute of {guest} was lost");
    }
    drop(engines);
    if kind != StoreKind::Memory {
        let again = place.engine(1);
        let graph = kept(&place);
        for (one, other) in pairs() {
            assert_eq!(relation(&again, one, other), Relation::of(one, &edges(&graph, one, other)));
            let before = durable.as_ref().map(|before| edges(before, one, other));
            assert_eq!(before, Some(edges(&graph, one, other)), "opened anew it is the same, place for place");
        }
        // Counts are of the edges that are there.
        for person in FEW.map(id) {
            let counts = wait(again.person(person.into())).unwrap().unwrap().counts;
            for (list, counted) in [(List::Followers, counts.followers), (List::Following, counts.following)] {
                let rows = graph.rows(person, list, Cursor::Newest, 1000).unwrap();
                assert_eq!(i32::try_from(rows.len()).unwrap(), counted, "{list:?} of {person}");
            }
        }
    }
}

fn pairs() -> impl Iterator<Item = (UserId, UserId)> {
    let all = FEW.into_iter().flat_map(|one| FEW.map(|other| (id(one), id(other))));
    all.filter(|(one, other)| one != other)
}

fn relation(engine: &Engine, one: UserId, other: UserId) -> Relation {
    let command = ShowRelation { source: None, target: other.into() }.into();
    match wait(engine.execute(&caller(one), command, Wants::NOTHING)).unwrap() {
        Outcome::Relationship(told) => told.relation,
        other => panic!("{other:?}"),
    }
}

#[test]
fn in_memory() {
    race(StoreKind::Memory, 1);
}

#[test]
fn on_sqlite_that_one_process_owns() {
    race(StoreKind::SqliteOwned, 1);
}

#[test]
fn on_sqlite_that_two_engines_share() {
    race(StoreKind::SqliteShared, 2);
}

#[cfg(feature = "postgres")]
#[test]
fn on_postgres_that_one_process_owns() {
    race(StoreKind::PostgresOwned, 1);
}

#[cfg(feature = "postgres")]
#[test]
fn on_postgres_that_two_engines_share() {
    race(StoreKind::PostgresShared, 2);
}
