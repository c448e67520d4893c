//! JSON written straight into bytes: pages of people are what the services are asked for most, and a general
//! serializer costs several times what the objects are worth.
//!
//! An object written by hand is constant text with [`Json`]'s values in its holes. Where an object is not worth that, a
//! dialect has a serializer write it with the same [`Escapes`].

use std::ops::Range;

use crate::digits::{push_number, push_numbers};
use crate::scan::{Table, plain};

/// Which characters of a text a service escapes, beside quotes, backslashes and control characters.
#[derive(Clone, Copy, Debug)]
pub struct Escapes {
    /// By byte: 0 for what stays, `u` for `\u00xx`, [`BEYOND`] for what begins a character beyond ASCII, and otherwise
    /// the letter after the backslash.
    table: &'static Table,
}

/// The mark of bytes beyond ASCII.
const BEYOND: u8 = 1;

const fn table(also: &[u8], beyond: u8) -> Table {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = match byte as u8 {
            b'"' => b'"',
            b'\\' => b'\\',
            8 => b'b',
            9 => b't',
            10 => b'n',
            12 => b'f',
            13 => b'r',
            0..32 => b'u',
            128.. => beyond,
            _ => 0,
        };
        byte += 1;
    }
    let mut at = 0;
    while at < also.len() {
        table[also[at] as usize] = if also[at] == b'/' { b'/' } else { b'u' };
        at += 1;
    }
    table
}

static PLAIN: Table = table(b"", 0);
static ASCII: Table = table(b"", BEYOND);
static ASCII_AND_MARKUP: Table = table(b"/<>", BEYOND);

impl Escapes {
    /// Only what JSON asks for.
    pub const PLAIN: Self = Self { table: &PLAIN };
    /// Everything beyond ASCII, as `\uxxxx` in lower-case hex and surrogate pairs.
    pub const ASCII: Self = Self { table: &ASCII };
    /// The same, `/` as `\/`, and `<` and `>` as `\u003c` and `\u003e`.
    pub const ASCII_AND_MARKUP: Self = Self { table: &ASCII_AND_MARKUP };

    /// Whether nothing in `text` is escaped.
    pub fn keep(self, text: &str) -> bool {
        plain(text.as_bytes(), self.table) == text.len()
    }

    /// Appends what stands between the quotes of a JSON string.
    pub fn push(self, out: &mut Vec<u8>, text: &str) {
        let mut rest = text;
        loop {
            let (run, tail) = rest.split_at(plain(rest.as_bytes(), self.table));
            out.extend_from_slice(run.as_bytes());
            let mut characters = tail.chars();
            let Some(character) = characters.next() else { return };
            rest = characters.as_str();
            match u8::try_from(character).map(|byte| self.table[usize::from(byte)]) {
                Ok(b'u' | BEYOND) | Err(_) => push_units(out, character),
                Ok(letter) => out.extend_from_slice(&[b'\\', letter]),
            }
        }
    }
}

/// Appends a character as its one or two UTF-16 units.
fn push_units(out: &mut Vec<u8>, character: char) {
    const HEX: &[u8; 16] = b"0123456789abcdef";
    for unit in character.encode_utf16(&mut [0; 2]) {
        let digit = |shift: u32| HEX[usize::from(*unit >> shift & 15)];
        out.extend_from_slice(&[b'\\', b'u', digit(12), digit(8), digit(4), digit(0)]);
    }
}

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

    /// Numbers with commas between them, as strings or as they are.
    pub fn numbers(&mut self, numbers: impl Iterator<Item = i64>, quoted: bool) {
        push_numbers(&mut self.body, numbers, quoted);
    }

    /// `true` or `false`.
    #[inline]
    pub fn flag(&mut self, flag: bool) {
        self.raw(if flag { "true" } else { "false" });
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

#[cfg(test)]
mod tests;
