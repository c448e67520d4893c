//! What ties people to posts and lists: likes, memberships, reposts, and what a person wrote.

use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt};

use super::super::super::rows::{LikeRow, MemberRow};
use super::super::{Cut, statement};
use super::all;

statement!(InsertLikes on Pg {
    "INSERT INTO likes (user_id, post_id, position) SELECT * FROM unnest(", user: Array<BigInt> = [i64];
    ", ", post: Array<BigInt> = [i64];
    ", ", position: Array<BigInt> = [i64];
    then ") ON CONFLICT (user_id, post_id) DO NOTHING"
});

pub(in super::super) fn insert_likes(connection: &mut PgConnection, rows: &[LikeRow]) -> QueryResult<()> {
    let insert = InsertLikes {
        user: &all(rows, |row| row.user_id),
        post: &all(rows, |row| row.post_id),
        position: &all(rows, |row| row.position),
    };
    insert.execute(connection).map(drop)
}

statement!(DeleteLikes on Pg {
    "DELETE FROM likes USING unnest(", user: Array<BigInt> = [i64];
    ", ", post: Array<BigInt> = [i64];
    then ") AS gone (user_id, post_id) WHERE likes.user_id = gone.user_id AND likes.post_id = gone.post_id"
});

pub(in super::super) fn delete_likes(connection: &mut PgConnection, keys: &[(i64, i64)]) -> QueryResult<()> {
    let (user, post) = columns(keys);
    DeleteLikes { user: &user, post: &post }.execute(connection).map(drop)
}

statement!(InsertMembers on Pg {
    "INSERT INTO members (list_id, user_id, position) SELECT * FROM unnest(", list: Array<BigInt> = [i64];
    ", ", user: Array<BigInt> = [i64];
    ", ", position: Array<BigInt> = [i64];
    then ") ON CONFLICT (list_id, user_id) DO NOTHING"
});

pub(in super::super) fn insert_members(connection: &mut PgConnection, rows: &[MemberRow]) -> QueryResult<()> {
    let insert = InsertMembers {
        list: &all(rows, |row| row.list_id),
        user: &all(rows, |row| row.user_id),
        position: &all(rows, |row| row.position),
    };
    insert.execute(connection).map(drop)
}

statement!(DeleteMembers on Pg {
    "DELETE FROM members USING unnest(", list: Array<BigInt> = [i64];
    ", ", user: Array<BigInt> = [i64];
    then ") AS gone (list_id, user_id) WHERE members.list_id = gone.list_id AND members.user_id = gone.user_id"
});

pub(in super::super) fn delete_members(connection: &mut PgConnection, keys: &[(i64, i64)]) -> QueryResult<()> {
    let (list, user) = columns(keys);
    DeleteMembers { list: &list, user: &user }.execute(connection).map(drop)
}

statement!(LikesBetween on Pg {
    "SELECT likes.user_id, likes.post_id, likes.position FROM unnest(", user: Array<BigInt> = [i64];
    ", ", post: Array<BigInt> = [i64];
    then ") AS pair (user_id, post_id) \
     JOIN likes ON likes.user_id = pair.user_id AND likes.post_id = pair.post_id"
});

impl diesel::query_builder::Query for LikesBetween<'_> {
    type SqlType = (BigInt, BigInt, BigInt);
}

pub(in super::super) fn likes_between(
    connection: &mut PgConnection,
    pairs: &[(i64, i64)],
) -> QueryResult<Vec<LikeRow>> {
    let (user, post) = columns(pairs);
    LikesBetween { user: &user, post: &post }.load(connection)
}

statement!(RepostsBetween on Pg {
    "SELECT posts.id FROM unnest(", user: Array<BigInt> = [i64];
    ", ", post: Array<BigInt> = [i64];
    then ") AS pair (user_id, post_id) \
     JOIN posts ON posts.author_id = pair.user_id AND posts.repost_of = pair.post_id"
});

impl diesel::query_builder::Query for RepostsBetween<'_> {
    type SqlType = BigInt;
}

pub(in super::super) fn reposts_between(connection: &mut PgConnection, pairs: &[(i64, i64)]) -> QueryResult<Vec<i64>> {
    let (user, post) = columns(pairs);
    RepostsBetween { user: &user, post: &post }.load(connection)
}

statement!(NewestBy on Pg {
    "SELECT own.id FROM unnest(", authors: Array<BigInt> = [i64];
    ") AS author (id) CROSS JOIN LATERAL (SELECT posts.id FROM posts WHERE posts.author_id = author.id \
     AND posts.id > ", above: BigInt = i64;
    " AND posts.id < ", below: BigInt = i64;
    " ORDER BY posts.id DESC LIMIT ", each: BigInt = i64;
    ") AS own ORDER BY own.id DESC LIMIT ", limit: BigInt = i64;
    then ""
});

impl diesel::query_builder::Query for NewestBy<'_> {
    type SqlType = BigInt;
}

pub(in super::super) fn newest_by(connection: &mut PgConnection, authors: &[i64], cut: Cut) -> QueryResult<Vec<i64>> {
    let Cut { above, below, limit } = &cut;
    NewestBy { authors, above, below, each: limit, limit }.load(connection)
}

statement!(OldestBy on Pg {
    "SELECT own.id FROM unnest(", authors: Array<BigInt> = [i64];
    ") AS author (id) CROSS JOIN LATERAL (SELECT posts.id FROM posts WHERE posts.author_id = author.id \
     AND posts.id > ", above: BigInt = i64;
    " AND posts.id < ", below: BigInt = i64;
    " ORDER BY posts.id LIMIT ", each: BigInt = i64;
    ") AS own ORDER BY own.id LIMIT ", limit: BigInt = i64;
    then ""
});

impl diesel::query_builder::Query for OldestBy<'_> {
    type SqlType = BigInt;
}

pub(in super::super) fn oldest_by(connection: &mut PgConnection, authors: &[i64], cut: Cut) -> QueryResult<Vec<i64>> {
    let Cut { above, below, limit } = &cut;
    OldestBy { authors, above, below, each: limit, limit }.load(connection)
}

fn columns(pairs: &[(i64, i64)]) -> (Vec<i64>, Vec<i64>) {
    pairs.iter().copied().unzip()
}
