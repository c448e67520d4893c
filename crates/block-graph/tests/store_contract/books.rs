//! What is kept comes back whole, and what cannot be kept leaves no trace.

#[cfg(any(feature = "sqlite", feature = "postgres"))]
use std::sync::Arc;

#[cfg(any(feature = "sqlite", feature = "postgres"))]
use block_graph::access::{App, TokenRecord};
use block_graph::event::Change;
#[cfg(any(feature = "sqlite", feature = "postgres"))]
use block_graph::{Counts, Profile, StoreError, Username};
use block_graph::{EdgeKind, PostId};

use crate::stores::Subject;
use crate::world::*;

crate::over!(every store: every_change_and_every_field_comes_back, counts_go_with_edges_and_posts, large_batches_fit);
#[cfg(any(feature = "sqlite", feature = "postgres"))]
mod disk {
    use super::*;
    crate::over!(every database: what_is_taken_is_told_and_leaves_no_trace);
}
#[cfg(any(feature = "sqlite", feature = "postgres"))]
use self::taken::what_is_taken_is_told_and_leaves_no_trace;

fn every_change_and_every_field_comes_back(store: &impl Subject) {
    let changes = everything();
    store.keep(&events(100, changes.clone())).unwrap();
    store.look(&mut |view| assert_holds(view, &changes));
    // Once more one by one, beside what is there.
    let more = [add_user(4), add(4, EdgeKind::Follow, 2, 99 << 20), post(503, 4), issue(signed(9, 1, 4))];
    for (place, change) in (1000..).zip(&more) {
        store.keep(&events(place, [change.clone()])).unwrap();
    }
    store.look(&mut |view| assert_holds(view, changes.iter().chain(&more)));
    store.keep(&[]).unwrap();
}

fn counts_go_with_edges_and_posts(store: &impl Subject) {
    let kept = [
        vec![add_user(1), add_user(2), add_user(3), add(1, EdgeKind::Follow, 2, 1), add(3, EdgeKind::Follow, 2, 2)],
        vec![add(2, EdgeKind::Follow, 1, 3), add(1, EdgeKind::Block, 3, 4), post(7, 2), post(9, 2), post(8, 2)],
        vec![remove(1, EdgeKind::Follow, 2, 1), add(2, EdgeKind::FollowRequest, 3, 5)],
        vec![add(1, EdgeKind::Follow, 2, 6), remove(1, EdgeKind::Follow, 2, 6), add(1, EdgeKind::Follow, 2, 7)],
    ];
    for (place, changes) in (0..).zip(&kept) {
        store.keep(&events(100 * (place + 1), changes.clone())).unwrap();
    }
    store.look(&mut |view| assert_holds(view, kept.iter().flatten()));
    let people = store.ask(|view| view.people(&[id(1), id(2), id(3)]));
    let counts: Vec<_> =
        people.iter().flatten().map(|person| (person.counts.followers, person.counts.following)).collect();
    assert_eq!(counts, [(1, 1), (2, 1), (0, 1)]);
    let busy = people[1].clone().unwrap();
    assert_eq!((busy.counts.posts, busy.latest_post), (3, Some(PostId(9))));
}

fn large_batches_fit(store: &impl Subject) {
    let people = (0..2500).map(add_user);
    let follows = (1..2500).map(|number| add(number, EdgeKind::Follow, 0, number));
    let changes: Vec<Change> = people.chain(follows).collect();
    store.keep(&events(1, changes)).unwrap();
    let asked: Vec<_> = (0..20_000).map(id).collect();
    let found = store.ask(|view| view.people(&asked));
    assert_eq!((found.len(), found.iter().flatten().count()), (20_000, 2500));
    assert_eq!(found[0].as_ref().map(|person| person.counts.followers), Some(2499));
    let relations = store.ask(|view| view.relations(id(0), &asked));
    assert_eq!(relations.iter().filter(|relation| relation.followed_by).count(), 2499);
}

#[cfg(any(feature = "sqlite", feature = "postgres"))]
mod taken {
    use super::*;

    pub(super) fn what_is_taken_is_told_and_leaves_no_trace(store: &impl Subject) {
        let there =
            vec![add_user(1), Change::AddApp(Arc::new(app(1))), issue(signed(1, 1, 1)), post(5, 1), send(6, 1, 1)];
        store.keep(&events(100, there.clone())).unwrap();
        let namesake = Profile { username: Username::new("uSER_1").unwrap(), ..user(2) };
        let clashes = [
            (Change::AddUser(namesake.into(), Counts::default()), "the username"),
            (
                Change::AddUser(Profile { username: Username::new("x").unwrap(), ..user(1) }.into(), Counts::default()),
                "the id",
            ),
            (Change::AddApp(Arc::new(App { key: app(1).key, ..app(2) })), "the app key"),
            (Change::AddApp(Arc::new(App { key: "another".to_owned(), ..app(1) })), "the id"),
            (issue(TokenRecord { key: signed(1, 1, 1).key, ..bearer(2, 1, 1) }), "the token"),
            (issue(bearer(1, 1, 1)), "the id"),
            (post(5, 1), "the id"),
            (send(6, 1, 7), "the id"),
        ];
        for (clash, what) in clashes {
            let batch = events(200, [add_user(7), add(7, EdgeKind::Mute, 1, 9), clash]);
            assert_eq!(store.keep(&batch), Err(StoreError::Taken(what)));
            store.look(&mut |view| assert_holds(view, &there));
        }
        store.keep(&events(200, [add_user(7)])).unwrap();
        store.look(&mut |view| assert_holds(view, there.iter().chain(&[add_user(7)])));
    }
}
