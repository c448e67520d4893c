//! What was cut out of a list, and the ways to read it.

use std::ops::Range;

use super::beside::Part;
use super::long::Long;
use super::{Entry, Index};
use crate::id::{Position, UserId};
use crate::id_page::IdText;

/// Looking somebody up on a list takes less than asking for so many of its people: as long as for 3 to 13 of them.
const FEW: usize = 16;

/// A cut of a list.
pub(in super::super) struct Rows<'l> {
    pub(super) cut: Cut<'l>,
    pub(super) newest_first: bool,
}

#[derive(Clone)]
pub(super) enum Cut<'l> {
    Short(&'l [Entry]),
    Long(&'l Long, Range<usize>),
}

impl Rows<'_> {
    /// The first entries in the order of the cut, so many at the most, and whether others follow.
    pub(in super::super) fn first(self, size: usize) -> (Self, bool) {
        let length = match &self.cut {
            Cut::Short(entries) => entries.len(),
            Cut::Long(_, range) => range.len(),
        };
        let kept = size.min(length);
        let range = if self.newest_first { length - kept..length } else { 0..kept };
        let cut = match self.cut {
            Cut::Short(entries) => Cut::Short(&entries[range]),
            Cut::Long(long, cut) => Cut::Long(long, cut.start + range.start..cut.start + range.end),
        };
        (Self { cut, ..self }, kept < length)
    }

    /// The newest and the oldest position.
    pub(in super::super) fn span(&self) -> Option<(Position, Position)> {
        match &self.cut {
            Cut::Short(entries) => Some((entries.last()?.position(), entries.first()?.position())),
            Cut::Long(long, range) => {
                let positions = &long.positions()[range.clone()];
                Some((*positions.last()?, *positions.first()?))
            }
        }
    }

    /// What `each` makes of those on it, newest first whatever the order of the cut.
    pub(in super::super) fn newest_first<T>(&self, mut each: impl FnMut(Index) -> T) -> Vec<T> {
        match &self.cut {
            Cut::Short(entries) => entries.iter().rev().map(|entry| each(entry.other)).collect(),
            Cut::Long(long, range) => long.others()[range.clone()].iter().rev().map(|other| each(*other)).collect(),
        }
    }

    /// The ids of those on it, newest first; `ids` are everybody's.
    pub(in super::super) fn ids(&self, ids: &[UserId]) -> Vec<UserId> {
        match self.beside() {
            Part::Numbers(ids) => ids.iter().rev().copied().collect(),
            Part::Nothing | Part::Texts(..) => self.newest_first(|other| ids[other as usize]),
        }
    }

    /// The same as text in two pieces, where it stands beside the list so.
    pub(in super::super) fn texts(&self) -> Option<[&[IdText]; 2]> {
        match self.beside() {
            Part::Texts(newer, older) => Some([newer, older]),
            Part::Nothing | Part::Numbers(_) => None,
        }
    }

    fn beside(&self) -> Part<'_> {
        match &self.cut {
            Cut::Short(_) => Part::Nothing,
            Cut::Long(long, range) => long.beside().part(range.clone()),
        }
    }

    /// Whether these are few beside the cut, so that looking each of them up is quicker than asking for all of it, and the list
    /// has none of them.
    pub(in super::super) fn is_clear_of(&self, few: &[Index]) -> bool {
        match &self.cut {
            Cut::Short(_) => few.is_empty(),
            Cut::Long(long, range) => few.len() <= range.len() / FEW && long.is_clear_of(few),
        }
    }

    /// Whether `each` holds for all of them. All are asked, which needs no branches.
    pub(in super::super) fn all(&self, each: impl Fn(Index) -> bool) -> bool {
        match &self.cut {
            Cut::Short(entries) => entries.iter().fold(true, |all, entry| all & each(entry.other)),
            Cut::Long(long, range) => long.others()[range.clone()].iter().fold(true, |all, other| all & each(*other)),
        }
    }

    /// The entries in the order of the cut.
    pub(in super::super) fn collect<T>(&self, each: impl Fn(Index, Position) -> T) -> Vec<T> {
        match &self.cut {
            Cut::Short(entries) => {
                self.ordered(entries.iter().map(|entry| (entry.other, entry.position())), |(a, b)| each(a, b))
            }
            Cut::Long(long, range) => {
                let (others, positions) = (&long.others()[range.clone()], &long.positions()[range.clone()]);
                self.ordered(others.iter().copied().zip(positions.iter().copied()), |(a, b)| each(a, b))
            }
        }
    }

    fn ordered<E, T>(&self, entries: impl DoubleEndedIterator<Item = E>, each: impl Fn(E) -> T) -> Vec<T> {
        if self.newest_first { entries.rev().map(each).collect() } else { entries.map(each).collect() }
    }
}
