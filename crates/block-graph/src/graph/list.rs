//! A person's lists: time-ordered, 12 bytes an entry (20 on lists of very many), cut by position in logarithmic time.
//!
//! Most people have a few short lists: these stand one after another in one piece of memory, and membership is a scan of a
//! few cache lines. A [long list](long) stands apart.

mod beside;
mod long;
mod members;
mod rows;

use std::ops::Range;

use self::long::Long;
use self::rows::Cut;
pub(super) use self::rows::Rows;
use super::Index;
use crate::edge::EdgeKind;
use crate::id::{Position, UserId};
use crate::page::Cursor;

/// Above this many entries a list is long. It stays so when it shrinks.
const SHORT: usize = 64;

/// Somebody on a list and where they stand; or the head of a short list, with its tag and its length.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) other: Index,
    /// The halves of a position: an entry of an `i64` would take 16 bytes.
    upper: u32,
    lower: u32,
}

impl Entry {
    pub(super) fn new(other: Index, position: Position) -> Self {
        Self { other, upper: (position.0 >> 32) as u32, lower: position.0 as u32 }
    }

    pub(super) fn position(self) -> Position {
        Position(i64::from(self.upper as i32) << 32 | i64::from(self.lower))
    }

    fn head(tag: u8, length: usize) -> Self {
        Self { other: tag.into(), upper: length as u32, lower: 0 }
    }
}

/// Lists by kind and direction.
#[derive(Default)]
pub(super) struct Lists {
    /// The short ones, each behind its head.
    short: Vec<Entry>,
    long: Option<Box<Longs>>,
}

/// The long lists, each with its tag.
#[derive(Default)]
struct Longs(Vec<Long>);

/// One list.
enum Found<'l> {
    Short(&'l [Entry]),
    Long(&'l Long),
}

impl Lists {
    /// How many edges begin here.
    pub(super) fn outgoing(&self) -> usize {
        let length = |list: Found<'_>| match list {
            Found::Short(entries) => entries.len(),
            Found::Long(long) => long.len(),
        };
        self.all().filter(|(tag, _)| !is_incoming(*tag)).map(|(_, list)| length(list)).sum()
    }

    /// Whether there are none.
    pub(super) fn is_empty(&self) -> bool {
        self.short.is_empty() && self.long.is_none()
    }

    /// Reads where the short lists begin, and makes a number of it: so they are there when they are needed.
    pub(super) fn touch(&self) -> u8 {
        self.short.first().map_or(0, |head| head.other as u8)
    }

    /// Where `other` stands on the list, if there.
    pub(super) fn find(&self, kind: EdgeKind, incoming: bool, other: Index) -> Option<Position> {
        match self.list(tag(kind, incoming))? {
            Found::Short(entries) => entries.iter().find(|entry| entry.other == other).map(|entry| entry.position()),
            Found::Long(long) => long.find(other),
        }
    }

    /// The kinds of all edges from here to `other`, as bits by their numbers.
    pub(super) fn kinds_towards(&self, other: Index) -> u8 {
        let holds = |list: &Found<'_>| match list {
            // All of a short list is looked at, which needs no branches.
            Found::Short(entries) => entries.iter().fold(false, |found, entry| found | (entry.other == other)),
            Found::Long(long) => long.contains(other),
        };
        let towards = self.all().filter(|(tag, list)| !is_incoming(*tag) && holds(list));
        towards.fold(0, |kinds, (tag, _)| kinds | 1 << (tag >> 1))
    }

    /// Puts `other` on the list; the caller knows it is not there. `ids` are everybody's.
    pub(super) fn insert(&mut self, kind: EdgeKind, incoming: bool, other: Index, position: Position, ids: &[UserId]) {
        let (tag, entry) = (tag(kind, incoming), Entry::new(other, position));
        if let Some(long) = self.long_mut(tag) {
            long.insert(entry, ids);
            return;
        }
        match self.place(tag) {
            Some(place) if place.len() < SHORT => {
                let before = self.short[place.clone()].partition_point(|entry| entry.position() < position);
                self.make_room(1);
                self.short.insert(place.start + before, entry);
                self.short[place.start - 1] = Entry::head(tag, place.len() + 1);
            }
            Some(place) => {
                let mut entries: Vec<_> = self.short.drain(place.start - 1..place.end).skip(1).collect();
                entries.insert(entries.partition_point(|entry| entry.position() < position), entry);
                self.put(tag, &entries, ids);
            }
            None => self.put(tag, &[entry], ids),
        }
    }

    /// Takes `other` off the list, if there, and tells where they stood. `at` is where they stand, if that is known.
    pub(super) fn remove(
        &mut self,
        kind: EdgeKind,
        incoming: bool,
        other: Index,
        at: Option<Position>,
    ) -> Option<Position> {
        let tag = tag(kind, incoming);
        if let Some(longs) = &mut self.long
            && let Some(which) = longs.0.iter().position(|long| long.tag() == tag)
        {
            let removed = longs.0[which].remove(other, at);
            if longs.0[which].len() == 0 {
                longs.0.swap_remove(which);
            }
            return removed;
        }
        let place = self.place(tag)?;
        let entry = self.short[place.clone()].iter().position(|entry| entry.other == other)?;
        let removed = self.short.remove(place.start + entry);
        if place.len() == 1 {
            self.short.remove(place.start - 1);
        } else {
            self.short[place.start - 1] = Entry::head(tag, place.len() - 1);
        }
        Some(removed.position())
    }

    /// The stamp of a long list of so many entries or more: another one after each change, and of each list.
    pub(super) fn stamp(&self, kind: EdgeKind, incoming: bool, least: usize) -> Option<u64> {
        let long = self.long.as_ref()?.0.iter().find(|long| long.tag() == tag(kind, incoming))?;
        (long.len() >= least).then(|| long.stamp())
    }

    /// At most `limit` entries from `cursor` on: newest first, but for [`Cursor::Newer`] oldest first.
    pub(super) fn rows(&self, kind: EdgeKind, incoming: bool, cursor: Cursor, limit: usize) -> Rows<'_> {
        let Some(list) = self.list(tag(kind, incoming)) else {
            return Rows { cut: Cut::Short(&[]), newest_first: true };
        };
        let cut = |end: usize, first: &dyn Fn(Position, bool) -> usize| match cursor {
            Cursor::Newest => (end.saturating_sub(limit)..end, true),
            Cursor::Older(below) => {
                let end = first(below, false);
                (end.saturating_sub(limit)..end, true)
            }
            Cursor::Newer(above) => {
                let start = first(above, true);
                (start..start.saturating_add(limit).min(end), false)
            }
            Cursor::End => (0..0, true),
        };
        match list {
            Found::Short(entries) => {
                let first = |position: Position, after: bool| {
                    entries.partition_point(|entry| is_before(entry.position(), position, after))
                };
                let (range, newest_first) = cut(entries.len(), &first);
                Rows { cut: Cut::Short(&entries[range]), newest_first }
            }
            Found::Long(long) => {
                let positions = long.positions();
                let first = |position: Position, after: bool| {
                    positions.partition_point(|entry| is_before(*entry, position, after))
                };
                let (range, newest_first) = cut(positions.len(), &first);
                Rows { cut: Cut::Long(long, range), newest_first }
            }
        }
    }

    /// Adds many entries to a list, in any order; the caller knows that nobody in them is there. `ids` are everybody's.
    pub(super) fn extend(
        &mut self,
        kind: EdgeKind,
        incoming: bool,
        added: impl Iterator<Item = Entry>,
        ids: &[UserId],
    ) {
        let tag = tag(kind, incoming);
        let mut entries: Vec<_> = added.collect();
        if let Some(place) = self.place(tag) {
            entries.extend(self.short.drain(place.start - 1..place.end).skip(1));
        } else if let Some(longs) = &mut self.long
            && let Some(which) = longs.0.iter().position(|long| long.tag() == tag)
        {
            entries.extend(longs.0.swap_remove(which).entries());
        }
        if !entries.is_sorted_by_key(|entry| entry.position()) {
            entries.sort_unstable_by_key(|entry| (entry.position(), entry.other));
        }
        self.put(tag, &entries, ids);
    }

    /// Makes room for these, of which each kind will be a list: once, and for no more than them.
    pub(super) fn expect(&mut self, entries: &[(EdgeKind, Entry)]) {
        let lists = entries.chunk_by(|(one, _), (other, _)| one == other);
        let room = lists.map(|list| if list.len() > SHORT { 0 } else { list.len() + 1 }).sum();
        self.short.reserve_exact(room);
    }

    /// Makes a list, which is not there, of entries in order.
    fn put(&mut self, tag: u8, entries: &[Entry], ids: &[UserId]) {
        if entries.len() > SHORT {
            self.long.get_or_insert_default().0.push(Long::new(entries, tag, ids));
        } else if !entries.is_empty() {
            self.make_room(entries.len() + 1);
            self.short.push(Entry::head(tag, entries.len()));
            self.short.extend_from_slice(entries);
        }
    }

    /// Room is made by an eighth: doubling would leave a third of it empty.
    fn make_room(&mut self, entries: usize) {
        if self.short.capacity() - self.short.len() < entries {
            self.short.reserve_exact(entries + self.short.len() / 8);
        }
    }

    fn list(&self, tag: u8) -> Option<Found<'_>> {
        self.all().find(|(found, _)| *found == tag).map(|(_, list)| list)
    }

    fn long_mut(&mut self, tag: u8) -> Option<&mut Long> {
        self.long.as_mut()?.0.iter_mut().find(|long| long.tag() == tag)
    }

    /// Where the entries of a short list stand; its head stands before them.
    fn place(&self, tag: u8) -> Option<Range<usize>> {
        self.places().find(|(found, _)| *found == tag).map(|(_, place)| place)
    }

    fn places(&self) -> impl Iterator<Item = (u8, Range<usize>)> {
        let mut at = 0;
        std::iter::from_fn(move || {
            let head = self.short.get(at)?;
            let place = at + 1..at + 1 + head.upper as usize;
            at = place.end;
            Some((head.other as u8, place))
        })
    }

    fn all(&self) -> impl Iterator<Item = (u8, Found<'_>)> {
        let short = self.places().map(|(tag, place)| (tag, Found::Short(&self.short[place])));
        let long = self.long.iter().flat_map(|longs| longs.0.iter().map(|long| (long.tag(), Found::Long(long))));
        short.chain(long)
    }
}

fn tag(kind: EdgeKind, incoming: bool) -> u8 {
    (kind as u8) << 1 | u8::from(incoming)
}

fn is_incoming(tag: u8) -> bool {
    tag & 1 == 1
}

/// Whether an entry stands before a position, or before what comes after it.
fn is_before(entry: Position, position: Position, after: bool) -> bool {
    if after { entry <= position } else { entry < position }
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

#[cfg(test)]
mod tests;
