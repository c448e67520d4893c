//! The links, hashtags, mentions and cashtags of a profile, found in its own words.
//!
//! Profiles of the graph hold addresses as they are, where X holds shortened ones: `url` and `expanded_url` are the same
//! ([inferred]). Places are counted in code points.

use block_graph::User;
use serde::Serialize;

/// What a profile's address and description hold; `None` when neither holds anything.
#[derive(Serialize)]
pub(super) struct Entities<'c> {
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<Found<'c>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<Found<'c>>,
}

#[derive(Default, Serialize)]
struct Found<'c> {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    urls: Vec<Link<'c>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    hashtags: Vec<Tag<'c>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    mentions: Vec<Mention<'c>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    cashtags: Vec<Tag<'c>>,
}

#[derive(Serialize)]
struct Link<'c> {
    start: usize,
    end: usize,
    url: &'c str,
    expanded_url: &'c str,
    display_url: &'c str,
}

#[derive(Serialize)]
struct Tag<'c> {
    start: usize,
    end: usize,
    tag: &'c str,
}

#[derive(Serialize)]
struct Mention<'c> {
    start: usize,
    end: usize,
    username: &'c str,
}

impl<'c> Entities<'c> {
    pub(super) fn of(person: &'c User) -> Option<Self> {
        let url = person.url.as_deref().filter(|url| !url.is_empty());
        let url = url.map(|url| Found { urls: vec![link(0, url)], ..Found::default() });
        let description = Found::within(&person.description);
        (url.is_some() || description.is_some()).then_some(Self { url, description })
    }
}

impl<'c> Found<'c> {
    fn within(text: &'c str) -> Option<Self> {
        let mut found = Self::default();
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
        let none = found.urls.is_empty()
            && found.hashtags.is_empty()
            && found.mentions.is_empty()
            && found.cashtags.is_empty();
        (!none).then_some(found)
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
                self.mentions.push(Mention { start, end: start + 1 + username.len(), username });
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

fn link(start: usize, url: &str) -> Link<'_> {
    let shown = url.trim_start_matches("https://").trim_start_matches("http://").trim_start_matches("www.");
    let display_url = shown.strip_suffix('/').unwrap_or(shown);
    Link { start, end: start + url.chars().count(), url, expanded_url: url, display_url }
}
