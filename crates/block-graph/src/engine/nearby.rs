//! Answers of a shared database kept at hand for a bounded time: tokens, people, and edges between two people.
//!
//! An entry is served only while the listener, who hears of every commit, was heard from within the bound. What is put in
//! is older than the question that fetched it, so it is refused when news of the same thing came meanwhile; what is
//! dropped, by news of another process or by this one's own commit, is gone before anybody is told of the commit.

mod view;

use std::hash::Hash;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use parking_lot::Mutex;
use quick_cache::sync::Cache;
use rustc_hash::{FxBuildHasher, FxHashMap};

use crate::access::{HeldToken, TokenKey};
use crate::edge::Edge;
use crate::error::StoreError;
use crate::id::UserId;
use crate::store::news::{News, pair};
use crate::store::{Hear, Wanted};
use crate::user_ref::UserRef;
use crate::username::{Username, fold};
use crate::view::{Person, View};

/// How many locks the entries share.
const STRIPES: usize = 1024;

/// What is at hand, and how fresh it is.
pub(super) struct Nearby {
    bound: Duration,
    began: Instant,
    /// When the news were last known to be complete: so many microseconds after `began`, or zero for never.
    heard: AtomicU64,
    /// Counts what is asked and what is dropped, so that one can be told to be before the other.
    ticks: AtomicU64,
    /// The tick at which everything was dropped.
    emptied: AtomicU64,
    /// The tick of the last news of tokens: those tell their ids, and what is put in has a key.
    revoked: AtomicU64,
    /// By the hash of a key: the tick of the last news of any of its keys.
    stripes: Vec<Mutex<u64>>,
    tokens: Cache<TokenKey, HeldToken, quick_cache::UnitWeighter, FxBuildHasher>,
    people: Cache<UserId, Person, quick_cache::UnitWeighter, FxBuildHasher>,
    names: Cache<Box<str>, UserId, quick_cache::UnitWeighter, FxBuildHasher>,
    pairs: Cache<(UserId, UserId), Arc<[Edge]>, quick_cache::UnitWeighter, FxBuildHasher>,
    hits: AtomicU64,
    misses: AtomicU64,
}

/// When something was asked for.
#[derive(Clone, Copy)]
pub(super) struct Asked(u64);

#[cfg(test)]
impl Asked {
    /// Before anything was asked for.
    pub(super) const NEVER: Self = Self(0);
}

impl Nearby {
    /// Keeps answers for at most `bound`, and of each sort at most `entries`.
    pub(super) fn new(bound: Duration, entries: usize) -> Self {
        let stripes = (0..STRIPES).map(|_| Mutex::new(0)).collect();
        macro_rules! cache {
            () => {
                Cache::with(entries, entries as u64, quick_cache::UnitWeighter, FxBuildHasher, Default::default())
            };
        }
        Self {
            bound,
            began: Instant::now(),
            heard: AtomicU64::new(0),
            ticks: AtomicU64::new(1),
            emptied: AtomicU64::new(0),
            revoked: AtomicU64::new(0),
            stripes,
            tokens: cache!(),
            people: cache!(),
            names: cache!(),
            pairs: cache!(),
            hits: AtomicU64::new(0),
            misses: AtomicU64::new(0),
        }
    }

    /// What `work` makes of what is at hand, if that is enough and fresh enough.
    pub(super) fn answer<T>(&self, work: impl FnOnce(&dyn View) -> T) -> Option<T> {
        let found = if self.is_fresh() {
            let view = view::AtHand::new(self);
            let answer = work(&view);
            // Looked at again afterwards: what was read may have lain for a while.
            (!view.missed() && self.is_fresh()).then_some(answer)
        } else {
            None
        };
        let counter = if found.is_some() { &self.hits } else { &self.misses };
        counter.fetch_add(1, Ordering::Relaxed);
        found
    }

    /// How many questions were answered from here, and how many were not.
    pub(super) fn counts(&self) -> (u64, u64) {
        (self.hits.load(Ordering::Relaxed), self.misses.load(Ordering::Relaxed))
    }

    fn is_fresh(&self) -> bool {
        match self.heard.load(Ordering::Acquire) {
            0 => false,
            heard => self.began.elapsed().saturating_sub(Duration::from_micros(heard)) < self.bound,
        }
    }

    /// Taken before the database is asked.
    pub(super) fn asked(&self) -> Asked {
        Asked(self.ticks.fetch_add(1, Ordering::AcqRel))
    }

    /// Takes in what was wanted and is at hand in `view`, whose moment is after `asked`.
    pub(super) fn keep(&self, asked: Asked, wanted: &Wanted, view: &dyn View) -> Result<(), StoreError> {
        for key in &wanted.tokens {
            if let Some(held) = view.token(key)? {
                self.put((asked, &self.revoked), &self.tokens, key.clone(), held);
            }
        }
        let people = view.resolve(&wanted.users)?;
        for (user, person) in wanted.users.iter().zip(people) {
            let Some(person) = person else { continue };
            if let UserRef::Name(name) | UserRef::IdOrName(_, name) = user
                && let Some(name) = Username::new(name).filter(|name| name.key() == fold(person.user.username()))
            {
                // A name is its person's for good.
                self.names.insert(name.key().into(), person.user.id);
            }
            self.put((asked, &self.emptied), &self.people, person.user.id, person);
        }
        let mut known = FxHashMap::default();
        for (one, other) in &wanted.pairs {
            let mut id = |user: &UserRef| -> Result<Option<UserId>, StoreError> {
                if let UserRef::Id(id) = user {
                    return Ok(Some(*id));
                }
                if let Some(id) = known.get(user) {
                    return Ok(*id);
                }
                let id = view.find(user)?.map(|person| person.user.id);
                known.insert(user.clone(), id);
                Ok(id)
            };
            if let Some((one, other)) = id(one)?.zip(id(other)?) {
                self.put((asked, &self.emptied), &self.pairs, pair(one, other), view.between(one, other)?.into());
            }
        }
        Ok(())
    }

    fn stripe(&self, key: &impl Hash) -> &Mutex<u64> {
        let hash = std::hash::BuildHasher::hash_one(&FxBuildHasher, key);
        // The high bits of this hash are its best.
        &self.stripes[(hash >> 40) as usize % STRIPES]
    }

    fn put<K: Hash + Eq + Clone, V: Clone>(
        &self,
        (Asked(asked), emptied): (Asked, &AtomicU64),
        cache: &Cache<K, V, quick_cache::UnitWeighter, FxBuildHasher>,
        key: K,
        value: V,
    ) {
        let stripe = self.stripe(&key).lock();
        if *stripe < asked && self.emptied.load(Ordering::Acquire) < asked && emptied.load(Ordering::Acquire) < asked {
            cache.insert(key, value);
        }
    }

    fn forget<K: Hash + Eq + Clone, V: Clone>(
        &self,
        cache: &Cache<K, V, quick_cache::UnitWeighter, FxBuildHasher>,
        key: &K,
    ) {
        let mut stripe = self.stripe(key).lock();
        *stripe = self.ticks.fetch_add(1, Ordering::AcqRel);
        cache.remove(key);
    }

    /// From now on what was asked for before is not put in.
    fn passed(&self, mark: &AtomicU64) {
        mark.fetch_max(self.ticks.fetch_add(1, Ordering::AcqRel), Ordering::AcqRel);
        // Whoever is putting something in has done so, or sees that it is too late.
        self.stripes.iter().for_each(|stripe| drop(stripe.lock()));
    }

    fn empty(&self) {
        self.passed(&self.emptied);
        self.tokens.clear();
        self.people.clear();
        self.pairs.clear();
    }
}

impl Hear for Nearby {
    fn news(&self, news: &News) {
        if news.everything {
            return self.empty();
        }
        news.people.iter().for_each(|user| self.forget(&self.people, user));
        news.pairs.iter().for_each(|pair| self.forget(&self.pairs, pair));
        if news.apps || !news.tokens.is_empty() {
            self.passed(&self.revoked);
            let stale = |held: &HeldToken| news.apps || news.tokens.contains(&held.grant.token);
            self.tokens.retain(|_, held| !stale(held));
        }
    }

    fn heard(&self, at: Instant) {
        let micros = u64::try_from(at.saturating_duration_since(self.began).as_micros()).unwrap_or(u64::MAX);
        self.heard.fetch_max(micros.max(1), Ordering::AcqRel);
    }

    fn missed(&self) {
        self.heard.store(0, Ordering::Release);
        self.empty();
    }
}
