//! Lists are cut by position, in both directions, with the hidden told from the shown.

use block_graph::event::Change;
use block_graph::view::ListRow;
use block_graph::{Cursor, EdgeKind, List, Position, Standing};

use crate::stores::Subject;
use crate::world::*;

crate::over!(
    every store: lists_are_cut_in_both_directions, the_hidden_keep_their_place, positions_may_be_shared_on_incoming_lists,
    what_returns_is_the_newest, every_list_is_its_own,
);

fn rows(store: &impl Subject, owner: i64, list: List, cursor: Cursor, limit: usize) -> Vec<i64> {
    let rows = store.ask(|view| view.rows(id(owner), list, cursor, limit));
    rows.iter().map(|row| row.other.0 - FIRST).collect()
}

fn lists_are_cut_in_both_directions(store: &impl Subject) {
    let people = (0..=6).map(add_user);
    let blocks = (1..=6).map(|number| add(0, EdgeKind::Block, number, number * 10));
    let follows = (1..=6).map(|number| add(number, EdgeKind::Follow, 0, number * 10));
    store.keep(&events(1, people.chain(blocks).chain(follows))).unwrap();
    for list in [List::Blocked, List::Followers] {
        let cut = |cursor, limit| rows(store, 0, list, cursor, limit);
        assert_eq!(cut(Cursor::Newest, 2), [6, 5]);
        assert_eq!(cut(Cursor::Newest, usize::MAX), [6, 5, 4, 3, 2, 1]);
        assert_eq!(cut(Cursor::Newest, 0), []);
        assert_eq!(cut(Cursor::Older(Position(50)), 2), [4, 3], "strictly older");
        assert_eq!(cut(Cursor::Older(Position(45)), 9), [4, 3, 2, 1], "a cursor's own row may be gone");
        assert_eq!(cut(Cursor::Older(Position(10)), 9), []);
        assert_eq!(cut(Cursor::Newer(Position(20)), 2), [3, 4], "the nearest first");
        assert_eq!(cut(Cursor::Newer(Position(60)), 2), []);
        assert_eq!(cut(Cursor::Newer(Position(0)), usize::MAX), [1, 2, 3, 4, 5, 6]);
        assert_eq!(cut(Cursor::End, 9), []);
    }
    assert_eq!(rows(store, 9, List::Blocked, Cursor::Newest, 9), [], "nobody has no list");
}

fn the_hidden_keep_their_place(store: &impl Subject) {
    let mut changes: Vec<_> = (0..4).map(add_user).collect();
    changes.extend((1..4).map(|number| add(0, EdgeKind::Mute, number, number)));
    changes.push(Change::SetStanding(id(1), Standing::Suspended));
    changes.push(Change::SetStanding(id(2), Standing::Deactivated));
    store.keep(&events(1, changes)).unwrap();
    let row = |number, listed| ListRow { other: id(number), position: Position(number), listed };
    let seen = || store.ask(|view| view.rows(id(0), List::Muted, Cursor::Newest, 9));
    assert_eq!(seen(), [row(3, true), row(2, false), row(1, false)]);
    store.keep(&events(50, [Change::SetStanding(id(2), Standing::Active)])).unwrap();
    assert_eq!(seen(), [row(3, true), row(2, true), row(1, false)]);
}

fn positions_may_be_shared_on_incoming_lists(store: &impl Subject) {
    let people = (0..=5).map(add_user);
    let follows = (1..=5).map(|number| add(number, EdgeKind::Follow, 0, if number == 1 { 1 } else { 7 }));
    store.keep(&events(1, people.chain(follows))).unwrap();
    let mut tied = rows(store, 0, List::Followers, Cursor::Newer(Position(1)), 9);
    tied.sort_unstable();
    assert_eq!(tied, [2, 3, 4, 5]);
    assert_eq!(rows(store, 0, List::Followers, Cursor::Older(Position(7)), 9), [1]);
    let both = |cursor| rows(store, 0, List::Followers, cursor, 3);
    assert_eq!(both(Cursor::Newest), both(Cursor::Newest), "the same cut every time");
    store.keep(&events(50, [remove(3, EdgeKind::Follow, 0, 7)])).unwrap();
    let mut left = rows(store, 0, List::Followers, Cursor::Newest, 9);
    left.sort_unstable();
    assert_eq!(left, [1, 2, 4, 5]);
}

fn what_returns_is_the_newest(store: &impl Subject) {
    let mut changes: Vec<_> = (0..=2).map(add_user).collect();
    changes.extend([add(0, EdgeKind::Block, 1, 1), add(0, EdgeKind::Block, 2, 2)]);
    store.keep(&events(1, changes)).unwrap();
    assert_eq!(rows(store, 0, List::Blocked, Cursor::Newest, 9), [2, 1]);
    // Once more without an end between changes nothing; with one it is a new edge.
    store.keep(&events(20, [add(0, EdgeKind::Block, 1, 3)])).unwrap();
    assert_eq!(rows(store, 0, List::Blocked, Cursor::Newest, 9), [2, 1]);
    store.keep(&events(30, [remove(0, EdgeKind::Block, 1, 1), add(0, EdgeKind::Block, 1, 4)])).unwrap();
    assert_eq!(rows(store, 0, List::Blocked, Cursor::Newest, 9), [1, 2]);
    store.keep(&events(40, [remove(0, EdgeKind::Block, 2, 2)])).unwrap();
    store.keep(&events(50, [remove(0, EdgeKind::Block, 2, 2)])).unwrap();
    assert_eq!(rows(store, 0, List::Blocked, Cursor::Newest, 9), [1]);
}

fn every_list_is_its_own(store: &impl Subject) {
    let mut changes: Vec<_> = (0..=8).map(add_user).collect();
    for (number, (list, position)) in (1..).zip(LISTS.into_iter().zip(1..)) {
        let (kind, incoming) = list.edges();
        changes.push(if incoming { add(number, kind, 0, position) } else { add(0, kind, number, position) });
    }
    changes.push(add(0, EdgeKind::DmBlock, 8, 9));
    store.keep(&events(1, changes)).unwrap();
    for (number, list) in (1..).zip(LISTS) {
        assert_eq!(rows(store, 0, list, Cursor::Newest, 9), [number], "{list:?}");
    }
}
