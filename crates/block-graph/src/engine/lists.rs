//! Reading direct messages and curated lists, and what writes about them tell.

use std::sync::Arc;

use super::cards::{card, cards_of};
use super::pages::cut_by;
use super::sight::people;
use crate::access::Actor;
use crate::card::{UserCard, Wants};
use crate::error::{CoreError, Refusal};
use crate::id::{ListId, MessageId, Position, UserId};
use crate::message::{Message, MessageCard};
use crate::outcome::{Membership, Outcome};
use crate::page::{Cursor, PageRequest};
use crate::rules::find;
use crate::user_list::{ListCard, ListRef, UserList};
use crate::user_ref::UserRef;
use crate::view::{MembersOf, View};

/// Looks at messages and lists for one caller.
pub(super) struct Desk<'d> {
    pub(super) view: &'d dyn View,
    pub(super) actor: &'d Actor,
    pub(super) wants: Wants,
}

impl Desk<'_> {
    fn caller(&self) -> Result<UserId, CoreError> {
        Ok(self.actor.user().ok_or(Refusal::CallerNotAPerson)?)
    }

    pub(super) fn message(&self, id: MessageId) -> Result<Outcome, CoreError> {
        let caller = self.caller()?;
        let missing = || CoreError::from(Refusal::MessageNotFound { message: id });
        // Only what stands in the caller's mailbox is theirs to see.
        let from = Cursor::Newer(Position(id.0 - 1));
        let found = self.view.mailbox(caller, None, from, 1)?.pop().filter(|message| message.id == id);
        let mut told = message_cards(self.view, caller, &[found.ok_or_else(missing)?])?;
        told.pop().map(Outcome::Message).ok_or_else(missing)
    }

    pub(super) fn messages(&self, with: Option<&UserRef>, page: PageRequest) -> Result<Outcome, CoreError> {
        let caller = self.caller()?;
        let with = with.map(|with| find(self.view, with)).transpose()?.map(|person| person.user.id);
        let cut = cut_by(
            page,
            |cursor, limit| self.view.mailbox(caller, with, cursor, limit),
            |message: &Arc<Message>| Position(message.id.0),
        )?;
        Ok(Outcome::MessagePage(cut.with_items(message_cards(self.view, caller, &cut.items)?)))
    }

    fn find(&self, list: &ListRef) -> Result<Arc<UserList>, CoreError> {
        let found = self.view.lists(std::slice::from_ref(list))?.pop().flatten();
        let visible = found.filter(|found| !found.private || self.actor.user() == Some(found.owner));
        Ok(visible.ok_or_else(|| Refusal::ListNotFound { list: list.clone() })?)
    }

    pub(super) fn list(&self, list: &ListRef) -> Result<Outcome, CoreError> {
        let list = self.find(list)?;
        Ok(Outcome::List(list_card(self.view, self.actor.user(), &list)?))
    }

    pub(super) fn members(&self, list: &ListRef, page: PageRequest) -> Result<Outcome, CoreError> {
        let of = MembersOf::List(self.find(list)?.id);
        let cut = cut_by(page, |cursor, limit| self.view.members(of, cursor, limit), |member| member.position)?;
        let ids: Vec<_> = cut.items.iter().map(|member| member.user).collect();
        Ok(Outcome::UserPage(cut.with_items(people(self.view, self.actor, &ids, self.wants)?)))
    }

    pub(super) fn member(&self, list: &ListRef, user: &UserRef) -> Result<Outcome, CoreError> {
        let list = self.find(list)?;
        let user = find(self.view, user)?.user.id;
        let is_member = self.view.member(list.id, user)?.is_some();
        Ok(Outcome::Membership(membership(self.view, self.actor.user(), list.id, user, (is_member, false))?))
    }

    pub(super) fn memberships(&self, user: &UserRef, page: PageRequest) -> Result<Outcome, CoreError> {
        let of = MembersOf::User(find(self.view, user)?.user.id);
        let cut = cut_by(page, |cursor, limit| self.view.members(of, cursor, limit), |member| member.position)?;
        let lists: Vec<_> = cut.items.iter().map(|member| ListRef::Id(member.list)).collect();
        let lists: Vec<_> = self.view.lists(&lists)?.into_iter().flatten().collect();
        Ok(Outcome::ListPage(cut.with_items(self.list_cards(&lists)?)))
    }

    pub(super) fn owned(&self, user: &UserRef, page: PageRequest) -> Result<Outcome, CoreError> {
        let owner = find(self.view, user)?.user.id;
        let cut = cut_by(
            page,
            |cursor, limit| self.view.lists_by(owner, cursor, limit),
            |list: &Arc<UserList>| Position(list.id.0),
        )?;
        let cards = self.list_cards(&cut.items)?;
        Ok(Outcome::ListPage(cut.with_items(cards)))
    }

    fn list_cards(&self, lists: &[Arc<UserList>]) -> Result<Vec<ListCard>, CoreError> {
        let caller = self.actor.user();
        let seen = lists.iter().filter(|list| !list.private || caller == Some(list.owner));
        seen.map(|list| list_card(self.view, caller, list)).collect()
    }
}

/// The card of one person, whatever their standing.
fn person_card(view: &dyn View, viewer: Option<UserId>, id: UserId) -> Result<UserCard, CoreError> {
    let person = view.people(&[id])?.pop().flatten();
    let person = person.ok_or_else(|| CoreError::broken(format!("{id} vanished")))?;
    Ok(card(view, viewer, person, Wants::RELATION)?)
}

/// The card of a list.
pub(super) fn list_card(view: &dyn View, viewer: Option<UserId>, list: &Arc<UserList>) -> Result<ListCard, CoreError> {
    let members = view.member_counts(&[list.id])?.pop().unwrap_or_default();
    Ok(ListCard { list: Arc::clone(list), owner: person_card(view, viewer, list.owner)?, members })
}

/// What a list's member is to it, after a write or when asked: whether they are on it, and whether that changed.
pub(super) fn membership(
    view: &dyn View,
    viewer: Option<UserId>,
    list: ListId,
    user: UserId,
    (is_member, changed): (bool, bool),
) -> Result<Membership, CoreError> {
    let missing = || CoreError::from(Refusal::ListNotFound { list: ListRef::Id(list) });
    let found = view.lists(&[ListRef::Id(list)])?.pop().flatten().ok_or_else(missing)?;
    let list = list_card(view, viewer, &found)?;
    Ok(Membership { list, user: person_card(view, viewer, user)?, is_member, changed })
}

/// The cards of messages, in their order.
pub(super) fn message_cards(
    view: &dyn View,
    viewer: UserId,
    messages: &[Arc<Message>],
) -> Result<Vec<MessageCard>, CoreError> {
    let mut ids: Vec<_> = messages.iter().flat_map(|message| [message.sender, message.recipient]).collect();
    ids.sort_unstable();
    ids.dedup();
    let cards = cards_of(view, Some(viewer), &ids, Wants::RELATION)?;
    let find = |id| cards.iter().find(|card| card.user.id == id).cloned();
    let told = |message: &Arc<Message>| {
        let (sender, recipient) = (find(message.sender)?, find(message.recipient)?);
        Some(MessageCard { message: Arc::clone(message), sender, recipient })
    };
    Ok(messages.iter().filter_map(told).collect())
}
