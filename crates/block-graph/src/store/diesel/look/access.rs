//! The tickets, tokens and apps that a write looks at.
//!
//! A ticket never changes its app or its approval, so those are found before anything is locked. Locked is the approval:
//! whoever exchanges one ticket of it may end all others. A token that is not there yet is locked by the hash of its key.

use std::collections::{BTreeMap, BTreeSet};

use diesel::prelude::*;
use sha2::{Digest, Sha256};

use super::super::connection::AnyConnection;
use super::super::error::Fault;
use super::super::rows::{AppRow, TicketRow, TokenRow};
use super::super::schema::{apps, tickets, tokens};
use super::scope::lock_of;
use crate::access::seal::SealKey;
use crate::access::{TicketKind, TokenKey};
use crate::graph::GraphLoader;
use crate::id::AppId;
use crate::store::{Footprint, Loader};

/// Beside an approval's id: what came of it. Beside an app's: the signed tokens that come of temporary credentials, of
/// which a person gets one. Other locks have an id or zero there.
const APPROVAL: i64 = -3;
const SIGNED: i64 = -4;

/// Everything by its id, tokens by their key.
#[derive(Default)]
pub(super) struct Access {
    tickets: BTreeSet<i64>,
    chains: BTreeSet<i64>,
    tokens: BTreeSet<String>,
    apps: BTreeSet<i64>,
    /// The apps whose temporary credentials are spoken of.
    temporary: BTreeSet<i64>,
}

impl Access {
    /// What `footprints` name.
    pub(super) fn of(connection: &mut AnyConnection, footprints: &[Footprint]) -> Result<Self, Fault> {
        let mut access = Self::default();
        let mut keys = BTreeSet::new();
        for footprint in footprints {
            keys.extend(texts(&footprint.tickets));
            access.tokens.extend(texts(&footprint.tokens).map(str::to_owned));
            access.apps.extend(footprint.apps.iter().map(|AppId(id)| *id));
        }
        if !keys.is_empty() {
            let named = tickets::table.filter(tickets::key.eq_any(keys));
            let columns = (tickets::id, tickets::kind, tickets::app_id, tickets::chain);
            for (id, kind, app, chain) in named.select(columns).load::<(i64, i16, i64, i64)>(connection)? {
                access.tickets.insert(id);
                access.chains.insert(chain);
                access.apps.insert(app);
                access.temporary.extend((kind == TicketKind::Temporary.number()).then_some(app));
            }
        }
        Ok(access)
    }

    /// What to lock, in any order.
    pub(super) fn locks(&self) -> impl Iterator<Item = i64> {
        let chains = self.chains.iter().map(|chain| lock_of(*chain, APPROVAL));
        let temporary = self.temporary.iter().map(|app| lock_of(*app, SIGNED));
        chains.chain(temporary).chain(self.tokens.iter().map(|key| lock_of_key(key)))
    }

    /// Hands over what was named and what belongs to it.
    pub(super) fn fetch(
        mut self,
        connection: &mut AnyConnection,
        key: &SealKey,
        loader: &mut GraphLoader,
    ) -> Result<(), Fault> {
        let (mut waiting, mut held) = (Vec::new(), BTreeMap::new());
        if !self.tickets.is_empty() {
            let of_chains = tickets::chain.eq_any(&self.chains).and(tickets::spent.is_null());
            let these = tickets::table.filter(tickets::id.eq_any(&self.tickets).or(of_chains)).order(tickets::id);
            for row in these.select(TicketRow::as_select()).load(connection)? {
                waiting.push(row.read(key)?);
            }
            let of_chains = tokens::table.filter(tokens::chain.eq_any(&self.chains)).filter(tokens::revoked.is_null());
            let rows: Vec<TokenRow> = of_chains.select(TokenRow::as_select()).load(connection)?;
            held.extend(rows.into_iter().map(|row| (row.id, row)));
        }
        let approved = waiting.iter().filter(|ticket| ticket.kind == TicketKind::Temporary);
        let people: BTreeSet<i64> = approved.filter_map(|ticket| ticket.user).map(|user| user.0).collect();
        if !people.is_empty() {
            let live = tokens::table.filter(tokens::revoked.is_null()).filter(tokens::app_id.eq_any(&self.temporary));
            let theirs = live.filter(tokens::user_id.eq_any(people)).select(TokenRow::as_select());
            let rows: Vec<TokenRow> = theirs.load(connection)?;
            held.extend(rows.into_iter().map(|row| (row.id, row)));
        }
        if !self.tokens.is_empty() {
            let named = tokens::table.filter(tokens::key.eq_any(&self.tokens)).select(TokenRow::as_select());
            let rows: Vec<TokenRow> = named.load(connection)?;
            self.apps.extend(rows.iter().map(|row| row.app_id));
            held.extend(rows.into_iter().map(|row| (row.id, row)));
        }
        if !self.apps.is_empty() {
            let these = apps::table.filter(apps::id.eq_any(&self.apps)).select(AppRow::as_select());
            for row in these.load::<AppRow>(connection)? {
                loader.app(row.read(key)?);
            }
        }
        for row in held.into_values() {
            loader.token(row.read(key)?);
        }
        waiting.into_iter().for_each(|ticket| loader.ticket(ticket));
        Ok(())
    }
}

/// The keys as databases take them: PostgreSQL takes no text with a NUL, and no key in a database has one.
fn texts(keys: &[TokenKey]) -> impl Iterator<Item = &str> {
    keys.iter().map(TokenKey::as_str).filter(|key| !key.contains('\0'))
}

/// The lock of a token by its key; the same in every process and version.
fn lock_of_key(key: &str) -> i64 {
    let digest = Sha256::digest(key.as_bytes());
    digest.iter().take(8).fold(0, |lock, byte| lock << 8 | i64::from(*byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_has_one_lock() {
        // SHA-256 of "abc" begins so.
        assert_eq!(lock_of_key("abc"), 0xba78_16bf_8f01_cfea_u64.cast_signed());
        assert_ne!(lock_of_key("abd"), lock_of_key("abc"));
    }
}
