//! Finding the end of a run of plain bytes: what escaping spends its time on in signatures.

/// Which bytes are not plain, by byte: 0 is plain.
pub(crate) type Table = [u8; 256];

/// How many bytes of `text`, from its start, are plain. Eight at a time, because most runs are long.
#[inline]
pub(crate) fn plain(text: &[u8], table: &Table) -> usize {
    let mut end = 0;
    for chunk in text.chunks_exact(8) {
        if chunk.iter().fold(0, |marks, byte| marks | table[usize::from(*byte)]) != 0 {
            break;
        }
        end += 8;
    }
    let rest = &text[end..];
    end + rest.iter().position(|byte| table[usize::from(*byte)] != 0).unwrap_or(rest.len())
}
