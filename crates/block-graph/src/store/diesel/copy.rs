//! Moving house: everything that one store holds, in another, whichever databases they are.
//!
//! Rows go as they are, in the order of their keys, a chunk at a time, so that memory stays small and a copy that was
//! killed goes on where it was. Indexes that inserts would hit at random are made when the rows are there. At the end
//! every row of both stores is read and compared; only then is the target a store that a program works with.

mod compare;
pub(super) mod progress;
mod tables;

use std::sync::mpsc::sync_channel;
use std::thread;

use diesel::prelude::*;

pub use self::compare::{Compared, Sum};
use self::progress::{Reached, UNFINISHED};
use self::tables::{Row, every_table, reseal};
use super::connection::AnyConnection;
use super::error::Fault;
use super::{DieselStore, STORE_FORMAT, fork};
use crate::error::StoreError;

/// How many chunks wait to be written.
const WAITING: usize = 2;

/// What is told while a copy goes on.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Step {
    /// How many rows a table has, and how many of them were copied before.
    Table {
        /// Its name.
        table: &'static str,
        /// Rows in the source.
        rows: u64,
        /// Rows that an earlier run copied.
        before: u64,
    },
    /// Rows were copied and are durable.
    Copied {
        /// Of which table.
        table: &'static str,
        /// How many.
        rows: u64,
    },
    /// An index is about to be made.
    Index(String),
    /// Rows of the source were compared.
    Compared {
        /// Of which table.
        table: &'static str,
        /// How many.
        rows: u64,
    },
}

/// Who is told; an error from there ends the copy where it is.
pub type Watch<'w> = dyn Fn(Step) -> Result<(), StoreError> + Sync + 'w;

/// How a copy is made.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Manner {
    /// How many rows are one transaction.
    pub chunk: u32,
    /// Whether what an unfinished copy left in the target is deleted first.
    pub anew: bool,
}

impl Default for Manner {
    /// Chunks of 20,000 rows; an unfinished copy is gone on with.
    fn default() -> Self {
        Self { chunk: 20_000, anew: false }
    }
}

/// What became of a copy.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Outcome {
    /// Every table of both stores. Where one differs the copy is not finished, and no program works with the target.
    pub tables: Vec<Compared>,
    /// Whether the source was written to meanwhile: the copy is of the moment at which it began.
    pub went_on: bool,
}

impl Outcome {
    /// Whether the target holds what the source held.
    pub fn is_equal(&self) -> bool {
        self.tables.iter().all(Compared::is_equal)
    }
}

impl DieselStore {
    /// Copies everything into `to`, which must be empty or hold an unfinished copy of this very state, and compares.
    /// Secrets are put under the key that `to` was opened with. A copy that broke off is gone on with by the same call.
    ///
    /// # Errors
    /// [`StoreError::Broken`] when the target holds something else, a secret cannot be opened or the source lacks
    /// migrations; else what the stores report.
    pub fn copy_into(&self, to: &Self, manner: Manner, watch: &Watch<'_>) -> Result<Outcome, StoreError> {
        self.check()?;
        to.migrate()?;
        to.with_writer(|link| link.bare(|connection| Ok(fork::copy::prepare(connection)?)))?;
        to.appended();
        let chunk = i64::from(manner.chunk.max(1));
        let (state, tables) = self.snapshot(|connection| {
            fork::take_time(connection)?;
            let state = progress::state(connection)?;
            start(to, &state, manner.anew)?;
            let counts = every_table!(rows_in(connection));
            for (table, rows) in counts {
                let before = to.write(|connection| Ok(progress::reached(connection, table)?))?.rows;
                let rows = u64::try_from(rows?).unwrap_or(0);
                watch(Step::Table { table, rows, before: u64::try_from(before).unwrap_or(0) })?;
            }
            for copied in every_table!(copy_table(connection, self, to, chunk, watch)) {
                copied?;
            }
            let marks = progress::marks(connection)?;
            finish_rows(to, &marks, watch)?;
            Ok((state, compare::compare(connection, self, to, chunk, watch)?))
        })?;
        let went_on = state != self.snapshot(|connection| Ok(progress::state(connection)?))?;
        let outcome = Outcome { tables, went_on };
        if outcome.is_equal() {
            to.write(|connection| progress::end(connection, STORE_FORMAT))?;
            to.with_writer(|link| link.bare(|connection| Ok(fork::copy::after(connection)?)))?;
        }
        Ok(outcome)
    }

    /// Compares everything that this store holds with what another holds, as [`copy_into`](Self::copy_into) does at its
    /// end. Nothing is written.
    ///
    /// # Errors
    /// [`StoreError::Broken`] when a store lacks migrations or a secret cannot be opened; else what the stores report.
    pub fn compare_with(&self, to: &Self, watch: &Watch<'_>) -> Result<Vec<Compared>, StoreError> {
        self.check()?;
        to.check()?;
        let chunk = i64::from(Manner::default().chunk);
        self.snapshot(|connection| {
            fork::take_time(connection)?;
            for (table, rows) in every_table!(rows_in(connection)) {
                let rows = u64::try_from(rows?).unwrap_or(0);
                watch(Step::Table { table, rows, before: rows })?;
            }
            Ok(compare::compare(connection, self, to, chunk, watch)?)
        })
    }
}

fn rows_in<R: Row>(connection: &mut AnyConnection) -> (&'static str, QueryResult<i64>) {
    (R::TABLE, R::count(connection))
}

fn clear<R: Row>(connection: &mut AnyConnection) -> QueryResult<usize> {
    R::clear(connection)
}

/// Begins the copy, or goes on with it.
fn start(to: &DieselStore, state: &str, anew: bool) -> Result<(), StoreError> {
    to.write(|connection| {
        let format = progress::format(connection)?;
        if format == UNFINISHED && !anew {
            return progress::go_on(connection, state);
        }
        if format == UNFINISHED {
            for cleared in every_table!(clear(connection)) {
                cleared?;
            }
            for (name, sql) in progress::indexes(connection)? {
                progress::make_index(connection, &name, &sql)?;
            }
            progress::end(connection, STORE_FORMAT)?;
        } else if format != STORE_FORMAT {
            return Err(StoreError::Broken(format!(
                "{} has store format {format}, not {STORE_FORMAT}",
                to.door.address
            ))
            .into());
        }
        let counts = every_table!(rows_in(connection));
        for (table, rows) in counts {
            if rows? > 0 {
                return Err(
                    StoreError::Broken(format!("{} is not empty: it has rows in {table}", to.door.address)).into()
                );
            }
        }
        progress::begin(connection, state, &every_table!(name()))
    })
}

fn name<R: Row>() -> &'static str {
    R::TABLE
}

/// Copies what is left of a table: it is read here and written on a thread beside.
fn copy_table<R: Row>(
    connection: &mut AnyConnection,
    from: &DieselStore,
    to: &DieselStore,
    chunk: i64,
    watch: &Watch<'_>,
) -> Result<(), Fault> {
    let begun = to.write(|connection| Ok(progress::reached(connection, R::TABLE)?))?;
    thread::scope(|scope| {
        let (send, receive) = sync_channel::<Vec<R>>(WAITING);
        let writer = scope.spawn(move || {
            let mut reached = begun;
            for rows in receive {
                reached = put(to, reached, &rows)?;
                watch(Step::Copied { table: R::TABLE, rows: rows.len() as u64 })?;
            }
            Ok::<_, StoreError>(())
        });
        let read = read_rows::<R>(connection, from, to, begun, chunk, |rows| send.send(rows).is_ok());
        drop(send);
        let written = writer.join().map_err(|_| StoreError::Broken(format!("copying {} broke off", R::TABLE)))?;
        written?;
        read
    })
}

/// Hands on the rows after the place that was reached, until there are none or nobody takes them.
fn read_rows<R: Row>(
    connection: &mut AnyConnection,
    from: &DieselStore,
    to: &DieselStore,
    Reached { mut key, .. }: Reached,
    chunk: i64,
    mut send: impl FnMut(Vec<R>) -> bool,
) -> Result<(), Fault> {
    loop {
        let mut rows = R::after(connection, key, chunk)?;
        for row in &mut rows {
            reseal(row, &from.key, &to.key)?;
        }
        match rows.last() {
            Some(last) => key = last.key(),
            None => return Ok(()),
        }
        if !send(rows) {
            return Ok(());
        }
    }
}

/// Writes a chunk and how far the table has come with it.
fn put<R: Row>(to: &DieselStore, from: Reached, rows: &[R]) -> Result<Reached, StoreError> {
    let Some(last) = rows.last() else { return Ok(from) };
    let reached = Reached { key: last.key(), rows: from.rows + rows.len() as i64 };
    let written = to.write(|connection| {
        progress::advance(connection, R::TABLE, from, reached)?;
        R::put(connection, rows)?;
        Ok(reached)
    });
    written.map_err(|error| match error {
        StoreError::Broken(told) => StoreError::Broken(format!("{} after {:?}: {told}", R::TABLE, from.key)),
        other => other,
    })
}

/// Makes the indexes and sets the watermark, once every row is there.
fn finish_rows(to: &DieselStore, marks: &[(String, i64)], watch: &Watch<'_>) -> Result<(), StoreError> {
    for (name, sql) in to.write(|connection| Ok(progress::indexes(connection)?))? {
        watch(Step::Index(name.clone()))?;
        to.write(|connection| progress::make_index(connection, &name, &sql))?;
    }
    to.write(|connection| Ok(progress::set_marks(connection, marks)?))
}
