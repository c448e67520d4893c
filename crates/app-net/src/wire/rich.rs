//! Text with what is in it: the plain text, its entities, and the HTML that App.net made of both.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::ops::Range;

use block_graph::{Post, UserId};
use dialect::blocks::{any, find, is_beyond, is_or_beyond};
use dialect::json::Json;
use serde::Serialize;

use super::scalar::Id;
use super::text::{self, Kind};

/// A text in its three forms.
pub(super) struct Rich<'t> {
    pub(super) text: Cow<'t, str>,
    pub(super) html: Option<String>,
    pub(super) entities: Entities<'t>,
}

impl<'t> Rich<'t> {
    /// The fields of an object, of which nothing is left where the text is gone.
    pub(super) fn fields(rich: Option<Self>) -> (Option<Cow<'t, str>>, Option<String>, Entities<'t>) {
        match rich {
            Some(Self { text, html, entities }) => (Some(text), html, entities),
            None => (None, None, Entities::default()),
        }
    }

    /// A text with its parts, with its HTML or without.
    pub(super) fn new(text: &'t str, parts: Vec<Part<'t>>, html: bool) -> Self {
        let html = html.then(|| wrapped(text, &parts, |_| {}));
        Self { text: Cow::Borrowed(text), html, entities: Entities::sorted(text, parts, Vec::new(), 0) }
    }

    /// The text of a repost: `>> @name: ` before the original's, whose entities move on ([doc], [recorded]).
    pub(super) fn repeated(author: (&'t str, UserId), text: &'t str, parts: Vec<Part<'t>>, html: bool) -> Self {
        let (name, id) = author;
        let before = format!(">> @{name}: ");
        let html = html.then(|| {
            wrapped(text, &parts, |html| {
                escape(html, ">> ");
                mention(html, name, id, &format!("@{name}"));
                html.push_str(": ");
            })
        });
        // The name's characters are ASCII: bytes are code points here.
        let named = Mention { name, id: Id(id), pos: 3, len: 1 + name.len(), is_leading: false };
        let entities = Entities::sorted(text, parts, vec![named], before.len());
        Self { text: Cow::Owned(before + text), html, entities }
    }
}

/// Something in a text.
pub(super) struct Part<'t> {
    what: What<'t>,
    /// Where it stands, in bytes.
    bytes: Range<usize>,
    /// Where it begins, in code points ([doc]).
    pos: usize,
    /// How long it is, in code points.
    len: usize,
}

enum What<'t> {
    Mention { name: &'t str, id: UserId, leading: bool },
    Hashtag(Cow<'t, str>),
    Link(Cow<'t, str>),
}

/// What is in `text`. A mention carries the id of the person named, so those whom `who` does not know stay text.
pub(super) fn parts<'t>(text: &'t str, who: impl Fn(&str) -> Option<UserId>) -> Vec<Part<'t>> {
    let part = |entity: text::Entity<'t>| {
        let what = match entity.kind {
            Kind::Mention(name) => What::Mention { name, id: who(name)?, leading: false },
            Kind::Hashtag(tag) => What::Hashtag(tag),
            Kind::Link(url) => What::Link(url),
        };
        Some(Part { what, bytes: entity.bytes, pos: entity.pos, len: entity.len })
    };
    text::entities(text).into_iter().filter_map(part).collect()
}

/// What is in a post: the people it named when it was written, and whatever else is found. Nothing overlaps ([doc]): an
/// address with a name in it stays an address.
pub(super) fn parts_of_post(post: &Post) -> Vec<Part<'_>> {
    let text = post.text.as_str();
    let mut parts = parts(text, |_| None);
    let others = parts.len();
    // Mentions stand in order, so one walk finds the bytes of all.
    let mut places = text.char_indices().map(|(at, _)| at).chain([text.len()]).enumerate();
    let mut place = |point: u32| places.find(|(count, _)| *count == point as usize).map(|(_, at)| at);
    for mention in &post.mentions {
        let (Some(start), Some(end)) = (place(mention.start), place(mention.end)) else { break };
        if parts[..others].iter().all(|other| other.bytes.end <= start || end <= other.bytes.start) {
            let what = What::Mention { name: &mention.username, id: mention.user, leading: false };
            let (pos, len) = (mention.start as usize, mention.end.saturating_sub(mention.start) as usize);
            parts.push(Part { what, bytes: start..end, pos, len });
        }
    }
    parts.sort_by_key(|part| part.bytes.start);
    let mut done = 0;
    for part in &mut parts {
        match &mut part.what {
            What::Mention { leading, .. } if text[done..part.bytes.start].trim().is_empty() => *leading = true,
            _ => break,
        }
        done = part.bytes.end;
    }
    parts
}

/// What is in a text, by kind.
#[derive(Serialize, Default)]
pub(super) struct Entities<'t> {
    mentions: Vec<Mention<'t>>,
    hashtags: Vec<Hashtag<'t>>,
    links: Vec<Link<'t>>,
}

#[derive(Serialize)]
struct Mention<'t> {
    name: &'t str,
    id: Id<UserId>,
    pos: usize,
    len: usize,
    /// Only where it is so: the post begins with this mention, or with others before it ([doc] 2014).
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    is_leading: bool,
}

#[derive(Serialize)]
struct Hashtag<'t> {
    name: Cow<'t, str>,
    pos: usize,
    len: usize,
}

#[derive(Serialize)]
struct Link<'t> {
    url: Cow<'t, str>,
    text: &'t str,
    pos: usize,
    len: usize,
}

impl<'t> Entities<'t> {
    /// The parts of `text`, moved on by `shift` code points, after the mentions that stand before them.
    fn sorted(text: &'t str, parts: Vec<Part<'t>>, mentions: Vec<Mention<'t>>, shift: usize) -> Self {
        let leads = mentions.is_empty();
        let mut sorted = Self { mentions, ..Self::default() };
        for Part { what, bytes, pos, len } in parts {
            let pos = pos + shift;
            match what {
                What::Mention { name, id, leading } => {
                    sorted.mentions.push(Mention { name, id: Id(id), pos, len, is_leading: leading && leads });
                }
                What::Hashtag(name) => sorted.hashtags.push(Hashtag { name, pos, len }),
                What::Link(url) => sorted.links.push(Link { url, text: &text[bytes], pos, len }),
            }
        }
        sorted
    }
}

/// The HTML, attribute by attribute in the recorded order, after whatever `before` writes.
fn wrapped(text: &str, parts: &[Part<'_>], before: impl FnOnce(&mut String)) -> String {
    let mut html = String::with_capacity(64 + text.len() + 96 * parts.len());
    html.push_str("<span itemscope=\"https://app.net/schemas/Post\">");
    before(&mut html);
    let mut done = 0;
    for part in parts {
        escape(&mut html, &text[done..part.bytes.start]);
        let inner = &text[part.bytes.clone()];
        match &part.what {
            What::Mention { name, id, .. } => mention(&mut html, name, *id, inner),
            What::Hashtag(name) => {
                html.push_str("<span data-hashtag-name=\"");
                escape(&mut html, name);
                html.push_str("\" itemprop=\"hashtag\">");
                escape(&mut html, inner);
                html.push_str("</span>");
            }
            What::Link(url) => {
                html.push_str("<a href=\"");
                escape(&mut html, url);
                html.push_str("\">");
                escape(&mut html, inner);
                html.push_str("</a>");
            }
        }
        done = part.bytes.end;
    }
    escape(&mut html, &text[done..]);
    html.push_str("</span>");
    html
}

/// `name` is a username: nothing in it needs escaping.
fn mention(html: &mut String, name: &str, id: UserId, inner: &str) {
    // Writing to a String cannot fail.
    let _ = write!(html, "<span data-mention-id=\"{id}\" data-mention-name=\"{name}\" itemprop=\"mention\">");
    escape(html, inner);
    html.push_str("</span>");
}

/// Whether text is the same as HTML.
pub(super) fn is_html(text: &str) -> bool {
    !any(text, changes)
}

/// The mark of what is something else in HTML.
#[inline(always)]
fn changes(word: u64) -> u64 {
    let is = |sign| is_or_beyond(word, sign);
    is_beyond(word) | is(b'&') | is(b'<') | is(b'>') | is(b'\n') | is(b'\r')
}

/// Text as HTML in ASCII: line breaks become `<br>`, carriage returns and all beyond ASCII numbers ([recorded]). Quotes
/// stay ([recorded]): what goes into an attribute holds none.
pub(super) fn escape(html: &mut String, text: &str) {
    let mut rest = text;
    while let Some(at) = find(rest, changes) {
        let (plain, tail) = rest.split_at(at);
        html.push_str(plain);
        let mut characters = tail.chars();
        match characters.next() {
            Some('&') => html.push_str("&amp;"),
            Some('<') => html.push_str("&lt;"),
            Some('>') => html.push_str("&gt;"),
            Some('\n') => html.push_str("<br>"),
            Some('\r') => html.push_str("&#13;"),
            Some(other) => {
                // Writing to a String cannot fail.
                let _ = write!(html, "&#{};", u32::from(other));
            }
            None => {}
        }
        rest = characters.as_str();
    }
    html.push_str(rest);
}

/// Writes what [`escape`] makes of a text, in a JSON string.
pub(super) fn write_escaped(out: &mut Json, text: &str) {
    out.part_but(text, changes, |out, rest| {
        let sign = match rest.as_bytes().first() {
            Some(b'&') => "&amp;",
            Some(b'<') => "&lt;",
            Some(b'>') => "&gt;",
            Some(b'\n') => "<br>",
            Some(b'\r') => "&#13;",
            Some(0x80..) => return write_numbers(out, rest),
            _ => return 0,
        };
        out.raw(sign);
        1
    });
}

/// Writes the characters beyond ASCII that a text begins with as numbers, and tells how many bytes they are long.
fn write_numbers(out: &mut Json, text: &str) -> usize {
    let mut length = 0;
    for character in text.chars().take_while(|character| !character.is_ascii()) {
        out.raw("&#");
        out.number(u32::from(character).into());
        out.raw(";");
        length += character.len_utf8();
    }
    length
}

#[cfg(test)]
mod tests;
