//! PostgreSQL goes away and comes back: what was under way is told, and the next to come finds new connections.

mod relay;

use std::time::{Duration, Instant};

use block_graph::StoreError;
use block_graph::access::seal::SealKey;
use block_graph::store::diesel::{DieselStore, Options};
use block_graph::store::{Database, Ledger};
use diesel::connection::SimpleConnection;
use diesel::{Connection, PgConnection};

use self::relay::{Fate, Relay};
use crate::stores::{Place, administer, load, postgres};
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

/// Of a commit whose answer is lost it is told the truth, and nothing is done twice.
#[test]
fn a_commit_in_doubt_is_resolved() {
    resolves(false);
    resolves(true);
}

fn resolves(owned: bool) {
    let place = postgres();
    let (path, parameters) = place.url.split_once('?').unwrap();
    let folder = parameters.split('&').find_map(|pair| pair.strip_prefix("host=")).unwrap();
    let relay = Relay::to(format!("{folder}/.s.PGSQL.5432"));
    let url = format!("{path}?{}", parameters.replace(folder, &relay.host()));
    let store = DieselStore::open(&url, SealKey::new(&[7; 32]), Options::default()).unwrap();
    store.commit(&[], &mut |_| Ok(events(1, [add_user(1)]))).unwrap();
    let (mut next, mut people) = (10, vec![1]);
    for (fate, kept) in [
        (Fate::NotSent, false),
        (Fate::AnswerLost, true),
        (Fate::Late(Duration::from_millis(400)), true),
        (Fate::NotSent, false),
        (Fate::Answered, true),
    ] {
        (next, people) = (next + 10, if kept { [people, vec![next + 10]].concat() } else { people });
        relay.next_commit(fate);
        let mut runs = 0;
        let told = if owned {
            store.append(&events(next, [add_user(next)]))
        } else {
            store.commit(&[], &mut |_| {
                runs += 1;
                Ok(events(next, [add_user(next)]))
            })
        };
        assert!(relay.is_done() && runs == usize::from(!owned), "{fate:?}: {runs} runs");
        match told {
            Ok(()) => assert!(kept, "{fate:?} was told to be kept"),
            told => assert!(!kept && matches!(told, Err(StoreError::Unavailable(_))), "{fate:?}: {told:?}"),
        }
        // Another process sees what was told.
        let graph = load(&place.open()).unwrap();
        let seen = block_graph::view::View::all_people(&graph, id(0), 99).unwrap();
        assert_eq!(
            seen.iter().map(|person| person.user.id).collect::<Vec<_>>(),
            people.iter().map(|n| id(*n)).collect::<Vec<_>>()
        );
    }
}

/// The database asks for another try thrice, by a serialization failure or a deadlock; what is planned is kept once.
#[test]
fn what_the_database_asks_to_run_again_is_run_again() {
    for (code, message) in [("40001", "could not serialize access"), ("40P01", "deadlock detected")] {
        let place = postgres();
        let mut server = PgConnection::establish(&place.url).unwrap();
        let trigger = format!(
            "CREATE SEQUENCE tries;
             CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                 IF nextval('tries') <= 3 THEN RAISE EXCEPTION '{message}' USING ERRCODE = '{code}'; END IF;
                 RETURN new;
             END $$;
             CREATE TRIGGER fails BEFORE INSERT ON ledger FOR EACH ROW EXECUTE FUNCTION fail();"
        );
        server.batch_execute(&trigger).unwrap();
        let (store, mut runs) = (place.open(), 0);
        let kept = store.commit(&[], &mut |_| {
            runs += 1;
            Ok(events(1, [add_user(1)]))
        });
        assert_eq!((kept, runs), (Ok(()), 4), "{code}");
        // A database that asks for ever is told on as unavailable.
        server
            .batch_execute("ALTER SEQUENCE tries RESTART; ALTER SEQUENCE tries INCREMENT BY -1 MINVALUE -1000")
            .unwrap();
        let kept = store.commit(&[], &mut |_| Ok(events(10, [add_user(2)])));
        assert!(matches!(kept, Err(StoreError::Unavailable(_))), "{kept:?}");
    }
}

#[test]
fn a_server_that_only_reads_is_left() {
    let place = postgres();
    let store = place.open();
    store.append(&events(1, [add_user(1)])).unwrap();
    // As after a switch: the connections there are were made when the server took writes.
    let mut server = PgConnection::establish(&place.url).unwrap();
    server
        .batch_execute(
            "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                 RAISE EXCEPTION 'cannot execute INSERT in a read-only transaction' USING ERRCODE = '25006';
             END $$;
             CREATE TRIGGER refuses BEFORE INSERT ON ledger FOR EACH ROW EXECUTE FUNCTION refuse();",
        )
        .unwrap();
    let before = backends(&mut server);
    let kept = store.commit(&[], &mut |_| Ok(events(10, [add_user(2)])));
    assert!(matches!(kept, Err(StoreError::Unavailable(_))), "{kept:?}");
    server.batch_execute("DROP TRIGGER refuses ON ledger").unwrap();
    store.commit(&[], &mut |_| Ok(events(20, [add_user(3)]))).unwrap();
    let after = backends(&mut server);
    assert!(after.iter().all(|backend| !before.contains(backend)), "{before:?} {after:?}");
}

/// The processes of the server that serve this database, but for the one that is asked.
fn backends(server: &mut PgConnection) -> Vec<i32> {
    use diesel::dsl::sql;
    use diesel::prelude::*;
    use diesel::sql_types::{Array, Integer};
    let all = "ARRAY(SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid())";
    diesel::select(sql::<Array<Integer>>(all)).get_result(server).unwrap()
}

#[test]
fn a_held_lock_and_a_full_pool_are_told_soon() {
    let place = postgres();
    let store = place.open();
    store.append(&events(1, [add_user(1)])).unwrap();
    store.read(&mut |_| Ok(())).unwrap();
    let mut other = PgConnection::establish(&place.url).unwrap();
    other.batch_execute("BEGIN; LOCK TABLE ledger, users IN ACCESS EXCLUSIVE MODE").unwrap();
    let began = Instant::now();
    let kept = store.commit(&[], &mut |_| Ok(events(10, [add_user(2)])));
    assert!(matches!(kept, Err(StoreError::Unavailable(_))), "{kept:?}");
    let read = store.read(&mut |view| view.people(&[id(1)]).map(drop));
    assert!(matches!(read, Err(StoreError::Unavailable(_))), "{read:?}");
    // Two seconds each, by the server; the rest is for a machine that is busy.
    assert!(began.elapsed() < Duration::from_secs(30), "{:?}", began.elapsed());
    other.batch_execute("ROLLBACK").unwrap();
    store.commit(&[], &mut |_| Ok(events(10, [add_user(2)]))).unwrap();

    let options = Options { readers: 2, patience: Duration::from_millis(50), ..Options::default() };
    let narrow = DieselStore::open(&place.url, SealKey::new(&[7; 32]), options).unwrap();
    let within = narrow.read(&mut |_| {
        narrow.read(&mut |_| {
            let refused = narrow.read(&mut |_| Ok(()));
            assert!(matches!(refused, Err(StoreError::Unavailable(_))), "{refused:?}");
            Ok(())
        })
    });
    assert_eq!((within, narrow.read(&mut |_| Ok(()))), (Ok(()), Ok(())));
}

/// A host that takes connections and says nothing is given up after seconds, and the next one in the URL is asked.
#[test]
fn a_mute_host_is_passed_over() {
    let place = postgres();
    let mute = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = mute.local_addr().unwrap().port();
    let open = |url: &str| DieselStore::open(url, SealKey::new(&[7; 32]), Options::default());
    let began = Instant::now();
    let alone = open(&format!("postgres://postgres:hunter2@127.0.0.1:{port}/x")).unwrap_err();
    assert!(
        matches!(&alone, StoreError::Unavailable(told) if !told.contains("hunter2") && !told.contains('\n')),
        "{alone}"
    );
    let (path, parameters) = place.url.split_once('?').unwrap();
    let (_, database) = path.rsplit_once('/').unwrap();
    let folder = parameters.split('&').find_map(|pair| pair.strip_prefix("host=")).unwrap().replace('/', "%2F");
    let hosts = format!("127.0.0.1:{port},{folder}:5432");
    let store = open(&format!("postgres://postgres@{hosts}/{database}?target_session_attrs=read-write")).unwrap();
    store.append(&events(1, [add_user(1)])).unwrap();
    // Three seconds each, where no bound would be for ever.
    assert!(began.elapsed() < Duration::from_secs(40), "{:?}", began.elapsed());
}
