//! Lists of people, posts, messages, tokens and ids.

use std::sync::Arc;

use block_graph::access::{App, TokenRecord};
use block_graph::{Cursor, FeedPage, IdPage, MessageCard, Page, Position, PostCard, PostRange, UserCard, UserId};
use dialect::json::Json;
use serde::{Serialize, Serializer};

use super::View;
use super::message::Message;
use super::post::{Post, shown};
use super::token::Token;
use crate::envelope::Meta;
use crate::params::Paging;

/// As long as a long id, quoted and with its comma, is.
pub(super) const ROOM_OF_ID: usize = 22;

/// Posts, from whatever gives their cards; reposts of what the caller may not see are left out.
pub(super) struct Posts<F>(pub(super) F, pub(super) View);

impl<'c, F: Fn() -> I, I: Iterator<Item = &'c PostCard>> Serialize for Posts<F> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq((self.0)().filter(|card| shown(card)).map(|card| Post::new(card, self.1)))
    }
}

/// Messages.
pub(super) struct Messages<'f>(pub(super) &'f [MessageCard], pub(super) View);

impl Serialize for Messages<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(|card| Message::new(card, self.1)))
    }
}

/// The tokens that people granted an app.
pub(super) struct Tokens<'f>(pub(super) &'f [(UserCard, Arc<TokenRecord>)], pub(super) &'f App, pub(super) View);

impl Serialize for Tokens<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(|(user, token)| Token::granted(self.1, user, token, self.2)))
    }
}

/// Writes a map from owners' ids to the ids on their lists.
pub(super) fn write_id_lists(out: &mut Json, lists: &[(UserId, Vec<UserId>)]) {
    out.raw("{");
    out.each(lists.iter(), |out, (owner, listed)| {
        out.raw("\"");
        out.number(owner.0);
        out.raw("\":");
        write_ids(out, listed);
    });
    out.raw("}");
}

/// Writes the ids of a page.
pub(super) fn write_page(out: &mut Json, page: &IdPage) {
    out.raw("[");
    out.ids(page, true);
    out.raw("]");
}

/// Writes ids, all of them.
pub(super) fn write_ids(out: &mut Json, ids: &[UserId]) {
    out.raw("[");
    out.numbers(ids, |id| id.0, true);
    out.raw("]");
}

/// What `meta` tells of a page: `more` always, the ids only where there are rows, seen or hidden ([recorded] of paginated
/// endpoints). Of a whole list it tells nothing ([recorded]).
pub(super) fn meta<T>(page: &Page<T>, paging: Paging) -> Meta {
    let Paging::Page(asked) = paging else {
        return Meta::default();
    };
    let more = if matches!(asked.cursor, Cursor::Newer(_)) { page.has_newer } else { page.has_older };
    // Where everybody on a page is hidden and more follow, the reader needs to be told where to go on.
    let span = page.span.filter(|_| more || !page.items.is_empty());
    Meta::page(more, span)
}

/// The same of a page of a stream. `more` is whether more match than `count` ([doc]).
pub(super) fn stream_meta(page: &FeedPage, range: PostRange) -> Meta {
    let position = |card: &PostCard| Position(card.post.id.0);
    let span = page.posts.first().map(position).zip(page.posts.last().map(position));
    Meta::page(if range.from_oldest { page.has_newer } else { page.has_older }, span)
}
