//! The frame of replies: `data`, `includes`, `errors`, `meta`, each absent when it has nothing ([doc], [recorded]).

use block_graph::{Cursor, Page, Position};
use dialect::Reply;
use dialect::json::{Escapes, Json};
use serde::{Serialize, Serializer};

use super::post::Post;
use super::text::Decimal;
use super::user::User;
use crate::cursors::Tokens;
use crate::errors::{JSON, Resource, reply};
use crate::fields::{View, Vocabulary};
use crate::json;

/// Room for what stands beside data.
const FRAME: usize = 256;

#[derive(Serialize)]
pub(super) struct Envelope<'c, D> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) data: Option<D>,
    #[serde(skip_serializing_if = "Includes::is_empty")]
    pub(super) includes: Includes<'c>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) errors: Vec<Resource<'c>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) meta: Option<Meta>,
}

impl<D: Serialize> Envelope<'_, D> {
    pub(super) fn told(&self) -> Reply {
        reply(200, JSON, self)
    }
}

impl Envelope<'_, ()> {
    /// The frame around data that `data` writes, of about so many bytes; nobody writes it where there is none.
    pub(super) fn around(&self, room: usize, data: Option<impl FnOnce(&mut Json)>) -> Reply {
        let mut out = Json::new(Escapes::PLAIN, room + FRAME);
        let Some(data) = data else { return self.told() };
        out.raw("{\"data\":");
        data(&mut out);
        let start = out.len();
        json::value(&mut out, self);
        out.join_object(start);
        Reply::new(200, JSON, out.into_bytes())
    }
}

/// `result_count` always, tokens where there are pages: a null or empty token makes clients loop ([client]).
#[derive(Serialize, Default)]
pub(super) struct Meta {
    pub(super) result_count: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) newest_id: Option<Decimal>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) oldest_id: Option<Decimal>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) next_token: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) previous_token: Option<String>,
}

/// A list and whose it is: what page tokens are bound to.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bound {
    /// The list.
    pub(crate) tokens: Tokens,
    /// The id that the path names, or the caller's.
    pub(crate) owner: i64,
}

impl Bound {
    /// What stands below a page.
    pub(super) fn meta<T>(self, page: &Page<T>) -> Meta {
        let (next_token, previous_token) = self.tokens.write(page, self.owner);
        Meta { result_count: page.items.len(), next_token, previous_token, ..Meta::default() }
    }

    /// The token of the page beyond a post.
    pub(super) fn beyond(self, post: Decimal, turn: fn(Position) -> Cursor) -> Option<String> {
        self.tokens.token(turn(Position(post.0)), self.owner)
    }
}

/// People and posts beside the data, posts under the key of the vocabulary.
#[derive(Serialize, Default)]
pub(super) struct Includes<'c> {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    users: Vec<User<'c>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tweets: Vec<Post<'c>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    posts: Vec<Post<'c>>,
}

impl<'c> Includes<'c> {
    pub(super) fn new(users: Vec<User<'c>>, posts: Vec<Post<'c>>, view: &View) -> Self {
        match view.vocabulary {
            Vocabulary::Tweet => Self { users, tweets: posts, posts: Vec::new() },
            Vocabulary::Post => Self { users, tweets: Vec::new(), posts },
        }
    }

    fn is_empty(&self) -> bool {
        self.users.is_empty() && self.tweets.is_empty() && self.posts.is_empty()
    }
}

/// Rows, converted one by one as they are written.
pub(super) struct Rows<I, F> {
    items: I,
    show: F,
}

impl<I: Iterator + Clone, F: Fn(I::Item) -> T, T: Serialize> Serialize for Rows<I, F> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.items.clone().map(&self.show))
    }
}

/// The rows, unless there are none: an empty list has no `data` at all ([recorded]).
pub(super) fn rows<I: Iterator + Clone, F>(items: I, show: F) -> Option<Rows<I, F>> {
    items.clone().next().map(|_| Rows { items, show })
}
