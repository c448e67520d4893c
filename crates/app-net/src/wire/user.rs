//! The User object ([doc], [recorded] 788 times).
//!
//! Written by hand, because lists are made of it and much of it is constant. The tests hold it against the object that
//! serde derives.

use std::borrow::Borrow;

use block_graph::{Action, Relation, UserCard, UserKind, policy};
use dialect::json::Json;
use dialect::moment;
use serde::{Serialize, Serializer};

use super::View;
use super::description::Description;
use crate::json::Written;

/// Room for a person.
pub(super) const ROOM: usize = 1536;

/// A person.
pub(super) struct User<'u> {
    card: &'u UserCard,
    view: View,
}

impl<'u> User<'u> {
    pub(super) fn new(card: &'u UserCard, view: View) -> Self {
        Self { card, view }
    }

    /// Writes them.
    pub(super) fn write(&self, out: &mut Json) {
        let (user, counts, view) = (&*self.card.user, self.card.counts, self.view);
        // Nothing in a username is escaped.
        let username = user.username.as_str();
        out.raw(r#"{"id":""#);
        out.number(user.id.0);
        out.raw(r#"","username":""#);
        out.raw(username);
        out.raw(r#"","name":"#);
        out.text(&user.name);
        if let Some(description) = Description::of(user, view.html) {
            out.raw(r#","description":"#);
            description.write(out);
        }
        out.raw(r#","timezone":"#);
        out.text(&user.timezone);
        out.raw(r#","locale":"#);
        out.text(&user.locale);
        // The graph keeps no sizes, so every picture is said to have the default one's.
        out.raw(r#","avatar_image":{"url":"#);
        picture(out, user.image_url.as_deref(), DEFAULT_AVATAR, r#","width":160,"height":160,"is_default":"#);
        out.raw(r#"},"cover_image":{"url":"#);
        picture(out, user.banner_url.as_deref(), DEFAULT_COVER, r#","width":960,"height":260,"is_default":"#);
        out.raw(kind(user.kind));
        out.with(|out| moment::push_iso_seconds(out, user.created));
        out.raw(r#"","canonical_url":"https://alpha.app.net/"#);
        out.raw(username);
        out.raw(r#"","counts":{"following":"#);
        out.number(counts.following.into());
        out.raw(r#","followers":"#);
        out.number(counts.followers.into());
        out.raw(r#","posts":"#);
        out.number(counts.posts.into());
        out.raw(r#","stars":"#);
        out.number(counts.likes.into());
        out.raw("}");
        if let Some(domain) = user.url.as_deref().filter(|_| user.verified).and_then(domain) {
            out.raw(r#","verified_domain":"#);
            out.text(domain);
        }
        // Of oneself no relation is told ([recorded]: none of 104), and to callers without a person none.
        if let Some(relation) = self.card.relation.filter(|_| !self.card.is_viewer) {
            write_relation(out, relation);
        }
        out.raw(if view.annotations { r#","annotations":[]}"# } else { "}" });
    }
}

/// The relation's nine keys stand there together or not at all. The last three are deprecated, still sent in 2013, and two of
/// them mean the reverse of what they say ([recorded], 684 of 684).
fn write_relation(out: &mut Json, relation: Relation) {
    let follows = policy::allows(Action::Follow, relation).is_ok();
    for (key, fact) in [
        (r#","follows_you":"#, relation.followed_by),
        (r#","you_follow":"#, relation.following),
        (r#","you_muted":"#, relation.muting),
        (r#","you_blocked":"#, relation.blocking),
        (r#","you_can_subscribe":"#, policy::allows_direct_messages(relation)),
        (r#","you_can_follow":"#, follows),
        (r#","is_follower":"#, relation.following),
        (r#","is_following":"#, relation.followed_by),
        (r#","is_muted":"#, relation.muting),
    ] {
        out.raw(key);
        out.flag(fact);
    }
}

/// What the real service showed of people without a picture ([recorded]).
const DEFAULT_AVATAR: &str = concat!(
    "\"https://d2rfichhc2fb9n.cloudfront.net/image/5/EelxvjPjjXm8XScw2p7hyNLGgxt7InMiOiJzMyIsImIiOiJ0YXBwLWFzc2V0cyIs",
    "ImsiOiJpL08veC9FL094RThuRVBMUTlnRFN5d3hoeWh5akhRQ1YxRS5wbmciLCJvIjoiIn0\""
);

/// What it showed of people without a cover ([recorded]).
const DEFAULT_COVER: &str = concat!(
    "\"https://d2rfichhc2fb9n.cloudfront.net/image/5/kZ-JRmTbmd3WVPswTJ8Nwxzkf917InMiOiJzMyIsImIiOiJ0YXBwLWFzc2V0cyIs",
    "ImsiOiJpL1UvaS9ZL1VpWW5xRFNvTUtyTEhLNXA0OHN2NkxmTmRVMC5qcGciLCJvIjoiIn0\""
);

/// A picture's address, its size, and whether it is the default one.
fn picture(out: &mut Json, url: Option<&str>, default: &str, size: &str) {
    match url {
        Some(url) => _ = out.text(url),
        None => out.raw(default),
    }
    out.raw(size);
    out.flag(url.is_none());
}

/// The key between the pictures and the moment.
fn kind(kind: UserKind) -> &'static str {
    match kind {
        UserKind::Human => r#"},"type":"human","created_at":""#,
        UserKind::Bot => r#"},"type":"bot","created_at":""#,
        UserKind::Feed => r#"},"type":"feed","created_at":""#,
    }
}

/// The host of a web address, without the scheme ([doc] of `verified_domain`).
fn domain(url: &str) -> Option<&str> {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.split(['/', '?', '#', ':']).next().filter(|host| !host.is_empty())
}

impl Serialize for User<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Written::by(self.view.style.escapes(), ROOM, |out| self.write(out)).serialize(serializer)
    }
}

/// Writes many people, between brackets.
pub(super) fn write_all(out: &mut Json, cards: impl Iterator<Item: Borrow<UserCard>>, view: View) {
    out.raw("[");
    out.each(cards, |out, card| User::new(card.borrow(), view).write(out));
    out.raw("]");
}

#[cfg(test)]
mod oracle;
#[cfg(test)]
mod tests;
