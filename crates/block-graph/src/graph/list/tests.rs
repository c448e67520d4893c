//! Cuts, and short and long lists beside a plain model.

use super::beside::MANY;
use super::*;
use crate::id_page::text_of;
use proptest::prelude::*;

/// Everybody's ids: numbers of nineteen digits, backwards.
fn ids() -> Vec<UserId> {
    (0..6_000).rev().map(|id| UserId(1_234_567_890_123_456_000 + id)).collect()
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
    for size in [3, SHORT, SHORT + 1, 300, 4_095, 4_096, 4_097, MANY - 1, MANY, MANY + 1].map(|size| size as u32) {
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
    let (many, ids) = (MANY as u32 / 2, ids());
    let entries = |from: u32| (from..from + many).map(|other| Entry::new(other, Position(i64::from(other % 7))));
    for incoming in [false, true] {
        let mut lists = Lists::default();
        lists.extend(EdgeKind::Follow, incoming, entries(0), &ids);
        lists.extend(EdgeKind::Follow, incoming, entries(many), &ids);
        assert_eq!(model_of(&lists, &ids).len(), 2 * many as usize);
        for other in (0..2 * many).filter(|other| other % 9 != 0) {
            assert_eq!(lists.remove(EdgeKind::Follow, incoming, other, None), Some(Position(i64::from(other % 7))));
        }
        for (other, position) in [(1, 3), (2, 9), (3, -1), (4, 4)] {
            lists.insert(EdgeKind::Follow, incoming, other, Position(position), &ids);
        }
        let part = lists.rows(EdgeKind::Follow, incoming, Cursor::Newer(Position(2)), 60).first(50).0;
        let others = part.newest_first(|other| other);
        let expected: Vec<_> = others.iter().map(|other| ids[*other as usize]).collect();
        assert_eq!(part.ids(&ids), expected);
        assert_eq!(
            part.texts().map(|pieces| pieces.concat()),
            (!incoming).then(|| expected.iter().copied().map(|id| text_of(id).unwrap()).collect())
        );
        assert!(others.len() == 50 && others.contains(&1) && model_of(&lists, &ids).len() == 560);
    }
}

#[test]
fn texts_are_of_lists_whose_ids_all_have_nineteen_digits() {
    let mut ids = ids();
    let rows = |lists: &Lists| {
        lists.rows(EdgeKind::Block, false, Cursor::Newest, usize::MAX).texts().map(|pieces| pieces.concat())
    };
    let size = MANY + 5;
    let mut lists = lists(1..=size as u32);
    assert_eq!(rows(&lists).map(|texts| texts.len()), Some(size));
    ids[5_900] = UserId(12);
    lists.insert(EdgeKind::Block, false, 5_900, Position(70), &ids);
    assert_eq!((rows(&lists), model_of(&lists, &ids).len()), (None, size + 1));
    lists.remove(EdgeKind::Block, false, 5_900, None);
    lists.insert(EdgeKind::Block, false, 5_901, Position(75), &ids);
    assert_eq!((rows(&lists), model_of(&lists, &ids).len()), (None, size + 1));
    // All at once.
    let entries = || (5_895..5_905).map(|other| Entry::new(other, Position(i64::from(other))));
    let mut two = Lists::default();
    two.extend(EdgeKind::Block, false, (0..MANY as u32).map(|other| Entry::new(other, Position(1))), &ids);
    assert_eq!(rows(&two).map(|texts| texts.len()), Some(MANY));
    two.extend(EdgeKind::Block, false, entries(), &ids);
    assert_eq!((rows(&two), model_of(&two, &ids).len()), (None, MANY + 10));
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
            let texts = lists.rows(kind, incoming, Cursor::Newest, usize::MAX).texts().map(|pieces| pieces.concat());
            assert!(texts.is_none_or(|texts| texts.into_iter().map(Some).eq(page.iter().map(|id| text_of(*id)))));
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
