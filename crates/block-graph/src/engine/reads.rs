//! The commands that read, written once over a [`View`].

use crate::access::Actor;
use crate::card::Wants;
use crate::command::*;
use crate::edge::List;
use crate::engine::cards::{card, cards};
use crate::engine::pages::cut;
use crate::error::{CoreError, Refusal};
use crate::id::UserId;
use crate::page::PageRequest;
use crate::policy;
use crate::rules::{caller_takes_part, present};
use crate::user::Standing;
use crate::user_ref::UserRef;
use crate::view::{Person, View};

/// Runs a command that reads.
pub(crate) fn run(view: &dyn View, actor: &Actor, command: Command, wants: Wants) -> Result<Outcome, CoreError> {
    if let Some(user) = actor.user() {
        caller_takes_part(view, user)?;
    }
    let reader = Reader { view, actor, wants };
    match command {
        Command::ShowUser(op) => reader.show(&op.user),
        Command::LookUpUsers(op) => reader.look_up(op.users),
        Command::WhoAmI(_) => reader.identity(),
        Command::ListUsers(op) => reader.list_users(&op.owner, op.list, op.page),
        Command::ListIds(op) => reader.list_ids(&op.owner, op.list, op.page),
        Command::BulkIds(op) => reader.bulk_ids(&op.owners, op.list),
        Command::ShowRelation(op) => reader.relationship(op.source, &op.target),
        other => Err(CoreError::broken(format!("{} was run as a read", other.kind().name()))),
    }
}

struct Reader<'r> {
    view: &'r dyn View,
    actor: &'r Actor,
    wants: Wants,
}

impl Reader<'_> {
    fn find(&self, user: &UserRef) -> Result<Person, CoreError> {
        let found = self.view.resolve(std::slice::from_ref(user))?.pop().flatten();
        let person = found.ok_or_else(|| Refusal::UserNotFound { user: user.clone() })?;
        present(&person, user)?;
        Ok(person)
    }

    fn show(&self, user: &UserRef) -> Result<Outcome, CoreError> {
        let person = self.find(user)?;
        Ok(Outcome::User(card(self.view, self.actor.user(), person, self.wants)?))
    }

    fn look_up(&self, users: Vec<UserRef>) -> Result<Outcome, CoreError> {
        let found = self.view.resolve(&users)?;
        let mut people = Vec::with_capacity(found.len());
        let mut absent = Vec::with_capacity(found.len());
        for (user, person) in users.into_iter().zip(found) {
            let why = match person.as_ref().map(|person| person.user.standing) {
                Some(Standing::Active) => None,
                Some(Standing::Suspended) => Some(Absence::Suspended),
                Some(Standing::Deactivated) => Some(Absence::Deactivated),
                None => Some(Absence::Unknown),
            };
            absent.push(why.map(|why| Absent { user, why }));
            people.extend(person.filter(|_| why.is_none()));
        }
        let mut shown = cards(self.view, self.actor.user(), people, self.wants)?.into_iter();
        // One card for each that is not absent, in order.
        let users = absent.into_iter().filter_map(|absent| absent.map(Err).or_else(|| shown.next().map(Ok)));
        Ok(Outcome::Users(users.collect()))
    }

    fn identity(&self) -> Result<Outcome, CoreError> {
        let grant = self.actor.grant().ok_or(Refusal::CallerNotAPerson)?;
        let user = match grant.user {
            Some(user) => {
                let person = self.find(&UserRef::Id(user))?;
                Some(card(self.view, Some(user), person, self.wants)?)
            }
            None => None,
        };
        Ok(Outcome::Identity(Identity { user, grant: std::sync::Arc::clone(grant) }))
    }

    /// The list's owner, if the caller may read it.
    fn owner(&self, owner: &UserRef, list: List) -> Result<UserId, CoreError> {
        let person = self.find(owner)?;
        let id = person.user.id;
        let allowed = !list.private()
            || match (self.actor.user(), self.actor.app()) {
                (Some(user), _) => user == id,
                (None, Some(app)) => self.view.authorised(app, &[id])?.first().copied().unwrap_or(false),
                (None, None) => false,
            };
        if allowed { Ok(id) } else { Err(Refusal::ListIsPrivate { owner: id }.into()) }
    }

    fn list_users(&self, owner: &UserRef, list: List, page: PageRequest) -> Result<Outcome, CoreError> {
        let ids = cut(self.view, self.owner(owner, list)?, list, page)?;
        let people = self.view.people(&ids.items)?.into_iter().flatten().collect();
        Ok(Outcome::UserPage(ids.with_items(cards(self.view, self.actor.user(), people, self.wants)?)))
    }

    fn list_ids(&self, owner: &UserRef, list: List, page: PageRequest) -> Result<Outcome, CoreError> {
        Ok(Outcome::IdPage(cut(self.view, self.owner(owner, list)?, list, page)?))
    }

    fn bulk_ids(&self, owners: &[UserId], list: List) -> Result<Outcome, CoreError> {
        let allowed = match (self.actor.user(), self.actor.app()) {
            (Some(user), _) => owners.iter().map(|owner| *owner == user).collect(),
            (None, Some(app)) => self.view.authorised(app, owners)?,
            (None, None) => vec![false; owners.len()],
        };
        let present = self.view.people(owners)?;
        let mut lists = Vec::with_capacity(owners.len());
        for ((owner, allowed), person) in owners.iter().zip(allowed).zip(present) {
            if allowed && person.is_some_and(|person| person.user.standing.listed()) {
                lists.push((*owner, cut(self.view, *owner, list, PageRequest::EVERYTHING)?.items));
            }
        }
        Ok(Outcome::IdLists(lists))
    }

    fn relationship(&self, source: Option<UserRef>, target: &UserRef) -> Result<Outcome, CoreError> {
        let source = match source.or_else(|| self.actor.user().map(UserRef::Id)) {
            Some(source) => self.find(&source)?,
            None => return Err(Refusal::CallerNotAPerson.into()),
        };
        let target = self.find(target)?;
        let (viewer, other) = (source.user.id, target.user.id);
        let relation = self.view.relations(viewer, &[other])?.pop().unwrap_or_default();
        let can_dm = relation.followed_by && policy::allows_direct_messages(relation);
        let [source, target] = [source, target].map(|person| card(self.view, self.actor.user(), person, self.wants));
        Ok(Outcome::Relationship(Relationship { source: source?, target: target?, relation, can_dm }))
    }
}
