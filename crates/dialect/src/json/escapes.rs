//! Escaping texts: most need nothing of it, which is found out eight bytes at a time.

use crate::blocks::{WORD, any, before_mark, is_below, is_beyond, is_or_beyond, word};

/// Which characters of a text a service escapes, beside quotes, backslashes and control characters.
#[derive(Clone, Copy, Debug)]
pub struct Escapes {
    kind: Kind,
    /// By byte: 0 for what stays, `u` for `\u00xx`, [`BEYOND`] for what begins a character beyond ASCII, and otherwise
    /// the letter after the backslash.
    table: &'static [u8; 256],
}

/// The same as the table says, in comparisons that a processor makes of many bytes at once.
#[derive(Clone, Copy, Debug)]
enum Kind {
    Plain,
    Ascii,
    AsciiAndMarkup,
}

/// The mark of bytes beyond ASCII.
const BEYOND: u8 = 1;

const fn table(also: &[u8], beyond: u8) -> [u8; 256] {
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

static PLAIN: [u8; 256] = table(b"", 0);
static ASCII: [u8; 256] = table(b"", BEYOND);
static ASCII_AND_MARKUP: [u8; 256] = table(b"/<>", BEYOND);

impl Escapes {
    /// Only what JSON asks for.
    pub const PLAIN: Self = Self { kind: Kind::Plain, table: &PLAIN };
    /// Everything beyond ASCII, as `\uxxxx` in lower-case hex and surrogate pairs.
    pub const ASCII: Self = Self { kind: Kind::Ascii, table: &ASCII };
    /// The same, `/` as `\/`, and `<` and `>` as `\u003c` and `\u003e`.
    pub const ASCII_AND_MARKUP: Self = Self { kind: Kind::AsciiAndMarkup, table: &ASCII_AND_MARKUP };

    /// Whether nothing in `text` is escaped.
    #[inline]
    pub fn keep(self, text: &str) -> bool {
        match self.kind {
            Kind::Plain => !any(text, plain),
            Kind::Ascii => !any(text, ascii),
            Kind::AsciiAndMarkup => !any(text, ascii_and_markup),
        }
    }

    /// Appends what stands between the quotes of a JSON string.
    #[inline]
    pub fn push(self, out: &mut Vec<u8>, text: &str) {
        match self.kind {
            // Most texts are kept as they are. Where `/` is escaped, addresses never are: the question would not pay.
            Kind::Plain | Kind::Ascii if self.keep(text) => out.extend_from_slice(text.as_bytes()),
            Kind::Plain => self.push_marked(out, text, plain),
            Kind::Ascii => self.push_marked(out, text, ascii),
            Kind::AsciiAndMarkup => self.push_marked(out, text, ascii_and_markup),
        }
    }

    /// The same, where `mark` marks what is escaped.
    #[inline]
    fn push_marked(self, out: &mut Vec<u8>, text: &str, mark: impl Fn(u64) -> u64) {
        let bytes = text.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            // The whole word is written, which costs less than the right part of it, and then cut.
            let word = word(bytes, at);
            out.extend_from_slice(&word.to_le_bytes());
            let plain = before_mark(word, &mark);
            if plain == WORD && WORD <= bytes.len() - at {
                at += WORD;
                continue;
            }
            let plain = plain.min(bytes.len() - at);
            out.truncate(out.len() - (WORD - plain));
            at += plain;
            let Some(byte) = bytes.get(at) else { return };
            match self.table[usize::from(*byte)] {
                b'u' | BEYOND => at += push_units(out, &text[at..]),
                letter => {
                    out.extend_from_slice(&[b'\\', letter]);
                    at += 1;
                }
            }
        }
    }
}

/// Appends a text's first character in UTF-16 units, and tells how many bytes it is long.
fn push_units(out: &mut Vec<u8>, text: &str) -> usize {
    const HEX: &[u8; 16] = b"0123456789abcdef";
    let Some(character) = text.chars().next() else { return 1 };
    for unit in character.encode_utf16(&mut [0; 2]) {
        let digit = |shift: u32| HEX[usize::from(*unit >> shift & 15)];
        out.extend_from_slice(&[b'\\', b'u', digit(12), digit(8), digit(4), digit(0)]);
    }
    character.len_utf8()
}

/// The mark of what JSON escapes. It marks what is beyond ASCII or not, as it comes.
#[inline(always)]
fn json(word: u64) -> u64 {
    is_below(word, b' ') | is_or_beyond(word, b'"') | is_or_beyond(word, b'\\')
}

#[inline(always)]
fn plain(word: u64) -> u64 {
    json(word) & !word
}

#[inline(always)]
fn ascii(word: u64) -> u64 {
    json(word) | is_beyond(word)
}

#[inline(always)]
fn ascii_and_markup(word: u64) -> u64 {
    // `<` and `>` differ in one bit.
    const SAME: u64 = u64::from_ne_bytes([0xfd; WORD]);
    ascii(word) | is_or_beyond(word, b'/') | is_or_beyond(word & SAME, b'<')
}
