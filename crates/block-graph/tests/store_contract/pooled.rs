//! The shared store behind PgBouncer, which lends a connection of the server for one transaction at a time: nothing may
//! depend on what an earlier transaction left on a connection.

use block_graph::StoreError;
use block_graph::access::seal::SealKey;
use block_graph::store::Database;
use block_graph::store::diesel::{DieselStore, Options};

use crate::stores::{Place, pooled};
use crate::world::*;

fn migrated() -> Place {
    let place = pooled();
    place.open().migrate().unwrap();
    place
}

#[test]
fn many_migrate_at_once() {
    crate::migrations::many_may_migrate_at_once(&pooled());
}

#[test]
fn processes_race() {
    crate::shared::a_follow_never_stands_beside_a_block(&migrated());
    crate::races::nobody_repeats_a_post_twice(&migrated());
}

#[test]
fn owners_and_others_take_turns() {
    crate::shared::shared_and_owned_use_take_turns(&migrated());
}

#[test]
fn engines_answer_as_one_without_a_store() {
    crate::engines::shared_engines_answer_as_one_without_a_store(&migrated());
}

#[test]
fn worker_numbers_are_leased() {
    crate::workers::many_take_at_once(&migrated());
}

/// What the setting is for, and that this pooler is one that needs it.
#[test]
fn prepared_statements_do_not_work_here() {
    let place = migrated();
    let stores: Vec<_> =
        (0..6).map(|_| DieselStore::open(&place.url, SealKey::new(&[7; 32]), Options::default()).unwrap()).collect();
    let failed = std::thread::scope(|scope| {
        let run = |store| {
            let store: &DieselStore = store;
            scope.spawn(move || {
                let read = |_| store.read(&mut |view| view.people(&[id(1)]).map(drop));
                (0..200).map(read).find(Result::is_err)
            })
        };
        let threads: Vec<_> = stores.iter().map(run).collect();
        threads.into_iter().filter_map(|thread| thread.join().unwrap()).collect::<Vec<_>>()
    });
    assert!(
        failed.iter().any(|error| matches!(error, Err(StoreError::Broken(told)) if told.contains("prepared"))),
        "{failed:?}"
    );
}
