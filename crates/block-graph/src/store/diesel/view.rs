//! Reading from a database: each question is one query, or a few, however much is asked.

mod access;
mod held;
mod lists;
mod messages;
mod posts;

use std::cell::RefCell;
use std::sync::Arc;

use diesel::prelude::*;
use rustc_hash::FxHashMap;

use self::held::Held;
use super::connection::AnyConnection;
use super::error::Fault;
use super::fork;
use super::rows::UserRow;
use super::schema::{edges, users};
use crate::access::seal::SealKey;
use crate::access::{App, HeldToken, PasswordHash, Ticket, TokenKey, TokenRecord};
use crate::edge::{Edge, List};
use crate::error::StoreError;
use crate::event::Like;
use crate::feed::PostRange;
use crate::id::{AppId, ChainId, ListId, MessageId, Position, PostId, UserId};
use crate::message::Message;
use crate::page::Cursor;
use crate::post::{Post, PostCounts};
use crate::relation::Relation;
use crate::user::Standing;
use crate::user_list::{ListRef, Member, UserList};
use crate::user_ref::UserRef;
use crate::username::Username;
use crate::view::{Chain, FeedSource, LikesOf, ListRow, MembersOf, Person, Reaction, View};

/// A view of the database inside one transaction.
pub(super) struct Reader<'c> {
    connection: RefCell<&'c mut AnyConnection>,
    key: &'c SealKey,
    /// What ended the connection, if anything did: the view's errors cannot say it.
    lost: RefCell<Option<Fault>>,
    held: RefCell<Held>,
}

impl<'c> Reader<'c> {
    pub(super) fn new(connection: &'c mut AnyConnection, key: &'c SealKey) -> Self {
        Self { connection: RefCell::new(connection), key, lost: RefCell::new(None), held: RefCell::default() }
    }

    /// Runs `work` on the view.
    pub(super) fn run<T>(self, work: impl FnOnce(&dyn View) -> Result<T, StoreError>) -> Result<T, Fault> {
        let result = work(&self);
        match self.lost.into_inner() {
            Some(lost) => Err(lost),
            None => Ok(result?),
        }
    }

    /// What an error that a question of this reader gave is: the end of the connection, or itself.
    pub(super) fn lost_or(&self, error: StoreError) -> Fault {
        self.lost.borrow_mut().take().unwrap_or(Fault::Store(error))
    }

    fn ask<T>(&self, query: impl FnOnce(&mut AnyConnection) -> Result<T, Fault>) -> Result<T, StoreError> {
        query(&mut self.connection.borrow_mut()).map_err(|fault| {
            if let Fault::Lost(text) = &fault {
                *self.lost.borrow_mut() = Some(Fault::Lost(text.clone()));
            }
            fault.into()
        })
    }

    fn edges(&self, pairs: &[(i64, i64)]) -> Result<Vec<Edge>, StoreError> {
        if let Some(held) = self.held.borrow().edges(pairs) {
            return Ok(held);
        }
        let rows = self.ask(|connection| Ok(fork::edges_between(connection, pairs)?))?;
        rows.into_iter().map(|row| row.read()).collect()
    }
}

/// The keys of the usernames among `users`, of those that can be one: no other text is worth asking a database.
pub(super) fn names(users: &[UserRef]) -> Vec<String> {
    let name = |user: &UserRef| match user {
        UserRef::Name(name) | UserRef::IdOrName(_, name) => Username::new(name).map(|name| name.key()),
        UserRef::Id(_) => None,
    };
    users.iter().filter_map(name).collect()
}

/// The key of a list's slug, of what can be one.
pub(super) fn slug_key(slug: &str) -> Option<String> {
    // PostgreSQL takes no text with a NUL.
    (!slug.contains('\0')).then(|| slug.to_lowercase())
}

/// Where a page begins.
enum Bound {
    /// Below this, newest first.
    Below(i64),
    /// Above this, oldest first.
    Above(i64),
}

/// The bound that a cursor is; `None` where nothing follows.
fn bound(cursor: Cursor) -> Option<Bound> {
    match cursor {
        Cursor::Newest => Some(Bound::Below(i64::MAX)),
        Cursor::Older(Position(below)) => Some(Bound::Below(below)),
        Cursor::Newer(Position(above)) => Some(Bound::Above(above)),
        Cursor::End => None,
    }
}

/// A limit as databases take it.
fn at_most(limit: usize) -> i64 {
    i64::try_from(limit).unwrap_or(i64::MAX)
}

fn person(row: UserRow) -> Result<Person, StoreError> {
    let (user, counts, latest_post) = row.read()?;
    Ok(Person { user, counts, latest_post })
}

impl View for Reader<'_> {
    fn resolve(&self, refs: &[UserRef]) -> Result<Vec<Option<Person>>, StoreError> {
        if let Some(held) = self.held.borrow().resolve(refs) {
            return Ok(held);
        }
        let (mut by_id, mut by_name) = (FxHashMap::default(), FxHashMap::default());
        let ids = refs.iter().filter_map(|user| match user {
            UserRef::Id(id) | UserRef::IdOrName(id, _) => Some(id.0),
            UserRef::Name(_) => None,
        });
        let (ids, keys): (Vec<_>, _) = (ids.collect(), names(refs));
        let mut rows = self.ask(|connection| Ok(fork::users_by_id(connection, &ids)?))?;
        rows.extend(self.ask(|connection| Ok(fork::users_by_name(connection, &keys)?))?);
        for row in rows {
            let key = row.username_key.clone();
            let person = person(row)?;
            by_id.insert(person.user.id, person.clone());
            by_name.insert(key, person);
        }
        let named = |user: &UserRef| names(std::slice::from_ref(user)).pop().and_then(|key| by_name.get(&key));
        let found = |user: &UserRef| match user {
            UserRef::Id(id) => by_id.get(id),
            UserRef::Name(_) => named(user),
            UserRef::IdOrName(id, _) => by_id.get(id).or_else(|| named(user)),
        };
        Ok(refs.iter().map(|user| found(user).cloned()).collect())
    }

    fn people(&self, ids: &[UserId]) -> Result<Vec<Option<Person>>, StoreError> {
        if let Some(held) = self.held.borrow().people(ids) {
            return Ok(held);
        }
        let mut found = FxHashMap::default();
        let wanted: Vec<i64> = ids.iter().map(|id| id.0).collect();
        for row in self.ask(|connection| Ok(fork::users_by_id(connection, &wanted)?))? {
            found.insert(UserId(row.id), person(row)?);
        }
        Ok(ids.iter().map(|id| found.get(id).cloned()).collect())
    }

    fn posts(&self, ids: &[PostId]) -> Result<Vec<Option<Arc<Post>>>, StoreError> {
        self.posts_by_id(ids)
    }

    fn post_counts(&self, ids: &[PostId]) -> Result<Vec<PostCounts>, StoreError> {
        self.counts_of_posts(ids)
    }

    fn reactions(&self, viewer: UserId, ids: &[PostId]) -> Result<Vec<Reaction>, StoreError> {
        self.reactions_of(viewer, ids)
    }

    fn feed(&self, source: &FeedSource, range: &PostRange, limit: usize) -> Result<Vec<Arc<Post>>, StoreError> {
        self.feed_of(source, range, limit)
    }

    fn likes(&self, of: LikesOf, cursor: Cursor, limit: usize) -> Result<Vec<Like>, StoreError> {
        self.cut_of_likes(of, cursor, limit)
    }

    fn messages(&self, ids: &[MessageId]) -> Result<Vec<Option<Arc<Message>>>, StoreError> {
        self.messages_by_id(ids)
    }

    fn mailbox(
        &self,
        user: UserId,
        with: Option<UserId>,
        cursor: Cursor,
        limit: usize,
    ) -> Result<Vec<Arc<Message>>, StoreError> {
        self.cut_of_mailbox(user, with, cursor, limit)
    }

    fn lists(&self, lists: &[ListRef]) -> Result<Vec<Option<Arc<UserList>>>, StoreError> {
        self.lists_by_reference(lists)
    }

    fn lists_by(&self, owner: UserId, cursor: Cursor, limit: usize) -> Result<Vec<Arc<UserList>>, StoreError> {
        self.cut_of_lists(owner, cursor, limit)
    }

    fn member_counts(&self, lists: &[ListId]) -> Result<Vec<i32>, StoreError> {
        self.counts_of_members(lists)
    }

    fn member(&self, list: ListId, user: UserId) -> Result<Option<Member>, StoreError> {
        self.place(list, user)
    }

    fn members(&self, of: MembersOf, cursor: Cursor, limit: usize) -> Result<Vec<Member>, StoreError> {
        self.cut_of_members(of, cursor, limit)
    }

    fn search(&self, prefix: &str, limit: usize) -> Result<Vec<Person>, StoreError> {
        // No key begins with anything else, and all of these have a next letter in ASCII.
        if !prefix.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_')) {
            return Ok(Vec::new());
        }
        let mut end = prefix.to_owned();
        // Past what begins with the prefix; past every key if it is empty.
        end.push('\u{7f}');
        let found = users::table.filter(users::username_key.ge(prefix)).filter(users::username_key.lt(end));
        let found = found.order(users::username_key).limit(at_most(limit)).select(UserRow::as_select());
        let rows: Vec<UserRow> = self.ask(|connection| Ok(found.load(connection)?))?;
        rows.into_iter().map(person).collect()
    }

    fn relations(&self, viewer: UserId, others: &[UserId]) -> Result<Vec<Relation>, StoreError> {
        let pairs: Vec<_> = others.iter().flat_map(|other| [(viewer.0, other.0), (other.0, viewer.0)]).collect();
        let mut between: FxHashMap<UserId, Vec<Edge>> = FxHashMap::default();
        for edge in self.edges(&pairs)? {
            let other = if edge.source == viewer { edge.target } else { edge.source };
            between.entry(other).or_default().push(edge);
        }
        let relation = |other| between.get(other).map(|edges| Relation::of(viewer, edges)).unwrap_or_default();
        Ok(others.iter().map(relation).collect())
    }

    fn between(&self, one: UserId, other: UserId) -> Result<Vec<Edge>, StoreError> {
        self.edges(&[(one.0, other.0), (other.0, one.0)])
    }

    fn rows(&self, owner: UserId, list: List, cursor: Cursor, limit: usize) -> Result<Vec<ListRow>, StoreError> {
        let (kind, incoming) = list.edges();
        let limit = at_most(limit);
        // Four texts, all of them fixed, rather than one put together every time: they stay prepared.
        macro_rules! cut {
            ($owner:ident, $other:ident, $bound:expr, $order:ident) => {{
                let people = edges::table.inner_join(users::table.on(users::id.eq(edges::$other)));
                let list = people.filter(edges::$owner.eq(owner.0)).filter(edges::kind.eq(kind.number()));
                let cut = list.filter($bound).order((edges::position.$order(), edges::$other.$order())).limit(limit);
                self.ask(|connection| {
                    Ok(cut.select((edges::$other, edges::position, users::standing)).load(connection)?)
                })?
            }};
        }
        let Some(bound) = bound(cursor) else { return Ok(Vec::new()) };
        let rows: Vec<(i64, i64, i16)> = match (bound, incoming) {
            (Bound::Below(below), false) => cut!(source_id, target_id, edges::position.lt(below), desc),
            (Bound::Below(below), true) => cut!(target_id, source_id, edges::position.lt(below), desc),
            (Bound::Above(above), false) => cut!(source_id, target_id, edges::position.gt(above), asc),
            (Bound::Above(above), true) => cut!(target_id, source_id, edges::position.gt(above), asc),
        };
        let listed = |standing| Standing::from_number(standing).is_some_and(Standing::listed);
        let row = |(other, position, standing)| ListRow {
            other: UserId(other),
            position: Position(position),
            listed: listed(standing),
        };
        Ok(rows.into_iter().map(row).collect())
    }

    fn authorised(&self, app: AppId, people: &[UserId]) -> Result<Vec<bool>, StoreError> {
        self.holders(app, people)
    }

    fn app(&self, key: &str) -> Result<Option<Arc<App>>, StoreError> {
        self.app_by_key(key)
    }

    fn app_by_id(&self, id: AppId) -> Result<Option<Arc<App>>, StoreError> {
        self.app_of_id(id)
    }

    fn token(&self, key: &TokenKey) -> Result<Option<HeldToken>, StoreError> {
        self.token_by_key(key)
    }

    fn ticket(&self, key: &TokenKey) -> Result<Option<Arc<Ticket>>, StoreError> {
        self.ticket_by_key(key)
    }

    fn chain(&self, chain: ChainId) -> Result<Chain, StoreError> {
        self.whole_chain(chain)
    }

    fn tokens_between(&self, app: AppId, user: UserId) -> Result<Vec<Arc<TokenRecord>>, StoreError> {
        self.unrevoked_between(app, user)
    }

    fn tokens_of(
        &self,
        app: AppId,
        audience: &str,
        cursor: Cursor,
        limit: usize,
    ) -> Result<Vec<Arc<TokenRecord>>, StoreError> {
        self.cut_of_tokens(app, audience, cursor, limit)
    }

    fn authorisers(&self, app: AppId, audience: &str) -> Result<Vec<UserId>, StoreError> {
        self.granters(app, audience)
    }

    fn passwords(&self, users: &[UserId]) -> Result<Vec<Option<Arc<PasswordHash>>>, StoreError> {
        self.passwords_of(users)
    }

    fn by_email(&self, email: &str) -> Result<Option<UserId>, StoreError> {
        self.person_of_email(email)
    }

    fn all_apps(&self) -> Result<Vec<Arc<App>>, StoreError> {
        self.every_app()
    }

    fn all_tokens(&self) -> Result<Vec<Arc<TokenRecord>>, StoreError> {
        self.every_token()
    }

    fn some_people(&self, limit: usize) -> Result<Vec<Person>, StoreError> {
        self.all_people(UserId(i64::MIN), limit)
    }

    fn all_people(&self, after: UserId, limit: usize) -> Result<Vec<Person>, StoreError> {
        let later = users::table.filter(users::id.gt(after.0)).order(users::id);
        let later = later.limit(at_most(limit)).select(UserRow::as_select());
        let rows: Vec<UserRow> = self.ask(|connection| Ok(later.load(connection)?))?;
        rows.into_iter().map(person).collect()
    }
}
