//! Cutting pages of a list.

use crate::edge::List;
use crate::error::StoreError;
use crate::id::UserId;
use crate::page::{Cursor, Page, PageRequest};
use crate::view::View;

/// One page of the people on a list. Those whose accounts are not active are left out after the cut; a cut that leaves
/// nobody is passed over, because clients stop at an empty page ([client] tweepy).
pub(crate) fn cut(view: &dyn View, owner: UserId, list: List, page: PageRequest) -> Result<Page<UserId>, StoreError> {
    let mut cursor = page.cursor;
    loop {
        let mut rows = view.rows(owner, list, cursor, page.size.saturating_add(1))?;
        let more = rows.len() > page.size;
        rows.truncate(page.size);
        let towards_newer = matches!(cursor, Cursor::Newer(_));
        if towards_newer {
            rows.reverse();
        }
        let (Some(newest), Some(oldest)) = (rows.first(), rows.last()) else { return Ok(Page::empty()) };
        let (newest, oldest) = (newest.position, oldest.position);
        let items: Vec<_> = rows.iter().filter(|row| row.listed).map(|row| row.other).collect();
        if items.is_empty() && more {
            cursor = if towards_newer { Cursor::Newer(newest) } else { Cursor::Older(oldest) };
            continue;
        }
        let exists = |cursor| view.rows(owner, list, cursor, 1).map(|rows| !rows.is_empty());
        let has_older = if towards_newer { exists(Cursor::Older(oldest))? } else { more };
        let has_newer = match cursor {
            Cursor::Newest => false,
            Cursor::Newer(_) => more,
            Cursor::Older(_) | Cursor::End => exists(Cursor::Newer(newest))?,
        };
        return Ok(Page { items, span: Some((newest, oldest)), has_older, has_newer });
    }
}
