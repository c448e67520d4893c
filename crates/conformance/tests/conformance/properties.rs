//! Random acts of several people: the same on every store, never breaking what must always hold, and kept.

mod crowd;
mod deeds;
mod model;
mod races;

use block_graph::{Engine, PostRange, Standing};
use conformance::{NOW, Place, StoreKind, engine, runtime};
use proptest::collection::vec;
use proptest::prelude::{Just, Strategy, prop_oneof};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use crowd::{Crowd, PEOPLE};
use deeds::{DEEDS, Deed};
use model::Model;

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
        12 => (0..DEEDS.len(), person(), person()).prop_map(|(act, actor, target)| Step::Act(act, actor, target)),
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
        Step::Act(act, actor, target) => neutral(&format!("{:?}", crowd.act(act, actor, target))),
        Step::Stand(who, standing) => crowd.stand(who, standing),
    }
}

/// A text with every id and place that was given since the clock stopped as a number in the order of appearance: which
/// ones an engine gives is its own affair, what it says with them is not.
fn neutral(text: &str) -> String {
    let mut given: Vec<&str> = Vec::new();
    let mut told = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        let end = rest[start..].find(|c: char| !c.is_ascii_digit()).map_or(rest.len(), |length| start + length);
        let number = &rest[start..end];
        told.push_str(&rest[..start]);
        let value: i64 = number.parse().unwrap_or_default();
        if value >= PostRange::since(NOW).0 && value >> 20 <= NOW.0 + 1 {
            let index = given.iter().position(|known| *known == number).unwrap_or(given.len());
            if index == given.len() {
                given.push(number);
            }
            told.push_str(&format!("#{index}"));
        } else {
            told.push_str(number);
        }
        rest = &rest[end..];
    }
    told + rest
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

/// Nothing is made that the table of promises forbids, nothing is refused that it allows, and what is there at the end is
/// what was done: told by a model that knows nothing of the engine.
#[test]
fn nothing_is_made_while_it_is_forbidden() {
    let made = std::cell::RefCell::new(std::collections::BTreeMap::new());
    on_scripts(96, 100, |script| {
        let crowd = Crowd::new(Place::new(StoreKind::Memory).engine(1)).settle();
        let mut model = Model::of(&crowd);
        for step in script {
            match step {
                Step::Act(act, actor, target) => {
                    let scene = crowd.scene(actor, target);
                    let told = crowd.act(act, actor, target);
                    let allowed = model.saw(DEEDS[act], (actor, target), &scene, &told);
                    *made.borrow_mut().entry((DEEDS[act], allowed)).or_insert(0) += 1;
                }
                Step::Stand(who, standing) => {
                    crowd.stand(who, standing);
                    model.stands(who, standing);
                }
            }
        }
        for who in 0..PEOPLE.len() {
            crowd.stand(who, Standing::Active);
        }
        model.is_what_is_there(&crowd);
    });
    // The scripts reach both sides of every rule.
    for deed in Deed::RULED {
        for allowed in [true, false] {
            assert!(
                made.borrow().get(&(deed, allowed)).is_some_and(|count| *count > 5),
                "{deed:?}, {allowed}: too few"
            );
        }
    }
}

/// Plays scripts on the store in memory and on another one; both must tell and hold the same at every step, and the other
/// one the same again after it was opened anew, whichever way it is used then.
fn like_memory(kind: StoreKind, reopened_as: &[StoreKind], cases: u32) {
    on_scripts(cases, 40, |script| {
        let place = Place::new(kind);
        let memory = Crowd::new(Place::new(StoreKind::Memory).engine(1)).settle();
        let other = Crowd::new(place.engine(1)).settle();
        for (number, step) in script.iter().enumerate() {
            assert_eq!(play(&other, *step), play(&memory, *step), "step {number}: {step:?}");
            if number % 8 == 0 {
                assert_eq!(other.seen(), memory.seen(), "after step {number}: {step:?}");
            }
        }
        let before = other.seen();
        assert_eq!(before, memory.seen());
        before.must_hold();
        let contents = other.contents();
        for (told, expected) in contents.iter().zip(memory.contents()) {
            assert_eq!(neutral(&format!("{told:?}")), neutral(&format!("{expected:?}")));
        }
        drop(other);
        for kind in reopened_as {
            let again = Crowd::new(engine(place.open_as(*kind), 2));
            assert_eq!(again.seen(), before, "opened anew as {kind:?}");
            assert_eq!(again.contents(), contents, "opened anew as {kind:?}");
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
    for (act, actor, target) in
        [(Deed::Block, amy, cat), (Deed::Follow, bob, cat), (Deed::Mute, amy, bob), (Deed::Follow, cat, eve)]
    {
        crowd.named(act, actor, target);
    }
    let before = crowd.places();
    drop(crowd);
    let again = Crowd::new(place.engine(1));
    assert_eq!(again.places(), before);
    // What is done now comes on top of it all.
    again.named(Deed::Block, amy, eve);
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
