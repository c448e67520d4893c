//! Cuts, and short and long lists beside a plain model.

use super::*;
use proptest::prelude::*;

fn lists(entries: impl IntoIterator<Item = u32>) -> Lists {
    let mut lists = Lists::default();
    for entry in entries {
        lists.insert(EdgeKind::Block, false, entry, Position(i64::from(entry) * 10));
    }
    lists
}

fn others(lists: &Lists, cursor: Cursor, limit: usize) -> Vec<u32> {
    lists.rows(EdgeKind::Block, false, cursor, limit).collect(|other, _| other)
}

#[test]
fn cuts_are_newest_first_and_strict() {
    let lists = lists(1..=5);
    assert_eq!(others(&lists, Cursor::Newest, 2), [5, 4]);
    assert_eq!(others(&lists, Cursor::Older(Position(40)), 2), [3, 2]);
    assert_eq!(others(&lists, Cursor::Older(Position(45)), 9), [4, 3, 2, 1]);
    assert_eq!(others(&lists, Cursor::Newer(Position(20)), 2), [3, 4]);
    assert_eq!(others(&lists, Cursor::End, 2), [] as [u32; 0]);
    assert_eq!(others(&lists, Cursor::Newest, usize::MAX), [5, 4, 3, 2, 1]);
}

#[test]
fn long_and_short_lists_behave_alike() {
    for size in [3, SHORT as u32, SHORT as u32 + 1, 300] {
        let mut lists = lists(1..=size);
        assert_eq!(lists.find(EdgeKind::Block, false, size), Some(Position(i64::from(size) * 10)));
        assert_eq!(lists.find(EdgeKind::Block, true, 1), None);
        assert_eq!(lists.find(EdgeKind::Mute, false, 1), None);
        assert_eq!(lists.remove(EdgeKind::Block, false, 2, None), Some(Position(20)));
        assert_eq!(lists.find(EdgeKind::Block, false, 2), None);
        assert_eq!(lists.outgoing(), size as usize - 1);
        lists.insert(EdgeKind::Block, false, 2, Position(1_000_000));
        assert_eq!(others(&lists, Cursor::Newest, 1), [2], "removed and added again it is the newest");
        assert_eq!(lists.remove(EdgeKind::Block, false, 999_999, None), None);
        assert_eq!(lists.outgoing(), size as usize);
    }
}

#[test]
fn entries_that_share_a_position_are_told_apart() {
    let mut lists = Lists::default();
    for other in 0..200 {
        lists.insert(EdgeKind::Follow, true, other, Position(7));
    }
    lists.remove(EdgeKind::Follow, true, 100, Some(Position(7)));
    let left = lists.rows(EdgeKind::Follow, true, Cursor::Newest, 500).collect(|other, _| other);
    assert_eq!((left.len(), left.contains(&100)), (199, false));
}

/// What a list is: positions and people.
type Model = std::collections::BTreeMap<(u8, i64, u32), ()>;

fn model_of(lists: &Lists) -> Model {
    let mut model = Model::new();
    for (at, kind) in EdgeKind::ALL.into_iter().enumerate() {
        for incoming in [false, true] {
            let rows =
                lists.rows(kind, incoming, Cursor::Newest, usize::MAX).collect(|other, position| (other, position));
            assert!(rows.iter().rev().is_sorted_by_key(|(_, position)| *position));
            let tag = (at * 2) as u8 + u8::from(incoming);
            model.extend(rows.into_iter().map(|(other, position)| ((tag, position.0, other), ())));
        }
    }
    model
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]
    /// Whatever is added, taken away and taken in at once, in whatever order, the lists hold it and nothing else.
    #[test]
    fn lists_are_what_was_put_on_them(
        steps in proptest::collection::vec((0..5_u8, 0..3_usize, any::<bool>(), 0..150_u32, -40..400_i64), 0..150),
    ) {
        let (mut lists, mut model) = (Lists::default(), Model::new());
        for (step, kind, incoming, other, position) in steps {
            let tag = (kind * 2) as u8 + u8::from(incoming);
            let position = position << 30;
            let kind = EdgeKind::ALL[kind];
            let known = model.keys().find(|(found, _, who)| (*found, *who) == (tag, other)).copied();
            match (step, known) {
                (0..2, None) => {
                    lists.insert(kind, incoming, other, Position(position));
                    model.insert((tag, position, other), ());
                }
                (2, None) => {
                    let many = (0..90).map(|more| (other + 1000 + more, position - i64::from(more % 7)));
                    let on = |who| model.keys().any(|(found, _, there)| (*found, *there) == (tag, who));
                    let many: Vec<_> = many.filter(|(who, _)| !on(*who)).collect();
                    lists.extend(kind, incoming, many.iter().map(|(who, at)| Entry::new(*who, Position(*at))));
                    model.extend(many.into_iter().map(|(who, at)| ((tag, at, who), ())));
                }
                (3.., Some(known)) => {
                    let at = (step == 4).then_some(Position(known.1));
                    prop_assert_eq!(lists.remove(kind, incoming, other, at), Some(Position(known.1)));
                    model.remove(&known);
                }
                _ => {}
            }
            let found = lists.find(kind, incoming, other).map(|position| position.0);
            let expected = model.keys().find(|(found, _, who)| (*found, *who) == (tag, other)).map(|key| key.1);
            prop_assert_eq!(found, expected);
            if !incoming {
                prop_assert_eq!(lists.kinds_towards(other) & 1 << kind.number() != 0, expected.is_some());
            }
        }
        let outgoing = model.keys().filter(|(tag, ..)| tag & 1 == 0).count();
        prop_assert_eq!(lists.outgoing(), outgoing);
        prop_assert_eq!(model_of(&lists), model);
    }
}
