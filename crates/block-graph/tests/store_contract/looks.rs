//! What a write on a shared database looks at is what its footprints name, as it is, and no more.

use std::sync::Arc;

use block_graph::access::{Ticket, TokenKey, TokenRecord};
use block_graph::event::Change;
use block_graph::store::{Database, Footprint};
use block_graph::view::{MembersOf, View};
use block_graph::{
    AppId, ChainId, Cursor, EdgeKind, ListId, ListRef, MessageId, Post, PostId, Timestamp, TokenId, UserRef,
};

use crate::stores::Place;
use crate::world::*;

crate::over!(bare databases: a_plan_sees_posts_messages_and_lists, a_plan_sees_approvals);

fn a_plan_sees_posts_messages_and_lists(place: &Place) {
    let store = place.open();
    let mut changes: Vec<_> = (1..=9).map(add_user).collect();
    // The second wrote, the third repeated it, so did the first; the fourth has nothing to do with it.
    let repost = |number, author| write(Post { repost_of: Some(PostId(10)), ..plain(number, author) });
    changes.extend([post(10, 2), repost(11, 3), repost(12, 1), repost(13, 4), post(14, 4)]);
    changes.extend([like(1, 10, 21), like(4, 10, 22), like(1, 14, 23)]);
    changes.extend([add(2, EdgeKind::Block, 1, 1), add(1, EdgeKind::Follow, 3, 2), add(1, EdgeKind::Mute, 4, 3)]);
    changes.extend([send(30, 5, 6), send(31, 5, 7), hide(30, 5, 6, 6)]);
    changes.extend([put(list(40, 8, "Good People")), put(list(41, 8, "good-people")), put(list(42, 9, "Other"))]);
    changes.extend([join(40, 1, 51), join(41, 1, 52), join(41, 7, 53), join(42, 1, 54)]);
    store.commit(&[], &mut |_| Ok(events(1, changes.clone()))).unwrap();
    let all = graph(&changes);

    let users = vec![UserRef::Id(id(1))];
    let about = Footprint { users: users.clone(), actor: Some(id(1)), posts: vec![PostId(11)], ..Footprint::default() };
    let unknown = Footprint { posts: vec![PostId(99)], messages: vec![MessageId(99)], ..about.clone() };
    let planned = store.commit(&[about, unknown], &mut |graph| {
        let (there, absent) = ([10, 11, 12].map(PostId), [13, 14, 99].map(PostId));
        assert_eq!(View::posts(graph, &there), View::posts(&all, &there));
        assert_eq!(View::posts(graph, &absent), Ok(vec![None; 3]), "nobody spoke of them");
        assert_eq!(graph.reactions(id(1), &there), all.reactions(id(1), &there));
        assert_eq!(View::people(graph, &[1, 2, 3].map(id)), View::people(&all, &[1, 2, 3].map(id)));
        assert_eq!(View::people(graph, &[4, 5, 8].map(id)), Ok(vec![None; 3]));
        assert_eq!(graph.relations(id(1), &[2, 3].map(id)), all.relations(id(1), &[2, 3].map(id)));
        Ok(Vec::new())
    });
    planned.unwrap();

    let by_slug = ListRef::Slug(UserRef::name("uSER_8"), "Good-People".into());
    let lists = vec![by_slug.clone(), ListRef::Id(ListId(99)), ListRef::Slug(UserRef::name("user_9"), "\0".into())];
    let messages = vec![MessageId(30)];
    let curated = Footprint { users, actor: Some(id(1)), messages, lists, ..Footprint::default() };
    let planned = store.commit(&[curated], &mut |graph| {
        assert_eq!(graph.messages(&[MessageId(31)]), Ok(vec![None]), "nobody spoke of it");
        assert_eq!(graph.messages(&[MessageId(30)]), all.messages(&[MessageId(30)]));
        assert_eq!(graph.mailbox(id(6), None, Cursor::Newest, 9), Ok(Vec::new()), "hidden it stays");
        let sent = |view: &dyn View| view.mailbox(id(5), Some(id(6)), Cursor::Newest, 9);
        assert_eq!(sent(graph), sent(&all));
        let slug = std::slice::from_ref(&by_slug);
        assert_eq!(View::lists(graph, slug), View::lists(&all, slug));
        for list in [40, 41].map(ListId) {
            let members = MembersOf::List(list);
            assert_eq!(graph.members(members, Cursor::Newest, 9), all.members(members, Cursor::Newest, 9));
            assert_eq!(graph.member(list, id(1)), all.member(list, id(1)));
        }
        assert_eq!(View::lists(graph, &[ListRef::Id(ListId(42))]), Ok(vec![None]));
        assert_eq!(View::people(graph, &[5, 6, 8].map(id)), View::people(&all, &[5, 6, 8].map(id)));
        assert_eq!(View::people(graph, &[id(7)]), Ok(vec![None]), "to be on a list is not to be spoken of");
        Ok(Vec::new())
    });
    planned.unwrap();
}

/// What lives of the approvals that are spoken of, and what somebody has who approved temporary credentials.
fn a_plan_sees_approvals(place: &Place) {
    let store = place.open();
    let of = |number, chain| TokenRecord { chain: Some(ChainId(chain)), ..bearer(number, 2, 1) };
    let approved = Ticket { user: Some(id(1)), ..temporary(31, 1) };
    let spent = Ticket { spent: Some(Timestamp(MADE)), ..code(32, 2, 1) };
    let (next, beside) = (refresh(33, 2, 1, spent.chain.0), Ticket { spent: spent.spent, ..code(34, 2, 1) });
    let beside = Ticket { chain: spent.chain, ..beside };
    let mut changes = vec![add_user(1)];
    changes.extend((1..=5).map(|number| Change::AddApp(Arc::new(app(number)))));
    changes
        .extend([&approved, &spent, &next, &beside, &temporary(35, 4), &code(36, 1, 1)].map(|t| put_ticket(t.clone())));
    // Of the person and the app of the credentials: 41 and 42; of the code's approval: 43 and, revoked, 44.
    changes.extend([signed(41, 1, 1), bearer(42, 1, 1), of(43, spent.chain.0), of(44, spent.chain.0)].map(issue));
    changes.extend([signed(45, 1, 2), signed(46, 3, 1), of(47, 99), app_bearer(48, 3), bearer(49, 1, 1)].map(issue));
    changes.extend([44, 49].map(|token| Change::RevokeToken(TokenId(token), Timestamp(5))));
    store.commit(&[], &mut |_| Ok(events(1, changes.clone()))).unwrap();
    let all = graph(&changes);

    let footprint = Footprint {
        tickets: vec![approved.key.clone(), spent.key.clone(), TokenKey::signed("unknown"), TokenKey::signed("\0")],
        tokens: vec![app_bearer(48, 3).key, TokenKey::bearer("unknown"), TokenKey::signed("\0")],
        apps: vec![AppId(5), AppId(99)],
        ..Footprint::default()
    };
    let planned = store.commit(&[footprint.clone(), footprint], &mut |graph| {
        for ticket in [&approved, &spent, &next] {
            assert_eq!(graph.ticket(&ticket.key).unwrap().as_deref(), Some(ticket));
        }
        for ticket in [&beside, &temporary(35, 4), &code(36, 1, 1)] {
            assert_eq!(graph.ticket(&ticket.key), Ok(None), "nobody spoke of {}", ticket.id);
        }
        let told = View::chain(graph, spent.chain).unwrap();
        assert_eq!(told.tickets.iter().map(|ticket| ticket.id.0).collect::<Vec<_>>(), [32, 33]);
        assert_eq!(told.tokens.iter().map(|token| token.id.0).collect::<Vec<_>>(), [43]);
        assert_eq!(graph.tokens_between(AppId(1), id(1)), all.tokens_between(AppId(1), id(1)));
        for key in [app_bearer(48, 3).key, bearer(43, 2, 1).key, signed(41, 1, 1).key] {
            assert_eq!(graph.token(&key), all.token(&key));
        }
        for key in [bearer(44, 1, 1).key, signed(45, 1, 2).key, signed(46, 3, 1).key, bearer(47, 1, 1).key] {
            assert_eq!(graph.token(&key), Ok(None));
        }
        for number in [1, 2, 3, 5] {
            assert_eq!(graph.app_by_id(AppId(number)).unwrap().as_deref(), Some(&app(number)));
        }
        assert_eq!(graph.app_by_id(AppId(4)), Ok(None));
        Ok(Vec::new())
    });
    planned.unwrap();
}
