//! The worker number of a process that shares a database, while it is on loan: taken before anything is minted, renewed
//! well before it ends, given back at a clean stop. A process that could not renew in time writes nothing until it has a
//! number again, maybe another one.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::thread::JoinHandle;
use std::time::Duration;

use log::{error, info, warn};

use crate::error::StoreError;
use crate::mint::Mint;
use crate::store::{Lease, Term, Workers};
use crate::time::Clock;

/// For how long a number is lent.
const TERM: Duration = Duration::from_secs(30);
/// How far, in milliseconds, the clock may run ahead of what was expected before a lease must be renewed for it.
const LEAP: i64 = 5_000;
/// How often it is looked whether something was minted beyond the lease.
const BEAT: Duration = Duration::from_millis(250);

/// A worker number and the thread that keeps it.
pub(super) struct Tenure {
    stop: Option<SyncSender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Tenure {
    /// Takes a number for `mint` and keeps it as long as this value lives. `holder` must be no other process's text.
    pub(super) fn begin(
        workers: Arc<dyn Workers>,
        mint: &Arc<Mint>,
        clock: &Arc<dyn Clock>,
        holder: String,
    ) -> Result<Self, StoreError> {
        let mut keeper = Keeper::new(workers, Arc::clone(mint), Arc::clone(clock), holder);
        keeper.ask()?;
        let (stop, stopped) = sync_channel(0);
        let thread = std::thread::Builder::new()
            .name("graph-worker".to_owned())
            .spawn(move || keeper.run(&stopped))
            .map_err(|error| StoreError::Unavailable(format!("no thread for the worker number: {error}")))?;
        Ok(Self { stop: Some(stop), thread: Some(thread) })
    }
}

impl Drop for Tenure {
    /// Gives the number back.
    fn drop(&mut self) {
        drop(self.stop.take());
        if self.thread.take().is_some_and(|thread| thread.join().is_err()) {
            error!("the keeper of the worker number died");
        }
    }
}

struct Keeper {
    workers: Arc<dyn Workers>,
    mint: Arc<Mint>,
    clock: Arc<dyn Clock>,
    holder: String,
    held: Option<u16>,
    /// When, in the clock's ticks, to ask next.
    due: i64,
    /// How often something had been minted beyond the lease when it was last asked for.
    beyond: u64,
    failing: bool,
}

impl Keeper {
    fn new(workers: Arc<dyn Workers>, mint: Arc<Mint>, clock: Arc<dyn Clock>, holder: String) -> Self {
        let due = clock.ticks();
        Self { workers, mint, clock, holder, held: None, due, beyond: 0, failing: false }
    }

    fn run(mut self, stop: &Receiver<()>) {
        while stop.recv_timeout(BEAT) == Err(RecvTimeoutError::Timeout) {
            self.beat();
        }
        if let Some(worker) = self.held
            && let Err(error) = self.workers.release(worker, &self.holder, self.mint.reach())
        {
            warn!("the worker number {worker} was not given back; it is free when its term ends: {error}");
        }
    }

    /// Renews the lease when it is time, or when time ran ahead of it.
    fn beat(&mut self) {
        if self.clock.ticks() < self.due && self.mint.times_beyond() == self.beyond {
            return;
        }
        match self.ask() {
            Ok(()) => self.failing = false,
            Err(error) => {
                // Told once; then it is tried at every beat.
                if !self.failing {
                    warn!("the worker number was not renewed: {error}");
                }
                self.failing = true;
            }
        }
    }

    /// Renews the number that is held, or takes one.
    fn ask(&mut self) -> Result<(), StoreError> {
        let term = i64::try_from(TERM.as_millis()).unwrap_or(i64::MAX);
        // Before the database is asked: its term begins later and so ends later than ours.
        let (asked, beyond) = (self.clock.ticks(), self.mint.times_beyond());
        let asks = Term { holder: &self.holder, lasts: term, reach: self.mint.reach(), span: term + LEAP };
        let renewed = match self.held {
            Some(worker) => self.workers.renew(worker, &asks)?,
            None => None,
        };
        let lease = match renewed {
            Some(lease) => lease,
            None => {
                if let Some(worker) = self.held.take() {
                    warn!("the worker number {worker} is somebody else's by now");
                }
                let none_free = || StoreError::Unavailable("all worker numbers are held".to_owned());
                let taken = self.workers.take(&asks)?.ok_or_else(none_free)?;
                info!("this process has the worker number {}", taken.worker);
                taken
            }
        };
        let Lease { worker, above, up_to } = lease;
        self.mint.grant(worker, above, up_to, asked.saturating_add(term));
        (self.held, self.beyond, self.due) = (Some(worker), beyond, asked.saturating_add(term / 3));
        Ok(())
    }
}

#[cfg(test)]
mod tests;
