//! Numbers as hex digits, two at a time: every reply and every line of the access log has some.

/// The two digits of each byte.
pub(crate) static PAIRS: [[u8; 2]; 256] = {
    let digits = b"0123456789abcdef";
    let mut pairs = [[0; 2]; 256];
    let mut byte = 0;
    while byte < 256 {
        pairs[byte] = [digits[byte >> 4], digits[byte & 15]];
        byte += 1;
    }
    pairs
};

/// A number's sixteen digits, in lower case.
pub fn sixteen(number: u64) -> [u8; 16] {
    let mut text = [0; 16];
    for (pair, byte) in text.chunks_exact_mut(2).zip(number.to_be_bytes()) {
        let [high, low] = PAIRS[usize::from(byte)];
        pair[0] = high;
        pair[1] = low;
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_as_the_format_has_them() {
        for number in [0, 1, 0xf, 0x10, 0x0123_4567_89ab_cdef, u64::MAX] {
            assert_eq!(sixteen(number), *format!("{number:016x}").as_bytes());
        }
    }
}
