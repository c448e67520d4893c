//! What a run of changes comes to in the tables of edges and counts.

use std::borrow::Borrow;
use std::collections::{BTreeMap, BTreeSet};

use diesel::dsl::max;
use diesel::prelude::*;

use super::connection::AnyConnection;
use super::error::Fault;
use super::rows::EdgeRow;
use super::schema::{posts, users};
use super::toggles::Toggles;
use super::{IN_LIST, fork};
use crate::event::{Change, latest_post};
use crate::id::UserId;
use crate::user::Counts;

/// By what an edge is found: source, kind, target.
pub(super) type EdgeKey = (i64, i16, i64);

/// How one person's counts move.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Moved {
    pub(super) followers: i32,
    pub(super) following: i32,
    pub(super) posts: i32,
    pub(super) listed: i32,
    pub(super) likes: i32,
    pub(super) latest_post: Option<i64>,
}

/// The net effect of changes.
#[derive(Default)]
pub(super) struct Projection {
    edges: Toggles<EdgeKey>,
    counts: BTreeMap<i64, Moved>,
    /// Whose posts were deleted: their newest one is looked for.
    bereft: BTreeSet<i64>,
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
                self.edges.begin((edge.source.0, edge.kind.number(), edge.target.0), edge.position.0);
            }
            Change::RemoveEdge(edge) => self.edges.end((edge.source.0, edge.kind.number(), edge.target.0)),
            Change::DeletePost(post) => {
                self.bereft.insert(post.author.0);
            }
            _ => {}
        }
        for (UserId(user), by) in change.counted().into_iter().flatten() {
            let moved = self.counts.entry(user).or_default();
            let Counts { followers, following, posts, listed, likes } = by;
            moved.followers = moved.followers.saturating_add(followers);
            moved.following = moved.following.saturating_add(following);
            moved.posts = moved.posts.saturating_add(posts);
            moved.listed = moved.listed.saturating_add(listed);
            moved.likes = moved.likes.saturating_add(likes);
        }
        if let Some((UserId(user), post)) = latest_post(change) {
            let moved = self.counts.entry(user).or_default();
            moved.latest_post = moved.latest_post.max(Some(post.0));
        }
    }

    /// Whether edges begin and none ends.
    pub(super) fn only_begins(&self) -> bool {
        self.edges.only_begins()
    }

    /// Takes the edges out of it: they are written already.
    pub(super) fn without_edges(mut self) -> Self {
        self.edges = Toggles::default();
        self
    }

    /// Writes it, after the posts. An edge that is to begin and is there already stays where it is.
    pub(super) fn write(&self, connection: &mut AnyConnection) -> Result<(), Fault> {
        let ended = self.edges.ended();
        let begun =
            self.edges.begun(|(source_id, kind, target_id), position| EdgeRow { source_id, kind, position, target_id });
        // What came and went in one run moves nothing.
        let moving = self.counts.iter().filter(|(_, moved)| **moved != Moved::default());
        let counts: Vec<(i64, Moved)> = moving.map(|(user, moved)| (*user, *moved)).collect();
        if !ended.is_empty() {
            fork::delete_edges(connection, &ended)?;
        }
        if !begun.is_empty() {
            fork::insert_edges(connection, &begun)?;
        }
        if !counts.is_empty() {
            fork::move_counts(connection, &counts)?;
        }
        // The people's rows are locked by now, as all who lost a post were counted: what others wrote meanwhile is seen.
        for authors in self.bereft.iter().copied().collect::<Vec<_>>().chunks(IN_LIST) {
            let own = posts::table.filter(posts::author_id.eq(users::id)).select(max(posts::id));
            diesel::update(users::table.filter(users::id.eq_any(authors)))
                .set(users::latest_post.eq(own.single_value()))
                .execute(connection)?;
        }
        Ok(())
    }
}
