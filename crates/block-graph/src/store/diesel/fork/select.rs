//! Rows by a list of keys, asked of each database in its own type: PostgreSQL then takes the list as one array and keeps
//! the statement prepared. Through the connection that is both it would be a text with as many values as there are keys,
//! parsed and planned every time.

use diesel::prelude::*;
#[cfg(feature = "postgres")]
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};

use super::super::IN_LIST;
use super::super::connection::AnyConnection;
#[cfg(feature = "sqlite")]
use super::super::rows::{AppRow, TokenRow};
use super::super::rows::{PostRow, UserRow};
#[cfg(feature = "sqlite")]
use super::super::schema::{apps, tokens};
use super::super::schema::{posts, users};

/// A query of the same text whatever its values are, which diesel cannot know of one with a list: it would make the text
/// anew every time, to see whether it has been prepared. `M` tells it from others.
#[cfg(feature = "postgres")]
struct Fixed<Q, M>(Q, std::marker::PhantomData<M>);

#[cfg(feature = "postgres")]
impl<Q, M: 'static> QueryId for Fixed<Q, M> {
    type QueryId = Fixed<(), M>;
    const HAS_STATIC_QUERY_ID: bool = true;
}

#[cfg(feature = "postgres")]
impl<Q: QueryFragment<diesel::pg::Pg>, M> QueryFragment<diesel::pg::Pg> for Fixed<Q, M> {
    fn walk_ast<'b>(&'b self, out: AstPass<'_, 'b, diesel::pg::Pg>) -> QueryResult<()> {
        self.0.walk_ast(out)
    }
}

#[cfg(feature = "postgres")]
impl<Q: Query, M> Query for Fixed<Q, M> {
    type SqlType = Q::SqlType;
}

#[cfg(feature = "postgres")]
impl<C, Q, M> RunQueryDsl<C> for Fixed<Q, M> {}

macro_rules! selects {
    ($($(#[$doc:meta])* $name:ident($table:ident.$column:ident in $key:ty) -> $row:ty;)*) => {$(
        $(#[$doc])*
        pub(in super::super) fn $name(connection: &mut AnyConnection, keys: &[$key]) -> QueryResult<Vec<$row>> {
            #[cfg(feature = "postgres")]
            struct This;
            let mut found = Vec::new();
            for keys in keys.chunks(IN_LIST) {
                macro_rules! these {
                    () => {
                        $table::table.filter($table::$column.eq_any(keys)).select(<$row>::as_select())
                    };
                }
                let mut rows: Vec<$row> = match connection {
                    #[cfg(feature = "sqlite")]
                    AnyConnection::Sqlite(inner) => these!().load(inner)?,
                    #[cfg(feature = "postgres")]
                    AnyConnection::Postgres(inner) => Fixed(these!(), std::marker::PhantomData::<This>).load(inner)?,
                };
                if found.is_empty() { found = rows } else { found.append(&mut rows) }
            }
            Ok(found)
        }
    )*};
}

selects! {
    /// People by id, in any order.
    users_by_id(users.id in i64) -> UserRow;
    /// People by the key of their username, in any order.
    users_by_name(users.username_key in String) -> UserRow;
    /// Posts by id, in any order.
    posts_by_id(posts.id in i64) -> PostRow;
    /// Tokens by key, in any order.
    #[cfg(feature = "sqlite")]
    tokens_by_key(tokens.key in String) -> TokenRow;
    /// Apps by id, in any order.
    #[cfg(feature = "sqlite")]
    apps_by_id(apps.id in i64) -> AppRow;
}

/// Who has usernames, by their keys.
pub(in super::super) fn ids_by_name(connection: &mut AnyConnection, keys: &[&str]) -> QueryResult<Vec<(String, i64)>> {
    let mut found = Vec::new();
    for keys in keys.chunks(IN_LIST) {
        let these = users::table.filter(users::username_key.eq_any(keys)).select((users::username_key, users::id));
        let rows: Vec<(String, i64)> = match connection {
            #[cfg(feature = "sqlite")]
            AnyConnection::Sqlite(inner) => these.load(inner)?,
            #[cfg(feature = "postgres")]
            AnyConnection::Postgres(inner) => these.load(inner)?,
        };
        found.extend(rows);
    }
    Ok(found)
}
