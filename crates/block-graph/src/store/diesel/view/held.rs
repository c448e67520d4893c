//! What a reader has at hand before it is asked: the tokens, people and edges that a group of reads wants, fetched by a
//! statement each however many the reads are.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::super::fork;
use super::{Reader, names, person};
use crate::access::{HeldToken, TokenKey};
use crate::edge::Edge;
use crate::error::StoreError;
use crate::id::{AppId, UserId};
use crate::store::Wanted;
use crate::user_ref::UserRef;
use crate::view::Person;

/// What is known, also that there is no such thing. What is not in here is asked for when it is wanted.
#[derive(Default)]
pub(super) struct Held {
    tokens: FxHashMap<TokenKey, Option<HeldToken>>,
    people: FxHashMap<UserId, Option<Person>>,
    names: FxHashMap<String, Option<UserId>>,
    /// The edges from the first to the second.
    pairs: FxHashMap<(i64, i64), Vec<Edge>>,
}

impl Held {
    pub(super) fn token(&self, key: &TokenKey) -> Option<Option<HeldToken>> {
        self.tokens.get(key).cloned()
    }

    pub(super) fn people(&self, ids: &[UserId]) -> Option<Vec<Option<Person>>> {
        ids.iter().map(|id| self.people.get(id).cloned()).collect()
    }

    pub(super) fn resolve(&self, users: &[UserRef]) -> Option<Vec<Option<Person>>> {
        users.iter().map(|user| self.lookup(user)).collect()
    }

    fn lookup(&self, user: &UserRef) -> Option<Option<Person>> {
        let named = || match names(std::slice::from_ref(user)).pop() {
            None => Some(None),
            Some(key) => match self.names.get(&key)? {
                Some(id) => self.people.get(id).cloned(),
                None => Some(None),
            },
        };
        match user {
            UserRef::Id(id) => self.people.get(id).cloned(),
            UserRef::Name(_) => named(),
            UserRef::IdOrName(id, _) => match self.people.get(id)? {
                Some(person) => Some(Some(person.clone())),
                None => named(),
            },
        }
    }

    /// Takes it that nobody has the ids among these.
    fn expect_none(&mut self, users: &[&UserRef]) {
        let ids = users.iter().filter_map(|user| match user {
            UserRef::Id(id) | UserRef::IdOrName(id, _) => Some(*id),
            UserRef::Name(_) => None,
        });
        self.people.extend(ids.map(|id| (id, None)));
    }

    pub(super) fn edges(&self, pairs: &[(i64, i64)]) -> Option<Vec<Edge>> {
        let mut found = Vec::new();
        for pair in pairs {
            found.extend_from_slice(self.pairs.get(pair)?);
        }
        Some(found)
    }
}

impl Reader<'_> {
    /// Fetches what is wanted, to have it at hand.
    pub(in super::super) fn hold(&self, wanted: &Wanted) -> Result<(), StoreError> {
        let mut held = Held::default();
        self.hold_tokens(&wanted.tokens, &mut held)?;
        let mut ids = Vec::new();
        if wanted.names_people() {
            let paired = wanted.pairs.iter().flat_map(|(one, other)| [one, other]);
            // Whom a name means is found first; an id needs no person to be asked for edges.
            let named = paired.filter(|user| !matches!(user, UserRef::Id(_)));
            self.hold_people(&wanted.users.iter().chain(named).collect::<Vec<_>>(), &mut held)?;
        } else {
            held.expect_none(&wanted.users.iter().collect::<Vec<_>>());
            ids.extend(held.people.keys().map(|id| id.0));
        }
        let id = |user: &UserRef| match user {
            UserRef::Id(id) => Some(id.0),
            other => held.lookup(other).flatten().map(|person| person.user.id.0),
        };
        let mut pairs = FxHashMap::default();
        for (one, other) in wanted.pairs.iter().filter_map(|(one, other)| id(one).zip(id(other))) {
            pairs.insert((one, other), Vec::new());
            pairs.insert((other, one), Vec::new());
        }
        let asked: Vec<_> = pairs.keys().copied().collect();
        let (people, edges) = self.ask(|connection| Ok(fork::people_and_edges(connection, &ids, &asked)?))?;
        for row in people {
            let found = person(row)?;
            held.people.insert(found.user.id, Some(found));
        }
        for row in edges {
            let edge = row.read()?;
            pairs.entry((edge.source.0, edge.target.0)).or_default().push(edge);
        }
        held.pairs = pairs;
        *self.held.borrow_mut() = held;
        Ok(())
    }

    fn hold_tokens(&self, wanted: &[TokenKey], held: &mut Held) -> Result<(), StoreError> {
        for key in wanted {
            held.tokens.insert(key.clone(), None);
        }
        // PostgreSQL takes no text with a NUL, and no key in a database has one.
        let keys = held.tokens.keys().map(TokenKey::as_str).filter(|key| !key.contains('\0'));
        let keys: Vec<String> = keys.map(str::to_owned).collect();
        if keys.is_empty() {
            return Ok(());
        }
        let (rows, apps) = self.ask(|connection| Ok(fork::tokens_and_apps(connection, &keys)?))?;
        let mut read = FxHashMap::default();
        for row in apps {
            let app = row.read(self.key)?;
            read.insert(app.id, Arc::new(app));
        }
        for row in rows {
            let app = read.get(&AppId(row.app_id)).cloned();
            let token = row.read(self.key)?;
            let found = app.map(|app| token.held(&app));
            held.tokens.insert(token.key, found);
        }
        Ok(())
    }

    fn hold_people(&self, wanted: &[&UserRef], held: &mut Held) -> Result<(), StoreError> {
        held.expect_none(wanted);
        held.names.extend(wanted.iter().flat_map(|user| names(std::slice::from_ref(*user))).map(|key| (key, None)));
        let ids: Vec<i64> = held.people.keys().map(|id| id.0).collect();
        let keys: Vec<String> = held.names.keys().cloned().collect();
        if !ids.is_empty() {
            for row in self.ask(|connection| Ok(fork::users_by_id(connection, &ids)?))? {
                let found = person(row)?;
                held.people.insert(found.user.id, Some(found));
            }
        }
        if !keys.is_empty() {
            for row in self.ask(|connection| Ok(fork::users_by_name(connection, &keys)?))? {
                let key = row.username_key.clone();
                let found = person(row)?;
                held.names.insert(key, Some(found.user.id));
                held.people.insert(found.user.id, Some(found));
            }
        }
        Ok(())
    }

    /// A token that is at hand, or is asked for.
    pub(super) fn token_by_key(&self, key: &TokenKey) -> Result<Option<HeldToken>, StoreError> {
        let held = self.held.borrow().token(key);
        held.map_or_else(|| self.held_token(key), Ok)
    }
}
