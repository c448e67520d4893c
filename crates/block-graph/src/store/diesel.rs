//! The store on disk: SQLite or PostgreSQL through diesel, chosen by the URL when it is opened.
//!
//! One query text serves both databases; what each does in its own way lives in `fork` alone. Writes go through one
//! connection of their own, so that they form groups before it instead of contending in the database; reads take
//! connections from a pool. The store is a [`Ledger`] for the process that owns its database and a [`Database`] for
//! processes that share one. The same database may be used the one way and later the other, never both ways at once.
//!
//! [`Ledger`]: super::Ledger
//! [`Database`]: super::Database

mod address;
mod bulk;
mod connection;
mod copy;
mod database;
mod doubt;
mod error;
mod fork;
mod ledger;
mod listen;
mod load;
mod look;
mod pool;
mod projection;
mod rows;
mod schema;
mod standby;
mod tables;
mod toggles;
mod view;
mod workers;

use std::fmt;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::time::Duration;

use diesel::prelude::*;
use parking_lot::Mutex;

use self::address::Address;
pub use self::bulk::Whole;
use self::connection::{AnyConnection, Begin, Link};
pub use self::copy::{Compared, Manner, Outcome, Step, Sum, Watch};
use self::error::Fault;
use self::pool::{Door, Pool};
use self::schema::meta;
use crate::access::seal::SealKey;
use crate::error::StoreError;

/// The layout of the tables that this program writes.
const STORE_FORMAT: i64 = 1;
/// How many values an `IN` list has at the most; SQLite takes 32,766 values a statement.
const IN_LIST: usize = 8_000;
/// How often a transaction is run again when the database asks for it.
const RETRIES: usize = 10;
/// How many ledger rows are folded at a time before a database is shared.
const CATCH_UP: usize = 10_000;

/// Where the ledger ends is to be read.
const UNKNOWN: i64 = i64::MIN;

/// How a store uses its database.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Options {
    /// How many connections read at once, at the most. Writes have one of their own.
    pub readers: u32,
    /// How long a reader waits for a connection before the store is told to be unavailable.
    pub patience: Duration,
    /// Whether statements are kept prepared. Not where a pooler lends a connection for one transaction at a time.
    pub statement_cache: bool,
}

impl Default for Options {
    /// Eight readers that wait two seconds, with prepared statements.
    fn default() -> Self {
        Self { readers: 8, patience: Duration::from_secs(2), statement_cache: true }
    }
}

/// A store in SQLite or PostgreSQL. It prints as its address without a password.
pub struct DieselStore {
    door: Door,
    key: SealKey,
    writer: Mutex<Option<Link>>,
    readers: Pool,
    /// Whether the tables of edges and counts are known to hold the whole ledger.
    caught_up: AtomicBool,
    /// The id of the ledger's newest row as the owner wrote it, or [`UNKNOWN`].
    end: AtomicI64,
    /// Who this store is to those who listen to commits.
    origin: u64,
}

impl DieselStore {
    /// Opens the database that `url` names: `sqlite:///absolute/path.db`, `sqlite://relative/path.db` or
    /// `postgres://user:password@host:port/database` with libpq's parameters (`postgresql://` too). A SQLite file that is
    /// not there is made. The tables are not: see [`migrate`](Self::migrate). `key` seals the secrets of apps and tokens.
    ///
    /// # Errors
    /// [`StoreError::Broken`] when `url` is no such address or names a database that is not built in,
    /// [`StoreError::Unavailable`] when the database cannot be reached. No error shows a password.
    pub fn open(url: &str, key: SealKey, options: Options) -> Result<Self, StoreError> {
        let door = Door::new(Address::parse(url)?, options.statement_cache);
        let writer = door.open(Begin::Write)?;
        let readers = Pool::new(options.readers.max(2), options.patience);
        let origin = getrandom::u64().map_err(|error| StoreError::Unavailable(format!("no randomness: {error}")))?;
        Ok(Self {
            door,
            key,
            writer: Mutex::new(Some(writer)),
            readers,
            caught_up: AtomicBool::new(false),
            end: AtomicI64::new(UNKNOWN),
            origin,
        })
    }

    /// Runs the migrations that have not run and returns their names. Processes may do so at the same time.
    ///
    /// # Errors
    /// [`StoreError::Broken`] when one fails, [`StoreError::Unavailable`] when the database cannot be reached.
    pub fn migrate(&self) -> Result<Vec<String>, StoreError> {
        self.with_writer(|link| link.transaction(Begin::Write, fork::migrate).map_err(Fault::before_work))
    }

    /// The names of the migrations that have not run.
    ///
    /// # Errors
    /// As [`migrate`](Self::migrate).
    pub fn pending_migrations(&self) -> Result<Vec<String>, StoreError> {
        // Asked twice it answers the same, so a dead connection is no reason to give up.
        self.with_writer(|link| link.transaction(Begin::Write, fork::pending_migrations).map_err(Fault::before_work))
    }

    /// Whether this program can work with the database as it is.
    fn check(&self) -> Result<(), StoreError> {
        let pending = self.pending_migrations()?;
        if !pending.is_empty() {
            let pending = pending.join(", ");
            return Err(StoreError::Broken(format!("{} lacks migrations: {pending}", self.door.address)));
        }
        let format: i64 = self.with_writer(|link| {
            let read = |connection: &mut AnyConnection| {
                Ok(meta::table.find("store_format").select(meta::value).first(connection)?)
            };
            link.transaction(Begin::Snapshot, read).map_err(Fault::before_work)
        })?;
        if format == copy::progress::UNFINISHED {
            return Err(StoreError::Broken(format!("{} holds a copy that is not finished", self.door.address)));
        }
        if format != STORE_FORMAT {
            return Err(StoreError::Broken(format!(
                "{} has store format {format}, not {STORE_FORMAT}",
                self.door.address
            )));
        }
        Ok(())
    }

    /// Folds what an owner left in the ledger, before the tables are read as the truth.
    fn catch_up(&self) -> Result<(), StoreError> {
        // Others may append from now on.
        self.end.store(UNKNOWN, Ordering::Release);
        if self.caught_up.load(Ordering::Acquire) {
            return Ok(());
        }
        self.check()?;
        let fold = |connection: &mut AnyConnection| {
            fork::take_time(connection)?;
            ledger::fold(connection, CATCH_UP)
        };
        while self.write(fold)? > 0 {}
        self.caught_up.store(true, Ordering::Release);
        Ok(())
    }

    /// Notes that the ledger is about to hold what the tables do not.
    fn appended(&self) {
        self.caught_up.store(false, Ordering::Release);
    }

    /// Runs `work` in one durable transaction, again when the database asks for it.
    fn write<T>(&self, mut work: impl FnMut(&mut AnyConnection) -> Result<T, Fault>) -> Result<T, StoreError> {
        self.with_writer(|link| self.again(|| link.transaction(Begin::Write, &mut work)))
    }

    /// Tries until the database does not ask for another try.
    fn again<T>(&self, mut work: impl FnMut() -> Result<T, Fault>) -> Result<T, Fault> {
        for _ in 0..RETRIES {
            match work() {
                Err(Fault::Again(why)) => log::debug!("a transaction runs again: {why}"),
                done => return done,
            }
        }
        work()
    }

    /// Runs `work` on the writing connection, on a new one when the old one turns out to be dead before `work` began.
    fn with_writer<T>(&self, mut work: impl FnMut(&mut Link) -> Result<T, Fault>) -> Result<T, StoreError> {
        let mut writer = self.writer.lock();
        let mut fresh = false;
        loop {
            let mut link = match writer.take().filter(|_| !fresh) {
                Some(link) => link,
                None => {
                    fresh = true;
                    self.door.open(Begin::Write)?
                }
            };
            let result = work(&mut link);
            if !link.is_lost() {
                *writer = Some(link);
            }
            match result {
                Err(Fault::Stale(_)) if !fresh => fresh = true,
                done => return Ok(done?),
            }
        }
    }

    /// Runs `work` on a connection of the pool, on others when those at hand turn out to be dead before `work` began.
    fn pooled<T>(&self, mut work: impl FnMut(&mut Link) -> Result<T, Fault>) -> Result<T, StoreError> {
        for _ in 0..self.readers.size() {
            match self.readers.with(&self.door, &mut work)? {
                Err(Fault::Stale(why)) => {
                    log::debug!("a dead connection is replaced: {why}");
                    self.readers.forget_idle();
                }
                done => return Ok(done?),
            }
        }
        Ok(self.readers.with(&self.door, &mut work)??)
    }

    /// Whether the database answers.
    fn reach(&self) -> Result<(), StoreError> {
        self.pooled(Link::ping)
    }
}

impl fmt::Debug for DieselStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("DieselStore").field(&self.door.address).finish()
    }
}
