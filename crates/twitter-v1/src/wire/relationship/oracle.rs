//! The relationship as serde derives it: what the hand-written one is held against.

use block_graph::{Relation, UserCard, UserId};
use serde::Serialize;

use crate::wire::scalar::Text;

/// What friendships/show answers.
#[derive(Serialize)]
pub(super) struct Relationship<'r> {
    relationship: Sides<'r>,
}

#[derive(Serialize)]
struct Sides<'r> {
    source: Source<'r>,
    target: Target<'r>,
}

/// The source's side ([recorded] 2019). What only the source may know is null to others ([doc]).
#[derive(Serialize)]
struct Source<'r> {
    id: i64,
    id_str: Text,
    #[serde(skip_serializing_if = "Option::is_none")]
    screen_name: Option<&'r str>,
    following: bool,
    followed_by: bool,
    live_following: bool,
    following_received: Option<bool>,
    following_requested: Option<bool>,
    notifications_enabled: Option<bool>,
    can_dm: bool,
    blocking: Option<bool>,
    blocked_by: Option<bool>,
    muting: Option<bool>,
    want_retweets: Option<bool>,
    all_replies: Option<bool>,
    marked_spam: Option<bool>,
}

/// The target's side ([recorded]).
#[derive(Serialize)]
struct Target<'r> {
    id: i64,
    id_str: Text,
    screen_name: &'r str,
    following: bool,
    followed_by: bool,
    following_received: Option<bool>,
    following_requested: Option<bool>,
}

impl<'r> Relationship<'r> {
    /// What the hand-written one says.
    pub(super) fn of_same(one: &super::Relationship<'r>) -> Self {
        Self::of(one.source, one.own, one.target, one.relation, one.can_dm)
    }

    fn of(
        (id, screen_name): (UserId, Option<&'r str>),
        own: bool,
        target: &'r UserCard,
        relation: Relation,
        can_dm: bool,
    ) -> Self {
        let known = |fact: bool| own.then_some(fact);
        Self {
            relationship: Sides {
                source: Source {
                    id: id.0,
                    id_str: Text(id.0),
                    screen_name,
                    following: relation.following,
                    followed_by: relation.followed_by,
                    live_following: false,
                    following_received: known(relation.request_received),
                    following_requested: known(relation.request_sent),
                    notifications_enabled: known(false),
                    can_dm,
                    blocking: known(relation.blocking),
                    blocked_by: known(relation.blocked_by),
                    muting: known(relation.muting),
                    // Of everybody followed, unless they were switched off ([inferred]).
                    want_retweets: known(relation.following && !relation.hiding_reposts),
                    all_replies: known(false),
                    marked_spam: known(false),
                },
                target: Target {
                    id: target.user.id.0,
                    id_str: Text(target.user.id.0),
                    screen_name: target.user.username(),
                    following: relation.followed_by,
                    followed_by: relation.following,
                    following_received: known(relation.request_sent),
                    following_requested: known(relation.request_received),
                },
            },
        }
    }
}
