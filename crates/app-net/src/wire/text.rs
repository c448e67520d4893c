//! Finds what App.net's server found in plain text: mentions, hashtags and links ([doc] entities; where a word begins
//! and ends is [inferred] from the recorded texts).

use std::borrow::Cow;
use std::ops::Range;

use dialect::blocks::{any, any_before, is, is_from};

use super::tlds;

/// How long a username may be ([doc]).
const LONGEST_NAME: usize = 20;
/// How long a host name may be.
const LONGEST_HOST: usize = 253;

/// What was found.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Kind<'t> {
    /// `@name`; the name.
    Mention(&'t str),
    /// `#tag`; the tag in lower case ([doc]).
    Hashtag(Cow<'t, str>),
    /// A web address, or a bare domain; the address it leads to.
    Link(Cow<'t, str>),
}

/// What was found, and where.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Entity<'t> {
    pub(super) kind: Kind<'t>,
    /// Where it stands, in bytes.
    pub(super) bytes: Range<usize>,
    /// Where it begins, in code points ([doc]).
    pub(super) pos: usize,
    /// How long it is, in code points.
    pub(super) len: usize,
}

/// Whether there is certainly nothing in `text`: no sign that an entity begins with, nor what every address has in it.
pub(super) fn is_plain(text: &str) -> bool {
    let begins = |word| is(word, b'@') | is(word, b'#') | is(word, b':');
    // In an address a letter or a digit follows a dot; no lower sign is one.
    let dot = |word| is_from(word, b'.') & !is_from(word, b'/');
    !any(text, begins) && !any_before(text, dot, |word| is_from(word, b'0'))
}

/// Everything in `text`, in order, without overlaps.
pub(super) fn entities(text: &str) -> Vec<Entity<'_>> {
    let mut found = Vec::new();
    let mut before = None;
    // The byte up to which text is consumed, and the code points up to the present character.
    let (mut consumed, mut pos) = (0, 0);
    for (at, character) in text.char_indices() {
        if at >= consumed
            && let Some((kind, length)) = entity(before, &text[at..])
        {
            let bytes = at..at + length;
            consumed = bytes.end;
            found.push(Entity { kind, len: text[bytes.clone()].chars().count(), bytes, pos });
        }
        before = Some(character);
        pos += 1;
    }
    found
}

/// The entity that `rest` begins with, and its length in bytes.
fn entity(before: Option<char>, rest: &str) -> Option<(Kind<'_>, usize)> {
    if before.is_some_and(|before| in_word(before) || matches!(before, '@' | '#' | '/' | '&' | '.' | '-')) {
        return None;
    }
    match rest.as_bytes().first()? {
        b'@' => mention(rest),
        b'#' => hashtag(rest),
        byte if byte.is_ascii_alphanumeric() => address(rest).or_else(|| bare_domain(rest)),
        _ => None,
    }
}

fn mention(rest: &str) -> Option<(Kind<'_>, usize)> {
    let name = run(&rest[1..], |character| character.is_ascii_alphanumeric() || character == '_');
    let ends = !rest[1 + name.len()..].starts_with(in_word);
    let fits = ends && (1..=LONGEST_NAME).contains(&name.len());
    fits.then(|| (Kind::Mention(name), 1 + name.len()))
}

/// Digits alone are a hashtag too ([recorded] `#23`).
fn hashtag(rest: &str) -> Option<(Kind<'_>, usize)> {
    let tag = run(&rest[1..], in_word);
    let lower = || if tag.chars().any(char::is_uppercase) { tag.to_lowercase().into() } else { Cow::Borrowed(tag) };
    (!tag.is_empty()).then(|| (Kind::Hashtag(lower()), 1 + tag.len()))
}

fn address(rest: &str) -> Option<(Kind<'_>, usize)> {
    let scheme = ["https://", "http://"].into_iter().find(|scheme| begins_with(rest, scheme))?;
    let link = trimmed(run(rest, in_address));
    let host = link.get(scheme.len()..)?;
    host.starts_with(|first: char| first.is_alphanumeric()).then_some((Kind::Link(Cow::Borrowed(link)), link.len()))
}

/// `univision.com`, `s3rv.com/mndp` ([recorded]); they lead to plain http ([recorded]).
fn bare_domain(rest: &str) -> Option<(Kind<'_>, usize)> {
    let host = run(rest, |character| character.is_ascii_alphanumeric() || matches!(character, '.' | '-'));
    let host = host.trim_end_matches(['.', '-']);
    let (labels, top) = host.rsplit_once('.')?;
    let fits = host.len() <= LONGEST_HOST && tlds::known(top);
    if !fits || labels.split('.').any(|label| label.is_empty() || label.starts_with('-') || label.ends_with('-')) {
        return None;
    }
    let after = &rest[host.len()..];
    let end = match after.chars().next() {
        // A mail address, or a longer word.
        Some(next) if next == '@' || in_word(next) => return None,
        Some('/') => trimmed(run(rest, in_address)).len(),
        _ => host.len(),
    };
    let link = &rest[..end.max(host.len())];
    Some((Kind::Link(Cow::Owned(format!("http://{link}"))), link.len()))
}

/// The part of a word's or a tag's letters.
fn in_word(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}

fn in_address(character: char) -> bool {
    !character.is_whitespace()
        && !character.is_control()
        && !matches!(character, '<' | '>' | '"' | '\u{201c}' | '\u{201d}')
}

/// Without the punctuation that ends a sentence rather than an address; a closing bracket stays if it was opened.
fn trimmed(mut link: &str) -> &str {
    let unopened = |link: &str, open, close| link.matches(close).count() > link.matches::<char>(open).count();
    while let Some(last) = link.chars().next_back() {
        let ends = match last {
            '.' | ',' | ';' | ':' | '!' | '?' | '\'' | '\u{2019}' | '\u{2026}' => true,
            ')' => unopened(link, '(', ')'),
            ']' => unopened(link, '[', ']'),
            _ => false,
        };
        if !ends {
            break;
        }
        link = &link[..link.len() - last.len_utf8()];
    }
    link
}

fn begins_with(text: &str, prefix: &str) -> bool {
    text.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix))
}

/// The longest start of `text` whose characters are all of that sort.
fn run(text: &str, sort: fn(char) -> bool) -> &str {
    text.find(|character| !sort(character)).map_or(text, |end| &text[..end])
}

#[cfg(test)]
mod tests;
