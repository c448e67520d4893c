//! Posts, and what hangs on them: what is deleted goes with what hangs on it, and what is toggled counts once.

use block_graph::event::Change;
use block_graph::view::{FeedSource, LikesOf, MembersOf};
use block_graph::{Cursor, ListId, ListRef, MessageId, PostCounts, PostId, PostRange, UserRef};

use crate::stores::Subject;
use crate::world::*;

crate::over!(
    every store: what_is_deleted_leaves_every_answer, a_batch_may_take_back_what_it_makes, many_authors_make_one_feed,
    a_message_goes_out_of_one_sight_at_a_time, a_slug_finds_the_oldest_list,
);

fn ids(store: &impl Subject, source: &FeedSource) -> Vec<i64> {
    let posts = store.ask(|view| view.feed(source, &PostRange::newest(0), usize::MAX));
    posts.iter().map(|post| post.id.0).collect()
}

fn latest(store: &impl Subject, number: i64) -> (i32, Option<i64>) {
    let person = store.ask(|view| view.people(&[id(number)])).remove(0).unwrap();
    (person.counts.posts, person.latest_post.map(|post| post.0))
}

fn what_is_deleted_leaves_every_answer(store: &impl Subject) {
    let mention = |number| block_graph::Mention { user: id(number), username: "x".into(), start: 0, end: 2 };
    let first = block_graph::Post { mentions: vec![mention(2), mention(3), mention(2)], ..plain(1, 1) };
    let about = |post: block_graph::Post| block_graph::Post { thread: PostId(1), ..post };
    let reply = about(block_graph::Post { reply_to: Some((PostId(1), id(1))), ..plain(3, 2) });
    let repost = block_graph::Post { repost_of: Some(PostId(1)), ..plain(4, 2) };
    let quote = block_graph::Post { quote_of: Some(PostId(1)), ..plain(5, 3) };
    let mut changes: Vec<_> = (1..=3).map(add_user).collect();
    changes.extend([write(first.clone()), post(2, 1), write(reply), write(repost), write(quote)]);
    changes.extend([like(2, 1, 10), like(3, 1, 11), like(3, 2, 12)]);
    store.keep(&events(1, changes)).unwrap();
    let counts = store.ask(|view| view.post_counts(&[PostId(1)]));
    assert_eq!(counts, [PostCounts { likes: 2, reposts: 1, replies: 1, quotes: 1 }]);
    assert_eq!(ids(store, &FeedSource::Mentioning(id(2))), [1]);
    assert_eq!(latest(store, 1), (2, Some(2)));

    store.keep(&events(50, [delete(&first)])).unwrap();
    assert_eq!(store.ask(|view| view.posts(&[PostId(1)])), [None]);
    assert_eq!(store.ask(|view| view.post_counts(&[PostId(1)])), [PostCounts::default()]);
    assert_eq!(store.ask(|view| view.reactions(id(2), &[PostId(1)])), [block_graph::view::Reaction::default()]);
    for gone in [FeedSource::Mentioning(id(2)), FeedSource::Quoting(PostId(1)), FeedSource::Reposting(PostId(1))] {
        assert_eq!(ids(store, &gone), [], "{gone:?}");
    }
    assert_eq!(ids(store, &FeedSource::Thread(PostId(1))), [3], "replies stay");
    assert_eq!(ids(store, &FeedSource::By(vec![id(2), id(3)])), [5, 4, 3], "reposts and quotes stay");
    let liked = store.ask(|view| view.likes(LikesOf::User(id(3)), Cursor::Newest, 9));
    assert_eq!(liked.iter().map(|like| like.post.0).collect::<Vec<_>>(), [2]);
    assert_eq!(store.ask(|view| view.likes(LikesOf::Post(PostId(1)), Cursor::Newest, 9)), []);
    assert_eq!(latest(store, 1), (1, Some(2)));

    store.keep(&events(60, [delete(&plain(2, 1))])).unwrap();
    assert_eq!(latest(store, 1), (0, None));
}

fn a_batch_may_take_back_what_it_makes(store: &impl Subject) {
    let mut changes: Vec<_> = (1..=2).map(add_user).collect();
    changes.extend([post(1, 1), like(2, 1, 10), unlike(2, 1, 10), like(2, 1, 11)]);
    changes.extend([post(2, 1), like(2, 2, 12), delete(&plain(2, 1))]);
    changes.extend([put(list(5, 1, "One")), join(5, 2, 20), leave(5, 2, 20), join(5, 2, 21)]);
    changes.extend([put(list(6, 1, "Two")), join(6, 2, 22), leave(6, 2, 22)]);
    changes.extend([Change::DeleteList(list(6, 1, "Two").into()), send(7, 1, 2), hide(7, 1, 2, 1)]);
    store.keep(&events(1, changes.clone())).unwrap();
    store.look(&mut |view| assert_holds(view, &changes));
    assert_eq!(latest(store, 1), (1, Some(1)));
    let more = [unlike(2, 1, 11), like(2, 1, 13), unlike(2, 1, 13), leave(5, 2, 21), join(5, 2, 23)];
    store.keep(&events(100, more.clone())).unwrap();
    store.look(&mut |view| assert_holds(view, changes.iter().chain(&more)));
    let places = store.ask(|view| view.members(MembersOf::List(ListId(5)), Cursor::Newest, 9));
    assert_eq!(places.iter().map(|member| member.position.0).collect::<Vec<_>>(), [23]);
}

fn many_authors_make_one_feed(store: &impl Subject) {
    let people = (0..2500).map(add_user);
    let written = (0..5000).map(|number| post(number + 1, number % 2500));
    store.keep(&events(1, people.chain(written))).unwrap();
    let all = FeedSource::By((0..20_000).rev().map(id).collect());
    let page = |range: PostRange, limit| -> Vec<i64> {
        store.ask(|view| view.feed(&all, &range, limit)).iter().map(|post| post.id.0).collect()
    };
    assert_eq!(page(PostRange::newest(0), 3), [5000, 4999, 4998]);
    assert_eq!(page(PostRange { below: Some(PostId(2501)), ..PostRange::newest(0) }, 2), [2500, 2499]);
    assert_eq!(
        page(PostRange { above: Some(PostId(2499)), from_oldest: true, ..PostRange::newest(0) }, 2),
        [2500, 2501]
    );
    assert_eq!(page(PostRange::newest(0), usize::MAX).len(), 5000);
}

fn a_message_goes_out_of_one_sight_at_a_time(store: &impl Subject) {
    let mut changes: Vec<_> = (1..=3).map(add_user).collect();
    changes.extend([send(1, 1, 2), send(2, 2, 1), send(3, 1, 3), send(4, 1, 1)]);
    store.keep(&events(1, changes)).unwrap();
    let seen = |user, with: Option<i64>| -> Vec<i64> {
        let messages = store.ask(|view| view.mailbox(id(user), with.map(id), Cursor::Newest, 9));
        messages.iter().map(|message| message.id.0).collect()
    };
    assert_eq!((seen(1, None), seen(1, Some(2)), seen(1, Some(1))), (vec![4, 3, 2, 1], vec![2, 1], vec![4]));
    store.keep(&events(50, [hide(1, 1, 2, 1), hide(2, 2, 1, 1), hide(4, 1, 1, 1)])).unwrap();
    assert_eq!((seen(1, None), seen(1, Some(2)), seen(1, Some(1))), (vec![3], vec![], vec![]));
    assert_eq!((seen(2, None), seen(2, Some(1))), (vec![2, 1], vec![2, 1]));
    store.keep(&events(60, [hide(1, 1, 2, 2)])).unwrap();
    assert_eq!(seen(2, None), [2]);
    let kept = store.ask(|view| view.messages(&[MessageId(1), MessageId(9)]));
    assert_eq!(kept, [Some(message(1, 1, 2).into()), None], "a message itself is never deleted");
}

fn a_slug_finds_the_oldest_list(store: &impl Subject) {
    let lists = [list(12, 1, "Good People"), list(11, 1, "good people!"), list(10, 2, "Good people")];
    let made = lists.clone().map(put);
    store.keep(&events(1, [add_user(1), add_user(2)].into_iter().chain(made))).unwrap();
    let found = |owner: &str, slug: &str| {
        let list = ListRef::Slug(UserRef::name(owner), slug.into());
        store.ask(|view| view.lists(std::slice::from_ref(&list))).remove(0).map(|list| list.id.0)
    };
    assert_eq!(found("user_1", "good-people"), Some(11));
    assert_eq!(found("user_2", "Good-People"), Some(10));
    assert_eq!((found("user_3", "good-people"), found("user_1", "good")), (None, None));
    store.keep(&events(50, [put(block_graph::UserList { name: "Other".to_owned(), ..lists[1].clone() })])).unwrap();
    assert_eq!((found("user_1", "good-people"), found("user_1", "other")), (Some(12), Some(11)));
    store.keep(&events(60, [Change::DeleteList(lists[0].clone().into())])).unwrap();
    assert_eq!(found("user_1", "good-people"), None);
    let owned = store.ask(|view| view.lists_by(id(1), Cursor::Newest, 9));
    assert_eq!(owned.iter().map(|list| list.id.0).collect::<Vec<_>>(), [11]);
}
