//! Random acts of several people: the same on every store, never breaking what must always hold, and kept.

mod crowd;
mod races;

use block_graph::{Engine, Standing};
use conformance::{Place, StoreKind, engine, runtime};
use proptest::collection::vec;
use proptest::prelude::{Just, Strategy, prop_oneof};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use crowd::{ACTS, Crowd, PEOPLE};

/// One thing that happens.
#[derive(Clone, Copy, Debug)]
enum Step {
    /// Somebody does something to somebody, perhaps to themselves: which act, who, to whom.
    Act(usize, usize, usize),
    /// The operator changes how somebody stands.
    Stand(usize, Standing),
}

fn scripts(longest: usize) -> impl Strategy<Value = Vec<Step>> {
    let person = || 0..PEOPLE.len();
    let standing =
        prop_oneof![3 => Just(Standing::Active), 1 => Just(Standing::Suspended), 1 => Just(Standing::Deactivated)];
    let step = prop_oneof![
        12 => (0..ACTS, person(), person()).prop_map(|(act, actor, target)| Step::Act(act, actor, target)),
        1 => (person(), standing).prop_map(|(who, standing)| Step::Stand(who, standing)),
    ];
    vec(step, 1..longest)
}

/// Runs a property on scripts that are the same each time.
fn on_scripts(cases: u32, longest: usize, property: impl Fn(Vec<Step>)) {
    let config = Config { cases, failure_persistence: None, ..Config::default() };
    let random = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let told = TestRunner::new_with_rng(config, random).run(&scripts(longest), |script| {
        property(script);
        Ok(())
    });
    told.unwrap();
}

fn play(crowd: &Crowd, step: Step) -> String {
    match step {
        Step::Act(act, actor, target) => crowd.act(act, actor, target),
        Step::Stand(who, standing) => crowd.stand(who, standing),
    }
}

#[test]
fn what_must_always_hold_holds_after_every_step() {
    on_scripts(64, 60, |script| {
        let crowd = Crowd::new(Place::new(StoreKind::Memory).engine(1));
        for step in script {
            play(&crowd, step);
            crowd.seen().must_hold();
        }
    });
}

/// Plays scripts on the store in memory and on another one; both must tell and hold the same at every step, and the other
/// one the same again after it was opened anew, whichever way it is used then.
fn like_memory(kind: StoreKind, reopened_as: &[StoreKind], cases: u32) {
    on_scripts(cases, 40, |script| {
        let place = Place::new(kind);
        let memory = Crowd::new(Place::new(StoreKind::Memory).engine(1));
        let other = Crowd::new(place.engine(1));
        for (number, step) in script.iter().enumerate() {
            assert_eq!(play(&other, *step), play(&memory, *step), "step {number}: {step:?}");
            if number % 8 == 0 {
                assert_eq!(other.seen(), memory.seen(), "after step {number}: {step:?}");
            }
        }
        let before = other.seen();
        assert_eq!(before, memory.seen());
        before.must_hold();
        drop(other);
        for kind in reopened_as {
            let again = Crowd::new(engine(place.open_as(*kind), 2));
            assert_eq!(again.seen(), before, "opened anew as {kind:?}");
        }
    });
}

#[test]
fn sqlite_that_one_process_owns_is_like_memory() {
    like_memory(StoreKind::SqliteOwned, &[StoreKind::SqliteOwned, StoreKind::SqliteShared], 10);
}

#[test]
fn sqlite_read_for_every_request_is_like_memory() {
    like_memory(StoreKind::SqliteShared, &[StoreKind::SqliteShared, StoreKind::SqliteOwned], 6);
}

#[cfg(feature = "postgres")]
#[test]
fn postgres_that_one_process_owns_is_like_memory() {
    like_memory(StoreKind::PostgresOwned, &[StoreKind::PostgresOwned, StoreKind::PostgresShared], 3);
}

#[cfg(feature = "postgres")]
#[test]
fn postgres_that_processes_share_is_like_memory() {
    like_memory(StoreKind::PostgresShared, &[StoreKind::PostgresShared, StoreKind::PostgresOwned], 3);
}

/// A store with a block, a follow, a request and a mute in it holds them, place for place, when it is opened anew.
#[test]
fn an_opened_store_goes_on_where_it_stopped() {
    let place = Place::new(StoreKind::SqliteOwned);
    let crowd = Crowd::new(place.engine(1));
    let (amy, bob, cat, eve) = (0, 1, 2, 4);
    for (act, actor, target) in [("Block", amy, cat), ("Follow", bob, cat), ("Mute", amy, bob), ("Follow", cat, eve)] {
        crowd.named(act, actor, target);
    }
    let before = crowd.places();
    drop(crowd);
    let again = Crowd::new(place.engine(1));
    assert_eq!(again.places(), before);
    // What is done now comes on top of it all.
    again.named("Block", amy, eve);
    let after = again.places();
    assert!(after.len() == before.len() + 1 && before.iter().all(|place| after.contains(place)));
    let newest = after.iter().find(|place| !before.contains(place)).unwrap();
    assert!(before.iter().all(|place| place.3 < newest.3), "{newest:?} is not the newest");
}

/// Waits for something an engine does.
fn wait<T>(work: impl Future<Output = T>) -> T {
    runtime().block_on(work)
}

/// For [`races`]: several engines may stand on one store.
fn engines(place: &Place, number: u16) -> Vec<Engine> {
    (1..=number).map(|worker| place.engine(worker)).collect()
}
