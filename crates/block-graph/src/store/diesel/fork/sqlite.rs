//! SQLite's half: one writer, statements looped over.

mod bulk;
mod entries;
mod sign_in;
mod ties;

use diesel::connection::{AnsiTransactionManager, SimpleConnection};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Integer, Nullable, SmallInt, Text};
use diesel::sqlite::Sqlite;
use diesel_migrations::{EmbeddedMigrations, embed_migrations};

pub(super) use self::bulk::{after_bulk, begin_bulk, end_bulk, ledger_of_tables};
pub(super) use self::entries::insert_ledger;
pub(super) use self::sign_in::{by_email, purge_tickets};
pub(super) use self::ties::{
    delete_likes, delete_members, insert_likes, insert_members, likes_between, newest_by, oldest_by, reposts_between,
};
use super::super::connection::Begin;
use super::super::error::Fault;
use super::super::projection::{EdgeKey, Moved};
use super::super::rows::EdgeRow;
use super::super::schema::edges;
use super::{names_of_pending, run_migrations, statement};
use crate::error::StoreError;

const MIGRATIONS: EmbeddedMigrations = embed_migrations!("../../migrations/sqlite");

/// The wait comes first, so that the others wait too. `FULL`: what is acknowledged is on disk.
const SETTINGS: &str = "PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;";

pub(super) fn connect(path: &str, begin: Begin) -> Result<SqliteConnection, String> {
    create_private(path).map_err(|error| error.to_string())?;
    let mut connection = SqliteConnection::establish(path).map_err(|error| error.to_string())?;
    connection.batch_execute(SETTINGS).map_err(|error| error.to_string())?;
    if matches!(begin, Begin::Snapshot) {
        connection.batch_execute("PRAGMA query_only = ON;").map_err(|error| error.to_string())?;
    }
    Ok(connection)
}

/// Makes the file, if it is not there, for its owner's eyes alone: it holds e-mail addresses and who blocks whom.
fn create_private(path: &str) -> std::io::Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.append(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map(drop)
}

pub(super) fn begin(connection: &mut SqliteConnection, begin: Begin) -> QueryResult<()> {
    let text = match begin {
        Begin::Snapshot => "BEGIN DEFERRED",
        // A transaction that reads first and writes later fails at once when another wrote between.
        Begin::Write => "BEGIN IMMEDIATE",
    };
    AnsiTransactionManager::begin_transaction_sql(connection, text)
}

/// Its one wait, for the writer's place, is bounded when it connects.
pub(super) fn bound_waits(_: &mut SqliteConnection, _: bool) -> QueryResult<()> {
    Ok(())
}

pub(super) fn take_time(_: &mut SqliteConnection) -> QueryResult<()> {
    Ok(())
}

pub(super) fn migrate(connection: &mut SqliteConnection) -> Result<Vec<String>, Fault> {
    run_migrations(connection, MIGRATIONS)
}

pub(super) fn pending_migrations(connection: &mut SqliteConnection) -> Result<Vec<String>, Fault> {
    names_of_pending(connection, MIGRATIONS)
}

statement!(InsertEdge on Sqlite {
    "INSERT INTO edges (source_id, kind, position, target_id) VALUES (", source: BigInt = i64;
    ", ", kind: SmallInt = i16;
    ", ", position: BigInt = i64;
    ", ", target: BigInt = i64;
    then ") ON CONFLICT (source_id, kind, target_id) DO NOTHING"
});

pub(super) fn insert_edges(connection: &mut SqliteConnection, rows: &[EdgeRow]) -> QueryResult<()> {
    for EdgeRow { source_id: source, kind, position, target_id: target } in rows {
        InsertEdge { source, kind, position, target }.execute(connection)?;
    }
    Ok(())
}

statement!(DeleteEdge on Sqlite {
    "DELETE FROM edges WHERE source_id = ", source: BigInt = i64;
    " AND kind = ", kind: SmallInt = i16;
    " AND target_id = ", target: BigInt = i64;
    then ""
});

pub(super) fn delete_edges(connection: &mut SqliteConnection, keys: &[EdgeKey]) -> QueryResult<()> {
    for (source, kind, target) in keys {
        DeleteEdge { source, kind, target }.execute(connection)?;
    }
    Ok(())
}

statement!(MoveCounts on Sqlite {
    "UPDATE users SET followers = min(2147483647, max(0, followers + moved.f1)), \
     following = min(2147483647, max(0, following + moved.f2)), \
     posts = min(2147483647, max(0, posts + moved.p)), \
     listed = min(2147483647, max(0, listed + moved.m)), \
     likes = min(2147483647, max(0, likes + moved.s)), \
     latest_post = coalesce(max(latest_post, moved.l), latest_post, moved.l) \
     FROM (SELECT ", id: BigInt = i64;
    " AS id, ", followers: Integer = i32;
    " AS f1, ", following: Integer = i32;
    " AS f2, ", posts: Integer = i32;
    " AS p, ", listed: Integer = i32;
    " AS m, ", likes: Integer = i32;
    " AS s, ", latest_post: Nullable<BigInt> = Option<i64>;
    then " AS l) AS moved WHERE users.id = moved.id"
});

pub(super) fn move_counts(connection: &mut SqliteConnection, moved: &[(i64, Moved)]) -> QueryResult<()> {
    for (id, Moved { followers, following, posts, listed, likes, latest_post }) in moved {
        MoveCounts { id, followers, following, posts, listed, likes, latest_post }.execute(connection)?;
    }
    Ok(())
}

#[expect(clippy::unnecessary_wraps, reason = "PostgreSQL's half can fail")]
pub(super) fn lock(_: &mut SqliteConnection, _: &[i64]) -> QueryResult<()> {
    // Who writes is alone already.
    Ok(())
}

statement!(EdgesBetween on Sqlite {
    "SELECT edges.source_id, edges.kind, edges.position, edges.target_id FROM json_each(", pairs: Text = str;
    then ") AS pair CROSS JOIN edges ON edges.source_id = pair.value ->> 0 AND edges.kind IN (1, 2, 3, 4, 5, 6) \
     AND edges.target_id = pair.value ->> 1"
});

impl diesel::query_builder::Query for EdgesBetween<'_> {
    type SqlType = (BigInt, SmallInt, BigInt, BigInt);
}

pub(super) fn edges_between(connection: &mut SqliteConnection, pairs: &[(i64, i64)]) -> QueryResult<Vec<EdgeRow>> {
    EdgesBetween { pairs: &json(pairs) }.load(connection)
}

/// An array of pairs, as `json_each` takes it.
fn json(pairs: &[(i64, i64)]) -> String {
    let pairs: Vec<String> = pairs.iter().map(|(one, other)| format!("[{one},{other}]")).collect();
    format!("[{}]", pairs.join(","))
}

pub(super) fn each_edge(
    connection: &mut SqliteConnection,
    each: &mut dyn FnMut(EdgeRow) -> Result<(), StoreError>,
) -> Result<(), Fault> {
    // In the order of the table itself, person by person; asked for no order, SQLite would take that of a smaller index.
    let lists = edges::table.order((edges::source_id, edges::kind, edges::target_id));
    for row in lists.select(EdgeRow::as_select()).load_iter(connection)? {
        each(row?)?;
    }
    Ok(())
}
