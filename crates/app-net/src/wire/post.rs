//! The Post object ([doc], [recorded] 620 times).

use std::borrow::Cow;

use block_graph::{PostCard, PostId, UserId};
use dialect::moment;
use serde::Serialize;

use super::View;
use super::rich::{Entities, Rich, parts_of_post};
use super::scalar::{Id, PostPage};
use super::user::User;

/// A post. `reply_to` of no reply, and the reader's own marks where there is no reader, are left out ([recorded]).
#[derive(Serialize)]
pub(super) struct Post<'p> {
    id: Id<PostId>,
    user: User<'p>,
    created_at: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<Cow<'p, str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    html: Option<String>,
    source: Source<'p>,
    canonical_url: PostPage<'p>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reply_to: Option<Id<PostId>>,
    thread_id: Id<PostId>,
    num_replies: i32,
    num_stars: i32,
    num_reposts: i32,
    entities: Entities<'p>,
    machine_only: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    you_starred: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    you_reposted: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    annotations: Option<[(); 0]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    is_deleted: Option<bool>,
    /// The same in the older form ([recorded]).
    #[serde(skip_serializing_if = "Option::is_none")]
    deleted: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    repost_of: Option<Box<Post<'p>>>,
}

impl<'p> Post<'p> {
    /// A post as its reader sees it. What an author who blocks the reader wrote is withheld: such a post is told only
    /// to whoever takes back a star or a repost of it.
    pub(super) fn new(card: &'p PostCard, view: View) -> Self {
        let withheld = card.author.relation.is_some_and(|relation| relation.blocked_by);
        let rich = (!withheld).then(|| rich(card, view.html));
        Self::with(card, rich, view)
    }

    /// A post that its author has just deleted: nothing of its text is left, the rest stays ([recorded]).
    pub(super) fn deleted(card: &'p PostCard, view: View) -> Self {
        Self { is_deleted: Some(true), deleted: Some("1"), ..Self::with(card, None, view) }
    }

    fn with(card: &'p PostCard, rich: Option<Rich<'p>>, view: View) -> Self {
        let post = &*card.post;
        let (text, html, entities) = Rich::fields(rich);
        Self {
            id: Id(post.id),
            user: User::new(&card.author, view),
            created_at: moment::iso_seconds(post.created),
            text,
            html,
            source: Source { name: &post.source, link: "https://app.net" },
            canonical_url: PostPage(card.author.user.username(), post.id),
            reply_to: post.reply_to.map(|(parent, _)| Id(parent)),
            thread_id: Id(post.thread),
            num_replies: card.counts.replies,
            num_stars: card.counts.likes,
            num_reposts: card.counts.reposts,
            entities,
            machine_only: false,
            you_starred: view.person.then_some(card.liked),
            you_reposted: view.person.then_some(card.reposted.is_some()),
            annotations: view.post_annotations.then_some([]),
            is_deleted: None,
            deleted: None,
            repost_of: card.original.as_deref().map(|original| Box::new(Self::new(original, view))),
        }
    }
}

/// Whether a post can be shown: a repost is nothing without what it repeats.
pub(super) fn shown(card: &PostCard) -> bool {
    card.post.repost_of.is_none() || card.original.is_some()
}

fn rich(card: &PostCard, html: bool) -> Rich<'_> {
    match card.original.as_deref() {
        Some(original) => {
            let author: (&str, UserId) = (original.author.user.username(), original.author.user.id);
            Rich::repeated(author, &original.post.text, parts_of_post(&original.post), html)
        }
        None => Rich::new(&card.post.text, parts_of_post(&card.post), html),
    }
}

/// The app that a post was written with. The graph knows its name alone: the link is the service's own ([inferred]), and
/// there is no `client_id`.
#[derive(Serialize)]
struct Source<'p> {
    name: &'p str,
    link: &'static str,
}
