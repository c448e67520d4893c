//! A long list: its people and their positions apart, so that a page of ids reads nothing but what it needs.
//!
//! Where there are many, their ids stand [beside](super::beside) them.
//!
//! An outgoing list knows its [members](super::members) besides. Nobody asks an incoming list who is on it: the edge stands on
//! the other person's list too.

use super::super::stamp;
use super::beside::Beside;
use super::members::Members;
use super::{Entry, Index, is_incoming};
use crate::id::{Position, UserId};

/// A long list, oldest first: new edges go to the end.
pub(super) struct Long {
    /// Its kind and direction.
    tag: u8,
    others: Vec<Index>,
    beside: Beside,
    positions: Vec<Position>,
    /// Who is on it; `None` of an incoming list.
    members: Option<Members>,
    /// Of the last change.
    stamp: u64,
}

impl Long {
    /// A list of entries in order, of a kind and direction; `ids` are everybody's.
    pub(super) fn new(entries: &[Entry], tag: u8, ids: &[UserId]) -> Self {
        let others: Vec<_> = entries.iter().map(|entry| entry.other).collect();
        Self {
            members: (!is_incoming(tag)).then(|| Members::new(&others)),
            beside: Beside::new(tag, &others, ids),
            tag,
            others,
            positions: entries.iter().map(|entry| entry.position()).collect(),
            stamp: stamp::next(),
        }
    }

    /// Its kind and direction.
    pub(super) fn tag(&self) -> u8 {
        self.tag
    }

    /// Another one after each change, and of each list.
    pub(super) fn stamp(&self) -> u64 {
        self.stamp
    }

    pub(super) fn len(&self) -> usize {
        self.others.len()
    }

    pub(super) fn others(&self) -> &[Index] {
        &self.others
    }

    /// What stands beside it.
    pub(super) fn beside(&self) -> &Beside {
        &self.beside
    }

    pub(super) fn positions(&self) -> &[Position] {
        &self.positions
    }

    pub(super) fn entries(&self) -> impl Iterator<Item = Entry> {
        self.others.iter().zip(&self.positions).map(|(other, position)| Entry::new(*other, *position))
    }

    pub(super) fn contains(&self, other: Index) -> bool {
        match &self.members {
            Some(members) => members.contains(other),
            None => self.place(other).is_some(),
        }
    }

    /// Whether none of these is on it; `false` too where finding that out would take a scan for each.
    pub(super) fn is_clear_of(&self, some: &[Index]) -> bool {
        let none_of = |members: &Members| !some.iter().any(|other| members.contains(*other));
        self.members.as_ref().map_or(some.is_empty(), none_of)
    }

    pub(super) fn find(&self, other: Index) -> Option<Position> {
        let there = self.members.as_ref().is_none_or(|members| members.contains(other));
        if there { self.place(other).map(|at| self.positions[at]) } else { None }
    }

    /// Where somebody stands, who is there. Only writes about an edge that is there ask for it: a scan of four bytes an
    /// entry, in blocks without branches, is cheaper to have than a map of positions.
    fn place(&self, other: Index) -> Option<usize> {
        const BLOCK: usize = 64;
        let holds = |block: &[Index]| block.iter().fold(false, |found, entry| found | (*entry == other));
        let start = self.others.chunks(BLOCK).position(holds)? * BLOCK;
        self.others[start..].iter().position(|entry| *entry == other).map(|at| start + at)
    }

    pub(super) fn insert(&mut self, entry: Entry, ids: &[UserId]) {
        let (other, position) = (entry.other, entry.position());
        let at = match self.positions.last() {
            Some(last) if *last >= position => self.positions.partition_point(|entry| *entry < position),
            _ => self.positions.len(),
        };
        self.stamp = stamp::next();
        self.others.insert(at, other);
        self.beside.insert(at, self.tag, &self.others, ids);
        self.positions.insert(at, position);
        if let Some(members) = &mut self.members {
            members.insert(other);
        }
    }

    pub(super) fn remove(&mut self, other: Index, at: Option<Position>) -> Option<Position> {
        if self.members.as_mut().is_some_and(|members| !members.remove(other)) {
            return None;
        }
        let place = match at {
            // Two edges may share a position when many sources' edges meet on an incoming list.
            Some(at) => {
                let first = self.positions.partition_point(|entry| *entry < at);
                self.others[first..].iter().position(|entry| *entry == other).map(|offset| first + offset)
            }
            None => self.place(other),
        }?;
        self.stamp = stamp::next();
        self.others.remove(place);
        self.beside.remove(place);
        Some(self.positions.remove(place))
    }
}
