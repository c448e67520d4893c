//! Rows by a list of keys, asked of each database in its own type: PostgreSQL then takes the list as one array and keeps
//! the statement prepared. Through the connection that is both it would be a text with as many values as there are keys,
//! parsed and planned every time.

use diesel::prelude::*;

use super::super::IN_LIST;
use super::super::connection::AnyConnection;
use super::super::rows::{AppRow, PostRow, TokenRow, UserRow};
use super::super::schema::{apps, posts, tokens, users};

macro_rules! selects {
    ($($(#[$doc:meta])* $name:ident($table:ident.$column:ident in $key:ty) -> $row:ty;)*) => {$(
        $(#[$doc])*
        pub(in super::super) fn $name(connection: &mut AnyConnection, keys: &[$key]) -> QueryResult<Vec<$row>> {
            let mut found = Vec::new();
            for keys in keys.chunks(IN_LIST) {
                macro_rules! load {
                    ($inner:ident) => {
                        $table::table
                            .filter($table::$column.eq_any(keys))
                            .select(<$row>::as_select())
                            .load($inner)?
                    };
                }
                let mut rows: Vec<$row> = match connection {
                    #[cfg(feature = "sqlite")]
                    AnyConnection::Sqlite(inner) => load!(inner),
                    #[cfg(feature = "postgres")]
                    AnyConnection::Postgres(inner) => load!(inner),
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
    tokens_by_key(tokens.key in &str) -> TokenRow;
    /// Apps by id, in any order.
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
