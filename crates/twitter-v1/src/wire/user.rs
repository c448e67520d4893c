//! The user object, key for key in the order of the recordings of 2019–2021.
//!
//! Written by hand: pages are made of it, and most of it is constant. The tests hold it against the object that serde
//! derives.

use std::borrow::Borrow;

use block_graph::{Relation, UserCard};
use dialect::json::Json;
use dialect::{fact, moment};
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
        let Self { card, view } = *self;
        let (user, counts) = (&card.user, &card.counts);
        out.raw(r#"{"id":"#);
        out.number_twice(user.id.0, r#","id_str":""#);
        out.raw(r#"","name":""#);
        out.part(user.name());
        // Nothing in a username is escaped.
        out.raw(r#"","screen_name":""#);
        out.raw(user.username());
        if view.email {
            out.raw(r#"","email":"#);
            out.text_or_null(user.email());
            out.raw(r#","location":""#);
        } else {
            out.raw(r#"","location":""#);
        }
        out.part(user.location());
        if view.flavour == Flavour::Show {
            out.raw(r#"","profile_location":null,"description":""#);
        } else {
            out.raw(r#"","description":""#);
        }
        out.part(user.description());
        link(out, user.url(), view.entities);
        fact!(out, r#","protected":"#, user.protected);
        out.raw(r#","followers_count":"#);
        out.number(counts.followers.into());
        out.raw(r#","friends_count":"#);
        out.number(counts.following.into());
        out.raw(r#","listed_count":"#);
        out.number(counts.listed.into());
        out.raw(r#","created_at":""#);
        out.with(|out| moment::push_twitter(out, user.created));
        out.raw(r#"","favourites_count":"#);
        out.number(counts.likes.into());
        fact!(out, r#","utc_offset":null,"time_zone":null,"geo_enabled":false,"verified":"#, user.verified);
        out.raw(r#","statuses_count":"#);
        out.number(counts.posts.into());
        out.raw(r#","lang":null"#);
        if let Some(latest) = card.latest_post.as_deref().filter(|_| view.status) {
            tweet::write_latest(out, r#","status":"#, latest, user, &view);
        }
        out.raw(concat!(
            r#","contributors_enabled":false,"is_translator":false,"is_translation_enabled":false,"#,
            r#""profile_background_color":"F5F8FA","profile_background_image_url":null,"#,
            r#""profile_background_image_url_https":null,"profile_background_tile":false,"profile_image_url":""#
        ));
        image(out, user.image_url());
        if let Some(banner) = user.banner_url() {
            out.raw(r#"","profile_banner_url":""#);
            out.address(banner);
        }
        out.raw(concat!(
            r#"","profile_link_color":"1DA1F2","profile_sidebar_border_color":"C0DEED","#,
            r#""profile_sidebar_fill_color":"DDEEF6","profile_text_color":"333333","#,
            r#""profile_use_background_image":true,"has_extended_profile":false,"default_profile":true"#,
        ));
        fact!(out, r#","default_profile_image":"#, user.image_url().is_none());
        self.write_relation(out);
    }

    /// The end of the object: how the viewer stands to the person, and what only they are told of themselves.
    fn write_relation(&self, out: &mut Json) {
        let Self { card, view } = *self;
        // To oneself one has no relation; without a viewer it is unknown, which is null ([doc] app-only).
        let relation = card.relation.or_else(|| card.is_viewer.then(Relation::default));
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

/// The end of the description, the person's link, and what is found in both. The service shortened links; here they are the
/// address itself ([inferred]).
fn link(out: &mut Json, url: Option<&str>, entities: bool) {
    let Some(url) = url else {
        return out.raw(if entities {
            r#"","url":null,"entities":{"description":{"urls":[]}}"#
        } else {
            r#"","url":null"#
        });
    };
    out.raw(r#"","url":""#);
    let written = out.address(url);
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
    out.address(shown);
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
fn image(out: &mut Json, url: Option<&str>) {
    match (url, url.and_then(|url| url.strip_prefix("https:"))) {
        (None, _) => out.raw(DEFAULT_IMAGE),
        (Some(_), Some(rest)) => {
            out.raw("http:");
            let rest = out.address(rest);
            out.raw(r#"","profile_image_url_https":"https:"#);
            out.again(rest);
        }
        (Some(url), None) => {
            let whole = out.address(url);
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
    out.each(cards, |out, card| User::new(card.borrow(), view).write(out));
    out.raw("]");
}

#[cfg(test)]
mod oracle;
#[cfg(test)]
mod tests;
