//! Answers that are tweets: one, many, and many by their ids.

use std::borrow::Borrow;

use block_graph::{AbsentPost, PostCard};
use dialect::Reply;
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use super::tweet::Whole;
use super::{AROUND_BYTES, USER_BYTES, ok, written_by};
use crate::errors;
use crate::view::TweetView;

/// One tweet that was asked for. A retweet of something hidden from the viewer is hidden with it: they would read in it
/// what they may not see.
pub(crate) fn tweet(card: &PostCard, view: TweetView) -> Reply {
    if is_hollow(card) { errors::no_status() } else { own_tweet(card, view) }
}

/// One tweet that the viewer wrote or acted on.
pub(crate) fn own_tweet(card: &PostCard, view: TweetView) -> Reply {
    written_by(2 * USER_BYTES, |out| Whole(card, view).write(out))
}

/// Many tweets.
pub(crate) fn tweets(cards: &[PostCard], view: TweetView) -> Reply {
    all(cards.iter(), cards.len(), view)
}

/// The tweets that a look-up found, those not found left out.
pub(crate) fn found_tweets(found: &[Result<PostCard, AbsentPost>], view: TweetView) -> Reply {
    all(found.iter().flatten(), found.len(), view)
}

/// The tweets that a look-up found by their ids, those not found null ([doc]).
pub(crate) fn tweet_map(found: &[Result<PostCard, AbsentPost>], view: TweetView) -> Reply {
    ok(&ById { id: Map(found, view) }, found.len() * USER_BYTES + AROUND_BYTES)
}

/// Whether it repeats something that the viewer may not see.
fn is_hollow(card: &PostCard) -> bool {
    card.post.repost_of.is_some() && card.original.is_none()
}

/// Those of about so many tweets that the viewer may see, between brackets.
fn all(cards: impl Iterator<Item: Borrow<PostCard>>, count: usize, view: TweetView) -> Reply {
    written_by(count * USER_BYTES + AROUND_BYTES, |out| {
        out.raw("[");
        out.each(cards.filter(|card| !is_hollow(card.borrow())), |out, card| Whole(card.borrow(), view).write(out));
        out.raw("]");
    })
}

#[derive(Serialize)]
struct ById<'p> {
    id: Map<'p>,
}

struct Map<'p>(&'p [Result<PostCard, AbsentPost>], TweetView);

impl Serialize for Map<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for found in self.0 {
            let id = found.as_ref().map_or_else(|absent| absent.post, |card| card.post.id);
            let shown = found.as_ref().ok().filter(|card| !is_hollow(card)).map(|card| Whole(card, self.1));
            map.serialize_entry(&id.0.to_string(), &shown)?;
        }
        map.end()
    }
}
