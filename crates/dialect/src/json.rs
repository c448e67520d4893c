//! JSON written straight into bytes: pages of people are what the services are asked for most, and a general
//! serializer costs several times what the objects are worth.
//!
//! An object written by hand is constant text with [`Json`]'s values in its holes. Where an object is not worth that, a
//! dialect has a serializer write it with the same [`Escapes`].

mod escapes;
mod last;

use std::ops::Range;

use block_graph::IdPage;

pub use self::escapes::Escapes;
use self::escapes::{push_sign, push_unescaped};
pub use self::last::Last;
use crate::blocks::push_bytes;
use crate::digits::{fill_count, push_number, push_numbers, push_texts, push_twice};

/// A JSON text under construction.
#[derive(Debug)]
pub struct Json {
    body: Vec<u8>,
    escapes: Escapes,
}

impl Json {
    /// An empty one with those escapes and room for so many bytes.
    pub fn new(escapes: Escapes, room: usize) -> Self {
        Self { body: Vec::with_capacity(room), escapes }
    }

    /// What is escaped in its texts.
    pub fn escapes(&self) -> Escapes {
        self.escapes
    }

    /// What was written.
    pub fn into_bytes(self) -> Vec<u8> {
        self.body
    }

    /// How much was written, in bytes.
    pub fn len(&self) -> usize {
        self.body.len()
    }

    /// Whether nothing was.
    pub fn is_empty(&self) -> bool {
        self.body.is_empty()
    }

    /// Text that is JSON already.
    #[inline]
    pub fn raw(&mut self, text: &str) {
        self.body.extend_from_slice(text.as_bytes());
    }

    /// Constant text, given out so that what differs is written over it.
    #[inline(always)]
    pub fn piece<const N: usize>(&mut self, text: &'static [u8; N]) -> Option<&mut [u8; N]> {
        self.body.extend_from_slice(text);
        self.body.last_chunk_mut()
    }

    /// Constant text whose last four bytes are room for a number, which is mostly small: see [`count!`](crate::count).
    #[inline(always)]
    pub fn count(&mut self, text: &'static str, number: i32) {
        self.body.extend_from_slice(text.as_bytes());
        fill_count(&mut self.body, number.into());
    }

    /// What was written in that range, once more.
    #[inline]
    pub fn again(&mut self, range: Range<usize>) {
        self.body.extend_from_within(range);
    }

    /// Text within a string, escaped; tells where it stands.
    #[inline]
    pub fn part(&mut self, text: &str) -> Range<usize> {
        let start = self.body.len();
        self.escapes.push(&mut self.body, text);
        start..self.body.len()
    }

    /// The same of a text that is an address.
    #[inline]
    pub fn address(&mut self, address: &str) -> Range<usize> {
        let start = self.body.len();
        self.escapes.push_address(&mut self.body, address);
        start..self.body.len()
    }

    /// Text within a string of which it may be known already that nothing is escaped; tells where it stands.
    #[inline(always)]
    pub fn known_part(&mut self, text: &str, plain: bool) -> Range<usize> {
        if !plain {
            return self.part(text);
        }
        let start = self.body.len();
        push_bytes(&mut self.body, text.as_bytes());
        start..self.body.len()
    }

    /// An address of which it may be known already that nothing but slashes is escaped; tells where it stands.
    #[inline]
    pub fn known_address(&mut self, address: &str, plain: bool) -> Range<usize> {
        if !plain {
            return self.part(address);
        }
        let start = self.body.len();
        self.escapes.push_plain_address(&mut self.body, address);
        start..self.body.len()
    }

    /// Text within a string, of which other characters are written otherwise. `mark` marks what they begin with, and `write` is
    /// given the text from there on: it writes what it means to, and tells how many bytes of the text that was. What it leaves
    /// is escaped if JSON asks for it.
    #[inline]
    pub fn part_but(&mut self, text: &str, mark: impl Fn(u64) -> u64, write: impl Fn(&mut Self, &str) -> usize) {
        let mut at = 0;
        loop {
            at = push_unescaped(&mut self.body, text.as_bytes(), at, &mark);
            let Some(byte) = text.as_bytes().get(at) else { return };
            at += match write(self, text.get(at..).unwrap_or_default()) {
                0 => push_sign(&mut self.body, *byte),
                length => length,
            };
        }
    }

    /// A string; tells where it stands, quotes included.
    #[inline]
    pub fn text(&mut self, text: &str) -> Range<usize> {
        let start = self.body.len();
        self.body.push(b'"');
        self.part(text);
        self.body.push(b'"');
        start..self.body.len()
    }

    /// A string, or `null`; tells where it stands.
    #[inline]
    pub fn text_or_null(&mut self, text: Option<&str>) -> Range<usize> {
        let start = self.body.len();
        match text {
            Some(text) => self.text(text),
            None => {
                self.raw("null");
                start..self.body.len()
            }
        }
    }

    /// A number; tells where it stands.
    #[inline]
    pub fn number(&mut self, number: i64) -> Range<usize> {
        let start = self.body.len();
        push_number(&mut self.body, number);
        start..self.body.len()
    }

    /// The numbers of things with commas between them, as strings or as they are.
    pub fn numbers<T>(&mut self, things: &[T], number: impl Fn(&T) -> i64, quoted: bool) {
        push_numbers(&mut self.body, things, number, quoted);
    }

    /// The ids of a page with commas between them, as strings or as they are.
    pub fn ids(&mut self, page: &IdPage, quoted: bool) {
        match page.texts() {
            Some(texts) => push_texts(&mut self.body, texts, quoted),
            None => self.numbers(&page.items, |id| id.0, quoted),
        }
    }

    /// A number as it is, `between`, and the number again.
    #[inline]
    pub fn number_twice(&mut self, number: i64, between: &str) {
        push_twice(&mut self.body, number, between);
    }

    /// `true` or `false`.
    #[inline]
    pub fn flag(&mut self, flag: bool) {
        self.either("true ", "false", flag);
    }

    /// One of two constant texts of the same length, of which a blank at the end of the first is left out: see
    /// [`fact!`](crate::fact).
    #[inline(always)]
    pub fn either(&mut self, yes: &'static str, no: &'static str, fact: bool) {
        // A length that is known and no branch.
        self.body.extend_from_slice(if fact { yes } else { no }.as_bytes());
        self.body.truncate(self.body.len() - usize::from(fact));
    }

    /// Whatever `push` appends, which must be JSON: a moment, for one.
    #[inline]
    pub fn with(&mut self, push: impl FnOnce(&mut Vec<u8>)) {
        push(&mut self.body);
    }

    /// Makes the object that begins at `start` the rest of the one that is open before it.
    pub fn join_object(&mut self, start: usize) {
        match self.body.get_mut(start..) {
            Some([_, b'}']) => drop(self.body.remove(start)),
            Some([brace, ..]) => *brace = b',',
            _ => {}
        }
    }

    /// Objects with commas between them.
    pub fn each<T>(&mut self, items: impl Iterator<Item = T>, mut write: impl FnMut(&mut Self, T)) {
        for (index, item) in items.enumerate() {
            if index > 0 {
                self.body.push(b',');
            }
            write(self, item);
        }
    }
}

/// Writes constant text and a number after it, as one piece.
#[macro_export]
macro_rules! count {
    ($out:expr, $key:literal, $number:expr) => {
        $out.count(concat!($key, "0000"), $number)
    };
}

/// Writes constant text and `true` or `false` after it, as one piece.
#[macro_export]
macro_rules! fact {
    ($out:expr, $key:literal, $fact:expr) => {
        $out.either(concat!($key, "true "), concat!($key, "false"), $fact)
    };
}

#[cfg(test)]
mod tests;
