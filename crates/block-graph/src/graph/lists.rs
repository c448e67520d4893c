//! Curated lists in memory: by id, by owner, and who is on which.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::id::{ListId, Position, UserId};
use crate::page::Cursor;
use crate::user_list::{Member, UserList};
use crate::view::MembersOf;

#[derive(Default)]
pub(super) struct ListTables {
    lists: FxHashMap<ListId, Arc<UserList>>,
    by_owner: FxHashMap<UserId, Vec<ListId>>,
    places: FxHashMap<(ListId, UserId), Member>,
    /// Memberships, oldest first.
    on_list: FxHashMap<ListId, Vec<Member>>,
    of_user: FxHashMap<UserId, Vec<Member>>,
}

impl ListTables {
    pub(super) fn get(&self, id: ListId) -> Option<Arc<UserList>> {
        self.lists.get(&id).cloned()
    }

    /// The oldest list of that owner and slug.
    pub(super) fn by_slug(&self, owner: UserId, slug: &str) -> Option<Arc<UserList>> {
        let slug = slug.to_lowercase();
        self.by_owner.get(&owner)?.iter().filter_map(|id| self.get(*id)).find(|list| list.slug() == slug)
    }

    pub(super) fn put(&mut self, list: Arc<UserList>) {
        let ids = self.by_owner.entry(list.owner).or_default();
        let at = ids.partition_point(|id| *id < list.id);
        if ids.get(at) != Some(&list.id) {
            ids.insert(at, list.id);
        }
        self.lists.insert(list.id, list);
    }

    pub(super) fn delete(&mut self, id: ListId) {
        if let Some(list) = self.lists.remove(&id)
            && let Some(ids) = self.by_owner.get_mut(&list.owner)
        {
            ids.retain(|other| *other != id);
        }
    }

    pub(super) fn add(&mut self, member: Member) {
        if self.places.insert((member.list, member.user), member).is_none() {
            for members in [self.on_list.entry(member.list).or_default(), self.of_user.entry(member.user).or_default()]
            {
                let at = members.partition_point(|other| other.position < member.position);
                members.insert(at, member);
            }
        }
    }

    pub(super) fn remove(&mut self, member: &Member) {
        if let Some(placed) = self.places.remove(&(member.list, member.user)) {
            for members in
                [self.on_list.get_mut(&member.list), self.of_user.get_mut(&member.user)].into_iter().flatten()
            {
                members.retain(|other| *other != placed);
            }
        }
    }

    pub(super) fn member(&self, list: ListId, user: UserId) -> Option<Member> {
        self.places.get(&(list, user)).copied()
    }

    pub(super) fn count(&self, list: ListId) -> i32 {
        self.on_list.get(&list).map_or(0, |members| i32::try_from(members.len()).unwrap_or(i32::MAX))
    }

    pub(super) fn members(&self, of: MembersOf, cursor: Cursor, limit: usize) -> Vec<Member> {
        let members = match of {
            MembersOf::List(list) => self.on_list.get(&list),
            MembersOf::User(user) => self.of_user.get(&user),
        };
        let members = members.map_or(&[][..], |members| members);
        super::list::cut(members, |member| member.position, cursor, limit).copied().collect()
    }

    pub(super) fn by_owner(&self, owner: UserId, cursor: Cursor, limit: usize) -> Vec<Arc<UserList>> {
        let ids = self.by_owner.get(&owner).map_or(&[][..], |ids| ids);
        super::list::cut(ids, |id| Position(id.0), cursor, limit).filter_map(|id| self.get(*id)).collect()
    }
}
