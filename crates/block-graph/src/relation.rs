//! How two people stand to each other, as one of them sees it.

use crate::edge::{Edge, EdgeKind};
use crate::id::UserId;

/// Every edge between a viewer and another person. All false between strangers.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Relation {
    /// The viewer follows them.
    pub following: bool,
    /// They follow the viewer.
    pub followed_by: bool,
    /// The viewer asked to follow them.
    pub request_sent: bool,
    /// They asked to follow the viewer.
    pub request_received: bool,
    /// The viewer blocks them.
    pub blocking: bool,
    /// They block the viewer.
    pub blocked_by: bool,
    /// The viewer mutes them.
    pub muting: bool,
    /// The viewer blocks direct messages with them.
    pub dm_blocking: bool,
    /// They block direct messages with the viewer.
    pub dm_blocked_by: bool,
    /// The viewer does not want to see what they repost.
    pub hiding_reposts: bool,
}

impl Relation {
    /// The relation that these edges spell for `viewer`; edges of others do not count.
    pub fn of(viewer: UserId, edges: &[Edge]) -> Self {
        let mut relation = Self::default();
        for edge in edges {
            match (edge.kind, edge.source == viewer, edge.target == viewer) {
                (EdgeKind::Follow, true, _) => relation.following = true,
                (EdgeKind::Follow, _, true) => relation.followed_by = true,
                (EdgeKind::FollowRequest, true, _) => relation.request_sent = true,
                (EdgeKind::FollowRequest, _, true) => relation.request_received = true,
                (EdgeKind::Block, true, _) => relation.blocking = true,
                (EdgeKind::Block, _, true) => relation.blocked_by = true,
                (EdgeKind::Mute, true, _) => relation.muting = true,
                (EdgeKind::DmBlock, true, _) => relation.dm_blocking = true,
                (EdgeKind::DmBlock, _, true) => relation.dm_blocked_by = true,
                (EdgeKind::HideReposts, true, _) => relation.hiding_reposts = true,
                (_, false, false) | (EdgeKind::Mute | EdgeKind::HideReposts, false, true) => {}
            }
        }
        relation
    }

    /// The same facts seen from the other side. What is known to the one side
    /// alone (`muting`, `hiding_reposts`) becomes false.
    pub fn reversed(self) -> Self {
        Self {
            following: self.followed_by,
            followed_by: self.following,
            request_sent: self.request_received,
            request_received: self.request_sent,
            blocking: self.blocked_by,
            blocked_by: self.blocking,
            muting: false,
            hiding_reposts: false,
            dm_blocking: self.dm_blocked_by,
            dm_blocked_by: self.dm_blocking,
        }
    }
}
