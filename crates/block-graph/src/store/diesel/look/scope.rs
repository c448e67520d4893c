//! Whom and what a write looks at, found before anything is locked.
//!
//! What tells which locks to take never changes once it is there: who has a name, whose a post is and what it repeats,
//! who owns a list. What was not there yet is not looked at: it comes after this write.

use std::collections::BTreeSet;

use diesel::prelude::*;
use rustc_hash::FxHashMap;

use super::super::connection::AnyConnection;
use super::super::error::Fault;
use super::super::schema::{lists, posts};
use super::super::view::{names, slug_key};
use super::super::{IN_LIST, fork};
use crate::id::{ListId, PostId, UserId};
use crate::mix::scramble;
use crate::store::Footprint;
use crate::user_list::ListRef;
use crate::user_ref::UserRef;

/// Everything by its id.
#[derive(Default)]
pub(super) struct Scope {
    pub(super) people: BTreeSet<i64>,
    /// People whose edges to each other matter, the smaller id first.
    pub(super) pairs: BTreeSet<(i64, i64)>,
    pub(super) posts: BTreeSet<i64>,
    /// Who may have liked or repeated which post.
    pub(super) reactions: BTreeSet<(i64, i64)>,
    pub(super) messages: BTreeSet<i64>,
    pub(super) lists: BTreeSet<i64>,
}

impl Scope {
    /// What `footprints` name.
    pub(super) fn of(connection: &mut AnyConnection, footprints: &[Footprint]) -> Result<Self, Fault> {
        let names = Names::of(connection, footprints)?;
        let written = written(connection, footprints)?;
        let curated = Curated::of(connection, footprints, &names)?;
        let mut scope = Self::default();
        // Tickets, tokens and apps are looked at by themselves.
        for Footprint { users, actor, messages, lists, posts, tickets: _, tokens: _, apps: _ } in footprints {
            let actor = actor.map(|actor| actor.0);
            scope.people.extend(actor);
            users.iter().flat_map(|user| names.candidates(user)).for_each(|user| scope.meet(actor, user));
            for PostId(id) in posts {
                let Some((author, original)) = written.get(id) else { continue };
                scope.post(actor, *id, *author);
                if let Some((original, (author, _))) = original.and_then(|id| Some((id, written.get(&id)?))) {
                    scope.post(actor, original, *author);
                }
            }
            scope.messages.extend(messages.iter().map(|id| id.0));
            for (id, owner) in lists.iter().flat_map(|list| curated.candidates(list, &names)) {
                scope.lists.insert(id);
                scope.meet(actor, owner);
            }
        }
        Ok(scope)
    }

    fn meet(&mut self, actor: Option<i64>, user: i64) {
        self.people.insert(user);
        if let Some(actor) = actor.filter(|actor| *actor != user) {
            self.pairs.insert((actor.min(user), actor.max(user)));
        }
    }

    fn post(&mut self, actor: Option<i64>, id: i64, author: i64) {
        self.posts.insert(id);
        self.reactions.extend(actor.map(|actor| (actor, id)));
        self.meet(actor, author);
    }

    /// What to lock, in any order.
    pub(super) fn locks(&self) -> impl Iterator<Item = i64> {
        let pairs = self.pairs.iter().map(|(low, high)| lock_of(*low, *high));
        let things = self.posts.iter().chain(&self.messages).chain(&self.lists).map(|id| lock_of(*id, 0));
        pairs.chain(things)
    }
}

/// Who has the usernames in some footprints: a username is never given to another.
struct Names(FxHashMap<String, i64>);

impl Names {
    fn of(connection: &mut AnyConnection, footprints: &[Footprint]) -> Result<Self, Fault> {
        let mut keys = BTreeSet::new();
        for footprint in footprints {
            keys.extend(names(&footprint.users));
            for list in &footprint.lists {
                if let ListRef::Slug(owner, _) = list {
                    keys.extend(names(std::slice::from_ref(owner)));
                }
            }
        }
        let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
        let found = fork::ids_by_name(connection, &keys)?.into_iter().collect();
        Ok(Self(found))
    }

    /// Everybody whom a reference may lead to.
    fn candidates(&self, user: &UserRef) -> impl Iterator<Item = i64> {
        let by_id = match user {
            UserRef::Id(UserId(id)) | UserRef::IdOrName(UserId(id), _) => Some(*id),
            UserRef::Name(_) => None,
        };
        let by_name = names(std::slice::from_ref(user)).pop().and_then(|key| self.0.get(&key).copied());
        by_id.into_iter().chain(by_name)
    }
}

/// Whose the posts in some footprints are and what they repeat, and the same of what they repeat.
fn written(
    connection: &mut AnyConnection,
    footprints: &[Footprint],
) -> Result<FxHashMap<i64, (i64, Option<i64>)>, Fault> {
    let mut found = FxHashMap::default();
    let mut wanted: BTreeSet<i64> = footprints.iter().flat_map(|footprint| &footprint.posts).map(|id| id.0).collect();
    // Nothing repeats a repost, so the second step is the last.
    for _ in 0..2 {
        for ids in std::mem::take(&mut wanted).into_iter().collect::<Vec<_>>().chunks(IN_LIST) {
            let these = posts::table.filter(posts::id.eq_any(ids));
            let rows = these.select((posts::id, posts::author_id, posts::repost_of)).load(connection)?;
            for (id, author, original) in rows {
                found.insert(id, (author, original));
                wanted.extend(original);
            }
        }
        wanted.retain(|id| !found.contains_key(id));
    }
    Ok(found)
}

/// The lists that some footprints name. By slug all of one owner that have it, as what the write does may change which of
/// them is meant.
#[derive(Default)]
struct Curated {
    owners: FxHashMap<i64, i64>,
    by_slug: FxHashMap<(i64, String), Vec<i64>>,
}

impl Curated {
    fn of(connection: &mut AnyConnection, footprints: &[Footprint], names: &Names) -> Result<Self, Fault> {
        let (mut ids, mut owners, mut slugs) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
        for list in footprints.iter().flat_map(|footprint| &footprint.lists) {
            match list {
                ListRef::Id(ListId(id)) => {
                    ids.insert(*id);
                }
                ListRef::Slug(owner, slug) => {
                    owners.extend(names.candidates(owner));
                    slugs.extend(slug_key(slug));
                }
            }
        }
        let mut found = Self::default();
        if ids.is_empty() && slugs.is_empty() {
            return Ok(found);
        }
        let named = lists::owner.eq_any(owners).and(lists::slug.eq_any(slugs));
        let these = lists::table.filter(lists::id.eq_any(ids).or(named));
        for (id, owner, slug) in these.select((lists::id, lists::owner, lists::slug)).load(connection)? {
            found.owners.insert(id, owner);
            found.by_slug.entry((owner, slug)).or_default().push(id);
        }
        Ok(found)
    }

    /// Every list that a reference may lead to, and whose it is.
    fn candidates(&self, list: &ListRef, names: &Names) -> Vec<(i64, i64)> {
        match list {
            ListRef::Id(ListId(id)) => self.owners.get(id).map(|owner| (*id, *owner)).into_iter().collect(),
            ListRef::Slug(owner, slug) => {
                let Some(slug) = slug_key(slug) else { return Vec::new() };
                let of = |owner| Some((owner, self.by_slug.get(&(owner, slug.clone()))?));
                let lists = names.candidates(owner).filter_map(of);
                lists.flat_map(|(owner, ids)| ids.iter().map(move |id| (*id, owner))).collect()
            }
        }
    }
}

/// The lock of a pair of people, of a post, message or list beside zero, or of what has a negative number beside it; the same in every process and version. What meets on
/// one lock waits for each other for nothing, which harms nobody.
pub(super) fn lock_of(low: i64, high: i64) -> i64 {
    scramble(scramble(low.cast_unsigned()).wrapping_add(high.cast_unsigned())).cast_signed()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pair_has_one_lock_and_other_pairs_have_others() {
        let locks: BTreeSet<i64> = (0..100).flat_map(|low| (0..100).map(move |high| lock_of(low, high))).collect();
        assert_eq!(locks.len(), 10_000);
        assert_eq!(
            lock_of(1, 2),
            -1_211_274_664_761_577_749,
            "another version beside this one must take the same lock"
        );
    }
}
