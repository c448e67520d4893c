//! Connections: one type over both databases, chosen by the address, and the transactions that run on it.
//!
//! The connection that diesel derives is never asked to establish itself: it would try its databases in turn, and
//! SQLite takes any text for a file name.

use diesel::connection::TransactionManager;
use diesel::r2d2::{ManageConnection, R2D2Connection};

use super::address::Address;
use super::error::Fault;
use super::fork;
use crate::error::StoreError;

pub(super) use derived::AnyConnection;

mod derived {
    //! The connection over both databases, with what diesel derives for it.
    #![expect(unreachable_pub, reason = "derived code")]

    /// A connection to either database.
    #[derive(diesel::MultiConnection)]
    pub enum AnyConnection {
        #[cfg(feature = "sqlite")]
        Sqlite(diesel::SqliteConnection),
        #[cfg(feature = "postgres")]
        Postgres(diesel::PgConnection),
    }
}

/// How a transaction begins.
#[derive(Clone, Copy)]
pub(super) enum Begin {
    /// To read one moment's state.
    Snapshot,
    /// To write: on SQLite as the one writer, on PostgreSQL seeing what others commit while it waits for their locks.
    Write,
}

/// A connection, and whether it is known to be dead.
pub(super) struct Link {
    any: AnyConnection,
    lost: bool,
}

impl Link {
    /// A new connection that may write.
    pub(super) fn open(address: &Address) -> Result<Self, StoreError> {
        let any = fork::connect(address, Begin::Write).map_err(|told| unreachable_now(address, &told))?;
        Ok(Self { any, lost: false })
    }

    /// Whether the connection is of no use any more.
    pub(super) fn is_lost(&mut self) -> bool {
        self.lost || self.any.is_broken()
    }

    /// The connection itself, for what runs outside a transaction.
    pub(super) fn bare<T>(&mut self, work: impl FnOnce(&mut AnyConnection) -> Result<T, Fault>) -> Result<T, Fault> {
        let result = work(&mut self.any);
        self.note(result)
    }

    /// Runs `work` in a transaction and commits it, or rolls it back when it fails.
    pub(super) fn transaction<T>(
        &mut self,
        begin: Begin,
        work: impl FnOnce(&mut AnyConnection) -> Result<T, Fault>,
    ) -> Result<T, Fault> {
        let begun = fork::begin(&mut self.any, begin).map_err(|error| Fault::from(error).before_work());
        self.note(begun)?;
        let result = match work(&mut self.any) {
            Ok(done) => AnyConnection::commit_transaction(&mut self.any).map(|()| done).map_err(Fault::from),
            Err(fault) => {
                // The fault that ended the work is the one to tell; a connection that cannot roll back is not used again.
                self.lost |= AnyConnection::rollback_transaction(&mut self.any).is_err();
                Err(fault)
            }
        };
        self.note(result)
    }

    fn note<T>(&mut self, result: Result<T, Fault>) -> Result<T, Fault> {
        self.lost |= matches!(result, Err(Fault::Stale(_) | Fault::Lost(_)));
        result
    }
}

/// Makes the connections of the pool, which only read.
pub(super) struct Readers(pub(super) Address);

impl ManageConnection for Readers {
    type Connection = Link;
    type Error = StoreError;

    fn connect(&self) -> Result<Link, StoreError> {
        let any = fork::connect(&self.0, Begin::Snapshot).map_err(|told| unreachable_now(&self.0, &told))?;
        Ok(Link { any, lost: false })
    }

    fn is_valid(&self, link: &mut Link) -> Result<(), StoreError> {
        link.bare(|connection| Ok(connection.ping()?)).map_err(StoreError::from)
    }

    fn has_broken(&self, link: &mut Link) -> bool {
        std::thread::panicking() || link.is_lost()
    }
}

fn unreachable_now(address: &Address, told: &str) -> StoreError {
    StoreError::Unavailable(format!("cannot open {address}: {}", address.redact(told.trim_end())))
}
