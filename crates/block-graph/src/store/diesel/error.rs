//! Diesel's errors in the store's words, decided in this one place. No text here can carry a value of a row: databases
//! put those into the details of an error, which are never asked for.

use diesel::result::{DatabaseErrorInformation, DatabaseErrorKind, Error};

use crate::error::StoreError;

/// Why a piece of work on a connection came to nothing.
#[derive(Debug)]
pub(super) enum Fault {
    /// The database asks to run the transaction again.
    Again(String),
    /// The connection was dead before the work began.
    Stale(String),
    /// The connection died under the work.
    Lost(String),
    /// The connection died under the commit: what was done is kept or not, and nobody said which.
    InDoubt(String),
    /// Anything that trying again does not mend.
    Store(StoreError),
}

impl Fault {
    /// The same fault, when it struck before anything was done.
    pub(super) fn before_work(self) -> Self {
        match self {
            Self::Lost(text) => Self::Stale(text),
            other => other,
        }
    }

    /// The same fault, when it struck the commit.
    pub(super) fn at_commit(self) -> Self {
        match self {
            Self::Lost(text) => Self::InDoubt(text),
            other => other,
        }
    }
}

impl From<StoreError> for Fault {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<Fault> for StoreError {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Again(text) | Fault::Stale(text) | Fault::Lost(text) | Fault::InDoubt(text) => {
                Self::Unavailable(text)
            }
            Fault::Store(error) => error,
        }
    }
}

impl From<Error> for Fault {
    fn from(error: Error) -> Self {
        match error {
            Error::DatabaseError(kind, information) => database(kind, &*information),
            Error::RollbackErrorOnCommit { commit_error, .. } => Self::from(*commit_error),
            Error::BrokenTransactionManager => Self::Lost("the connection was left inside a transaction".to_owned()),
            other => Self::Store(StoreError::Broken(other.to_string())),
        }
    }
}

fn database(kind: DatabaseErrorKind, information: &dyn DatabaseErrorInformation) -> Fault {
    let text = information.message().to_owned();
    match kind {
        DatabaseErrorKind::UniqueViolation => Fault::Store(taken(&text, information)),
        DatabaseErrorKind::SerializationFailure => Fault::Again(text),
        DatabaseErrorKind::ClosedConnection | DatabaseErrorKind::UnableToSendCommand => Fault::Lost(text),
        // A server that was put down to a standby, or one that is going: there may be another that takes writes.
        DatabaseErrorKind::ReadOnlyTransaction => Fault::Lost(text),
        _ if GOING.iter().any(|going| text.contains(going)) => Fault::Lost(text),
        // Locks are taken in one order everywhere, so this is for those whom somebody's psql session has in a knot.
        _ if text.contains("deadlock detected") => Fault::Again(text),
        _ if PASSING.iter().any(|passing| text.contains(passing)) => Fault::Store(StoreError::Unavailable(text)),
        _ => Fault::Store(StoreError::Broken(text)),
    }
}

/// What PostgreSQL says when it goes, starts or only reads (57P01, 57P02, 57P03, 25006 in words: diesel tells no codes),
/// and what PgBouncer says when its own connection to the server went.
const GOING: [&str; 9] = [
    "terminating connection",
    "the database system is",
    "server closed the connection",
    "cannot set transaction read-write mode during recovery",
    "in a read-only transaction",
    "server conn crashed",
    "server_login_retry",
    "query_wait_timeout",
    "pgbouncer cannot connect to server",
];

/// What the databases say of conditions that pass or that the operator ends; they are given no kind of their own.
const PASSING: [&str; 9] = [
    "canceling statement due to lock timeout",
    "canceling statement due to statement timeout",
    "too many clients already",
    "database is locked",
    "database table is locked",
    "database or disk is full",
    "disk I/O error",
    "attempt to write a readonly database",
    "unable to open database file",
];

/// PostgreSQL names the constraint, SQLite the columns in its message.
fn taken(text: &str, information: &dyn DatabaseErrorInformation) -> StoreError {
    let name = information.constraint_name().unwrap_or(text);
    let told = |what: &str| name.ends_with(what);
    if told("users_username_taken") || told("users.username_key") {
        StoreError::Taken("the username")
    } else if told("apps_key_taken") || told("apps.key") {
        StoreError::Taken("the app key")
    } else if told("tokens_key_taken") || told("tokens.key") {
        StoreError::Taken("the token")
    } else if told("tickets_key_taken") || told("tickets.key") {
        StoreError::Taken("the ticket")
    } else if told("_pkey") || told(".id") {
        StoreError::Taken("the id")
    } else {
        StoreError::Broken(format!("two rows where one may be: {text}"))
    }
}
