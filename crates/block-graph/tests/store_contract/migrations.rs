//! Migrations: the same in both databases, run once however many try, and asked for when they are missing.

use std::sync::Arc;

use block_graph::StoreError;
use block_graph::access::{App, Plan};
use block_graph::event::Change;
use block_graph::store::{Database, Ledger};

use diesel::Connection;
use diesel::connection::SimpleConnection;

use crate::stores::{Place, load};
use crate::world::*;

mod bare {
    use super::*;

    #[cfg(feature = "sqlite")]
    #[test]
    fn sqlite() {
        a_bare_database_is_told_and_migrated(&crate::stores::bare_sqlite());
        many_may_migrate_at_once(&crate::stores::bare_sqlite());
        let place = crate::stores::sqlite();
        let path = place.url.strip_prefix("sqlite://").unwrap();
        let connect = || diesel::SqliteConnection::establish(path).unwrap();
        what_old_processes_write_is_read(&place, "sqlite", |statements| by_hand(connect(), statements));
    }

    #[cfg(feature = "postgres")]
    #[test]
    fn postgres() {
        a_bare_database_is_told_and_migrated(&crate::stores::bare_postgres());
        many_may_migrate_at_once(&crate::stores::bare_postgres());
        let place = crate::stores::postgres();
        let connect = || diesel::PgConnection::establish(&place.url).unwrap();
        what_old_processes_write_is_read(&place, "postgres", |statements| by_hand(connect(), statements));
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
    assert_eq!(pending, ["2026-11-20-000000_graph", "2026-11-20-000001_sign_in", "2026-11-20-000002_workers"]);
    assert_eq!(store.migrate().unwrap(), pending);
    assert_eq!(store.pending_migrations().unwrap(), [""; 0]);
    assert_eq!(store.migrate().unwrap(), [""; 0]);
    store.append(&events(1, everything())).unwrap();
    assert_holds(&load(&store).unwrap(), everything());
}

/// Runs statements as somebody else's program would.
fn by_hand(mut connection: impl SimpleConnection, statements: &str) {
    connection.batch_execute(statements).unwrap();
}

/// What a process of the release before writes, as it does before the migration and may do after it.
fn what_old_processes_write_is_read(place: &Place, database: &str, by_hand: impl Fn(&str)) {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../migrations/");
    let down = std::fs::read_to_string(format!("{folder}{database}/2026-11-20-000001_sign_in/down.sql")).unwrap();
    let store = place.open();
    store.append(&events(1, [add_user(1), Change::AddApp(Arc::new(app(1))), issue(signed(1, 1, 1))])).unwrap();
    // As bearer tokens: a secret that was sealed for the first row cannot be opened in another.
    let issue = |number: i64| {
        format!(
            "INSERT INTO tokens (id, key, class, audience, app_id, user_id, scopes, public, secret, created, expires, revoked) \
             SELECT {number}, 'b:{number}', 1, audience, app_id, user_id, scopes, NULL, NULL, created, expires, revoked \
             FROM tokens WHERE id = 1;"
        )
    };
    by_hand(&format!("{down} DELETE FROM __diesel_schema_migrations WHERE version = '20261120000001';"));
    by_hand(&issue(2));
    assert_eq!(store.migrate().unwrap(), ["2026-11-20-000001_sign_in"]);
    by_hand(&issue(3));
    let old = App { plan: Plan::Enterprise, callbacks: Vec::new(), public: false, password_secret: None, ..app(1) };
    let graph = load(&store).unwrap();
    assert_eq!(block_graph::view::View::all_apps(&graph).unwrap(), [Arc::new(old)]);
    let tokens = block_graph::view::View::all_tokens(&graph).unwrap();
    assert_eq!(tokens.iter().map(|token| token.id.0).collect::<Vec<_>>(), [1, 2, 3]);
    for token in tokens {
        assert_eq!((token.permission, token.chain), (None, None));
    }
}

pub(crate) fn many_may_migrate_at_once(place: &Place) {
    let ran = std::thread::scope(|scope| {
        let stores: Vec<_> = (0..4).map(|_| place.open()).collect();
        let run = |store: block_graph::store::diesel::DieselStore| scope.spawn(move || store.migrate().unwrap().len());
        let running: Vec<_> = stores.into_iter().map(run).collect();
        running.into_iter().map(|thread| thread.join().unwrap()).sum::<usize>()
    });
    assert_eq!(ran, 3, "each of them once");
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
