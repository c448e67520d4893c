//! A signature as a client sent it: nearly always 28 bytes of base64 of which some are escaped, which need no memory of
//! their own.

use std::borrow::Cow;

use super::escaping::{decode, digit, unescaped};
use super::fields::closed;
use crate::blocks::{WORD, before_mark, is, is_beyond, word};
use crate::failure::Denial;

/// The length of a signature: 20 bytes in base64.
pub(super) const SIGNATURE: usize = 28;

/// A signature, decoded. The same text is always the same variant.
#[derive(PartialEq, Debug)]
pub(super) enum Sent<'r> {
    /// As many bytes of ASCII as a signature has.
    Possible([u8; SIGNATURE]),
    /// Any other text, which is no signature.
    Other(Cow<'r, str>),
}

impl<'r> Sent<'r> {
    /// The signature that a header goes on with, up to the quote that ends it, and what follows the field, if it is written as
    /// almost all are.
    #[inline]
    pub(super) fn quick(header: &'r str) -> Option<(Self, &'r str)> {
        let (signature, end) = quoted(header.as_bytes())?;
        Some((Self::Possible(signature), closed(header, end)?))
    }

    /// Of a text in which something may be escaped.
    ///
    /// # Errors
    /// [`Denial::Malformed`] when what comes out is no text.
    pub(super) fn escaped(text: &'r str) -> Result<Self, Denial> {
        match possible(unescaped(text.as_bytes())) {
            Some(signature) => Ok(Self::Possible(signature)),
            None => decode(text).map(Self::Other),
        }
    }

    /// Of a text as it is.
    pub(super) fn plain(text: Cow<'r, str>) -> Self {
        possible(text.bytes()).map_or(Self::Other(text), Self::Possible)
    }

    pub(super) fn is_empty(&self) -> bool {
        matches!(self, Self::Other(text) if text.is_empty())
    }
}

/// The bytes of a signature in which some are escaped, and where the quote stands that ends it. Where an escape stands cannot
/// be foretold, so what is between two of them is found and taken a word at a time.
#[inline]
fn quoted(text: &[u8]) -> Option<([u8; SIGNATURE], usize)> {
    let stops = |word| is(word, b'%') | is(word, b'"') | is(word, b',') | is_beyond(word);
    // Whole words are written, and the next ones over what was too much.
    let mut signature = [0; SIGNATURE + WORD];
    let (mut at, mut end) = (0, 0);
    while at < text.len() {
        let word = word(text, at);
        *signature.get_mut(end..)?.first_chunk_mut()? = word.to_le_bytes();
        let taken = before_mark(word, stops);
        (at, end) = (at + taken, end + taken);
        if taken == WORD {
            continue;
        }
        match text.get(at..)? {
            [b'%', high @ ..=b'7', low, ..] => {
                *signature.get_mut(end)? = digit(*high)? << 4 | digit(*low)?;
                (at, end) = (at + 3, end + 1);
            }
            [b'"', ..] if end == SIGNATURE => return Some((*signature.first_chunk()?, at)),
            _ => break,
        }
    }
    None
}

/// A signature's bytes, if they are so many and all of ASCII.
#[inline]
fn possible(mut bytes: impl Iterator<Item = u8>) -> Option<[u8; SIGNATURE]> {
    let (mut signature, mut marks) = ([0; SIGNATURE], 0);
    for place in &mut signature {
        *place = bytes.next()?;
        marks |= *place;
    }
    (bytes.next().is_none() && marks.is_ascii()).then_some(signature)
}

/// How long a hash is.
pub(super) const HASH: usize = 20;

/// A hash as the text of a signature, which is base64. A general encoder takes more than twice the steps, and takes from a
/// table what here is worked out, in a time that does not depend on the hash.
#[inline]
pub(super) fn written(hash: &[u8; HASH]) -> [u8; SIGNATURE] {
    let mut digits = [0; 32];
    let (threes, last) = hash.as_chunks::<3>();
    for (four, three) in digits.as_chunks_mut::<4>().0.iter_mut().zip(threes) {
        *four = sixes([three[0], three[1], three[2]]);
    }
    if let ([_, .., four, _], [first, second]) = (digits.as_chunks_mut::<4>().0, last) {
        *four = sixes([*first, *second, 0]);
    }
    let mut text = [b'='; SIGNATURE];
    let letters = digits.map(letter);
    text[..SIGNATURE - 1].copy_from_slice(&letters[..SIGNATURE - 1]);
    text
}

/// Three bytes as four times six bits.
#[inline(always)]
fn sixes([one, two, three]: [u8; 3]) -> [u8; 4] {
    let bits = u32::from_be_bytes([0, one, two, three]);
    [18, 12, 6, 0].map(|below| (bits >> below) as u8 & 63)
}

/// The sign that stands for six bits: `A` to `Z`, `a` to `z`, `0` to `9`, `+` and `/`.
#[inline(always)]
fn letter(six: u8) -> u8 {
    let from = |first: u8, step: u8| if six >= first { step } else { 0 };
    // What has to be added to get from one run of signs to the next, from the last to the first.
    let (signs, digits) = (b'/' - b'+' - 1, (b'+' - 1).wrapping_sub(b'9'));
    let (small, large) = ((b'0' - 1).wrapping_sub(b'z'), b'a' - b'Z' - 1);
    let steps = [from(63, signs), from(62, digits), from(52, small), from(26, large)];
    steps.into_iter().fold(b'A' + (six & 63), u8::wrapping_add)
}

#[cfg(test)]
mod tests {
    use base64::Engine as _;
    use base64::engine::general_purpose::STANDARD;
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_hash_is_written_as_the_library_writes_it(hash in any::<[u8; HASH]>()) {
            prop_assert_eq!(written(&hash).to_vec(), STANDARD.encode(hash).into_bytes());
        }

        /// The quick way and the general one read the same, or the quick one does not read it at all.
        #[test]
        fn what_is_read_quickly_is_read_the_same(
            pieces in proptest::collection::vec(
                prop_oneof![40 => "[A-Za-z0-9+/=]", 10 => "%2[BbFf]|%3[Dd]", 1 => "%[0-9a-f]|%[0-9a-f]{2}|[,é]"],
                SIGNATURE - 1..SIGNATURE + 2,
            ),
            after in "|,|, x=\"y\"|x",
        ) {
            let value = pieces.concat();
            let header = format!("{value}\"{after}");
            let read = Sent::quick(&header);
            if let Some((sent, rest)) = read {
                prop_assert_eq!(Ok(sent), Sent::escaped(&value));
                prop_assert_eq!(rest, after.strip_prefix(',').unwrap_or_default());
            } else if let Ok(Sent::Possible(_)) = Sent::escaped(&value) {
                let is_escape = |rest: &str| rest.get(..2).is_some_and(|two| two.bytes().all(|byte| byte.is_ascii_hexdigit()));
                let lone = !value.split('%').skip(1).all(is_escape);
                prop_assert!(lone || value.contains(',') || after == "x", "{} is read slowly", header);
            }
        }
    }

    #[test]
    fn signatures_are_read_quickly_up_to_their_quote() {
        for (text, signature) in [
            ("hCtSmYh%2BiHYCEqBWrE7C7hYmtUk%3D\"", Some("hCtSmYh+iHYCEqBWrE7C7hYmtUk=")),
            ("hCtSmYh+iHYCEqBWrE7C7hYmtUk=\", oauth_token=\"a\"", Some("hCtSmYh+iHYCEqBWrE7C7hYmtUk=")),
            (
                "%2f%2F%2b%2B%2f%2F%2b%2B%2f%2F%2b%2B%2f%2F%2b%2B%2f%2F%2b%2B%2f%2F%2b%2B%2f%2F%2b%3d\",",
                Some("//++//++//++//++//++//++//+="),
            ),
            ("hCtSmYh%2BiHYCEqBWrE7C7hYmtUk%3D", None),
            ("hCtSmYh%2BiHYCEqBWrE7C7hYmtUk%3D\" ,", None),
            ("hCtSmYh%2BiHYCEqBWrE7C7hYmtUk\"", None),
            ("hCtSmYh%2BiHYCEqBWrE7C7hYmtUk%3D%3D\"", None),
            ("hCtSmYh%C3%A9iHYCEqBWrE7C7hYmtUk%3D\"", None),
            ("hCtSmYh%2", None),
            ("\"", None),
            ("", None),
        ] {
            let found = Sent::quick(text).map(|(sent, _)| sent);
            assert_eq!(found, signature.map(|signature| Sent::plain(signature.into())), "{text}");
        }
    }

    #[test]
    fn the_same_text_is_the_same_however_it_is_written() {
        let signature = "+/aaaaaaaaaaaaaaaaaaaaaaaaa=";
        assert_eq!(Sent::escaped("%2B%2faaaaaaaaaaaaaaaaaaaaaaaaa%3D"), Ok(Sent::plain(signature.into())));
        assert!(matches!(Sent::plain(signature.into()), Sent::Possible(_)));
        let is_other = |text: &str| {
            let sent = Sent::escaped(text).unwrap();
            assert_eq!(sent, Sent::plain(decode(text).unwrap()), "{text}");
            matches!(sent, Sent::Other(_))
        };
        for other in ["", "=", "%", &signature[1..], &format!("{signature}="), &format!("{}é", &signature[2..])] {
            assert!(is_other(other), "{other}");
        }
        assert!(!is_other(&format!("{}%", &signature[1..])));
        assert_eq!(Sent::escaped(&format!("{}%ff", &signature[1..])), Err(Denial::Malformed));
        assert!(Sent::plain("".into()).is_empty() && !Sent::plain("a".into()).is_empty());
    }
}
