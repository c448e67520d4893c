//! A person as v2 shows them; keys in the order of the service's list of fields, unset ones left out ([doc]).
//!
//! Written by hand, because pages are made of it. The tests hold it against the object that serde derives.

use std::borrow::Borrow;

use block_graph::{Counts, Relation, UserCard, policy};
use dialect::json::Json;
use dialect::{fact, moment};
use serde::{Serialize, Serializer};

use super::entities;
use crate::fields::{Flags, View, Vocabulary, user};
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
        let (card, person, view) = (self.card, &self.card.user, &self.view);
        let shows = |flag| view.user.has(flag);
        let said = |text: &'c str| Some(text).filter(|text| !text.is_empty());
        out.raw(r#"{"id":""#);
        out.number(person.id.0);
        out.raw(r#"","name":""#);
        out.part(person.name());
        // Nothing in a username is escaped.
        out.raw(r#"","username":""#);
        out.raw(person.username());
        out.raw("\"");
        if shows(user::CREATED_AT) {
            out.raw(r#","created_at":""#);
            out.with(|out| moment::push_iso_millis(out, person.created));
            out.raw("\"");
        }
        text(out, view, user::DESCRIPTION, r#","description":""#, said(person.description()));
        if shows(user::ENTITIES) {
            entities::write(out, r#","entities":"#, person);
        }
        text(out, view, user::LOCATION, r#","location":""#, said(person.location()));
        let pinned = person.pinned_post().filter(|_| shows(user::PINNED));
        self.post(out, r#","pinned_tweet_id":""#, r#","pinned_post_id":""#, pinned.map(|id| id.0));
        text(out, view, user::BANNER, r#","profile_banner_url":""#, person.banner_url());
        text(out, view, user::IMAGE, r#","profile_image_url":""#, person.image_url());
        if shows(user::PROTECTED) {
            fact!(out, r#","protected":"#, person.protected);
        }
        if shows(user::METRICS) {
            metrics(out, &card.counts);
        }
        text(out, view, user::URL, r#","url":""#, person.url());
        if shows(user::VERIFIED) {
            fact!(out, r#","verified":"#, person.verified);
        }
        if shows(user::VERIFIED_TYPE) {
            out.raw(if person.verified { r#","verified_type":"blue""# } else { r#","verified_type":"none""# });
        }
        let latest = card.latest_post.as_ref().filter(|_| shows(user::LATEST));
        self.post(out, r#","most_recent_tweet_id":""#, r#","most_recent_post_id":""#, latest.map(|post| post.id.0));
        if let Some(relation) = card.relation.filter(|_| shows(user::CONNECTIONS)) {
            connections(out, relation);
        }
        if let Some(relation) = card.relation.filter(|_| shows(user::RECEIVES_DM)) {
            fact!(out, r#","receives_your_dm":"#, policy::allows_direct_messages(relation));
        }
        text(out, view, user::EMAIL, r#","confirmed_email":""#, person.email());
        out.raw("}");
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

/// A text if it is asked for and there. Keys come with the quote that opens it.
#[inline(always)]
fn text(out: &mut Json, view: &View, flag: Flags, key: &'static str, text: Option<&str>) {
    if view.user.has(flag)
        && let Some(text) = text
    {
        out.raw(key);
        out.part(text);
        out.raw("\"");
    }
}

/// Both spellings of the count of posts, because each has clients that fail without it ([client]). Posts of the graph
/// carry no media.
fn metrics(out: &mut Json, counts: &Counts) {
    out.raw(r#","public_metrics":{"followers_count":"#);
    out.number(counts.followers.into());
    out.raw(r#","following_count":"#);
    out.number(counts.following.into());
    out.raw(r#","tweet_count":"#);
    out.number_twice(counts.posts.into(), r#","post_count":"#);
    out.raw(r#","listed_count":"#);
    out.number(counts.listed.into());
    out.raw(r#","like_count":"#);
    out.number(counts.likes.into());
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
    out.each(cards, |out, card| User::of(card.borrow(), view).write(out));
    out.raw("]");
}

#[cfg(test)]
mod oracle;
#[cfg(test)]
mod tests;
