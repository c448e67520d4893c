//! The user object, key for key in the order of the recordings of 2019–2021.
//!
//! Written by hand: pages are made of it, and most of it is constant. The tests hold it against the object that serde
//! derives.

use std::borrow::Borrow;

use block_graph::{Relation, Said, UserCard};
use dialect::json::{Json, Last};
use dialect::{count, digits, fact, moment};
use serde::{Serialize, Serializer};

use super::entities;
use super::json::Written;
use super::tweet;
use crate::view::{Flavour, UserView};

/// The picture of people who have none ([recorded]), in both its forms, but for the last quote.
const DEFAULT_IMAGE: &str = concat!(
    r#"http:\/\/abs.twimg.com\/sticky\/default_profile_images\/default_profile_normal.png","#,
    r#""profile_image_url_https":"#,
    r#""https:\/\/abs.twimg.com\/sticky\/default_profile_images\/default_profile_normal.png"#
);

/// Room for a person without a status.
const ROOM: usize = 2048;

/// A person as a viewer sees them.
pub(crate) struct User<'u> {
    card: &'u UserCard,
    view: UserView,
}

impl<'u> User<'u> {
    /// The person on `card`, in the form that `view` asks for.
    pub(crate) fn new(card: &'u UserCard, view: &UserView) -> Self {
        Self { card, view: *view }
    }

    /// Writes them. Keys that the graph knows nothing of have the values of an untouched profile.
    pub(crate) fn write(&self, out: &mut Json) {
        self.write_after(out, &mut Default::default());
    }

    /// The same after another person of the same view, who may have ended alike.
    fn write_after(&self, out: &mut Json, last: &mut Ends) {
        let Self { card, view } = *self;
        let (user, counts) = (&card.user, &card.counts);
        begin(out, user.id.0);
        out.known_part(user.name(), user.is_plain(Said::Name));
        // Nothing in a username is escaped.
        out.raw(r#"","screen_name":""#);
        out.known_part(user.username(), true);
        if view.email {
            out.raw(r#"","email":"#);
            out.text_or_null(user.email());
            out.raw(r#","location":""#);
        } else {
            out.raw(r#"","location":""#);
        }
        out.known_part(user.location(), user.is_plain(Said::Location));
        if view.flavour == Flavour::Show {
            out.raw(r#"","profile_location":null,"description":""#);
        } else {
            out.raw(r#"","description":""#);
        }
        out.known_part(user.description(), user.is_plain(Said::Description));
        link(out, user, view.entities);
        fact!(out, r#","protected":"#, user.protected);
        count!(out, r#","followers_count":"#, counts.followers);
        count!(out, r#","friends_count":"#, counts.following);
        count!(out, r#","listed_count":"#, counts.listed);
        if let Some(text) = out.piece(br#","created_at":"Tue Feb 20 14:35:54 +0000 2007""#)
            && let Some(moment) = text[15..].first_chunk_mut()
        {
            moment::fill_twitter(moment, user.created);
        }
        count!(out, r#","favourites_count":"#, counts.likes);
        fact!(out, r#","utc_offset":null,"time_zone":null,"geo_enabled":false,"verified":"#, user.verified);
        count!(out, r#","statuses_count":"#, counts.posts);
        out.raw(r#","lang":null"#);
        if let Some(latest) = card.latest_post.as_deref().filter(|_| view.status) {
            tweet::write_latest(out, r#","status":"#, latest, user, &view);
        }
        out.raw(concat!(
            r#","contributors_enabled":false,"is_translator":false,"is_translation_enabled":false,"#,
            r#""profile_background_color":"F5F8FA","profile_background_image_url":null,"#,
            r#""profile_background_image_url_https":null,"profile_background_tile":false,"profile_image_url":""#
        ));
        image(out, user);
        if let Some(banner) = user.banner_url() {
            out.raw(r#"","profile_banner_url":""#);
            out.known_address(banner, user.is_plain(Said::Banner));
        }
        // To oneself one has no relation; without a viewer it is unknown, which is null ([doc] app-only).
        let relation = card.relation.or_else(|| card.is_viewer.then(Relation::default));
        let told = relation.map(|relation| bits(relation, card.is_viewer));
        let default_image = user.image_url().is_none();
        let last = &mut last[usize::from(default_image)];
        last.write(out, told, |out| self.write_end(out, default_image, relation));
    }

    /// The end of the object: what is the same for everybody but those without a picture, how the viewer stands to the person,
    /// and what only they are told of themselves.
    #[inline(never)]
    fn write_end(&self, out: &mut Json, default_image: bool, relation: Option<Relation>) {
        let Self { card, view } = *self;
        out.raw(concat!(
            r#"","profile_link_color":"1DA1F2","profile_sidebar_border_color":"C0DEED","#,
            r#""profile_sidebar_fill_color":"DDEEF6","profile_text_color":"333333","#,
            r#""profile_use_background_image":true,"has_extended_profile":false,"default_profile":true"#,
        ));
        fact!(out, r#","default_profile_image":"#, default_image);
        let known = relation.unwrap_or_default();
        let follows = view.flavour == Flavour::Follows;
        let (write, list) = (view.flavour == Flavour::Write, follows || view.flavour == Flavour::List);
        match relation {
            Some(relation) => {
                fact!(out, r#","following":"#, relation.following);
                if follows {
                    out.raw(r#","live_following":false"#);
                }
                fact!(out, r#","follow_request_sent":"#, relation.request_sent);
                out.raw(r#","notifications":false"#);
            }
            None if follows => {
                out.raw(r#","following":null,"live_following":false,"follow_request_sent":null,"notifications":null"#);
            }
            None => out.raw(r#","following":null,"follow_request_sent":null,"notifications":null"#),
        }
        if write || list {
            fact!(out, r#","muting":"#, known.muting);
        }
        if list {
            fact!(out, r#","blocking":"#, known.blocking);
            fact!(out, r#","blocked_by":"#, known.blocked_by);
        }
        out.raw(r#","translator_type":"none""#);
        // Only of the caller's own account, in verify_credentials and users/show ([recorded]).
        if card.is_viewer && matches!(view.flavour, Flavour::Own | Flavour::Show) {
            out.raw(r#","suspended":false,"needs_phone_verification":false"#);
        }
        out.raw("}");
    }
}

/// How the last person on a page ended who has a picture, and who has none: mostly as the next one does. What it tells is as
/// of [`bits`].
type Ends = [Last<Option<u8>>; 2];

/// What the end of the object tells of somebody.
fn bits(relation: Relation, is_viewer: bool) -> u8 {
    let Relation { following, request_sent, muting, blocking, blocked_by, .. } = relation;
    let facts = [is_viewer, following, request_sent, muting, blocking, blocked_by];
    facts.into_iter().fold(0, |bits, fact| bits << 1 | u8::from(fact))
}

/// The beginning of the object. Nearly all ids have nineteen digits, for which there is one piece.
fn begin(out: &mut Json, id: i64) {
    if let Some(digits) = digits::of_long(id) {
        if let Some(text) = out.piece(br#"{"id":0000000000000000000,"id_str":"0000000000000000000","name":""#) {
            text[6..25].copy_from_slice(&digits);
            text[36..55].copy_from_slice(&digits);
        }
        return;
    }
    out.raw(r#"{"id":"#);
    out.number_twice(id, r#","id_str":""#);
    out.raw(r#"","name":""#);
}

/// The end of the description, the person's link, and what is found in both. The service shortened links; here they are the
/// address itself ([inferred]).
fn link(out: &mut Json, user: &block_graph::User, entities: bool) {
    let plain = user.is_plain(Said::Url);
    let Some(url) = user.url() else {
        return out.raw(if entities {
            r#"","url":null,"entities":{"description":{"urls":[]}}"#
        } else {
            r#"","url":null"#
        });
    };
    out.raw(r#"","url":""#);
    let written = out.known_address(url, plain);
    if !entities {
        return out.raw("\"");
    }
    // The link itself stands there only of a person who has one ([recorded]).
    out.raw(r#"","entities":{"url":{"urls":[{"url":""#);
    out.again(written.clone());
    out.raw(r#"","expanded_url":""#);
    out.again(written);
    out.raw(r#"","display_url":""#);
    let (shown, cut) = entities::shown(url);
    out.known_address(shown, plain);
    if cut {
        out.part("…");
    }
    out.raw(r#"","indices":[0,"#);
    let length = if url.is_ascii() { url.len() } else { url.chars().count() };
    out.number(i64::try_from(length).unwrap_or(i64::MAX));
    // That of the description is always there ([recorded], [client] egg-mode); the graph knows of no links in it.
    out.raw(r#"]}]},"description":{"urls":[]}}"#);
}

/// The value of `profile_image_url`, an https address in its http form ([recorded]), and `profile_image_url_https`, but for
/// the first quote and the last.
fn image(out: &mut Json, user: &block_graph::User) {
    let (url, plain) = (user.image_url(), user.is_plain(Said::Image));
    match (url, url.and_then(|url| url.strip_prefix("https:"))) {
        (None, _) => out.raw(DEFAULT_IMAGE),
        (Some(_), Some(rest)) => {
            out.raw("http:");
            let rest = out.known_address(rest, plain);
            out.raw(r#"","profile_image_url_https":"https:"#);
            out.again(rest);
        }
        (Some(url), None) => {
            let whole = out.known_address(url, plain);
            out.raw(r#"","profile_image_url_https":""#);
            out.again(whole);
        }
    }
}

impl Serialize for User<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Written::by(ROOM, |out| self.write(out)).serialize(serializer)
    }
}

/// Writes many people, between brackets.
pub(crate) fn write_all(out: &mut Json, cards: impl Iterator<Item: Borrow<UserCard>>, view: &UserView) {
    out.raw("[");
    let mut last = Default::default();
    out.each(cards, |out, card| User::new(card.borrow(), view).write_after(out, &mut last));
    out.raw("]");
}

#[cfg(test)]
mod oracle;
#[cfg(test)]
mod tests;
