//! What a run of changes comes to in the tables of edges and counts: each row once, in the order of its key, so that
//! a fold touches few pages and processes never wait for each other in a ring.

use std::borrow::Borrow;
use std::collections::BTreeMap;

use super::connection::AnyConnection;
use super::error::Fault;
use super::fork;
use super::rows::EdgeRow;
use crate::event::{Change, latest_post};
use crate::id::UserId;
use crate::user::Counts;

/// By what an edge is found: source, kind, target.
pub(super) type EdgeKey = (i64, i16, i64);

/// How one person's counts move.
#[derive(Clone, Copy, Default)]
pub(super) struct Moved {
    pub(super) followers: i32,
    pub(super) following: i32,
    pub(super) posts: i32,
    pub(super) latest_post: Option<i64>,
}

#[derive(Clone, Copy, Default)]
struct Edge {
    /// The row that is there now, if any, goes.
    ended: bool,
    /// The position it has afterwards, if it was not there or has gone.
    begun: Option<i64>,
}

/// The net effect of changes.
#[derive(Default)]
pub(super) struct Projection {
    edges: BTreeMap<EdgeKey, Edge>,
    counts: BTreeMap<i64, Moved>,
}

impl Projection {
    /// Of `changes`, oldest first. Changes that move neither edges nor counts are passed over.
    pub(super) fn of(changes: impl IntoIterator<Item: Borrow<Change>>) -> Self {
        let mut projection = Self::default();
        for change in changes {
            projection.add(change.borrow());
        }
        projection
    }

    /// Adds one change, made after all before it.
    pub(super) fn add(&mut self, change: &Change) {
        match change {
            Change::AddEdge(edge) => {
                let row = self.edges.entry((edge.source.0, edge.kind.number(), edge.target.0)).or_default();
                row.begun.get_or_insert(edge.position.0);
            }
            Change::RemoveEdge(edge) => {
                let key = (edge.source.0, edge.kind.number(), edge.target.0);
                self.edges.insert(key, Edge { ended: true, begun: None });
            }
            _ => {}
        }
        for (UserId(user), by) in change.counted().into_iter().flatten() {
            let moved = self.counts.entry(user).or_default();
            let Counts { followers, following, posts, .. } = by;
            moved.followers = moved.followers.saturating_add(followers);
            moved.following = moved.following.saturating_add(following);
            moved.posts = moved.posts.saturating_add(posts);
        }
        if let Some((UserId(user), post)) = latest_post(change) {
            let moved = self.counts.entry(user).or_default();
            moved.latest_post = moved.latest_post.max(Some(post.0));
        }
    }

    /// Writes it. An edge that is to begin and is there already stays where it is.
    pub(super) fn write(&self, connection: &mut AnyConnection) -> Result<(), Fault> {
        let ended: Vec<EdgeKey> = self.edges.iter().filter(|(_, edge)| edge.ended).map(|(key, _)| *key).collect();
        let begun: Vec<EdgeRow> = self
            .edges
            .iter()
            .filter_map(|((source_id, kind, target_id), edge)| {
                let (source_id, kind, target_id) = (*source_id, *kind, *target_id);
                edge.begun.map(|position| EdgeRow { source_id, kind, position, target_id })
            })
            .collect();
        let counts: Vec<(i64, Moved)> = self.counts.iter().map(|(user, moved)| (*user, *moved)).collect();
        if !ended.is_empty() {
            fork::delete_edges(connection, &ended)?;
        }
        if !begun.is_empty() {
            fork::insert_edges(connection, &begun)?;
        }
        if !counts.is_empty() {
            fork::move_counts(connection, &counts)?;
        }
        Ok(())
    }
}
