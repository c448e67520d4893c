//! A post as v2 shows it beside people.

use block_graph::Post as CorePost;
use serde::Serialize;

use super::text::{Decimal, Escaped, Moment};
use crate::fields::{View, Vocabulary, post};

/// A post; keys in the order of the service's list of fields, unset ones left out.
#[derive(Serialize)]
pub(super) struct Post<'c> {
    id: Decimal,
    text: Escaped<'c>,
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
    lang: Option<&'c str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    possibly_sensitive: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reply_settings: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<&'c str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    public_metrics: Option<Metrics>,
}

/// Both spellings of each count, because each has clients that fail without it ([client]). Nobody can act upon a post
/// of the graph, so every count is none.
#[derive(Default, Serialize)]
struct Metrics {
    retweet_count: i32,
    repost_count: i32,
    reply_count: i32,
    like_count: i32,
    quote_count: i32,
    bookmark_count: i32,
    impression_count: i32,
}

impl<'c> Post<'c> {
    /// `from` as `view` asks to see it. Posts of the graph are never edited, replies or restricted.
    pub(super) fn of(from: &'c CorePost, view: &View) -> Self {
        let shows = |flag| view.post.has(flag);
        let id = Decimal(from.id.0);
        Self {
            id,
            text: Escaped(&from.text),
            edit_history_tweet_ids: (view.vocabulary == Vocabulary::Tweet).then_some([id]),
            edit_history_post_ids: (view.vocabulary == Vocabulary::Post).then_some([id]),
            created_at: shows(post::CREATED_AT).then_some(Moment(from.created)),
            author_id: shows(post::AUTHOR).then_some(Decimal(from.author.0)),
            conversation_id: shows(post::CONVERSATION).then_some(id),
            lang: shows(post::LANG).then_some(from.lang.as_str()),
            possibly_sensitive: shows(post::SENSITIVE).then_some(false),
            reply_settings: shows(post::REPLY_SETTINGS).then_some("everyone"),
            source: shows(post::SOURCE).then_some(from.source.as_str()),
            public_metrics: shows(post::METRICS).then(Metrics::default),
        }
    }
}
