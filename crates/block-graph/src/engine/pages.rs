//! Cutting pages of a list.

use crate::edge::List;
use crate::error::StoreError;
use crate::event::Like;
use crate::id::{Position, UserId};
use crate::id_page::IdPage;
use crate::page::{Cursor, Page, PageRequest};
use crate::view::{LikesOf, ListCut, Seen, View};

/// One page of anything that is read from a cursor on. Nothing is left out of it here.
pub(crate) fn cut_by<T>(
    page: PageRequest,
    read: impl Fn(Cursor, usize) -> Result<Vec<T>, StoreError>,
    position: impl Fn(&T) -> Position,
) -> Result<Page<T>, StoreError> {
    let mut items = read(page.cursor, page.size.saturating_add(1))?;
    let more = items.len() > page.size;
    items.truncate(page.size);
    if matches!(page.cursor, Cursor::Newer(_)) {
        items.reverse();
    }
    let span = items.first().zip(items.last()).map(|(newest, oldest)| (position(newest), position(oldest)));
    around(page.cursor, items, span, more, |cursor| read(cursor, 1).map(|items| !items.is_empty()))
}

/// The page of what was read from `cursor` on, where `more` follow in that direction. `exists` tells whether something stands
/// beyond.
fn around<T>(
    cursor: Cursor,
    items: Vec<T>,
    span: Option<(Position, Position)>,
    more: bool,
    exists: impl Fn(Cursor) -> Result<bool, StoreError>,
) -> Result<Page<T>, StoreError> {
    let Some((newest, oldest)) = span else { return Ok(Page::empty()) };
    let has_older = if matches!(cursor, Cursor::Newer(_)) { exists(Cursor::Older(oldest))? } else { more };
    let has_newer = match cursor {
        Cursor::Newest => false,
        Cursor::Newer(_) => more,
        Cursor::Older(_) | Cursor::End => exists(Cursor::Newer(newest))?,
    };
    Ok(Page { items, span, has_older, has_newer })
}

/// One page of likes.
pub(crate) fn cut_likes(view: &dyn View, of: LikesOf, page: PageRequest) -> Result<Page<Like>, StoreError> {
    cut_by(page, |cursor, limit| view.likes(of, cursor, limit), |like| like.position)
}

/// One page of the people on a list. Those whose accounts are not active are left out after the cut; a cut that leaves
/// nobody is passed over, because clients stop at an empty page ([client] tweepy).
pub(crate) fn cut(view: &dyn View, owner: UserId, list: List, page: PageRequest) -> Result<Page<UserId>, StoreError> {
    cut_with(view, owner, list, page, |cursor| view.cut(owner, list, cursor, page.size))
}

/// The same page as text, where the store has a text of it at hand.
pub(crate) fn cut_ids(view: &dyn View, owner: UserId, list: List, page: PageRequest) -> Result<IdPage, StoreError> {
    if let Some(cut) = view.cut_texts(owner, list, page.cursor, page.size)? {
        return rows(view, owner, list, page.cursor, cut).map(IdPage::of_texts);
    }
    Ok(cut(view, owner, list, page)?.into())
}

/// The same page, with people as `viewer` sees them.
pub(crate) fn cut_seen(
    view: &dyn View,
    owner: UserId,
    list: List,
    page: PageRequest,
    viewer: Option<UserId>,
) -> Result<Page<Seen>, StoreError> {
    cut_with(view, owner, list, page, |cursor| view.cut_seen(owner, list, cursor, page.size, viewer))
}

fn cut_with<T>(
    view: &dyn View,
    owner: UserId,
    list: List,
    mut page: PageRequest,
    read: impl Fn(Cursor) -> Result<ListCut<T>, StoreError>,
) -> Result<Page<T>, StoreError> {
    loop {
        let rows = rows(view, owner, list, page.cursor, read(page.cursor)?)?;
        let onward = match page.cursor {
            Cursor::Newer(_) => rows.newer().map(Cursor::Newer),
            Cursor::Newest | Cursor::Older(_) | Cursor::End => rows.older().map(Cursor::Older),
        };
        match onward.filter(|_| rows.items.is_empty()) {
            Some(cursor) => page.cursor = cursor,
            None => return Ok(rows),
        }
    }
}

/// The page of a cut.
fn rows<T>(view: &dyn View, owner: UserId, list: List, cursor: Cursor, cut: ListCut<T>) -> Result<Page<T>, StoreError> {
    let exists = |cursor| view.rows(owner, list, cursor, 1).map(|rows| !rows.is_empty());
    around(cursor, cut.listed, cut.span, cut.more, exists)
}
