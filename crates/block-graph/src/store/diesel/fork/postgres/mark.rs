//! How far a server is in the log of its cluster.

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Nullable};

use crate::store::replica::Mark;

// The name of a segment has the timeline: on a primary what is noted in its control file may be behind for a while.
const WRITTEN: &str = "SELECT (SELECT system_identifier FROM pg_control_system()), \
    ('x' || substr(pg_walfile_name(pg_current_wal_insert_lsn()), 1, 8))::bit(32)::bigint, \
    (pg_current_wal_insert_lsn() - '0/0'::pg_lsn)::bigint";

/// Where a primary writes its log: all that it has committed lies before.
pub(in super::super) fn written(connection: &mut PgConnection) -> QueryResult<Mark> {
    let (system, timeline, place) = sql::<(BigInt, BigInt, BigInt)>(WRITTEN).get_result(connection)?;
    Ok(Mark { system, timeline, place })
}

// A standby names its timeline in its control file only, where it may be behind; then it is not read from for a while.
const REPLAYED: &str = "SELECT (SELECT system_identifier FROM pg_control_system()), \
    greatest((SELECT timeline_id FROM pg_control_checkpoint()), \
    (SELECT min_recovery_end_timeline FROM pg_control_recovery()))::bigint, \
    CASE WHEN pg_is_in_recovery() THEN (pg_last_wal_replay_lsn() - '0/0'::pg_lsn)::bigint END";

/// How far a standby has replayed it; `None` of a server that is none.
pub(in super::super) fn replayed(connection: &mut PgConnection) -> QueryResult<Option<Mark>> {
    let read = sql::<(BigInt, BigInt, Nullable<BigInt>)>(REPLAYED);
    let (system, timeline, place): (_, _, Option<i64>) = read.get_result(connection)?;
    Ok(place.map(|place| Mark { system, timeline, place }))
}
