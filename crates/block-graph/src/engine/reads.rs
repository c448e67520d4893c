//! The commands that read, written once over a [`View`].

use std::sync::Arc;

use crate::access::Actor;
use crate::card::Wants;
use crate::command::*;
use crate::edge::List;
use crate::engine::KeptPages;
use crate::engine::cards::{card, cards, relations_wanted, seen_cards};
use crate::engine::lists::Desk;
use crate::engine::pages::{cut, cut_by, cut_ids, cut_seen};
use crate::engine::sight::{may_see, people};
use crate::engine::{feeds, posts, tokens};
use crate::error::{Action, CoreError, Refusal};
use crate::feed::PostRange;
use crate::id::{Position, PostId, UserId};
use crate::outcome::{Absence, Absent, Identity, Outcome, Relationship};
use crate::page::PageRequest;
use crate::policy;
use crate::post::Post;
use crate::rules::{caller_takes_part, find};
use crate::user::Standing;
use crate::user_ref::UserRef;
use crate::view::{FeedSource, Person, View};

/// Runs a command that reads. Pages of ids may be found among those that are `kept`.
pub(crate) fn run(
    view: &dyn View,
    actor: &Actor,
    command: Command,
    wants: Wants,
    kept: Option<&KeptPages>,
) -> Result<Outcome, CoreError> {
    if let Some(user) = actor.user() {
        caller_takes_part(view, user)?;
    }
    let reader = Reader { view, actor, wants };
    let desk = Desk { view, actor, wants };
    match command {
        Command::ShowUser(op) => reader.show(&op.user),
        Command::LookUpUsers(op) => reader.look_up(op.users),
        Command::WhoAmI(_) => reader.identity(),
        Command::ListUsers(op) => reader.list_users(&op.owner, op.list, op.page),
        Command::ListIds(op) => reader.list_ids(&op.owner, op.list, op.page, kept),
        Command::BulkIds(op) => reader.bulk_ids(&op.owners, op.list),
        Command::ShowRelation(op) => reader.relationship(op.source, &op.target),
        Command::SearchUsers(op) => reader.search(&op.query, op.limit),
        Command::ShowPost(op) => posts::show(view, actor, op.post, op.even_blocked),
        Command::LookUpPosts(op) => Ok(Outcome::Posts(posts::look_up(view, actor, &op.posts, op.even_blocked)?)),
        Command::ReadFeed(op) => Ok(Outcome::Feed(feeds::read(view, actor, &op.feed, op.filter, op.range)?)),
        Command::ListLikes(op) => Ok(Outcome::PostPage(posts::liked_by(view, actor, &op.user, op.page)?)),
        Command::ListLikers(op) => posts::likers(view, actor, op.post, op.page, wants),
        Command::ListReposters(op) => reader.reposters(op.post, op.page),
        Command::ShowMessage(op) => desk.message(op.message),
        Command::ListMessages(op) => desk.messages(op.with.as_ref(), op.page),
        Command::ShowList(op) => desk.list(&op.list),
        Command::ShowMember(op) => desk.member(&op.list, &op.user),
        Command::ListMembers(op) => desk.members(&op.list, op.page),
        Command::ListMemberships(op) => desk.memberships(&op.user, op.page),
        Command::ListOwned(op) => desk.owned(&op.user, op.page),
        Command::ListTokens(op) => tokens::granted(view, actor, op.page),
        Command::ListAuthorisers(_) => tokens::authorisers(view, actor),
        other => Err(CoreError::broken(format!("{} was run as a read", other.kind().name()))),
    }
}

/// How many people a search by name looks at.
const SEARCHED: usize = 10_000;

struct Reader<'r> {
    view: &'r dyn View,
    actor: &'r Actor,
    wants: Wants,
}

impl Reader<'_> {
    fn show(&self, user: &UserRef) -> Result<Outcome, CoreError> {
        let person = find(self.view, user)?;
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
                let person = find(self.view, &UserRef::Id(user))?;
                Some(card(self.view, Some(user), person, self.wants)?)
            }
            None => None,
        };
        Ok(Outcome::Identity(Identity { user, grant: Arc::clone(grant) }))
    }

    /// The list's owner, if the caller may read it.
    fn owner(&self, owner: &UserRef, list: List) -> Result<UserId, CoreError> {
        let person = find(self.view, owner)?;
        let id = person.user.id;
        let allowed = !list.private()
            || match (self.actor.user(), self.actor.app()) {
                (Some(user), _) => user == id,
                (None, Some(app)) => self.view.authorised(app, &[id])?.first().copied().unwrap_or(false),
                (None, None) => false,
            };
        if !allowed {
            return Err(Refusal::ListIsPrivate { owner: id }.into());
        }
        if !list.private() {
            may_see(self.view, self.actor.user(), &person, Action::ReadFollows, false)?;
        }
        Ok(id)
    }

    /// People found by a text: those whose username begins with it first, then those whose name holds it.
    fn search(&self, query: &str, limit: usize) -> Result<Outcome, CoreError> {
        let by_username = query.strip_prefix('@');
        let text = by_username.unwrap_or(query).trim().to_lowercase();
        let mut found = self.view.search(&text, limit)?;
        if by_username.is_none() && found.len() < limit {
            let named = |person: &Person| person.user.name().to_lowercase().contains(&text);
            let others = self.view.search("", SEARCHED)?.into_iter().filter(named);
            let known: Vec<_> = found.iter().map(|person| person.user.id).collect();
            found.extend(others.filter(|person| !known.contains(&person.user.id)).take(limit - known.len()));
        }
        let ids: Vec<_> = found.iter().map(|person| person.user.id).collect();
        let shown = people(self.view, self.actor, &ids, self.wants)?;
        Ok(Outcome::Users(shown.into_iter().map(Ok).collect()))
    }

    /// One page of people who reposted a post, in the order of their reposts' ids.
    fn reposters(&self, post: PostId, page: PageRequest) -> Result<Outcome, CoreError> {
        posts::show(self.view, self.actor, post, true)?;
        let source = FeedSource::Reposting(post);
        let read = |cursor, limit| match PostRange::from_cursor(cursor, limit) {
            Some(range) => self.view.feed(&source, &range, limit),
            None => Ok(Vec::new()),
        };
        let cut = cut_by(page, read, |repost: &Arc<Post>| Position(repost.id.0))?;
        let authors: Vec<_> = cut.items.iter().map(|repost| repost.author).collect();
        Ok(Outcome::UserPage(cut.with_items(people(self.view, self.actor, &authors, self.wants)?)))
    }

    fn list_users(&self, owner: &UserRef, list: List, page: PageRequest) -> Result<Outcome, CoreError> {
        let viewer = self.actor.user();
        let seen_by = relations_wanted(viewer, self.wants);
        let mut cut = cut_seen(self.view, self.owner(owner, list)?, list, page, seen_by)?;
        let seen = std::mem::take(&mut cut.items);
        Ok(Outcome::UserPage(cut.with_items(seen_cards(self.view, viewer, seen, self.wants)?)))
    }

    fn list_ids(
        &self,
        owner: &UserRef,
        list: List,
        page: PageRequest,
        kept: Option<&KeptPages>,
    ) -> Result<Outcome, CoreError> {
        let owner = self.owner(owner, list)?;
        Ok(Outcome::IdPage(match kept {
            Some(kept) => kept.page(self.view, owner, list, page)?,
            None => cut_ids(self.view, owner, list, page)?,
        }))
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
            Some(source) => find(self.view, &source)?,
            None => return Err(Refusal::CallerNotAPerson.into()),
        };
        let target = find(self.view, target)?;
        let (viewer, other) = (source.user.id, target.user.id);
        let relation = self.view.relations(viewer, &[other])?.pop().unwrap_or_default();
        let can_dm = policy::allows_direct_messages(relation);
        let [source, target] = [source, target].map(|person| card(self.view, self.actor.user(), person, self.wants));
        Ok(Outcome::Relationship(Relationship { source: source?, target: target?, relation, can_dm }))
    }
}
