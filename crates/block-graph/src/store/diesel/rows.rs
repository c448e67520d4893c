//! Rows of the tables, and their conversion to and from the graph's own types.
//!
//! A number or name in a row that the graph does not know means that something else wrote the database: that is told,
//! never guessed around.

mod access;
mod lists;
mod messages;
mod posts;

use diesel::prelude::*;

pub(super) use self::access::{AppRow, PasswordRow, TicketRow, TokenRow};
pub(super) use self::lists::{ListRow, MemberRow};
pub(super) use self::messages::MessageRow;
pub(super) use self::posts::{LikeRow, MentionRow, PostRow};
use super::schema::{edges, ledger, users};
use crate::edge::{Edge, EdgeKind};
use crate::error::StoreError;
use crate::event::{Change, Event};
use crate::id::{Position, PostId, UserId};
use crate::time::Timestamp;
use crate::user::{Counts, Profile, Standing, User, UserKind};
use crate::username::Username;

fn unknown(what: &str, row: i64, value: impl std::fmt::Display) -> StoreError {
    StoreError::Broken(format!("row {row} holds an unknown {what}: {value}"))
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = users, treat_none_as_default_value = false)]
pub(super) struct UserRow {
    pub(super) id: i64,
    username: String,
    pub(super) username_key: String,
    name: String,
    description: String,
    location: String,
    url: Option<String>,
    image_url: Option<String>,
    banner_url: Option<String>,
    created: i64,
    protected: bool,
    verified: bool,
    standing: i16,
    kind: i16,
    timezone: String,
    locale: String,
    email: Option<String>,
    pinned_post: Option<i64>,
    followers: i32,
    following: i32,
    posts: i32,
    listed: i32,
    likes: i32,
    pub(super) latest_post: Option<i64>,
}

impl UserRow {
    pub(super) fn new(user: Profile, counts: Counts) -> Self {
        let Counts { followers, following, posts, listed, likes } = counts;
        Self {
            id: user.id.0,
            username: user.username.to_string(),
            username_key: user.username.key(),
            name: user.name,
            description: user.description,
            location: user.location,
            url: user.url,
            image_url: user.image_url,
            banner_url: user.banner_url,
            created: user.created.0,
            protected: user.protected,
            verified: user.verified,
            standing: user.standing.number(),
            kind: user.kind.number(),
            timezone: user.timezone,
            locale: user.locale,
            email: user.email,
            pinned_post: user.pinned_post.map(|post| post.0),
            followers,
            following,
            posts,
            listed,
            likes,
            latest_post: None,
        }
    }

    pub(super) fn read(self) -> Result<(User, Counts, Option<PostId>), StoreError> {
        let id = self.id;
        let Self { followers, following, posts, listed, likes, .. } = self;
        let user = Profile {
            id: UserId(id),
            username: Username::try_from(self.username).map_err(|other| unknown("username", id, other))?,
            name: self.name,
            description: self.description,
            location: self.location,
            url: self.url,
            image_url: self.image_url,
            banner_url: self.banner_url,
            created: Timestamp(self.created),
            protected: self.protected,
            verified: self.verified,
            standing: Standing::from_number(self.standing).ok_or_else(|| unknown("standing", id, self.standing))?,
            kind: UserKind::from_number(self.kind).ok_or_else(|| unknown("kind of user", id, self.kind))?,
            timezone: self.timezone,
            locale: self.locale,
            email: self.email,
            pinned_post: self.pinned_post.map(PostId),
        };
        Ok((user.into(), Counts { followers, following, posts, listed, likes }, self.latest_post.map(PostId)))
    }
}

#[derive(Queryable, Selectable, Clone, Copy)]
#[diesel(table_name = edges)]
pub(super) struct EdgeRow {
    pub(super) source_id: i64,
    pub(super) kind: i16,
    pub(super) position: i64,
    pub(super) target_id: i64,
}

impl EdgeRow {
    pub(super) fn read(self) -> Result<Edge, StoreError> {
        let kind =
            EdgeKind::from_number(self.kind).ok_or_else(|| unknown("kind of edge", self.source_id, self.kind))?;
        let Self { source_id, position, target_id, .. } = self;
        Ok(Edge { source: UserId(source_id), kind, target: UserId(target_id), position: Position(position) })
    }
}

#[derive(Clone, Queryable, Selectable)]
#[diesel(table_name = ledger)]
pub(super) struct LedgerRow {
    pub(super) id: i64,
    pub(super) at: i64,
    pub(super) actor: Option<i64>,
    pub(super) app: Option<i64>,
    pub(super) change: i16,
    pub(super) kind: i16,
    pub(super) source: i64,
    pub(super) target: i64,
    pub(super) position: i64,
    pub(super) folded: bool,
}

impl LedgerRow {
    /// The sort of change that begins an edge, as [`crate::event::Row`] counts them.
    pub(super) const BEGUN: i16 = 1;

    pub(super) fn new(event: &Event, folded: bool) -> Self {
        let row = event.change.row();
        Self {
            id: event.id,
            at: event.at.0,
            actor: event.actor.map(|user| user.0),
            app: event.app.map(|app| app.0),
            change: row.change,
            kind: row.kind,
            source: row.source,
            target: row.target,
            position: row.position,
            folded,
        }
    }

    /// The edge change of a row that waits to be folded; no other change does.
    pub(super) fn edge_change(&self) -> Result<Change, StoreError> {
        let Self { source, kind, position, target, .. } = *self;
        let edge = EdgeRow { source_id: source, kind, position, target_id: target }.read()?;
        match self.change {
            1 => Ok(Change::AddEdge(edge)),
            2 => Ok(Change::RemoveEdge(edge)),
            other => Err(unknown("change to fold", self.id, other)),
        }
    }
}
