//! The tokens of direct messages, taken apart in two recordings: base32hex of three bytes that tell the direction, the
//! id of the message at the page's edge in eight, and a zero; the `=` that would follow are written as `Z`.

use block_graph::{Cursor, Position};

const OLDER: u128 = 0x0a_2a_a5;
const NEWER: u128 = 0x0a_ea_c2;
const DIGITS: &[u8; 32] = b"0123456789ABCDEFGHIJKLMNOPQRSTUV";
/// Twenty digits hold the 96 bits and four more, which are zero.
const LENGTH: u32 = 20;
const SPARE: u32 = 4;
const END: &str = "ZZZZ";

pub(super) fn write(cursor: Cursor) -> Option<String> {
    let (position, direction) = match cursor {
        Cursor::Older(position) => (position, OLDER),
        Cursor::Newer(position) => (position, NEWER),
        Cursor::Newest | Cursor::End => return None,
    };
    let all = (direction << 72 | u128::from(position.0 as u64) << 8) << SPARE;
    let digit = |index: u32| char::from(DIGITS[(all >> (5 * index)) as usize & 31]);
    Some((0..LENGTH).rev().map(digit).chain(END.chars()).collect())
}

pub(super) fn read(token: &str) -> Option<Cursor> {
    let digits = token.strip_suffix(END).filter(|digits| digits.len() == LENGTH as usize)?;
    let mut all = 0_u128;
    for byte in digits.bytes() {
        all = all << 5 | DIGITS.iter().position(|digit| *digit == byte)? as u128;
    }
    if all & 0xfff != 0 {
        return None;
    }
    let position = Position((all >> (8 + SPARE)) as u64 as i64);
    match all >> (72 + SPARE) {
        OLDER => Some(Cursor::Older(position)),
        NEWER => Some(Cursor::Newer(position)),
        _ => None,
    }
}
