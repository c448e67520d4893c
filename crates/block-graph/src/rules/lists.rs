//! Curated lists: made, changed and filled by their owner, as far as the policy allows.

use std::sync::Arc;

use super::{Done, Plan, find, key};
use crate::error::{Action, CoreError, Refusal};
use crate::event::Change;
use crate::id::{ListId, UserId};
use crate::mint::Mint;
use crate::page::Cursor;
use crate::policy;
use crate::time::Timestamp;
use crate::user_list::{ListRef, Member, UserList};
use crate::user_ref::UserRef;
use crate::view::{MembersOf, View};

/// What a list is changed to.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Revision {
    /// Its new name.
    pub(crate) name: Option<String>,
    /// Its new description.
    pub(crate) description: Option<String>,
    /// Whether its owner alone sees it.
    pub(crate) private: Option<bool>,
}

/// The one who curates.
pub(super) struct Curator<'c> {
    pub(super) view: &'c dyn View,
    pub(super) actor: UserId,
    pub(super) mint: &'c Mint,
    pub(super) now: Timestamp,
}

impl Curator<'_> {
    pub(super) fn create(&self, name: &str, description: &str, private: bool) -> Plan {
        let list = Arc::new(UserList {
            id: ListId(self.mint.id()),
            owner: self.actor,
            name: name.to_owned(),
            description: description.to_owned(),
            private,
            created: self.now,
        });
        put(list)
    }

    pub(super) fn update(&self, list: &ListRef, revision: &Revision) -> Result<Plan, CoreError> {
        let mut changed = UserList::clone(&*self.own(list)?);
        revision.name.iter().for_each(|name| changed.name.clone_from(name));
        revision.description.iter().for_each(|description| changed.description.clone_from(description));
        changed.private = revision.private.unwrap_or(changed.private);
        Ok(put(Arc::new(changed)))
    }

    pub(super) fn delete(&self, list: &ListRef) -> Result<Plan, CoreError> {
        let list = self.own(list)?;
        let members = self.view.members(MembersOf::List(list.id), Cursor::Newest, usize::MAX)?;
        let mut changes: Vec<_> = members.into_iter().map(Change::RemoveMember).collect();
        changes.push(Change::DeleteList(Arc::clone(&list)));
        Ok(Plan { changes, keys: vec![(list.id.0, 0)], done: Done::List(list) })
    }

    pub(super) fn add(&self, list: &ListRef, user: &UserRef) -> Result<Plan, CoreError> {
        let list = self.own(list)?;
        let user = find(self.view, user)?.user.id;
        if user != self.actor {
            let relation = self.view.relations(self.actor, &[user])?.pop().unwrap_or_default();
            policy::allows(Action::AddToList, relation)?;
        }
        let changed = self.view.member(list.id, user)?.is_none();
        let member = Member { list: list.id, user, position: self.mint.position() };
        let changes = if changed { vec![Change::AddMember(member)] } else { Vec::new() };
        Ok(self.membership(&list, user, changes, true))
    }

    pub(super) fn remove(&self, list: &ListRef, user: &UserRef) -> Result<Plan, CoreError> {
        let list = self.own(list)?;
        let user = find(self.view, user)?.user.id;
        let changes = self.view.member(list.id, user)?.map(Change::RemoveMember).into_iter().collect();
        Ok(self.membership(&list, user, changes, false))
    }

    fn membership(&self, list: &UserList, user: UserId, changes: Vec<Change>, is_member: bool) -> Plan {
        let changed = !changes.is_empty();
        let done = Done::Membership { list: list.id, user, is_member, changed };
        Plan { changes, keys: vec![(list.id.0, 0), key(self.actor, user)], done }
    }

    fn own(&self, list: &ListRef) -> Result<Arc<UserList>, CoreError> {
        let found = self.view.lists(std::slice::from_ref(list))?.pop().flatten();
        let visible = found.filter(|found| !found.private || found.owner == self.actor);
        let found = visible.ok_or_else(|| Refusal::ListNotFound { list: list.clone() })?;
        if found.owner == self.actor { Ok(found) } else { Err(Refusal::NotYourList { list: found.id }.into()) }
    }
}

fn put(list: Arc<UserList>) -> Plan {
    Plan { changes: vec![Change::PutList(Arc::clone(&list))], keys: vec![(list.id.0, 0)], done: Done::List(list) }
}
