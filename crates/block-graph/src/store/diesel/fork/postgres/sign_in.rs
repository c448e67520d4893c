//! What signing in asks of the database: people by their e-mail address, and an end for tickets long over.

use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};

use super::super::statement;

statement!(ByEmail on Pg {
    "SELECT id FROM users WHERE email IS NOT NULL AND lower(email COLLATE \"C\") = ", email: Text = str;
    then " ORDER BY id LIMIT 1"
});

impl diesel::query_builder::Query for ByEmail<'_> {
    type SqlType = BigInt;
}

pub(in super::super) fn by_email(connection: &mut PgConnection, email: &str) -> QueryResult<Option<i64>> {
    ByEmail { email }.get_result(connection).optional()
}

// What another process is at is left to it: nobody waits here.
statement!(PurgeTickets on Pg {
    "DELETE FROM tickets WHERE id IN (SELECT id FROM tickets WHERE expires <= ", before: BigInt = i64;
    " ORDER BY expires LIMIT ", limit: BigInt = i64;
    then " FOR UPDATE SKIP LOCKED)"
});

pub(in super::super) fn purge_tickets(connection: &mut PgConnection, before: i64, limit: i64) -> QueryResult<()> {
    PurgeTickets { before: &before, limit: &limit }.execute(connection).map(drop)
}
