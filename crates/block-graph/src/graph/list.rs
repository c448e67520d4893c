//! A person's lists: time-ordered, 12 bytes an entry, cut by position in logarithmic time.
//!
//! Membership in a short list is a scan of a few cache lines, faster than a hash; a long list keeps an index beside it.

use rustc_hash::FxHashMap;

use super::Index;
use crate::edge::EdgeKind;
use crate::id::Position;
use crate::page::Cursor;

/// Above this many entries a list keeps an index.
const INDEXED_ABOVE: usize = 64;

/// Lists by kind and direction; most people have few of the ten, so they are found by a scan of their tags.
#[derive(Default)]
pub(super) struct Lists(Vec<(u8, List)>);

#[derive(Default)]
struct List {
    /// Oldest first: new edges go to the end.
    others: Vec<Index>,
    positions: Vec<Position>,
    index: Option<Box<FxHashMap<Index, Position>>>,
}

impl Lists {
    /// How many edges begin here.
    pub(super) fn outgoing(&self) -> usize {
        self.0.iter().filter(|(tag, _)| tag & 1 == 0).map(|(_, list)| list.others.len()).sum()
    }

    /// Where `other` stands on the list, if there.
    pub(super) fn find(&self, kind: EdgeKind, incoming: bool, other: Index) -> Option<Position> {
        self.list(kind, incoming)?.find(other)
    }

    /// Puts `other` on the list; the caller knows it is not there.
    pub(super) fn insert(&mut self, kind: EdgeKind, incoming: bool, other: Index, position: Position) {
        let tag = tag(kind, incoming);
        match self.0.iter_mut().find(|(found, _)| *found == tag) {
            Some((_, list)) => list.insert(other, position),
            None => {
                let mut list = List::default();
                list.insert(other, position);
                self.0.push((tag, list));
            }
        }
    }

    /// Takes `other` off the list, if there.
    pub(super) fn remove(&mut self, kind: EdgeKind, incoming: bool, other: Index) {
        let tag = tag(kind, incoming);
        if let Some(at) = self.0.iter().position(|(found, _)| *found == tag) {
            self.0[at].1.remove(other);
            if self.0[at].1.others.is_empty() {
                self.0.swap_remove(at);
            }
        }
    }

    /// At most `limit` entries from `cursor` on: newest first, but for [`Cursor::Newer`] oldest first.
    pub(super) fn rows(&self, kind: EdgeKind, incoming: bool, cursor: Cursor, limit: usize) -> Rows<'_> {
        let Some(list) = self.list(kind, incoming) else {
            return Rows { others: &[], positions: &[], newest_first: true };
        };
        let end = list.others.len();
        let (range, newest_first) = match cursor {
            Cursor::Newest => (end.saturating_sub(limit)..end, true),
            Cursor::Older(below) => {
                let end = list.positions.partition_point(|position| *position < below);
                (end.saturating_sub(limit)..end, true)
            }
            Cursor::Newer(above) => {
                let start = list.positions.partition_point(|position| *position <= above);
                (start..start.saturating_add(limit).min(end), false)
            }
            Cursor::End => (0..0, true),
        };
        Rows { others: &list.others[range.clone()], positions: &list.positions[range], newest_first }
    }

    /// Puts lists in order whose entries were taken in as they came.
    pub(super) fn settle(&mut self) {
        for (_, list) in &mut self.0 {
            list.settle();
        }
    }

    /// As [`insert`](Self::insert) at the end, in whatever order; [`settle`](Self::settle) must follow.
    pub(super) fn push(&mut self, kind: EdgeKind, incoming: bool, other: Index, position: Position) {
        let tag = tag(kind, incoming);
        let at = self.0.iter().position(|(found, _)| *found == tag).unwrap_or_else(|| {
            self.0.push((tag, List::default()));
            self.0.len() - 1
        });
        let list = &mut self.0[at].1;
        list.others.push(other);
        list.positions.push(position);
    }

    fn list(&self, kind: EdgeKind, incoming: bool) -> Option<&List> {
        let tag = tag(kind, incoming);
        self.0.iter().find(|(found, _)| *found == tag).map(|(_, list)| list)
    }
}

fn tag(kind: EdgeKind, incoming: bool) -> u8 {
    (kind as u8) << 1 | u8::from(incoming)
}

impl List {
    fn find(&self, other: Index) -> Option<Position> {
        match &self.index {
            Some(index) => index.get(&other).copied(),
            None => self.others.iter().position(|entry| *entry == other).map(|at| self.positions[at]),
        }
    }

    fn insert(&mut self, other: Index, position: Position) {
        let at = match self.positions.last() {
            Some(last) if *last >= position => self.positions.partition_point(|entry| *entry < position),
            _ => self.positions.len(),
        };
        self.others.insert(at, other);
        self.positions.insert(at, position);
        match &mut self.index {
            Some(index) => {
                index.insert(other, position);
            }
            None => self.index_if_long(),
        }
    }

    fn remove(&mut self, other: Index) {
        let at = match &mut self.index {
            Some(index) => index.remove(&other).and_then(|position| {
                // Two edges may share a position when many sources' edges meet on an incoming list.
                let first = self.positions.partition_point(|entry| *entry < position);
                self.others[first..].iter().position(|entry| *entry == other).map(|offset| first + offset)
            }),
            None => self.others.iter().position(|entry| *entry == other),
        };
        if let Some(at) = at {
            self.others.remove(at);
            self.positions.remove(at);
        }
    }

    fn settle(&mut self) {
        if !self.positions.is_sorted() {
            let mut entries: Vec<_> = self.positions.iter().copied().zip(self.others.iter().copied()).collect();
            entries.sort_unstable();
            self.positions = entries.iter().map(|(position, _)| *position).collect();
            self.others = entries.iter().map(|(_, other)| *other).collect();
        }
        self.others.shrink_to_fit();
        self.positions.shrink_to_fit();
        self.index_if_long();
    }

    fn index_if_long(&mut self) {
        if self.index.is_none() && self.others.len() > INDEXED_ABOVE {
            self.index = Some(Box::new(self.others.iter().copied().zip(self.positions.iter().copied()).collect()));
        }
    }
}

/// At most `limit` entries of an ascending list from `cursor` on: newest first, but for [`Cursor::Newer`] oldest first.
pub(super) fn cut<T>(
    entries: &[T],
    position: impl Fn(&T) -> Position,
    cursor: Cursor,
    limit: usize,
) -> Box<dyn Iterator<Item = &T> + '_> {
    let older = |end: usize| Box::new(entries[end.saturating_sub(limit)..end].iter().rev());
    match cursor {
        Cursor::Newest => older(entries.len()),
        Cursor::Older(below) => older(entries.partition_point(|entry| position(entry) < below)),
        Cursor::Newer(above) => {
            let start = entries.partition_point(|entry| position(entry) <= above);
            Box::new(entries[start..].iter().take(limit))
        }
        Cursor::End => Box::new(std::iter::empty()),
    }
}

/// A cut of a list.
pub(super) struct Rows<'l> {
    others: &'l [Index],
    positions: &'l [Position],
    newest_first: bool,
}

impl Rows<'_> {
    /// The entries in the order of the cut.
    pub(super) fn collect<T>(&self, each: impl Fn(Index, Position) -> T) -> Vec<T> {
        let pairs = self.others.iter().copied().zip(self.positions.iter().copied());
        if self.newest_first {
            pairs.rev().map(|(other, position)| each(other, position)).collect()
        } else {
            pairs.map(|(other, position)| each(other, position)).collect()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lists(entries: impl IntoIterator<Item = u32>) -> Lists {
        let mut lists = Lists::default();
        for entry in entries {
            lists.insert(EdgeKind::Block, false, entry, Position(i64::from(entry) * 10));
        }
        lists
    }

    fn others(lists: &Lists, cursor: Cursor, limit: usize) -> Vec<u32> {
        lists.rows(EdgeKind::Block, false, cursor, limit).collect(|other, _| other)
    }

    #[test]
    fn cuts_are_newest_first_and_strict() {
        let lists = lists(1..=5);
        assert_eq!(others(&lists, Cursor::Newest, 2), [5, 4]);
        assert_eq!(others(&lists, Cursor::Older(Position(40)), 2), [3, 2]);
        assert_eq!(others(&lists, Cursor::Older(Position(45)), 9), [4, 3, 2, 1]);
        assert_eq!(others(&lists, Cursor::Newer(Position(20)), 2), [3, 4]);
        assert_eq!(others(&lists, Cursor::End, 2), [] as [u32; 0]);
        assert_eq!(others(&lists, Cursor::Newest, usize::MAX), [5, 4, 3, 2, 1]);
    }

    #[test]
    fn long_and_short_lists_behave_alike() {
        for size in [3, INDEXED_ABOVE as u32, INDEXED_ABOVE as u32 + 1, 300] {
            let mut lists = lists(1..=size);
            assert_eq!(lists.find(EdgeKind::Block, false, size), Some(Position(i64::from(size) * 10)));
            assert_eq!(lists.find(EdgeKind::Block, true, 1), None);
            assert_eq!(lists.find(EdgeKind::Mute, false, 1), None);
            lists.remove(EdgeKind::Block, false, 2);
            assert_eq!(lists.find(EdgeKind::Block, false, 2), None);
            assert_eq!(lists.outgoing(), size as usize - 1);
            lists.insert(EdgeKind::Block, false, 2, Position(1_000_000));
            assert_eq!(others(&lists, Cursor::Newest, 1), [2], "removed and added again it is the newest");
            lists.remove(EdgeKind::Block, false, 999_999);
            assert_eq!(lists.outgoing(), size as usize);
        }
    }

    #[test]
    fn entries_that_share_a_position_are_told_apart() {
        let mut lists = Lists::default();
        for other in 0..200 {
            lists.insert(EdgeKind::Follow, true, other, Position(7));
        }
        lists.remove(EdgeKind::Follow, true, 100);
        let left = lists.rows(EdgeKind::Follow, true, Cursor::Newest, 500).collect(|other, _| other);
        assert_eq!((left.len(), left.contains(&100)), (199, false));
    }

    #[test]
    fn what_was_taken_in_out_of_order_settles() {
        let mut lists = Lists::default();
        for entry in (1..=100_u32).rev() {
            lists.push(EdgeKind::Block, false, entry, Position(i64::from(entry) * 10));
        }
        lists.settle();
        assert_eq!(others(&lists, Cursor::Newest, 2), [100, 99]);
        assert_eq!(lists.find(EdgeKind::Block, false, 50), Some(Position(500)));
    }
}
