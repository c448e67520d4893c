//! What the two databases do each in their own way; everything else is written once, for both.
//!
//! A batch is one statement over arrays on PostgreSQL and a loop over one prepared statement on SQLite, where a
//! statement costs no journey. The halves have the same functions, in the same order.

use diesel::backend::Backend;
use diesel::prelude::*;
use diesel_migrations::{EmbeddedMigrations, MigrationHarness};

use super::address::Address;
use super::connection::{AnyConnection, Begin};
use super::error::Fault;
use super::projection::{EdgeKey, Moved};
use super::rows::{AppRow, EdgeRow, LedgerRow, PostRow, TokenRow, UserRow};
use super::schema::{apps, posts, tokens, users};
use crate::error::StoreError;

#[cfg(feature = "postgres")]
mod postgres;
#[cfg(feature = "sqlite")]
mod sqlite;

/// A statement of fixed text, kept prepared: pieces of SQL with a value after each but the last.
macro_rules! statement {
    ($name:ident on $backend:ty { $($text:literal, $field:ident: $sql:ty = $rust:ty;)* then $end:literal }) => {
        struct $name<'a> {
            $($field: &'a $rust,)*
        }

        impl diesel::query_builder::QueryId for $name<'_> {
            type QueryId = $name<'static>;
            const HAS_STATIC_QUERY_ID: bool = true;
        }

        impl diesel::query_builder::QueryFragment<$backend> for $name<'_> {
            fn walk_ast<'b>(
                &'b self,
                mut out: diesel::query_builder::AstPass<'_, 'b, $backend>,
            ) -> diesel::QueryResult<()> {
                $(
                    out.push_sql($text);
                    out.push_bind_param::<$sql, $rust>(self.$field)?;
                )*
                out.push_sql($end);
                Ok(())
            }
        }

        impl<C> diesel::RunQueryDsl<C> for $name<'_> {}
    };
}
use statement;

macro_rules! either {
    ($connection:expr, $inner:ident, $call:ident($($argument:expr),*)) => {
        match $connection {
            #[cfg(feature = "sqlite")]
            AnyConnection::Sqlite($inner) => sqlite::$call($inner, $($argument),*),
            #[cfg(feature = "postgres")]
            AnyConnection::Postgres($inner) => postgres::$call($inner, $($argument),*),
        }
    };
}

/// Connects; a connection to read with cannot write where the database can see to that.
pub(super) fn connect(address: &Address, begin: Begin) -> Result<AnyConnection, String> {
    match address {
        #[cfg(feature = "sqlite")]
        Address::Sqlite(path) => sqlite::connect(path, begin).map(AnyConnection::Sqlite),
        #[cfg(feature = "postgres")]
        Address::Postgres(url) => postgres::connect(url, begin).map(AnyConnection::Postgres),
    }
}

/// Begins a transaction.
pub(super) fn begin(connection: &mut AnyConnection, begin: Begin) -> QueryResult<()> {
    either!(connection, inner, begin(begin))
}

/// Runs the migrations that have not run, however many processes try at once.
pub(super) fn migrate(connection: &mut AnyConnection) -> Result<Vec<String>, Fault> {
    either!(connection, inner, migrate())
}

/// The names of the migrations that have not run.
pub(super) fn pending_migrations(connection: &mut AnyConnection) -> Result<Vec<String>, Fault> {
    either!(connection, inner, pending_migrations())
}

fn run_migrations<DB: Backend>(
    harness: &mut impl MigrationHarness<DB>,
    all: EmbeddedMigrations,
) -> Result<Vec<String>, Fault> {
    let mut ran = Vec::new();
    for migration in harness.pending_migrations(all).map_err(failed)? {
        harness.run_migration(&*migration).map_err(failed)?;
        ran.push(migration.name().to_string());
    }
    Ok(ran)
}

fn names_of_pending<DB: Backend>(
    harness: &mut impl MigrationHarness<DB>,
    all: EmbeddedMigrations,
) -> Result<Vec<String>, Fault> {
    let pending = harness.pending_migrations(all).map_err(failed)?;
    Ok(pending.iter().map(|migration| migration.name().to_string()).collect())
}

fn failed(error: Box<dyn std::error::Error + Send + Sync>) -> Fault {
    match error.downcast::<diesel::result::Error>() {
        Ok(error) => Fault::from(*error),
        Err(other) => Fault::Store(StoreError::Broken(format!("the migrations failed: {other}"))),
    }
}

/// Appends to the ledger.
pub(super) fn insert_ledger(connection: &mut AnyConnection, rows: &[LedgerRow]) -> QueryResult<()> {
    either!(connection, inner, insert_ledger(rows))
}

/// Inserts edges, but for those that are there.
pub(super) fn insert_edges(connection: &mut AnyConnection, rows: &[EdgeRow]) -> QueryResult<()> {
    either!(connection, inner, insert_edges(rows))
}

/// Deletes edges.
pub(super) fn delete_edges(connection: &mut AnyConnection, keys: &[EdgeKey]) -> QueryResult<()> {
    either!(connection, inner, delete_edges(keys))
}

/// Moves people's counts; `moved` is in the order of their ids.
pub(super) fn move_counts(connection: &mut AnyConnection, moved: &[(i64, Moved)]) -> QueryResult<()> {
    either!(connection, inner, move_counts(moved))
}

/// Keeps other processes from transactions about the same locks until this one ends. `locks` are in order.
pub(super) fn lock(connection: &mut AnyConnection, locks: &[i64]) -> QueryResult<()> {
    either!(connection, inner, lock(locks))
}

/// The edges that lead from the first of each pair to the second.
pub(super) fn edges_between(connection: &mut AnyConnection, pairs: &[(i64, i64)]) -> QueryResult<Vec<EdgeRow>> {
    either!(connection, inner, edges_between(pairs))
}

/// Hands every edge to `each`, without holding them all at once.
pub(super) fn each_edge(
    connection: &mut AnyConnection,
    each: &mut dyn FnMut(EdgeRow) -> Result<(), StoreError>,
) -> Result<(), Fault> {
    either!(connection, inner, each_edge(each))
}

macro_rules! inserts {
    ($($(#[$doc:meta])* $name:ident($table:ident, $row:ty);)*) => {$(
        $(#[$doc])*
        pub(super) fn $name(connection: &mut AnyConnection, rows: &[$row]) -> QueryResult<()> {
            // SQLite takes 32,766 values a statement, and the widest row has 24.
            for rows in rows.chunks(1000) {
                match connection {
                    #[cfg(feature = "sqlite")]
                    AnyConnection::Sqlite(inner) => diesel::insert_into($table::table).values(rows).execute(inner)?,
                    #[cfg(feature = "postgres")]
                    AnyConnection::Postgres(inner) => diesel::insert_into($table::table).values(rows).execute(inner)?,
                };
            }
            Ok(())
        }
    )*};
}

inserts! {
    /// Inserts people.
    insert_users(users, UserRow);
    /// Inserts posts.
    insert_posts(posts, PostRow);
    /// Inserts apps.
    insert_apps(apps, AppRow);
    /// Inserts tokens.
    insert_tokens(tokens, TokenRow);
}
