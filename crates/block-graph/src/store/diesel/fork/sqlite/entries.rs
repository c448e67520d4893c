//! Rows of the ledger, many to a statement: what a statement costs, in diesel and in SQLite, is most of what a row costs.

use diesel::prelude::*;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::sql_types::{BigInt, Bool, Nullable, SmallInt};
use diesel::sqlite::Sqlite;

use super::super::super::rows::LedgerRow;

/// So many rows share a statement.
const TOGETHER: usize = 16;
const INSERT: &str = "INSERT INTO ledger (id, at, actor, app, change, kind, source, target, position, folded) VALUES (";

/// A statement of fixed text for so many rows, kept prepared.
struct Insert<'r, const ROWS: usize>(&'r [LedgerRow; ROWS]);

impl<const ROWS: usize> QueryId for Insert<'_, ROWS> {
    type QueryId = Insert<'static, ROWS>;
    const HAS_STATIC_QUERY_ID: bool = true;
}

impl<const ROWS: usize> QueryFragment<Sqlite> for Insert<'_, ROWS> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Sqlite>) -> QueryResult<()> {
        for (number, row) in self.0.iter().enumerate() {
            let LedgerRow { id, at, actor, app, change, kind, source, target, position, folded } = row;
            out.push_sql(if number == 0 { INSERT } else { "), (" });
            out.push_bind_param::<BigInt, i64>(id)?;
            out.push_sql(", ");
            out.push_bind_param::<BigInt, i64>(at)?;
            out.push_sql(", ");
            out.push_bind_param::<Nullable<BigInt>, Option<i64>>(actor)?;
            out.push_sql(", ");
            out.push_bind_param::<Nullable<BigInt>, Option<i64>>(app)?;
            for number in [change, kind] {
                out.push_sql(", ");
                out.push_bind_param::<SmallInt, i16>(number)?;
            }
            for number in [source, target, position] {
                out.push_sql(", ");
                out.push_bind_param::<BigInt, i64>(number)?;
            }
            out.push_sql(", ");
            out.push_bind_param::<Bool, bool>(folded)?;
        }
        out.push_sql(")");
        Ok(())
    }
}

impl<C, const ROWS: usize> RunQueryDsl<C> for Insert<'_, ROWS> {}

pub(in super::super::super) fn insert_ledger(connection: &mut SqliteConnection, rows: &[LedgerRow]) -> QueryResult<()> {
    let (together, rest) = rows.as_chunks::<TOGETHER>();
    for rows in together {
        Insert(rows).execute(connection)?;
    }
    for row in rest {
        Insert(std::array::from_ref(row)).execute(connection)?;
    }
    Ok(())
}
