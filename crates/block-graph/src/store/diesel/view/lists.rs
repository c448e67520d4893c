//! Reading curated lists and who is on them.

use std::sync::Arc;

use diesel::dsl::count_star;
use diesel::prelude::*;
use rustc_hash::FxHashMap;

use super::super::IN_LIST;
use super::super::rows::{ListRow, MemberRow};
use super::super::schema::{lists, members};
use super::{Bound, Reader, at_most, bound, slug_key};
use crate::error::StoreError;
use crate::id::{ListId, UserId};
use crate::page::Cursor;
use crate::user_list::{ListRef, Member, UserList};
use crate::view::{MembersOf, View};

impl Reader<'_> {
    pub(super) fn lists_by_reference(&self, refs: &[ListRef]) -> Result<Vec<Option<Arc<UserList>>>, StoreError> {
        let owners: Vec<_> = refs
            .iter()
            .filter_map(|list| match list {
                ListRef::Slug(owner, _) => Some(owner.clone()),
                ListRef::Id(_) => None,
            })
            .collect();
        let owners = if owners.is_empty() { Vec::new() } else { self.resolve(&owners)? };
        let mut owners = owners.into_iter().map(|owner| owner.map(|owner| owner.user.id.0));
        let keys: Vec<Key> = refs
            .iter()
            .map(|list| match list {
                ListRef::Id(ListId(id)) => Key::Id(*id),
                ListRef::Slug(_, slug) => match (owners.next().flatten(), slug_key(slug)) {
                    (Some(owner), Some(slug)) => Key::Slug(owner, slug),
                    _ => Key::Nothing,
                },
            })
            .collect();
        let (mut by_id, mut by_slug) = (FxHashMap::default(), FxHashMap::default());
        for keys in keys.chunks(IN_LIST) {
            let (mut ids, mut owners, mut slugs) = (Vec::new(), Vec::new(), Vec::new());
            for key in keys {
                match key {
                    Key::Id(id) => ids.push(*id),
                    Key::Slug(owner, slug) => {
                        owners.push(*owner);
                        slugs.push(slug.as_str());
                    }
                    Key::Nothing => {}
                }
            }
            let named = lists::owner.eq_any(owners).and(lists::slug.eq_any(slugs));
            // The oldest come first, so that the first of a slug is the one that is meant.
            let these = lists::table.filter(lists::id.eq_any(ids).or(named)).order(lists::id);
            let rows: Vec<ListRow> =
                self.ask(|connection| Ok(these.select(ListRow::as_select()).load(connection)?))?;
            for row in rows {
                let (id, slug) = (row.id, (row.owner, row.slug.clone()));
                let list = Arc::new(row.read());
                by_id.insert(id, Arc::clone(&list));
                by_slug.entry(slug).or_insert(list);
            }
        }
        let found = |key| match key {
            Key::Id(id) => by_id.get(&id).cloned(),
            Key::Slug(owner, slug) => by_slug.get(&(owner, slug)).cloned(),
            Key::Nothing => None,
        };
        Ok(keys.into_iter().map(found).collect())
    }

    pub(super) fn cut_of_lists(
        &self,
        owner: UserId,
        cursor: Cursor,
        limit: usize,
    ) -> Result<Vec<Arc<UserList>>, StoreError> {
        let own = lists::table.filter(lists::owner.eq(owner.0)).limit(at_most(limit)).select(ListRow::as_select());
        let rows: Vec<ListRow> = match bound(cursor) {
            None => Vec::new(),
            Some(Bound::Below(below)) => {
                let cut = own.filter(lists::id.lt(below)).order(lists::id.desc());
                self.ask(|connection| Ok(cut.load(connection)?))?
            }
            Some(Bound::Above(above)) => {
                let cut = own.filter(lists::id.gt(above)).order(lists::id.asc());
                self.ask(|connection| Ok(cut.load(connection)?))?
            }
        };
        Ok(rows.into_iter().map(|row| Arc::new(row.read())).collect())
    }

    pub(super) fn counts_of_members(&self, ids: &[ListId]) -> Result<Vec<i32>, StoreError> {
        let mut found = FxHashMap::default();
        let plain: Vec<i64> = ids.iter().map(|id| id.0).collect();
        for ids in plain.chunks(IN_LIST) {
            let on_them = members::table.filter(members::list_id.eq_any(ids)).group_by(members::list_id);
            let rows: Vec<(i64, i64)> =
                self.ask(|connection| Ok(on_them.select((members::list_id, count_star())).load(connection)?))?;
            found.extend(rows.into_iter().map(|(list, count)| (list, i32::try_from(count).unwrap_or(i32::MAX))));
        }
        Ok(ids.iter().map(|id| found.get(&id.0).copied().unwrap_or(0)).collect())
    }

    pub(super) fn place(&self, list: ListId, user: UserId) -> Result<Option<Member>, StoreError> {
        let place = members::table.find((list.0, user.0)).select(MemberRow::as_select());
        let row: Option<MemberRow> = self.ask(|connection| Ok(place.first(connection).optional()?))?;
        Ok(row.map(MemberRow::read))
    }

    pub(super) fn cut_of_members(
        &self,
        of: MembersOf,
        cursor: Cursor,
        limit: usize,
    ) -> Result<Vec<Member>, StoreError> {
        let Some(bound) = bound(cursor) else { return Ok(Vec::new()) };
        macro_rules! cut {
            ($owner:ident, $whose:expr, $other:ident, $bound:expr, $order:ident) => {{
                let cut = members::table.filter(members::$owner.eq($whose)).filter($bound).limit(at_most(limit));
                let cut = cut.order((members::position.$order(), members::$other.$order()));
                self.ask(|connection| Ok(cut.select(MemberRow::as_select()).load::<MemberRow>(connection)?))?
            }};
        }
        let rows = match (of, bound) {
            (MembersOf::List(list), Bound::Below(below)) => {
                cut!(list_id, list.0, user_id, members::position.lt(below), desc)
            }
            (MembersOf::List(list), Bound::Above(above)) => {
                cut!(list_id, list.0, user_id, members::position.gt(above), asc)
            }
            (MembersOf::User(user), Bound::Below(below)) => {
                cut!(user_id, user.0, list_id, members::position.lt(below), desc)
            }
            (MembersOf::User(user), Bound::Above(above)) => {
                cut!(user_id, user.0, list_id, members::position.gt(above), asc)
            }
        };
        Ok(rows.into_iter().map(MemberRow::read).collect())
    }
}

/// What a list is found by.
enum Key {
    Id(i64),
    Slug(i64, String),
    Nothing,
}
