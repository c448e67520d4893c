//! A replica that is read from: what it answers, that nobody sees anything older than the bound however far behind it is,
//! and that nobody notices when it goes.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use block_graph::access::{Actor, TokenClass};
use block_graph::testkit::grant;
use block_graph::{
    Block, Command, List, ListIds, Mute, Outcome, PageRequest, ShowRelation, Unblock, Unmute, UserRef, Wants,
};
use conformance::{House, Place, Server, id};
use diesel::connection::{InstrumentationEvent, set_default_instrumentation};

use super::{BOUND, is_well};

/// How old an answer may be.
const OLD: Duration = Duration::from_millis(1200);
const PATIENCE: Duration = Duration::from_secs(60);

/// Two processes that read from a primary and its replica.
struct Scene {
    writer: House,
    reader: House,
    // The connections end before their servers do.
    standby: Server,
    primary: Server,
}

impl Scene {
    fn new() -> Self {
        let primary = Server::start(&[]);
        let standby = primary.standby();
        let writer = House::at(Place::replicated(primary.url(), standby.url(), OLD));
        let reader = writer.twin();
        let scene = Self { writer, reader, standby, primary };
        from_replica(&scene.writer);
        from_replica(&scene.reader);
        scene
    }
}

fn by(name: &str) -> Actor {
    Actor::Granted(Arc::new(grant(TokenClass::Signed, "x", Some(id(name)), &[])))
}

fn run(house: &House, name: &str, command: Command) -> Outcome {
    house.wait(house.gateway.engine.execute(&by(name), command, Wants::RELATION)).unwrap()
}

/// Whether `name` blocks dan, from the list.
fn lists(house: &House, name: &str) -> bool {
    let list = ListIds { owner: UserRef::Id(id(name)), list: List::Blocked, page: PageRequest::EVERYTHING };
    let Outcome::IdPage(page) = run(house, name, list.into()) else { unreachable!("a page of ids") };
    page.items.contains(&id("dan"))
}

/// Whether `name` mutes dan, by a short read.
fn mutes(house: &House, name: &str) -> bool {
    let show = ShowRelation { source: Some(UserRef::Id(id(name))), target: UserRef::Id(id("dan")) };
    let Outcome::Relationship(shown) = run(house, name, show.into()) else { unreachable!("a relationship") };
    shown.relation.muting
}

/// Has bob block and mute dan, or not.
fn change(house: &House, on: bool) {
    let target = || UserRef::Id(id("dan"));
    let both: [Command; 2] = if on {
        [Block { target: target() }.into(), Mute { target: target() }.into()]
    } else {
        [Unblock { target: target() }.into(), Unmute { target: target() }.into()]
    };
    both.into_iter().for_each(|command| drop(run(house, "bob", command)));
}

/// How many reads the primary and the replica answered.
fn places(house: &House) -> (u64, u64) {
    house.gateway.engine.reads_by_place().unwrap()
}

/// Reads until the replica answers.
fn from_replica(house: &House) {
    let until = Instant::now() + PATIENCE;
    let before = places(house).1;
    while places(house).1 == before {
        lists(house, "cat");
        assert!(Instant::now() < until, "nothing is ever read from the replica");
    }
}

/// That the other process sees the change of the writer within the bound, in lists and in short reads.
fn within_the_bound(scene: &Scene, on: bool) {
    change(&scene.writer, on);
    let told = Instant::now();
    // Whoever wrote sees it at once.
    assert!(lists(&scene.writer, "bob") == on && mutes(&scene.writer, "bob") == on);
    for sees in [lists, mutes] {
        loop {
            let asked = told.elapsed();
            if sees(&scene.reader, "bob") == on {
                break;
            }
            assert!(asked < OLD, "asked after {asked:?}, it answered as it was before");
        }
    }
}

/// Statements, each with the address it was sent to.
static SENT: Mutex<Vec<(String, String)>> = Mutex::new(Vec::new());

/// How many statements were sent to these servers since this was asked last: to read, and to ask how far they are. The
/// end of a read's transaction is left out, for it may come after the answer.
fn sent(servers: &[&Server]) -> (usize, usize) {
    let all = std::mem::take(&mut *SENT.lock().unwrap_or_else(PoisonError::into_inner));
    let here = |url: &String| servers.iter().any(|server| url.starts_with(&server.url()));
    let texts = all.into_iter().filter(|(url, _)| here(url)).map(|(_, text)| text);
    let (marks, others): (Vec<_>, Vec<_>) = texts.partition(|text| text.contains("pg_control"));
    let reads = |text: &&String| text.starts_with("BEGIN") || text.starts_with("SELECT");
    (others.iter().filter(reads).filter(|text| !text.contains("pg_notify")).count(), marks.len())
}

#[test]
fn reads_come_from_the_replica_and_cost_no_more_statements() {
    const READS: usize = 400;
    set_default_instrumentation(|| {
        let mut address = String::new();
        Some(Box::new(move |event: InstrumentationEvent<'_>| match event {
            InstrumentationEvent::StartEstablishConnection { url, .. } => address = url.to_owned(),
            InstrumentationEvent::StartQuery { query, .. } => {
                SENT.lock().unwrap_or_else(PoisonError::into_inner).push((address.clone(), query.to_string()));
            }
            _ => {}
        }))
    })
    .unwrap();
    let scene = Scene::new();
    let alone = super::house(scene.primary.url());
    // Of the two at the scene only one reads; all that both ask of how far they are is counted.
    let both = [&scene.primary, &scene.standby];
    let read = |house: &House| {
        // Connections are made before.
        for _ in 0..20 {
            lists(house, "amy");
        }
        sent(&both);
        let began = Instant::now();
        for _ in 0..READS {
            lists(house, "amy");
        }
        (sent(&both), began.elapsed())
    };
    let (without, slow) = read(&alone);
    let before = places(&scene.reader);
    let (with, fast) = read(&scene.reader);
    let after = places(&scene.reader);
    eprintln!(
        "{READS} lists: {without:?} statements to read and to ask how far, {slow:?}; with a replica {with:?}, {fast:?}; \
         the replica answered {}, the primary {}",
        after.1 - before.1,
        after.0 - before.0
    );
    assert_eq!(with.0, without.0);
    assert!(after.1 > before.1);
}

#[test]
fn nobody_sees_anything_older_than_the_bound_however_far_behind_the_replica_is() {
    let scene = Scene::new();
    for round in 0..4 {
        from_replica(&scene.reader);
        within_the_bound(&scene, round % 2 == 0);
    }
    for round in 0..4 {
        from_replica(&scene.reader);
        scene.standby.administer("SELECT pg_wal_replay_pause()");
        within_the_bound(&scene, round % 2 == 0);
        // Past the bound nothing is read from it, by anybody.
        let paused = Instant::now();
        while paused.elapsed() < OLD {
            lists(&scene.reader, "cat");
        }
        let before = places(&scene.reader);
        for _ in 0..20 {
            lists(&scene.reader, "cat");
        }
        assert_eq!(places(&scene.reader), (before.0 + 20, before.1));
        scene.standby.administer("SELECT pg_wal_replay_resume()");
    }
    from_replica(&scene.reader);
}

#[test]
fn who_wrote_sees_it_while_others_read_from_a_replica_that_has_not_got_it() {
    let scene = Scene::new();
    scene.standby.administer("SELECT pg_wal_replay_pause()");
    change(&scene.writer, true);
    let told = Instant::now();
    let (mut rounds, before) = (0, places(&scene.writer).1);
    while told.elapsed() < OLD {
        assert!(lists(&scene.writer, "bob") && mutes(&scene.writer, "bob"));
        lists(&scene.writer, "cat");
        rounds += 1;
    }
    eprintln!("{rounds} rounds, {} of cat's from the replica", places(&scene.writer).1 - before);
    assert!(rounds > 0);
}

#[test]
fn nobody_notices_that_the_replica_goes_and_comes() {
    let mut scene = Scene::new();
    for _ in 0..2 {
        scene.standby.kill();
        let until = Instant::now() + 2 * OLD;
        while Instant::now() < until {
            let began = Instant::now();
            assert!(is_well(&scene.reader) && is_well(&scene.writer));
            assert!(began.elapsed() < BOUND, "took {:?}", began.elapsed());
        }
        within_the_bound(&scene, true);
        scene.standby.restart();
        from_replica(&scene.reader);
        within_the_bound(&scene, false);
    }
}

#[test]
fn a_replica_that_does_not_answer_holds_up_nobody_for_long() {
    let scene = Scene::new();
    from_replica(&scene.reader);
    scene.standby.freeze(true);
    let began = Instant::now();
    // More than there are threads that could be held up.
    for _ in 0..12 {
        lists(&scene.reader, "cat");
    }
    let took = began.elapsed();
    within_the_bound(&scene, true);
    let before = places(&scene.reader).1;
    assert!(is_well(&scene.reader) && places(&scene.reader).1 == before);
    scene.standby.freeze(false);
    eprintln!("twelve reads took {took:?}, with a bound of {OLD:?}");
    assert!(took < BOUND);
    from_replica(&scene.reader);
    within_the_bound(&scene, false);
}

#[test]
fn a_primary_is_no_replica_and_a_replica_that_took_over_is_none_any_more() {
    let scene = Scene::new();
    let itself = House::at(Place::replicated(scene.primary.url(), scene.primary.url(), OLD));
    scene.standby.promote();
    // What goes on there is another history: after the bound nothing of it is read.
    let promoted = Instant::now();
    while promoted.elapsed() < OLD {
        lists(&itself, "cat");
        lists(&scene.reader, "cat");
    }
    let before = places(&scene.reader).1;
    for round in 0..2 {
        within_the_bound(&scene, round == 0);
    }
    assert_eq!((places(&scene.reader).1, places(&itself).1), (before, 0));
}
