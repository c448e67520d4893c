//! The store as several processes share it: readers see one moment each, and a write locks what it is about, looks at
//! it, and keeps ledger, edges, counts and the other tables in one transaction.

use std::sync::Arc;
use std::time::Duration;

use super::connection::{AnyConnection, Begin, Link};
use super::error::Fault;
use super::look::Sight;
use super::projection::Projection;
use super::rows::LedgerRow;
use super::view::Reader;
use super::{DieselStore, fork, tables};
use crate::error::StoreError;
use crate::event::Event;
use crate::store::news::News;
use crate::store::{Database, Footprint, Hear, Listening, Plan, Wanted};
use crate::view::View;

impl Database for DieselStore {
    fn read(&self, work: &mut dyn FnMut(&dyn View) -> Result<(), StoreError>) -> Result<(), StoreError> {
        self.catch_up()?;
        self.pooled(|link| {
            link.transaction(Begin::Snapshot, |connection| Reader::new(connection, &self.key).run(|view| work(view)))
        })
    }

    fn read_wanted(
        &self,
        wanted: &Wanted,
        work: &mut dyn FnMut(&dyn View) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        self.catch_up()?;
        let look = |connection: &mut AnyConnection| {
            let reader = Reader::new(connection, &self.key);
            reader.hold(wanted).map_err(|error| reader.lost_or(error).before_work())?;
            reader.run(|view| work(view))
        };
        let mut look = look;
        let tokens_alone = wanted.users.is_empty() && wanted.pairs.is_empty();
        // What one statement tells is of one moment; a token and its app are told by one, people and their edges by one.
        let by_statements = !wanted.moment && !wanted.names_people();
        self.pooled(|link| {
            if tokens_alone || by_statements && link.bounds_waits() {
                return link.bare(&mut look);
            }
            link.transaction(Begin::Snapshot, &mut look)
        })
    }

    fn commit(&self, footprints: &[Footprint], plan: &mut Plan<'_>) -> Result<(), StoreError> {
        self.catch_up()?;
        self.witnessed(|link, witness| self.commit_once(link, footprints, plan, witness))
    }

    fn listen(&self, place: Option<&str>, every: Duration, hear: Arc<dyn Hear>) -> Result<Listening, StoreError> {
        self.hear(place, every, hear)
    }

    fn ping(&self) -> Result<(), StoreError> {
        self.reach()
    }
}

impl DieselStore {
    fn commit_once(
        &self,
        link: &mut Link,
        footprints: &[Footprint],
        plan: &mut Plan<'_>,
        witness: &mut Option<LedgerRow>,
    ) -> Result<(), Fault> {
        // Before the transaction: nothing is done yet, so a connection that turns out to be dead may be replaced.
        let sight = link.bare(|connection| Sight::of(connection, footprints).map_err(Fault::before_work))?;
        let locks = sight.locks();
        link.begun_by(
            |connection| fork::begin_locked(connection, &locks),
            |connection| {
                let mut graph = sight.fetch(connection, &self.key)?;
                let events = plan(&mut graph)?;
                if events.is_empty() { Ok(()) } else { self.keep(connection, &events, witness) }
            },
        )
    }

    fn keep(
        &self,
        connection: &mut AnyConnection,
        events: &[Event],
        witness: &mut Option<LedgerRow>,
    ) -> Result<(), Fault> {
        let rows: Vec<_> = events.iter().map(|event| LedgerRow::new(event, true)).collect();
        let mut projection = Projection::of(events.iter().map(|event| &event.change));
        let news = News::of(events.iter().map(|event| &event.change)).messages();
        let begin = projection.only_begins();
        fork::keep(connection, &rows, begin, &news)?;
        *witness = rows.into_iter().next();
        if begin {
            projection = projection.without_edges();
        }
        tables::write(connection, &self.key, events)?;
        projection.write(connection)
    }
}
