//! Characters by their UTF-16 units, as `\uxxxx`.

use crate::hex::PAIRS;

/// `\u00e9`, by its UTF-16 unit.
#[inline]
pub(super) fn unit(unit: u16) -> [u8; 6] {
    let [high, low] = unit.to_be_bytes();
    let ([a, b], [c, d]) = (PAIRS[usize::from(high)], PAIRS[usize::from(low)]);
    [b'\\', b'u', a, b, c, d]
}

/// Appends the characters beyond ASCII that a text begins with, of which there is one, and tells how many bytes they are long.
#[inline]
pub(super) fn push_beyond(out: &mut Vec<u8>, text: &str) -> usize {
    let mut rest = text.chars();
    while let Some(code) = rest.next().map(u32::from) {
        if code <= 0xffff {
            out.extend_from_slice(&unit(code as u16));
        } else {
            // A surrogate pair; what is taken from the upper half makes 0x10000 nothing.
            let (upper, lower) = (0xd800 - (0x1_0000 >> 10) + (code >> 10), 0xdc00 | code & 0x3ff);
            out.extend_from_slice([unit(upper as u16), unit(lower as u16)].as_flattened());
        }
        if rest.as_str().as_bytes().first().is_none_or(u8::is_ascii) {
            break;
        }
    }
    text.len() - rest.as_str().len()
}
