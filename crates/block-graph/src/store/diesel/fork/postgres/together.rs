//! What groups of reads and writes look at, in one statement each: one journey, and one moment without a transaction.
//!
//! Rows of two sorts stand below each other, beside nothing: of each row one half is null.

use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Nullable, Text};

use super::super::super::rows::{AppRow, EdgeRow, TokenRow, UserRow};
use super::super::super::schema::{apps, edges, tokens, users};
use super::super::statement;
use super::all;

/// Rows that are of the one sort or of the other.
type Either<A, B> = Vec<(Option<A>, Option<B>)>;

statement!(PeopleAndEdges on Pg {
    "SELECT users.id, users.username, users.username_key, users.name, users.description, users.location, users.url, \
     users.image_url, users.banner_url, users.created, users.protected, users.verified, users.standing, users.kind, \
     users.timezone, users.locale, users.email, users.pinned_post, users.followers, users.following, users.posts, \
     users.listed, users.likes, users.latest_post, edges.source_id, edges.kind, edges.position, edges.target_id \
     FROM (SELECT * FROM users WHERE users.id = ANY (", ids: Array<BigInt> = [i64];
    ")) AS users FULL JOIN (SELECT edges.* FROM unnest(", source: Array<BigInt> = [i64];
    ", ", target: Array<BigInt> = [i64];
    then ") AS pair (source, target) JOIN edges ON edges.source_id = pair.source \
     AND edges.target_id BETWEEN pair.target AND pair.target) AS edges ON false"
});

impl diesel::query_builder::Query for PeopleAndEdges<'_> {
    type SqlType = (Nullable<users::SqlType>, Nullable<edges::SqlType>);
}

pub(in super::super) fn people_and_edges(
    connection: &mut PgConnection,
    ids: &[i64],
    pairs: &[(i64, i64)],
) -> QueryResult<(Vec<UserRow>, Vec<EdgeRow>)> {
    let (source, target) = (&all(pairs, |(source, _)| *source), &all(pairs, |(_, target)| *target));
    let found: Either<UserRow, EdgeRow> = PeopleAndEdges { ids, source, target }.load(connection)?;
    Ok(apart(found))
}

// Each key is looked for by itself: by a list, a planner that thinks the table small reads it whole.
statement!(TokensAndApps on Pg {
    "WITH held AS (SELECT found.* FROM unnest(", keys: Array<Text> = [String];
    then ") AS wanted (key) CROSS JOIN LATERAL \
     (SELECT * FROM tokens WHERE tokens.key = wanted.key LIMIT 1) AS found) \
     SELECT held.id, held.key, held.class, held.audience, held.app_id, held.user_id, held.scopes, held.public, \
     held.secret, held.created, held.expires, held.revoked, held.permission, held.chain, apps.id, apps.name, apps.link, \
     apps.key, apps.secret, apps.permission, apps.plan, apps.callbacks, apps.public, apps.password_secret \
     FROM held FULL JOIN (SELECT * FROM apps WHERE apps.id IN (SELECT held.app_id FROM held)) AS apps ON false"
});

impl diesel::query_builder::Query for TokensAndApps<'_> {
    type SqlType = (Nullable<tokens::SqlType>, Nullable<apps::SqlType>);
}

pub(in super::super) fn tokens_and_apps(
    connection: &mut PgConnection,
    keys: &[String],
) -> QueryResult<(Vec<TokenRow>, Vec<AppRow>)> {
    let found: Either<TokenRow, AppRow> = TokensAndApps { keys }.load(connection)?;
    Ok(apart(found))
}

fn apart<A, B>(rows: Either<A, B>) -> (Vec<A>, Vec<B>) {
    let (mut these, mut those) = (Vec::with_capacity(rows.len()), Vec::new());
    for (this, that) in rows {
        these.extend(this);
        those.extend(that);
    }
    (these, those)
}
