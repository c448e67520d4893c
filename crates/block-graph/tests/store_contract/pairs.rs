//! How two people stand is found at one place, however many edges one of them has.

use std::time::{Duration, Instant};

use block_graph::store::Database as _;
use diesel::connection::SimpleConnection as _;
use diesel::prelude::*;
use diesel::sql_types::BigInt;

use crate::stores::{Place, partitioned, postgres};
use crate::world::*;

/// A page of an index has room for some 200 edges, and a way down to one takes a few pages.
const FEW: i64 = 90;

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    count: i64,
}

fn count(connection: &mut PgConnection, sql: &str) -> i64 {
    diesel::sql_query(sql).get_result::<Count>(connection).unwrap().count
}

/// Waits until nobody else is connected: a session has told what it counted before it is gone.
fn alone(connection: &mut PgConnection) {
    let others = "SELECT count(*) AS count FROM pg_stat_activity WHERE datname = current_database() \
         AND backend_type = 'client backend' AND pid <> pg_backend_pid()";
    let until = Instant::now() + Duration::from_secs(30);
    while count(connection, others) > 0 {
        assert!(Instant::now() < until, "somebody stays");
        std::thread::yield_now();
    }
}

/// One person blocks 60,000; 10,000 block another, and nine more each, as most people have few edges.
fn reads_few(place: &Place) {
    let store = place.open();
    store.commit(&[], &mut |_| Ok(events(1, (1..=2).map(add_user)))).unwrap();
    drop(store);
    let mut connection = PgConnection::establish(&place.url).unwrap();
    alone(&mut connection);
    let edges = "INSERT INTO edges (source_id, kind, position, target_id)";
    let (one, other) = (id(1).0, id(2).0);
    for rows in [
        format!("SELECT {one}, 1, n, 100000 + n FROM generate_series(1, 60000) n"),
        format!("SELECT 200000 + n, 1, n, {other} FROM generate_series(1, 10000) n"),
        "SELECT 200001 + n % 10000, 1, 100000 + n, 400000 + n FROM generate_series(1, 90000) n".to_owned(),
    ] {
        connection.batch_execute(&format!("{edges} {rows}")).unwrap();
    }
    // What this session counted itself is told at the end of a statement, and only then forgotten.
    for step in ["ANALYZE edges", "SELECT pg_stat_force_next_flush()", "SELECT pg_stat_reset()"] {
        connection.batch_execute(step).unwrap();
    }
    let store = place.open();
    let mut stands = None;
    store.read(&mut |view| view.relations(id(1), &[id(2)]).map(|found| stands = found.first().copied())).unwrap();
    assert_eq!(stands, Some(block_graph::Relation::default()));
    drop(store);
    alone(&mut connection);
    let blocks = "SELECT sum(heap_blks_hit + heap_blks_read + coalesce(idx_blks_hit + idx_blks_read, 0))::bigint AS count \
         FROM pg_statio_user_tables WHERE relname LIKE 'edges%'";
    let blocks = count(&mut connection, blocks);
    assert!((1..FEW).contains(&blocks), "{blocks} blocks");
}

#[test]
fn on_postgres() {
    reads_few(&postgres());
}

#[test]
fn in_partitions() {
    reads_few(&partitioned());
}
