//! The tables that are copied, as they stand on disk: a row is moved, not understood, so that nothing is lost on the way.
//!
//! Rows are read in the order of their keys, a chunk after a key, which both databases do by the index of the key; the
//! last key of a chunk is all that a copy has to remember.

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool};

use super::super::connection::AnyConnection;
use super::super::fork;
use super::super::schema::{
    apps, edges, ledger, likes, lists, members, messages, passwords, post_mentions, posts, tickets, tokens, users,
    workers,
};
use crate::access::seal::SealKey;
use crate::error::StoreError;
use crate::secret::Secret;

/// The columns of a row's key, those that it has not being 0.
pub(super) type Key = [i64; 3];

/// Before every key there is.
pub(super) const START: Key = [i64::MIN; 3];

/// One table, by its row.
pub(super) trait Row: Sized + Send {
    /// The table's name.
    const TABLE: &'static str;

    /// At most `limit` rows after a key, in the order of their keys.
    fn after(connection: &mut AnyConnection, key: Key, limit: i64) -> QueryResult<Vec<Self>>;
    /// Inserts rows.
    fn put(connection: &mut AnyConnection, rows: &[Self]) -> QueryResult<()>;
    /// How many rows there are.
    fn count(connection: &mut AnyConnection) -> QueryResult<i64>;
    /// Deletes all rows.
    fn clear(connection: &mut AnyConnection) -> QueryResult<usize>;
    /// The row's key.
    fn key(&self) -> Key;
    /// Appends every column, in bytes that are the same whichever database the row came from.
    fn plain(&self, out: &mut Vec<u8>);
    /// Does something with each sealed column, which gets the row's id and the column's name as it was sealed with.
    fn sealed(
        &mut self,
        change: impl FnMut(&mut String, i64, &str) -> Result<(), StoreError>,
    ) -> Result<(), StoreError>;
}

/// A column's value in bytes.
trait Plain {
    fn plain(&self, out: &mut Vec<u8>);
}

macro_rules! plain_numbers {
    ($($number:ty),*) => {$(
        impl Plain for $number {
            fn plain(&self, out: &mut Vec<u8>) {
                out.extend(self.to_be_bytes());
            }
        }
    )*};
}

plain_numbers!(i16, i32, i64);

impl Plain for bool {
    fn plain(&self, out: &mut Vec<u8>) {
        out.push(u8::from(*self));
    }
}

impl Plain for String {
    fn plain(&self, out: &mut Vec<u8>) {
        out.extend((self.len() as u64).to_be_bytes());
        out.extend(self.as_bytes());
    }
}

impl<T: Plain> Plain for Option<T> {
    fn plain(&self, out: &mut Vec<u8>) {
        out.push(u8::from(self.is_some()));
        if let Some(value) = self {
            value.plain(out);
        }
    }
}

/// The text of a column that is sealed, if it holds one.
trait Sealed {
    fn text(&mut self) -> Option<&mut String>;
}

impl Sealed for String {
    fn text(&mut self) -> Option<&mut String> {
        Some(self)
    }
}

impl Sealed for Option<String> {
    fn text(&mut self) -> Option<&mut String> {
        self.as_mut()
    }
}

/// A condition on the columns of a key taken together, which an index is entered by.
macro_rules! later {
    ($key:ident: $one:ident) => {
        sql::<Bool>(concat!(stringify!($one), " > ")).bind::<BigInt, _>($key[0])
    };
    ($key:ident: $one:ident, $two:ident) => {
        sql::<Bool>(concat!("(", stringify!($one), ", ", stringify!($two), ") > ("))
            .bind::<BigInt, _>($key[0])
            .sql(", ")
            .bind::<BigInt, _>($key[1])
            .sql(")")
    };
    ($key:ident: $one:ident, $two:ident, $three:ident) => {
        sql::<Bool>(concat!("(", stringify!($one), ", ", stringify!($two), ", ", stringify!($three), ") > ("))
            .bind::<BigInt, _>($key[0])
            .sql(", ")
            .bind::<BigInt, _>($key[1])
            .sql(", ")
            .bind::<BigInt, _>($key[2])
            .sql(")")
    };
}

macro_rules! rows {
    ($($row:ident of $table:ident by ($($key:ident),*) $(sealed ($($sealed:ident: $name:literal),*))? {
        $($column:ident: $kind:ty),* $(,)?
    })*) => {$(
        #[derive(Queryable, Insertable)]
        #[diesel(table_name = $table, treat_none_as_default_value = false)]
        pub(super) struct $row {
            $($column: $kind,)*
        }

        impl Row for $row {
            const TABLE: &'static str = stringify!($table);

            fn after(connection: &mut AnyConnection, key: Key, limit: i64) -> QueryResult<Vec<Self>> {
                let rest = $table::table.filter(later!(key: $($key),*));
                rest.order(($($table::$key,)*)).limit(limit).select(($($table::$column,)*)).load(connection)
            }

            fn put(connection: &mut AnyConnection, rows: &[Self]) -> QueryResult<()> {
                fork::copy::insert!(connection, $table, rows)
            }

            fn count(connection: &mut AnyConnection) -> QueryResult<i64> {
                $table::table.count().get_result(connection)
            }

            fn clear(connection: &mut AnyConnection) -> QueryResult<usize> {
                diesel::delete($table::table).execute(connection)
            }

            fn key(&self) -> Key {
                let mut key = [0; 3];
                for (place, column) in key.iter_mut().zip([$(i64::from(self.$key)),*]) {
                    *place = column;
                }
                key
            }

            fn plain(&self, out: &mut Vec<u8>) {
                $(self.$column.plain(out);)*
            }

            fn sealed(
                &mut self,
                mut change: impl FnMut(&mut String, i64, &str) -> Result<(), StoreError>,
            ) -> Result<(), StoreError> {
                // Most tables have nothing sealed.
                let _ = &mut change;
                $($(
                    if let Some(text) = self.$sealed.text() {
                        change(text, self.id, $name)?;
                    }
                )*)?
                Ok(())
            }
        }
    )*};
}

rows! {
    User of users by (id) {
        id: i64, username: String, username_key: String, name: String, description: String, location: String,
        url: Option<String>, image_url: Option<String>, banner_url: Option<String>, created: i64, protected: bool,
        verified: bool, standing: i16, kind: i16, timezone: String, locale: String, email: Option<String>,
        pinned_post: Option<i64>, followers: i32, following: i32, posts: i32, listed: i32, likes: i32,
        latest_post: Option<i64>,
    }
    Post of posts by (id) {
        id: i64, author_id: i64, text: String, lang: String, source: String, created: i64, reply_to: Option<i64>,
        reply_to_user: Option<i64>, thread: i64, repost_of: Option<i64>, quote_of: Option<i64>, mentions: String,
        tagged: String, replies: i16,
    }
    Mention of post_mentions by (user_id, post_id) { user_id: i64, post_id: i64 }
    Like of likes by (user_id, post_id) { user_id: i64, post_id: i64, position: i64 }
    Message of messages by (id) {
        id: i64, sender: i64, recipient: i64, text: String, created: i64, hidden_by_sender: bool,
        hidden_by_recipient: bool,
    }
    UserList of lists by (id) {
        id: i64, owner: i64, name: String, slug: String, description: String, private: bool, created: i64,
    }
    Member of members by (list_id, user_id) { list_id: i64, user_id: i64, position: i64 }
    Edge of edges by (source_id, kind, position) { source_id: i64, kind: i16, position: i64, target_id: i64 }
    App of apps by (id) sealed (secret: "", password_secret: "password_secret") {
        id: i64, name: String, link: String, key: String, secret: String, permission: i16, plan: i16,
        callbacks: String, public: bool, password_secret: Option<String>,
    }
    Token of tokens by (id) sealed (secret: "") {
        id: i64, key: String, class: i16, audience: String, app_id: i64, user_id: Option<i64>, scopes: String,
        public: Option<String>, secret: Option<String>, created: i64, expires: Option<i64>, revoked: Option<i64>,
        permission: Option<i16>, chain: Option<i64>,
    }
    Ticket of tickets by (id) sealed (secret: "") {
        id: i64, kind: i16, key: String, audience: String, app_id: i64, user_id: Option<i64>, scopes: String,
        permission: Option<i16>, secret: Option<String>, callback: Option<String>, proof: Option<String>, chain: i64,
        created: i64, expires: i64, spent: Option<i64>,
    }
    Password of passwords by (user_id) { user_id: i64, hash: String }
    Worker of workers by (number) { number: i16, holder: String, ends: i64, minted_to: i64 }
    Entry of ledger by (id) {
        id: i64, at: i64, actor: Option<i64>, app: Option<i64>, change: i16, kind: i16, source: i64, target: i64,
        position: i64, folded: bool,
    }
}

/// Does the same with every table, in the order in which they are copied.
macro_rules! every_table {
    ($call:ident($($argument:expr),*)) => {
        [
            $call::<$crate::store::diesel::copy::tables::User>($($argument),*),
            $call::<$crate::store::diesel::copy::tables::Post>($($argument),*),
            $call::<$crate::store::diesel::copy::tables::Mention>($($argument),*),
            $call::<$crate::store::diesel::copy::tables::Like>($($argument),*),
            $call::<$crate::store::diesel::copy::tables::Message>($($argument),*),
            $call::<$crate::store::diesel::copy::tables::UserList>($($argument),*),
            $call::<$crate::store::diesel::copy::tables::Member>($($argument),*),
            $call::<$crate::store::diesel::copy::tables::Edge>($($argument),*),
            $call::<$crate::store::diesel::copy::tables::App>($($argument),*),
            $call::<$crate::store::diesel::copy::tables::Token>($($argument),*),
            $call::<$crate::store::diesel::copy::tables::Ticket>($($argument),*),
            $call::<$crate::store::diesel::copy::tables::Password>($($argument),*),
            $call::<$crate::store::diesel::copy::tables::Worker>($($argument),*),
            $call::<$crate::store::diesel::copy::tables::Entry>($($argument),*),
        ]
    };
}
pub(super) use every_table;

/// Puts the sealed columns of a row under the other store's key. What that key opens already stays as it is.
pub(super) fn reseal(row: &mut impl Row, from: &SealKey, to: &SealKey) -> Result<(), StoreError> {
    row.sealed(|text, id, column| {
        let secret = from.open_in(text, id, column)?;
        if to.open_in(text, id, column).is_err() {
            *text = to.seal_in(&secret, id, column)?;
        }
        Ok(())
    })
}

/// Opens the sealed columns of a row: the same secret is sealed into another text each time.
pub(super) fn unseal(row: &mut impl Row, key: &SealKey) -> Result<(), StoreError> {
    row.sealed(|text, id, column| {
        let secret: Secret = key.open_in(text, id, column)?;
        secret.expose().clone_into(text);
        Ok(())
    })
}
