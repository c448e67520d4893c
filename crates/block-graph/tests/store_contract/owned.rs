//! What only an owner does: fold, and read back a ledger that is folded in part.

use block_graph::EdgeKind;
use block_graph::event::Change;
use block_graph::store::{Ledger, Loader};

use crate::stores::{Place, load};
use crate::world::*;

crate::over!(
    bare databases: folded_and_unfolded_are_the_same, folding_moves_each_row_once, any_history_folds_to_the_same,
    the_ledger_grows_though_ids_do_not, a_reopened_store_holds_the_same, only_edges_wait,
);

/// People, and edges that come, go and come again.
fn history() -> Vec<Change> {
    let mut changes = everything();
    changes.push(add_user(4));
    changes.push(add(4, EdgeKind::Follow, 1, 100));
    changes.push(remove(1, EdgeKind::Follow, 2, 12 << 20));
    changes.push(post(900, 2));
    changes.push(add(1, EdgeKind::Follow, 2, 200));
    changes.push(remove(4, EdgeKind::Follow, 1, 100));
    changes.push(add(4, EdgeKind::Follow, 1, 300));
    changes.push(remove(4, EdgeKind::Follow, 1, 300));
    changes.push(add(4, EdgeKind::Block, 1, 400));
    changes
}

fn folded_and_unfolded_are_the_same(place: &Place) {
    let store = place.open();
    let changes = history();
    store.append(&events(1, changes.clone())).unwrap();
    assert_holds(&load(&store).unwrap(), &changes);
    let mut folded = 0;
    for limit in [1, 2, 3, 5].into_iter().cycle() {
        let step = store.fold(limit).unwrap();
        folded += step;
        assert_holds(&load(&store).unwrap(), &changes);
        if step < limit {
            break;
        }
    }
    let edges = changes.iter().filter(|change| matches!(change, Change::AddEdge(_) | Change::RemoveEdge(_)));
    assert_eq!(folded, edges.count());
}

fn folding_moves_each_row_once(place: &Place) {
    let store = place.open();
    assert_eq!(store.fold(10), Ok(0), "nothing is there");
    let changes = [add_user(1), add_user(2), add(1, EdgeKind::Follow, 2, 1), add(2, EdgeKind::Block, 1, 2)];
    store.append(&events(1, changes.clone())).unwrap();
    assert_eq!(store.fold(0), Ok(0));
    assert_eq!(store.fold(1), Ok(1));
    assert_eq!(store.fold(10), Ok(1));
    assert_eq!(store.fold(10), Ok(0));
    assert_holds(&load(&store).unwrap(), &changes);
    // Another process that opens the same database goes on where the first stopped.
    assert_eq!(place.open().fold(10), Ok(0));
    store.append(&events(50, [remove(1, EdgeKind::Follow, 2, 1)])).unwrap();
    assert_eq!(place.open().fold(10), Ok(1));
    assert_holds(&load(&store).unwrap(), changes.iter().chain(&[remove(1, EdgeKind::Follow, 2, 1)]));
}

/// A few hundred acts by the rules among six people, kept and folded in steps of changing size.
fn any_history_folds_to_the_same(place: &Place) {
    let store = place.open();
    let mut changes: Vec<Change> = (0..6).map(add_user).collect();
    store.append(&events(1, changes.clone())).unwrap();
    // A congruential generator, so that a failure happens again.
    let mut state = 20_261_120_u64;
    let mut draw = |below: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        i64::try_from((state >> 33) % below).unwrap()
    };
    let mut there = std::collections::BTreeMap::new();
    for step in 0..60 {
        let mut batch = Vec::new();
        for position in 0..draw(12) {
            let (source, target, kind) = (draw(6), draw(6), EdgeKind::ALL[usize::try_from(draw(6)).unwrap()]);
            let position = (step + 1) * 1000 + position;
            match there.remove(&(source, kind, target)) {
                _ if source == target => {}
                Some(former) => batch.push(remove(source, kind, target, former)),
                None => {
                    there.insert((source, kind, target), position);
                    batch.push(add(source, kind, target, position));
                }
            }
        }
        store.append(&events((step + 1) * 1000, batch.clone())).unwrap();
        changes.extend(batch);
        let limit = usize::try_from(draw(9)).unwrap();
        assert!(store.fold(limit).unwrap() <= limit);
    }
    assert_holds(&load(&store).unwrap(), &changes);
    while store.fold(7).unwrap() > 0 {}
    assert_holds(&load(&store).unwrap(), &changes);
}

/// A clock that was set back mints ids below those of the ledger; their rows must not hide behind the watermark.
fn the_ledger_grows_though_ids_do_not(place: &Place) {
    let store = place.open();
    let first = [add_user(1), add_user(2), add(1, EdgeKind::Follow, 2, 1)];
    store.append(&events(1000, first.clone())).unwrap();
    assert_eq!(store.fold(10), Ok(1));
    let later = [add(1, EdgeKind::Mute, 2, 2), remove(1, EdgeKind::Follow, 2, 1)];
    store.append(&events(5, later.clone())).unwrap();
    assert_holds(&load(&store).unwrap(), first.iter().chain(&later));
    assert_eq!(store.fold(10), Ok(2));
    assert_holds(&load(&store).unwrap(), first.iter().chain(&later));
}

fn a_reopened_store_holds_the_same(place: &Place) {
    let changes = history();
    for (batch, first) in changes.chunks(7).zip((1..).step_by(100)) {
        let store = place.open();
        store.append(&events(first, batch.to_vec())).unwrap();
        store.fold(2).unwrap();
    }
    assert_holds(&load(&place.open()).unwrap(), &changes);
}

/// What a start replays is what the tables do not hold yet, and the newest row is told whatever it is.
fn only_edges_wait(place: &Place) {
    #[derive(Default)]
    struct Heard {
        end: Option<i64>,
        unfolded: Vec<Change>,
    }
    impl Loader for Heard {
        fn user(&mut self, _: block_graph::User, _: block_graph::Counts, _: Option<block_graph::PostId>) {}
        fn post(&mut self, _: block_graph::Post) {}
        fn like(&mut self, _: block_graph::event::Like) {}
        fn message(&mut self, _: block_graph::Message, _: (bool, bool)) {}
        fn list(&mut self, _: block_graph::UserList) {}
        fn member(&mut self, _: block_graph::Member) {}
        fn edge(&mut self, _: block_graph::Edge) {}
        fn app(&mut self, _: block_graph::access::App) {}
        fn token(&mut self, _: block_graph::access::TokenRecord) {}
        fn ticket(&mut self, _: block_graph::access::Ticket) {}
        fn password(&mut self, _: block_graph::UserId, _: block_graph::access::PasswordHash) {}
        fn ledger_end(&mut self, id: i64) {
            self.end = Some(id);
        }
        fn unfolded(&mut self, change: Change) {
            self.unfolded.push(change);
        }
    }
    let hear = |store: &dyn Ledger| {
        let mut heard = Heard::default();
        store.load(&mut heard).unwrap();
        (heard.end, heard.unfolded)
    };
    let store = place.open();
    assert_eq!(hear(&store), (None, vec![]));
    store.append(&events(1, [add_user(1), add_user(2), add(1, EdgeKind::Mute, 2, 5), post(1, 1)])).unwrap();
    store.append(&events(5, [like(2, 1, 1), send(1, 1, 2), put(list(1, 2, "x")), join(1, 1, 2)])).unwrap();
    assert_eq!(hear(&store), (Some(8), vec![add(1, EdgeKind::Mute, 2, 5)]));
    store.fold(9).unwrap();
    assert_eq!(hear(&store), (Some(8), vec![]));
    store.append(&events(9, [remove(1, EdgeKind::Mute, 2, 5)])).unwrap();
    assert_eq!(hear(&store).1, [remove(1, EdgeKind::Mute, 2, 5)]);
}
