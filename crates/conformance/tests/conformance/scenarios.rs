//! Every scenario of `fixtures/scenarios`, told by every dialect, or every pair of them, on every store.

use conformance::speech::ALL;
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
