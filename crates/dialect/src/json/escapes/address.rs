//! Addresses where `/` is escaped: four of them in a person, and nothing else in them that is escaped.

use super::{ASCII_AND_MARKUP, ascii_and_markup, push_marked};
use crate::blocks::{HIGH, WORD, before_mark, is_below, is_beyond, is_or_beyond, word};

/// What an address of the usual length takes at the most, [`ROOM`] included.
const USUAL: usize = 112;
/// Room for the backslashes of some slashes beside the scheme's, and for what is written over their end. Where it is not enough,
/// the usual way goes on.
const ROOM: usize = 24;

/// Appends an address that holds nothing else that is escaped.
pub(super) fn push_slashed(out: &mut Vec<u8>, address: &str) {
    let text = if let Some(rest) = address.strip_prefix("https://") {
        out.extend_from_slice(br"https:\/\/");
        rest
    } else if let Some(rest) = address.strip_prefix("//") {
        out.extend_from_slice(br"\/\/");
        rest
    } else {
        address
    };
    // Something as long as the text and room behind it, to be written over.
    let start = out.len();
    if text.len() <= USUAL - ROOM {
        out.extend_from_slice(&[0; USUAL]);
    } else {
        out.extend_from_slice(text.as_bytes());
        out.extend_from_slice(&[0; ROOM]);
    }
    let (from, to) = step_by::<{ 2 * WORD }>(text.as_bytes(), &mut out[start..]);
    let (from, to) = step_by::<WORD>(from, to);
    let (left, room) = (from.len(), to.len());
    out.truncate(out.len() - room);
    let rest = word(text.as_bytes(), text.len() - left);
    if left < WORD && (is_or_beyond(rest, b'/') & HIGH).trailing_zeros() as usize >= 8 * left {
        out.extend_from_slice(&rest.to_le_bytes());
        return out.truncate(out.len() - (WORD - left));
    }
    // Slashes at the very end, or too many of them.
    push_marked(out, &text[text.len() - left..], &ASCII_AND_MARKUP, ascii_and_markup);
}

/// Writes text with its slashes escaped, `N` bytes at a time, one word or two; gives what is left of it and of the room.
#[inline(always)]
fn step_by<'a, const N: usize>(mut from: &'a [u8], mut to: &'a mut [u8]) -> (&'a [u8], &'a mut [u8]) {
    while let (Some(bytes), Some(room)) = (from.first_chunk::<N>(), to.get_mut(..=N)) {
        room[..N].copy_from_slice(bytes);
        let mark = |at| before_mark(word(bytes, at), |word| is_or_beyond(word, b'/'));
        let at = mark(0);
        let at = if N > WORD && at == WORD { WORD + mark(N - WORD) } else { at };
        if at < N {
            (room[at], room[at + 1]) = (b'\\', b'/');
            (from, to) = (&from[at + 1..], &mut to[at + 2..]);
        } else {
            (from, to) = (&from[N..], &mut to[N..]);
        }
    }
    (from, to)
}

/// A mark: whether a byte may be something that is escaped and no slash. It marks some that are not, which addresses seldom
/// hold: a blank, `!`, `^`, `|` and `~`.
#[inline(always)]
pub(super) fn beyond_slashes(word: u64) -> u64 {
    // `<`, `>` and `\` are among the signs that differ from this one in these bits alone.
    const SAME: u64 = u64::from_ne_bytes([!0x62; WORD]);
    is_beyond(word) | is_below(word, b'"' + 1) | is_or_beyond(word & SAME, 0x1c)
}
