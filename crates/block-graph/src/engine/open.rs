//! Opening an engine: what it is made of, and how its store is used.

use std::sync::Arc;

use super::kept::KeptPages;
use super::owned::Owned;
use super::presence::Presences;
use super::shared::Shared;
use super::tenure::Tenure;
use super::{Backend, Engine};
use crate::access::nonce::Nonces;
use crate::access::random_text;
use crate::access::session::Sessions;
use crate::error::StoreError;
use crate::mint::Mint;
use crate::rate::Limiter;
use crate::store::{Store, Workers};
use crate::tally::Tally;
use crate::time::Clock;

/// What an engine is made of.
pub struct Parts {
    /// Where it reads the time.
    pub clock: Arc<dyn Clock>,
    /// Which worker it is among the processes that share a database: 0..1024, each its own.
    pub worker: u16,
    /// The store.
    pub store: Store,
    /// Counts requests.
    pub limiter: Limiter,
    /// How far, in seconds, the timestamp of a signed request may be from now.
    pub timestamp_window: i64,
    /// How many threads read a shared database.
    pub readers: usize,
    /// Signs sessions; the same in all processes that share a database.
    pub sessions: Sessions,
}

impl Engine {
    /// Opens an engine; a store that is owned is read into memory first.
    ///
    /// # Errors
    /// What the store reports.
    pub fn open(parts: Parts) -> Result<Self, StoreError> {
        let mint = Mint::new(Arc::clone(&parts.clock), parts.worker);
        Self::with_mint(parts, Arc::new(mint), None)
    }

    /// As [`open`](Self::open), with a worker number that is leased from `workers` as long as the engine lives instead of
    /// the one in `parts`. `process` is how the lease names this process to people.
    ///
    /// # Errors
    /// What the store reports; [`StoreError::Unavailable`] when all numbers are held.
    pub fn open_leasing(parts: Parts, workers: Arc<dyn Workers>, process: &str) -> Result<Self, StoreError> {
        let mint = Arc::new(Mint::leased(Arc::clone(&parts.clock)));
        let random = random_text(16).map_err(|error| StoreError::Unavailable(error.to_string()))?;
        let tenure = Tenure::begin(workers, &mint, &parts.clock, format!("{process} {random}"))?;
        Self::with_mint(parts, mint, Some(tenure))
    }

    fn with_mint(parts: Parts, mint: Arc<Mint>, tenure: Option<Tenure>) -> Result<Self, StoreError> {
        let share = |database, bounds: Option<&_>, replica| {
            Shared::open(database, &mint, &parts.clock, parts.readers, bounds, replica).map(Backend::Shared)
        };
        let backend = match parts.store {
            Store::Owned(ledger) => Backend::Owned(Owned::open(ledger, &mint, &parts.clock)?),
            Store::Shared(database) => share(database, None, None)?,
            Store::Bounded(database, bounds) => share(database, Some(&bounds), None)?,
            Store::Replicated(database, bounds, replica) => share(database, Some(&bounds), Some(replica))?,
        };
        let tally = Tally::new(parts.limiter, Nonces::new(parts.timestamp_window));
        let Parts { clock, sessions, .. } = parts;
        Ok(Self { clock, mint, tally, sessions, backend, kept: None, present: Presences::default(), _tenure: tenure })
    }

    /// The same engine, keeping pages of at least `least` ids, mostly [`KEPT_FROM`](crate::KEPT_FROM), in at most so many bytes; 0 for none. None are
    /// kept where the graph is not in memory.
    pub fn keeping_pages(mut self, bytes: u64, least: usize) -> Self {
        self.kept = match &self.backend {
            Backend::Owned(_) => KeptPages::new(bytes, least),
            Backend::Shared(_) => None,
        };
        self
    }

    /// The same engine, counting limits and nonces together with other processes.
    #[cfg(feature = "redis")]
    pub fn counting_together(mut self, shared: crate::tally::shared::Shared) -> Self {
        self.tally.share(shared);
        self
    }
}
