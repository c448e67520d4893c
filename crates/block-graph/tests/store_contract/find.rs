//! People, relations, apps and tokens are found by what requests name them by, and by nothing else.

use std::sync::Arc;

use block_graph::access::TokenKey;
use block_graph::event::Change;
use block_graph::view::Person;
use block_graph::{AppId, Cursor, Edge, EdgeKind, List, PostId, Relation, TokenId, UserId, UserRef};

use crate::stores::Subject;
use crate::world::*;

crate::over!(
    every store: people_are_found_by_id_and_name, relations_have_the_order_asked, apps_and_tokens_are_found,
    people_come_in_pages,
);

fn people_are_found_by_id_and_name(store: &impl Subject) {
    // The third person's name is the second one's id.
    let digits = block_graph::Username::new("22").unwrap();
    let third = Change::AddUser(block_graph::Profile { username: digits, ..user(3) }.into(), Default::default());
    store.keep(&events(1, [add_user(1), add_user(2), third])).unwrap();
    let asked = [
        UserRef::name("uSeR_2"),
        UserRef::Id(id(1)),
        UserRef::name("nobody"),
        UserRef::name("no such\0name"),
        UserRef::name(""),
        UserRef::Id(UserId(0)),
        UserRef::name("USER_2"),
        UserRef::IdOrName(UserId(22), "22".into()),
        UserRef::IdOrName(id(1), "22".into()),
        UserRef::IdOrName(UserId(5), "5".into()),
    ];
    let found = store.ask(|view| view.resolve(&asked));
    let found: Vec<_> = found.into_iter().map(|person| person.map(|person| person.user.id)).collect();
    let expected = [Some(2), Some(1), None, None, None, None, Some(2), Some(3), Some(1), None];
    assert_eq!(found, expected.map(|number| number.map(id)));
    assert_eq!(store.ask(|view| view.resolve(&[])), []);
    assert_eq!(store.ask(|view| view.people(&[])), []);
    assert_eq!(store.ask(|view| view.posts(&[PostId(1)])), [None]);
}

fn relations_have_the_order_asked(store: &impl Subject) {
    let mut changes: Vec<_> = (1..=4).map(add_user).collect();
    for (kind, position) in EdgeKind::ALL.into_iter().zip(1..) {
        changes.push(add(1, kind, 2, position));
        changes.push(add(3, kind, 1, 10 + position));
    }
    store.keep(&events(1, changes)).unwrap();
    let relations = store.ask(|view| view.relations(id(1), &[id(4), id(3), id(2), id(99), id(2)]));
    let mine = Relation {
        following: true,
        request_sent: true,
        blocking: true,
        muting: true,
        dm_blocking: true,
        hiding_reposts: true,
        ..Relation::default()
    };
    let theirs = mine.reversed();
    assert_eq!(relations, [Relation::default(), theirs, mine, Relation::default(), mine]);
    let seen = store.ask(|view| view.seen(Some(id(1)), &[id(4), id(99), id(2)]));
    let told = |(person, relation): (Person, _)| (person.user.id, relation);
    let seen: Vec<_> = seen.into_iter().map(|seen| seen.map(told)).collect();
    assert_eq!(seen, [Some((id(4), Some(Relation::default()))), None, Some((id(2), Some(mine)))]);
    let blocked = store.ask(|view| view.cut_seen(id(1), List::Blocked, Cursor::Newest, 10, None));
    assert_eq!(blocked.listed.into_iter().map(told).collect::<Vec<_>>(), [(id(2), None)]);
    let sorted = |mut edges: Vec<Edge>| {
        edges.sort_unstable_by_key(|edge| edge.position);
        edges.into_iter().map(|edge| (edge.source, edge.kind)).collect::<Vec<_>>()
    };
    let expected = EdgeKind::ALL.map(|kind| (id(3), kind));
    assert_eq!(sorted(store.ask(|view| view.between(id(1), id(3)))), expected);
    assert_eq!(sorted(store.ask(|view| view.between(id(3), id(1)))), expected);
    assert_eq!(store.ask(|view| view.between(id(2), id(3))), []);
    assert_eq!(store.ask(|view| view.relations(id(1), &[])), []);
}

fn apps_and_tokens_are_found(store: &impl Subject) {
    let issued = [signed(1, 1, 1), bearer(2, 1, 2), app_bearer(3, 2), bearer(4, 1, 2), bearer(5, 2, 3)];
    let apps = [app(1), app(2)].map(|app| Change::AddApp(Arc::new(app)));
    let changes = apps.into_iter().chain(issued.clone().map(issue));
    let revoked = [TokenId(2), TokenId(5)].map(|token| Change::RevokeToken(token, block_graph::Timestamp(9)));
    store.keep(&events(1, changes.chain(revoked))).unwrap();

    assert_eq!(store.ask(|view| view.app("consumer-key-2")).as_deref(), Some(&app(2)));
    for unknown in ["", "consumer-key-3", "CONSUMER-KEY-2", "consumer-key-2\0"] {
        assert_eq!(store.ask(|view| view.app(unknown)), None, "{unknown:?}");
    }
    for token in &issued {
        let held = store.ask(|view| view.token(&token.key)).unwrap();
        let expected = token.held(&Arc::new(app(token.app.0)));
        assert_eq!(held.grant, expected.grant);
        assert_eq!(held.revoked.is_some(), [2, 5].contains(&token.id.0));
    }
    for unknown in [TokenKey::signed(""), TokenKey::signed("public-1\0"), TokenKey::bearer("public-1")] {
        assert_eq!(store.ask(|view| view.token(&unknown)), None);
    }
    let holders = |app| store.ask(|view| view.authorised(AppId(app), &[id(3), id(2), id(1), id(2)]));
    assert_eq!(holders(1), [false, true, true, true], "the second token of the second person lives");
    assert_eq!(holders(2), [false; 4], "an app's own token is nobody's, and the other one is revoked");
    assert_eq!(holders(3), [false; 4]);
}

fn people_come_in_pages(store: &impl Subject) {
    store.keep(&events(1, [3, 1, 5, 2, 4].map(add_user))).unwrap();
    let page = |after, limit| -> Vec<_> {
        let people = store.ask(|view| view.all_people(after, limit));
        people.into_iter().map(|person| person.user.id.0 - FIRST).collect()
    };
    assert_eq!(page(UserId(0), 2), [1, 2]);
    assert_eq!(page(id(2), 2), [3, 4]);
    assert_eq!(page(id(4), 2), [5]);
    assert_eq!(page(id(5), usize::MAX), [] as [i64; 0]);
    assert_eq!(page(UserId(0), 0), [] as [i64; 0]);
}
