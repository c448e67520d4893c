//! NOTIFY and LISTEN: what one process tells the others.

use diesel::connection::SimpleConnection;
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::sql_types::Text;

use super::super::statement;

/// The lock that whoever writes shares and whoever begins to listen has alone for a moment: "portlist" in ASCII.
pub(super) const LISTENING: i64 = 0x706f_7274_6c69_7374;

/// Listens. Processes tell nothing until somebody listens, because telling makes commits follow one another; so it is
/// noted that somebody does, and whoever began to write before that is waited for.
pub(in super::super) fn listen(connection: &mut PgConnection) -> QueryResult<()> {
    connection.batch_execute("LISTEN portcullis")?;
    connection.batch_execute(
        "INSERT INTO meta (name, value) VALUES ('listened', 1) \
         ON CONFLICT (name) DO UPDATE SET value = 1 WHERE meta.value <> 1",
    )?;
    connection.batch_execute(&format!("SELECT pg_advisory_lock({LISTENING})"))?;
    connection.batch_execute(&format!("SELECT pg_advisory_unlock({LISTENING})"))
}

statement!(Tell on Pg {
    "SELECT pg_notify('portcullis', ", message: Text = str;
    then ")"
});

/// Tells all who listen.
pub(in super::super) fn tell(connection: &mut PgConnection, message: &str) -> QueryResult<()> {
    Tell { message }.execute(connection).map(drop)
}

/// What was told since this was asked last. It waits for nothing.
pub(in super::super) fn told(connection: &mut PgConnection) -> QueryResult<Vec<String>> {
    connection.notifications_iter().map(|told| told.map(|told| told.payload)).collect()
}
