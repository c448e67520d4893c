//! A copy holds what its source held, whichever databases they are and however often it was broken off.

use std::sync::atomic::{AtomicU64, Ordering};

use block_graph::StoreError;
use block_graph::store::Ledger as _;
use block_graph::store::diesel::{Compared, DieselStore, Manner, Step, Watch};

use crate::stores::{Place, load};
use crate::world::*;

crate::over!(
    bare databases: everything_comes_along, what_waits_to_be_folded_waits_in_the_copy, it_goes_on_wherever_it_broke_off,
    another_store_is_left_alone, a_source_that_went_on_is_told, secrets_move_under_another_key,
    a_row_that_changed_is_noticed, an_unfinished_copy_is_no_store, it_begins_anew_when_told, a_bare_store_can_be_copied,
);

fn silent(_: Step) -> Result<(), StoreError> {
    Ok(())
}

/// Small chunks, so that a few rows are many transactions.
const SMALL: Manner = Manner { chunk: 2, anew: false };

fn equal(outcome: &block_graph::store::diesel::Outcome) {
    assert!(outcome.is_equal() && !outcome.went_on, "{outcome:?}");
    assert!(outcome.tables.iter().filter(|table| table.from.rows > 0).count() >= 13, "{outcome:?}");
}

/// A source with everything in it, folded in part, in a database of the other kind where there is one.
fn source() -> (Place, DieselStore) {
    #[cfg(feature = "sqlite")]
    let place = crate::stores::sqlite();
    #[cfg(not(feature = "sqlite"))]
    let place = crate::stores::postgres();
    let store = place.open();
    store.append(&events(1, everything())).unwrap();
    store.fold(5).unwrap();
    (place, store)
}

/// Out of `place` and into a third store, over all pairs of databases.
fn everything_comes_along(place: &Place) {
    let (_first, from) = source();
    let to = place.open();
    equal(&from.copy_into(&to, SMALL, &silent).unwrap());
    assert_holds(&load(&to).unwrap(), everything());
    let (again, _) = source();
    let last = fresh();
    let store = last.open();
    equal(&to.copy_into(&store, Manner::default(), &silent).unwrap());
    assert!(from.compare_with(&store, &silent).unwrap().iter().all(Compared::is_equal));
    assert_holds(&load(&store).unwrap(), everything());
    drop(again);
    // It lives on: the same write leaves the three of them the same.
    let more = events(10_000, [add(1, block_graph::EdgeKind::Mute, 3, 99 << 20)]);
    for store in [&from, &to, &store] {
        store.append(&more).unwrap();
        while store.fold(100).unwrap() > 0 {}
    }
    assert!(from.compare_with(&store, &silent).unwrap().iter().all(Compared::is_equal));
    assert!(to.compare_with(&store, &silent).unwrap().iter().all(Compared::is_equal));
}

fn fresh() -> Place {
    #[cfg(feature = "sqlite")]
    return crate::stores::bare_sqlite();
    #[cfg(not(feature = "sqlite"))]
    return crate::stores::bare_postgres();
}

fn what_waits_to_be_folded_waits_in_the_copy(place: &Place) {
    use block_graph::store::Database as _;
    let (_keep, from) = source();
    let to = place.open();
    equal(&from.copy_into(&to, SMALL, &silent).unwrap());
    // Read as processes that share it do, which fold what waits before they read.
    let mut read = 0;
    to.read(&mut |view| {
        assert_holds(view, everything());
        read += 1;
        Ok(())
    })
    .unwrap();
    assert_eq!(read, 1);
}

/// A watch that ends the copy at its n-th step.
fn ends_at(last: u64) -> (std::sync::Arc<AtomicU64>, impl Fn(Step) -> Result<(), StoreError> + Sync) {
    let steps = std::sync::Arc::new(AtomicU64::new(0));
    let counted = std::sync::Arc::clone(&steps);
    let watch = move |_| {
        if counted.fetch_add(1, Ordering::Relaxed) == last {
            return Err(StoreError::Unavailable("enough".to_owned()));
        }
        Ok(())
    };
    (steps, watch)
}

fn it_goes_on_wherever_it_broke_off(place: &Place) {
    let (_keep, from) = source();
    let to = place.open();
    let copied = AtomicU64::new(0);
    let mut broken = 0;
    // Each run comes a little further than the one before, until one comes to the end.
    let outcome = loop {
        let (_, ends) = ends_at(14 + 3 * broken);
        let watch = |step| {
            if let Step::Copied { rows, .. } = &step {
                copied.fetch_add(*rows, Ordering::Relaxed);
            }
            ends(step)
        };
        let watch: &Watch<'_> = &watch;
        // Another process each time.
        match from.copy_into(&place.open(), SMALL, watch) {
            Ok(outcome) => break outcome,
            Err(error) => assert_eq!(error.to_string(), StoreError::Unavailable("enough".to_owned()).to_string()),
        }
        broken += 1;
    };
    assert!(broken > 15, "{broken}");
    equal(&outcome);
    let rows: u64 = outcome.tables.iter().filter(|table| table.table != "meta").map(|table| table.from.rows).sum();
    assert_eq!(copied.into_inner(), rows, "no row is copied twice and none is left out");
    assert_holds(&load(&to).unwrap(), everything());
}

fn another_store_is_left_alone(place: &Place) {
    let (_keep, from) = source();
    let to = place.open();
    to.migrate().unwrap();
    to.append(&events(1, [add_user(9)])).unwrap();
    let refused = from.copy_into(&to, SMALL, &silent).unwrap_err().to_string();
    assert!(refused.contains("is not empty: it has rows in users"), "{refused}");
    assert_holds(&load(&to).unwrap(), [add_user(9)]);
}

fn a_source_that_went_on_is_told(place: &Place) {
    let (_keep, from) = source();
    let watch = |step| {
        if step == (Step::Copied { table: "apps", rows: 2 }) {
            from.append(&events(10_000, [add_user(77)]))?;
        }
        Ok(())
    };
    let outcome = from.copy_into(&place.open(), SMALL, &watch).unwrap();
    assert!(outcome.is_equal() && outcome.went_on, "{outcome:?}");
    // The copy is of the moment it began.
    assert_holds(&load(&place.open()).unwrap(), everything());
    // A copy that broke off before the source went on is not gone on with.
    let other = fresh();
    let (_, watch) = ends_at(20);
    from.copy_into(&other.open(), SMALL, &watch).unwrap_err();
    from.append(&events(20_000, [add_user(78)])).unwrap();
    let refused = from.copy_into(&other.open(), SMALL, &silent).unwrap_err().to_string();
    assert!(refused.contains("begin it anew"), "{refused}");
}

fn secrets_move_under_another_key(place: &Place) {
    let (kept, from) = source();
    // Who has not the source's key learns so before anything is in the target under another.
    let refused = kept.open_with([9; 32]).copy_into(&fresh().open(), SMALL, &silent).unwrap_err().to_string();
    assert!(refused.contains("sealed with another key"), "{refused}");
    let to = place.open_with([8; 32]);
    equal(&from.copy_into(&to, SMALL, &silent).unwrap());
    assert_holds(&load(&to).unwrap(), everything());
    assert!(load(&place.open()).is_err(), "the source's key opens nothing of the copy");
}

fn by_hand(place: &Place, statements: &str) {
    use diesel::Connection as _;
    use diesel::connection::SimpleConnection as _;
    match place.url.strip_prefix("sqlite://") {
        #[cfg(feature = "sqlite")]
        Some(path) => diesel::SqliteConnection::establish(path).unwrap().batch_execute(statements).unwrap(),
        #[cfg(feature = "postgres")]
        None => diesel::PgConnection::establish(&place.url).unwrap().batch_execute(statements).unwrap(),
        #[cfg(not(all(feature = "sqlite", feature = "postgres")))]
        _ => unreachable!("{}", place.url),
    }
}

fn a_row_that_changed_is_noticed(place: &Place) {
    let (_keep, from) = source();
    let (steps, watch) = ends_at(60);
    from.copy_into(&place.open(), SMALL, &watch).unwrap_err();
    assert!(steps.load(Ordering::Relaxed) > 60);
    let (source, target) = (id(1).0, id(2).0);
    let this = format!("source_id = {source} AND kind = 2 AND target_id = {target}");
    by_hand(place, &format!("UPDATE edges SET position = position + 1 WHERE {this}"));
    let outcome = from.copy_into(&place.open(), SMALL, &silent).unwrap();
    let wrong: Vec<_> = outcome.tables.iter().filter(|table| !table.is_equal()).collect();
    assert!(matches!(wrong[..], [Compared { table: "edges", .. }]), "{wrong:?}");
    // Where it is: whose, of which kind, at which position.
    assert_eq!(wrong[0].differs.as_deref(), Some(format!("{:?}", [source, 2, 11 << 20]).as_str()));
    assert!(refusal(place).contains("not finished"));
    // Of finished copies too, and rows that are gone.
    equal(&from.copy_into(&place.open(), Manner { anew: true, ..SMALL }, &silent).unwrap());
    by_hand(
        place,
        &format!("DELETE FROM likes WHERE position = 901; UPDATE users SET name = 'Another' WHERE id = {target}"),
    );
    let compared = from.compare_with(&place.open(), &silent).unwrap();
    let wrong: Vec<_> = compared.iter().filter(|table| !table.is_equal()).collect();
    assert!(matches!(wrong[..], [Compared { table: "users", .. }, Compared { table: "likes", .. }]), "{wrong:?}");
    assert_eq!((wrong[1].from.rows, wrong[1].to.rows), (3, 2));
}

/// Why a process would not start on a store.
fn refusal(place: &Place) -> String {
    load(&place.open()).map(drop).unwrap_err().to_string()
}

fn an_unfinished_copy_is_no_store(place: &Place) {
    let (_keep, from) = source();
    let (_, watch) = ends_at(40);
    from.copy_into(&place.open(), SMALL, &watch).unwrap_err();
    let told = refusal(place);
    assert!(told.contains("holds a copy that is not finished"), "{told}");
    assert!(place.open().copy_into(&fresh().open(), SMALL, &silent).is_err(), "nor a source");
}

fn it_begins_anew_when_told(place: &Place) {
    let (_keep, from) = source();
    let (_, watch) = ends_at(40);
    from.copy_into(&place.open(), SMALL, &watch).unwrap_err();
    from.append(&events(20_000, [add_user(78)])).unwrap();
    let anew = Manner { anew: true, ..SMALL };
    equal(&from.copy_into(&place.open(), anew, &silent).unwrap());
    // A finished copy is a store like any other.
    assert!(from.copy_into(&place.open(), anew, &silent).unwrap_err().to_string().contains("is not empty"));
}

fn a_bare_store_can_be_copied(place: &Place) {
    let from = fresh();
    from.open().migrate().unwrap();
    let outcome = from.open().copy_into(&place.open(), SMALL, &silent).unwrap();
    assert!(outcome.is_equal(), "{outcome:?}");
    assert_holds(&load(&place.open()).unwrap(), [add_user(1)].into_iter().take(0));
}

/// A table that a later migration makes must be copied, or be named here with the reason why not.
#[cfg(feature = "sqlite")]
#[test]
fn every_table_is_copied() {
    use diesel::prelude::*;

    #[derive(diesel::QueryableByName)]
    struct Named {
        #[diesel(sql_type = diesel::sql_types::Text)]
        name: String,
    }

    const LEFT: [&str; 1] = [
        // Written by the migrations themselves.
        "__diesel_schema_migrations",
    ];
    let place = crate::stores::sqlite();
    let mut connection = SqliteConnection::establish(place.url.strip_prefix("sqlite://").unwrap()).unwrap();
    let tables = diesel::sql_query("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'");
    let tables: Vec<Named> = tables.load(&mut connection).unwrap();
    let there: std::collections::BTreeSet<_> =
        tables.iter().map(|table| table.name.as_str()).filter(|name| !LEFT.contains(name)).collect();
    let compared = place.open().compare_with(&place.open(), &silent).unwrap();
    assert_eq!(there, compared.iter().map(|table| table.table).collect());
}

/// Every column of every table: a copy that left one out would not be noticed by comparing what it copies.
#[cfg(feature = "sqlite")]
#[test]
fn every_column_is_copied() {
    use diesel::prelude::*;

    #[derive(diesel::QueryableByName)]
    struct Dump {
        #[diesel(sql_type = diesel::sql_types::Text)]
        row: String,
    }

    let dump = |place: &Place| -> Vec<String> {
        let mut connection = SqliteConnection::establish(place.url.strip_prefix("sqlite://").unwrap()).unwrap();
        let mut ask = |sql: &str| -> Vec<String> {
            diesel::sql_query(sql).load::<Dump>(&mut connection).unwrap().into_iter().map(|dump| dump.row).collect()
        };
        let tables =
            ask("SELECT name AS row FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_%' ESCAPE '\\' \
                          AND name NOT LIKE 'sqlite_%' ORDER BY name");
        let mut all = Vec::new();
        for table in tables {
            let columns = ask(&format!("SELECT 'quote(' || name || ')' AS row FROM pragma_table_info('{table}')"));
            let rows = ask(&format!("SELECT {} AS row FROM {table}", columns.join(" || ',' || ")));
            all.extend(rows.into_iter().map(|row| format!("{table} {row}")));
        }
        all.sort_unstable();
        all
    };
    let (from, store) = source();
    let to = crate::stores::bare_sqlite();
    equal(&store.copy_into(&to.open(), SMALL, &silent).unwrap());
    assert_eq!(dump(&from), dump(&to));
}
