//! The entities of profiles and of posts.

use block_graph::{Post, PostCard, User};
use serde::Serialize;

use super::scan::{Found, Mention, link};
use super::text::{CUT, Decimal, REPEATS};

/// What a profile's address and description hold; `None` when neither holds anything.
#[derive(Serialize)]
pub(super) struct Entities<'c> {
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<Found<'c>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<Found<'c>>,
}

impl<'c> Entities<'c> {
    pub(super) fn of(person: &'c User) -> Option<Self> {
        let url = person.url.as_deref().filter(|url| !url.is_empty());
        let url = url.map(|url| Found { urls: vec![link(0, url)], ..Found::default() });
        let description = Found::within(&person.description).something();
        (url.is_some() || description.is_some()).then_some(Self { url, description })
    }
}

/// What a post's text holds. Only those are mentioned whom the graph found when the post was written.
pub(super) fn of_post(post: &Post) -> Option<Found<'_>> {
    said(post, 0, usize::MAX).something()
}

/// What the text of a repost holds: a mention of the author it repeats, and what is left of the original's.
pub(super) fn of_repost(original: &PostCard) -> Option<Found<'_>> {
    let author = original.author.user.username.as_str();
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
