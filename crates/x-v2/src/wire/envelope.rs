//! The frame of replies: `data`, `includes`, `errors`, `meta`, each absent when it has nothing ([doc], [recorded]).

use block_graph::{Absent, Page, UserCard, UserId};
use dialect::Reply;
use serde::{Serialize, Serializer};

use super::post::Post;
use super::user::User;
use crate::cursors::Tokens;
use crate::errors::{self, JSON, Resource, reply};
use crate::fields::{View, Vocabulary, expand};

#[derive(Serialize)]
struct Envelope<'c, D> {
    #[serde(skip_serializing_if = "Option::is_none")]
    data: Option<D>,
    #[serde(skip_serializing_if = "Option::is_none")]
    includes: Option<Includes<'c>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<Resource<'c>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    meta: Option<Meta>,
}

/// `result_count` always, tokens where there are pages: a null or empty token makes clients loop ([client]).
#[derive(Serialize)]
struct Meta {
    result_count: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_token: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    previous_token: Option<String>,
}

/// Posts beside the people, under the key of the vocabulary.
#[derive(Serialize)]
enum Includes<'c> {
    #[serde(rename = "tweets")]
    Tweets(Vec<Post<'c>>),
    #[serde(rename = "posts")]
    Posts(Vec<Post<'c>>),
}

impl<'c> Includes<'c> {
    fn of(cards: impl Iterator<Item = &'c UserCard>, view: &View) -> Option<Self> {
        let mut posts = Vec::new();
        for card in cards {
            let pinned = card.pinned_post.as_ref().filter(|_| view.expand.has(expand::PINNED));
            let latest = card.latest_post.as_ref().filter(|_| view.expand.has(expand::LATEST));
            // A post that is both is shown once.
            let latest = latest.filter(|latest| pinned.is_none_or(|pinned| pinned.id != latest.id));
            posts.extend(pinned.into_iter().chain(latest).map(|post| Post::of(post, view)));
        }
        match view.vocabulary {
            _ if posts.is_empty() => None,
            Vocabulary::Tweet => Some(Self::Tweets(posts)),
            Vocabulary::Post => Some(Self::Posts(posts)),
        }
    }
}

/// People, converted one by one as they are written.
struct Users<'v, I> {
    cards: I,
    view: &'v View,
}

impl<'c, I: Iterator<Item = &'c UserCard> + Clone> Serialize for Users<'_, I> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.cards.clone().map(|card| User::of(card, self.view)))
    }
}

/// One person.
pub(crate) fn user(card: &UserCard, view: &View) -> Reply {
    let one = || std::iter::once(card);
    let envelope = Envelope {
        data: Some(User::of(card, view)),
        includes: Includes::of(one(), view),
        errors: unseen(one(), view).collect(),
        meta: None,
    };
    reply(200, JSON, &envelope)
}

/// Many people and those of them who are not there; `parameter` is the one that named them.
pub(crate) fn users(found: &[Result<UserCard, Absent>], parameter: &'static str, view: &View) -> Reply {
    let cards = found.iter().filter_map(|found| found.as_ref().ok());
    let missing = found.iter().filter_map(|found| found.as_ref().err()).map(|absent| errors::absent(absent, parameter));
    let envelope = Envelope {
        data: cards.clone().next().map(|_| Users { cards: cards.clone(), view }),
        includes: Includes::of(cards.clone(), view),
        errors: missing.chain(unseen(cards, view)).collect(),
        meta: None,
    };
    reply(200, JSON, &envelope)
}

/// One page of people. An empty page has no `data` at all ([recorded]).
pub(crate) fn page(page: &Page<UserCard>, tokens: Tokens, owner: UserId, view: &View) -> Reply {
    let (next_token, previous_token) = tokens.write(page, owner);
    let cards = page.items.iter();
    let envelope = Envelope {
        data: (!page.items.is_empty()).then(|| Users { cards: cards.clone(), view }),
        includes: Includes::of(cards.clone(), view),
        errors: unseen(cards, view).collect(),
        meta: Some(Meta { result_count: page.items.len(), next_token, previous_token }),
    };
    reply(200, JSON, &envelope)
}

/// The pinned posts that were to be shown and cannot be.
fn unseen<'c>(cards: impl Iterator<Item = &'c UserCard>, view: &View) -> impl Iterator<Item = Resource<'c>> {
    let asked = view.expand.has(expand::PINNED);
    cards.filter(move |_| asked).filter_map(errors::unseen_pin)
}
