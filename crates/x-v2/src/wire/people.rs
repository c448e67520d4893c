//! Replies whose data are people, with the posts that expansions put beside them.

use block_graph::{Absent, Page, UserCard};
use dialect::Reply;
use dialect::json::Json;

use super::envelope::{Bound, Envelope, Includes, Meta};
use super::post::Post;
use super::user::{ROOM, User, write_all};
use crate::errors::{self, Resource};
use crate::fields::{View, expand};

/// One person.
pub(crate) fn user(card: &UserCard, view: &View) -> Reply {
    let one = || std::iter::once(card);
    let envelope =
        Envelope { data: None, includes: beside(one(), view), errors: unseen(one(), view).collect(), meta: None };
    envelope.around(ROOM, Some(|out: &mut Json| User::of(card, view).write(out)))
}

/// Many people and those of them who are not there; `parameter` is the one that named them.
pub(crate) fn users(found: &[Result<UserCard, Absent>], parameter: &'static str, view: &View) -> Reply {
    let cards = found.iter().filter_map(|found| found.as_ref().ok());
    let missing = found.iter().filter_map(|found| found.as_ref().err()).map(|absent| errors::absent(absent, parameter));
    let envelope = Envelope {
        data: None,
        includes: beside(cards.clone(), view),
        errors: missing.chain(unseen(cards.clone(), view)).collect(),
        meta: None,
    };
    told(&envelope, cards, view)
}

/// The people that a search found: one page of them, and no more.
pub(crate) fn found(found: &[Result<UserCard, Absent>], view: &View) -> Reply {
    let cards = found.iter().filter_map(|found| found.as_ref().ok());
    let envelope = Envelope {
        data: None,
        includes: beside(cards.clone(), view),
        errors: unseen(cards.clone(), view).collect(),
        meta: Some(Meta { result_count: cards.clone().count(), ..Meta::default() }),
    };
    told(&envelope, cards, view)
}

/// One page of people.
pub(crate) fn page(page: &Page<UserCard>, bound: Bound, view: &View) -> Reply {
    let cards = page.items.iter();
    let envelope = Envelope {
        data: None,
        includes: beside(cards.clone(), view),
        errors: unseen(cards.clone(), view).collect(),
        meta: Some(bound.meta(page)),
    };
    told(&envelope, cards, view)
}

/// People in their frame, unless there are none: an empty list has no `data` at all ([recorded]).
fn told<'c>(envelope: &Envelope<'c, ()>, cards: impl Iterator<Item = &'c UserCard> + Clone, view: &View) -> Reply {
    let count = cards.clone().count();
    let data = |out: &mut Json| write_all(out, cards, view);
    envelope.around(count * ROOM, (count > 0).then_some(data))
}

/// The posts that lead people's profiles.
fn beside<'c>(cards: impl Iterator<Item = &'c UserCard>, view: &View) -> Includes<'c> {
    let mut posts = Vec::new();
    let asked = view.expand.has(expand::PINNED.and(expand::LATEST));
    for card in cards.take_while(|_| asked) {
        let pinned = card.pinned_post.as_ref().filter(|_| view.expand.has(expand::PINNED));
        let latest = card.latest_post.as_ref().filter(|_| view.expand.has(expand::LATEST));
        // A post that is both is shown once.
        let latest = latest.filter(|latest| pinned.is_none_or(|pinned| pinned.id != latest.id));
        posts.extend(pinned.into_iter().chain(latest).map(|post| Post::bare(post, view)));
    }
    Includes::new(Vec::new(), posts, view)
}

/// The pinned posts that were to be shown and cannot be.
fn unseen<'c>(cards: impl Iterator<Item = &'c UserCard>, view: &View) -> impl Iterator<Item = Resource<'c>> {
    let asked = view.expand.has(expand::PINNED);
    cards.take_while(move |_| asked).filter_map(errors::unseen_pin)
}
