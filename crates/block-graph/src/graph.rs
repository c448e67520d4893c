//! The graph in memory: everything a process that owns its store answers from, and the part of a shared database that one
//! transaction looks at.
//!
//! People have dense numbers; each keeps time-ordered lists of the others by number and position. Readers hold a read
//! lock for nanoseconds; the only writer applies changes after they are durable.

mod access;
mod list;
mod lists;
mod load;
mod messages;
mod numbers;
mod posts;
mod read;
mod stamp;

pub use load::GraphLoader;

use std::sync::Arc;

use rustc_hash::FxHashMap;

use self::access::AccessTables;
use self::list::Lists;
use self::lists::ListTables;
use self::messages::MessageTables;
use self::numbers::Numbers;
use self::posts::PostTables;
use crate::edge::{Edge, EdgeKind};
use crate::event::Change;
use crate::id::{PostId, UserId};
use crate::user::{Counts, User};

/// A person's dense number.
type Index = u32;

struct Node {
    user: User,
    lists: Lists,
    /// Their newest post, if `posted`: an option of it would take eight bytes more of everybody.
    newest: PostId,
    counts: Counts,
    posted: bool,
}

impl Node {
    fn latest_post(&self) -> Option<PostId> {
        self.posted.then_some(self.newest)
    }

    fn set_latest_post(&mut self, post: Option<PostId>) {
        (self.newest, self.posted) = (post.unwrap_or(PostId(0)), post.is_some());
    }
}

/// People, edges, posts, apps and tokens.
#[derive(Default)]
pub struct Graph {
    numbers: Numbers,
    /// Of those who confirmed one.
    by_email: FxHashMap<Box<str>, Index>,
    nodes: Vec<Node>,
    /// Whether the nodes are not in the order of people's ids.
    shuffled: bool,
    posts: PostTables,
    messages: MessageTables,
    lists: ListTables,
    access: AccessTables,
}

impl Graph {
    /// How many people there are.
    pub fn people(&self) -> usize {
        self.nodes.len()
    }

    /// How many edges there are.
    pub fn edges(&self) -> usize {
        self.nodes.iter().map(|node| node.lists.outgoing()).sum()
    }

    /// What a change would take that is taken already: an id, a username, a key.
    pub(crate) fn taken(&self, change: &Change) -> Option<&'static str> {
        match change {
            Change::AddUser(user, _) if self.index(user.id).is_some() => Some("the id"),
            Change::AddUser(user, _) => self.numbers.by_name(user.username(), &self.nodes).map(|_| "the username"),
            Change::AddApp(app) => self.access.app(&app.key).map(|_| "the app key"),
            Change::AddToken(token) => self.access.token(&token.key).map(|_| "the token"),
            _ => None,
        }
    }

    /// Applies a change. Changes that the rules made always fit; one that names nobody known changes nothing.
    pub fn apply(&mut self, change: &Change) {
        for (user, by) in change.counted().into_iter().flatten() {
            if let Some(node) = self.node_mut(user) {
                node.counts += by;
            }
        }
        match change {
            Change::AddEdge(edge) => self.add_edge(edge),
            Change::RemoveEdge(edge) => self.remove_edge(edge),
            Change::AddUser(user, counts) => self.add_user(user.clone(), *counts, None),
            Change::SetStanding(user, standing) => {
                if let Some(index) = self.index(*user) {
                    let node = &mut self.nodes[index as usize];
                    node.user = node.user.with_standing(*standing);
                    self.numbers.set_listed(index, standing.listed());
                }
            }
            Change::AddPost(post) => {
                if let Some(node) = self.node_mut(post.author) {
                    node.set_latest_post(Some(post.id).max(node.latest_post()));
                }
                self.posts.add(Arc::clone(post));
            }
            Change::DeletePost(post) => {
                self.posts.delete(post.id);
                let latest = self.posts.newest_by(post.author);
                if let Some(node) = self.node_mut(post.author) {
                    node.set_latest_post(latest);
                }
            }
            Change::AddLike(like) => self.posts.like(like),
            Change::RemoveLike(like) => self.posts.unlike(like),
            Change::AddMessage(message) => self.messages.add(Arc::clone(message), (false, false)),
            Change::HideMessage(message, from) => self.messages.hide(message, *from),
            Change::PutList(list) => self.lists.put(Arc::clone(list)),
            Change::DeleteList(list) => self.lists.delete(list.id),
            Change::AddMember(member) => self.lists.add(*member),
            Change::RemoveMember(member) => self.lists.remove(member),
            Change::Report(..) => {}
            Change::AddApp(app) => self.access.add_app(Arc::clone(app)),
            Change::SetApp(app) => self.access.set_app(Arc::clone(app)),
            Change::PutTicket(ticket) => self.access.put_ticket(ticket),
            Change::SetPassword(user, password) => self.access.set_password(*user, password.clone()),
            Change::AddToken(token) => self.access.add_token(Arc::clone(token)),
            Change::RevokeToken(token, at) => self.access.revoke(*token, *at),
        }
    }

    /// Takes a person in, or replaces them.
    pub(crate) fn add_user(&mut self, user: User, counts: Counts, latest_post: Option<PostId>) {
        if let Some(index) = self.index(user.id) {
            self.numbers.set_listed(index, user.standing.listed());
            let node = &mut self.nodes[index as usize];
            node.user = user;
            node.counts = counts;
            return;
        }
        let index = self.numbers.add(&user);
        if let Some(email) = user.email() {
            // One that two confirmed is the elder's.
            let first = self.by_email.entry(email.to_ascii_lowercase().into()).or_insert(index);
            if self.nodes.get(*first as usize).is_some_and(|other| other.user.id > user.id) {
                *first = index;
            }
        }
        self.shuffled |= self.nodes.last().is_some_and(|last| last.user.id > user.id);
        let mut node = Node { user, lists: Lists::default(), newest: PostId(0), counts, posted: false };
        node.set_latest_post(latest_post);
        self.nodes.push(node);
    }

    fn add_edge(&mut self, edge: &Edge) {
        if let (Some(source), Some(target)) = (self.index(edge.source), self.index(edge.target))
            && self.nodes[source as usize].lists.find(edge.kind, false, target).is_none()
        {
            let ids = self.numbers.ids();
            self.nodes[source as usize].lists.insert(edge.kind, false, target, edge.position, ids);
            if keeps_reverse(edge.kind) {
                self.nodes[target as usize].lists.insert(edge.kind, true, source, edge.position, ids);
            }
        }
    }

    fn remove_edge(&mut self, edge: &Edge) {
        if let (Some(source), Some(target)) = (self.index(edge.source), self.index(edge.target)) {
            let stood = self.nodes[source as usize].lists.remove(edge.kind, false, target, None);
            if keeps_reverse(edge.kind) && stood.is_some() {
                self.nodes[target as usize].lists.remove(edge.kind, true, source, stood);
            }
        }
    }

    fn index(&self, id: UserId) -> Option<Index> {
        self.numbers.by_id(id)
    }

    fn node(&self, id: UserId) -> Option<&Node> {
        self.index(id).map(|index| &self.nodes[index as usize])
    }

    fn node_mut(&mut self, id: UserId) -> Option<&mut Node> {
        self.index(id).map(|index| &mut self.nodes[index as usize])
    }
}

/// Whether a list is read from the target's side too. Nobody lists who blocks or mutes them.
fn keeps_reverse(kind: EdgeKind) -> bool {
    matches!(kind, EdgeKind::Follow | EdgeKind::FollowRequest)
}
