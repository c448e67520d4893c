//! What signing in asks of the database: people by their e-mail address, and an end for tickets long over.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use diesel::sqlite::Sqlite;

use super::super::statement;

statement!(ByEmail on Sqlite {
    "SELECT id FROM users WHERE email IS NOT NULL AND lower(email) = ", email: Text = str;
    then " ORDER BY id LIMIT 1"
});

impl diesel::query_builder::Query for ByEmail<'_> {
    type SqlType = BigInt;
}

pub(in super::super) fn by_email(connection: &mut SqliteConnection, email: &str) -> QueryResult<Option<i64>> {
    ByEmail { email }.get_result(connection).optional()
}

statement!(PurgeTickets on Sqlite {
    "DELETE FROM tickets WHERE id IN (SELECT id FROM tickets WHERE expires <= ", before: BigInt = i64;
    " ORDER BY expires LIMIT ", limit: BigInt = i64;
    then ")"
});

pub(in super::super) fn purge_tickets(connection: &mut SqliteConnection, before: i64, limit: i64) -> QueryResult<()> {
    PurgeTickets { before: &before, limit: &limit }.execute(connection).map(drop)
}
