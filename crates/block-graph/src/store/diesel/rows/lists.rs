//! Rows of curated lists and of who is on them.

use diesel::prelude::*;

use super::super::schema::{lists, members};
use crate::id::{ListId, Position, UserId};
use crate::time::Timestamp;
use crate::user_list::{Member, UserList};

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = lists)]
pub(in super::super) struct ListRow {
    pub(in super::super) id: i64,
    pub(in super::super) owner: i64,
    name: String,
    pub(in super::super) slug: String,
    description: String,
    private: bool,
    created: i64,
}

impl ListRow {
    pub(in super::super) fn new(list: &UserList) -> Self {
        Self {
            id: list.id.0,
            owner: list.owner.0,
            name: list.name.clone(),
            slug: list.slug(),
            description: list.description.clone(),
            private: list.private,
            created: list.created.0,
        }
    }

    pub(in super::super) fn read(self) -> UserList {
        UserList {
            id: ListId(self.id),
            owner: UserId(self.owner),
            name: self.name,
            description: self.description,
            private: self.private,
            created: Timestamp(self.created),
        }
    }
}

#[derive(Queryable, Selectable, Clone, Copy)]
#[diesel(table_name = members)]
pub(in super::super) struct MemberRow {
    pub(in super::super) list_id: i64,
    pub(in super::super) user_id: i64,
    pub(in super::super) position: i64,
}

impl MemberRow {
    pub(in super::super) fn read(self) -> Member {
        Member { list: ListId(self.list_id), user: UserId(self.user_id), position: Position(self.position) }
    }
}
