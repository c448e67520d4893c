//! A signature as a client sent it: nearly always 28 bytes of base64 of which some are escaped, which need no memory of
//! their own.

use std::borrow::Cow;

use super::escaping::{decode, unescaped};
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

#[cfg(test)]
mod tests {
    use super::*;

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
