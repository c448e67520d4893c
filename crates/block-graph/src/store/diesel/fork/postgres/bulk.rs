//! What PostgreSQL needs for a whole world at once.

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::Text;

#[derive(QueryableByName)]
struct Index {
    #[diesel(sql_type = Text)]
    indexname: String,
    #[diesel(sql_type = Text)]
    indexdef: String,
}

/// Takes away the indexes of edges that inserts in the order of its key would hit at random; returns what makes them.
pub(in super::super) fn begin_bulk(connection: &mut PgConnection) -> QueryResult<Vec<String>> {
    let found: Vec<Index> = diesel::sql_query(
        // An index of a partitioned table is told with ONLY, which would leave its partitions without one.
        "SELECT indexname::text, replace(indexdef, ' ON ONLY ', ' ON ') AS indexdef FROM pg_indexes \
         WHERE schemaname = current_schema() AND tablename = 'edges' AND indexdef NOT LIKE 'CREATE UNIQUE %'",
    )
    .load(connection)?;
    for Index { indexname, .. } in &found {
        connection.batch_execute(&format!("DROP INDEX {indexname}"))?;
    }
    Ok(found.into_iter().map(|index| index.indexdef).collect())
}

/// Makes the indexes anew.
pub(in super::super) fn end_bulk(connection: &mut PgConnection, shed: &[String]) -> QueryResult<()> {
    shed.iter().try_for_each(|sql| connection.batch_execute(sql))
}

/// Writes the ledger of what the tables of people and edges hold, in rows from `first` on.
pub(in super::super) fn ledger_of_tables(connection: &mut PgConnection, first: i64) -> QueryResult<()> {
    connection.batch_execute(&format!(
        "INSERT INTO ledger (id, at, actor, app, change, kind, source, target, position, folded) \
         SELECT {first} - 1 + row_number() OVER (ORDER BY id), created, NULL, NULL, 3, 0, id, 0, 0, TRUE FROM users; \
         INSERT INTO ledger (id, at, actor, app, change, kind, source, target, position, folded) \
         SELECT {first} - 1 + (SELECT count(*) FROM users) + row_number() OVER (), position >> 20, source_id, NULL, 1, \
         kind, source_id, target_id, position, TRUE FROM edges"
    ))
}

/// Tells the planner what there is now.
pub(in super::super) fn after_bulk(connection: &mut PgConnection) -> QueryResult<()> {
    connection.batch_execute("SET LOCAL statement_timeout = 0; ANALYZE users; ANALYZE edges; ANALYZE ledger")
}
