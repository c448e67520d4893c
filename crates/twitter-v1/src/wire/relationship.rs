//! How two people stand to each other, in the two forms of friendships/*.

use block_graph::{Absent, Relation, UserCard, UserId, policy};
use dialect::fact;
use dialect::json::Json;
use serde::{Serialize, Serializer};

use super::scalar::Text;

/// What friendships/show answers. Written by hand, because it is asked for before anything is shown of anybody; the tests
/// hold it against the object that serde derives.
pub(crate) struct Relationship<'r> {
    source: (UserId, Option<&'r str>),
    /// Whether the source asks. What only they may know is null to others ([doc]).
    own: bool,
    target: &'r UserCard,
    relation: Relation,
    can_dm: bool,
}

impl<'r> Relationship<'r> {
    /// What was found; the source is the caller where its card says so.
    pub(crate) fn new(found: &'r block_graph::Relationship) -> Self {
        let source = (found.source.user.id, Some(found.source.user.username()));
        let (own, relation, can_dm) = (found.source.is_viewer, found.relation, found.can_dm);
        Self { source, own, target: &found.target, relation, can_dm }
    }

    /// What a write of `source` left between them and `target`. The graph does not tell the name of the one who writes.
    pub(crate) fn after(source: UserId, target: &'r UserCard, after: Relation) -> Self {
        let can_dm = after.followed_by && policy::allows_direct_messages(after);
        Self { source: (source, None), own: true, target, relation: after, can_dm }
    }

    /// Writes it ([recorded] 2019).
    pub(crate) fn write(&self, out: &mut Json) {
        let (relation, (source, name), target) = (self.relation, self.source, &self.target.user);
        out.raw(r#"{"relationship":{"source":{"id":"#);
        out.number_twice(source.0, r#","id_str":""#);
        // Nothing in a username is escaped.
        if let Some(name) = name {
            out.raw(r#"","screen_name":""#);
            out.raw(name);
        }
        fact!(out, r#"","following":"#, relation.following);
        fact!(out, r#","followed_by":"#, relation.followed_by);
        if self.own {
            fact!(out, r#","live_following":false,"following_received":"#, relation.request_received);
            fact!(out, r#","following_requested":"#, relation.request_sent);
            fact!(out, r#","notifications_enabled":false,"can_dm":"#, self.can_dm);
            fact!(out, r#","blocking":"#, relation.blocking);
            fact!(out, r#","blocked_by":"#, relation.blocked_by);
            fact!(out, r#","muting":"#, relation.muting);
            // Of everybody followed, unless they were switched off ([inferred]).
            fact!(out, r#","want_retweets":"#, relation.following && !relation.hiding_reposts);
            out.raw(r#","all_replies":false,"marked_spam":false},"target":{"id":"#);
        } else {
            out.raw(concat!(
                r#","live_following":false,"following_received":null,"following_requested":null,"#,
                r#""notifications_enabled":null"#
            ));
            fact!(out, r#","can_dm":"#, self.can_dm);
            out.raw(concat!(
                r#","blocking":null,"blocked_by":null,"muting":null,"want_retweets":null,"all_replies":null,"#,
                r#""marked_spam":null},"target":{"id":"#
            ));
        }
        out.number_twice(target.id.0, r#","id_str":""#);
        out.raw(r#"","screen_name":""#);
        out.raw(target.username());
        fact!(out, r#"","following":"#, relation.followed_by);
        fact!(out, r#","followed_by":"#, relation.following);
        if self.own {
            fact!(out, r#","following_received":"#, relation.request_sent);
            fact!(out, r#","following_requested":"#, relation.request_received);
            out.raw("}}}");
        } else {
            out.raw(r#","following_received":null,"following_requested":null}}}"#);
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
        let user = &card.user;
        Self {
            name: user.name(),
            screen_name: user.username(),
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

#[cfg(test)]
mod oracle;
#[cfg(test)]
mod tests;
