//! Links, hashtags, mentions and cashtags, found in a text. Places are counted in code points.
//!
//! The graph holds addresses as they are, where X holds shortened ones: `url` and `expanded_url` are the same
//! ([inferred]).

use dialect::blocks::{any, is};
use serde::Serialize;

use super::text::Decimal;

/// What a text holds.
#[derive(Default, Serialize)]
pub(super) struct Found<'c> {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) urls: Vec<Link<'c>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) hashtags: Vec<Tag<'c>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) mentions: Vec<Mention<'c>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) cashtags: Vec<Tag<'c>>,
}

#[derive(Serialize)]
pub(super) struct Link<'c> {
    pub(super) start: usize,
    pub(super) end: usize,
    url: &'c str,
    expanded_url: &'c str,
    pub(super) display_url: &'c str,
}

#[derive(Serialize)]
pub(super) struct Tag<'c> {
    pub(super) start: usize,
    pub(super) end: usize,
    tag: &'c str,
}

/// In posts with the id of the person; in profiles nobody looks who it is.
#[derive(Serialize)]
pub(super) struct Mention<'c> {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) username: &'c str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) id: Option<Decimal>,
}

impl<'c> Found<'c> {
    /// What is found in `text`.
    pub(super) fn within(text: &'c str) -> Self {
        let mut found = Self::default();
        // Every entity has one of these, and most descriptions none.
        if !any(text, |word| is(word, b'#') | is(word, b'@') | is(word, b'$') | is(word, b':')) {
            return found;
        }
        let mut before = ' ';
        let mut rest = text;
        let mut place = 0;
        while let Some(first) = rest.chars().next() {
            // An entity begins where no word is under way.
            let length = if word(before) { 0 } else { found.take(place, first, rest) };
            let length = length.max(first.len_utf8());
            let (taken, after) = rest.split_at(length);
            before = taken.chars().next_back().unwrap_or(first);
            place += taken.chars().count();
            rest = after;
        }
        found
    }

    /// The same, unless it is nothing.
    pub(super) fn something(self) -> Option<Self> {
        let none =
            self.urls.is_empty() && self.hashtags.is_empty() && self.mentions.is_empty() && self.cashtags.is_empty();
        (!none).then_some(self)
    }

    /// Takes the entity that `text` begins with, if any, and tells how many bytes long it is.
    fn take(&mut self, start: usize, first: char, text: &'c str) -> usize {
        let tail = &text[first.len_utf8()..];
        let run = |fits: fn(char) -> bool| tail.split(|character| !fits(character)).next().unwrap_or_default();
        match first {
            'h' if text.starts_with("https://") || text.starts_with("http://") => {
                let address = text.split(char::is_whitespace).next().unwrap_or_default();
                let address = address.trim_end_matches(['.', ',', ';', ':', '!', '?', ')', '\'', '"']);
                if address.ends_with("://") {
                    return 0;
                }
                self.urls.push(link(start, address));
                address.len()
            }
            '#' => {
                let tag = run(word);
                if !tag.chars().any(char::is_alphabetic) {
                    return 0;
                }
                self.hashtags.push(Tag { start, end: start + 1 + tag.chars().count(), tag });
                1 + tag.len()
            }
            '@' => {
                let username = run(|character| character.is_ascii_alphanumeric() || character == '_');
                if !(1..=15).contains(&username.len()) {
                    return 0;
                }
                self.mentions.push(Mention { start, end: start + 1 + username.len(), username, id: None });
                1 + username.len()
            }
            '$' => {
                let tag = run(char::is_alphanumeric);
                if !((1..=6).contains(&tag.len()) && tag.bytes().all(|byte| byte.is_ascii_alphabetic())) {
                    return 0;
                }
                self.cashtags.push(Tag { start, end: start + 1 + tag.len(), tag });
                1 + tag.len()
            }
            _ => 0,
        }
    }
}

fn word(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}

pub(super) fn link(start: usize, url: &str) -> Link<'_> {
    Link { start, end: start + url.chars().count(), url, expanded_url: url, display_url: shown(url) }
}

/// An address as it is displayed: without scheme, `www.` and the slash at its end.
pub(super) fn shown(url: &str) -> &str {
    let mut shown = url;
    for before in ["https://", "http://", "www."] {
        while let Some(rest) = shown.strip_prefix(before) {
            shown = rest;
        }
    }
    shown.strip_suffix('/').unwrap_or(shown)
}
