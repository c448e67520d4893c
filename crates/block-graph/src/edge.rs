//! Edges: one person's stance towards another.

use crate::id::{Position, UserId};

/// What an edge says.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, PartialOrd, Ord)]
#[repr(i16)]
pub enum EdgeKind {
    /// The source blocks the target.
    Block = 1,
    /// The source mutes the target.
    Mute = 2,
    /// The source follows the target.
    Follow = 3,
    /// The source asks to follow the protected target.
    FollowRequest = 4,
    /// The source refuses direct messages from and to the target.
    DmBlock = 5,
    /// The source does not want to see what the target reposts.
    HideReposts = 6,
}

impl EdgeKind {
    /// Every kind, in the order of its number.
    pub const ALL: [Self; 6] =
        [Self::Block, Self::Mute, Self::Follow, Self::FollowRequest, Self::DmBlock, Self::HideReposts];

    /// The number it has in the stores.
    pub fn number(self) -> i16 {
        self as i16
    }

    /// The kind a store's number stands for.
    pub fn from_number(number: i16) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.number() == number)
    }
}

/// One edge of the graph.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Edge {
    /// Whose stance it is.
    pub source: UserId,
    /// What it says.
    pub kind: EdgeKind,
    /// Of whom.
    pub target: UserId,
    /// Where it stands among the source's edges of this kind; its upper bits are when it was made.
    pub position: Position,
}

/// A list of people that edges spell, seen from its owner.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum List {
    /// Whom the owner blocks.
    Blocked,
    /// Whom the owner mutes.
    Muted,
    /// Whom the owner follows.
    Following,
    /// Who follows the owner.
    Followers,
    /// Whom the owner asked to follow.
    RequestsSent,
    /// Who asked to follow the owner.
    RequestsReceived,
    /// Whose reposts the owner does not want to see.
    RepostsHidden,
}

impl List {
    /// The edges that spell it, and whether the owner is their target rather than their source.
    pub fn edges(self) -> (EdgeKind, bool) {
        match self {
            Self::Blocked => (EdgeKind::Block, false),
            Self::Muted => (EdgeKind::Mute, false),
            Self::Following => (EdgeKind::Follow, false),
            Self::Followers => (EdgeKind::Follow, true),
            Self::RequestsSent => (EdgeKind::FollowRequest, false),
            Self::RequestsReceived => (EdgeKind::FollowRequest, true),
            Self::RepostsHidden => (EdgeKind::HideReposts, false),
        }
    }

    /// Whether only the owner may read it. Follows are public; stances and requests are not.
    pub fn private(self) -> bool {
        !matches!(self, Self::Following | Self::Followers)
    }
}
