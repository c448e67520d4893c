//! Parameters in the order they were sent, duplicates kept: signatures need both.

use std::borrow::Cow;

use memchr::{memchr, memchr2};

/// Name and value pairs, decoded (`+` and `%20` are both a blank).
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Params<'r>(Vec<(Cow<'r, str>, Cow<'r, str>)>);

impl<'r> Params<'r> {
    /// Reads `application/x-www-form-urlencoded` text. Bytes that are no UTF-8 become U+FFFD.
    pub fn parse(text: &'r [u8]) -> Self {
        match std::str::from_utf8(text) {
            Ok(text) => Self::parse_str(text),
            Err(_) => Self(form_urlencoded::parse(text).collect()),
        }
    }

    /// As [`parse`](Self::parse) of what is known to be text.
    pub fn parse_str(text: &'r str) -> Self {
        if text.is_empty() {
            return Self::default();
        }
        // Most are plain, and what is plain stays where it is.
        if memchr2(b'%', b'+', text.as_bytes()).is_some() {
            return Self(form_urlencoded::parse(text.as_bytes()).collect());
        }
        let mut pairs = Vec::with_capacity(4);
        let mut rest = text;
        while !rest.is_empty() {
            let (piece, after) = rest.split_at(memchr(b'&', rest.as_bytes()).unwrap_or(rest.len()));
            rest = after.get(1..).unwrap_or_default();
            if !piece.is_empty() {
                let (name, value) = piece.split_at(memchr(b'=', piece.as_bytes()).unwrap_or(piece.len()));
                pairs.push((Cow::Borrowed(name), Cow::Borrowed(value.get(1..).unwrap_or_default())));
            }
        }
        Self(pairs)
    }

    /// The value of the first pair of that name.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(key, _)| key == name).map(|(_, value)| &**value)
    }

    /// The value of the last pair of that name.
    pub fn last(&self, name: &str) -> Option<&str> {
        self.0.iter().rfind(|(key, _)| key == name).map(|(_, value)| &**value)
    }

    /// All pairs, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(key, value)| (&**key, &**value))
    }

    /// Adds a pair at the end.
    pub fn push(&mut self, name: impl Into<Cow<'r, str>>, value: impl Into<Cow<'r, str>>) {
        self.0.push((name.into(), value.into()));
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many pairs there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn text_is_read_as_the_library_reads_it(text in proptest::collection::vec(
            prop_oneof![Just(b'&'), Just(b'='), Just(b'%'), Just(b'+'), Just(b'4'), any::<u8>()], 0..40)
        ) {
            let expected: Vec<_> = form_urlencoded::parse(&text).collect();
            prop_assert_eq!(Params::parse(&text).0, expected);
        }
    }

    #[test]
    fn order_and_duplicates_are_kept_and_blanks_decoded() {
        let params = Params::parse(b"b5=%3D%253D&a3=a&c%40=&a2=r%20b&a3=2+q&flag");
        let pairs: Vec<_> = params.iter().collect();
        let expected = [("b5", "=%3D"), ("a3", "a"), ("c@", ""), ("a2", "r b"), ("a3", "2 q"), ("flag", "")];
        assert_eq!(pairs, expected);
        assert_eq!((params.get("a3"), params.last("a3"), params.get("zz")), (Some("a"), Some("2 q"), None));
    }
}
