//! The fields of an `Authorization: OAuth …` header, taken apart in one pass over its bytes.
//!
//! Nearly every field is one of seven names, an equals sign and a value in quotes in which nothing is escaped. Such a
//! field is known by a comparison of constant length and ends where its plain bytes do; every other one takes the general
//! road.

use std::borrow::Cow;

use memchr::{memchr, memchr2};

use super::escaping::decode;
use crate::failure::Denial;
use crate::scan::plain;

/// The parameters that make a proof: those that are signed, as they sort, and the signature.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Known {
    ConsumerKey,
    Nonce,
    Method,
    Timestamp,
    Token,
    Version,
    Signature,
}

impl Known {
    /// Those that are signed, as they sort.
    pub(super) const SIGNED: [Self; 6] =
        [Self::ConsumerKey, Self::Nonce, Self::Method, Self::Timestamp, Self::Token, Self::Version];

    /// The parameter of that name.
    pub(super) fn named(name: &str) -> Option<Self> {
        Some(match name {
            "oauth_consumer_key" => Self::ConsumerKey,
            "oauth_token" => Self::Token,
            "oauth_timestamp" => Self::Timestamp,
            "oauth_nonce" => Self::Nonce,
            "oauth_signature" => Self::Signature,
            "oauth_signature_method" => Self::Method,
            "oauth_version" => Self::Version,
            _ => return None,
        })
    }

    /// Its name.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::ConsumerKey => "oauth_consumer_key",
            Self::Token => "oauth_token",
            Self::Timestamp => "oauth_timestamp",
            Self::Nonce => "oauth_nonce",
            Self::Signature => "oauth_signature",
            Self::Method => "oauth_signature_method",
            Self::Version => "oauth_version",
        }
    }

    /// The parameter whose name, equals sign and opening quote `text` begins with, and what follows them.
    #[inline]
    pub(super) fn opens(text: &str) -> Option<(Self, &str)> {
        let is = |known, start: &str| text.strip_prefix(start).map(|rest| (known, rest));
        match text.as_bytes().get(6)? {
            b'c' => is(Self::ConsumerKey, "oauth_consumer_key=\""),
            b'n' => is(Self::Nonce, "oauth_nonce=\""),
            b's' => is(Self::Signature, "oauth_signature=\"").or_else(|| is(Self::Method, "oauth_signature_method=\"")),
            b't' => is(Self::Timestamp, "oauth_timestamp=\"").or_else(|| is(Self::Token, "oauth_token=\"")),
            b'v' => is(Self::Version, "oauth_version=\""),
            _ => None,
        }
    }
}

/// What stands before the values of those that are signed in the base string, and how long that is.
pub(super) static OPENINGS: [([u8; 32], usize); Known::SIGNED.len()] = [
    padded(b"oauth_consumer_key%3D"),
    padded(b"oauth_nonce%3D"),
    padded(b"oauth_signature_method%3D"),
    padded(b"oauth_timestamp%3D"),
    padded(b"oauth_token%3D"),
    padded(b"oauth_version%3D"),
];

const fn padded(text: &[u8]) -> ([u8; 32], usize) {
    let mut padded = [0; 32];
    let mut at = 0;
    while at < text.len() {
        padded[at] = text[at];
        at += 1;
    }
    (padded, at)
}

/// What stands under one of those names, decoded.
#[derive(Debug)]
pub(super) struct Value<'r> {
    pub(super) text: Cow<'r, str>,
    /// Whether it is known that nothing in it is to be escaped.
    pub(super) plain: bool,
}

/// Any field, decoded.
#[derive(Debug)]
pub(super) struct Field<'r> {
    pub(super) name: Cow<'r, str>,
    pub(super) value: Cow<'r, str>,
}

/// What a header goes on with, up to the quote that ends it, if it is written as almost all are: the value as sent, whether
/// that is plain, and what follows the field.
#[inline(always)]
pub(super) fn quick(header: &str) -> Option<(&str, bool, &str)> {
    let bytes = header.as_bytes();
    let mut end = plain(bytes);
    let plain = bytes.get(end) == Some(&b'"');
    if !plain {
        // A comma ends a field even between quotes.
        end += memchr2(b'"', b',', &bytes[end..])?;
    }
    Some((&header[..end], plain, closed(header, end)?))
}

/// What follows a field whose value ends at `end`: `None` unless a quote and a comma, or nothing, stand there.
#[inline(always)]
pub(super) fn closed(header: &str, end: usize) -> Option<&str> {
    match &header.as_bytes()[end..] {
        [b'"'] => Some(""),
        [b'"', b',', ..] => Some(&header[end + 2..]),
        _ => None,
    }
}

/// Takes a field off a header however it is written; `None` if it is blank.
///
/// # Errors
/// [`Denial::Malformed`] when it cannot be read.
#[cold]
pub(super) fn general<'r>(header: &mut &'r str) -> Result<Option<Field<'r>>, Denial> {
    let (field, after) = header.split_at(memchr(b',', header.as_bytes()).unwrap_or(header.len()));
    *header = after.strip_prefix(',').unwrap_or(after);
    if field.is_empty() {
        return Ok(None);
    }
    let (name, value) = field.split_once('=').ok_or(Denial::Malformed)?;
    let (name, value) = (name.trim_ascii(), value.trim_ascii());
    let value = value.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).ok_or(Denial::Malformed)?;
    Ok(Some(Field { name: decode(name)?, value: decode(value)? }))
}
