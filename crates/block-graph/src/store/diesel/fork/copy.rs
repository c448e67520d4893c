//! What a copy of a whole store needs of each database: quick inserts, and indexes that are made afterwards.

use diesel::connection::SimpleConnection as _;
use diesel::prelude::*;
use diesel::sql_types::Text;

use super::super::connection::AnyConnection;

/// Inserts rows into a table: by COPY on PostgreSQL, by statements of many rows on SQLite.
macro_rules! insert {
    ($connection:expr, $table:ident, $rows:expr) => {
        match $connection {
            #[cfg(feature = "sqlite")]
            AnyConnection::Sqlite(inner) => {
                // SQLite takes 32,766 values a statement, and the widest row has 24.
                $rows
                    .chunks(1000)
                    .try_for_each(|rows| diesel::insert_into($table::table).values(rows).execute(inner).map(drop))
            }
            #[cfg(feature = "postgres")]
            AnyConnection::Postgres(inner) => {
                let copy = diesel::copy_from($table::table).from_insertable($rows);
                diesel::ExecuteCopyFromDsl::execute(copy, inner).map(drop)
            }
        }
    };
}
pub(in super::super) use insert;

#[derive(QueryableByName)]
struct Index {
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Text)]
    of: String,
    #[diesel(sql_type = Text)]
    sql: String,
}

#[cfg(feature = "sqlite")]
const SQLITE_INDEXES: &str =
    "SELECT name, tbl_name AS of, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL ORDER BY name";

// An index of a partitioned table is told with ONLY, which would leave its partitions without one.
#[cfg(feature = "postgres")]
const POSTGRES_INDEXES: &str = "SELECT indexname::text AS name, tablename::text AS of, \
     replace(indexdef, ' ON ONLY ', ' ON ') AS sql FROM pg_indexes \
     WHERE schemaname = current_schema() AND indexdef NOT LIKE 'CREATE UNIQUE %' ORDER BY indexname";

/// Takes away the indexes of these tables that are no constraints; returns their names and what makes them.
pub(in super::super) fn shed(connection: &mut AnyConnection, tables: &[&str]) -> QueryResult<Vec<(String, String)>> {
    let found: Vec<Index> = match connection {
        #[cfg(feature = "sqlite")]
        AnyConnection::Sqlite(inner) => diesel::sql_query(SQLITE_INDEXES).load(inner)?,
        #[cfg(feature = "postgres")]
        AnyConnection::Postgres(inner) => diesel::sql_query(POSTGRES_INDEXES).load(inner)?,
    };
    let mut shed = Vec::new();
    for Index { name, sql, .. } in found.into_iter().filter(|index| tables.contains(&index.of.as_str())) {
        connection.batch_execute(&format!("DROP INDEX {name}"))?;
        shed.push((name, sql));
    }
    Ok(shed)
}

/// Makes the connection ready for many rows.
pub(in super::super) fn prepare(connection: &mut AnyConnection) -> QueryResult<()> {
    match connection {
        // The names of people come in no order: their index should stay in memory.
        #[cfg(feature = "sqlite")]
        AnyConnection::Sqlite(inner) => inner.batch_execute("PRAGMA cache_size = -262144"),
        #[cfg(feature = "postgres")]
        AnyConnection::Postgres(_) => Ok(()),
    }
}

/// Makes an index.
pub(in super::super) fn make_index(connection: &mut AnyConnection, sql: &str) -> QueryResult<()> {
    match connection {
        #[cfg(feature = "sqlite")]
        AnyConnection::Sqlite(inner) => inner.batch_execute(sql),
        #[cfg(feature = "postgres")]
        AnyConnection::Postgres(inner) => {
            inner.batch_execute("SET LOCAL statement_timeout = 0; SET LOCAL maintenance_work_mem = '256MB'")?;
            inner.batch_execute(sql)
        }
    }
}

/// What is left to do when a copy is finished: the planner is told what there is, the disk gets back what the log took.
pub(in super::super) fn after(connection: &mut AnyConnection) -> QueryResult<()> {
    match connection {
        #[cfg(feature = "sqlite")]
        AnyConnection::Sqlite(inner) => {
            inner.batch_execute("PRAGMA cache_size = -2000; PRAGMA wal_checkpoint(TRUNCATE)")
        }
        #[cfg(feature = "postgres")]
        AnyConnection::Postgres(inner) => inner.batch_execute("SET LOCAL statement_timeout = 0; ANALYZE"),
    }
}
