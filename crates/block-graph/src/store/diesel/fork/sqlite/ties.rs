//! What ties people to posts and lists: likes, memberships, reposts, and what a person wrote.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use diesel::sqlite::Sqlite;

use super::super::super::rows::{LikeRow, MemberRow};
use super::super::{Cut, statement};
use super::json;

statement!(InsertLike on Sqlite {
    "INSERT INTO likes (user_id, post_id, position) VALUES (", user: BigInt = i64;
    ", ", post: BigInt = i64;
    ", ", position: BigInt = i64;
    then ") ON CONFLICT (user_id, post_id) DO NOTHING"
});

pub(in super::super) fn insert_likes(connection: &mut SqliteConnection, rows: &[LikeRow]) -> QueryResult<()> {
    for LikeRow { user_id: user, post_id: post, position } in rows {
        InsertLike { user, post, position }.execute(connection)?;
    }
    Ok(())
}

statement!(DeleteLike on Sqlite {
    "DELETE FROM likes WHERE user_id = ", user: BigInt = i64;
    " AND post_id = ", post: BigInt = i64;
    then ""
});

pub(in super::super) fn delete_likes(connection: &mut SqliteConnection, keys: &[(i64, i64)]) -> QueryResult<()> {
    for (user, post) in keys {
        DeleteLike { user, post }.execute(connection)?;
    }
    Ok(())
}

statement!(InsertMember on Sqlite {
    "INSERT INTO members (list_id, user_id, position) VALUES (", list: BigInt = i64;
    ", ", user: BigInt = i64;
    ", ", position: BigInt = i64;
    then ") ON CONFLICT (list_id, user_id) DO NOTHING"
});

pub(in super::super) fn insert_members(connection: &mut SqliteConnection, rows: &[MemberRow]) -> QueryResult<()> {
    for MemberRow { list_id: list, user_id: user, position } in rows {
        InsertMember { list, user, position }.execute(connection)?;
    }
    Ok(())
}

statement!(DeleteMember on Sqlite {
    "DELETE FROM members WHERE list_id = ", list: BigInt = i64;
    " AND user_id = ", user: BigInt = i64;
    then ""
});

pub(in super::super) fn delete_members(connection: &mut SqliteConnection, keys: &[(i64, i64)]) -> QueryResult<()> {
    for (list, user) in keys {
        DeleteMember { list, user }.execute(connection)?;
    }
    Ok(())
}

statement!(LikesBetween on Sqlite {
    "SELECT likes.user_id, likes.post_id, likes.position FROM json_each(", pairs: Text = str;
    then ") AS pair CROSS JOIN likes ON likes.user_id = pair.value ->> 0 AND likes.post_id = pair.value ->> 1"
});

impl diesel::query_builder::Query for LikesBetween<'_> {
    type SqlType = (BigInt, BigInt, BigInt);
}

pub(in super::super) fn likes_between(
    connection: &mut SqliteConnection,
    pairs: &[(i64, i64)],
) -> QueryResult<Vec<LikeRow>> {
    LikesBetween { pairs: &json(pairs) }.load(connection)
}

statement!(RepostsBetween on Sqlite {
    "SELECT posts.id FROM json_each(", pairs: Text = str;
    then ") AS pair CROSS JOIN posts ON posts.author_id = pair.value ->> 0 AND posts.repost_of = pair.value ->> 1"
});

impl diesel::query_builder::Query for RepostsBetween<'_> {
    type SqlType = BigInt;
}

pub(in super::super) fn reposts_between(
    connection: &mut SqliteConnection,
    pairs: &[(i64, i64)],
) -> QueryResult<Vec<i64>> {
    RepostsBetween { pairs: &json(pairs) }.load(connection)
}

statement!(NewestBy on Sqlite {
    "SELECT posts.id FROM json_each(", authors: Text = str;
    ") AS author CROSS JOIN posts ON posts.id IN (SELECT own.id FROM posts AS own WHERE own.author_id = author.value \
     AND own.id > ", above: BigInt = i64;
    " AND own.id < ", below: BigInt = i64;
    " ORDER BY own.id DESC LIMIT ", each: BigInt = i64;
    ") ORDER BY posts.id DESC LIMIT ", limit: BigInt = i64;
    then ""
});

impl diesel::query_builder::Query for NewestBy<'_> {
    type SqlType = BigInt;
}

pub(in super::super) fn newest_by(
    connection: &mut SqliteConnection,
    authors: &[i64],
    cut: Cut,
) -> QueryResult<Vec<i64>> {
    let Cut { above, below, limit } = &cut;
    NewestBy { authors: &array(authors), above, below, each: limit, limit }.load(connection)
}

statement!(OldestBy on Sqlite {
    "SELECT posts.id FROM json_each(", authors: Text = str;
    ") AS author CROSS JOIN posts ON posts.id IN (SELECT own.id FROM posts AS own WHERE own.author_id = author.value \
     AND own.id > ", above: BigInt = i64;
    " AND own.id < ", below: BigInt = i64;
    " ORDER BY own.id LIMIT ", each: BigInt = i64;
    ") ORDER BY posts.id LIMIT ", limit: BigInt = i64;
    then ""
});

impl diesel::query_builder::Query for OldestBy<'_> {
    type SqlType = BigInt;
}

pub(in super::super) fn oldest_by(
    connection: &mut SqliteConnection,
    authors: &[i64],
    cut: Cut,
) -> QueryResult<Vec<i64>> {
    let Cut { above, below, limit } = &cut;
    OldestBy { authors: &array(authors), above, below, each: limit, limit }.load(connection)
}

/// An array of ids, as `json_each` takes it.
fn array(ids: &[i64]) -> String {
    let ids: Vec<String> = ids.iter().map(i64::to_string).collect();
    format!("[{}]", ids.join(","))
}
