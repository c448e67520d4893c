//! What a person says of themselves.

use block_graph::{Said, User};
use dialect::json::Json;
use serde::Serialize;

use super::rich::{self, Entities, Rich, parts};
use super::text;
use crate::json;

/// A description.
pub(super) struct Description<'u> {
    user: &'u User,
    html: bool,
}

/// A description with something in it.
#[derive(Serialize)]
struct Found<'u> {
    text: std::borrow::Cow<'u, str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    html: Option<String>,
    entities: Entities<'u>,
}

impl<'u> Description<'u> {
    /// A person's description, with its HTML or without. A person who says nothing has none: the key is left out
    /// ([recorded], 78 of 788).
    pub(super) fn of(user: &'u User, html: bool) -> Option<Self> {
        (!user.description().is_empty()).then_some(Self { user, html })
    }

    /// Writes it.
    pub(super) fn write(&self, out: &mut Json) {
        let text = self.user.description();
        // Then it holds neither a sign that an entity begins with nor an address, and is HTML as it is.
        let plain = self.user.is_plain(Said::Description);
        if !plain && !text::is_plain(text) {
            return json::value(out, &self.found());
        }
        // Most descriptions have nothing in them, and most of those are the same as text and as HTML.
        out.raw(r#"{"text":""#);
        let written = out.known_part(text, plain);
        if self.html {
            out.raw(r#"","html":"<span itemscope=\"https://app.net/schemas/Post\">"#);
            if plain {
                out.known_part(text, plain);
            } else if rich::is_html(text) {
                out.again(written);
            } else {
                rich::write_escaped(out, text);
            }
            out.raw("</span>");
        }
        out.raw(r#"","entities":{"mentions":[],"hashtags":[],"links":[]}}"#);
    }

    fn found(&self) -> Found<'u> {
        let Self { user, html } = *self;
        let text = user.description();
        // No outcome tells the ids of others who are named, so only people's mentions of themselves are entities here.
        let own = |name: &str| name.eq_ignore_ascii_case(user.username()).then_some(user.id);
        let Rich { text, html, entities } = Rich::new(text, parts(text, own), html);
        Found { text, html, entities }
    }
}

#[cfg(test)]
impl Serialize for Description<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.found().serialize(serializer)
    }
}

#[cfg(test)]
mod tests;
