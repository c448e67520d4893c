//! The ids of those on a list of very many, beside their numbers: as text where whole pages of them are read, as numbers
//! elsewhere.
//!
//! They stand in everybody's table too, but a page of thousands would wait for as many places all over it. Shorter lists go
//! without, because so many bytes an entry are much.

use std::collections::VecDeque;
use std::ops::Range;

use super::{Index, is_incoming};
use crate::edge::List;
use crate::id::UserId;
use crate::id_page::{IdText, text_of};

/// Lists of so many entries, a whole page of ids, have their ids beside them, and keep them when they shrink.
pub(super) const MANY: usize = 5_000;

/// What stands beside a list.
#[derive(Default)]
pub(super) enum Beside {
    #[default]
    Nothing,
    /// Oldest first, like the list.
    Numbers(Vec<UserId>),
    /// Newest first, as pages are read, so that a page is copied in one piece. All have nineteen digits.
    Texts(VecDeque<IdText>),
}

impl Beside {
    /// What stands beside these on a list of a kind and direction; `ids` are everybody's.
    pub(super) fn new(tag: u8, others: &[Index], ids: &[UserId]) -> Self {
        if others.len() < MANY || !is_read(tag) {
            return Self::Nothing;
        }
        // Those who follow somebody are too many, all together, for twelve bytes more an entry.
        let texts = if is_incoming(tag) { None } else { texts(others, ids) };
        texts.unwrap_or_else(|| numbers(others, ids))
    }

    /// Takes in the id of who was put at a place of the list, which is `others` now; `ids` are everybody's.
    pub(super) fn insert(&mut self, at: usize, tag: u8, others: &[Index], ids: &[UserId]) {
        let id = ids[others[at] as usize];
        match self {
            Self::Nothing => *self = Self::new(tag, others, ids),
            Self::Numbers(numbers) => numbers.insert(at, id),
            Self::Texts(texts) => match text_of(id) {
                Some(text) => texts.insert(others.len() - 1 - at, text),
                None => *self = numbers(others, ids),
            },
        }
    }

    /// Leaves out whoever stood at a place of the list.
    pub(super) fn remove(&mut self, at: usize) {
        match self {
            Self::Nothing => {}
            Self::Numbers(numbers) => drop(numbers.remove(at)),
            Self::Texts(texts) => drop(texts.remove(texts.len() - 1 - at)),
        }
    }

    /// What stands beside a part of the list.
    pub(super) fn part(&self, range: Range<usize>) -> Part<'_> {
        match self {
            Self::Nothing => Part::Nothing,
            Self::Numbers(numbers) => Part::Numbers(&numbers[range]),
            Self::Texts(texts) => {
                let (newer, older) = texts.as_slices();
                let range = texts.len() - range.end..texts.len() - range.start;
                let of = |slice: &'_ [IdText], before: usize| {
                    let cut = |at: usize| at.saturating_sub(before).min(slice.len());
                    cut(range.start)..cut(range.end)
                };
                Part::Texts(&newer[of(newer, 0)], &older[of(older, newer.len())])
            }
        }
    }
}

/// Whether anybody reads lists of a kind and direction: of what others think of somebody, only who follows or asks to.
fn is_read(tag: u8) -> bool {
    let incoming = |list: &List| tag == super::tag(list.edges().0, true);
    !is_incoming(tag) || [List::Followers, List::RequestsReceived].iter().any(incoming)
}

fn numbers(others: &[Index], ids: &[UserId]) -> Beside {
    Beside::Numbers(others.iter().map(|other| ids[*other as usize]).collect())
}

/// `None` where one of them has no text.
fn texts(others: &[Index], ids: &[UserId]) -> Option<Beside> {
    // For no more of them than there are: what is collected into an `Option` may have twice the room.
    let mut texts = VecDeque::with_capacity(others.len());
    texts.extend(others.iter().rev().map_while(|other| text_of(ids[*other as usize])));
    (texts.len() == others.len()).then_some(Beside::Texts(texts))
}

/// What stands beside a part of a list.
#[derive(Clone, Copy)]
pub(super) enum Part<'l> {
    Nothing,
    /// Oldest first.
    Numbers(&'l [UserId]),
    /// Newest first, in two pieces.
    Texts(&'l [IdText], &'l [IdText]),
}
