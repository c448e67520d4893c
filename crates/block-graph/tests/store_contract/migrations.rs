//! Migrations: the same in both databases, run once however many try, and asked for when they are missing.

use block_graph::StoreError;
use block_graph::store::{Database, Ledger};

use crate::stores::{Place, load};
use crate::world::*;

mod bare {
    use super::*;

    #[cfg(feature = "sqlite")]
    #[test]
    fn sqlite() {
        a_bare_database_is_told_and_migrated(&crate::stores::bare_sqlite());
        many_may_migrate_at_once(&crate::stores::bare_sqlite());
    }

    #[cfg(feature = "postgres")]
    #[test]
    fn postgres() {
        a_bare_database_is_told_and_migrated(&crate::stores::bare_postgres());
        many_may_migrate_at_once(&crate::stores::bare_postgres());
    }
}

fn a_bare_database_is_told_and_migrated(place: &Place) {
    let store = place.open();
    let lacks = |result: Result<(), StoreError>| {
        assert!(
            matches!(&result, Err(StoreError::Broken(told)) if told.contains("2026-11-20-000000_graph")),
            "{result:?}"
        );
    };
    lacks(load(&store).map(drop));
    lacks(store.read(&mut |_| Ok(())));
    let pending = store.pending_migrations().unwrap();
    assert_eq!(pending, ["2026-11-20-000000_graph"]);
    assert_eq!(store.migrate().unwrap(), pending);
    assert_eq!(store.pending_migrations().unwrap(), [""; 0]);
    assert_eq!(store.migrate().unwrap(), [""; 0]);
    store.append(&events(1, everything())).unwrap();
    assert_holds(&load(&store).unwrap(), everything());
}

fn many_may_migrate_at_once(place: &Place) {
    let ran = std::thread::scope(|scope| {
        let stores: Vec<_> = (0..4).map(|_| place.open()).collect();
        let run = |store: block_graph::store::diesel::DieselStore| scope.spawn(move || store.migrate().unwrap().len());
        let running: Vec<_> = stores.into_iter().map(run).collect();
        running.into_iter().map(|thread| thread.join().unwrap()).sum::<usize>()
    });
    assert_eq!(ran, 1);
}

#[test]
fn both_databases_have_the_same_migrations() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../migrations/");
    let names = |database: &str| {
        let mut names = Vec::new();
        for entry in std::fs::read_dir(format!("{folder}{database}")).unwrap() {
            let entry = entry.unwrap();
            for file in ["up.sql", "down.sql"] {
                assert!(entry.path().join(file).is_file(), "{:?} lacks {file}", entry.path());
            }
            names.push(entry.file_name().into_string().unwrap());
        }
        names.sort();
        names
    };
    assert_eq!(names("sqlite"), names("postgres"));
    assert!(!names("sqlite").is_empty());
}
