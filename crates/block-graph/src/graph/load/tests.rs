//! A graph that was taken in at once beside one to which the same edges were added one by one.

use proptest::prelude::*;

use super::*;
use crate::edge::List;
use crate::page::Cursor;
use crate::testkit::person;
use crate::view::View as _;

const LISTS: [List; 7] = [
    List::Blocked,
    List::Muted,
    List::Following,
    List::Followers,
    List::RequestsSent,
    List::RequestsReceived,
    List::RepostsHidden,
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    /// In whatever order a store tells its edges, also those of people it does not tell.
    #[test]
    fn the_order_of_edges_means_nothing(
        edges in proptest::collection::btree_map((0..12_i64, 0..6_usize, 0..90_i64), -500..500_i64, 0..700),
        shuffled in any::<bool>(),
        seed in any::<u64>(),
    ) {
        let people = 0..80;
        let mut edges: Vec<_> = edges
            .into_iter()
            .map(|((source, kind, target), position)| Edge {
                source: UserId(source),
                kind: EdgeKind::ALL[kind],
                target: UserId(target),
                // Positions are one's own, on either end.
                position: Position((position << 24) + source * 1000 + target),
            })
            .collect();
        if shuffled {
            edges.sort_by_key(|edge| crate::scramble(seed ^ (edge.position.0 as u64) ^ (edge.kind as u64) << 60));
        }
        let mut loader = GraphLoader::default();
        let mut graph = Graph::default();
        for id in people.clone() {
            let user = person(UserId(id), &format!("p{id}"));
            graph.apply(&Change::AddUser(user.clone().into(), Counts::default()));
            loader.user(user.into(), Counts::default(), None);
        }
        edges.iter().for_each(|edge| graph.add_edge(edge));
        edges.iter().for_each(|edge| loader.edge(*edge));
        let loaded = loader.into_graph();
        prop_assert_eq!(loaded.edges(), graph.edges());
        for id in people.map(UserId) {
            for list in LISTS {
                let rows = |graph: &Graph| {
                    let mut rows = graph.rows(id, list, Cursor::Newest, usize::MAX).unwrap();
                    prop_assert!(rows.is_sorted_by(|newer, older| newer.position >= older.position));
                    rows.sort_by_key(|row| (row.position, row.other));
                    Ok(rows)
                };
                prop_assert_eq!(rows(&loaded)?, rows(&graph)?);
            }
            let others: Vec<_> = (0..90).map(UserId).collect();
            prop_assert_eq!(loaded.relations(id, &others).unwrap(), graph.relations(id, &others).unwrap());
        }
    }
}
