//! Connections: one type over both databases, chosen by the address, and the transactions that run on it.
//!
//! The connection that diesel derives is never asked to establish itself: it would try its databases in turn, and
//! SQLite takes any text for a file name.

use diesel::QueryResult;
use diesel::connection::TransactionManager;
use diesel::r2d2::R2D2Connection;

use super::address::Address;
use super::error::Fault;
use super::fork;
use crate::error::StoreError;
use crate::store::replica::Mark;

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
    /// Whether the bounds of waiting must be said in each transaction, as where a pooler lends connections for one.
    lent_by_transaction: bool,
    /// How far its server, a standby, had replayed the log when it was asked last.
    pub(super) reached: Option<Mark>,
}

impl Link {
    /// A new connection; one to read with cannot write where the database can see to that. Without `cached`, no
    /// statement is kept prepared on it, and nothing is expected to last from one transaction to the next.
    pub(super) fn open(address: &Address, begin: Begin, cached: bool) -> Result<Self, StoreError> {
        let any = fork::connect(address, begin, cached).map_err(|told| unreachable_now(address, &told))?;
        Ok(Self { any, lost: false, lent_by_transaction: !cached, reached: None })
    }

    /// Whether the connection is of no use any more.
    pub(super) fn is_lost(&mut self) -> bool {
        self.lost || self.any.is_broken()
    }

    /// Whether no statement waits for long, outside a transaction too.
    pub(super) fn bounds_waits(&self) -> bool {
        !self.lent_by_transaction
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
        self.begun_by(|connection| fork::begin(connection, begin), work)
    }

    /// As [`transaction`](Self::transaction), one that `begin` begins in its own way, or leaves nothing begun.
    pub(super) fn begun_by<T>(
        &mut self,
        begin: impl FnOnce(&mut AnyConnection) -> QueryResult<()>,
        work: impl FnOnce(&mut AnyConnection) -> Result<T, Fault>,
    ) -> Result<T, Fault> {
        let begun = begin(&mut self.any).map_err(|error| Fault::from(error).before_work());
        self.note(begun)?;
        let bounded = if self.lent_by_transaction { fork::bound_waits(&mut self.any, true) } else { Ok(()) };
        let worked = bounded.map_err(|error| Fault::from(error).before_work()).and_then(|()| work(&mut self.any));
        let result = match worked {
            Ok(done) => {
                let committed = AnyConnection::commit_transaction(&mut self.any).map_err(Fault::from);
                committed.map(|()| done).map_err(Fault::at_commit)
            }
            Err(fault) => {
                // The fault that ended the work is the one to tell; a connection that cannot roll back is not used again.
                self.lost |= AnyConnection::rollback_transaction(&mut self.any).is_err();
                Err(fault)
            }
        };
        self.note(result)
    }

    /// Whether the database answers.
    pub(super) fn ping(&mut self) -> Result<(), Fault> {
        self.transaction(Begin::Snapshot, |connection| Ok(connection.ping()?)).map_err(Fault::before_work)
    }

    fn note<T>(&mut self, result: Result<T, Fault>) -> Result<T, Fault> {
        // After a defect too: it costs little to connect again, and a server that tells its errors in words that are not
        // known here may have meant that it is going.
        self.lost |= match &result {
            Ok(_) | Err(Fault::Again(_)) => false,
            Err(Fault::Stale(_) | Fault::Lost(_) | Fault::InDoubt(_)) => true,
            Err(Fault::Store(error)) => matches!(error, StoreError::Broken(_)),
        };
        result
    }
}

fn unreachable_now(address: &Address, told: &str) -> StoreError {
    // Of several hosts each has lines of its own; a log has one for all.
    let told = told.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("; ");
    StoreError::Unavailable(format!("cannot open {address}: {}", address.redact(&told)))
}
