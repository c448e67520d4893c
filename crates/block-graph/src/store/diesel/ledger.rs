//! The store as one process owns it: everything is read once, then events are appended and, when there is time, folded.
//!
//! A row of the ledger knows whether the tables held its change when it was written. An owner's edge changes are not
//! held; they wait until the watermark `folded` has passed them. All other rows are held from the start, those written
//! by processes that share the database among them, so the two ways of use may follow each other in any order and
//! nothing is applied twice.

use diesel::dsl::max;
use diesel::prelude::*;

use super::connection::{AnyConnection, Begin};
use super::error::Fault;
use super::projection::Projection;
use super::rows::{AppRow, LedgerRow, PostRow, TokenRow, UserRow};
use super::schema::{apps, ledger, meta, posts, tokens, users};
use super::{DieselStore, fork, tables};
use crate::error::StoreError;
use crate::event::{Change, Event};
use crate::store::{Ledger, Loader};

/// How many rows are fetched at a time while everything is read.
const CHUNK: i64 = 10_000;
/// The lock under which processes fold in turn.
const FOLDING: i64 = 0x666f_6c64;

impl Ledger for DieselStore {
    fn load(&self, loader: &mut dyn Loader) -> Result<(), StoreError> {
        self.check()?;
        self.snapshot(|connection| load(self, connection, loader))
    }

    fn append(&self, events: &[Event]) -> Result<(), StoreError> {
        if events.is_empty() {
            return Ok(());
        }
        self.appended();
        self.write(|connection| append(self, connection, events))
    }

    fn fold(&self, limit: usize) -> Result<usize, StoreError> {
        self.write(|connection| fold(connection, limit))
    }

    fn ping(&self) -> Result<(), StoreError> {
        self.reach()
    }
}

fn load(store: &DieselStore, connection: &mut AnyConnection, loader: &mut dyn Loader) -> Result<(), Fault> {
    let key = &store.key;
    let people = |connection: &mut AnyConnection, after| {
        let rest = users::table.filter(users::id.gt(after)).order(users::id).limit(CHUNK);
        rest.select(UserRow::as_select()).load(connection)
    };
    each(
        connection,
        people,
        |row: &UserRow| row.id,
        |row| {
            let (user, counts, latest) = row.read()?;
            loader.user(user, counts, latest);
            Ok(())
        },
    )?;
    let written = |connection: &mut AnyConnection, after| {
        let rest = posts::table.filter(posts::id.gt(after)).order(posts::id).limit(CHUNK);
        rest.select(PostRow::as_select()).load(connection)
    };
    each(
        connection,
        written,
        |row: &PostRow| row.id,
        |row| {
            loader.post(row.read());
            Ok(())
        },
    )?;
    fork::each_edge(connection, &mut |row| {
        loader.edge(row.read()?);
        Ok(())
    })?;
    for row in apps::table.order(apps::id).select(AppRow::as_select()).load::<AppRow>(connection)? {
        loader.app(row.read(key)?);
    }
    let issued = |connection: &mut AnyConnection, after| {
        let rest = tokens::table.filter(tokens::id.gt(after)).order(tokens::id).limit(CHUNK);
        rest.select(TokenRow::as_select()).load(connection)
    };
    each(
        connection,
        issued,
        |row: &TokenRow| row.id,
        |row| {
            loader.token(row.read(key)?);
            Ok(())
        },
    )?;
    if let Some(end) = ledger_end(connection)? {
        loader.ledger_end(end);
    }
    let folded = watermark(connection)?;
    let waiting = |connection: &mut AnyConnection, after: i64| unfolded(connection, after.max(folded), i64::MAX, CHUNK);
    each(
        connection,
        waiting,
        |row: &LedgerRow| row.id,
        |row| {
            loader.unfolded(row.edge_change()?);
            Ok(())
        },
    )
}

/// Hands on the rows that `fetch` finds after an id, chunk by chunk, so that no table is held in memory twice.
fn each<R>(
    connection: &mut AnyConnection,
    fetch: impl Fn(&mut AnyConnection, i64) -> QueryResult<Vec<R>>,
    id: impl Fn(&R) -> i64,
    mut take: impl FnMut(R) -> Result<(), StoreError>,
) -> Result<(), Fault> {
    let mut after = i64::MIN;
    loop {
        let rows = fetch(connection, after)?;
        let Some(last) = rows.last().map(&id) else { return Ok(()) };
        after = last;
        for row in rows {
            take(row)?;
        }
    }
}

fn append(store: &DieselStore, connection: &mut AnyConnection, events: &[Event]) -> Result<(), Fault> {
    let is_edge = |change: &Change| matches!(change, Change::AddEdge(_) | Change::RemoveEdge(_));
    let mut rows: Vec<_> = events.iter().map(|event| LedgerRow::new(event, !is_edge(&event.change))).collect();
    // The watermark needs rows in the order they were made durable, also after a clock was set back.
    let mut end = ledger_end(connection)?.unwrap_or(0);
    for row in &mut rows {
        row.id = row.id.max(end.saturating_add(1));
        end = row.id;
    }
    fork::insert_ledger(connection, &rows)?;
    if events.iter().any(|event| !is_edge(&event.change)) {
        tables::write(connection, &store.key, events)?;
        let changes = events.iter().map(|event| &event.change);
        Projection::of(changes.filter(|change| !is_edge(change))).write(connection)?;
    }
    Ok(())
}

/// Carries at most `limit` rows over and moves the watermark, past rows that need no carrying too.
pub(super) fn fold(connection: &mut AnyConnection, limit: usize) -> Result<usize, Fault> {
    fork::lock(connection, &[FOLDING])?;
    let folded = watermark(connection)?;
    // The end is read first: what comes after it meanwhile is left for the next time.
    let Some(end) = ledger_end(connection)?.filter(|end| *end > folded) else { return Ok(0) };
    let rows = unfolded(connection, folded, end, i64::try_from(limit).unwrap_or(i64::MAX))?;
    let mut projection = Projection::default();
    for row in &rows {
        projection.add(&row.edge_change()?);
    }
    projection.write(connection)?;
    let reached = match rows.last() {
        Some(last) if rows.len() >= limit => last.id,
        None if limit == 0 => folded,
        _ => end,
    };
    diesel::update(meta::table.find("folded")).set(meta::value.eq(reached)).execute(connection)?;
    Ok(rows.len())
}

fn unfolded(connection: &mut AnyConnection, after: i64, end: i64, limit: i64) -> QueryResult<Vec<LedgerRow>> {
    let waiting =
        ledger::table.filter(ledger::id.gt(after)).filter(ledger::id.le(end)).filter(ledger::folded.eq(false));
    waiting.order(ledger::id).limit(limit).select(LedgerRow::as_select()).load(connection)
}

fn watermark(connection: &mut AnyConnection) -> QueryResult<i64> {
    meta::table.find("folded").select(meta::value).first(connection)
}

fn ledger_end(connection: &mut AnyConnection) -> QueryResult<Option<i64>> {
    ledger::table.select(max(ledger::id)).first(connection)
}

impl DieselStore {
    /// One moment's state, read on a connection of the pool.
    pub(super) fn snapshot<T>(
        &self,
        mut work: impl FnMut(&mut AnyConnection) -> Result<T, Fault>,
    ) -> Result<T, StoreError> {
        self.pooled(|link| link.transaction(Begin::Snapshot, &mut work))
    }
}
