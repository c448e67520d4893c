//! Values as v2 writes them: ids as strings, moments with milliseconds, the text of posts escaped.

use std::fmt::{self, Write as _};

use block_graph::Timestamp;
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
