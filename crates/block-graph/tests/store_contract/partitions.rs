//! The documented steps that spread edges over partitions, on a database that is full, and what they leave.

use block_graph::store::Ledger as _;
use block_graph::store::diesel::{Compared, Manner};
use diesel::prelude::*;

use crate::stores::{Place, load, partitioned, postgres, spread};
use crate::world::*;

#[derive(diesel::QueryableByName)]
struct Row {
    #[diesel(sql_type = diesel::sql_types::Text)]
    text: String,
}

fn ask(place: &Place, sql: &str) -> Vec<String> {
    let mut connection = PgConnection::establish(&place.url).unwrap();
    diesel::sql_query(sql).load::<Row>(&mut connection).unwrap().into_iter().map(|row| row.text).collect()
}

/// The constraints and indexes of edges, by name and definition; a partitioned table's are told with ONLY.
fn shape(place: &Place) -> Vec<String> {
    ask(
        place,
        "SELECT replace(indexdef, ' ON ONLY ', ' ON ') AS text FROM pg_indexes WHERE tablename = 'edges' \
         UNION ALL SELECT conname || ' ' || pg_get_constraintdef(oid) FROM pg_constraint \
         WHERE conrelid = 'edges'::regclass AND contype IN ('p', 'u') ORDER BY 1",
    )
}

#[test]
fn a_full_database_is_spread_and_goes_on() {
    let place = postgres();
    let before = shape(&place);
    place.open().append(&events(1, everything())).unwrap();
    place.open().fold(3).unwrap();
    spread(&place);
    assert_eq!(shape(&place), before);
    assert_eq!(ask(&place, "SELECT relkind::text AS text FROM pg_class WHERE relname = 'edges'"), ["p"]);
    let store = place.open();
    assert_holds(&load(&store).unwrap(), everything());
    while store.fold(100).unwrap() > 0 {}
    assert_holds(&load(&store).unwrap(), everything());
}

#[test]
fn edges_lie_in_several_partitions_and_every_one_has_its_indexes() {
    let place = partitioned();
    let store = place.open();
    let people: Vec<_> = (1..=40).map(add_user).collect();
    let edges = (2..=40).map(|number| add(number, block_graph::EdgeKind::Block, 1, number << 20));
    store.append(&events(1, people.into_iter().chain(edges))).unwrap();
    while store.fold(100).unwrap() > 0 {}
    let used = ask(&place, "SELECT DISTINCT tableoid::regclass::text AS text FROM edges");
    assert!(used.len() > 5, "{used:?}");
    let valid = ask(
        &place,
        "SELECT count(*)::text AS text FROM pg_index JOIN pg_inherits ON indrelid = inhrelid \
         WHERE inhparent = 'edges'::regclass AND indisvalid",
    );
    assert_eq!(valid, ["48"], "three indexes in each of sixteen partitions");
}

fn indexes_without_partitions(place: &Place) -> Vec<String> {
    ask(
        place,
        "SELECT index.indexrelid::regclass::text AS text FROM pg_index AS index \
         WHERE index.indrelid = 'edges'::regclass AND \
         (NOT index.indisvalid OR (SELECT count(*) FROM pg_inherits WHERE inhparent = index.indexrelid) <> 16)",
    )
}

/// A world made at once takes indexes away and makes them again, those of partitions among them.
#[test]
fn a_whole_world_in_partitions_leaves_every_index() {
    let place = partitioned();
    let before = shape(&place);
    place.open().fill(1, &crate::bulk::Trio, &[]).unwrap();
    assert_eq!(shape(&place), before);
    assert_eq!(indexes_without_partitions(&place), [""; 0]);
}

/// So does a copy.
#[test]
fn a_copy_into_partitions_leaves_every_index() {
    let (from, to) = (postgres(), partitioned());
    from.open().append(&events(1, everything())).unwrap();
    let before = shape(&to);
    let outcome = from.open().copy_into(&to.open(), Manner::default(), &|_| Ok(())).unwrap();
    assert!(outcome.is_equal(), "{outcome:?}");
    assert_eq!(shape(&to), before);
    assert_eq!(indexes_without_partitions(&to), [""; 0]);
    let back = to.open().compare_with(&from.open(), &|_| Ok(())).unwrap();
    assert!(back.iter().all(Compared::is_equal));
}
