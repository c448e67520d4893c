//! Taking a store's contents in.

use std::sync::Arc;

use super::{Graph, Index, keeps_reverse};
use crate::access::{App, PasswordHash, Ticket, TokenRecord};
use crate::edge::Edge;
use crate::event::{Change, Like};
use crate::id::{Position, PostId, UserId};
use crate::message::Message;
use crate::mint::Mint;
use crate::post::Post;
use crate::store::Loader;
use crate::user::{Counts, User};
use crate::user_list::{Member, UserList};

/// Fills a [`Graph`] and learns the highest position and ledger id that a store holds.
#[derive(Default)]
pub struct GraphLoader {
    graph: Graph,
    highest: Option<Position>,
    ledger_end: Option<i64>,
    settled: bool,
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

    fn settle(&mut self) {
        if !self.settled {
            self.graph.nodes.iter_mut().for_each(|node| node.lists.settle());
            self.settled = true;
        }
    }

    fn saw(&mut self, position: Position) {
        self.highest = self.highest.max(Some(position));
    }
}

impl Loader for GraphLoader {
    fn user(&mut self, user: User, counts: Counts, latest_post: Option<PostId>) {
        self.graph.add_user(Arc::new(user), counts, latest_post);
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
        let ends: (Option<Index>, Option<Index>) = (self.graph.index(edge.source), self.graph.index(edge.target));
        if let (Some(source), Some(target)) = ends {
            self.graph.nodes[source as usize].lists.push(edge.kind, false, target, edge.position);
            if keeps_reverse(edge.kind) {
                self.graph.nodes[target as usize].lists.push(edge.kind, true, source, edge.position);
            }
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
