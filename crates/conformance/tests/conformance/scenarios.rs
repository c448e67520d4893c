//! Every scenario of `fixtures/scenarios`, told by every dialect, or every pair of them, on every store.

#[cfg(feature = "postgres")]
use std::time::{Duration, Instant};

#[cfg(feature = "postgres")]
use block_graph::access::Actor;
#[cfg(feature = "postgres")]
use block_graph::{ShowUser, UserRef, Wants};
use conformance::speech::ALL;
#[cfg(feature = "postgres")]
use conformance::{House, Place, Server, run_in};
use conformance::{StoreKind, Story, run};

use crate::{read, root};

/// All stories, by the names of their files.
fn stories() -> Vec<(String, Story)> {
    let folder = std::fs::read_dir(root().join("fixtures/scenarios")).unwrap();
    let mut names: Vec<_> = folder.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names.into_iter().map(|name| (name.clone(), Story::parse(&read(&format!("fixtures/scenarios/{name}"))))).collect()
}

fn tell_all_on(store: StoreKind) {
    for (_, story) in stories() {
        for first in ALL.map(|speech| speech.name()) {
            for other in ALL.map(|speech| speech.name()) {
                if story.pairs || first == other {
                    run(&story, store, first, other);
                }
            }
        }
    }
}

#[test]
fn on_memory() {
    tell_all_on(StoreKind::Memory);
}

#[test]
fn on_sqlite_that_one_process_owns() {
    tell_all_on(StoreKind::SqliteOwned);
}

#[test]
fn on_sqlite_read_for_every_request() {
    tell_all_on(StoreKind::SqliteShared);
}

#[cfg(feature = "postgres")]
#[test]
fn on_postgres_that_one_process_owns() {
    tell_all_on(StoreKind::PostgresOwned);
}

#[cfg(feature = "postgres")]
#[test]
fn on_postgres_that_processes_share() {
    tell_all_on(StoreKind::PostgresShared);
}

#[cfg(feature = "postgres")]
#[test]
fn on_postgres_behind_a_pooler() {
    for (_, story) in stories() {
        for speech in ALL.map(|speech| speech.name()) {
            run_in(&story, &House::at(Place::pooled()), "pooled", speech, speech);
        }
    }
}

#[cfg(feature = "postgres")]
#[test]
fn on_postgres_with_answers_at_hand() {
    tell_all_on(StoreKind::PostgresBounded);
}

#[cfg(feature = "postgres")]
#[test]
fn on_postgres_with_a_replica() {
    let primary = Server::start(&[]);
    let standby = primary.standby();
    // People in stories see at once what others did, so the replica must have it when they are told.
    primary.administer("ALTER SYSTEM SET synchronous_commit = 'remote_apply'");
    primary.administer("ALTER SYSTEM SET synchronous_standby_names = '*'");
    primary.administer("SELECT pg_reload_conf()");
    let mut read = 0;
    for (number, (_, story)) in stories().into_iter().enumerate() {
        // Each in the next dialect, for servers of one's own take their time.
        let speech = ALL[number % ALL.len()].name();
        let name = format!("story_{number}");
        let (url, read_url) = (primary.copy(&name), standby.url_of(&name));
        let house = House::at(Place::replicated(url, read_url, Duration::from_millis(500)));
        let told = || house.gateway.engine.reads_by_place().map_or(0, |(_, replica)| replica);
        let until = Instant::now() + Duration::from_secs(30);
        while told() == 0 {
            let show = ShowUser { user: UserRef::name("amy") };
            house.wait(house.gateway.engine.execute(&Actor::Anonymous, show.into(), Wants::CARD)).unwrap();
            assert!(Instant::now() < until, "nothing is read from the replica");
        }
        let before = told();
        run_in(&story, &house, "with a replica", speech, speech);
        read += told() - before;
    }
    assert!(read > 0);
}

#[test]
fn every_story_says_what_it_proves_once() {
    let stories = stories();
    for (name, story) in &stories {
        assert!(name.ends_with(".toml"), "{name}");
        let same = stories.iter().filter(|(_, other)| other.about == story.about).count();
        assert!(!story.about.is_empty() && same == 1, "{name}");
    }
}

#[test]
#[should_panic(expected = "blocking")]
fn a_story_that_is_not_true_fails() {
    let story = Story::parse(
        r#"
        about = "Nobody blocked cat"
        [[step]]
        actor = "amy"
        intent = "relation"
        target = "cat"
        sees = { blocking = true }
        "#,
    );
    run(&story, StoreKind::Memory, "v2", "v2");
}
