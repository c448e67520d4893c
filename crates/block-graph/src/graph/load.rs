//! Taking a store's contents in.
//!
//! Edges are most of it. What looking up a person costs is waiting for memory, so edges are taken in blocks, whose look-ups
//! wait together; a person's lists are made at once, in memory of their size; and lists seen from the other end are
//! gathered when all edges are there, by counting.

use std::sync::Arc;

use super::list::{Entry, Lists};
use super::{Graph, Index, keeps_reverse};
use crate::access::{App, PasswordHash, Ticket, TokenRecord};
use crate::edge::{Edge, EdgeKind};
use crate::event::{Change, Like};
use crate::id::{Position, PostId, UserId};
use crate::message::Message;
use crate::mint::Mint;
use crate::post::Post;
use crate::store::Loader;
use crate::user::{Counts, User};
use crate::user_list::{Member, UserList};

/// How many edges are looked up together.
const BLOCK: usize = 512;

/// Fills a [`Graph`] and learns the highest position and ledger id that a store holds.
#[derive(Default)]
pub struct GraphLoader {
    graph: Graph,
    highest: Option<Position>,
    ledger_end: Option<i64>,
    /// Edges whose people are not looked up yet.
    block: Vec<Edge>,
    /// The person whose edges are being gathered, and the edges.
    source: Option<(UserId, Index)>,
    gathered: Vec<(EdgeKind, Entry)>,
    /// Edges of people whose lists were made already, because the store does not tell edges person by person.
    late: Vec<(Index, EdgeKind, Entry)>,
    /// Edges that stand on their target's list too: the target, the kind, and the source.
    incoming: Vec<(Index, EdgeKind, Entry)>,
}

impl GraphLoader {
    /// The graph; a mint is told of what is in it.
    pub fn finish(self, mint: &Mint) -> Graph {
        self.highest.into_iter().for_each(|position| mint.seen(position));
        self.ledger_end.into_iter().for_each(|id| mint.seen_id(id));
        self.into_graph()
    }

    /// The graph alone.
    pub(crate) fn into_graph(mut self) -> Graph {
        self.settle();
        self.graph
    }

    /// Puts all edges that came where they belong.
    fn settle(&mut self) {
        self.look_up();
        self.keep_gathered();
        let (late, incoming) = (std::mem::take(&mut self.late), std::mem::take(&mut self.incoming));
        self.place(late, false);
        self.place(incoming, true);
    }

    /// Makes lists of edges in any order, each with the person on whose list it stands.
    fn place(&mut self, edges: Vec<(Index, EdgeKind, Entry)>, incoming: bool) {
        if edges.is_empty() {
            return;
        }
        // How many each person has, then where the first of them stands, then where the next one goes.
        let mut places = vec![0_usize; self.graph.nodes.len()];
        edges.iter().for_each(|(owner, ..)| places[*owner as usize] += 1);
        let mut end = 0;
        for place in &mut places {
            end += std::mem::replace(place, end);
        }
        let mut sorted = vec![(EdgeKind::Follow, Entry::new(0, Position(0))); edges.len()];
        for (owner, kind, entry) in edges {
            let place = &mut places[owner as usize];
            sorted[*place] = (kind, entry);
            *place += 1;
        }
        let mut start = 0;
        for (node, end) in self.graph.nodes.iter_mut().zip(places) {
            keep(&mut node.lists, &mut sorted[start..end], incoming, self.graph.numbers.ids());
            start = end;
        }
    }

    /// Looks the people of a block of edges up and gathers the edges by their source.
    fn look_up(&mut self) {
        let mut block = std::mem::take(&mut self.block);
        let targets: Vec<_> = block.iter().map(|edge| self.graph.index(edge.target)).collect();
        for (Edge { source, kind, position, .. }, target) in block.drain(..).zip(targets) {
            if self.source.is_none_or(|(gathered, _)| gathered != source) {
                self.keep_gathered();
                self.source = self.graph.index(source).map(|index| (source, index));
            }
            if let (Some((_, index)), Some(target)) = (self.source, target) {
                self.gathered.push((kind, Entry::new(target, position)));
                if keeps_reverse(kind) {
                    self.incoming.push((target, kind, Entry::new(index, position)));
                }
            }
        }
        self.block = block;
    }

    fn keep_gathered(&mut self) {
        if let Some((_, index)) = self.source.take() {
            let lists = &mut self.graph.nodes[index as usize].lists;
            if lists.is_empty() {
                keep(lists, &mut self.gathered, false, self.graph.numbers.ids());
            } else {
                self.late.extend(self.gathered.iter().map(|(kind, entry)| (index, *kind, *entry)));
            }
        }
        self.gathered.clear();
    }

    fn saw(&mut self, position: Position) {
        self.highest = self.highest.max(Some(position));
    }
}

impl Loader for GraphLoader {
    fn user(&mut self, user: User, counts: Counts, latest_post: Option<PostId>) {
        self.graph.add_user(user, counts, latest_post);
    }

    fn post(&mut self, post: Post) {
        self.graph.posts.add(Arc::new(post));
    }

    fn like(&mut self, like: Like) {
        self.saw(like.position);
        self.graph.posts.like(&like);
    }

    fn message(&mut self, message: Message, hidden: (bool, bool)) {
        self.graph.messages.add(Arc::new(message), hidden);
    }

    fn list(&mut self, list: UserList) {
        self.graph.lists.put(Arc::new(list));
    }

    fn member(&mut self, member: Member) {
        self.saw(member.position);
        self.graph.lists.add(member);
    }

    fn edge(&mut self, edge: Edge) {
        self.saw(edge.position);
        self.block.push(edge);
        if self.block.len() == BLOCK {
            self.look_up();
        }
    }

    fn app(&mut self, app: App) {
        self.graph.access.add_app(Arc::new(app));
    }

    fn token(&mut self, token: TokenRecord) {
        self.graph.access.add_token(Arc::new(token));
    }

    fn ticket(&mut self, ticket: Ticket) {
        self.graph.access.put_ticket(&Arc::new(ticket));
    }

    fn password(&mut self, user: UserId, password: PasswordHash) {
        self.graph.access.set_password(user, Some(Arc::new(password)));
    }

    fn ledger_end(&mut self, id: i64) {
        self.ledger_end = Some(id);
    }

    fn unfolded(&mut self, change: Change) {
        self.settle();
        if let Change::AddEdge(edge) | Change::RemoveEdge(edge) = &change {
            self.saw(edge.position);
        }
        self.graph.apply(&change);
    }
}

/// Makes a person's lists of entries in any order. `ids` are everybody's.
fn keep(lists: &mut Lists, entries: &mut [(EdgeKind, Entry)], incoming: bool, ids: &[UserId]) {
    if entries.is_empty() {
        return;
    }
    let place = |(kind, entry): &(EdgeKind, Entry)| (*kind, entry.position(), entry.other);
    if !entries.is_sorted_by_key(place) {
        entries.sort_unstable_by_key(place);
    }
    lists.expect(entries);
    for list in entries.chunk_by(|(one, _), (other, _)| one == other) {
        lists.extend(list[0].0, incoming, list.iter().map(|(_, entry)| *entry), ids);
    }
}

#[cfg(test)]
mod tests;
