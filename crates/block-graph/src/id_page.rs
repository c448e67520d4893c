//! One page of ids, and its text where the page is kept to be asked for again.
//!
//! The core keeps bytes under a name and does not know what they are: a dialect writes a page in a form of its own and finds
//! it written when the same page is asked for again.

use std::fmt;
use std::ops::Deref;
use std::sync::{Arc, OnceLock};

use crate::id::UserId;
use crate::page::Page;

/// One page of the ids of people on a list. It is a [`Page`] to whoever reads it.
#[derive(Clone)]
pub struct IdPage(Held);

#[derive(Clone)]
enum Held {
    /// Of this answer alone.
    Passing(Page<UserId>),
    /// Of this answer and of later ones.
    Kept(Arc<Kept>),
}

struct Kept {
    page: Page<UserId>,
    /// In the form that was asked for first.
    text: OnceLock<(&'static str, Arc<[u8]>)>,
}

impl IdPage {
    /// A page that later answers will share.
    pub(crate) fn kept(page: Page<UserId>) -> Self {
        Self(Held::Kept(Arc::new(Kept { page, text: OnceLock::new() })))
    }

    /// The page's text in a form: `write` writes it, unless the page is kept and was written in that form before. One name of
    /// a form stands for one text of a page, whoever asks.
    ///
    /// A kept page keeps the text of one form, that which is asked for first; in other forms it is written each time, and so
    /// is a text of many more bytes an id than ids have.
    pub fn text<T: From<Vec<u8>> + From<Arc<[u8]>>>(
        &self,
        form: &'static str,
        write: impl FnOnce(&Page<UserId>) -> Vec<u8>,
    ) -> T {
        let kept = match &self.0 {
            Held::Passing(page) => return write(page).into(),
            Held::Kept(kept) => kept,
        };
        match kept.text.get() {
            Some((first, text)) if *first == form => Arc::clone(text).into(),
            Some(_) => write(&kept.page).into(),
            None => {
                let text = write(&kept.page);
                if text.len() > room(&kept.page) {
                    return text.into();
                }
                let text: Arc<[u8]> = text.into();
                // Who else was quicker keeps theirs.
                drop(kept.text.set((form, Arc::clone(&text))));
                text.into()
            }
        }
    }

    /// The most bytes that a page takes when it is kept, its text included whether it is written or not.
    pub(crate) fn weight(page: &Page<UserId>) -> usize {
        size_of::<Kept>() + page.items.capacity() * size_of::<UserId>() + room(page)
    }
}

/// The longest text of a page that is kept, in bytes: as long as ids of nineteen digits are with quotes and commas, and what may
/// stand around them.
fn room(page: &Page<UserId>) -> usize {
    24 * page.items.len() + 1024
}

impl Deref for IdPage {
    type Target = Page<UserId>;

    fn deref(&self) -> &Page<UserId> {
        match &self.0 {
            Held::Passing(page) => page,
            Held::Kept(kept) => &kept.page,
        }
    }
}

impl From<Page<UserId>> for IdPage {
    fn from(page: Page<UserId>) -> Self {
        Self(Held::Passing(page))
    }
}

impl PartialEq for IdPage {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl fmt::Debug for IdPage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page() -> Page<UserId> {
        Page { items: vec![UserId(1), UserId(2)], span: None, has_older: true, has_newer: false }
    }

    /// What is told, and whether it was written for that.
    fn told(page: &IdPage, form: &'static str, length: usize) -> (usize, bool) {
        let mut written = false;
        let write = |_: &Page<UserId>| {
            written = true;
            vec![b'x'; length]
        };
        let text: Arc<[u8]> = page.text(form, write);
        (text.len(), written)
    }

    #[test]
    fn a_kept_page_is_written_once_in_the_form_that_came_first() {
        let kept = IdPage::kept(page());
        let other = kept.clone();
        assert_eq!(told(&kept, "numbers", 7), (7, true));
        assert_eq!(told(&other, "numbers", 9), (7, false));
        assert_eq!(told(&other, "texts", 8), (8, true));
        assert_eq!(told(&other, "texts", 8), (8, true), "there is room for one form");
        assert_eq!(told(&kept, "numbers", 9), (7, false));
        assert_eq!(*kept, page());
    }

    #[test]
    fn a_passing_page_is_written_each_time() {
        let passing = IdPage::from(page());
        assert_eq!(told(&passing, "numbers", 7), (7, true));
        assert_eq!(told(&passing, "numbers", 9), (9, true));
    }

    #[test]
    fn a_text_beyond_the_weight_is_not_kept() {
        let kept = IdPage::kept(page());
        let most = room(&kept);
        assert_eq!(told(&kept, "pretty", most + 1), (most + 1, true));
        assert_eq!(told(&kept, "numbers", most), (most, true));
        assert_eq!(told(&kept, "numbers", 1), (most, false));
        assert!(IdPage::weight(&kept) > most + 16);
    }
}
