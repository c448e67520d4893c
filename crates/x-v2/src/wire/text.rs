//! Values as v2 writes them: ids as strings, moments with milliseconds, the text of posts escaped.

use std::borrow::Cow;
use std::fmt::{self, Write as _};

use block_graph::{PostCard, Timestamp, UserId};
use dialect::moment;
use serde::{Serialize, Serializer};

/// A number in quotes: every id is a string ([spec]).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Decimal(pub(super) i64);

impl Serialize for Decimal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

/// `2008-12-04T18:51:57.000Z` ([doc]).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Moment(pub(super) Timestamp);

impl Serialize for Moment {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&moment::iso_millis(self.0))
    }
}

/// The text of a post, in which `&`, `<` and `>` are escaped as in v1.1 ([recorded] there); profiles are not.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Escaped<'t>(pub(super) &'t str);

impl fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for character in self.0.chars() {
            match character {
                '&' => f.write_str("&amp;")?,
                '<' => f.write_str("&lt;")?,
                '>' => f.write_str("&gt;")?,
                other => f.write_char(other)?,
            }
        }
        Ok(())
    }
}

impl Serialize for Escaped<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.0.bytes().any(|byte| matches!(byte, b'&' | b'<' | b'>')) {
            serializer.collect_str(self)
        } else {
            serializer.serialize_str(self.0)
        }
    }
}

/// What the text of a repost begins with ([recorded] in v1.1).
pub(super) const REPEATS: &str = "RT ";
/// How long the text of a repost is at the most, in characters ([doc]: it is truncated beyond).
pub(super) const CUT: usize = 140;

/// The text of a post, escaped; that of a repost is made when it is shown.
#[derive(Debug)]
pub(super) struct Text<'t>(Cow<'t, str>);

impl<'t> Text<'t> {
    /// A text as it was written.
    pub(super) fn written(text: &'t str) -> Self {
        Self(Cow::Borrowed(text))
    }

    /// The text of a repost: `RT @name: `, and what of the original fits.
    pub(super) fn repeated(original: &PostCard) -> Self {
        let whole = format!("{REPEATS}@{}: {}", original.author.user.username(), original.post.text);
        if whole.chars().count() <= CUT {
            return Self(Cow::Owned(whole));
        }
        Self(Cow::Owned(whole.chars().take(CUT - 1).chain(['…']).collect()))
    }
}

impl Serialize for Text<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Escaped(&self.0).serialize(serializer)
    }
}

/// The id of a conversation of two: both their ids, the smaller first ([recorded]).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Pair(pub(super) (UserId, UserId));

impl fmt::Display for Pair {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.0.0, self.0.1)
    }
}

impl Serialize for Pair {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
