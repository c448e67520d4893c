//! Lists of people and of ids.

use block_graph::{Cursor, Page, UserCard, UserId};
use serde::{Serialize, Serializer};

use super::View;
use super::user::{Id, User};
use crate::envelope::Meta;
use crate::params::Paging;

/// People, from whatever gives their cards.
pub(super) struct Users<F>(pub(super) F, pub(super) View);

impl<'c, F: Fn() -> I, I: Iterator<Item = &'c UserCard>> Serialize for Users<F> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq((self.0)().map(|card| User::new(card, self.1)))
    }
}

/// A map from owners' ids to the ids on their lists.
pub(super) struct IdLists<'f>(pub(super) &'f [(UserId, Vec<UserId>)]);

impl Serialize for IdLists<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(owner, listed)| (Id(*owner), Ids(listed))))
    }
}

struct Ids<'f>(&'f [UserId]);

impl Serialize for Ids<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().copied().map(Id))
    }
}

/// What `meta` tells of a page: `more` always, the ids only where there are rows ([recorded] of paginated endpoints).
/// Of a whole list it tells nothing ([recorded]).
pub(super) fn meta(page: &Page<UserCard>, paging: Paging) -> Meta {
    let Paging::Page(asked) = paging else {
        return Meta::default();
    };
    let span = page.span.filter(|_| !page.items.is_empty());
    let more = if matches!(asked.cursor, Cursor::Newer(_)) { page.has_newer } else { page.has_older };
    Meta::page(more, span)
}
