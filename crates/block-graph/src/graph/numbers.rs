//! Who has which number: by id and by username, and what lists need to know of everybody.
//!
//! The tables hold numbers and not what is looked up, which stands with the people: a million people cost thirty bytes
//! each here.

use hashbrown::HashTable;
use rustc_hash::FxBuildHasher;
use std::hash::{BuildHasher as _, Hasher as _};

use super::{Index, Node, stamp};
use crate::id::UserId;
use crate::user::User;

/// The longest username, in bytes.
const LONGEST_NAME: usize = 20;

/// The numbers of people.
#[derive(Default)]
pub(super) struct Numbers {
    /// Apart from the rest of people: lists need no more, and their people stand all over the memory.
    ids: Vec<UserId>,
    /// Whether their accounts are active. As bits it would be a tenth slower where the processor has room for all of it.
    listed: Vec<bool>,
    /// Those who are not, in the order of their numbers: nearly always few.
    hidden: Vec<Index>,
    /// Of the last change of that.
    stamp: u64,
    by_id: HashTable<Index>,
    /// With the hashes of the names, so that growing need not look for them.
    by_name: HashTable<(u32, Index)>,
}

impl Numbers {
    /// The number of the person with that id.
    #[inline]
    pub(super) fn by_id(&self, id: UserId) -> Option<Index> {
        self.by_id.find(hash_of_id(id), |index| self.ids[*index as usize] == id).copied()
    }

    /// The number of the person with that username, in whatever case.
    pub(super) fn by_name(&self, name: &str, nodes: &[Node]) -> Option<Index> {
        let hash = hash_of_name(name)?;
        let is_it = |(found, index): &(u32, Index)| {
            *found == hash && nodes[*index as usize].user.username().eq_ignore_ascii_case(name)
        };
        self.by_name.find(spread(hash), is_it).map(|(_, index)| *index)
    }

    pub(super) fn id(&self, index: Index) -> UserId {
        self.ids[index as usize]
    }

    /// Everybody's ids, by their numbers.
    pub(super) fn ids(&self) -> &[UserId] {
        &self.ids
    }

    pub(super) fn is_listed(&self, index: Index) -> bool {
        self.listed[index as usize]
    }

    pub(super) fn set_listed(&mut self, index: Index, listed: bool) {
        if self.is_listed(index) != listed {
            self.listed[index as usize] = listed;
            match self.hidden.binary_search(&index) {
                Ok(at) => drop(self.hidden.remove(at)),
                Err(at) => self.hidden.insert(at, index),
            }
            self.stamp = stamp::next();
        }
    }

    /// Those who are on no list that is shown, in the order of their numbers.
    pub(super) fn hidden(&self) -> &[Index] {
        &self.hidden
    }

    /// Another one after each change of who is listed, but for those who are new and so on nobody's list.
    pub(super) fn stamp(&self) -> u64 {
        self.stamp
    }

    /// Takes a new person in; tells their number.
    pub(super) fn add(&mut self, user: &User) -> Index {
        let index = Index::try_from(self.ids.len()).unwrap_or(Index::MAX);
        self.ids.push(user.id);
        let listed = user.standing.listed();
        self.listed.push(listed);
        if !listed {
            self.hidden.push(index);
        }
        self.by_id.insert_unique(hash_of_id(user.id), index, |index| hash_of_id(self.ids[*index as usize]));
        if let Some(hash) = hash_of_name(user.username()) {
            self.by_name.insert_unique(spread(hash), (hash, index), |(hash, _)| spread(*hash));
        }
        index
    }
}

fn hash_of_id(id: UserId) -> u64 {
    FxBuildHasher.hash_one(id)
}

/// The hash of a username in whatever case; `None` for what is too long to be one.
fn hash_of_name(name: &str) -> Option<u32> {
    let mut folded = [0; LONGEST_NAME];
    let place = folded.get_mut(..name.len())?;
    place.copy_from_slice(name.as_bytes());
    place.make_ascii_lowercase();
    let mut hasher = FxBuildHasher.build_hasher();
    hasher.write(place);
    Some((hasher.finish() >> 32) as u32)
}

/// The table places by the lower bits and compares the upper ones.
fn spread(hash: u32) -> u64 {
    u64::from(hash) << 32 | u64::from(hash)
}
