//! Reading everything, as a process that owns its store does when it starts: table by table, chunk by chunk, so that no
//! table is held in memory twice.

use diesel::prelude::*;

use super::connection::AnyConnection;
use super::error::Fault;
use super::fork;
use super::ledger::{ledger_end, unfolded, watermark};
use super::rows::{
    AppRow, LedgerRow, LikeRow, ListRow, MemberRow, MessageRow, PasswordRow, PostRow, TicketRow, TokenRow, UserRow,
};
use super::schema::{apps, likes, lists, members, messages, passwords, posts, tickets, tokens, users};
use crate::access::seal::SealKey;
use crate::error::StoreError;
use crate::store::Loader;

/// How many rows are fetched at a time.
const CHUNK: i64 = 10_000;

/// Before every key there is.
const START: i64 = i64::MIN;

/// Fetches a chunk of a table after an id.
macro_rules! by_id {
    ($table:ident, $row:ident) => {
        |connection: &mut AnyConnection, after: i64| {
            let rest = $table::table.filter($table::id.gt(after)).order($table::id).limit(CHUNK);
            rest.select($row::as_select()).load(connection)
        }
    };
}

/// Hands everything to `loader`, in its order.
pub(super) fn load(connection: &mut AnyConnection, key: &SealKey, loader: &mut dyn Loader) -> Result<(), Fault> {
    fork::take_time(connection)?;
    people(connection, loader)?;
    posts(connection, loader)?;
    likes(connection, loader)?;
    messages(connection, loader)?;
    lists(connection, loader)?;
    members(connection, loader)?;
    fork::each_edge(connection, &mut |row| {
        loader.edge(row.read()?);
        Ok(())
    })?;
    access(connection, key, loader)?;
    if let Some(end) = ledger_end(connection)? {
        loader.ledger_end(end);
    }
    let folded = watermark(connection)?;
    let waiting = |connection: &mut AnyConnection, after| unfolded(connection, after, i64::MAX, CHUNK);
    each(
        connection,
        folded,
        waiting,
        |row: &LedgerRow| row.id,
        |row| {
            loader.unfolded(row.edge_change()?);
            Ok(())
        },
    )
}

fn people(connection: &mut AnyConnection, loader: &mut dyn Loader) -> Result<(), Fault> {
    each(
        connection,
        START,
        by_id!(users, UserRow),
        |row: &UserRow| row.id,
        |row| {
            let (user, counts, latest) = row.read()?;
            loader.user(user, counts, latest);
            Ok(())
        },
    )
}

/// In the order of their ids: what a post answers, repeats or quotes comes before it.
fn posts(connection: &mut AnyConnection, loader: &mut dyn Loader) -> Result<(), Fault> {
    each(
        connection,
        START,
        by_id!(posts, PostRow),
        |row: &PostRow| row.id,
        |row| {
            loader.post(row.read()?);
            Ok(())
        },
    )
}

/// Post by post, each one's likes oldest first: whoever takes them in appends.
fn likes(connection: &mut AnyConnection, loader: &mut dyn Loader) -> Result<(), Fault> {
    let fetch = |connection: &mut AnyConnection, (post, position, user): (i64, i64, i64)| {
        let later = likes::position.gt(position).or(likes::position.eq(position).and(likes::user_id.gt(user)));
        // The first condition follows from the second; it is the one that an index is entered by.
        let rest = likes::table.filter(likes::post_id.ge(post)).filter(likes::post_id.gt(post).or(later));
        let rest = rest.order((likes::post_id, likes::position, likes::user_id)).limit(CHUNK);
        rest.select(LikeRow::as_select()).load(connection)
    };
    let place = |row: &LikeRow| (row.post_id, row.position, row.user_id);
    each(connection, (START, START, START), fetch, place, |row| {
        loader.like(row.read());
        Ok(())
    })
}

fn messages(connection: &mut AnyConnection, loader: &mut dyn Loader) -> Result<(), Fault> {
    each(
        connection,
        START,
        by_id!(messages, MessageRow),
        |row: &MessageRow| row.id,
        |row| {
            let (message, hidden) = row.read();
            loader.message(message, hidden);
            Ok(())
        },
    )
}

fn lists(connection: &mut AnyConnection, loader: &mut dyn Loader) -> Result<(), Fault> {
    each(
        connection,
        START,
        by_id!(lists, ListRow),
        |row: &ListRow| row.id,
        |row| {
            loader.list(row.read());
            Ok(())
        },
    )
}

/// As [`likes`], list by list.
fn members(connection: &mut AnyConnection, loader: &mut dyn Loader) -> Result<(), Fault> {
    let fetch = |connection: &mut AnyConnection, (list, position, user): (i64, i64, i64)| {
        let later = members::position.gt(position).or(members::position.eq(position).and(members::user_id.gt(user)));
        let rest = members::table.filter(members::list_id.ge(list)).filter(members::list_id.gt(list).or(later));
        let rest = rest.order((members::list_id, members::position, members::user_id)).limit(CHUNK);
        rest.select(MemberRow::as_select()).load(connection)
    };
    let place = |row: &MemberRow| (row.list_id, row.position, row.user_id);
    each(connection, (START, START, START), fetch, place, |row| {
        loader.member(row.read());
        Ok(())
    })
}

fn access(connection: &mut AnyConnection, key: &SealKey, loader: &mut dyn Loader) -> Result<(), Fault> {
    for row in apps::table.order(apps::id).select(AppRow::as_select()).load::<AppRow>(connection)? {
        loader.app(row.read(key)?);
    }
    each(
        connection,
        START,
        by_id!(tokens, TokenRow),
        |row: &TokenRow| row.id,
        |row| {
            loader.token(row.read(key)?);
            Ok(())
        },
    )?;
    each(
        connection,
        START,
        by_id!(tickets, TicketRow),
        |row: &TicketRow| row.id,
        |row| {
            loader.ticket(row.read(key)?);
            Ok(())
        },
    )?;
    let after = |connection: &mut AnyConnection, after: i64| {
        let rest = passwords::table.filter(passwords::user_id.gt(after)).order(passwords::user_id).limit(CHUNK);
        rest.select(PasswordRow::as_select()).load(connection)
    };
    each(
        connection,
        START,
        after,
        |row: &PasswordRow| row.user_id,
        |row| {
            let (user, password) = row.read();
            loader.password(user, password);
            Ok(())
        },
    )
}

/// Hands on the rows that `fetch` finds after a key, until there are none.
fn each<R, K: Copy>(
    connection: &mut AnyConnection,
    mut after: K,
    fetch: impl Fn(&mut AnyConnection, K) -> QueryResult<Vec<R>>,
    key: impl Fn(&R) -> K,
    mut take: impl FnMut(R) -> Result<(), StoreError>,
) -> Result<(), Fault> {
    loop {
        let rows = fetch(connection, after)?;
        let Some(last) = rows.last().map(&key) else { return Ok(()) };
        after = last;
        for row in rows {
            take(row)?;
        }
    }
}
