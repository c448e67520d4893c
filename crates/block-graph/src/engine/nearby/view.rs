//! What is at hand, seen as the graph is: whatever else is asked for is missing.

use std::cell::Cell;
use std::sync::Arc;

use super::Nearby;
use crate::access::{App, HeldToken, PasswordHash, Ticket, TokenKey, TokenRecord};
use crate::edge::{Edge, List};
use crate::error::StoreError;
use crate::event::Like;
use crate::feed::PostRange;
use crate::id::{AppId, ChainId, ListId, MessageId, PostId, UserId};
use crate::message::Message;
use crate::page::Cursor;
use crate::post::{Post, PostCounts};
use crate::relation::Relation;
use crate::store::news::pair;
use crate::user_list::{ListRef, Member, UserList};
use crate::user_ref::UserRef;
use crate::username::Username;
use crate::view::{Chain, FeedSource, LikesOf, ListRow, MembersOf, Person, Reaction, View};

/// A view of what is at hand.
pub(super) struct AtHand<'n> {
    nearby: &'n Nearby,
    missed: Cell<bool>,
}

impl<'n> AtHand<'n> {
    pub(super) fn new(nearby: &'n Nearby) -> Self {
        Self { nearby, missed: Cell::new(false) }
    }

    /// Whether anything was asked for that is not at hand. What was said then means nothing.
    pub(super) fn missed(&self) -> bool {
        self.missed.get()
    }

    fn missing<T>(&self) -> Result<T, StoreError> {
        self.missed.set(true);
        Err(StoreError::Unavailable("not at hand".to_owned()))
    }

    fn found<T>(&self, found: Option<T>) -> Result<T, StoreError> {
        found.map_or_else(|| self.missing(), Ok)
    }

    fn person(&self, user: &UserRef) -> Option<Person> {
        let id = match user {
            // Nobody keeps that there is no such id, so a name beside one is not looked for.
            UserRef::Id(id) | UserRef::IdOrName(id, _) => *id,
            UserRef::Name(name) => self.nearby.names.get(Username::new(name)?.key().as_str())?,
        };
        self.nearby.people.get(&id)
    }

    fn edges(&self, one: UserId, other: UserId) -> Option<Arc<[Edge]>> {
        self.nearby.pairs.get(&pair(one, other))
    }
}

macro_rules! missing {
    ($($name:ident($($argument:ident: $type:ty),*) -> $answer:ty;)*) => {$(
        fn $name(&self, $($argument: $type),*) -> Result<$answer, StoreError> {
            self.missing()
        }
    )*};
}

impl View for AtHand<'_> {
    fn resolve(&self, users: &[UserRef]) -> Result<Vec<Option<Person>>, StoreError> {
        users.iter().map(|user| self.found(self.person(user)).map(Some)).collect()
    }

    fn people(&self, ids: &[UserId]) -> Result<Vec<Option<Person>>, StoreError> {
        ids.iter().map(|id| self.found(self.nearby.people.get(id)).map(Some)).collect()
    }

    fn relations(&self, viewer: UserId, others: &[UserId]) -> Result<Vec<Relation>, StoreError> {
        let relation =
            |other: &UserId| self.found(self.edges(viewer, *other)).map(|edges| Relation::of(viewer, &edges));
        others.iter().map(relation).collect()
    }

    fn between(&self, one: UserId, other: UserId) -> Result<Vec<Edge>, StoreError> {
        self.found(self.edges(one, other)).map(|edges| edges.to_vec())
    }

    fn token(&self, key: &TokenKey) -> Result<Option<HeldToken>, StoreError> {
        self.found(self.nearby.tokens.get(key)).map(Some)
    }

    fn posts(&self, ids: &[PostId]) -> Result<Vec<Option<Arc<Post>>>, StoreError> {
        if ids.is_empty() { Ok(Vec::new()) } else { self.missing() }
    }

    missing! {
        post_counts(_ids: &[PostId]) -> Vec<PostCounts>;
        reactions(_viewer: UserId, _ids: &[PostId]) -> Vec<Reaction>;
        feed(_source: &FeedSource, _range: &PostRange, _limit: usize) -> Vec<Arc<Post>>;
        likes(_of: LikesOf, _cursor: Cursor, _limit: usize) -> Vec<Like>;
        messages(_ids: &[MessageId]) -> Vec<Option<Arc<Message>>>;
        mailbox(_user: UserId, _with: Option<UserId>, _cursor: Cursor, _limit: usize) -> Vec<Arc<Message>>;
        lists(_lists: &[ListRef]) -> Vec<Option<Arc<UserList>>>;
        lists_by(_owner: UserId, _cursor: Cursor, _limit: usize) -> Vec<Arc<UserList>>;
        member_counts(_lists: &[ListId]) -> Vec<i32>;
        member(_list: ListId, _user: UserId) -> Option<Member>;
        members(_of: MembersOf, _cursor: Cursor, _limit: usize) -> Vec<Member>;
        search(_prefix: &str, _limit: usize) -> Vec<Person>;
        rows(_owner: UserId, _list: List, _cursor: Cursor, _limit: usize) -> Vec<ListRow>;
        authorised(_app: AppId, _users: &[UserId]) -> Vec<bool>;
        app(_key: &str) -> Option<Arc<App>>;
        app_by_id(_id: AppId) -> Option<Arc<App>>;
        ticket(_key: &TokenKey) -> Option<Arc<Ticket>>;
        chain(_chain: ChainId) -> Chain;
        tokens_between(_app: AppId, _user: UserId) -> Vec<Arc<TokenRecord>>;
        tokens_of(_app: AppId, _audience: &str, _cursor: Cursor, _limit: usize) -> Vec<Arc<TokenRecord>>;
        authorisers(_app: AppId, _audience: &str) -> Vec<UserId>;
        passwords(_users: &[UserId]) -> Vec<Option<Arc<PasswordHash>>>;
        by_email(_email: &str) -> Option<UserId>;
        all_apps() -> Vec<Arc<App>>;
        all_tokens() -> Vec<Arc<TokenRecord>>;
        some_people(_limit: usize) -> Vec<Person>;
        all_people(_after: UserId, _limit: usize) -> Vec<Person>;
    }
}
