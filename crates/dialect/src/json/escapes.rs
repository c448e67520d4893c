//! Escaping texts: most need nothing of it, which is found out eight bytes at a time.

mod address;
mod units;

use self::address::{beyond_slashes, push_slashed};
use self::units::{push_beyond, unit};
use crate::blocks::{HIGH, WORD, any, before_mark, is_below, is_beyond, is_or_beyond, push_bytes, word};

/// Which characters of a text a service escapes, beside quotes, backslashes and control characters.
#[derive(Clone, Copy, Debug)]
pub struct Escapes(Kind);

#[derive(Clone, Copy, Debug)]
enum Kind {
    Plain,
    Ascii,
    AsciiAndMarkup,
}

/// The mark of bytes beyond ASCII.
const BEYOND: u8 = 1;

/// By byte: 0 for what stays, `u` for `\u00xx`, [`BEYOND`] for what begins a character beyond ASCII, and otherwise the letter
/// after the backslash. The marks below say the same in a form that is asked of many bytes at once.
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
    pub const PLAIN: Self = Self(Kind::Plain);
    /// Everything beyond ASCII, as `\uxxxx` in lower-case hex and surrogate pairs.
    pub const ASCII: Self = Self(Kind::Ascii);
    /// The same, `/` as `\/`, and `<` and `>` as `\u003c` and `\u003e`.
    pub const ASCII_AND_MARKUP: Self = Self(Kind::AsciiAndMarkup);

    /// Whether nothing in `text` is escaped.
    #[inline]
    pub fn keep(self, text: &str) -> bool {
        match self.0 {
            Kind::Plain => !any(text, plain),
            Kind::Ascii => !any(text, ascii),
            Kind::AsciiAndMarkup => !any(text, ascii_and_markup),
        }
    }

    /// Appends what stands between the quotes of a JSON string.
    #[inline]
    pub fn push(self, out: &mut Vec<u8>, text: &str) {
        match self.0 {
            _ if text.is_empty() => {}
            Kind::Plain => push_text(out, text, &PLAIN, plain),
            Kind::Ascii => push_text(out, text, &ASCII, ascii),
            Kind::AsciiAndMarkup => push_text(out, text, &ASCII_AND_MARKUP, ascii_and_markup),
        }
    }

    /// The same of a text that is likely to be an address.
    #[inline]
    pub fn push_address(self, out: &mut Vec<u8>, address: &str) {
        match self.0 {
            Kind::Plain | Kind::Ascii => self.push(out, address),
            Kind::AsciiAndMarkup if any(address, beyond_slashes) => self.push(out, address),
            Kind::AsciiAndMarkup => push_slashed(out, address),
        }
    }

    /// The same of one that holds nothing but slashes that is escaped.
    #[inline]
    pub fn push_plain_address(self, out: &mut Vec<u8>, address: &str) {
        match self.0 {
            Kind::Plain | Kind::Ascii => push_bytes(out, address.as_bytes()),
            Kind::AsciiAndMarkup => push_slashed(out, address),
        }
    }
}

/// Appends a text in which `mark` marks what is escaped. Most are kept as they are, and most of those are short.
#[inline(never)]
fn push_text(out: &mut Vec<u8>, text: &str, table: &[u8; 256], mark: impl Fn(u64) -> u64) {
    let bytes = text.as_bytes();
    if bytes.len() <= WORD {
        let word = word(bytes, 0);
        if before_mark(word, &mark) >= bytes.len() {
            out.extend_from_slice(&word.to_le_bytes());
            return out.truncate(out.len() - (WORD - bytes.len()));
        }
    } else if bytes.len() <= 2 * WORD
        && let (Some(first), Some(last)) = (bytes.first_chunk(), bytes.last_chunk())
    {
        // Two words, the second over the end of the first.
        if (mark(u64::from_le_bytes(*first)) | mark(u64::from_le_bytes(*last))) & HIGH == 0 {
            out.extend_from_slice(first);
            out.truncate(out.len() - (2 * WORD - bytes.len()));
            return out.extend_from_slice(last);
        }
    } else if !any(text, &mark) {
        return out.extend_from_slice(bytes);
    }
    push_marked(out, text, table, mark);
}

/// Appends a text in which `mark` marks what is escaped.
#[inline(never)]
fn push_marked(out: &mut Vec<u8>, text: &str, table: &[u8; 256], mark: impl Fn(u64) -> u64) {
    let bytes = text.as_bytes();
    let mut at = 0;
    loop {
        at = push_unmarked(out, bytes, at, &mark);
        let Some(byte) = bytes.get(at) else { return };
        match table[usize::from(*byte)] {
            BEYOND => at += push_beyond(out, &text[at..]),
            b'u' => {
                out.extend_from_slice(&unit(u16::from(*byte)));
                at += 1;
            }
            letter => {
                out.extend_from_slice(&[b'\\', letter]);
                at += 1;
            }
        }
    }
}

/// Appends a byte, escaped if every JSON text escapes it, and tells how many bytes it is.
pub(super) fn push_sign(out: &mut Vec<u8>, byte: u8) -> usize {
    match PLAIN[usize::from(byte)] {
        0 => out.push(byte),
        b'u' => out.extend_from_slice(&unit(u16::from(byte))),
        letter => out.extend_from_slice(&[b'\\', letter]),
    }
    1
}

/// Appends what of a text stands from `at` on before a byte that `mark` marks or that every JSON text escapes, and tells
/// where that is.
#[inline(always)]
pub(super) fn push_unescaped(out: &mut Vec<u8>, text: &[u8], at: usize, mark: impl Fn(u64) -> u64) -> usize {
    push_unmarked(out, text, at, |word| plain(word) | mark(word))
}

/// Appends what of a text stands from `at` on before a byte that is marked, and tells where that is.
#[inline(always)]
fn push_unmarked(out: &mut Vec<u8>, text: &[u8], mut at: usize, mark: impl Fn(u64) -> u64) -> usize {
    while let Some(next) = text.get(at..).and_then(|rest| rest.first_chunk()) {
        out.extend_from_slice(next);
        let marks = mark(u64::from_le_bytes(*next)) & HIGH;
        if marks != 0 {
            let plain = (marks.trailing_zeros() / 8) as usize;
            out.truncate(out.len() - (WORD - plain));
            return at + plain;
        }
        at += WORD;
    }
    if at < text.len() {
        let word = word(text, at);
        let plain = before_mark(word, &mark).min(text.len() - at);
        out.extend_from_slice(&word.to_le_bytes());
        out.truncate(out.len() - (WORD - plain));
        at += plain;
    }
    at
}

/// The mark of what JSON escapes. It marks what is beyond ASCII or not, as it comes.
#[inline(always)]
fn json(word: u64) -> u64 {
    // With this bit turned, a quote is the next after the control characters.
    const TURN: u64 = u64::from_ne_bytes([b'"' ^ b' '; WORD]);
    is_below(word ^ TURN, b' ' + 1) | is_or_beyond(word, b'\\')
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
