//! The status inside a user: a tweet without its `user` ([recorded]).

use std::borrow::Cow;

use block_graph::Post;
use serde::{Serialize, Serializer};

use super::entities::StatusEntities;
use super::scalar::{Moment, Text};
use crate::view::UserView;

/// A person's newest tweet. The graph knows no replies, places, retweets and favourites: those keys have the values of
/// a plain tweet that nobody reacted to.
#[derive(Serialize)]
pub(crate) struct Status<'p> {
    created_at: Moment,
    id: i64,
    id_str: Text,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<Cow<'p, str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    full_text: Option<Cow<'p, str>>,
    truncated: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    display_text_range: Option<[usize; 2]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    entities: Option<StatusEntities>,
    source: Source<'p>,
    in_reply_to_status_id: (),
    in_reply_to_status_id_str: (),
    in_reply_to_user_id: (),
    in_reply_to_user_id_str: (),
    in_reply_to_screen_name: (),
    geo: (),
    coordinates: (),
    place: (),
    contributors: (),
    is_quote_status: bool,
    retweet_count: u32,
    favorite_count: u32,
    favorited: bool,
    retweeted: bool,
    lang: &'p str,
}

impl<'p> Status<'p> {
    /// The post, in the form that `view` asks for.
    pub(crate) fn new(post: &'p Post, view: &UserView) -> Self {
        let text = escape_html(&post.text);
        let range = view.extended.then(|| [0, text.chars().count()]);
        let (text, full_text) = if view.extended { (None, Some(text)) } else { (Some(text), None) };
        Self {
            created_at: Moment(post.created),
            id: post.id.0,
            id_str: Text(post.id.0),
            text,
            full_text,
            truncated: false,
            display_text_range: range,
            entities: view.entities.then_some(StatusEntities::NONE),
            source: Source(&post.source),
            in_reply_to_status_id: (),
            in_reply_to_status_id_str: (),
            in_reply_to_user_id: (),
            in_reply_to_user_id_str: (),
            in_reply_to_screen_name: (),
            geo: (),
            coordinates: (),
            place: (),
            contributors: (),
            is_quote_status: false,
            retweet_count: 0,
            favorite_count: 0,
            favorited: false,
            retweeted: false,
            lang: &post.lang,
        }
    }
}

/// The app that a tweet was written with, as an HTML anchor ([recorded]; tweepy fails on anything else, [client]). The
/// graph knows the app's name, not its link: that is the service's own ([inferred]).
struct Source<'p>(&'p str);

impl Serialize for Source<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let name = escape_html(self.0);
        serializer.collect_str(&format_args!("<a href=\"http://twitter.com\" rel=\"nofollow\">{name}</a>"))
    }
}

/// Texts of tweets are escaped for HTML, unlike those of users ([recorded]).
fn escape_html(text: &str) -> Cow<'_, str> {
    if !text.contains(['&', '<', '>']) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;"))
}
