//! The store as several processes share it: readers see one moment each, and a write locks what it is about, looks at
//! it, and keeps ledger, edges, counts and the other tables in one transaction.

use super::connection::Begin;
use super::look::look;
use super::projection::Projection;
use super::rows::LedgerRow;
use super::view::Reader;
use super::{DieselStore, fork, tables};
use crate::error::StoreError;
use crate::store::{Database, Footprint, Plan};
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
            let mut graph = look(connection, &self.key, footprints)?;
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
