//! A commit whose answer was lost: the database is asked what came of it, so that callers are told the truth.
//!
//! The ids of ledger rows are minted here and nobody else's, so the first row of a group tells of the whole group. To look
//! for it would not do: the database may still be at work on the commit. To write it again does, in a transaction that is
//! taken back: the second writer of a key waits until it is known what became of the first.

use std::time::{Duration, Instant};

use super::connection::{AnyConnection, Begin, Link};
use super::error::Fault;
use super::rows::LedgerRow;
use super::{DieselStore, fork};
use crate::error::StoreError;

/// For how long the database is asked, and how often.
const PATIENCE: Duration = Duration::from_secs(4);
const PAUSE: Duration = Duration::from_millis(50);

impl DieselStore {
    /// Runs `work` in one durable transaction, as [`write`](Self::write) does. `work` says which ledger row it wrote
    /// first; where the answer to the commit is lost, that row tells whether the work was kept.
    pub(super) fn write_witnessed(
        &self,
        mut work: impl FnMut(&mut AnyConnection, &mut Option<LedgerRow>) -> Result<(), Fault>,
    ) -> Result<(), StoreError> {
        self.witnessed(|link, witness| link.transaction(Begin::Write, |connection| work(connection, witness)))
    }

    /// As [`write_witnessed`](Self::write_witnessed), with a transaction that `work` begins and commits itself.
    pub(super) fn witnessed(
        &self,
        mut work: impl FnMut(&mut Link, &mut Option<LedgerRow>) -> Result<(), Fault>,
    ) -> Result<(), StoreError> {
        let mut witness = None;
        self.with_writer(|link| {
            let done = self.again(|| {
                // What an earlier try wrote was taken back.
                witness = None;
                work(link, &mut witness)
            });
            match done {
                Err(Fault::InDoubt(why)) => self.resolve(witness.as_ref(), &why),
                done => done,
            }
        })
    }

    fn resolve(&self, witness: Option<&LedgerRow>, why: &str) -> Result<(), Fault> {
        // Without a row there was nothing to keep.
        let Some(row) = witness else { return Ok(()) };
        let until = Instant::now() + PATIENCE;
        loop {
            match self.was_kept(row) {
                Ok(true) => {
                    log::info!("a commit whose answer was lost was kept");
                    return Ok(());
                }
                Ok(false) => return Err(Fault::Lost(format!("the commit was not kept: {why}"))),
                Err(error) if Instant::now() >= until => {
                    let told =
                        format!("it is not known whether the commit was kept ({why}), nor can it be asked: {error}");
                    return Err(Fault::InDoubt(told));
                }
                Err(_) => std::thread::sleep(PAUSE),
            }
        }
    }

    /// Whether a ledger row is there for good; waits for a transaction that has written it and not ended.
    fn was_kept(&self, row: &LedgerRow) -> Result<bool, StoreError> {
        let mut could_be_written = false;
        let tried = self.door.open(Begin::Write)?.transaction(Begin::Write, |connection| {
            fork::insert_ledger(connection, std::slice::from_ref(row))?;
            could_be_written = true;
            Err::<(), _>(Fault::Again("only to see whether it could be written".to_owned()))
        });
        match tried {
            _ if could_be_written => Ok(false),
            Err(Fault::Store(StoreError::Taken(_))) => Ok(true),
            Err(fault) => Err(fault.into()),
            Ok(()) => Ok(false),
        }
    }
}
