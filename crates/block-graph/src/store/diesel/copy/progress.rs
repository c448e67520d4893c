//! How far a copy has come, in a table of the target that is there as long as the copy is not finished. A chunk and the
//! note that it is there are one transaction, so a copy that is killed goes on after its last chunk, whichever that was.

use diesel::connection::SimpleConnection as _;
use diesel::prelude::*;

use super::super::connection::AnyConnection;
use super::super::error::Fault;
use super::super::fork;
use super::super::ledger::{ledger_end, watermark};
use super::super::schema::{ledger, meta};
use super::tables::{Key, START};
use crate::error::StoreError;

diesel::table! {
    copying (name) {
        name -> Text,
        one -> BigInt,
        two -> BigInt,
        three -> BigInt,
        rows -> BigInt,
        note -> Text,
    }
}

const MAKE: &str = "CREATE TABLE copying (name TEXT NOT NULL PRIMARY KEY, one BIGINT NOT NULL, two BIGINT NOT NULL, \
                    three BIGINT NOT NULL, rows BIGINT NOT NULL, note TEXT NOT NULL)";

/// The row that holds what the source was like when the copy began.
const SOURCE: &str = "source";
/// Before the name of an index that is made when the rows are there.
const INDEX: &str = "index ";

/// The format of a store that is being copied into: no program works with it.
pub(in super::super) const UNFINISHED: i64 = 0;

/// How far a table has come.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Reached {
    pub(super) key: Key,
    pub(super) rows: i64,
}

/// What tells one state of a store from another: every write appends to the ledger, every fold moves the watermark.
pub(super) fn state(connection: &mut AnyConnection) -> QueryResult<String> {
    let first: Option<(i64, i64)> =
        ledger::table.order(ledger::id).limit(1).select((ledger::id, ledger::at)).first(connection).optional()?;
    let (id, at) = first.unwrap_or_default();
    Ok(format!("{id} {at} {} {}", ledger_end(connection)?.unwrap_or(0), watermark(connection)?))
}

/// The format that a migrated store has.
pub(super) fn format(connection: &mut AnyConnection) -> QueryResult<i64> {
    meta::table.find("store_format").select(meta::value).first(connection)
}

/// Begins a copy into an empty store: takes indexes away and makes the table of progress.
pub(super) fn begin(connection: &mut AnyConnection, source: &str, tables: &[&str]) -> Result<(), Fault> {
    connection.batch_execute(MAKE)?;
    note(connection, SOURCE, source)?;
    for table in tables {
        note(connection, table, "")?;
    }
    for (name, sql) in fork::copy::shed(connection, tables)? {
        note(connection, &format!("{INDEX}{name}"), &sql)?;
    }
    set_format(connection, UNFINISHED)?;
    Ok(())
}

fn note(connection: &mut AnyConnection, name: &str, text: &str) -> QueryResult<()> {
    let [one, two, three] = START;
    let row = (copying::name.eq(name), copying::one.eq(one), copying::two.eq(two), copying::three.eq(three));
    let row = (row.0, row.1, row.2, row.3, copying::rows.eq(0), copying::note.eq(text));
    diesel::insert_into(copying::table).values(row).execute(connection).map(drop)
}

/// Goes on with a copy. A process that was killed may have left a transaction behind: it is waited for.
///
/// Fails where the copy was of another source, or of this one before it went on.
pub(super) fn go_on(connection: &mut AnyConnection, source: &str) -> Result<(), Fault> {
    diesel::update(copying::table).set(copying::rows.eq(copying::rows)).execute(connection)?;
    let begun: String = copying::table.find(SOURCE).select(copying::note).first(connection)?;
    if begun != source {
        let told = "the copy was begun from another store, or from this one before it was written to: begin it anew";
        return Err(StoreError::Broken(told.to_owned()).into());
    }
    Ok(())
}

/// How far a table has come.
pub(super) fn reached(connection: &mut AnyConnection, table: &str) -> QueryResult<Reached> {
    let columns = (copying::one, copying::two, copying::three, copying::rows);
    let (one, two, three, rows) = copying::table.find(table).select(columns).first(connection)?;
    Ok(Reached { key: [one, two, three], rows })
}

/// Notes that a table has come from one place to the next. It is the first statement of a chunk's transaction, so that
/// nobody else goes on from the same place meanwhile.
pub(super) fn advance(connection: &mut AnyConnection, table: &str, from: Reached, to: Reached) -> Result<(), Fault> {
    let [one, two, three] = to.key;
    let there = diesel::update(copying::table.find(table).filter(copying::rows.eq(from.rows)));
    let set = (copying::one.eq(one), copying::two.eq(two), copying::three.eq(three), copying::rows.eq(to.rows));
    if there.set(set).execute(connection)? == 1 {
        Ok(())
    } else {
        Err(StoreError::Broken("another process copies into this store".to_owned()).into())
    }
}

/// The indexes that are still to be made: their names and what makes them.
pub(super) fn indexes(connection: &mut AnyConnection) -> QueryResult<Vec<(String, String)>> {
    let due = copying::table.filter(copying::name.like(format!("{INDEX}%"))).order(copying::name);
    due.select((copying::name, copying::note)).load(connection)
}

/// Makes an index and strikes it off.
pub(super) fn make_index(connection: &mut AnyConnection, name: &str, sql: &str) -> Result<(), Fault> {
    if diesel::delete(copying::table.find(name)).execute(connection)? == 1 {
        fork::copy::make_index(connection, sql)?;
    }
    Ok(())
}

/// Ends a copy: from here on the store is one like any other.
pub(super) fn end(connection: &mut AnyConnection, format: i64) -> Result<(), Fault> {
    set_format(connection, format)?;
    connection.batch_execute("DROP TABLE copying")?;
    Ok(())
}

fn set_format(connection: &mut AnyConnection, format: i64) -> QueryResult<()> {
    diesel::update(meta::table.find("store_format")).set(meta::value.eq(format)).execute(connection).map(drop)
}

/// What `meta` holds beside the format, and beside whether processes listen to commits there, which is the database's own.
pub(super) fn marks(connection: &mut AnyConnection) -> QueryResult<Vec<(String, i64)>> {
    let marks = meta::table.filter(meta::name.ne_all(["store_format", "listened"])).order(meta::name);
    marks.select((meta::name, meta::value)).load(connection)
}

/// Sets what `meta` holds beside the format.
pub(super) fn set_marks(connection: &mut AnyConnection, marks: &[(String, i64)]) -> QueryResult<()> {
    for (name, value) in marks {
        diesel::delete(meta::table.find(name)).execute(connection)?;
        diesel::insert_into(meta::table).values((meta::name.eq(name), meta::value.eq(value))).execute(connection)?;
    }
    Ok(())
}
