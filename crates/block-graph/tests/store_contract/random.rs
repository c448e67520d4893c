//! Every question gets the answer that the graph in memory gives, in the same order, on worlds that nobody thought of.

use block_graph::event::Change;
use block_graph::view::{FeedSource, LikesOf, MembersOf, View};
use block_graph::{AppId, ChainId, Cursor, ListId, ListRef, MessageId, Position, PostId, PostRange, UserId, UserRef};

use crate::stores::Subject;
use crate::world::*;

crate::over!(every store: every_answer_is_the_graphs);

const LIMITS: [usize; 4] = [0, 1, 3, usize::MAX];

fn every_answer_is_the_graphs(store: &impl Subject) {
    let mut world = Random::new(20_261_120, 9);
    store.keep(&events(1, (0..world.people).map(add_user))).unwrap();
    let mut place = 100;
    for round in 0..60 {
        let steps = world.draw.below(20);
        let batch: Vec<Change> = (0..steps).flat_map(|_| world.step()).collect();
        store.keep(&events(place, batch.clone())).unwrap();
        place += i64::try_from(batch.len()).unwrap();
        if round % 30 == 29 {
            store.look(&mut |view| assert_same(view, &world));
        }
    }
}

/// Asserts that a view and the graph answer alike.
macro_rules! same {
    ($view:ident, $world:ident, $method:ident($($argument:expr),*)) => {
        assert_eq!(
            $view.$method($($argument),*).unwrap(),
            View::$method(&$world.graph, $($argument),*).unwrap(),
            "{}", stringify!($method($($argument),*))
        )
    };
}

fn assert_same(view: &dyn View, world: &Random) {
    let people: Vec<UserId> = (-1..=world.people).map(id).collect();
    let ids = world.ids();
    same!(view, world, people(&people));
    same!(view, world, all_people(UserId(0), 5));
    posts(view, world, &people, &ids);
    feeds(view, world, &people, &ids);
    let cursors = cursors(world.next);
    for user in &people {
        same!(view, world, relations(*user, &people));
        for (cursor, limit) in pages(&cursors) {
            same!(view, world, likes(LikesOf::User(*user), cursor, limit));
            same!(view, world, members(MembersOf::User(*user), cursor, limit));
            same!(view, world, lists_by(*user, cursor, limit));
            same!(view, world, mailbox(*user, None, cursor, limit));
            for other in people.iter().step_by(3) {
                same!(view, world, mailbox(*user, Some(*other), cursor, limit));
            }
        }
    }
    messages_and_lists(view, world, &people);
    sign_ins(view, world, &people);
    for prefix in ["", "u", "user_", "user_1", "user%", "User", "x", "us\0", "é", "user_1234567890123456789"] {
        LIMITS.iter().for_each(|limit| same!(view, world, search(prefix, *limit)));
    }
}

fn posts(view: &dyn View, world: &Random, people: &[UserId], ids: &[PostId]) {
    let twice = [ids, &ids[..5]].concat();
    same!(view, world, posts(&twice));
    same!(view, world, post_counts(&twice));
    same!(view, world, posts(&[]));
    same!(view, world, post_counts(&[]));
    for viewer in people {
        same!(view, world, reactions(*viewer, &twice));
    }
    let cursors = cursors(world.next);
    for post in ids {
        for (cursor, limit) in pages(&cursors[..2]) {
            same!(view, world, likes(LikesOf::Post(*post), cursor, limit));
        }
    }
}

fn feeds(view: &dyn View, world: &Random, people: &[UserId], ids: &[PostId]) {
    let (two, middle) = (vec![people[3], people[2], people[3]], world.next / 2);
    let mut sources = vec![
        FeedSource::By(Vec::new()),
        FeedSource::By(two.clone()),
        FeedSource::By(people.to_vec()),
        FeedSource::ByOrMentioning(Vec::new(), people[4]),
        FeedSource::ByOrMentioning(two, people[4]),
        FeedSource::ByOrMentioning(people.to_vec(), people[4]),
        FeedSource::Everyone,
    ];
    sources.extend(people.iter().map(|user| FeedSource::Mentioning(*user)));
    let mut ranges = Vec::new();
    for above in [None, Some(0), Some(middle), Some(world.next)] {
        for below in [None, Some(middle + 40), Some(middle)] {
            for from_oldest in [false, true] {
                let (above, below) = (above.map(PostId), below.map(PostId));
                ranges.push(PostRange { above, below, from_oldest, size: 1 });
            }
        }
    }
    for source in &sources {
        for range in &ranges {
            LIMITS.iter().for_each(|limit| same!(view, world, feed(source, range, *limit)));
        }
    }
    for post in ids {
        for source in [FeedSource::Thread(*post), FeedSource::Quoting(*post), FeedSource::Reposting(*post)] {
            let oldest = PostRange { above: Some(PostId(middle)), from_oldest: true, ..PostRange::newest(1) };
            same!(view, world, feed(&source, &PostRange::newest(1), usize::MAX));
            same!(view, world, feed(&source, &oldest, 2));
        }
    }
}

fn messages_and_lists(view: &dyn View, world: &Random, people: &[UserId]) {
    let numbers: Vec<i64> = (0..=world.next + 3).chain([1, 1]).collect();
    let lists: Vec<ListId> = numbers.iter().copied().map(ListId).collect();
    same!(view, world, messages(&numbers.iter().copied().map(MessageId).collect::<Vec<_>>()));
    same!(view, world, member_counts(&lists));
    let cursors = cursors(world.next);
    for list in &lists {
        people.iter().for_each(|user| same!(view, world, member(*list, *user)));
        for (cursor, limit) in pages(&cursors[..4]) {
            same!(view, world, members(MembersOf::List(*list), cursor, limit));
        }
    }
    let mut refs: Vec<ListRef> = lists.into_iter().map(ListRef::Id).collect();
    for user in people {
        for slug in ["good-people", "GOOD-people", "ÉTÉ-2020", "", "good people", "good\0"] {
            let name = format!("uSER_{}", user.0 - FIRST);
            let owners = [UserRef::Id(*user), UserRef::name(name.as_str()), UserRef::IdOrName(UserId(1), name.into())];
            refs.extend(owners.map(|owner| ListRef::Slug(owner, slug.into())));
        }
    }
    same!(view, world, lists(&refs));
    same!(view, world, lists(&[]));
    same!(view, world, lists(&refs[refs.len() - 5..]));
}

fn sign_ins(view: &dyn View, world: &Random, people: &[UserId]) {
    let made = &world.sign_ins;
    assert!(made.apps.len() > 3 && made.tokens.len() > 10 && made.tickets.len() > 5, "something to see");
    same!(view, world, all_apps());
    same!(view, world, all_tokens());
    same!(view, world, passwords(people));
    let cursors = cursors(world.next);
    for app in made.apps.iter().map(|app| app.id).chain([AppId(0)]) {
        same!(view, world, app_by_id(app));
        same!(view, world, authorised(app, people));
        people.iter().for_each(|user| same!(view, world, tokens_between(app, *user)));
    }
    for app in &made.apps {
        same!(view, world, app(&app.key));
        for audience in AUDIENCES {
            same!(view, world, authorisers(app.id, audience));
            for (cursor, limit) in pages(&cursors) {
                same!(view, world, tokens_of(app.id, audience, cursor, limit));
            }
        }
    }
    for key in made.tokens.iter().map(|token| &token.key).chain(made.tickets.iter().map(|ticket| &ticket.key)) {
        same!(view, world, token(key));
        same!(view, world, ticket(key));
    }
    let chains = made.tickets.iter().map(|ticket| ticket.chain).chain((0..=21).map(ChainId));
    for chain in chains {
        same!(view, world, chain(chain));
    }
    LIMITS.iter().for_each(|limit| same!(view, world, some_people(*limit)));
}

fn cursors(next: i64) -> [Cursor; 7] {
    let middle = Position(next / 2);
    [
        Cursor::Newest,
        Cursor::Newer(middle),
        Cursor::Older(middle),
        Cursor::Newer(Position(0)),
        Cursor::Older(Position(next)),
        Cursor::Newer(Position(next)),
        Cursor::End,
    ]
}

fn pages(cursors: &[Cursor]) -> impl Iterator<Item = (Cursor, usize)> {
    cursors.iter().flat_map(|cursor| LIMITS.map(|limit| (*cursor, limit)))
}
