//! A post as v2 shows it.

use block_graph::{Post as CorePost, PostCard, PostCounts, ReplyPolicy};
use serde::Serialize;

use super::entities;
use super::scan::Found;
use super::text::{Decimal, Moment, Text};
use crate::fields::{View, Vocabulary, post};

/// A post; keys in the order of the service's list of fields, unset ones left out.
#[derive(Serialize)]
pub(super) struct Post<'c> {
    id: Decimal,
    text: Text<'c>,
    #[serde(skip_serializing_if = "Option::is_none")]
    edit_history_tweet_ids: Option<[Decimal; 1]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    edit_history_post_ids: Option<[Decimal; 1]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    created_at: Option<Moment>,
    #[serde(skip_serializing_if = "Option::is_none")]
    author_id: Option<Decimal>,
    #[serde(skip_serializing_if = "Option::is_none")]
    conversation_id: Option<Decimal>,
    #[serde(skip_serializing_if = "Option::is_none")]
    in_reply_to_user_id: Option<Decimal>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    referenced_tweets: Vec<Reference>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    referenced_posts: Vec<Reference>,
    #[serde(skip_serializing_if = "Option::is_none")]
    lang: Option<&'c str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    possibly_sensitive: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reply_settings: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<&'c str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    public_metrics: Option<Metrics>,
    #[serde(skip_serializing_if = "Option::is_none")]
    entities: Option<Found<'c>>,
}

/// A post that a post refers to, and how.
#[derive(Serialize)]
struct Reference {
    r#type: &'static str,
    id: Decimal,
}

/// Both spellings of the count of reposts, because each has clients that fail without it ([client]). The graph has no
/// bookmarks and counts no views.
#[derive(Serialize)]
struct Metrics {
    retweet_count: i32,
    repost_count: i32,
    reply_count: i32,
    like_count: i32,
    quote_count: i32,
    bookmark_count: i32,
    impression_count: i32,
}

impl Metrics {
    fn of(counts: PostCounts) -> Self {
        Self {
            retweet_count: counts.reposts,
            repost_count: counts.reposts,
            reply_count: counts.replies,
            like_count: counts.likes,
            quote_count: counts.quotes,
            bookmark_count: 0,
            impression_count: 0,
        }
    }
}

impl<'c> Post<'c> {
    /// The post of `card` as `view` asks to see it.
    pub(super) fn of(card: &'c PostCard, view: &View) -> Self {
        let original = card.original.as_deref();
        // A repost counts the reposts of what it repeats, and nothing else of it.
        let reposts = original.map_or(card.counts.reposts, |original| original.counts.reposts);
        Self::new(&card.post, original, Some(PostCounts { reposts, ..card.counts }), view)
    }

    /// A post of which only itself is known: what leads a profile comes without counts.
    pub(super) fn bare(post: &'c CorePost, view: &View) -> Self {
        Self::new(post, None, None, view)
    }

    fn new(from: &'c CorePost, original: Option<&'c PostCard>, counts: Option<PostCounts>, view: &View) -> Self {
        let shows = |flag| view.post.has(flag);
        let id = Decimal(from.id.0);
        let references = if shows(post::REFERENCED) { references(from) } else { Vec::new() };
        let (referenced_tweets, referenced_posts) = match view.vocabulary {
            Vocabulary::Tweet => (references, Vec::new()),
            Vocabulary::Post => (Vec::new(), references),
        };
        let found = || original.map_or_else(|| entities::of_post(from), entities::of_repost);
        Self {
            id,
            text: original.map_or_else(|| Text::written(&from.text), Text::repeated),
            edit_history_tweet_ids: (view.vocabulary == Vocabulary::Tweet).then_some([id]),
            edit_history_post_ids: (view.vocabulary == Vocabulary::Post).then_some([id]),
            created_at: shows(post::CREATED_AT).then_some(Moment(from.created)),
            author_id: shows(post::AUTHOR).then_some(Decimal(from.author.0)),
            conversation_id: shows(post::CONVERSATION).then_some(Decimal(from.thread.0)),
            in_reply_to_user_id: from.reply_to.filter(|_| shows(post::REPLIED_USER)).map(|(_, user)| Decimal(user.0)),
            referenced_tweets,
            referenced_posts,
            lang: shows(post::LANG).then_some(from.lang.as_str()),
            possibly_sensitive: shows(post::SENSITIVE).then_some(false),
            reply_settings: shows(post::REPLY_SETTINGS).then_some(circle(from.replies)),
            source: shows(post::SOURCE).then_some(from.source.as_str()),
            public_metrics: counts.filter(|_| shows(post::METRICS)).map(Metrics::of),
            entities: if shows(post::ENTITIES) { found() } else { None },
        }
    }
}

fn references(from: &CorePost) -> Vec<Reference> {
    let of = |r#type, id: Option<block_graph::PostId>| id.map(|id| Reference { r#type, id: Decimal(id.0) });
    let replied = from.reply_to.map(|(id, _)| id);
    [of("retweeted", from.repost_of), of("quoted", from.quote_of), of("replied_to", replied)]
        .into_iter()
        .flatten()
        .collect()
}

fn circle(replies: ReplyPolicy) -> &'static str {
    match replies {
        ReplyPolicy::Everyone => "everyone",
        ReplyPolicy::Following => "following",
        ReplyPolicy::Mentioned => "mentionedUsers",
    }
}
