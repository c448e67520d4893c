//! What SQLite needs for a whole world at once.

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::Text;

#[derive(QueryableByName)]
struct Index {
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Text)]
    sql: String,
}

/// Takes away the indexes of edges that inserts in the order of its key would hit at random; returns what makes them.
pub(in super::super) fn begin_bulk(connection: &mut SqliteConnection) -> QueryResult<Vec<String>> {
    // The names of people come in no order: their index should stay in memory.
    connection.batch_execute("PRAGMA cache_size = -262144")?;
    let found: Vec<Index> = diesel::sql_query(
        "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = 'edges' AND sql IS NOT NULL",
    )
    .load(connection)?;
    for Index { name, .. } in &found {
        connection.batch_execute(&format!("DROP INDEX {name}"))?;
    }
    Ok(found.into_iter().map(|index| index.sql).collect())
}

/// Makes the indexes anew.
pub(in super::super) fn end_bulk(connection: &mut SqliteConnection, shed: &[String]) -> QueryResult<()> {
    for sql in shed {
        connection.batch_execute(sql)?;
    }
    connection.batch_execute("PRAGMA cache_size = -2000")
}

/// Writes the ledger of what the tables of people and edges hold, in rows from `first` on.
pub(in super::super) fn ledger_of_tables(connection: &mut SqliteConnection, first: i64) -> QueryResult<()> {
    // Rows without an id come after the highest.
    connection.batch_execute(&format!(
        "INSERT INTO ledger (id, at, actor, app, change, kind, source, target, position, folded) \
         SELECT {first}, created, NULL, NULL, 3, 0, id, 0, 0, TRUE FROM users ORDER BY id LIMIT 1; \
         INSERT INTO ledger (at, actor, app, change, kind, source, target, position, folded) \
         SELECT created, NULL, NULL, 3, 0, id, 0, 0, TRUE FROM users ORDER BY id LIMIT -1 OFFSET 1; \
         INSERT INTO ledger (at, actor, app, change, kind, source, target, position, folded) \
         SELECT position >> 20, source_id, NULL, 1, kind, source_id, target_id, position, TRUE FROM edges"
    ))
}

/// Gives the disk back what the log of one great transaction took.
pub(in super::super) fn after_bulk(connection: &mut SqliteConnection) -> QueryResult<()> {
    connection.batch_execute("PRAGMA wal_checkpoint(TRUNCATE)")
}
