//! Replies whose data are posts, with the people and posts that expansions put beside them.

use std::collections::{HashMap, HashSet};

use block_graph::{AbsentPost, Cursor, FeedPage, Page, PostCard, PostId, UserCard, UserId};
use dialect::Reply;

use super::envelope::{Bound, Envelope, Includes, Meta, rows};
use super::post::Post;
use super::text::Decimal;
use super::user::User;
use crate::errors::{self, Resource};
use crate::fields::{Flags, View, expand};

/// One post.
pub(crate) fn post(card: &PostCard, view: &View) -> Reply {
    let one = || std::iter::once(card);
    let beside = Beside::of(one(), view);
    let envelope =
        Envelope { data: Some(Post::of(card, view)), includes: beside.includes, errors: beside.unseen, meta: None };
    envelope.told()
}

/// Many posts and those of them that are not shown.
pub(crate) fn posts(found: &[Result<PostCard, AbsentPost>], view: &View) -> Reply {
    let cards = found.iter().filter_map(|found| found.as_ref().ok());
    let missing = found
        .iter()
        .filter_map(|found| found.as_ref().err())
        .map(|absent| -> Resource<'_> { errors::absent_post(absent) });
    let beside = Beside::of(cards.clone(), view);
    let envelope = Envelope {
        data: rows(cards, |card| Post::of(card, view)),
        includes: beside.includes,
        errors: missing.chain(beside.unseen).collect(),
        meta: None,
    };
    envelope.told()
}

/// One page of a feed. `turned` tells whether a token led to it: above the first page there is nothing to lead to.
pub(crate) fn feed(page: &FeedPage, bound: Bound, turned: bool, view: &View) -> Reply {
    let edge = |card: Option<&PostCard>| card.map(|card| Decimal(card.post.id.0));
    let (newest_id, oldest_id) = (edge(page.posts.first()), edge(page.posts.last()));
    let next_token = oldest_id.filter(|_| page.has_older).and_then(|id| bound.beyond(id, Cursor::Older));
    let previous_token = newest_id.filter(|_| page.has_newer && turned).and_then(|id| bound.beyond(id, Cursor::Newer));
    let result_count = page.posts.len();
    list(page.posts.iter(), Meta { result_count, newest_id, oldest_id, next_token, previous_token }, view)
}

/// One page of posts in another order than that of their ids.
pub(crate) fn post_page(page: &Page<PostCard>, bound: Bound, view: &View) -> Reply {
    list(page.items.iter(), bound.meta(page), view)
}

fn list<'c, I: Iterator<Item = &'c PostCard> + Clone>(cards: I, meta: Meta, view: &View) -> Reply {
    let beside = Beside::of(cards.clone(), view);
    let envelope = Envelope {
        data: rows(cards, |card| Post::of(card, view)),
        includes: beside.includes,
        errors: beside.unseen,
        meta: Some(meta),
    };
    envelope.told()
}

/// What expansions put beside posts, and what they were to put there and cannot.
#[derive(Default)]
struct Beside<'c> {
    includes: Includes<'c>,
    unseen: Vec<Resource<'c>>,
}

/// The expansions that lead from posts to people.
const TO_PEOPLE: Flags = expand::AUTHOR.and(expand::REPLIED_USER).and(expand::MENTIONED).and(expand::REFERENCED_AUTHOR);

impl<'c> Beside<'c> {
    /// Only people and posts that the outcome tells of can be shown; each is shown once.
    fn of(cards: impl Iterator<Item = &'c PostCard> + Clone, view: &View) -> Self {
        if !view.expand.has(TO_PEOPLE.and(expand::REFERENCED)) {
            return Self::default();
        }
        let mut known = Known::default();
        cards.clone().for_each(|card| known.learn(card));
        let mut shown = Shown { known: &known, view, users: Vec::new(), posts: Vec::new(), seen: HashSet::new() };
        let mut unseen = Vec::new();
        for card in cards {
            shown.people(card);
            for (id, linked) in references(card) {
                match known.posts.get(&id) {
                    Some(card) => shown.reference(card),
                    None if linked && view.expand.has(expand::REFERENCED) => unseen.push(errors::unseen_reference(id)),
                    None => {}
                }
            }
        }
        Self { includes: Includes::new(shown.users, shown.posts, view), unseen }
    }
}

/// The posts that a post refers to, and whether the outcome carries those that its viewer may see. (It never carries
/// the post that one replies to.)
fn references(card: &PostCard) -> impl Iterator<Item = (PostId, bool)> {
    let linked = card.post.repost_of.into_iter().chain(card.post.quote_of).map(|id| (id, true));
    linked.chain(card.post.reply_to.map(|(id, _)| (id, false)))
}

/// Everybody and every post that an outcome tells of.
#[derive(Default)]
struct Known<'c> {
    people: HashMap<UserId, &'c UserCard>,
    posts: HashMap<PostId, &'c PostCard>,
}

impl<'c> Known<'c> {
    fn learn(&mut self, card: &'c PostCard) {
        self.people.insert(card.author.user.id, &card.author);
        self.posts.insert(card.post.id, card);
        card.original.iter().chain(&card.quoted).for_each(|linked| self.learn(linked));
    }
}

struct Shown<'s, 'c> {
    known: &'s Known<'c>,
    view: &'s View,
    users: Vec<User<'c>>,
    posts: Vec<Post<'c>>,
    /// The ids of people (true) and posts (false) that are shown already.
    seen: HashSet<(bool, i64)>,
}

impl<'c> Shown<'_, 'c> {
    fn people(&mut self, card: &'c PostCard) {
        let post = &card.post;
        if self.view.expand.has(expand::AUTHOR) {
            self.person(post.author);
        }
        if let Some((_, user)) = post.reply_to.filter(|_| self.view.expand.has(expand::REPLIED_USER)) {
            self.person(user);
        }
        if self.view.expand.has(expand::MENTIONED) {
            // A repost names the author of what it repeats, and whom that names.
            card.original.iter().for_each(|original| self.person(original.post.author));
            let said = card.original.as_ref().map_or(post, |original| &original.post);
            said.mentions.iter().for_each(|mention| self.person(mention.user));
        }
    }

    fn reference(&mut self, card: &'c PostCard) {
        if self.view.expand.has(expand::REFERENCED_AUTHOR) {
            self.person(card.post.author);
        }
        if self.view.expand.has(expand::REFERENCED) && self.seen.insert((false, card.post.id.0)) {
            self.posts.push(Post::of(card, self.view));
        }
    }

    fn person(&mut self, id: UserId) {
        if let Some(card) = self.known.people.get(&id)
            && self.seen.insert((true, id.0))
        {
            self.users.push(User::of(card, self.view));
        }
    }
}
