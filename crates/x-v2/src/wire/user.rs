//! A person as v2 shows them; keys in the order of the service's list of fields, unset ones left out ([doc]).
//!
//! Written by hand, because pages are made of it. The tests hold it against the object that serde derives.

use std::borrow::Borrow;

use block_graph::{Counts, Relation, Said, UserCard, policy};
use dialect::json::{Json, Last};
use dialect::{count, digits, fact, moment};
use serde::{Serialize, Serializer};

use super::entities;
use crate::fields::{View, Vocabulary, user};
use crate::json::Written;

/// Room for a person with all their fields.
pub(super) const ROOM: usize = 1024;

/// A person as `view` asks to see them.
pub(super) struct User<'c> {
    card: &'c UserCard,
    view: View,
}

impl<'c> User<'c> {
    /// The person of `card`.
    pub(super) fn of(card: &'c UserCard, view: &View) -> Self {
        Self { card, view: *view }
    }

    /// Writes them.
    pub(super) fn write(&self, out: &mut Json) {
        self.write_after(out, &mut Last::default());
    }

    /// The same after another person of the same view, to whom the viewer may stand alike.
    fn write_after(&self, out: &mut Json, last: &mut Last<Option<Relation>>) {
        let (card, person, view) = (self.card, &self.card.user, &self.view);
        let shows = |flag| view.user.has(flag);
        let told = |text: &'c str| Some(text).filter(|text| !text.is_empty());
        // An address that is not plain is looked at.
        let said = |text| person.is_quiet(text);
        begin(out, person.id.0);
        out.known_part(person.name(), said(Said::Name));
        // Nothing in a username is escaped.
        out.raw(r#"","username":""#);
        out.known_part(person.username(), true);
        if !shows(user::CREATED_AT) {
            out.raw("\"");
        } else if let Some(text) = out.piece(br#"","created_at":"2008-12-04T18:51:57.000Z""#)
            && let Some(moment) = text[16..].first_chunk_mut()
        {
            moment::fill_iso_millis(moment, person.created);
        }
        if shows(user::DESCRIPTION) {
            text(out, r#","description":""#, told(person.description()), said(Said::Description));
        }
        if shows(user::ENTITIES) {
            entities::write(out, r#","entities":"#, person);
        }
        if shows(user::LOCATION) {
            text(out, r#","location":""#, told(person.location()), said(Said::Location));
        }
        let pinned = person.pinned_post().filter(|_| shows(user::PINNED));
        self.post(out, r#","pinned_tweet_id":""#, r#","pinned_post_id":""#, pinned.map(|id| id.0));
        if shows(user::BANNER) {
            text(out, r#","profile_banner_url":""#, person.banner_url(), said(Said::Banner));
        }
        if shows(user::IMAGE) {
            text(out, r#","profile_image_url":""#, person.image_url(), said(Said::Image));
        }
        if shows(user::PROTECTED) {
            fact!(out, r#","protected":"#, person.protected);
        }
        if shows(user::METRICS) {
            metrics(out, &card.counts);
        }
        if shows(user::URL) {
            text(out, r#","url":""#, person.url(), said(Said::Url));
        }
        if shows(user::VERIFIED) {
            fact!(out, r#","verified":"#, person.verified);
        }
        if shows(user::VERIFIED_TYPE) {
            out.raw(if person.verified { r#","verified_type":"blue""# } else { r#","verified_type":"none""# });
        }
        let latest = card.latest_post.as_ref().filter(|_| shows(user::LATEST));
        self.post(out, r#","most_recent_tweet_id":""#, r#","most_recent_post_id":""#, latest.map(|post| post.id.0));
        if let Some(relation) = card.relation.filter(|_| shows(user::CONNECTIONS.and(user::RECEIVES_DM))) {
            last.write(out, Some(relation), |out| self.relation(out, relation));
        }
        if shows(user::EMAIL) {
            text(out, r#","confirmed_email":""#, person.email(), said(Said::Email));
        }
        out.raw("}");
    }

    /// How the viewer stands to the person, as far as the view asks for it.
    fn relation(&self, out: &mut Json, relation: Relation) {
        if self.view.user.has(user::CONNECTIONS) {
            connections(out, relation);
        }
        if self.view.user.has(user::RECEIVES_DM) {
            fact!(out, r#","receives_your_dm":"#, policy::allows_direct_messages(relation));
        }
    }

    /// The id of a post, under the key of the vocabulary.
    fn post(&self, out: &mut Json, as_tweet: &str, as_post: &str, id: Option<i64>) {
        if let Some(id) = id {
            out.raw(if self.view.vocabulary == Vocabulary::Tweet { as_tweet } else { as_post });
            out.number(id);
            out.raw("\"");
        }
    }
}

/// The beginning of the object. Nearly all ids have nineteen digits, for which there is one piece.
fn begin(out: &mut Json, id: i64) {
    if let Some(digits) = digits::of_long(id) {
        if let Some(text) = out.piece(br#"{"id":"0000000000000000000","name":""#) {
            text[7..26].copy_from_slice(&digits);
        }
        return;
    }
    out.raw(r#"{"id":""#);
    out.number(id);
    out.raw(r#"","name":""#);
}

/// A text if it is there, of which it may be known that nothing is escaped. Keys come with the quote that opens it.
#[inline(always)]
fn text(out: &mut Json, key: &'static str, text: Option<&str>, plain: bool) {
    if let Some(text) = text {
        out.raw(key);
        out.known_part(text, plain);
        out.raw("\"");
    }
}

/// Both spellings of the count of posts, because each has clients that fail without it ([client]). Posts of the graph
/// carry no media.
fn metrics(out: &mut Json, counts: &Counts) {
    count!(out, r#","public_metrics":{"followers_count":"#, counts.followers);
    count!(out, r#","following_count":"#, counts.following);
    count!(out, r#","tweet_count":"#, counts.posts);
    count!(out, r#","post_count":"#, counts.posts);
    count!(out, r#","listed_count":"#, counts.listed);
    count!(out, r#","like_count":"#, counts.likes);
    out.raw(r#","media_count":0}"#);
}

/// How the viewer stands to the person. There is no word for being blocked by them, in any version of the spec.
fn connections(out: &mut Json, relation: Relation) {
    let words = [
        (relation.blocking, "\"blocking\""),
        (relation.request_received, "\"follow_request_received\""),
        (relation.request_sent, "\"follow_request_sent\""),
        (relation.followed_by, "\"followed_by\""),
        (relation.following, "\"following\""),
        (relation.muting, "\"muting\""),
    ];
    out.raw(r#","connection_status":["#);
    out.each(words.into_iter().filter(|(holds, _)| *holds), |out, (_, word)| out.raw(word));
    out.raw("]");
}

impl Serialize for User<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Written::by(ROOM, |out| self.write(out)).serialize(serializer)
    }
}

/// Writes many people, between brackets.
pub(super) fn write_all(out: &mut Json, cards: impl Iterator<Item: Borrow<UserCard>>, view: &View) {
    out.raw("[");
    let mut last = Last::default();
    out.each(cards, |out, card| User::of(card.borrow(), view).write_after(out, &mut last));
    out.raw("]");
}

#[cfg(test)]
mod oracle;
#[cfg(test)]
mod tests;
