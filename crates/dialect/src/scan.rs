//! Finding the end of a run of plain bytes: what reading and checking signatures spends its time on.

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

/// How many bytes of `text`, from its start, are plain. Eight at a time, because most runs are long.
#[inline]
pub(crate) fn plain(text: &[u8]) -> usize {
    let (words, _) = text.as_chunks::<8>();
    let plain = |word: &[u8; 8]| word.iter().fold(0, |marks, byte| marks | RESERVED[usize::from(*byte)]) == 0;
    let end = 8 * words.iter().position(|word| !plain(word)).unwrap_or(words.len());
    let rest = &text[end..];
    end + rest.iter().position(|byte| RESERVED[usize::from(*byte)] != 0).unwrap_or(rest.len())
}
