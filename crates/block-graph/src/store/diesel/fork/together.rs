//! What is asked for together: in one statement where a statement is a journey, which then tells of one moment.

use diesel::prelude::*;

use super::super::connection::AnyConnection;
use super::super::rows::{AppRow, EdgeRow, TokenRow, UserRow};
#[cfg(feature = "postgres")]
use super::postgres;
use super::{edges_between, select};

/// People by id, and the edges that lead from the first of each pair to the second, both in any order.
pub(in super::super) fn people_and_edges(
    connection: &mut AnyConnection,
    ids: &[i64],
    pairs: &[(i64, i64)],
) -> QueryResult<(Vec<UserRow>, Vec<EdgeRow>)> {
    match connection {
        #[cfg(feature = "postgres")]
        AnyConnection::Postgres(inner) if !ids.is_empty() && !pairs.is_empty() => {
            postgres::people_and_edges(inner, ids, pairs)
        }
        other => {
            let people = select::users_by_id(other, ids)?;
            Ok((people, if pairs.is_empty() { Vec::new() } else { edges_between(other, pairs)? }))
        }
    }
}

/// Tokens by key and the apps they were issued to, both in any order. Apps never go, and one is at least as new as its
/// tokens.
pub(in super::super) fn tokens_and_apps(
    connection: &mut AnyConnection,
    keys: &[String],
) -> QueryResult<(Vec<TokenRow>, Vec<AppRow>)> {
    match connection {
        #[cfg(feature = "postgres")]
        AnyConnection::Postgres(inner) => postgres::tokens_and_apps(inner, keys),
        #[cfg(feature = "sqlite")]
        other @ AnyConnection::Sqlite(_) => {
            let tokens = select::tokens_by_key(other, keys)?;
            let apps: std::collections::BTreeSet<i64> = tokens.iter().map(|token| token.app_id).collect();
            let apps = select::apps_by_id(other, &apps.into_iter().collect::<Vec<_>>())?;
            Ok((tokens, apps))
        }
    }
}
