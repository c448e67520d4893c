//! What a person says of themselves: the plain text, what is in it, and the HTML that App.net made of both.

use std::borrow::Cow;
use std::fmt::Write as _;

use block_graph::{User, UserId};
use serde::Serialize;

use super::text::{self, Entity, Kind};
use super::user::Id;

/// A description. A person who says nothing has none: the key is left out ([recorded], 78 of 788).
#[derive(Serialize)]
pub(super) struct Description<'u> {
    text: &'u str,
    #[serde(skip_serializing_if = "Option::is_none")]
    html: Option<String>,
    entities: Entities<'u>,
}

#[derive(Serialize, Default)]
struct Entities<'u> {
    mentions: Vec<Mention<'u>>,
    hashtags: Vec<Hashtag<'u>>,
    links: Vec<Link<'u>>,
}

#[derive(Serialize)]
struct Mention<'u> {
    name: &'u str,
    id: Id,
    pos: usize,
    len: usize,
}

#[derive(Serialize)]
struct Hashtag<'u> {
    name: Cow<'u, str>,
    pos: usize,
    len: usize,
}

#[derive(Serialize)]
struct Link<'u> {
    url: Cow<'u, str>,
    text: &'u str,
    pos: usize,
    len: usize,
}

impl<'u> Description<'u> {
    /// A person's description, with its HTML or without.
    pub(super) fn of(user: &'u User, html: bool) -> Option<Self> {
        let text = user.description.as_str();
        if text.is_empty() {
            return None;
        }
        let mut found = text::entities(text);
        // A mention carries the id of the person mentioned. Of others no outcome tells it, so only people's mentions of
        // themselves are entities here; the rest stays text.
        found.retain(
            |entity| !matches!(entity.kind, Kind::Mention(name) if !name.eq_ignore_ascii_case(user.username.as_str())),
        );
        let html = html.then(|| markup(text, &found, user.id));
        Some(Self { text, html, entities: Entities::sorted(text, found, user.id) })
    }
}

impl<'u> Entities<'u> {
    fn sorted(text: &'u str, found: Vec<Entity<'u>>, own: UserId) -> Self {
        let mut sorted = Self::default();
        for Entity { kind, bytes, pos, len } in found {
            match kind {
                Kind::Mention(name) => sorted.mentions.push(Mention { name, id: Id(own), pos, len }),
                Kind::Hashtag(name) => sorted.hashtags.push(Hashtag { name, pos, len }),
                Kind::Link(url) => sorted.links.push(Link { url, text: &text[bytes], pos, len }),
            }
        }
        sorted
    }
}

/// The HTML, attribute by attribute in the recorded order.
fn markup(text: &str, found: &[Entity<'_>], own: UserId) -> String {
    let mut html = String::with_capacity(64 + text.len() + 96 * found.len());
    html.push_str("<span itemscope=\"https://app.net/schemas/Post\">");
    let mut done = 0;
    for entity in found {
        escape(&mut html, &text[done..entity.bytes.start]);
        let inner = &text[entity.bytes.clone()];
        match &entity.kind {
            Kind::Mention(name) => {
                // Writing to a String cannot fail.
                let _ =
                    write!(html, "<span data-mention-id=\"{own}\" data-mention-name=\"{name}\" itemprop=\"mention\">");
                escape(&mut html, inner);
                html.push_str("</span>");
            }
            Kind::Hashtag(name) => {
                html.push_str("<span data-hashtag-name=\"");
                escape(&mut html, name);
                html.push_str("\" itemprop=\"hashtag\">");
                escape(&mut html, inner);
                html.push_str("</span>");
            }
            Kind::Link(url) => {
                html.push_str("<a href=\"");
                escape(&mut html, url);
                html.push_str("\">");
                escape(&mut html, inner);
                html.push_str("</a>");
            }
        }
        done = entity.bytes.end;
    }
    escape(&mut html, &text[done..]);
    html.push_str("</span>");
    html
}

/// Text as HTML in ASCII: line breaks become `<br>`, carriage returns and all beyond ASCII numbers ([recorded]). Quotes
/// stay ([recorded]): what goes into an attribute holds none.
fn escape(html: &mut String, text: &str) {
    for character in text.chars() {
        match character {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '\n' => html.push_str("<br>"),
            '\r' => html.push_str("&#13;"),
            _ if character.is_ascii() => html.push(character),
            _ => {
                let _ = write!(html, "&#{};", u32::from(character));
            }
        }
    }
}

#[cfg(test)]
mod tests;
