//! Addresses where `/` is escaped: four of them in a person, and nothing else in them that is escaped.

use super::{ASCII_AND_MARKUP, ascii_and_markup, push_marked};
use crate::blocks::{HIGH, WORD, before_mark, word};

/// Appends an address.
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
    let (words, rest) = text.as_bytes().as_chunks::<WORD>();
    for (index, bytes) in words.iter().enumerate() {
        let word = u64::from_le_bytes(*bytes);
        let marks = ascii_and_markup(word) & HIGH;
        if marks == 0 {
            out.extend_from_slice(bytes);
            continue;
        }
        let shift = marks.trailing_zeros() & 0x38;
        if marks != 0x80 << shift || word >> shift & 0xff != u64::from(b'/') {
            // Whatever it is, the usual way knows it.
            return push_marked(out, &text[WORD * index..], &ASCII_AND_MARKUP, ascii_and_markup);
        }
        // What stands before the slash, a backslash, and what stands from the slash on: nine bytes.
        let before = word & ((1 << shift) - 1);
        let spread = u128::from(before | u64::from(b'\\') << shift) | u128::from(word - before) << 8;
        out.extend_from_slice(&spread.to_le_bytes());
        out.truncate(out.len() - (WORD - 1));
    }
    let (at, rest) = (text.len() - rest.len(), rest.len());
    let word = word(text.as_bytes(), at);
    if before_mark(word, ascii_and_markup) < rest {
        return push_marked(out, &text[at..], &ASCII_AND_MARKUP, ascii_and_markup);
    }
    out.extend_from_slice(&word.to_le_bytes());
    out.truncate(out.len() - (WORD - rest));
}
