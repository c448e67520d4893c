//! How two people stand to each other, in the two forms of friendships/*.

use block_graph::{Absent, Relation, UserCard, UserId, policy};
use serde::{Serialize, Serializer};

use super::scalar::Text;

/// What friendships/show answers.
#[derive(Serialize)]
pub(crate) struct Relationship<'r> {
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
    /// What was found; the source is the caller where its card says so.
    pub(crate) fn new(found: &'r block_graph::Relationship) -> Self {
        let source = (found.source.user.id, Some(found.source.user.username.as_str()));
        Self::of(source, found.source.is_viewer, &found.target, found.relation, found.can_dm)
    }

    /// What a write of `source` left between them and `target`. The graph does not tell the name of the one who writes.
    pub(crate) fn after(source: UserId, target: &'r UserCard, after: Relation) -> Self {
        let can_dm = after.followed_by && policy::allows_direct_messages(after);
        Self::of((source, None), true, target, after, can_dm)
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
                    screen_name: target.user.username.as_str(),
                    following: relation.followed_by,
                    followed_by: relation.following,
                    following_received: known(relation.request_sent),
                    following_requested: known(relation.request_received),
                },
            },
        }
    }
}

/// What friendships/lookup answers: the people who were found.
pub(crate) struct Connections<'c>(pub &'c [Result<UserCard, Absent>]);

impl Serialize for Connections<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().flatten().map(Connected::new))
    }
}

#[derive(Serialize)]
struct Connected<'c> {
    name: &'c str,
    screen_name: &'c str,
    id: i64,
    id_str: Text,
    connections: Vec<&'static str>,
}

impl<'c> Connected<'c> {
    fn new(card: &'c UserCard) -> Self {
        let user = &*card.user;
        Self {
            name: &user.name,
            screen_name: user.username.as_str(),
            id: user.id.0,
            id_str: Text(user.id.0),
            connections: connections(card.relation.unwrap_or_default()),
        }
    }
}

/// `none` stands alone ([doc]). That they block the caller is never told: egg-mode fails on any other word ([client]).
fn connections(relation: Relation) -> Vec<&'static str> {
    let facts = [
        (relation.following, "following"),
        (relation.request_sent, "following_requested"),
        (relation.request_received, "following_received"),
        (relation.followed_by, "followed_by"),
        (relation.blocking, "blocking"),
        (relation.muting, "muting"),
    ];
    let words: Vec<_> = facts.into_iter().filter(|(holds, _)| *holds).map(|(_, word)| word).collect();
    if words.is_empty() { vec!["none"] } else { words }
}
