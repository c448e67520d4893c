//! What a write on a shared database looks at is what its footprints name, as it is, and no more.

use block_graph::store::{Database, Footprint};
use block_graph::view::{MembersOf, View};
use block_graph::{Cursor, EdgeKind, ListId, ListRef, MessageId, Post, PostId, UserRef};

use crate::stores::Place;
use crate::world::*;

crate::over!(bare databases: a_plan_sees_posts_messages_and_lists);

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
