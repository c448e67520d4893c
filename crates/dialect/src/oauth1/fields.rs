//! The fields of an `Authorization: OAuth …` header, taken apart in one pass over its bytes.
//!
//! Nearly every field is one of seven names, an equals sign and a value in quotes in which nothing is escaped. Such a
//! field is known by a comparison of constant length and ends where its plain bytes do; every other one takes the general
//! road.

use std::borrow::Cow;

use memchr::{memchr, memchr2};

use super::escaping::{self, decode};
use crate::failure::Denial;
use crate::scan::plain;

/// The parameters that make a proof.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Known {
    ConsumerKey,
    Token,
    Timestamp,
    Nonce,
    Signature,
    Method,
    Version,
}

impl Known {
    /// How many there are.
    pub(super) const COUNT: usize = 7;

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

    /// The [prefix](escaping::prefix) of its name.
    #[inline]
    pub(super) fn prefix(self) -> u64 {
        const fn of(known: Known) -> u64 {
            escaping::prefix(known.name())
        }
        const PREFIXES: [u64; Known::COUNT] = [
            of(Known::ConsumerKey),
            of(Known::Token),
            of(Known::Timestamp),
            of(Known::Nonce),
            of(Known::Signature),
            of(Known::Method),
            of(Known::Version),
        ];
        PREFIXES[self as usize]
    }

    /// The parameter whose name, equals sign and opening quote `text` begins with, and what follows them.
    #[inline]
    fn opens(text: &str) -> Option<(Self, &str)> {
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

/// One field, decoded.
#[derive(Debug)]
pub(super) struct Field<'r> {
    /// Which of the seven its name is, if it is one.
    pub(super) known: Option<Known>,
    /// Whether nothing in it is escaped, as far as that was looked at.
    pub(super) plain: bool,
    pub(super) name: Cow<'r, str>,
    pub(super) value: Cow<'r, str>,
}

/// Takes the next field off a header; `None` at its end. Blank ones are passed over.
///
/// # Errors
/// [`Denial::Malformed`] when it cannot be read.
#[inline]
pub(super) fn next<'r>(header: &mut &'r str) -> Result<Option<Field<'r>>, Denial> {
    loop {
        let rest = header.trim_ascii_start();
        if rest.is_empty() {
            return Ok(None);
        }
        if let Some((known, value, escaped, after)) = quick(rest) {
            *header = after;
            let value = if escaped { decode(value)? } else { Cow::Borrowed(value) };
            return Ok(Some(Field { known: Some(known), plain: !escaped, name: Cow::Borrowed(known.name()), value }));
        }
        let (field, after) = rest.split_at(memchr(b',', rest.as_bytes()).unwrap_or(rest.len()));
        *header = after.strip_prefix(',').unwrap_or(after);
        if !field.is_empty() {
            return general(field).map(Some);
        }
    }
}

/// The field that `text` begins with, if it is written as almost all are: which it is, its value as sent, whether that
/// holds escapes, and what follows its comma.
#[inline]
fn quick(text: &str) -> Option<(Known, &str, bool, &str)> {
    let (known, rest) = Known::opens(text)?;
    let bytes = rest.as_bytes();
    let mut end = plain(bytes);
    let escaped = bytes.get(end) == Some(&b'%');
    if escaped {
        // A comma ends a field even between quotes.
        end += memchr2(b'"', b',', &bytes[end..])?;
    }
    match &bytes[end..] {
        [b'"'] => Some((known, &rest[..end], escaped, "")),
        [b'"', b',', ..] => Some((known, &rest[..end], escaped, &rest[end + 2..])),
        _ => None,
    }
}

/// A field however it is written.
#[cold]
fn general(field: &str) -> Result<Field<'_>, Denial> {
    let (name, value) = field.split_once('=').ok_or(Denial::Malformed)?;
    let (name, value) = (name.trim_ascii(), value.trim_ascii());
    let value = value.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).ok_or(Denial::Malformed)?;
    let (name, value) = (decode(name)?, decode(value)?);
    Ok(Field { known: Known::named(&name), plain: false, name, value })
}
