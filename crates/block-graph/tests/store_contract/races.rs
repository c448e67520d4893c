//! Processes beside each other on one database: what a rule saw while it planned is so when its write is kept.

use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};

use block_graph::event::{Change, Event};
use block_graph::policy::allows;
use block_graph::store::diesel::DieselStore;
use block_graph::store::{Database, Footprint};
use block_graph::view::{FeedSource, LikesOf, MembersOf, View};
use block_graph::{
    Action, Cursor, Edge, EdgeKind, Graph, ListId, ListRef, Mint, Post, PostId, PostRange, Relation, SystemClock,
    Timestamp, UserId, UserRef,
};

use crate::stores::Place;
use crate::world::*;

crate::over!(
    bare databases: a_deleted_post_leaves_no_like, nobody_repeats_a_post_twice, a_newest_post_is_the_newest,
    nothing_is_made_while_a_block_stands, a_deleted_list_leaves_no_member,
);

/// A process of its own, as far as the database can tell.
struct Process {
    store: DieselStore,
    mint: Mint,
}

impl Process {
    fn new(place: &Place, worker: u16) -> Self {
        Self { store: place.open(), mint: Mint::new(Arc::new(SystemClock), worker) }
    }

    /// Keeps what `plan` makes of what it sees.
    fn act(&self, footprint: Footprint, plan: impl Fn(&Graph) -> Vec<Change>) {
        let event = |change| Event { id: self.mint.id(), at: Timestamp(1), actor: None, app: None, change };
        let kept = self.store.commit(&[footprint], &mut |graph| Ok(plan(graph).into_iter().map(event).collect()));
        kept.unwrap();
    }
}

/// Runs every worker as a process, all at once.
fn race(place: &Place, workers: &[&(dyn Fn(&Process) + Sync)]) {
    std::thread::scope(|scope| {
        for (worker, number) in workers.iter().zip(1..) {
            scope.spawn(move || worker(&Process::new(place, number)));
        }
    });
}

fn begin(place: &Place, changes: impl IntoIterator<Item = Change>) {
    place
        .open()
        .commit(&[], &mut {
            let all = events(1, changes);
            move |_| Ok(all.clone())
        })
        .unwrap();
}

fn about(actor: i64, post: i64) -> Footprint {
    let users = vec![UserRef::Id(id(actor))];
    Footprint { users, actor: Some(id(actor)), posts: vec![PostId(post)], ..Footprint::default() }
}

fn found(graph: &Graph, post: i64) -> Option<Arc<Post>> {
    View::posts(graph, &[PostId(post)]).unwrap().remove(0)
}

fn check(place: &Place, work: impl Fn(&dyn View)) {
    let checked = place.open().read(&mut |view| {
        work(view);
        Ok(())
    });
    checked.unwrap();
}

fn by(view: &dyn View, number: i64) -> Vec<Arc<Post>> {
    view.feed(&FeedSource::By(vec![id(number)]), &PostRange::newest(0), usize::MAX).unwrap()
}

const POSTS: i64 = 40;

fn a_deleted_post_leaves_no_like(place: &Place) {
    begin(place, (0..4).map(add_user).chain((1..=POSTS).map(|number| post(number, 0))));
    let deletes = |process: &Process| {
        for number in 1..=POSTS {
            process.act(about(0, number), |graph| found(graph, number).iter().map(|post| delete(post)).collect());
        }
    };
    let likes = |user: i64| {
        move |process: &Process| {
            for number in 1..=POSTS {
                process.act(about(user, number), |graph| match found(graph, number) {
                    Some(_) => vec![like(user, number, process.mint.position().0)],
                    None => Vec::new(),
                });
            }
        }
    };
    race(place, &[&deletes, &likes(1), &likes(2), &likes(3)]);
    check(place, |view| {
        assert_eq!(by(view, 0), []);
        for user in 1..4 {
            assert_eq!(view.likes(LikesOf::User(id(user)), Cursor::Newest, 99), Ok(Vec::new()));
        }
    });
}

pub(crate) fn nobody_repeats_a_post_twice(place: &Place) {
    begin(place, (0..2).map(add_user).chain((1..=POSTS).map(|number| post(number, 0))));
    let repeats = |process: &Process| {
        for number in 1..=POSTS {
            process.act(about(1, number), |graph| {
                let repost = graph.reactions(id(1), &[PostId(number)]).unwrap()[0].repost;
                let made = || write(Post { repost_of: Some(PostId(number)), ..plain(process.mint.id(), 1) });
                if repost.is_none() { vec![made()] } else { Vec::new() }
            });
        }
    };
    race(place, &[&repeats, &repeats, &repeats, &repeats]);
    check(place, |view| {
        let mut repeated: Vec<_> = by(view, 1).iter().map(|post| post.repost_of.unwrap().0).collect();
        repeated.sort_unstable();
        assert_eq!(repeated, (1..=POSTS).collect::<Vec<_>>());
    });
}

/// Who writes and who deletes share no lock but that of the author's row.
fn a_newest_post_is_the_newest(place: &Place) {
    begin(place, [add_user(0)].into_iter().chain((1..=POSTS).map(|number| post(number, 0))));
    for number in 1..=POSTS / 2 {
        let alone = || Footprint { users: vec![UserRef::Id(id(0))], actor: Some(id(0)), ..Footprint::default() };
        let writes = |process: &Process| process.act(alone(), |_| vec![post(1000 + number, 0)]);
        let deletes = |process: &Process| {
            process.act(about(0, number), |graph| found(graph, number).iter().map(|post| delete(post)).collect());
        };
        race(place, &[&writes, &deletes]);
        check(place, |view| {
            let (person, posts) = (view.people(&[id(0)]).unwrap().remove(0).unwrap(), by(view, 0));
            assert_eq!(person.latest_post, Some(PostId(1000 + number)));
            assert_eq!((i64::from(person.counts.posts), posts.len()), (POSTS, 40));
        });
    }
}

/// Every plan draws a number while it holds its locks, so the numbers of what is kept about one pair are in the order in
/// which it came to be.
fn nothing_is_made_while_a_block_stands(place: &Place) {
    begin(place, (0..3).map(add_user).chain([post(1, 0)]));
    let (numbers, kept) = (AtomicI64::new(1000), Mutex::new(Vec::new()));
    let keep = |process: &Process, footprint: Footprint, plan: &dyn Fn(&Graph, i64) -> Option<Change>| {
        let last = Mutex::new(None);
        process.act(footprint, |graph| {
            let number = numbers.fetch_add(1, Ordering::SeqCst);
            let change = plan(graph, number);
            *last.lock().unwrap() = change.clone().map(|change| (number, change));
            change.into_iter().collect()
        });
        kept.lock().unwrap().extend(last.into_inner().unwrap());
    };
    let between = |graph: &Graph, user| View::between(graph, id(0), id(user)).unwrap();
    let blocks = |process: &Process| {
        for round in 0..60 {
            let other = 1 + round % 2;
            let users = vec![UserRef::Id(id(0)), UserRef::Id(id(other))];
            keep(process, Footprint { users, actor: Some(id(0)), ..Footprint::default() }, &|graph, number| {
                let edges = between(graph, other);
                let block = edges.iter().find(|edge| edge.kind == EdgeKind::Block);
                Some(block.map_or(add(0, EdgeKind::Block, other, number), |block| Change::RemoveEdge(*block)))
            });
        }
    };
    let reacts = |user: i64| {
        move |process: &Process| {
            for round in 0..60 {
                let action = if round % 2 == 0 { Action::Like } else { Action::Reply };
                keep(process, about(user, 1), &|graph, number| {
                    allows(action, Relation::of(id(user), &between(graph, user))).ok()?;
                    let liked = graph.reactions(id(user), &[PostId(1)]).unwrap()[0].like;
                    let parent = found(graph, 1)?;
                    let reply_to = Some((parent.id, parent.author));
                    Some(match (action, liked) {
                        (Action::Like, None) => like(user, 1, number),
                        (Action::Like, Some(position)) => unlike(user, 1, position.0),
                        _ => write(Post { reply_to, thread: parent.id, ..plain(process.mint.id(), user) }),
                    })
                });
            }
        }
    };
    race(place, &[&blocks, &reacts(1), &reacts(2), &reacts(1)]);
    let mut kept = kept.into_inner().unwrap();
    kept.sort_unstable_by_key(|(number, _)| *number);
    let mut blocked = [false; 3];
    let place_of = |user: UserId| usize::try_from(user.0 - FIRST).unwrap();
    for (number, change) in &kept {
        match change {
            Change::AddEdge(Edge { target, .. }) => blocked[place_of(*target)] = true,
            Change::RemoveEdge(Edge { target, .. }) => blocked[place_of(*target)] = false,
            Change::AddLike(like) => assert!(!blocked[place_of(like.user)], "{number}: {change:?}"),
            Change::AddPost(post) => assert!(!blocked[place_of(post.author)], "{number}: {change:?}"),
            _ => {}
        }
    }
    let there = (0..3).map(add_user).chain([post(1, 0)]).chain(kept.into_iter().map(|(_, change)| change));
    check(place, |view| {
        // What the tables came to is what was kept: counts, likes and replies alike.
        assert_holds(view, there.clone());
    });
}

fn a_deleted_list_leaves_no_member(place: &Place) {
    const LISTS: i64 = 20;
    begin(place, (0..4).map(add_user).chain((1..=LISTS).map(|number| put(list(number, 0, "Same")))));
    let of = |number: i64, user: i64| {
        let users = vec![UserRef::Id(id(0)), UserRef::Id(id(user))];
        Footprint { users, actor: Some(id(0)), lists: vec![ListRef::Id(ListId(number))], ..Footprint::default() }
    };
    let there = |graph: &Graph, number| View::lists(graph, &[ListRef::Id(ListId(number))]).unwrap().remove(0);
    let deletes = |process: &Process| {
        for number in 1..=LISTS {
            process.act(of(number, 0), |graph| {
                let Some(list) = there(graph, number) else { return Vec::new() };
                let members = graph.members(MembersOf::List(list.id), Cursor::Newest, usize::MAX).unwrap();
                members.into_iter().map(Change::RemoveMember).chain([Change::DeleteList(list)]).collect()
            });
        }
    };
    let fills = |user: i64| {
        move |process: &Process| {
            for number in 1..=LISTS {
                process.act(of(number, user), |graph| match there(graph, number) {
                    Some(list) => vec![join(list.id.0, user, process.mint.position().0)],
                    None => Vec::new(),
                });
            }
        }
    };
    race(place, &[&fills(1), &deletes, &fills(2), &fills(3)]);
    check(place, |view| {
        assert_eq!(view.lists_by(id(0), Cursor::Newest, 99), Ok(Vec::new()));
        assert_eq!(view.member_counts(&(1..=LISTS).map(ListId).collect::<Vec<_>>()), Ok(vec![0; 20]));
        for person in view.people(&[1, 2, 3].map(id)).unwrap().into_iter().flatten() {
            assert_eq!(person.counts.listed, 0);
        }
    });
}
