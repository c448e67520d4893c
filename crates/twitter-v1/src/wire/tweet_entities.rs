//! What is found in the texts of tweets and messages: hashtags, symbols, links, and the people named.

use std::borrow::Cow;

use block_graph::{Mention, User};
use dialect::blocks::{any, is};
use dialect::json::Json;
use serde::Serialize;

use super::entities::Url;
use super::scalar::Text;

/// The entities of a text, each kind in the order of the text. Where they stand is counted in code points of the text as
/// it is delivered, escapes and all ([client] twitter4j moves the indices when it undoes the escapes).
#[derive(Serialize, Default)]
pub(crate) struct TweetEntities<'p> {
    hashtags: Vec<Tag<'p>>,
    symbols: Vec<Tag<'p>>,
    user_mentions: Vec<Named<'p>>,
    urls: Vec<Url<'p>>,
}

#[derive(Serialize)]
struct Tag<'p> {
    text: &'p str,
    indices: [usize; 2],
}

/// A person named. The graph keeps the username they had then, and no name: it stands for both ([inferred]).
#[derive(Serialize)]
struct Named<'p> {
    screen_name: &'p str,
    name: &'p str,
    id: i64,
    id_str: Text,
    indices: [usize; 2],
}

impl<'p> TweetEntities<'p> {
    /// Of a text and the people it names. Of a retweet, `repeated` is whose tweet it repeats, and the text begins `shift`
    /// code points later.
    pub(crate) fn of(text: &'p str, mentions: &'p [Mention], repeated: Option<&'p User>, shift: usize) -> Self {
        let mut found = Self::default();
        let place = Place { text, shift, escaped: !is_html(text) };
        if let Some(user) = repeated {
            let name = user.username();
            let indices = [3, 4 + name.chars().count()];
            let id = user.id.0;
            found.user_mentions.push(Named { screen_name: name, name: user.name(), id, id_str: Text(id), indices });
        }
        found.user_mentions.extend(mentions.iter().map(|mention| Named {
            screen_name: &mention.username,
            name: &mention.username,
            id: mention.user.0,
            id_str: Text(mention.user.0),
            indices: place.indices(mention.start as usize, mention.end as usize),
        }));
        if may_hold(text) {
            found.scan(text, &place);
        }
        found
    }

    /// Writes them.
    pub(crate) fn write(&self, out: &mut Json) {
        if self.hashtags.is_empty() && self.symbols.is_empty() && self.user_mentions.is_empty() && self.urls.is_empty()
        {
            return out.raw(r#"{"hashtags":[],"symbols":[],"user_mentions":[],"urls":[]}"#);
        }
        out.raw(r#"{"hashtags":["#);
        out.each(self.hashtags.iter(), write_tag);
        out.raw(r#"],"symbols":["#);
        out.each(self.symbols.iter(), write_tag);
        out.raw(r#"],"user_mentions":["#);
        out.each(self.user_mentions.iter(), |out, named| {
            // Nothing in a username is escaped.
            out.raw(r#"{"screen_name":""#);
            out.raw(named.screen_name);
            out.raw(r#"","name":""#);
            out.part(named.name);
            out.raw(r#"","id":"#);
            out.number_twice(named.id, r#","id_str":""#);
            write_indices(out, named.indices);
        });
        out.raw(r#"],"urls":["#);
        out.each(self.urls.iter(), |out, url| url.write(out));
        out.raw("]}");
    }

    /// Whether there is a link.
    pub(crate) fn has_links(&self) -> bool {
        !self.urls.is_empty()
    }

    fn scan(&mut self, text: &'p str, place: &Place<'_>) {
        let mut before = None;
        let (mut rest, mut at) = (text, 0);
        while let Some(character) = rest.chars().next() {
            // In the middle of a word nothing begins.
            let free = !before.is_some_and(|before: char| before.is_alphanumeric() || before == '_');
            let tail = &rest[character.len_utf8()..];
            let (length, kind) = match character {
                '#' | '＃' if free => (hashtag(tail), Kind::Hashtag),
                '$' if free => (symbol(tail), Kind::Symbol),
                'h' | 'H' if free => (link(rest), Kind::Link),
                _ => (None, Kind::Link),
            };
            let taken = match length {
                None => character.len_utf8(),
                Some(bytes) => {
                    let taken = if kind == Kind::Link { bytes } else { character.len_utf8() + bytes };
                    let (whole, count) = (&rest[..taken], rest[..taken].chars().count());
                    let indices = place.indices(at, at + count);
                    match kind {
                        Kind::Hashtag => self.hashtags.push(Tag { text: &tail[..bytes], indices }),
                        Kind::Symbol => self.symbols.push(Tag { text: &tail[..bytes], indices }),
                        Kind::Link => self.urls.push(Url::new(whole, indices)),
                    }
                    taken
                }
            };
            before = rest[..taken].chars().next_back();
            at += rest[..taken].chars().count();
            rest = &rest[taken..];
        }
    }
}

fn write_tag(out: &mut Json, tag: &Tag<'_>) {
    out.raw(r#"{"text":""#);
    out.part(tag.text);
    write_indices(out, tag.indices);
}

/// Ends a text, and the object with where it stands.
pub(super) fn write_indices(out: &mut Json, [start, end]: [usize; 2]) {
    out.raw(r#"","indices":["#);
    out.number(i64::try_from(start).unwrap_or(i64::MAX));
    out.raw(",");
    out.number(i64::try_from(end).unwrap_or(i64::MAX));
    out.raw("]}");
}

/// Whether a text has a sign that something in it begins with, or the middle of a link's.
fn may_hold(text: &str) -> bool {
    any(text, |word| is(word, b'#') | is(word, b'$') | is(word, b':')) || text.contains('＃')
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Hashtag,
    Symbol,
    Link,
}

/// The length in bytes of the hashtag that begins here: letters, digits and `_`, not digits alone.
fn hashtag(tail: &str) -> Option<usize> {
    let end = tail.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(tail.len());
    tail[..end].contains(|c: char| !c.is_numeric() && c != '_').then_some(end)
}

/// The length of the symbol that begins here: up to six letters of English, and nothing else of a word after them.
fn symbol(tail: &str) -> Option<usize> {
    let end = tail.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(tail.len());
    let follows = tail[end..].chars().next().is_some_and(|c| c.is_alphanumeric() || c == '_');
    ((1..=6).contains(&end) && !follows).then_some(end)
}

/// The length of the link that begins here: up to the next blank, without the punctuation that ends a sentence.
fn link(rest: &str) -> Option<usize> {
    let head = rest.get(..8).or_else(|| rest.get(..7))?;
    let scheme = ["https://", "http://"]
        .into_iter()
        .find(|scheme| head.get(..scheme.len()).is_some_and(|head| head.eq_ignore_ascii_case(scheme)))?;
    let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
    let link = rest[..end].trim_end_matches(['.', ',', ';', ':', '!', '?', ')', ']', '}', '\'', '"', '>', '…']);
    let host = link.get(scheme.len()..)?;
    host.starts_with(char::is_alphanumeric).then_some(link.len())
}

/// From places in a text to places in what is delivered of it.
struct Place<'p> {
    text: &'p str,
    shift: usize,
    escaped: bool,
}

impl Place<'_> {
    fn indices(&self, start: usize, end: usize) -> [usize; 2] {
        [start, end].map(|at| self.shift + at + if self.escaped { added(self.text, at) } else { 0 })
    }
}

/// How many code points the escapes add to the first `count` ones.
fn added(text: &str, count: usize) -> usize {
    text.chars()
        .take(count)
        .map(|character| match character {
            '&' => "amp;".len(),
            '<' | '>' => "lt;".len(),
            _ => 0,
        })
        .sum()
}

/// Texts of tweets are escaped for HTML, unlike those of users ([recorded]).
pub(super) fn escape_html(text: &str) -> Cow<'_, str> {
    if is_html(text) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;"))
}

/// Writes a text so escaped, within a string, and tells how many code points the escapes added.
pub(super) fn write_html(out: &mut Json, text: &str) -> usize {
    if is_html(text) {
        out.part(text);
        return 0;
    }
    let mut added = 0;
    for part in text.split_inclusive(['&', '<', '>']) {
        let (plain, escape) = match part.as_bytes().split_last() {
            Some((b'&', _)) => (&part[..part.len() - 1], "&amp;"),
            Some((b'<', _)) => (&part[..part.len() - 1], "&lt;"),
            Some((b'>', _)) => (&part[..part.len() - 1], "&gt;"),
            _ => (part, ""),
        };
        out.part(plain);
        out.raw(escape);
        added += escape.len().saturating_sub(1);
    }
    added
}

/// Whether a text is the same as HTML.
fn is_html(text: &str) -> bool {
    !any(text, |word| is(word, b'&') | is(word, b'<') | is(word, b'>'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> TweetEntities<'_> {
        TweetEntities::of(text, &[], None, 0)
    }

    fn tags<'p>(tags: &'p [Tag<'p>]) -> Vec<(&'p str, [usize; 2])> {
        tags.iter().map(|tag| (tag.text, tag.indices)).collect()
    }

    #[test]
    fn hashtags_are_words_of_any_script_and_no_numbers() {
        let text = "#one é#no #été_1, #2020 ＃東京! (#x)";
        assert_eq!(
            tags(&found(text).hashtags),
            [("one", [0, 4]), ("été_1", [10, 16]), ("東京", [24, 27]), ("x", [30, 32])]
        );
    }

    #[test]
    fn symbols_are_short_words_of_english() {
        assert_eq!(tags(&found("$TWTR a$b $5 $toolong7 $ABCDEFG $x.").symbols), [("TWTR", [0, 5]), ("x", [32, 34])]);
    }

    #[test]
    fn links_end_before_blanks_and_punctuation_and_hide_what_is_in_them() {
        let text = "see https://example.com/a#b, (HTTP://x.org) http:// xhttp://no.no http://é";
        let entities = found(text);
        let urls: Vec<_> = entities.urls.iter().map(|url| serde_json::to_value(url).unwrap()).collect();
        let told = |url: &serde_json::Value| (url["url"].to_string(), url["indices"].to_string());
        let expected = [("https://example.com/a#b", "[4,27]"), ("HTTP://x.org", "[30,42]"), ("http://é", "[66,74]")];
        let expected = expected.map(|(url, indices)| (format!("{url:?}"), indices.to_owned()));
        assert_eq!(urls.iter().map(told).collect::<Vec<_>>(), expected);
        assert!(entities.hashtags.is_empty() && entities.has_links());
    }

    #[test]
    fn places_count_the_escapes_before_them() {
        assert_eq!(tags(&found("a & <b> #c").hashtags), [("c", [18, 20])]);
        assert_eq!(escape_html("a & <b> #c"), "a &amp; &lt;b&gt; #c");
        assert_eq!("a &amp; &lt;b&gt; #c".find('#'), Some(18));
    }
}
