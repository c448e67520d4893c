//! How a conversation of two is a private channel: its id is both people's ids in one number, so that either of them
//! can tell the other by it and nothing has to be kept.

use std::fmt;

use block_graph::UserId;

/// The type of a private channel ([doc]).
pub(crate) const PRIVATE: &str = "net.app.core.pm";

/// A private channel's id. Those of one person are all different; channels of different people may share one, which
/// nobody can see.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct ChannelId(i64);

impl ChannelId {
    /// The channel of two people, the same for both.
    pub(crate) fn between(one: UserId, other: UserId) -> Self {
        Self(one.0 ^ other.0)
    }

    /// Reads an id as requests write it.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        UserId::parse(text).map(|number| Self(number.0))
    }

    /// With whom `person` speaks there, if it is a channel of theirs.
    pub(crate) fn other(self, person: UserId) -> UserId {
        UserId(self.0 ^ person.0)
    }
}

impl fmt::Display for ChannelId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use block_graph::testkit::{AMY, BEA};

    #[test]
    fn both_know_the_other_by_one_id() {
        let channel = ChannelId::between(AMY, BEA);
        assert_eq!(channel, ChannelId::between(BEA, AMY));
        assert_eq!((channel.other(AMY), channel.other(BEA)), (BEA, AMY));
        assert_ne!(channel, ChannelId::between(AMY, UserId(1001)));
        assert_eq!(ChannelId::parse(&channel.to_string()), Some(channel));
        assert_eq!(ChannelId::between(AMY, AMY).other(AMY), AMY);
        for bad in ["", "pm", "-1", "1.5", "99999999999999999999"] {
            assert_eq!(ChannelId::parse(bad), None, "{bad:?}");
        }
    }
}
