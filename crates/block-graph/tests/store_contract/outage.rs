//! PostgreSQL goes away and comes back: what was under way is told, and the next to come finds new connections.

use block_graph::StoreError;
use block_graph::store::{Database, Ledger};

use crate::stores::{Place, administer, postgres};
use crate::world::*;

/// Ends every connection to the database, as a restart of the server does.
fn cut_off(place: &Place) {
    let (path, _) = place.url.split_once('?').unwrap_or((&place.url, ""));
    let (_, database) = path.rsplit_once('/').unwrap();
    administer(&format!("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '{database}'"));
}

#[test]
fn idle_connections_are_replaced_unseen() {
    let place = postgres();
    let store = place.open();
    store.append(&events(1, [add_user(1), add_user(2)])).unwrap();
    for _ in 0..2 {
        Database::ping(&store).unwrap();
        cut_off(&place);
        assert_eq!(store.read(&mut |view| view.people(&[id(1)]).map(drop)), Ok(()));
        cut_off(&place);
        store.commit(&[], &mut |_| Ok(Vec::new())).unwrap();
        cut_off(&place);
        assert_eq!(Ledger::fold(&store, 10), Ok(0));
        cut_off(&place);
        Ledger::ping(&store).unwrap();
    }
    store.append(&events(10, [add_user(3)])).unwrap();
}

#[test]
fn a_cut_in_the_midst_of_work_is_told_and_passes() {
    let place = postgres();
    let store = place.open();
    store.append(&events(1, [add_user(1)])).unwrap();
    let mut runs = 0;
    let read = store.read(&mut |view| {
        runs += 1;
        cut_off(&place);
        view.people(&[id(1)]).map(drop)
    });
    assert!(matches!(read, Err(StoreError::Unavailable(_))), "{read:?}");
    assert_eq!(store.read(&mut |view| view.people(&[id(1)]).map(drop)), Ok(()));
    let kept = store.commit(&[], &mut |_| {
        runs += 1;
        cut_off(&place);
        Ok(events(10, [add_user(2)]))
    });
    assert!(matches!(kept, Err(StoreError::Unavailable(_))), "{kept:?}");
    assert_eq!(runs, 2, "work that had begun is not run again");
    store.commit(&[], &mut |_| Ok(events(10, [add_user(2)]))).unwrap();
}
