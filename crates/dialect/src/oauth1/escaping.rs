//! Percent-escaping as signatures need it (RFC 3986, upper-case hex): done, undone, and how escaped texts sort.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::iter;

use super::text::Text;
use crate::failure::Denial;
use crate::scan::{RESERVED, is_plain};

/// What each byte is escaped to, and in the last place how long that is.
pub(super) type Escapes = [[u8; 8]; 256];

/// Each escaped byte as a percent sign and its two hex digits.
pub(super) static ONCE: Escapes = escapes(b"%");
/// The same, escaped once more.
pub(super) static TWICE: Escapes = escapes(b"%25");

const fn escapes(mark: &[u8]) -> Escapes {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    let mut table = [[0; 8]; 256];
    let mut byte = 0;
    while byte < 256 {
        let entry = &mut table[byte];
        if RESERVED[byte] == 0 {
            entry[0] = byte as u8;
            entry[7] = 1;
        } else {
            let mut at = 0;
            while at < mark.len() {
                entry[at] = mark[at];
                at += 1;
            }
            entry[at] = HEX[byte >> 4];
            entry[at + 1] = HEX[byte & 15];
            entry[7] = at as u8 + 2;
        }
        byte += 1;
    }
    table
}

/// Adds `text`, escaped.
#[inline]
pub(super) fn put(out: &mut Text<'_>, text: &str, escapes: &'static Escapes) {
    if is_plain(text.as_bytes()) {
        out.put(text.as_bytes());
    } else {
        put_escaped(out, text, escapes);
    }
}

/// As [`put`], without a branch for each byte.
pub(super) fn put_escaped(out: &mut Text<'_>, text: &str, escapes: &'static Escapes) {
    let entries = text.bytes().map(|byte| &escapes[usize::from(byte)]);
    out.put_firsts(entries.map(|entry| (entry, usize::from(entry[7]))));
}

/// A text without its escapes; what is no escape stays.
///
/// # Errors
/// [`Denial::Malformed`] when what comes out is no text.
pub(super) fn decode(text: &str) -> Result<Cow<'_, str>, Denial> {
    // Most are plain and short: looking at all of a text costs less than looking for its first escape.
    if !text.bytes().fold(false, |found, byte| found | (byte == b'%')) {
        return Ok(Cow::Borrowed(text));
    }
    let mut out = Vec::with_capacity(text.len());
    out.extend(unescaped(text.as_bytes()));
    String::from_utf8(out).map(Cow::Owned).map_err(|_| Denial::Malformed)
}

/// What a hex digit says.
#[inline]
pub(super) fn digit(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).map(|digit| digit as u8)
}

/// The bytes of a text without its escapes.
#[inline]
pub(super) fn unescaped(mut text: &[u8]) -> impl Iterator<Item = u8> {
    iter::from_fn(move || {
        let (byte, after) = text.split_first()?;
        text = after;
        if let (b'%', [high, low, after @ ..]) = (byte, after)
            && let Some((high, low)) = digit(*high).zip(digit(*low))
        {
            text = after;
            return Some(high << 4 | low);
        }
        Some(*byte)
    })
}

/// The place of each byte in the order of what it is escaped to: `%` sorts before all that stays as it is, and after it
/// come the hex digits, which sort as their numbers do.
static RANKS: [u8; 256] = {
    let mut ranks = [0; 256];
    let (mut next, mut mark) = (0_u8, 1);
    loop {
        let mut byte = 0;
        while byte < 256 {
            if RESERVED[byte] == mark {
                ranks[byte] = next;
                next = next.wrapping_add(1);
            }
            byte += 1;
        }
        if mark == 0 {
            break ranks;
        }
        mark = 0;
    }
};

/// How the escaped forms of two texts sort.
pub(super) fn order(one: &str, other: &str) -> Ordering {
    let rank = |byte: u8| RANKS[usize::from(byte)];
    one.bytes().map(rank).cmp(other.bytes().map(rank))
}

/// The first eight bytes of a text as a number that sorts as the escaped text does, as far as eight bytes tell.
pub(super) const fn prefix(text: &str) -> u64 {
    let text = text.as_bytes();
    let (mut prefix, mut at) = (0, 0);
    while at < 8 {
        let rank = if at < text.len() { RANKS[text[at] as usize] } else { 0 };
        prefix = prefix << 8 | rank as u64;
        at += 1;
    }
    prefix
}
