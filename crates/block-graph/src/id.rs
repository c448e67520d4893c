//! Identifiers: 64-bit, one type per kind of thing, so that a person's id can never stand where a post's is meant.

use std::fmt;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub i64);

        impl $name {
            /// Reads the decimal form that all APIs use: digits only, no sign, at most 19 of them, fitting in 63 bits.
            pub fn parse(text: &str) -> Option<Self> {
                if text.is_empty() || text.len() > 19 || !text.bytes().all(|byte| byte.is_ascii_digit()) {
                    return None;
                }
                text.parse().ok().map(Self)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self.0)
            }
        }
    };
}

id!(
    /// A person's id.
    UserId
);
id!(
    /// A post's id.
    PostId
);
id!(
    /// A direct message's id.
    MessageId
);
id!(
    /// A curated list's id.
    ListId
);
id!(
    /// An application's id.
    AppId
);
id!(
    /// A token's id; never the token itself.
    TokenId
);
id!(
    /// A ticket's id; never the ticket itself.
    TicketId
);
id!(
    /// The id of one act of authorisation: what came of the same approval shares it.
    ChainId
);

/// Where an edge stands in the time-ordered list of its source and kind: `(unix milliseconds << 20) | 20 low bits`.
///
/// The layout is Twitter's own, decoded from recorded cursors. A higher position is a newer edge.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Position(pub i64);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_decimal_is_an_id() {
        assert_eq!(UserId::parse("9007199254740993"), Some(UserId(9_007_199_254_740_993)));
        for bad in ["", "-1", "+1", " 1", "1.2", "9999999999999999999", "12345678901234567890", "x"] {
            assert_eq!(UserId::parse(bad), None, "{bad:?}");
        }
    }
}
