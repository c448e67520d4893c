//! The store as several processes share it: readers see one moment each, and a write locks the pairs it is about,
//! looks at them, and keeps ledger, edges and counts in one transaction.

use std::collections::BTreeSet;
use std::sync::Arc;

use diesel::prelude::*;

use super::connection::{AnyConnection, Begin};
use super::error::Fault;
use super::projection::Projection;
use super::rows::{LedgerRow, UserRow};
use super::schema::users;
use super::view::{Reader, names};
use super::{DieselStore, IN_LIST, fork, tables};
use crate::error::StoreError;
use crate::graph::{Graph, GraphLoader};
use crate::id::UserId;
use crate::mint::Mint;
use crate::mix::scramble;
use crate::store::{Database, Footprint, Loader, Plan};
use crate::time::{ManualClock, Timestamp};
use crate::user_ref::UserRef;
use crate::view::View;

impl Database for DieselStore {
    fn read(&self, work: &mut dyn FnMut(&dyn View) -> Result<(), StoreError>) -> Result<(), StoreError> {
        self.catch_up()?;
        self.pooled(|link| {
            link.transaction(Begin::Snapshot, |connection| Reader::new(connection, &self.key).run(|view| work(view)))
        })
    }

    fn commit(&self, footprints: &[Footprint], plan: &mut Plan<'_>) -> Result<(), StoreError> {
        self.catch_up()?;
        self.write(|connection| {
            let mut graph = look(connection, footprints)?;
            let events = plan(&mut graph)?;
            if events.is_empty() {
                return Ok(());
            }
            let rows: Vec<_> = events.iter().map(|event| LedgerRow::new(event, true)).collect();
            fork::insert_ledger(connection, &rows)?;
            tables::write(connection, &self.key, &events)?;
            Projection::of(events.iter().map(|event| &event.change)).write(connection)
        })
    }

    fn ping(&self) -> Result<(), StoreError> {
        self.reach()
    }
}

/// Locks the pairs that `footprints` name, then fetches their people and the edges between them.
fn look(connection: &mut AnyConnection, footprints: &[Footprint]) -> Result<Graph, Fault> {
    let mut people = BTreeSet::new();
    let mut pairs = BTreeSet::new();
    let named = ids_of_names(connection, footprints)?;
    for Footprint { users, actor } in footprints {
        let actor = actor.map(|actor| actor.0);
        people.extend(actor);
        for user in users.iter().flat_map(|user| candidates(user, &named)) {
            people.insert(user);
            if let Some(actor) = actor.filter(|actor| *actor != user) {
                pairs.insert((actor.min(user), actor.max(user)));
            }
        }
    }
    let locks: BTreeSet<i64> = pairs.iter().map(|(low, high)| lock_of(*low, *high)).collect();
    if !locks.is_empty() {
        fork::lock(connection, &locks.into_iter().collect::<Vec<_>>())?;
    }
    let mut loader = GraphLoader::default();
    for ids in people.into_iter().collect::<Vec<_>>().chunks(IN_LIST) {
        let rows = users::table.filter(users::id.eq_any(ids)).select(UserRow::as_select()).load(connection)?;
        for row in rows {
            let (user, counts, latest) = row.read()?;
            loader.user(user, counts, latest);
        }
    }
    if !pairs.is_empty() {
        let both: Vec<_> = pairs.into_iter().flat_map(|(low, high)| [(low, high), (high, low)]).collect();
        for row in fork::edges_between(connection, &both)? {
            loader.edge(row.read()?);
        }
    }
    // A loader tells a mint what it saw; nothing is minted from this one.
    Ok(loader.finish(&Mint::new(Arc::new(ManualClock::at(Timestamp(0))), 0)))
}

/// The ids behind the usernames in `footprints`, found before anything is locked: a username is never given to another.
fn ids_of_names(connection: &mut AnyConnection, footprints: &[Footprint]) -> Result<Vec<(String, i64)>, Fault> {
    let keys: BTreeSet<String> = footprints.iter().flat_map(|footprint| names(&footprint.users)).collect();
    let mut found = Vec::new();
    for keys in keys.into_iter().collect::<Vec<_>>().chunks(IN_LIST) {
        let people = users::table.filter(users::username_key.eq_any(keys));
        found.extend(people.select((users::username_key, users::id)).load::<(String, i64)>(connection)?);
    }
    Ok(found)
}

/// Everybody whom a reference may lead to.
fn candidates(user: &UserRef, named: &[(String, i64)]) -> Vec<i64> {
    let by_id = match user {
        UserRef::Id(UserId(id)) | UserRef::IdOrName(UserId(id), _) => Some(*id),
        UserRef::Name(_) => None,
    };
    let key = names(std::slice::from_ref(user)).pop();
    let by_name = key.and_then(|key| named.iter().find(|(name, _)| *name == key)).map(|(_, id)| *id);
    by_id.into_iter().chain(by_name).collect()
}

/// The lock of a pair, the same in every process and version. Pairs that meet on one lock wait for each other for nothing,
/// which harms nobody.
fn lock_of(low: i64, high: i64) -> i64 {
    scramble(scramble(low.cast_unsigned()).wrapping_add(high.cast_unsigned())).cast_signed()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pair_has_one_lock_and_other_pairs_have_others() {
        let locks: BTreeSet<i64> = (0..100).flat_map(|low| (0..100).map(move |high| lock_of(low, high))).collect();
        assert_eq!(locks.len(), 10_000);
        assert_eq!(
            lock_of(1, 2),
            -1_211_274_664_761_577_749,
            "another version beside this one must take the same lock"
        );
    }
}
