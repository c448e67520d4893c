//! The entities of profiles and of posts.

use block_graph::{Post, PostCard, Said, User};
use dialect::json::Json;

use super::scan::{Found, Mention, shown};
use super::text::{CUT, Decimal, REPEATS};
use crate::json;

/// Writes, after `key`, what a profile's address and description hold; nothing when neither holds anything.
pub(super) fn write(out: &mut Json, key: &str, person: &User) {
    let url = person.url().filter(|url| !url.is_empty());
    let tagged = (!person.is_untagged()).then(|| person.description());
    let description = tagged.and_then(|description| Found::within(description).something());
    if url.is_none() && description.is_none() {
        return;
    }
    out.raw(key);
    out.raw("{");
    if let Some(url) = url {
        let plain = person.is_plain(Said::Url);
        // What is plain is ASCII, a byte a character.
        let length = if plain { url.len() } else { url.chars().count() };
        out.raw(r#""url":{"urls":[{"start":0,"end":"#);
        out.number(i64::try_from(length).unwrap_or(i64::MAX));
        out.raw(r#","url":""#);
        out.known_part(url, plain);
        out.raw(r#"","expanded_url":""#);
        out.known_part(url, plain);
        out.raw(r#"","display_url":""#);
        out.known_part(shown(url), plain);
        out.raw("\"}]}");
    }
    if let Some(description) = description {
        out.raw(if url.is_some() { ",\"description\":" } else { "\"description\":" });
        json::value(out, &description);
    }
    out.raw("}");
}

/// What a post's text holds. Only those are mentioned whom the graph found when the post was written.
pub(super) fn of_post(post: &Post) -> Option<Found<'_>> {
    said(post, 0, usize::MAX).something()
}

/// What the text of a repost holds: a mention of the author it repeats, and what is left of the original's.
pub(super) fn of_repost(original: &PostCard) -> Option<Found<'_>> {
    let author = original.author.user.username();
    let start = REPEATS.len();
    let end = start + 1 + author.chars().count();
    // After the name come a colon and a blank; where the text is cut, its last place is the mark of the cut.
    let before = end + 2;
    let whole = before + original.post.text.chars().count() <= CUT;
    let mut found = said(&original.post, before, if whole { CUT } else { CUT - 1 });
    found.mentions.insert(0, Mention { start, end, username: author, id: Some(Decimal(original.post.author.0)) });
    found.something()
}

/// What a text holds that stands so far from the start and of which no more than `most` characters are shown.
fn said(post: &Post, before: usize, most: usize) -> Found<'_> {
    let mut found = Found::within(&post.text);
    let named = post.mentions.iter().map(|mention| Mention {
        start: mention.start as usize,
        end: mention.end as usize,
        username: &mention.username,
        id: Some(Decimal(mention.user.0)),
    });
    found.mentions = named.collect();
    let fits = |start: &mut usize, end: &mut usize| {
        *start += before;
        *end += before;
        *end <= most
    };
    found.urls.retain_mut(|link| fits(&mut link.start, &mut link.end));
    found.hashtags.retain_mut(|tag| fits(&mut tag.start, &mut tag.end));
    found.mentions.retain_mut(|mention| fits(&mut mention.start, &mut mention.end));
    found.cashtags.retain_mut(|tag| fits(&mut tag.start, &mut tag.end));
    found
}
