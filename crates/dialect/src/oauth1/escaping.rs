//! Percent-escaping as signatures need it (RFC 3986, upper-case hex): done, undone, and how escaped texts sort.

use std::borrow::Cow;
use std::cmp::Ordering;

use memchr::memchr;

use crate::failure::Denial;
use crate::scan::{RESERVED, plain};

/// Appends `text`, every escaped byte as `mark` and its two hex digits.
pub(super) fn push(out: &mut Vec<u8>, text: &str, mark: &[u8]) {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    let mut rest = text.as_bytes();
    loop {
        let (plain, tail) = rest.split_at(plain(rest));
        out.extend_from_slice(plain);
        let Some((byte, tail)) = tail.split_first() else { return };
        out.extend_from_slice(mark);
        out.extend_from_slice(&[HEX[usize::from(byte >> 4)], HEX[usize::from(byte & 15)]]);
        rest = tail;
    }
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
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let (mut out, mut rest) = (Vec::with_capacity(text.len()), text.as_bytes());
    while let Some(at) = memchr(b'%', rest) {
        out.extend_from_slice(&rest[..at]);
        let escaped = match &rest[at + 1..] {
            [high, low, ..] => digit(*high).zip(digit(*low)),
            _ => None,
        };
        out.push(escaped.map_or(b'%', |(high, low)| high << 4 | low));
        rest = &rest[at + if escaped.is_some() { 3 } else { 1 }..];
    }
    out.extend_from_slice(rest);
    String::from_utf8(out).map(Cow::Owned).map_err(|_| Denial::Malformed)
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
