//! Proof that two stores hold the same: every row of both is read in the order of its key, counted, and goes into one
//! digest a table. The rows come as bytes that do not depend on the database, with their secrets opened.

use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

use sha2::{Digest as _, Sha256};

use super::super::DieselStore;
use super::super::connection::AnyConnection;
use super::super::error::Fault;
use super::super::fork;
use super::tables::{Key, Row, START, every_table, unseal};
use super::{Step, Watch, progress};
use crate::error::StoreError;

/// How many chunks wait to be compared, on each side.
const WAITING: usize = 2;

/// What a table of one store comes to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sum {
    /// How many rows it has.
    pub rows: u64,
    /// The SHA-256 of all rows in the order of their keys, in hex.
    pub digest: String,
}

/// A table in both stores.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Compared {
    /// Its name.
    pub table: &'static str,
    /// What it comes to in the source.
    pub from: Sum,
    /// What it comes to in the target.
    pub to: Sum,
    /// The key of the first row in which they differ, as numbers.
    pub differs: Option<String>,
}

impl Compared {
    /// Whether both hold the same.
    pub fn is_equal(&self) -> bool {
        self.from == self.to && self.differs.is_none()
    }
}

/// Rows as bytes.
struct Chunk {
    keys: Vec<Key>,
    /// Where each row ends.
    ends: Vec<usize>,
    bytes: Vec<u8>,
}

impl Chunk {
    fn row(&self, number: usize) -> Option<&[u8]> {
        let begin = number.checked_sub(1).map_or(Some(0), |before| self.ends.get(before).copied())?;
        self.bytes.get(begin..*self.ends.get(number)?)
    }
}

/// One side's rows, table by table, and the state of what `meta` holds; `None` ends a table.
type Rows = SyncSender<Option<Chunk>>;

/// Compares what a reader of the source sees with what is in the target.
pub(super) fn compare(
    connection: &mut AnyConnection,
    from: &DieselStore,
    to: &DieselStore,
    chunk: i64,
    watch: &Watch<'_>,
) -> Result<Vec<Compared>, StoreError> {
    let marks = progress::marks(connection).map_err(Fault::from)?;
    thread::scope(|scope| {
        let (send, theirs) = sync_channel(WAITING);
        let target = scope.spawn(move || {
            to.snapshot(|connection| {
                fork::take_time(connection)?;
                rows(connection, to, chunk, &send)?;
                Ok(progress::marks(connection)?)
            })
        });
        let (send, ours) = sync_channel(WAITING);
        let comparing = scope.spawn(move || {
            let mut all = Vec::new();
            for (table, ..) in every_table!(named()) {
                let Some(compared) = table_of(table, &ours, &theirs, watch)? else { return Ok(None) };
                all.push(compared);
            }
            Ok::<_, StoreError>(Some(all))
        });
        let source = rows(connection, from, chunk, &send);
        drop(send);
        let compared = comparing.join().map_err(|_| died())?;
        let target = target.join().map_err(|_| died())?;
        source?;
        let theirs = target?;
        let mut all = compared?.ok_or_else(died)?;
        all.push(of_marks(&marks, &theirs));
        Ok(all)
    })
}

fn died() -> StoreError {
    StoreError::Broken("the comparison broke off".to_owned())
}

fn named<R: Row>() -> (&'static str, ()) {
    (R::TABLE, ())
}

/// Sends all rows of all tables, until nobody listens.
fn rows(connection: &mut AnyConnection, store: &DieselStore, chunk: i64, send: &Rows) -> Result<(), Fault> {
    for sent in every_table!(rows_of(connection, store, chunk, send)) {
        sent?;
    }
    Ok(())
}

fn rows_of<R: Row>(connection: &mut AnyConnection, store: &DieselStore, chunk: i64, send: &Rows) -> Result<(), Fault> {
    let mut key = START;
    loop {
        let rows = R::after(connection, key, chunk)?;
        let mut told = Chunk { keys: Vec::with_capacity(rows.len()), ends: Vec::new(), bytes: Vec::new() };
        for mut row in rows {
            unseal(&mut row, &store.key)?;
            row.plain(&mut told.bytes);
            told.ends.push(told.bytes.len());
            told.keys.push(row.key());
        }
        let last = told.keys.last().copied();
        if send.send(last.map(|_| told)).is_err() {
            return Ok(());
        }
        match last {
            Some(last) => key = last,
            None => return Ok(()),
        }
    }
}

/// One side of a table while it is compared.
struct Side<'a> {
    rows: &'a Receiver<Option<Chunk>>,
    hash: Sha256,
    count: u64,
    over: bool,
}

impl<'a> Side<'a> {
    fn new(rows: &'a Receiver<Option<Chunk>>) -> Self {
        Self { rows, hash: Sha256::new(), count: 0, over: false }
    }

    /// The next chunk; `None` at the end of the table.
    fn next(&mut self) -> Result<Option<Chunk>, std::sync::mpsc::RecvError> {
        if self.over {
            return Ok(None);
        }
        let chunk = self.rows.recv()?;
        match &chunk {
            Some(chunk) => {
                self.hash.update(&chunk.bytes);
                self.count += chunk.keys.len() as u64;
            }
            None => self.over = true,
        }
        Ok(chunk)
    }

    fn sum(self) -> Sum {
        let digest = self.hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
        Sum { rows: self.count, digest }
    }
}

/// `None` where a side broke off; it says itself why.
fn table_of(
    table: &'static str,
    ours: &Receiver<Option<Chunk>>,
    theirs: &Receiver<Option<Chunk>>,
    watch: &Watch<'_>,
) -> Result<Option<Compared>, StoreError> {
    let (mut from, mut to) = (Side::new(ours), Side::new(theirs));
    let mut differs = None;
    while !(from.over && to.over) {
        let (Ok(one), Ok(other)) = (from.next(), to.next()) else { return Ok(None) };
        // Both sides are cut at the same keys until they differ.
        if differs.is_none() {
            differs = first_difference(one.as_ref(), other.as_ref());
        }
        let rows = one.map_or(0, |chunk| chunk.keys.len() as u64);
        watch(Step::Compared { table, rows })?;
    }
    let differs = differs.map(|key| format!("{key:?}"));
    Ok(Some(Compared { table, from: from.sum(), to: to.sum(), differs }))
}

fn first_difference(one: Option<&Chunk>, other: Option<&Chunk>) -> Option<Key> {
    match (one, other) {
        (Some(one), Some(other)) if one.bytes == other.bytes && one.ends == other.ends => None,
        (Some(one), Some(other)) => {
            let place = (0..).find(|place| one.row(*place) != other.row(*place) || one.row(*place).is_none())?;
            one.keys.get(place).into_iter().chain(other.keys.get(place)).min().copied()
        }
        (Some(chunk), None) | (None, Some(chunk)) => chunk.keys.first().copied(),
        (None, None) => None,
    }
}

/// What `meta` holds, as a table.
fn of_marks(ours: &[(String, i64)], theirs: &[(String, i64)]) -> Compared {
    let sum = |marks: &[(String, i64)]| {
        let mut hash = Sha256::new();
        for (name, value) in marks {
            hash.update((name.len() as u64).to_be_bytes());
            hash.update(name);
            hash.update(value.to_be_bytes());
        }
        Sum { rows: marks.len() as u64, digest: hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect() }
    };
    let differs = ours.iter().zip(theirs).find(|(one, other)| one != other).map(|((name, _), _)| name.clone());
    Compared { table: "meta", from: sum(ours), to: sum(theirs), differs }
}
