//! What only shared databases must bear: processes beside each other, and owners before and after.

use std::sync::Arc;

use block_graph::event::{Change, Event};
use block_graph::policy::{allows, removes};
use block_graph::store::{Database, Footprint, Ledger};
use block_graph::view::View;
use block_graph::{
    Action, Cursor, Edge, EdgeKind, Graph, List, Mint, Relation, StoreError, SystemClock, Timestamp, UserId, UserRef,
};

use crate::stores::{Place, load};
use crate::world::*;

crate::over!(
    bare databases: a_follow_never_stands_beside_a_block, a_plan_sees_what_its_footprints_name,
    a_plan_that_fails_keeps_nothing, a_reader_sees_one_moment, acts_on_one_pair_share_a_transaction,
    shared_and_owned_use_take_turns,
);

fn keep(store: &dyn Database, events: &[Event]) {
    store.commit(&[], &mut |_| Ok(events.to_vec())).unwrap();
}

fn seen(store: &dyn Database) -> Contents {
    let mut seen = None;
    let read = store.read(&mut |view| {
        seen = Some(contents(view)?);
        Ok(())
    });
    read.unwrap();
    seen.unwrap()
}

fn footprint(actor: i64, other: i64) -> Footprint {
    let users = vec![UserRef::Id(id(other)), UserRef::Id(id(actor))];
    Footprint { users, actor: Some(id(actor)), ..Footprint::default() }
}

/// What it comes to when one person blocks or follows another, by the rules.
fn act(graph: &Graph, mint: &Mint, actor: UserId, kind: EdgeKind, other: UserId) -> Vec<Event> {
    let edges = graph.between(actor, other).unwrap();
    let action = if kind == EdgeKind::Block { Action::Block } else { Action::Follow };
    let own = |edge: &&Edge| edge.source == actor;
    let there = edges.iter().filter(own).any(|edge| edge.kind == kind);
    if there || allows(action, Relation::of(actor, &edges)).is_err() {
        return Vec::new();
    }
    let (mine, theirs) = removes(kind);
    let ends = |edge: &&Edge| if edge.source == actor { mine } else { theirs }.contains(&edge.kind);
    let ended = edges.iter().filter(ends).map(|edge| Change::RemoveEdge(*edge));
    let begun = Change::AddEdge(Edge { source: actor, kind, target: other, position: mint.position() });
    let event = |change| Event { id: mint.id(), at: Timestamp(1), actor: Some(actor), app: None, change };
    ended.chain([begun]).map(event).collect()
}

pub(crate) fn a_follow_never_stands_beside_a_block(place: &Place) {
    const PEOPLE: i64 = 4;
    keep(&place.open(), &events(1, (0..PEOPLE).map(add_user)));
    std::thread::scope(|scope| {
        for worker in 0..8_u16 {
            scope.spawn(move || {
                // Each thread is a process of its own, as far as the database can tell.
                let (store, mint) = (place.open(), Mint::new(Arc::new(SystemClock), worker + 1));
                for round in 0..40 {
                    let (actor, other) =
                        ((i64::from(worker) + round) % PEOPLE, (i64::from(worker) * 3 + round / 4 + 1) % PEOPLE);
                    let kind = if (round + i64::from(worker)) % 2 == 0 { EdgeKind::Block } else { EdgeKind::Follow };
                    let ends = |graph: &Graph| -> Vec<Event> {
                        let gone = graph
                            .between(id(actor), id(other))
                            .unwrap()
                            .into_iter()
                            .filter(|edge| edge.source == id(actor));
                        let event = |change| Event {
                            id: mint.id(),
                            at: Timestamp(1),
                            actor: Some(id(actor)),
                            app: None,
                            change,
                        };
                        gone.map(Change::RemoveEdge).map(event).collect()
                    };
                    if actor == other {
                        continue;
                    }
                    let kept = store.commit(&[footprint(actor, other)], &mut |graph| {
                        // Now and then somebody takes everything back, so that there is something to race for.
                        Ok(if round % 5 == 4 { ends(graph) } else { act(graph, &mint, id(actor), kind, id(other)) })
                    });
                    kept.unwrap();
                    let alone = store.read(&mut |view| {
                        let edges = view.between(id(actor), id(other))?;
                        let has = |kind| edges.iter().any(|edge| edge.kind == kind);
                        assert!(!(has(EdgeKind::Block) && has(EdgeKind::Follow)), "{edges:?}");
                        Ok(())
                    });
                    alone.unwrap();
                }
            });
        }
    });
    // What the tables came to is what the ledger says, counts included: an owner reads the same from the one as others
    // read from the other.
    let store = place.open();
    let counted = store.read(&mut |view| {
        for person in view.all_people(UserId(0), 9)? {
            let count = |list| view.rows(person.user.id, list, Cursor::Newest, 99).map(|rows| rows.len());
            let listed = (count(List::Followers)?, count(List::Following)?);
            assert_eq!(
                listed,
                (person.counts.followers.try_into().unwrap(), person.counts.following.try_into().unwrap())
            );
        }
        Ok(())
    });
    counted.unwrap();
}

fn a_plan_sees_what_its_footprints_name(place: &Place) {
    let store = place.open();
    let mut changes: Vec<_> = (1..=5).map(add_user).collect();
    for (kind, position) in EdgeKind::ALL.into_iter().zip(1..) {
        changes.extend([add(1, kind, 2, position), add(2, kind, 1, position), add(1, kind, 4, 10 + position)]);
    }
    changes.push(post(1, 2));
    keep(&store, &events(1, changes.clone()));
    let by_name = Footprint {
        users: vec![UserRef::name("uSeR_2"), UserRef::name("nobody"), UserRef::name("\0"), UserRef::Id(id(77))],
        actor: Some(id(1)),
        ..Footprint::default()
    };
    let by_either = UserRef::IdOrName(UserId(5), "user_3".into());
    let by_either = Footprint { users: vec![by_either], ..Footprint::default() };
    let all = graph(&changes);
    let planned = store.commit(&[by_name, by_either, footprint(5, 5)], &mut |graph| {
        let people = [1, 2, 3, 5].map(id);
        assert_eq!(View::people(graph, &people), View::people(&all, &people));
        assert_eq!(View::people(graph, &[id(4)]), Ok(vec![None]), "nobody spoke of them");
        assert_eq!(graph.resolve(&[UserRef::name("USER_2")]), all.resolve(&[UserRef::name("user_2")]));
        assert_eq!(graph.between(id(1), id(2)), all.between(id(1), id(2)));
        assert_eq!(graph.between(id(1), id(2)).unwrap().len(), 12);
        Ok(Vec::new())
    });
    planned.unwrap();
    assert_eq!(seen(&store), contents(&all).unwrap());
}

fn a_plan_that_fails_keeps_nothing(place: &Place) {
    let store = place.open();
    let changes = [add_user(1), add_user(2)];
    keep(&store, &events(1, changes.clone()));
    let refused = StoreError::Unavailable("not now".to_owned());
    assert_eq!(store.commit(&[footprint(1, 2)], &mut |_| Err(refused.clone())), Err(refused.clone()));
    let read = store.read(&mut |_| Err(refused.clone()));
    assert_eq!(read, Err(refused));
    // Nor does one whose events do not fit; the store goes on afterwards.
    let twice = events(10, [add(1, EdgeKind::Mute, 2, 1), add_user(1)]);
    assert_eq!(store.commit(&[], &mut |_| Ok(twice.clone())), Err(StoreError::Taken("the id")));
    let again = events(2, [add(1, EdgeKind::Mute, 2, 1)]);
    assert_eq!(store.commit(&[], &mut |_| Ok(again.clone())), Err(StoreError::Taken("the id")), "of the ledger");
    assert_eq!(seen(&store), contents(&graph(&changes)).unwrap());
    keep(&store, &events(10, [add(1, EdgeKind::Mute, 2, 1)]));
    assert_eq!(seen(&store), contents(&graph(changes.iter().chain(&[add(1, EdgeKind::Mute, 2, 1)]))).unwrap());
    Database::ping(&store).unwrap();
}

fn a_reader_sees_one_moment(place: &Place) {
    let (reader, writer) = (place.open(), place.open());
    keep(&writer, &events(1, [add_user(1), add_user(2), add(1, EdgeKind::Follow, 2, 1)]));
    let read = reader.read(&mut |view| {
        let before = contents(view)?;
        keep(&writer, &events(10, [remove(1, EdgeKind::Follow, 2, 1), add_user(3)]));
        assert_eq!(contents(view)?, before);
        Ok(())
    });
    read.unwrap();
    assert_eq!(seen(&reader), seen(&writer));
    assert_eq!(seen(&reader), contents(&graph(&[add_user(1), add_user(2), add_user(3)])).unwrap());
}

fn acts_on_one_pair_share_a_transaction(place: &Place) {
    let (store, mint) = (place.open(), Mint::new(Arc::new(SystemClock), 1));
    let mut changes = vec![add_user(1), add_user(2)];
    keep(&store, &events(1, changes.clone()));
    let acts = [(1, EdgeKind::Follow, 2), (2, EdgeKind::Follow, 1), (1, EdgeKind::Block, 2), (2, EdgeKind::Follow, 1)];
    let footprints: Vec<_> = acts.iter().map(|(actor, _, other)| footprint(*actor, *other)).collect();
    let mut kept = Vec::new();
    let planned = store.commit(&footprints, &mut |graph| {
        kept.clear();
        for (actor, kind, other) in acts {
            let events = act(graph, &mint, id(actor), kind, id(other));
            events.iter().for_each(|event| graph.apply(&event.change));
            kept.extend(events);
        }
        Ok(kept.clone())
    });
    planned.unwrap();
    changes.extend(kept.into_iter().map(|event| event.change));
    assert_eq!(changes.len(), 2 + 5, "two follows, their ends and a block; the last follow is refused");
    assert_eq!(seen(&store), contents(&graph(&changes)).unwrap());
}

/// The tables of a shared database hold everything; an owner's hold everything but what waits in the ledger. Whoever comes
/// next finds neither too much nor too little.
pub(crate) fn shared_and_owned_use_take_turns(place: &Place) {
    let mut changes = everything();
    keep(&place.open(), &events(1000, changes.clone()));
    let check = |changes: &[Change]| {
        let expected = contents(&graph(changes)).unwrap();
        assert_eq!(contents(&load(&place.open()).unwrap()).unwrap(), expected);
        expected
    };
    check(&changes);
    {
        let owner = place.open();
        let acts = [add_user(4), add(4, EdgeKind::Follow, 1, 1), add(1, EdgeKind::Follow, 4, 2), post(900, 4)];
        owner.append(&events(2000, acts.clone())).unwrap();
        changes.extend(acts);
        assert_eq!(owner.fold(1), Ok(1));
        // Its ids are below those that stand in the ledger.
        let acts = [add(4, EdgeKind::Mute, 2, 3), remove(4, EdgeKind::Follow, 1, 1)];
        owner.append(&events(10, acts.clone())).unwrap();
        changes.extend(acts);
    }
    check(&changes);
    let shared = place.open();
    assert_eq!(seen(&shared), check(&changes));
    let acts = [remove(1, EdgeKind::Follow, 4, 2), add(4, EdgeKind::Follow, 1, 9)];
    keep(&shared, &events(1500, acts.clone()));
    changes.extend(acts);
    assert_eq!(seen(&place.open()), check(&changes));
    let owner = place.open();
    assert_eq!(owner.fold(100), Ok(0));
    owner.append(&events(5000, [add(4, EdgeKind::Block, 3, 20)])).unwrap();
    changes.push(add(4, EdgeKind::Block, 3, 20));
    assert_eq!(owner.fold(100), Ok(1));
    check(&changes);
    assert_eq!(seen(&shared), check(&changes));
}
