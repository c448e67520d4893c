//! Pages of a time-ordered list, cut by position, so that inserts never shift what a reader sees next.
//!
//! The rules are FlockDB's, which Twitter's own cursors follow: newest first; the next cursor is the position of the
//! page's last row, the previous one minus the position of its first row; one row more is read to know if there is more.

use crate::id::Position;

/// Where a page begins.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Cursor {
    /// At the newest row.
    Newest,
    /// Below this position: rows strictly older.
    Older(Position),
    /// Just above this position: the rows nearest to it that are strictly newer.
    Newer(Position),
    /// Past the oldest row: an empty page.
    End,
}

/// Which page is asked for.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct PageRequest {
    /// Where it begins.
    pub cursor: Cursor,
    /// How many rows it has at the most.
    pub size: usize,
}

impl PageRequest {
    /// The whole list in one page.
    pub const EVERYTHING: Self = Self { cursor: Cursor::Newest, size: usize::MAX };

    /// The first page of `size` rows.
    pub fn first(size: usize) -> Self {
        Self { cursor: Cursor::Newest, size }
    }
}

/// One page, newest row first. It may hold fewer rows than asked for although more follow: hidden people are left out
/// after the page is cut ([doc] blocks/list). It is never empty while more follow.
#[derive(Clone, PartialEq, Debug)]
pub struct Page<T> {
    /// The rows.
    pub items: Vec<T>,
    /// Positions of the newest and the oldest row of the cut, hidden ones included; `None` when the cut is empty.
    pub span: Option<(Position, Position)>,
    /// Whether older rows exist.
    pub has_older: bool,
    /// Whether newer rows exist.
    pub has_newer: bool,
}

impl<T> Page<T> {
    /// A page with nothing on it and nothing around it.
    pub fn empty() -> Self {
        Self { items: Vec::new(), span: None, has_older: false, has_newer: false }
    }

    /// Where the next (older) page begins, if there is one.
    pub fn older(&self) -> Option<Position> {
        self.span.filter(|_| self.has_older).map(|(_, oldest)| oldest)
    }

    /// Above which position the previous (newer) page lies, if there is one.
    pub fn newer(&self) -> Option<Position> {
        self.span.filter(|_| self.has_newer).map(|(newest, _)| newest)
    }

    /// The same page with other rows on it.
    pub fn with_items<U>(&self, items: Vec<U>) -> Page<U> {
        Page { items, span: self.span, has_older: self.has_older, has_newer: self.has_newer }
    }
}
