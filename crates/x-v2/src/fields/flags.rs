//! What can be shown, as sets of bits: one table of bits for each kind of object.

/// A set of things to show, each a bit of its table's own.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub(crate) struct Flags(u32);

impl Flags {
    pub(super) const NONE: Self = Self(0);

    pub(crate) const fn bit(index: u32) -> Self {
        Self(1 << index)
    }

    pub(crate) const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub(super) const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Whether any of `other` is in it.
    pub(crate) fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}

/// What can be shown of a person beside id, name and username.
pub(crate) mod user {
    use super::Flags;

    pub(crate) const CREATED_AT: Flags = Flags::bit(0);
    pub(crate) const DESCRIPTION: Flags = Flags::bit(1);
    pub(crate) const ENTITIES: Flags = Flags::bit(2);
    pub(crate) const LOCATION: Flags = Flags::bit(3);
    pub(crate) const PINNED: Flags = Flags::bit(4);
    pub(crate) const BANNER: Flags = Flags::bit(5);
    pub(crate) const IMAGE: Flags = Flags::bit(6);
    pub(crate) const PROTECTED: Flags = Flags::bit(7);
    pub(crate) const METRICS: Flags = Flags::bit(8);
    pub(crate) const URL: Flags = Flags::bit(9);
    pub(crate) const VERIFIED: Flags = Flags::bit(10);
    pub(crate) const VERIFIED_TYPE: Flags = Flags::bit(11);
    pub(crate) const LATEST: Flags = Flags::bit(12);
    pub(crate) const CONNECTIONS: Flags = Flags::bit(13);
    pub(crate) const RECEIVES_DM: Flags = Flags::bit(14);
    pub(crate) const EMAIL: Flags = Flags::bit(15);
}

/// What can be shown of a post beside id, text and edit history.
pub(crate) mod post {
    use super::Flags;

    pub(crate) const CREATED_AT: Flags = Flags::bit(0);
    pub(crate) const AUTHOR: Flags = Flags::bit(1);
    pub(crate) const CONVERSATION: Flags = Flags::bit(2);
    pub(crate) const LANG: Flags = Flags::bit(3);
    pub(crate) const SENSITIVE: Flags = Flags::bit(4);
    pub(crate) const REPLY_SETTINGS: Flags = Flags::bit(5);
    pub(crate) const SOURCE: Flags = Flags::bit(6);
    pub(crate) const METRICS: Flags = Flags::bit(7);
    pub(crate) const REPLIED_USER: Flags = Flags::bit(8);
    pub(crate) const REFERENCED: Flags = Flags::bit(9);
    pub(crate) const ENTITIES: Flags = Flags::bit(10);
}

/// What can be shown of a direct message beside id, kind and text.
pub(crate) mod message {
    use super::Flags;

    pub(crate) const SENDER: Flags = Flags::bit(0);
    pub(crate) const CONVERSATION: Flags = Flags::bit(1);
    pub(crate) const CREATED_AT: Flags = Flags::bit(2);
    pub(crate) const ENTITIES: Flags = Flags::bit(3);
}

/// What can be shown of a list beside id and name.
pub(crate) mod list {
    use super::Flags;

    pub(crate) const CREATED_AT: Flags = Flags::bit(0);
    pub(crate) const DESCRIPTION: Flags = Flags::bit(1);
    pub(crate) const FOLLOWERS: Flags = Flags::bit(2);
    pub(crate) const MEMBERS: Flags = Flags::bit(3);
    pub(crate) const OWNER: Flags = Flags::bit(4);
    pub(crate) const PRIVATE: Flags = Flags::bit(5);
}

/// What `exclude` leaves out of a feed.
pub(crate) mod exclude {
    use super::Flags;

    pub(crate) const REPLIES: Flags = Flags::bit(0);
    pub(crate) const REPOSTS: Flags = Flags::bit(1);
}

/// The one kind of event that the graph has.
pub(crate) const MESSAGE_CREATE: Flags = Flags::bit(0);

/// The posts and people that expansions put beside the data.
pub(crate) mod expand {
    use super::Flags;

    pub(crate) const PINNED: Flags = Flags::bit(0);
    pub(crate) const LATEST: Flags = Flags::bit(1);
    pub(crate) const AUTHOR: Flags = Flags::bit(2);
    pub(crate) const REPLIED_USER: Flags = Flags::bit(3);
    pub(crate) const REFERENCED: Flags = Flags::bit(4);
    pub(crate) const REFERENCED_AUTHOR: Flags = Flags::bit(5);
    pub(crate) const MENTIONED: Flags = Flags::bit(6);
    pub(crate) const SENDER: Flags = Flags::bit(7);
    pub(crate) const OWNER: Flags = Flags::bit(8);
}
