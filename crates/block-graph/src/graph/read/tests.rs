//! A cut of a list beside its rows, from every cursor, with people on it who are hidden.

use proptest::prelude::*;

use super::*;
use crate::event::Change;
use crate::id::Position;
use crate::id_page::text_of;
use crate::testkit::person;
use crate::user::{Counts, Standing};

fn graph(length: i64, hidden: &[bool]) -> Graph {
    let mut graph = Graph::default();
    for id in 0..=length {
        graph.apply(&Change::AddUser(person(UserId(id), &format!("p_{id}")).into(), Counts::default()));
    }
    for id in 1..=length {
        let edge = Edge { source: UserId(0), kind: EdgeKind::Block, target: UserId(id), position: Position(10 * id) };
        graph.apply(&Change::AddEdge(edge));
        if hidden[id as usize % hidden.len()] {
            graph.apply(&Change::SetStanding(UserId(id), Standing::Suspended));
        }
    }
    graph
}

/// People and their relations as the two single questions tell them.
fn together(graph: &Graph, viewer: Option<UserId>, ids: &[UserId]) -> Vec<Option<Seen>> {
    let relation = |id: UserId| viewer.map(|viewer| graph.relations(viewer, &[id]).unwrap().remove(0));
    ids.iter().map(|id| Some((View::people(graph, &[*id]).unwrap().remove(0)?, relation(*id)))).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    /// Short lists and long ones, which stand apart in memory.
    #[test]
    fn a_cut_is_what_its_rows_tell(
        length in 0..90_i64,
        hidden in proptest::collection::vec(any::<bool>(), 1..5),
        at in -10..1_000_i64,
        size in 0..100_usize,
    ) {
        let graph = graph(length, &hidden);
        let (owner, at) = (UserId(0), Position(at));
        for cursor in [Cursor::Newest, Cursor::Older(at), Cursor::Newer(at), Cursor::End] {
            let mut rows = graph.rows(owner, List::Blocked, cursor, size + 1).unwrap();
            let more = rows.len() > size;
            rows.truncate(size);
            rows.sort_by_key(|row| std::cmp::Reverse(row.position));
            let span = rows.first().zip(rows.last()).map(|(newest, oldest)| (newest.position, oldest.position));
            let listed = rows.iter().filter(|row| row.listed).map(|row| row.other).collect();
            let cut = ListCut { listed, span, more };
            for viewer in [None, Some(owner), Some(UserId(1)), Some(UserId(-1))] {
                let seen = graph.cut_seen(owner, List::Blocked, cursor, size, viewer);
                let listed = together(&graph, viewer, &cut.listed).into_iter().flatten().collect();
                prop_assert_eq!(seen, Ok(ListCut { listed, span, more }));
            }
            prop_assert_eq!(graph.cut(owner, List::Blocked, cursor, size), Ok(cut));
        }
        prop_assert_eq!(graph.cut(UserId(1), List::Blocked, Cursor::Newest, size).unwrap().span, None);
        prop_assert!(graph.cut(UserId(-1), List::Blocked, Cursor::Newest, size).unwrap().listed.is_empty());
        let ids: Vec<_> = (-1..=length).map(UserId).collect();
        for viewer in [None, Some(owner), Some(UserId(-1))] {
            prop_assert_eq!(graph.seen(viewer, &ids).unwrap(), together(&graph, viewer, &ids));
        }
    }
}

#[test]
fn texts_are_the_ids_of_the_same_cut() {
    const FIRST: i64 = 1_234_567_890_123_456_000;
    let (owner, length) = (UserId(FIRST), 5_200);
    let mut graph = Graph::default();
    for id in 0..=length {
        graph.apply(&Change::AddUser(person(UserId(FIRST + id), &format!("p_{id}")).into(), Counts::default()));
    }
    let edge = |id: i64| Edge {
        source: owner,
        kind: EdgeKind::Block,
        target: UserId(FIRST + id),
        position: Position(10 * id),
    };
    // The later half first: what comes then is put in the middle and before it.
    for id in (2_600..=length).chain(1..2_600) {
        graph.apply(&Change::AddEdge(edge(id)));
    }
    graph.apply(&Change::RemoveEdge(edge(700)));
    let same = |graph: &Graph, cursor, size| {
        let ListCut { listed, span, more } = graph.cut(owner, List::Blocked, cursor, size).unwrap();
        let texts = graph.cut_texts(owner, List::Blocked, cursor, size).unwrap();
        let listed: Vec<_> = listed.iter().filter_map(|id| text_of(*id)).collect();
        let expected = ListCut { listed, span, more };
        texts == Some(expected).filter(|expected| !expected.listed.is_empty())
    };
    for at in [0, 10, 6_995, 26_000, 51_990, 52_000, 52_010].map(Position) {
        for cursor in [Cursor::Newest, Cursor::Older(at), Cursor::Newer(at), Cursor::End] {
            for size in [1, 20, 5_000, 6_000] {
                assert!(same(&graph, cursor, size), "{cursor:?}, {size}");
            }
        }
    }
    graph.apply(&Change::SetStanding(UserId(FIRST + 100), Standing::Suspended));
    let beyond = graph.cut_texts(owner, List::Blocked, Cursor::Older(Position(2_000)), 5_000).unwrap();
    assert_eq!(beyond, None, "somebody on that page is hidden");
    assert!(same(&graph, Cursor::Newest, 5_000), "nobody is hidden there");
    graph.apply(&Change::RemoveEdge(edge(100)));
    assert!(same(&graph, Cursor::Newest, 6_000), "who is hidden is not on the list");
    // So many that they are not looked up one by one, and then one of them again.
    (1_000..1_400).for_each(|id| graph.apply(&Change::SetStanding(UserId(FIRST + id), Standing::Suspended)));
    assert_eq!(graph.cut_texts(owner, List::Blocked, Cursor::Newest, 5_000).unwrap(), None);
    assert_eq!(graph.cut(owner, List::Blocked, Cursor::Newest, 6_000).unwrap().listed.len(), 5_200 - 2 - 400);
    (1_001..1_400).for_each(|id| graph.apply(&Change::SetStanding(UserId(FIRST + id), Standing::Active)));
    assert_eq!(graph.cut_texts(owner, List::Blocked, Cursor::Newest, 5_000).unwrap(), None);
    graph.apply(&Change::SetStanding(UserId(FIRST + 1_000), Standing::Active));
    assert!(same(&graph, Cursor::Newest, 6_000), "nobody is hidden any more");
}
