//! From posts to what a viewer sees of them: one batch a fact, whatever the number of posts.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::cards::cards_of;
use crate::card::{PostCard, UserCard, Wants};
use crate::error::StoreError;
use crate::id::{PostId, UserId};
use crate::outcome::PostAbsence;
use crate::policy;
use crate::post::{Post, PostCounts};
use crate::relation::Relation;
use crate::user::User;
use crate::view::{Reaction, Seen, View};

/// Looks at posts for one viewer.
pub(crate) struct PostReader<'r> {
    pub(crate) view: &'r dyn View,
    pub(crate) viewer: Option<UserId>,
}

/// Whether linked posts of people whom the viewer blocks are shown.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Sight {
    /// As what a repost repeats.
    pub(crate) repeated: bool,
    /// As what a post quotes.
    pub(crate) quoted: bool,
}

impl Sight {
    /// Both or neither.
    pub(crate) fn all(even_blocked: bool) -> Self {
        Self { repeated: even_blocked, quoted: even_blocked }
    }
}

/// How a post's author stands to the viewer.
#[derive(Clone, Copy)]
pub(crate) struct Standpoint {
    /// Whether the author's account takes part.
    pub(crate) present: bool,
    /// Whether the author's posts are for approved followers.
    pub(crate) protected: bool,
    /// How the viewer stands to them; `None` for a logged-out reader and for the viewer's own posts.
    pub(crate) relation: Option<Relation>,
    /// Whether the post is the viewer's own.
    pub(crate) own: bool,
}

impl Standpoint {
    /// Why a post asked for is not shown, if so. Blocks mean nothing to a logged-out reader.
    pub(crate) fn hides(self, even_blocked: bool) -> Option<PostAbsence> {
        if !self.present {
            Some(PostAbsence::Unknown)
        } else if self.own {
            None
        } else {
            policy::hides_posts(self.protected, self.relation, even_blocked)
        }
    }
}

impl PostReader<'_> {
    /// How the authors of posts stand to the viewer.
    pub(crate) fn standpoints(&self, authors: &[UserId]) -> Result<FxHashMap<UserId, Standpoint>, StoreError> {
        let mut ids = authors.to_vec();
        ids.sort_unstable();
        ids.dedup();
        let people = self.view.seen(self.viewer, &ids)?;
        let stand = |(id, seen): (UserId, Option<Seen>)| {
            let own = self.viewer == Some(id);
            let (person, relation) = seen.unzip();
            let present = person.as_ref().is_some_and(|person| person.user.standing.listed());
            let protected = person.is_some_and(|person| person.user.protected);
            (id, Standpoint { present, protected, relation: relation.flatten().filter(|_| !own), own })
        };
        Ok(ids.into_iter().zip(people).map(stand).collect())
    }

    /// The cards of `posts`, in their order, with the posts they repeat and quote where the viewer may see them.
    pub(crate) fn cards(&self, posts: &[Arc<Post>], sight: Sight) -> Result<Vec<PostCard>, StoreError> {
        let linked = |post: &Arc<Post>| post.repost_of.into_iter().chain(post.quote_of);
        let first: Vec<PostId> = posts.iter().flat_map(linked).collect();
        let originals: Vec<_> = self.view.posts(&first)?.into_iter().flatten().collect();
        // A repost may be of a post that quotes: its quoted post is shown too, and no further.
        let second: Vec<PostId> = originals.iter().filter_map(|post| post.quote_of).collect();
        let quoted: Vec<_> = self.view.posts(&second)?.into_iter().flatten().collect();
        let all: Vec<Arc<Post>> = posts.iter().chain(&originals).chain(&quoted).cloned().collect();
        let shelf = self.shelf(&all)?;
        let card = |post: &Arc<Post>| shelf.card(post, sight, 2);
        Ok(posts.iter().filter_map(card).collect())
    }

    fn shelf(&self, posts: &[Arc<Post>]) -> Result<Shelf, StoreError> {
        let ids: Vec<_> = posts.iter().map(|post| post.id).collect();
        let mut authors: Vec<_> = posts.iter().map(|post| post.author).collect();
        authors.sort_unstable();
        authors.dedup();
        let mut replied: Vec<_> = posts.iter().filter_map(|post| post.reply_to).map(|(_, author)| author).collect();
        replied.sort_unstable();
        replied.dedup();
        let replied = self.view.people(&replied)?.into_iter().flatten().map(|person| (person.user.id, person.user));
        let replied = replied.collect();
        let authors = cards_of(self.view, self.viewer, &authors, Wants::RELATION)?;
        let reactions = match self.viewer {
            Some(viewer) => self.view.reactions(viewer, &ids)?,
            None => vec![Reaction::default(); ids.len()],
        };
        let facts = self.view.post_counts(&ids)?.into_iter().zip(reactions);
        Ok(Shelf {
            posts: posts.iter().map(|post| (post.id, Arc::clone(post))).collect(),
            authors: authors.into_iter().map(|card| (card.user.id, card)).collect(),
            facts: ids.into_iter().zip(facts).collect(),
            replied,
        })
    }
}

/// Everything that was fetched for some posts.
struct Shelf {
    posts: FxHashMap<PostId, Arc<Post>>,
    authors: FxHashMap<UserId, UserCard>,
    facts: FxHashMap<PostId, (PostCounts, Reaction)>,
    replied: FxHashMap<UserId, User>,
}

impl Shelf {
    /// The card of a post; `None` when its author is unknown. Linked posts go `depth` deep.
    fn card(&self, post: &Arc<Post>, sight: Sight, depth: u8) -> Option<PostCard> {
        let author = self.authors.get(&post.author)?.clone();
        let (counts, reaction) = self.facts.get(&post.id).copied().unwrap_or_default();
        let linked = |id: Option<PostId>, even_blocked: bool| {
            let post = self.posts.get(&id.filter(|_| depth > 0)?)?;
            let seen = self.visible(post, even_blocked);
            seen.then(|| self.card(post, sight, depth - 1)).flatten().map(Box::new)
        };
        Some(PostCard {
            counts,
            liked: reaction.like.is_some(),
            reposted: reaction.repost,
            original: linked(post.repost_of, sight.repeated),
            quoted: linked(post.quote_of, sight.quoted),
            replied_to: post.reply_to.and_then(|(_, author)| self.replied.get(&author).cloned()),
            post: Arc::clone(post),
            author,
        })
    }

    fn visible(&self, post: &Post, even_blocked: bool) -> bool {
        self.authors.get(&post.author).is_some_and(|author| {
            let hidden = policy::hides_posts(author.user.protected, author.relation, even_blocked);
            author.user.standing.listed() && (author.is_viewer || hidden.is_none())
        })
    }
}
