//! Cutting pages of a list.

use crate::edge::List;
use crate::error::StoreError;
use crate::event::Like;
use crate::id::{Position, UserId};
use crate::page::{Cursor, Page, PageRequest};
use crate::view::{LikesOf, View};

/// One page of anything that is read from a cursor on. Nothing is left out of it here.
pub(crate) fn cut_by<T>(
    page: PageRequest,
    read: impl Fn(Cursor, usize) -> Result<Vec<T>, StoreError>,
    position: impl Fn(&T) -> Position,
) -> Result<Page<T>, StoreError> {
    let mut items = read(page.cursor, page.size.saturating_add(1))?;
    let more = items.len() > page.size;
    items.truncate(page.size);
    let towards_newer = matches!(page.cursor, Cursor::Newer(_));
    if towards_newer {
        items.reverse();
    }
    let (Some(newest), Some(oldest)) = (items.first(), items.last()) else { return Ok(Page::empty()) };
    let (newest, oldest) = (position(newest), position(oldest));
    let exists = |cursor| read(cursor, 1).map(|items| !items.is_empty());
    let has_older = if towards_newer { exists(Cursor::Older(oldest))? } else { more };
    let has_newer = match page.cursor {
        Cursor::Newest => false,
        Cursor::Newer(_) => more,
        Cursor::Older(_) | Cursor::End => exists(Cursor::Newer(newest))?,
    };
    Ok(Page { items, span: Some((newest, oldest)), has_older, has_newer })
}

/// One page of likes.
pub(crate) fn cut_likes(view: &dyn View, of: LikesOf, page: PageRequest) -> Result<Page<Like>, StoreError> {
    cut_by(page, |cursor, limit| view.likes(of, cursor, limit), |like| like.position)
}

/// One page of the people on a list. Those whose accounts are not active are left out after the cut; a cut that leaves
/// nobody is passed over, because clients stop at an empty page ([client] tweepy).
pub(crate) fn cut(view: &dyn View, owner: UserId, list: List, page: PageRequest) -> Result<Page<UserId>, StoreError> {
    let mut page = page;
    loop {
        let rows = cut_by(page, |cursor, limit| view.rows(owner, list, cursor, limit), |row| row.position)?;
        let items: Vec<_> = rows.items.iter().filter(|row| row.listed).map(|row| row.other).collect();
        let onward = match page.cursor {
            Cursor::Newer(_) => rows.newer().map(Cursor::Newer),
            Cursor::Newest | Cursor::Older(_) | Cursor::End => rows.older().map(Cursor::Older),
        };
        match onward.filter(|_| items.is_empty()) {
            Some(cursor) => page.cursor = cursor,
            None => return Ok(rows.with_items(items)),
        }
    }
}
