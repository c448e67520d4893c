//! Edges that were spread over partitions: COPY cannot read a partitioned table, so its rows come one by one.

use diesel::pg::PgRowByRowLoadingMode;
use diesel::prelude::*;
use diesel::sql_types::Bool;

use super::super::super::error::Fault;
use super::super::super::rows::EdgeRow;
use super::super::super::schema::edges;
use crate::error::StoreError;

#[derive(QueryableByName)]
struct Answer {
    #[diesel(sql_type = Bool)]
    yes: bool,
}

/// Whether the table of edges has partitions.
pub(super) fn has_partitions(connection: &mut PgConnection) -> QueryResult<bool> {
    let asked = diesel::sql_query("SELECT relkind = 'p' AS yes FROM pg_class WHERE oid = 'edges'::regclass");
    asked.get_result::<Answer>(connection).map(|answer| answer.yes)
}

/// Hands every edge to `each`, partition by partition.
pub(super) fn each_edge(
    connection: &mut PgConnection,
    each: &mut dyn FnMut(EdgeRow) -> Result<(), StoreError>,
) -> Result<(), Fault> {
    let rows = edges::table.select(EdgeRow::as_select());
    for row in rows.load_iter::<EdgeRow, PgRowByRowLoadingMode>(connection)? {
        each(row?)?;
    }
    Ok(())
}
