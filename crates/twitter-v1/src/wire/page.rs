//! Cursored collections: `users`, `ids` or `lists`, then the cursors as numbers and as strings, then a count that is always null
//! ([recorded] 2019).
//!
//! A cursor is a position; the previous one is negative ([recorded]); 0 is none ([doc]).

use block_graph::{Page, UserId};
use serde::{Serialize, Serializer};

use super::scalar::Text;

macro_rules! collection {
    ($(#[$doc:meta])* $name:ident, $items:ident) => {
        $(#[$doc])*
        #[derive(Serialize)]
        pub(crate) struct $name<T> {
            $items: T,
            next_cursor: i64,
            next_cursor_str: Text,
            previous_cursor: i64,
            previous_cursor_str: Text,
            total_count: (),
        }

        impl<T> $name<T> {
            /// The rows, between the cursors of the page they are on.
            pub(crate) fn new<U>($items: T, page: &Page<U>) -> Self {
                let next = page.older().map_or(0, |position| position.0);
                let previous = page.newer().map_or(0, |position| -position.0);
                Self {
                    $items,
                    next_cursor: next,
                    next_cursor_str: Text(next),
                    previous_cursor: previous,
                    previous_cursor_str: Text(previous),
                    total_count: (),
                }
            }
        }
    };
}

collection!(
    /// A page of people.
    UserPage,
    users
);
collection!(
    /// A page of ids.
    IdPage,
    ids
);
collection!(
    /// A page of curated lists.
    ListPage,
    lists
);

/// Ids as numbers, or as strings.
pub(crate) struct Ids<'p> {
    /// Whose.
    pub ids: &'p [UserId],
    /// Whether as strings.
    pub stringify: bool,
}

impl Serialize for Ids<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.stringify {
            serializer.collect_seq(self.ids.iter().map(|id| Text(id.0)))
        } else {
            serializer.collect_seq(self.ids.iter().map(|id| id.0))
        }
    }
}
