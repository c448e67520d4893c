//! Small worlds that nobody thought of, the same every time.

mod sign_in;

use block_graph::event::Change;
use block_graph::view::View;
use block_graph::{Edge, EdgeKind, Graph, Mention, Message, Position, Post, PostId, ReplyPolicy, Standing, UserList};

pub(crate) use self::sign_in::{AUDIENCES, SignIns};
use super::*;

/// A congruential generator, so that a failure happens again.
pub(crate) struct Draw(pub(crate) u64);

impl Draw {
    /// A number below `end`.
    pub(crate) fn below(&mut self, end: i64) -> i64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        i64::try_from(self.0 >> 33).unwrap() % end
    }

    /// One of `all`.
    pub(crate) fn of<'a, T>(&mut self, all: &'a [T]) -> Option<&'a T> {
        let end = i64::try_from(all.len()).unwrap();
        if end == 0 { None } else { all.get(usize::try_from(self.below(end)).unwrap()) }
    }
}

/// People who do what the rules let them, over and over.
pub(crate) struct Random {
    pub(crate) draw: Draw,
    /// What has become of the world.
    pub(crate) graph: Graph,
    pub(crate) people: i64,
    /// Every id and position so far is below; posts, messages and lists have ids of one sequence, as from one mint.
    pub(crate) next: i64,
    posts: Vec<Post>,
    messages: Vec<Message>,
    lists: Vec<UserList>,
    pub(crate) sign_ins: SignIns,
}

impl Random {
    pub(crate) fn new(seed: u64, people: i64) -> Self {
        let graph = graph((0..people).map(add_user));
        let (posts, messages, lists, sign_ins) = Default::default();
        Self { draw: Draw(seed), graph, people, next: 0, posts, messages, lists, sign_ins }
    }

    /// What happens next; nothing now and then.
    pub(crate) fn step(&mut self) -> Vec<Change> {
        self.next += 1;
        let number = self.next;
        let (one, other) = (self.draw.below(self.people), self.draw.below(self.people));
        let changes = match self.draw.below(28) {
            0..5 => vec![self.write(number, one)],
            5 => self.draw.of(&self.posts).cloned().into_iter().flat_map(|post| self.erase(&post)).collect(),
            6..10 => self.like(number, one).into_iter().collect(),
            10..12 => {
                self.messages.push(message(number, one, other));
                vec![send(number, one, other)]
            }
            12 => self.hide().into_iter().collect(),
            13 => vec![self.put(number, one)],
            14..17 => self.join(number, one),
            17 => vec![Change::SetStanding(id(one), [Standing::Active, Standing::Suspended][usize::from(other == 0)])],
            18 | 19 => self.meet(number, one, other).into_iter().collect(),
            _ => self.sign_ins.step(&mut self.draw, number, id(one)),
        };
        changes.iter().for_each(|change| self.graph.apply(change));
        changes
    }

    /// A post, a reply, a repost or a quote.
    fn write(&mut self, number: i64, author: i64) -> Change {
        let mut post = plain(number, author);
        // Recent posts are answered more than old ones.
        let recent = self.posts.len().saturating_sub(12);
        let about = self.draw.of(&self.posts[recent..]).filter(|about| about.repost_of.is_none()).cloned();
        match (about, self.draw.below(4)) {
            (Some(about), 0) => {
                (post.reply_to, post.thread) = (Some((about.id, about.author)), about.thread);
            }
            (Some(about), 1) => post.quote_of = Some(about.id),
            (Some(about), 2) if self.graph.reactions(id(author), &[about.id]).unwrap()[0].repost.is_none() => {
                post.repost_of = Some(about.id);
            }
            _ => {}
        }
        for place in 0..u32::try_from(self.draw.below(4)).unwrap() {
            let named = user(self.draw.below(self.people));
            let (start, end) = (place * 20, place * 20 + 10);
            post.mentions.push(Mention { user: named.id, username: named.username.as_str().into(), start, end });
        }
        post.tagged.extend((self.draw.below(3) == 0).then(|| id(author)));
        post.replies = ReplyPolicy::from_number(i16::try_from(self.draw.below(3)).unwrap()).unwrap();
        self.posts.push(post.clone());
        write(post)
    }

    fn erase(&mut self, post: &Post) -> Option<Change> {
        // More are written than deleted.
        (self.draw.below(2) == 0).then(|| {
            self.posts.retain(|other| other.id != post.id);
            delete(post)
        })
    }

    fn like(&mut self, position: i64, user: i64) -> Option<Change> {
        let post = self.draw.of(&self.posts)?.id;
        Some(match self.graph.reactions(id(user), &[post]).unwrap()[0].like {
            Some(liked) => unlike(user, post.0, liked.0),
            None => like(user, post.0, position),
        })
    }

    fn hide(&mut self) -> Option<Change> {
        let message = self.draw.of(&self.messages)?.clone();
        let from = *self.draw.of(&[message.sender, message.recipient])?;
        Some(Change::HideMessage(message.into(), from))
    }

    /// A new list or an old one by a new name; names are few, so that slugs meet.
    fn put(&mut self, number: i64, owner: i64) -> Change {
        let name = (*self.draw.of(&["Good  People!", "good-people", "Été 2020", "--"]).unwrap()).to_owned();
        let old = if self.draw.below(2) == 0 { self.draw.of(&self.lists).cloned() } else { None };
        let list = UserList { name, private: number % 2 == 0, ..old.unwrap_or_else(|| list(number, owner, "")) };
        self.lists.retain(|other| other.id != list.id);
        self.lists.push(list.clone());
        put(list)
    }

    /// Somebody comes or goes, or a list with all on it.
    fn join(&mut self, position: i64, user: i64) -> Vec<Change> {
        let Some(list) = self.draw.of(&self.lists).cloned() else { return Vec::new() };
        if self.draw.below(20) == 0 {
            self.lists.retain(|other| other.id != list.id);
            let members = block_graph::view::MembersOf::List(list.id);
            let members = self.graph.members(members, block_graph::Cursor::Newest, usize::MAX).unwrap();
            let gone = Change::DeleteList(list.into());
            return members.into_iter().map(Change::RemoveMember).chain([gone]).collect();
        }
        match self.graph.member(list.id, id(user)).unwrap() {
            Some(member) => vec![Change::RemoveMember(member)],
            None => vec![join(list.id.0, user, position)],
        }
    }

    fn meet(&mut self, position: i64, one: i64, other: i64) -> Option<Change> {
        let kind = *self.draw.of(&EdgeKind::ALL)?;
        let there = |edge: &Edge| edge.kind == kind && edge.source == id(one);
        let edge = Edge { position: Position(position), ..edge(one, kind, other, 0) };
        let former = self.graph.between(id(one), id(other)).unwrap().into_iter().find(there);
        (one != other).then(|| former.map_or(Change::AddEdge(edge), Change::RemoveEdge))
    }

    /// Every id that was given to anything, and some that were not.
    pub(crate) fn ids(&self) -> Vec<PostId> {
        (0..=self.next + 3).map(PostId).collect()
    }
}
