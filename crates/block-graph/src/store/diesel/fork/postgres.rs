//! PostgreSQL's half: many writers, statements over arrays.

mod bulk;
mod keep;
mod mark;
mod partitions;
mod sign_in;
mod tell;
mod ties;
mod together;

use std::io::Read;

use diesel::connection::{AnsiTransactionManager, SimpleConnection};
use diesel::pg::{CopyFormat, Pg};
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Bool, Integer, Nullable, SmallInt};
use diesel_migrations::{EmbeddedMigrations, embed_migrations};

pub(super) use self::bulk::{after_bulk, begin_bulk, end_bulk, ledger_of_tables};
pub(super) use self::keep::{begin_locked, keep};
pub(super) use self::mark::{replayed, written};
pub(super) use self::sign_in::{by_email, purge_tickets};
pub(super) use self::tell::{listen, tell, told};
pub(super) use self::ties::{
    delete_likes, delete_members, insert_likes, insert_members, likes_between, newest_by, oldest_by, reposts_between,
};
pub(super) use self::together::{people_and_edges, tokens_and_apps};
use super::super::address::with_defaults;
use super::super::connection::Begin;
use super::super::error::Fault;
use super::super::projection::{EdgeKey, Moved};
use super::super::rows::{EdgeRow, LedgerRow};
use super::super::schema::edges;
use super::{names_of_pending, run_migrations, statement};
use crate::error::StoreError;

const MIGRATIONS: EmbeddedMigrations = embed_migrations!("../../migrations/postgres");

/// The lock that migrating processes take in turn; any number will do that nobody else takes: "portcull" in ASCII.
const MIGRATING: i64 = 0x706f_7274_6375_6c6c;

/// Each statement must see what others committed before it got its locks; a server's own default might not.
const BEGIN_WRITE: &str = "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE";

pub(super) fn connect(url: &str, _: Begin) -> Result<PgConnection, String> {
    PgConnection::establish(&with_defaults(url)).map_err(|error| error.to_string())
}

/// The server sees to this itself; a client could only give the connection up. Nothing here bounds COMMIT, which must not
/// be broken off while it waits for a standby: it would say that all is well.
///
/// Locks of a process that is cut off or stopped within a transaction are let go before others give up waiting for them,
/// and connections whose other end is gone are noticed as soon as there as here (a socket's settings are passed over).
///
/// A statement that is kept prepared is planned once: left to itself the server plans short ones anew each time, which
/// takes it several times as long as to run them.
pub(super) fn bound_waits(connection: &mut PgConnection, in_this_transaction: bool) -> QueryResult<()> {
    connection.batch_execute(if in_this_transaction {
        "SET LOCAL lock_timeout = '2s'; SET LOCAL statement_timeout = '5s'; \
         SET LOCAL idle_in_transaction_session_timeout = '1500ms'"
    } else {
        "SET lock_timeout = '2s'; SET statement_timeout = '5s'; SET idle_in_transaction_session_timeout = '1500ms'; \
         SET tcp_keepalives_idle = 5; SET tcp_keepalives_interval = 2; SET tcp_keepalives_count = 3; \
         SET tcp_user_timeout = 10000; SET plan_cache_mode = force_generic_plan"
    })
}

pub(super) fn take_time(connection: &mut PgConnection) -> QueryResult<()> {
    connection.batch_execute(
        "SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0",
    )
}

pub(super) fn begin(connection: &mut PgConnection, begin: Begin) -> QueryResult<()> {
    let text = match begin {
        Begin::Snapshot => "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
        Begin::Write => BEGIN_WRITE,
    };
    AnsiTransactionManager::begin_transaction_sql(connection, text)
}

pub(super) fn migrate(connection: &mut PgConnection) -> Result<Vec<String>, Fault> {
    // The lock ends with the transaction, also where a pooler lends the connection for that long.
    take_time(connection)?;
    lock(connection, &[MIGRATING])?;
    // A migration that waits for a table holds up all who come after it, so it had better give up and be run again.
    connection.batch_execute("SET LOCAL lock_timeout = '5s'")?;
    run_migrations(connection, MIGRATIONS)
}

pub(super) fn pending_migrations(connection: &mut PgConnection) -> Result<Vec<String>, Fault> {
    names_of_pending(connection, MIGRATIONS)
}

statement!(InsertLedger on Pg {
    "INSERT INTO ledger (id, at, actor, app, change, kind, source, target, position, folded) SELECT * FROM unnest(",
    id: Array<BigInt> = [i64];
    ", ", at: Array<BigInt> = [i64];
    ", ", actor: Array<Nullable<BigInt>> = [Option<i64>];
    ", ", app: Array<Nullable<BigInt>> = [Option<i64>];
    ", ", change: Array<SmallInt> = [i16];
    ", ", kind: Array<SmallInt> = [i16];
    ", ", source: Array<BigInt> = [i64];
    ", ", target: Array<BigInt> = [i64];
    ", ", position: Array<BigInt> = [i64];
    ", ", folded: Array<Bool> = [bool];
    then ")"
});

pub(super) fn insert_ledger(connection: &mut PgConnection, rows: &[LedgerRow]) -> QueryResult<()> {
    let insert = InsertLedger {
        id: &all(rows, |row| row.id),
        at: &all(rows, |row| row.at),
        actor: &all(rows, |row| row.actor),
        app: &all(rows, |row| row.app),
        change: &all(rows, |row| row.change),
        kind: &all(rows, |row| row.kind),
        source: &all(rows, |row| row.source),
        target: &all(rows, |row| row.target),
        position: &all(rows, |row| row.position),
        folded: &all(rows, |row| row.folded),
    };
    insert.execute(connection).map(drop)
}

fn all<R, T>(rows: &[R], get: impl Fn(&R) -> T) -> Vec<T> {
    rows.iter().map(get).collect()
}

statement!(InsertEdges on Pg {
    "INSERT INTO edges (source_id, kind, position, target_id) SELECT * FROM unnest(", source: Array<BigInt> = [i64];
    ", ", kind: Array<SmallInt> = [i16];
    ", ", position: Array<BigInt> = [i64];
    ", ", target: Array<BigInt> = [i64];
    then ") ON CONFLICT (source_id, kind, target_id) DO NOTHING"
});

pub(super) fn insert_edges(connection: &mut PgConnection, rows: &[EdgeRow]) -> QueryResult<()> {
    let insert = InsertEdges {
        source: &all(rows, |row| row.source_id),
        kind: &all(rows, |row| row.kind),
        position: &all(rows, |row| row.position),
        target: &all(rows, |row| row.target_id),
    };
    insert.execute(connection).map(drop)
}

// Here and below the target stands between itself and itself: to the planner that is a range, for which the index of the key
// serves. By equality it may take the reverse index instead, as it does where edges have partitions, and read all who block
// somebody.
statement!(DeleteEdges on Pg {
    "DELETE FROM edges USING unnest(", source: Array<BigInt> = [i64];
    ", ", kind: Array<SmallInt> = [i16];
    ", ", target: Array<BigInt> = [i64];
    then ") AS gone (source, kind, target) \
     WHERE edges.source_id = gone.source AND edges.kind = gone.kind AND edges.target_id BETWEEN gone.target AND gone.target"
});

pub(super) fn delete_edges(connection: &mut PgConnection, keys: &[EdgeKey]) -> QueryResult<()> {
    let delete =
        DeleteEdges { source: &all(keys, |key| key.0), kind: &all(keys, |key| key.1), target: &all(keys, |key| key.2) };
    delete.execute(connection).map(drop)
}

// The rows are locked in the order of their ids first, and only then changed: an update alone may take them in any order.
statement!(MoveCounts on Pg {
    "WITH due AS (SELECT users.id, moved.* FROM users JOIN unnest(", id: Array<BigInt> = [i64];
    ", ", followers: Array<Integer> = [i32];
    ", ", following: Array<Integer> = [i32];
    ", ", posts: Array<Integer> = [i32];
    ", ", listed: Array<Integer> = [i32];
    ", ", likes: Array<Integer> = [i32];
    ", ", latest_post: Array<Nullable<BigInt>> = [Option<i64>];
    then ") AS moved (whose, f1, f2, p, m, s, l) ON users.id = moved.whose ORDER BY users.id FOR NO KEY UPDATE OF users) \
     UPDATE users SET followers = least(2147483647, greatest(0, users.followers::bigint + due.f1)), \
     following = least(2147483647, greatest(0, users.following::bigint + due.f2)), \
     posts = least(2147483647, greatest(0, users.posts::bigint + due.p)), \
     listed = least(2147483647, greatest(0, users.listed::bigint + due.m)), \
     likes = least(2147483647, greatest(0, users.likes::bigint + due.s)), \
     latest_post = greatest(users.latest_post, due.l) \
     FROM due WHERE users.id = due.id"
});

pub(super) fn move_counts(connection: &mut PgConnection, moved: &[(i64, Moved)]) -> QueryResult<()> {
    let update = MoveCounts {
        id: &all(moved, |(id, _)| *id),
        followers: &all(moved, |(_, by)| by.followers),
        following: &all(moved, |(_, by)| by.following),
        posts: &all(moved, |(_, by)| by.posts),
        listed: &all(moved, |(_, by)| by.listed),
        likes: &all(moved, |(_, by)| by.likes),
        latest_post: &all(moved, |(_, by)| by.latest_post),
    };
    update.execute(connection).map(drop)
}

statement!(Lock on Pg {
    "SELECT pg_advisory_xact_lock(lock) FROM unnest(", locks: Array<BigInt> = [i64];
    then ") AS due (lock)"
});

pub(super) fn lock(connection: &mut PgConnection, locks: &[i64]) -> QueryResult<()> {
    Lock { locks }.execute(connection).map(drop)
}

statement!(EdgesBetween on Pg {
    "SELECT edges.source_id, edges.kind, edges.position, edges.target_id FROM unnest(", source: Array<BigInt> = [i64];
    ", ", target: Array<BigInt> = [i64];
    then ") AS pair (source, target) JOIN edges ON edges.source_id = pair.source \
     AND edges.target_id BETWEEN pair.target AND pair.target"
});

impl diesel::query_builder::Query for EdgesBetween<'_> {
    type SqlType = (BigInt, SmallInt, BigInt, BigInt);
}

pub(super) fn edges_between(connection: &mut PgConnection, pairs: &[(i64, i64)]) -> QueryResult<Vec<EdgeRow>> {
    let between =
        EdgesBetween { source: &all(pairs, |(source, _)| *source), target: &all(pairs, |(_, target)| *target) };
    between.load(connection)
}

pub(super) fn each_edge(
    connection: &mut PgConnection,
    each: &mut dyn FnMut(EdgeRow) -> Result<(), StoreError>,
) -> Result<(), Fault> {
    if partitions::has_partitions(connection)? {
        return partitions::each_edge(connection, each);
    }
    // COPY streams; a SELECT would hold the whole table in memory first.
    let mut rows = diesel::copy_to(edges::table).with_format(CopyFormat::Binary).load_raw(connection)?;
    let read = each_copied(&mut rows, each);
    drop(rows);
    // A statement of the simple protocol takes what is left of the COPY off the connection, which is busy until then.
    connection.batch_execute("SELECT 1")?;
    read
}

/// Reads edges in the binary format of COPY: a header, rows of a column count and columns of a length and a value each,
/// and a count of -1 at the end. (Diesel's own reader indexes past its buffer when the server breaks off.)
fn each_copied(rows: &mut impl Read, each: &mut dyn FnMut(EdgeRow) -> Result<(), StoreError>) -> Result<(), Fault> {
    let broken_off = |error: std::io::Error| StoreError::Unavailable(format!("the edges broke off: {error}"));
    let (_signature, _flags) = (take::<11>(rows).map_err(broken_off)?, take::<4>(rows).map_err(broken_off)?);
    let extension = u32::from_be_bytes(take(rows).map_err(broken_off)?);
    std::io::copy(&mut rows.take(extension.into()), &mut std::io::sink()).map_err(broken_off)?;
    while i16::from_be_bytes(take(rows).map_err(broken_off)?) >= 0 {
        let source_id = i64::from_be_bytes(column(rows).map_err(broken_off)?);
        let kind = i16::from_be_bytes(column(rows).map_err(broken_off)?);
        let position = i64::from_be_bytes(column(rows).map_err(broken_off)?);
        let target_id = i64::from_be_bytes(column(rows).map_err(broken_off)?);
        each(EdgeRow { source_id, kind, position, target_id })?;
    }
    Ok(())
}

fn take<const SIZE: usize>(rows: &mut impl Read) -> std::io::Result<[u8; SIZE]> {
    let mut bytes = [0; SIZE];
    rows.read_exact(&mut bytes).map(|()| bytes)
}

/// A column that has as many bytes as it must.
fn column<const SIZE: usize>(rows: &mut impl Read) -> std::io::Result<[u8; SIZE]> {
    let size = i32::from_be_bytes(take(rows)?);
    if usize::try_from(size) == Ok(SIZE) { take(rows) } else { Err(std::io::ErrorKind::InvalidData.into()) }
}
