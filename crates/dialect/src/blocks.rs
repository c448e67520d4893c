//! Texts looked at eight bytes at a time, without a branch for each: whether they hold certain signs, and where.
//!
//! A *mark* is a function of a word, the text's first byte lowest, whose bytes' uppermost bits say which of them are meant.
//! It may err above a byte that is meant, where subtracting carries over, but never about the lowest one.

/// A byte of a word's each.
const ONES: u64 = u64::from_ne_bytes([1; WORD]);
/// The uppermost bit of each byte.
pub(crate) const HIGH: u64 = u64::from_ne_bytes([0x80; WORD]);
/// How many bytes are looked at together.
pub(crate) const WORD: usize = 8;

/// A mark: whether a byte is that sign, which is one of ASCII.
#[inline(always)]
pub fn is(word: u64, sign: u8) -> u64 {
    is_or_beyond(word, sign) & !word
}

/// A mark: whether a byte is that sign. It marks what is beyond ASCII or not, as it comes.
#[inline(always)]
pub fn is_or_beyond(word: u64, sign: u8) -> u64 {
    (word ^ (ONES * sign as u64)).wrapping_sub(ONES)
}

/// A mark: whether a byte is below that sign of ASCII, beyond ASCII or not, as it comes.
#[inline(always)]
pub(crate) fn is_below(word: u64, sign: u8) -> u64 {
    word.wrapping_sub(ONES * sign as u64)
}

/// A mark: whether a byte is beyond ASCII.
#[inline(always)]
pub fn is_beyond(word: u64) -> u64 {
    word
}

/// A mark: whether a byte is that sign of ASCII or a later one of ASCII. It never errs.
#[inline(always)]
pub fn is_from(word: u64, sign: u8) -> u64 {
    ((word & !HIGH) + ONES * u64::from(0x80 - sign)) & !word
}

/// Whether `mark` marks a byte of `text`.
#[inline]
pub fn any(text: &str, mark: impl Fn(u64) -> u64) -> bool {
    let bytes = text.as_bytes();
    let (words, rest) = bytes.as_chunks();
    let marks = words.iter().fold(0, |marks, word| marks | mark(u64::from_le_bytes(*word)));
    // What is left is looked at together with bytes before it, where there are such.
    let end = match bytes.last_chunk() {
        _ if rest.is_empty() => 0,
        Some(end) => mark(u64::from_le_bytes(*end)),
        None => mark(short(bytes)) & ((1 << (8 * bytes.len())) - 1),
    };
    (marks | end) & HIGH != 0
}

/// Where the first byte stands that `mark` marks.
#[inline]
pub fn find(text: &str, mark: impl Fn(u64) -> u64) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let before = before_mark(word(bytes, at), &mark);
        at += before;
        if before < WORD {
            break;
        }
    }
    (at < bytes.len()).then_some(at)
}

/// Whether `mark` marks a byte and `next` the one after it; neither may err.
#[inline]
pub fn any_before(text: &str, mark: impl Fn(u64) -> u64, next: impl Fn(u64) -> u64) -> bool {
    let bytes = text.as_bytes();
    let (words, rest) = bytes.as_chunks::<WORD>();
    // What stands before a word is marked below its first byte. What is read beyond the end is nought.
    let pairs = |(found, before): (u64, u64), word: u64| {
        let marks = mark(word) & HIGH;
        (found | (marks << 8 | before) & next(word), marks >> (8 * (WORD - 1)))
    };
    let found = words.iter().map(|word| u64::from_le_bytes(*word)).fold((0, 0), pairs);
    let (found, _) = if rest.is_empty() { found } else { pairs(found, word(bytes, bytes.len() - rest.len())) };
    found != 0
}

/// How many bytes of a word stand before the first that is marked: [`WORD`] if none is.
#[inline(always)]
pub(crate) fn before_mark(word: u64, mark: impl Fn(u64) -> u64) -> usize {
    ((mark(word) & HIGH).trailing_zeros() / 8) as usize
}

/// The word that begins at `at`; noughts after the text's end.
#[inline(always)]
pub(crate) fn word(text: &[u8], at: usize) -> u64 {
    let rest = &text[at..];
    match (rest.first_chunk(), text.last_chunk()) {
        (Some(word), _) => u64::from_le_bytes(*word),
        // No loop, and no copy of a length that is not known: the text's last word without what is before.
        (None, Some(end)) if !rest.is_empty() => u64::from_le_bytes(*end) >> (8 * (WORD - rest.len())),
        _ => short(rest),
    }
}

/// Appends a text, which is mostly short: two pieces of a length that is known, the second over the end of the first.
#[inline]
pub(crate) fn push_bytes(out: &mut Vec<u8>, text: &[u8]) {
    match text.len() {
        0..=8 => {
            out.extend_from_slice(&word(text, 0).to_le_bytes());
            out.truncate(out.len() - (WORD - text.len()));
        }
        9..=16 => push_two::<WORD>(out, text),
        17..=32 => push_two::<16>(out, text),
        _ => out.extend_from_slice(text),
    }
}

/// Appends a text of `N` to twice as many bytes.
#[inline]
fn push_two<const N: usize>(out: &mut Vec<u8>, text: &[u8]) {
    if let (Some(first), Some(last)) = (text.first_chunk::<N>(), text.last_chunk::<N>()) {
        out.extend_from_slice(first);
        out.truncate(out.len() - (2 * N - text.len()));
        out.extend_from_slice(last);
    }
}

/// Less than a word.
#[inline]
fn short(text: &[u8]) -> u64 {
    if let (Some(first), Some(last)) = (text.first_chunk(), text.last_chunk()) {
        let (first, last) = (u32::from_le_bytes(*first), u32::from_le_bytes(*last));
        return u64::from(first) | u64::from(last) << (8 * (text.len() - 4));
    }
    text.iter().rev().fold(0, |word, byte| word << 8 | u64::from(*byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_are_found_wherever_they_stand() {
        let mark = |word| is(word, b'#') | is(word, b'\0') | is(word, b'\x7f');
        for length in 0..50 {
            let plain: String = "aé☽b".chars().cycle().take(length).collect();
            assert!(!any(&plain, mark), "{plain}");
            for (at, _) in plain.char_indices().chain([(plain.len(), ' ')]) {
                for sign in ['#', '\0', '\x7f'] {
                    let mut text = plain.clone();
                    text.insert(at, sign);
                    assert!(any(&text, mark), "{text:?}");
                }
            }
        }
        assert!(any("aé", is_beyond) && !any("a\x7f", is_beyond));
    }

    #[test]
    fn signs_are_found_where_they_stand_and_before_others() {
        let dot = |word| is_from(word, b'.') & !is_from(word, b'/');
        let pair = |text: &str| any_before(text, dot, |word| is_from(word, b'0'));
        for length in 0..50 {
            let plain: String = "aé☽b".chars().cycle().take(length).collect();
            assert_eq!(find(&plain, |word| is(word, b'#')), None);
            for (at, _) in plain.char_indices().chain([(plain.len(), ' ')]) {
                let with = |sign: &str| format!("{}{sign}{}", &plain[..at], &plain[at..]);
                assert_eq!(find(&with("##"), |word| is(word, b'#')), Some(at));
                assert!(pair(&with(".0")) && pair(&with(".z")) && pair(&with(".\x7f")), "{plain} {at}");
                assert!(!pair(&with(". ")) && !pair(&with("./")) && !pair(&with("a☽")), "{plain} {at}");
                assert_eq!(pair(&with(".")), plain[at..].starts_with(['a', 'b']));
            }
        }
    }

    #[test]
    fn words_are_cut_from_texts_of_any_length() {
        let all: Vec<u8> = (1..=60).collect();
        for text in (0..=60).map(|length| &all[..length]) {
            for at in 0..=text.len() {
                let mut expected = [0; WORD];
                let rest = &text[at..text.len().min(at + WORD)];
                expected[..rest.len()].copy_from_slice(rest);
                assert_eq!(word(text, at).to_le_bytes(), expected);
                for byte in expected {
                    let first = expected.iter().position(|other| *other == byte).unwrap();
                    assert_eq!(before_mark(word(text, at), |word| is(word, byte)), first);
                }
                assert_eq!(before_mark(word(text, at), |word| is(word, 99)), WORD);
            }
        }
    }
}
