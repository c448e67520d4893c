//! The part of the graph that a write looks at: what its footprints name, locked against other processes and only then
//! read, so that two processes that act on the same pair, post, message, list or approval follow one another.

mod access;
mod scope;

use std::collections::BTreeSet;

use diesel::prelude::*;

use self::access::Access;
use self::scope::Scope;
use super::connection::AnyConnection;
use super::error::Fault;
use super::rows::{ListRow, MemberRow, MessageRow, PostRow};
use super::schema::{lists, members, messages, posts};
use super::{IN_LIST, fork};
use crate::access::seal::SealKey;
use crate::graph::{Graph, GraphLoader};
use crate::store::{Footprint, Loader};

/// What some writes look at, by id. Finding it out needs no transaction: what leads to it never changes.
pub(super) struct Sight {
    scope: Scope,
    access: Access,
}

impl Sight {
    /// What `footprints` name.
    pub(super) fn of(connection: &mut AnyConnection, footprints: &[Footprint]) -> Result<Self, Fault> {
        Ok(Self { scope: Scope::of(connection, footprints)?, access: Access::of(connection, footprints)? })
    }

    /// What to lock before it is fetched, in the order in which all processes lock.
    pub(super) fn locks(&self) -> Vec<i64> {
        self.scope.locks().chain(self.access.locks()).collect::<BTreeSet<i64>>().into_iter().collect()
    }

    /// Fetches it.
    pub(super) fn fetch(self, connection: &mut AnyConnection, key: &SealKey) -> Result<Graph, Fault> {
        let mut loader = GraphLoader::default();
        fetch(connection, self.scope, &mut loader)?;
        self.access.fetch(connection, key, &mut loader)?;
        Ok(loader.into_graph())
    }
}

fn fetch(connection: &mut AnyConnection, mut scope: Scope, loader: &mut GraphLoader) -> Result<(), Fault> {
    let mut sent = Vec::new();
    for ids in scope.messages.iter().copied().collect::<Vec<_>>().chunks(IN_LIST) {
        let these = messages::table.filter(messages::id.eq_any(ids));
        sent.extend(these.select(MessageRow::as_select()).load(connection)?.into_iter().map(MessageRow::read));
    }
    scope.people.extend(sent.iter().flat_map(|(message, _)| [message.sender.0, message.recipient.0]));
    let people: Vec<i64> = scope.people.iter().copied().collect();
    let both: Vec<_> = scope.pairs.iter().flat_map(|(low, high)| [(*low, *high), (*high, *low)]).collect();
    let (people, edges) = fork::people_and_edges(connection, &people, &both)?;
    for row in people {
        let (user, counts, latest) = row.read()?;
        loader.user(user, counts, latest);
    }
    fetch_posts(connection, &mut scope, loader)?;
    sent.into_iter().for_each(|(message, hidden)| loader.message(message, hidden));
    fetch_lists(connection, &scope, loader)?;
    for row in edges {
        loader.edge(row.read()?);
    }
    Ok(())
}

fn fetch_posts(connection: &mut AnyConnection, scope: &mut Scope, loader: &mut GraphLoader) -> Result<(), Fault> {
    let reactions: Vec<_> = scope.reactions.iter().copied().collect();
    if !reactions.is_empty() {
        scope.posts.extend(fork::reposts_between(connection, &reactions)?);
    }
    // In the order of their ids, also across the pieces: a repost comes after what it repeats.
    for ids in scope.posts.iter().copied().collect::<Vec<_>>().chunks(IN_LIST) {
        let these = posts::table.filter(posts::id.eq_any(ids)).order(posts::id);
        for row in these.select(PostRow::as_select()).load(connection)? {
            loader.post(row.read()?);
        }
    }
    if !reactions.is_empty() {
        fork::likes_between(connection, &reactions)?.into_iter().for_each(|row| loader.like(row.read()));
    }
    Ok(())
}

fn fetch_lists(connection: &mut AnyConnection, scope: &Scope, loader: &mut GraphLoader) -> Result<(), Fault> {
    for ids in scope.lists.iter().copied().collect::<Vec<_>>().chunks(IN_LIST) {
        let these = lists::table.filter(lists::id.eq_any(ids)).select(ListRow::as_select());
        these.load(connection)?.into_iter().for_each(|row| loader.list(row.read()));
        let on_them = members::table.filter(members::list_id.eq_any(ids)).select(MemberRow::as_select());
        // In the order they were put there: whoever takes them in appends.
        let on_them = on_them.order((members::list_id, members::position, members::user_id));
        on_them.load(connection)?.into_iter().for_each(|row| loader.member(row.read()));
    }
    Ok(())
}
