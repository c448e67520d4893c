//! Whether texts are plain, which almost all are: what reading and checking signatures spends its time on.

/// What signatures escape, by byte: all but RFC 3986's unreserved characters, which are plain and 0.
pub(crate) static RESERVED: [u8; 256] = {
    let mut table = [1; 256];
    let mut byte = 0;
    while byte < 256 {
        if matches!(byte as u8, b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' | b'-' | b'.' | b'_' | b'~') {
            table[byte] = 0;
        }
        byte += 1;
    }
    table
};

/// How many bytes are looked at together, first and then.
const BLOCK: usize = 16;
const HALF: usize = 8;

/// How many bytes of `text`, from its start, are plain. Where a run ends is found by branches alone: what follows is looked
/// at before that is known for certain.
#[inline]
pub(crate) fn plain(text: &[u8]) -> usize {
    let mut at = 0;
    while text[at..].first_chunk().is_some_and(all) {
        at += BLOCK;
    }
    if text[at..].first_chunk::<HALF>().is_some_and(|half| are_plain(half)) {
        at += HALF;
    }
    at + text[at..].iter().position(|byte| is_reserved(*byte)).unwrap_or(text.len() - at)
}

/// Whether all bytes of `text` are plain.
#[inline]
pub(crate) fn is_plain(text: &[u8]) -> bool {
    let mut rest = text;
    while let Some((block, after)) = rest.split_first_chunk() {
        if !all(block) {
            return false;
        }
        rest = after;
    }
    match text.last_chunk() {
        _ if rest.is_empty() => true,
        // What is left is looked at together with bytes before it.
        Some(end) => all(end),
        None => are_plain(rest),
    }
}

fn is_reserved(byte: u8) -> bool {
    RESERVED[usize::from(byte)] != 0
}

/// Whether all of a few bytes are plain.
#[inline(always)]
fn are_plain(bytes: &[u8]) -> bool {
    bytes.iter().fold(0, |marks, byte| marks | RESERVED[usize::from(*byte)]) == 0
}

/// Whether all bytes of a block are plain, by comparisons that the compiler makes of all at once.
#[inline(always)]
fn all(bytes: &[u8; BLOCK]) -> bool {
    let between = |byte: u8, first: u8, last: u8| byte.wrapping_sub(first) <= last - first;
    let plain = |byte: u8| {
        let letter = between(byte | 0x20, b'a', b'z');
        letter | (between(byte, b'-', b'9') & (byte != b'/')) | (byte == b'_') | (byte == b'~')
    };
    bytes.iter().fold(0, |marks, byte| marks | u8::from(!plain(*byte))) == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_plain_as_the_table_says() {
        for length in 0..50 {
            let run = vec![b'a'; length];
            assert!(is_plain(&run), "{length}");
            assert_eq!(plain(&run), length);
            for at in 0..length {
                for byte in 0..=255 {
                    let mut text = run.clone();
                    text[at] = byte;
                    let end = text.iter().position(|byte| RESERVED[usize::from(*byte)] != 0);
                    assert_eq!(plain(&text), end.unwrap_or(length), "{text:?}");
                    assert_eq!(is_plain(&text), end.is_none(), "{text:?}");
                }
            }
        }
    }
}
