//! The primary is killed and its synchronous standby takes over; the gateway finds it by the hosts in its URL.

use std::collections::HashMap;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use block_graph::access::seal::SealKey;
use block_graph::access::session::Sessions;
use block_graph::rate::Limiter;
use block_graph::store::Store;
use block_graph::store::diesel::{DieselStore, Options};
use block_graph::{Engine, Parts, SystemClock};
use conformance::Server;
use diesel::RunQueryDsl;
use diesel::sql_query;

use super::load::Load;

/// A gateway process on that store, with a worker number of the database's.
fn process(url: &str) -> Engine {
    let options = Options { readers: 2, ..Options::default() };
    let store = Arc::new(DieselStore::open(url, SealKey::new(&[7; 32]), options).unwrap());
    let parts = Parts {
        clock: Arc::new(SystemClock),
        worker: 0,
        store: Store::Shared(Arc::clone(&store) as _),
        limiter: Limiter::new(false, HashMap::new()),
        timestamp_window: 300,
        readers: 2,
        sessions: Sessions::new([9; 32]),
    };
    Engine::open_leasing(parts, store, "a test").unwrap()
}

/// Waits until the primary's commits wait for the standby.
fn is_synchronous(primary: &Server) {
    let until = Instant::now() + Duration::from_secs(60);
    let synchronous = "SELECT 1 FROM pg_stat_replication WHERE sync_state = 'sync'";
    while sql_query(synchronous).execute(&mut primary.connect()).unwrap() == 0 {
        assert!(Instant::now() < until, "the standby does not follow");
        thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn a_synchronous_standby_takes_over_without_loss() {
    let mut primary = Server::start(&[]);
    let standby = primary.standby();
    primary.administer("ALTER SYSTEM SET synchronous_standby_names = '*'");
    primary.administer("SELECT pg_reload_conf()");
    is_synchronous(&primary);
    let url = primary.url_with(&standby);
    let (one, two) = (process(&url), process(&url));
    let load = Load::default();
    thread::scope(|scope| {
        load.begin(scope, &one);
        load.begin(scope, &two);
        load.goes_on(200);
        primary.kill();
        standby.promote();
        let before = load.count();
        load.goes_on(200);
        assert!(load.count() >= before + 200);
        load.stop();
    });
    load.assert_kept(&standby);
    assert!(load.refused() > 0, "nobody noticed");
}
