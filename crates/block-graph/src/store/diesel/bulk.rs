//! Filling an empty database with a whole world at once: in one transaction, in the order of the tables' keys, with the
//! index that is not in that order made afterwards. Row by row through the ledger the same world takes many times as long.

use diesel::prelude::*;

use super::connection::AnyConnection;
use super::error::Fault;
use super::ledger::{append, ledger_end};
use super::rows::{EdgeRow, UserRow};
use super::schema::meta;
use super::{DieselStore, fork};
use crate::edge::Edge;
use crate::error::StoreError;
use crate::event::Event;
use crate::user::{Counts, Profile};

/// How many rows are gathered before they are written.
const CHUNK: usize = 20_000;

/// People and edges that fit together. It is asked again when a transaction is, and tells the same each time.
pub trait Whole {
    /// The people in the order of their ids, each with what is counted of them when all edges are there.
    fn people(&self) -> impl Iterator<Item = (Profile, Counts)>;

    /// The edges, each once; quickest in the order of source, kind and target.
    fn edges(&self) -> impl Iterator<Item = Edge>;
}

impl DieselStore {
    /// Fills an empty, migrated database with a world, then with what `rest` makes: durable, all or nothing. The ledger
    /// tells of every person and edge in rows numbered from `first`, at the time each was made.
    ///
    /// # Errors
    /// [`StoreError::Taken`] when the database is not empty; else what the store reports.
    pub fn fill(&self, first: i64, world: &impl Whole, rest: &[Event]) -> Result<(), StoreError> {
        self.check()?;
        self.appended();
        self.write(|connection| {
            fork::take_time(connection)?;
            // Whatever is kept stands in the ledger.
            if ledger_end(connection)?.is_some() {
                return Err(StoreError::Taken("the store").into());
            }
            let shed = fork::begin_bulk(connection)?;
            in_chunks(world.people().map(|(user, counts)| UserRow::new(user, counts)), |rows| {
                fork::insert_users(connection, rows)
            })?;
            in_chunks(world.edges().map(EdgeRow::from), |rows| fork::insert_edges(connection, rows))?;
            fork::ledger_of_tables(connection, first)?;
            fork::end_bulk(connection, &shed)?;
            append(self, connection, rest, None)?;
            // Nothing waits to be folded: the tables hold all that the ledger tells.
            let end = ledger_end(connection)?.unwrap_or(0);
            diesel::update(meta::table.find("folded")).set(meta::value.eq(end)).execute(connection)?;
            Ok(())
        })?;
        self.with_writer(|link| link.bare(|connection: &mut AnyConnection| Ok(fork::after_bulk(connection)?)))
    }
}

fn in_chunks<T>(rows: impl Iterator<Item = T>, mut write: impl FnMut(&[T]) -> QueryResult<()>) -> Result<(), Fault> {
    let mut chunk = Vec::with_capacity(CHUNK);
    for row in rows {
        chunk.push(row);
        if chunk.len() == CHUNK {
            write(&chunk)?;
            chunk.clear();
        }
    }
    if !chunk.is_empty() {
        write(&chunk)?;
    }
    Ok(())
}

impl From<Edge> for EdgeRow {
    fn from(edge: Edge) -> Self {
        let Edge { source, kind, target, position } = edge;
        Self { source_id: source.0, kind: kind.number(), position: position.0, target_id: target.0 }
    }
}
