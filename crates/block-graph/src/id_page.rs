//! One page of ids, and its text where the page is kept to be asked for again.
//!
//! The core keeps bytes under a name and does not know what they are: a dialect writes a page in a form of its own and finds
//! it written when the same page is asked for again. All dialects write ids as decimal digits, which the core may have too.

use std::fmt;
use std::ops::Deref;
use std::sync::{Arc, OnceLock};

use crate::id::UserId;
use crate::page::Page;

/// An id as text: a comma and nineteen decimal digits, which nearly all ids have. So they stand on a page one after another.
pub type IdText = [u8; 20];

/// The text of an id of nineteen digits; `None` of another.
pub(crate) fn text_of(id: UserId) -> Option<IdText> {
    const LEAST: i64 = 1_000_000_000_000_000_000;
    let mut rest = Some(id.0).filter(|id| *id >= LEAST)?;
    let mut text = *b",0000000000000000000";
    for digit in text[1..].iter_mut().rev() {
        *digit = b'0' + (rest % 10) as u8;
        rest /= 10;
    }
    Some(text)
}

/// The id of which that is the text.
fn id_of(text: &IdText) -> UserId {
    UserId(text[1..].iter().fold(0, |id, digit| id * 10 + i64::from(digit - b'0')))
}

/// One page of the ids of people on a list. It is a [`Page`] to whoever reads it.
#[derive(Clone)]
pub struct IdPage(Held);

#[derive(Clone)]
enum Held {
    /// Of this answer alone.
    Passing(Page<UserId>),
    /// The same as text.
    Texts(Arc<Texts>),
    /// Of this answer and of later ones.
    Kept(Arc<Kept>),
}

struct Texts {
    page: Page<IdText>,
    /// The same as numbers, once somebody asked for them.
    numbers: OnceLock<Page<UserId>>,
}

struct Kept {
    page: Page<UserId>,
    /// In the form that was asked for first.
    text: OnceLock<(&'static str, Arc<[u8]>)>,
}

impl IdPage {
    /// A page of texts.
    pub(crate) fn of_texts(page: Page<IdText>) -> Self {
        Self(Held::Texts(Arc::new(Texts { page, numbers: OnceLock::new() })))
    }

    /// The same page, which later answers will share.
    pub(crate) fn keep(self) -> Self {
        let page = match self.0 {
            Held::Passing(page) => page,
            Held::Texts(texts) => texts.read(),
            Held::Kept(_) => return self,
        };
        Self(Held::Kept(Arc::new(Kept { page, text: OnceLock::new() })))
    }

    /// How many ids there are.
    pub fn len(&self) -> usize {
        match &self.0 {
            Held::Texts(texts) => texts.page.items.len(),
            Held::Passing(_) | Held::Kept(_) => self.items.len(),
        }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The ids as texts, if that is what is there; otherwise they are read as numbers.
    pub fn texts(&self) -> Option<&[IdText]> {
        match &self.0 {
            Held::Texts(texts) => Some(&texts.page.items),
            Held::Passing(_) | Held::Kept(_) => None,
        }
    }

    /// The page without what is on it.
    pub fn around(&self) -> Page<()> {
        match &self.0 {
            Held::Texts(texts) => texts.page.with_items(Vec::new()),
            Held::Passing(_) | Held::Kept(_) => self.with_items(Vec::new()),
        }
    }

    /// The page's text in a form: `write` writes it, unless the page is kept and was written in that form before. One name of
    /// a form stands for one text of a page, whoever asks.
    ///
    /// A kept page keeps the text of one form, that which is asked for first; in other forms it is written each time, and so
    /// is a text of many more bytes an id than ids have.
    pub fn text<T: From<Vec<u8>> + From<Arc<[u8]>>>(&self, form: &'static str, write: impl FnOnce() -> Vec<u8>) -> T {
        let kept = match &self.0 {
            Held::Passing(_) | Held::Texts(_) => return write().into(),
            Held::Kept(kept) => kept,
        };
        match kept.text.get() {
            Some((first, text)) if *first == form => Arc::clone(text).into(),
            Some(_) => write().into(),
            None => {
                let text = write();
                if text.len() > room(self.len()) {
                    return text.into();
                }
                let text: Arc<[u8]> = text.into();
                // Who else was quicker keeps theirs.
                drop(kept.text.set((form, Arc::clone(&text))));
                text.into()
            }
        }
    }

    /// The most bytes that it takes when it is kept, its text included whether it is written or not.
    pub(crate) fn weight(&self) -> usize {
        let room_of_ids = match &self.0 {
            Held::Texts(texts) => texts.page.items.len(),
            Held::Passing(_) | Held::Kept(_) => self.items.capacity(),
        };
        size_of::<Kept>() + room_of_ids * size_of::<UserId>() + room(self.len())
    }
}

/// The longest text of a page that is kept, in bytes: as long as ids of nineteen digits are with quotes and commas, and what may
/// stand around them.
fn room(ids: usize) -> usize {
    24 * ids + 1024
}

impl Texts {
    fn read(&self) -> Page<UserId> {
        self.page.with_items(self.page.items.iter().map(id_of).collect())
    }

    fn numbers(&self) -> &Page<UserId> {
        self.numbers.get_or_init(|| self.read())
    }
}

impl Deref for IdPage {
    type Target = Page<UserId>;

    fn deref(&self) -> &Page<UserId> {
        match &self.0 {
            Held::Passing(page) => page,
            Held::Texts(texts) => texts.numbers(),
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
        let write = || {
            written = true;
            vec![b'x'; length]
        };
        let text: Arc<[u8]> = page.text(form, write);
        (text.len(), written)
    }

    #[test]
    fn a_kept_page_is_written_once_in_the_form_that_came_first() {
        let kept = IdPage::from(page()).keep();
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
        let kept = IdPage::from(page()).keep();
        let most = room(kept.len());
        assert_eq!(told(&kept, "pretty", most + 1), (most + 1, true));
        assert_eq!(told(&kept, "numbers", most), (most, true));
        assert_eq!(told(&kept, "numbers", 1), (most, false));
        assert!(kept.weight() > most + 16);
    }

    #[test]
    fn texts_are_the_ids_of_nineteen_digits() {
        let least = 1_000_000_000_000_000_000;
        for id in [least, least + 7, 1_234_567_890_123_456_789, i64::MAX] {
            let text = text_of(UserId(id)).unwrap();
            assert_eq!(text[..], *format!(",{id}").as_bytes());
            assert_eq!(id_of(&text), UserId(id));
        }
        assert_eq!([least - 1, 0, -1, i64::MIN].map(|id| text_of(UserId(id))), [None; 4]);
    }

    #[test]
    fn a_page_of_texts_is_a_page() {
        let ids = [i64::MAX, 1_234_567_890_123_456_789].map(UserId);
        let page = Page { items: ids.to_vec(), ..page() };
        let texts = IdPage::of_texts(page.with_items(ids.iter().filter_map(|id| text_of(*id)).collect()));
        assert_eq!((texts.len(), texts.texts().unwrap().len(), texts.around()), (2, 2, page.with_items(vec![])));
        assert_eq!(*texts, page);
        assert!(texts.weight() >= texts.clone().keep().weight());
        assert!(!texts.is_empty() && IdPage::of_texts(Page::empty()).is_empty());
        assert_eq!(texts.keep(), page.into());
    }
}
