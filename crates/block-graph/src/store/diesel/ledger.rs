//! The store as one process owns it: everything is read once, then events are appended and, when there is time, folded.
//!
//! A row of the ledger knows whether the tables held its change when it was written. An owner's edge changes are not
//! held; they wait until the watermark `folded` has passed them. All other rows are held from the start, those written
//! by processes that share the database among them, so the two ways of use may follow each other in any order and
//! nothing is applied twice.

use std::sync::atomic::Ordering;

use diesel::dsl::max;
use diesel::prelude::*;

use super::connection::{AnyConnection, Begin};
use super::error::Fault;
use super::load::load;
use super::projection::Projection;
use super::rows::LedgerRow;
use super::schema::{ledger, meta};
use super::{DieselStore, UNKNOWN, fork, tables};
use crate::error::StoreError;
use crate::event::{Change, Event};
use crate::store::{Ledger, Loader};

/// The lock under which processes fold in turn.
const FOLDING: i64 = 0x666f_6c64;

impl Ledger for DieselStore {
    fn load(&self, loader: &mut dyn Loader) -> Result<(), StoreError> {
        self.check()?;
        self.snapshot(|connection| load(connection, &self.key, loader))
    }

    fn append(&self, events: &[Event]) -> Result<(), StoreError> {
        if events.is_empty() {
            return Ok(());
        }
        self.appended();
        // Only a row that is durable is counted on; after a failure it is asked for again.
        let known = Some(self.end.swap(UNKNOWN, Ordering::AcqRel)).filter(|end| *end != UNKNOWN);
        let mut end = UNKNOWN;
        self.write_witnessed(|connection, witness| {
            let rows = append(self, connection, events, known)?;
            end = rows.last().map_or(UNKNOWN, |row| row.id);
            *witness = rows.into_iter().next();
            Ok(())
        })?;
        self.end.store(end, Ordering::Release);
        Ok(())
    }

    fn is_near(&self) -> bool {
        self.door.address.is_file()
    }

    fn fold(&self, limit: usize) -> Result<usize, StoreError> {
        self.write(|connection| fold(connection, limit))
    }

    fn ping(&self) -> Result<(), StoreError> {
        self.reach()
    }
}

/// Appends events behind the row that is `known` to be the last, or read to be; returns the rows that it wrote.
pub(super) fn append(
    store: &DieselStore,
    connection: &mut AnyConnection,
    events: &[Event],
    known: Option<i64>,
) -> Result<Vec<LedgerRow>, Fault> {
    let is_edge = |change: &Change| matches!(change, Change::AddEdge(_) | Change::RemoveEdge(_));
    let mut rows: Vec<_> = events.iter().map(|event| LedgerRow::new(event, !is_edge(&event.change))).collect();
    // The watermark needs rows in the order they were made durable, also after a clock was set back.
    let mut end = match known {
        Some(end) => end,
        None => ledger_end(connection)?.unwrap_or(0),
    };
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
    Ok(rows)
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

pub(super) fn unfolded(
    connection: &mut AnyConnection,
    after: i64,
    end: i64,
    limit: i64,
) -> QueryResult<Vec<LedgerRow>> {
    let waiting =
        ledger::table.filter(ledger::id.gt(after)).filter(ledger::id.le(end)).filter(ledger::folded.eq(false));
    waiting.order(ledger::id).limit(limit).select(LedgerRow::as_select()).load(connection)
}

pub(super) fn watermark(connection: &mut AnyConnection) -> QueryResult<i64> {
    meta::table.find("folded").select(meta::value).first(connection)
}

pub(super) fn ledger_end(connection: &mut AnyConnection) -> QueryResult<Option<i64>> {
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
