//! What the two databases do each in their own way; everything else is written once, for both.
//!
//! A batch is one statement over arrays on PostgreSQL and a loop over one prepared statement on SQLite, where a
//! statement costs no journey. The halves have the same functions, in the same order.

use diesel::backend::Backend;
use diesel::connection::CacheSize;
use diesel::prelude::*;
use diesel_migrations::{EmbeddedMigrations, MigrationHarness};

use super::address::Address;
use super::connection::{AnyConnection, Begin};
use super::error::Fault;
use super::projection::{EdgeKey, Moved};
use super::rows::{
    AppRow, EdgeRow, LedgerRow, LikeRow, ListRow, MemberRow, MentionRow, MessageRow, PasswordRow, PostRow, TicketRow,
    TokenRow, UserRow,
};
use super::schema::{apps, lists, messages, passwords, post_mentions, posts, tickets, tokens, users};
use crate::edge::EdgeKind;
use crate::error::StoreError;

pub(super) mod copy;
mod keep;
#[cfg(feature = "postgres")]
mod postgres;
mod select;
#[cfg(feature = "sqlite")]
mod sqlite;
mod together;

pub(super) use keep::{begin_locked, keep, listen, replayed, tell, tells, told, written};
pub(super) use select::{ids_by_name, posts_by_id, users_by_id, users_by_name};
pub(super) use together::{people_and_edges, tokens_and_apps};

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

/// Connects; a connection to read with cannot write where the database can see to that. Without `cached` no statement
/// is kept prepared.
pub(super) fn connect(address: &Address, begin: Begin, cached: bool) -> Result<AnyConnection, String> {
    let mut connection = match address {
        #[cfg(feature = "sqlite")]
        Address::Sqlite(path) => sqlite::connect(path, begin).map(AnyConnection::Sqlite)?,
        #[cfg(feature = "postgres")]
        Address::Postgres(url) => postgres::connect(url, begin).map(AnyConnection::Postgres)?,
    };
    if cached {
        bound_waits(&mut connection, false).map_err(|error| error.to_string())?;
    } else {
        connection.set_prepared_statement_cache_size(CacheSize::Disabled);
    }
    Ok(connection)
}

/// Lets no statement wait for a lock, or run, for longer than a caller would wait: from now on, or in this transaction.
pub(super) fn bound_waits(connection: &mut AnyConnection, in_this_transaction: bool) -> QueryResult<()> {
    either!(connection, inner, bound_waits(in_this_transaction))
}

/// Lets statements run as long as they need until the transaction ends: for what moves a whole database.
pub(super) fn take_time(connection: &mut AnyConnection) -> QueryResult<()> {
    either!(connection, inner, take_time())
}

/// Begins a transaction.
pub(super) fn begin(connection: &mut AnyConnection, begin: Begin) -> QueryResult<()> {
    either!(connection, inner, begin(begin))
}

/// The text of an expression that is the database's own time, in unix milliseconds.
pub(super) fn now(connection: &AnyConnection) -> &'static str {
    match connection {
        #[cfg(feature = "sqlite")]
        AnyConnection::Sqlite(_) => "CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER)",
        #[cfg(feature = "postgres")]
        AnyConnection::Postgres(_) => "(extract(epoch FROM clock_timestamp()) * 1000)::bigint",
    }
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

// SQLite's half names the kinds in the text of that statement, for its planner: another kind must be named there too.
const _: () = assert!(EdgeKind::ALL.len() == 6);

/// Inserts likes, but for those that are there.
pub(super) fn insert_likes(connection: &mut AnyConnection, rows: &[LikeRow]) -> QueryResult<()> {
    either!(connection, inner, insert_likes(rows))
}

/// Deletes likes, by person and post.
pub(super) fn delete_likes(connection: &mut AnyConnection, keys: &[(i64, i64)]) -> QueryResult<()> {
    either!(connection, inner, delete_likes(keys))
}

/// Inserts memberships, but for those that are there.
pub(super) fn insert_members(connection: &mut AnyConnection, rows: &[MemberRow]) -> QueryResult<()> {
    either!(connection, inner, insert_members(rows))
}

/// Deletes memberships, by list and person.
pub(super) fn delete_members(connection: &mut AnyConnection, keys: &[(i64, i64)]) -> QueryResult<()> {
    either!(connection, inner, delete_members(keys))
}

/// The likes of each pair's person of its post.
pub(super) fn likes_between(connection: &mut AnyConnection, pairs: &[(i64, i64)]) -> QueryResult<Vec<LikeRow>> {
    either!(connection, inner, likes_between(pairs))
}

/// The ids of the reposts by each pair's person of its post.
pub(super) fn reposts_between(connection: &mut AnyConnection, pairs: &[(i64, i64)]) -> QueryResult<Vec<i64>> {
    either!(connection, inner, reposts_between(pairs))
}

/// The ids of the newest posts by any of `authors`, newest first. Each author's are cut off by themselves before they
/// meet, so that no more is read than `limit` an author.
pub(super) fn newest_by(connection: &mut AnyConnection, authors: &[i64], cut: Cut) -> QueryResult<Vec<i64>> {
    either!(connection, inner, newest_by(authors, cut))
}

/// As [`newest_by`], the oldest first.
pub(super) fn oldest_by(connection: &mut AnyConnection, authors: &[i64], cut: Cut) -> QueryResult<Vec<i64>> {
    either!(connection, inner, oldest_by(authors, cut))
}

/// Hands every edge to `each`, without holding them all at once.
pub(super) fn each_edge(
    connection: &mut AnyConnection,
    each: &mut dyn FnMut(EdgeRow) -> Result<(), StoreError>,
) -> Result<(), Fault> {
    either!(connection, inner, each_edge(each))
}

/// The person with a confirmed e-mail address, in ASCII lower case; of several the one with the lowest id.
pub(super) fn by_email(connection: &mut AnyConnection, email: &str) -> QueryResult<Option<i64>> {
    either!(connection, inner, by_email(email))
}

/// Deletes at most `limit` tickets that ended at `before` or earlier, but for those that another process holds.
pub(super) fn purge_tickets(connection: &mut AnyConnection, before: i64, limit: i64) -> QueryResult<()> {
    either!(connection, inner, purge_tickets(before, limit))
}

/// Sets a password, whether there was one or not.
pub(super) fn put_password(connection: &mut AnyConnection, row: &PasswordRow) -> QueryResult<()> {
    macro_rules! put {
        ($inner:ident) => {
            diesel::insert_into(passwords::table)
                .values(row)
                .on_conflict(passwords::user_id)
                .do_update()
                .set(passwords::hash.eq(&row.hash))
                .execute($inner)
                .map(drop)
        };
    }
    match connection {
        #[cfg(feature = "sqlite")]
        AnyConnection::Sqlite(inner) => put!(inner),
        #[cfg(feature = "postgres")]
        AnyConnection::Postgres(inner) => put!(inner),
    }
}

/// Makes ready for a whole world: returns what will make the indexes that are taken away until then.
pub(super) fn begin_bulk(connection: &mut AnyConnection) -> QueryResult<Vec<String>> {
    either!(connection, inner, begin_bulk())
}

/// Makes the indexes that [`begin_bulk`] took away.
pub(super) fn end_bulk(connection: &mut AnyConnection, shed: &[String]) -> QueryResult<()> {
    either!(connection, inner, end_bulk(shed))
}

/// Writes the ledger of what the tables of people and edges hold, in rows from `first` on.
pub(super) fn ledger_of_tables(connection: &mut AnyConnection, first: i64) -> QueryResult<()> {
    either!(connection, inner, ledger_of_tables(first))
}

/// What is left to do when a whole world is durable.
pub(super) fn after_bulk(connection: &mut AnyConnection) -> QueryResult<()> {
    either!(connection, inner, after_bulk())
}

/// Which ids are read: those between two, and how many.
#[derive(Clone, Copy)]
pub(super) struct Cut {
    pub(super) above: i64,
    pub(super) below: i64,
    pub(super) limit: i64,
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
    /// Inserts whom posts name.
    insert_mentions(post_mentions, MentionRow);
    /// Inserts messages.
    insert_messages(messages, MessageRow);
    /// Inserts lists.
    insert_lists(lists, ListRow);
    /// Inserts apps.
    insert_apps(apps, AppRow);
    /// Inserts tokens.
    insert_tokens(tokens, TokenRow);
    /// Inserts tickets.
    insert_tickets(tickets, TicketRow);
}
