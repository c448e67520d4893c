//! Cuts, and short and long lists beside a plain model.

use super::*;
use proptest::prelude::*;

/// Everybody's ids: the numbers backwards.
fn ids() -> Vec<UserId> {
    (0..6_000).rev().map(UserId).collect()
}

fn lists(entries: impl IntoIterator<Item = u32>) -> Lists {
    let mut lists = Lists::default();
    let ids = ids();
    for entry in entries {
        lists.insert(EdgeKind::Block, false, entry, Position(i64::from(entry) * 10), &ids);
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
    for size in [3, SHORT, SHORT + 1, 300, long::MANY - 1, long::MANY, long::MANY + 1].map(|size| size as u32) {
        let mut lists = lists(1..=size);
        assert_eq!(lists.find(EdgeKind::Block, false, size), Some(Position(i64::from(size) * 10)));
        assert_eq!(lists.find(EdgeKind::Block, true, 1), None);
        assert_eq!(lists.find(EdgeKind::Mute, false, 1), None);
        assert_eq!(lists.remove(EdgeKind::Block, false, 2, None), Some(Position(20)));
        assert_eq!(lists.find(EdgeKind::Block, false, 2), None);
        assert_eq!(lists.outgoing(), size as usize - 1);
        lists.insert(EdgeKind::Block, false, 2, Position(1_000_000), &ids());
        assert_eq!(others(&lists, Cursor::Newest, 1), [2], "removed and added again it is the newest");
        assert_eq!(lists.remove(EdgeKind::Block, false, 999_999, None), None);
        assert_eq!(lists.outgoing(), size as usize);
        assert_eq!(model_of(&lists, &ids()).len(), size as usize);
    }
}

#[test]
fn ids_stay_beside_their_people() {
    let (many, ids) = (long::MANY as u32, ids());
    let entries = |from: u32| (from..from + many).map(|other| Entry::new(other, Position(i64::from(other % 7))));
    let mut lists = Lists::default();
    lists.extend(EdgeKind::Follow, true, entries(0), &ids);
    lists.extend(EdgeKind::Follow, true, entries(many), &ids);
    assert_eq!(model_of(&lists, &ids).len(), 2 * many as usize);
    for other in (0..2 * many).filter(|other| other % 9 != 0) {
        assert_eq!(lists.remove(EdgeKind::Follow, true, other, None), Some(Position(i64::from(other % 7))));
    }
    lists.insert(EdgeKind::Follow, true, 1, Position(3), &ids);
    let part = lists.rows(EdgeKind::Follow, true, Cursor::Newer(Position(2)), 60).first(50).0;
    let others = part.newest_first(|other| other);
    assert_eq!(part.ids(&ids), others.iter().map(|other| ids[*other as usize]).collect::<Vec<_>>());
    assert!(others.len() == 50 && others.contains(&1) && model_of(&lists, &ids).len() == 557);
}

#[test]
fn entries_that_share_a_position_are_told_apart() {
    let mut lists = Lists::default();
    for other in 0..200 {
        lists.insert(EdgeKind::Follow, true, other, Position(7), &ids());
    }
    lists.remove(EdgeKind::Follow, true, 100, Some(Position(7)));
    let left = lists.rows(EdgeKind::Follow, true, Cursor::Newest, 500).collect(|other, _| other);
    assert_eq!((left.len(), left.contains(&100)), (199, false));
}

/// What a list is: positions and people.
type Model = std::collections::BTreeMap<(u8, i64, u32), ()>;

fn model_of(lists: &Lists, ids: &[UserId]) -> Model {
    let mut model = Model::new();
    for (at, kind) in EdgeKind::ALL.into_iter().enumerate() {
        for incoming in [false, true] {
            let rows =
                lists.rows(kind, incoming, Cursor::Newest, usize::MAX).collect(|other, position| (other, position));
            let page = lists.rows(kind, incoming, Cursor::Newest, usize::MAX).ids(ids);
            assert_eq!(page, rows.iter().map(|(other, _)| ids[*other as usize]).collect::<Vec<_>>());
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
        let (mut lists, mut model, ids) = (Lists::default(), Model::new(), ids());
        for (step, kind, incoming, other, position) in steps {
            let tag = (kind * 2) as u8 + u8::from(incoming);
            let position = position << 30;
            let kind = EdgeKind::ALL[kind];
            let known = model.keys().find(|(found, _, who)| (*found, *who) == (tag, other)).copied();
            match (step, known) {
                (0..2, None) => {
                    lists.insert(kind, incoming, other, Position(position), &ids);
                    model.insert((tag, position, other), ());
                }
                (2, None) => {
                    let many = (0..90).map(|more| (other + 1000 + more, position - i64::from(more % 7)));
                    let on = |who| model.keys().any(|(found, _, there)| (*found, *there) == (tag, who));
                    let many: Vec<_> = many.filter(|(who, _)| !on(*who)).collect();
                    let entries = many.iter().map(|(who, at)| Entry::new(*who, Position(*at)));
                    lists.extend(kind, incoming, entries, &ids);
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
        prop_assert_eq!(model_of(&lists, &ids), model);
    }
}
