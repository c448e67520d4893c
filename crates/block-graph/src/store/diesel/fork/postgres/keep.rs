//! Writes in few journeys: the locks with the transaction's beginning, edges and news with their ledger.

use std::fmt::Write as _;

use diesel::connection::{AnsiTransactionManager, SimpleConnection};
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Bool, Nullable, SmallInt, Text};

use super::super::super::rows::LedgerRow;
use super::super::statement;
use super::tell::LISTENING;
use super::{BEGIN_WRITE, all};

/// Begins a transaction and takes its locks in one journey. What the transaction reads afterwards, each statement sees as it
/// is when the locks are held. Nothing is begun when it fails.
pub(in super::super) fn begin_locked(connection: &mut PgConnection, locks: &[i64]) -> QueryResult<()> {
    let mut text = String::with_capacity(160 + locks.len() * 21);
    // Numbers alone come here; writing to a String cannot fail.
    let _ = write!(text, "{BEGIN_WRITE}; SELECT pg_advisory_xact_lock_shared({LISTENING})");
    for (number, lock) in locks.iter().enumerate() {
        let before = if number == 0 { "; SELECT pg_advisory_xact_lock(lock) FROM unnest('{" } else { "," };
        let _ = write!(text, "{before}{lock}");
    }
    if !locks.is_empty() {
        text.push_str("}'::bigint[]) AS due (lock)");
    }
    AnsiTransactionManager::begin_transaction_sql(connection, &text).inspect_err(|_| {
        // Begun on the server, but not for diesel. Should this fail too, the next use of the connection tells.
        drop(connection.batch_execute("ROLLBACK"));
    })
}

// One statement does it all, each array sent once. Rows go in as they come: in the order of the ledger.
statement!(Keep on Pg {
    "WITH due AS MATERIALIZED (SELECT * FROM unnest(", id: Array<BigInt> = [i64];
    ", ", at: Array<BigInt> = [i64];
    ", ", actor: Array<Nullable<BigInt>> = [Option<i64>];
    ", ", app: Array<Nullable<BigInt>> = [Option<i64>];
    ", ", change: Array<SmallInt> = [i16];
    ", ", kind: Array<SmallInt> = [i16];
    ", ", source: Array<BigInt> = [i64];
    ", ", target: Array<BigInt> = [i64];
    ", ", position: Array<BigInt> = [i64];
    ", ", folded: Array<Bool> = [bool];
    ") AS due (id, at, actor, app, change, kind, source, target, place, folded)), \
     kept AS (INSERT INTO ledger (id, at, actor, app, change, kind, source, target, position, folded) \
     SELECT * FROM due), \
     begun AS (INSERT INTO edges (source_id, kind, position, target_id) \
     SELECT due.source, due.kind, due.place, due.target FROM due WHERE due.change = ", begun: SmallInt = i16;
    " ON CONFLICT (source_id, kind, target_id) DO NOTHING) \
     SELECT pg_notify('portcullis', news.message) FROM unnest(", news: Array<Text> = [String];
    then ") AS news (message) WHERE EXISTS (SELECT FROM meta WHERE name = 'listened' AND value = 1)"
});

/// As no change is numbered.
const NOTHING: i16 = -1;

/// Appends to the ledger, tells those who listen, if anybody does, and inserts the edges that begin where it is said so.
pub(in super::super) fn keep(
    connection: &mut PgConnection,
    rows: &[LedgerRow],
    begin: bool,
    news: &[String],
) -> QueryResult<()> {
    let keep = Keep {
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
        begun: if begin { &LedgerRow::BEGUN } else { &NOTHING },
        news,
    };
    keep.execute(connection).map(drop)
}
