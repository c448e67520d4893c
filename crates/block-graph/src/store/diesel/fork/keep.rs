//! How a write begins and how what came of it is kept, in as few journeys to the database as can be.

use diesel::prelude::*;

use super::super::address::Address;
use super::super::connection::AnyConnection;
#[cfg(feature = "sqlite")]
use super::super::connection::Begin;
#[cfg(feature = "sqlite")]
use super::super::rows::EdgeRow;
use super::super::rows::LedgerRow;
#[cfg(feature = "postgres")]
use super::postgres;
use crate::store::replica::Mark;

/// Begins a write that other processes' transactions about the same locks wait for until it ends. `locks` are in order.
/// Nothing is begun when it fails.
pub(in super::super) fn begin_locked(connection: &mut AnyConnection, locks: &[i64]) -> QueryResult<()> {
    match connection {
        #[cfg(feature = "sqlite")]
        AnyConnection::Sqlite(inner) => {
            // Its one writer is alone as it is.
            let _ = locks;
            super::sqlite::begin(inner, Begin::Write)
        }
        #[cfg(feature = "postgres")]
        AnyConnection::Postgres(inner) => postgres::begin_locked(inner, locks),
    }
}

/// Appends to the ledger and tells `news` to other processes that listen. Where `begin` says so, it inserts the edges that
/// begin by the rows too, but for those that are there; then no row may end an edge.
pub(in super::super) fn keep(
    connection: &mut AnyConnection,
    rows: &[LedgerRow],
    begin: bool,
    news: &[String],
) -> QueryResult<()> {
    match connection {
        #[cfg(feature = "postgres")]
        AnyConnection::Postgres(inner) => postgres::keep(inner, rows, begin, news),
        #[cfg(feature = "sqlite")]
        other @ AnyConnection::Sqlite(_) => {
            // Nobody listens: this database tells nothing.
            let _ = news;
            super::insert_ledger(other, rows)?;
            let begun: Vec<_> = rows.iter().filter(|_| begin).filter_map(LedgerRow::begun).collect();
            super::insert_edges(other, &begun)
        }
    }
}

/// Whether the database that is there can tell what others commit.
pub(in super::super) fn tells(address: &Address) -> bool {
    match address {
        #[cfg(feature = "sqlite")]
        Address::Sqlite(_) => false,
        #[cfg(feature = "postgres")]
        Address::Postgres(_) => true,
    }
}

macro_rules! on_postgres {
    ($($(#[$doc:meta])* $name:ident($($argument:ident: $type:ty),*) -> $answer:ty;)*) => {$(
        $(#[$doc])*
        pub(in super::super) fn $name(connection: &mut AnyConnection, $($argument: $type),*) -> QueryResult<$answer> {
            match connection {
                #[cfg(feature = "sqlite")]
                AnyConnection::Sqlite(_) => {
                    let _ = ($($argument,)*);
                    Err(diesel::result::Error::QueryBuilderError("this database tells nothing".into()))
                }
                #[cfg(feature = "postgres")]
                AnyConnection::Postgres(inner) => postgres::$name(inner, $($argument),*),
            }
        }
    )*};
}

on_postgres! {
    /// Begins to listen to what other processes tell.
    listen() -> ();
    /// Tells all who listen, this connection too.
    tell(message: &str) -> ();
    /// What was told since this was asked last; it waits for nothing.
    told() -> Vec<String>;
    /// Where a primary writes its log: all that it has committed lies before.
    written() -> Mark;
    /// How far a standby has replayed the log; `None` of a server that is none.
    replayed() -> Option<Mark>;
}

#[cfg(feature = "sqlite")]
impl LedgerRow {
    /// The edge that begins by this row, if one does.
    fn begun(&self) -> Option<EdgeRow> {
        let Self { source, kind, position, target, .. } = *self;
        (self.change == Self::BEGUN).then_some(EdgeRow { source_id: source, kind, position, target_id: target })
    }
}
