//! The User object ([doc], [recorded] 788 times).
//!
//! Written by hand, because lists are made of it and much of it is constant. The tests hold it against the object that
//! serde derives.

use std::borrow::Borrow;

use block_graph::{Action, Relation, Said, UserCard, UserKind, policy};
use dialect::json::{Json, Last};
use dialect::{count, digits, fact, moment};
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
        self.write_after(out, &mut Last::default());
    }

    /// The same after another person of the same view, who may have ended alike.
    fn write_after(&self, out: &mut Json, last: &mut Last<Option<Relation>>) {
        let (user, counts, view) = (&self.card.user, self.card.counts, self.view);
        // Nothing in a username is escaped.
        let username = user.username();
        begin(out, user.id.0);
        out.known_part(username, true);
        out.raw(r#"","name":""#);
        out.known_part(user.name(), user.is_plain(Said::Name));
        if let Some(description) = Description::of(user, view.html) {
            out.raw(r#"","description":"#);
            description.write(out);
            out.raw(r#","timezone":""#);
        } else {
            out.raw(r#"","timezone":""#);
        }
        out.known_part(user.timezone(), user.is_plain(Said::Timezone));
        out.raw(r#"","locale":""#);
        out.known_part(user.locale(), user.is_plain(Said::Locale));
        // The graph keeps no sizes, so every picture is said to have the default one's.
        match user.image_url() {
            Some(url) => {
                out.raw(r#"","avatar_image":{"url":""#);
                out.known_part(url, user.is_plain(Said::Image));
                out.raw(r#"","width":160,"height":160,"is_default":false},"cover_image":{"url":""#);
            }
            None => out.raw(DEFAULT_AVATAR),
        }
        match user.banner_url() {
            Some(url) => {
                out.known_part(url, user.is_plain(Said::Banner));
                out.raw(r#"","width":960,"height":260,"is_default":false},"type":""#);
            }
            None => out.raw(DEFAULT_COVER),
        }
        match user.kind {
            UserKind::Human => out.raw("human"),
            UserKind::Bot => out.raw("bot"),
            UserKind::Feed => out.raw("feed"),
        }
        if let Some(text) =
            out.piece(br#"","created_at":"2012-07-16T17:23:34Z","canonical_url":"https://alpha.app.net/"#)
            && let Some(moment) = text[16..].first_chunk_mut()
        {
            moment::fill_iso_seconds(moment, user.created);
        }
        out.known_part(username, true);
        count!(out, r#"","counts":{"following":"#, counts.following);
        count!(out, r#","followers":"#, counts.followers);
        count!(out, r#","posts":"#, counts.posts);
        count!(out, r#","stars":"#, counts.likes);
        if let Some(domain) = user.url().filter(|_| user.verified).and_then(domain) {
            out.raw(r#"},"verified_domain":"#);
            out.text(domain);
        } else {
            out.raw("}");
        }
        // Of oneself no relation is told ([recorded]: none of 104), and to callers without a person none.
        let relation = self.card.relation.filter(|_| !self.card.is_viewer);
        last.write(out, relation, |out| {
            if let Some(relation) = relation {
                write_relation(out, relation);
            }
            out.raw(if view.annotations { r#","annotations":[]}"# } else { "}" });
        });
    }
}

/// The beginning of the object. Nearly all ids have nineteen digits, for which there is one piece.
fn begin(out: &mut Json, id: i64) {
    if let Some(digits) = digits::of_long(id) {
        if let Some(text) = out.piece(br#"{"id":"0000000000000000000","username":""#) {
            text[7..26].copy_from_slice(&digits);
        }
        return;
    }
    out.raw(r#"{"id":""#);
    out.number(id);
    out.raw(r#"","username":""#);
}

/// The relation's nine keys stand there together or not at all. The last three are deprecated, still sent in 2013, and two of
/// them mean the reverse of what they say ([recorded], 684 of 684).
fn write_relation(out: &mut Json, relation: Relation) {
    fact!(out, r#","follows_you":"#, relation.followed_by);
    fact!(out, r#","you_follow":"#, relation.following);
    fact!(out, r#","you_muted":"#, relation.muting);
    fact!(out, r#","you_blocked":"#, relation.blocking);
    fact!(out, r#","you_can_subscribe":"#, policy::allows_direct_messages(relation));
    fact!(out, r#","you_can_follow":"#, policy::allows(Action::Follow, relation).is_ok());
    fact!(out, r#","is_follower":"#, relation.following);
    fact!(out, r#","is_following":"#, relation.followed_by);
    fact!(out, r#","is_muted":"#, relation.muting);
}

/// The picture that the real service showed of people without one ([recorded]), and where the cover begins.
const DEFAULT_AVATAR: &str = concat!(
    r#"","avatar_image":{"url":""#,
    "https://d2rfichhc2fb9n.cloudfront.net/image/5/EelxvjPjjXm8XScw2p7hyNLGgxt7InMiOiJzMyIsImIiOiJ0YXBwLWFzc2V0cyIs",
    "ImsiOiJpL08veC9FL094RThuRVBMUTlnRFN5d3hoeWh5akhRQ1YxRS5wbmciLCJvIjoiIn0",
    r#"","width":160,"height":160,"is_default":true},"cover_image":{"url":""#
);

/// The rest of the cover that it showed of people without one ([recorded]), and where the type begins.
const DEFAULT_COVER: &str = concat!(
    "https://d2rfichhc2fb9n.cloudfront.net/image/5/kZ-JRmTbmd3WVPswTJ8Nwxzkf917InMiOiJzMyIsImIiOiJ0YXBwLWFzc2V0cyIs",
    "ImsiOiJpL1UvaS9ZL1VpWW5xRFNvTUtyTEhLNXA0OHN2NkxmTmRVMC5qcGciLCJvIjoiIn0",
    r#"","width":960,"height":260,"is_default":true},"type":""#
);

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
    let mut last = Last::default();
    out.each(cards, |out, card| User::new(card.borrow(), view).write_after(out, &mut last));
    out.raw("]");
}

#[cfg(test)]
mod oracle;
#[cfg(test)]
mod tests;
