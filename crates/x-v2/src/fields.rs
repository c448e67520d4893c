//! What a reply shows: `user.fields`, `tweet.fields` / `post.fields`, `expansions`, and in which of two vocabularies.
//!
//! X renamed tweets to posts in 2026 and serves both. The request's spelling of the *fields* parameter selects the
//! spelling of the reply; `expansions` takes either spelling and selects nothing ([recorded] 2026-08).

mod names;

use block_graph::Wants;
use dialect::Request;

pub(crate) use names::{EXPANSIONS, Names, POST, USER};

/// In which words a reply speaks.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Vocabulary {
    /// `tweet.fields`, `pinned_tweet_id`, `includes.tweets`: the default.
    Tweet,
    /// `post.fields`, `pinned_post_id`, `includes.posts`.
    Post,
}

impl Vocabulary {
    /// The vocabulary that a request asks in.
    pub(crate) fn of(request: &Request<'_>) -> Self {
        if request.query.get("post.fields").is_some() { Self::Post } else { Self::Tweet }
    }
}

/// A set of things to show, each a bit of its table's own.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub(crate) struct Flags(u32);

impl Flags {
    const NONE: Self = Self(0);

    const fn bit(index: u32) -> Self {
        Self(1 << index)
    }

    const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Whether any of `other` is in it.
    pub(crate) fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}

/// What can be shown of a person beside id, name and username.
pub(crate) mod user {
    use super::Flags;

    pub(crate) const CREATED_AT: Flags = Flags::bit(0);
    pub(crate) const DESCRIPTION: Flags = Flags::bit(1);
    pub(crate) const ENTITIES: Flags = Flags::bit(2);
    pub(crate) const LOCATION: Flags = Flags::bit(3);
    pub(crate) const PINNED: Flags = Flags::bit(4);
    pub(crate) const BANNER: Flags = Flags::bit(5);
    pub(crate) const IMAGE: Flags = Flags::bit(6);
    pub(crate) const PROTECTED: Flags = Flags::bit(7);
    pub(crate) const METRICS: Flags = Flags::bit(8);
    pub(crate) const URL: Flags = Flags::bit(9);
    pub(crate) const VERIFIED: Flags = Flags::bit(10);
    pub(crate) const VERIFIED_TYPE: Flags = Flags::bit(11);
    pub(crate) const LATEST: Flags = Flags::bit(12);
    pub(crate) const CONNECTIONS: Flags = Flags::bit(13);
    pub(crate) const RECEIVES_DM: Flags = Flags::bit(14);
    pub(crate) const EMAIL: Flags = Flags::bit(15);
}

/// What can be shown of a post beside id, text and edit history.
pub(crate) mod post {
    use super::Flags;

    pub(crate) const CREATED_AT: Flags = Flags::bit(0);
    pub(crate) const AUTHOR: Flags = Flags::bit(1);
    pub(crate) const CONVERSATION: Flags = Flags::bit(2);
    pub(crate) const LANG: Flags = Flags::bit(3);
    pub(crate) const SENSITIVE: Flags = Flags::bit(4);
    pub(crate) const REPLY_SETTINGS: Flags = Flags::bit(5);
    pub(crate) const SOURCE: Flags = Flags::bit(6);
    pub(crate) const METRICS: Flags = Flags::bit(7);
}

/// The posts that expansions put beside the people.
pub(crate) mod expand {
    use super::Flags;

    pub(crate) const PINNED: Flags = Flags::bit(0);
    pub(crate) const LATEST: Flags = Flags::bit(1);
}

/// Everything that a request says of the form of its reply.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct View {
    /// In which words.
    pub(crate) vocabulary: Vocabulary,
    /// What of people.
    pub(crate) user: Flags,
    /// What of posts.
    pub(crate) post: Flags,
    /// Which posts beside the people.
    pub(crate) expand: Flags,
}

impl View {
    /// Reads the view of a request whose parameters were checked. A confirmed address is never in it.
    pub(crate) fn read(request: &Request<'_>) -> Self {
        let asked = |parameter: &str, names: &Names| {
            let values = request.query.get(parameter).unwrap_or_default();
            values.split(',').filter_map(|value| names.find(value)).fold(Flags::NONE, Flags::and)
        };
        let expand = asked("expansions", &EXPANSIONS);
        let mut user = asked("user.fields", &USER).without(user::EMAIL);
        // Asking for a post beside a person also makes the key appear that leads to it ([recorded]).
        if expand.has(expand::PINNED) {
            user = user.and(user::PINNED);
        }
        if expand.has(expand::LATEST) {
            user = user.and(user::LATEST);
        }
        let post = asked("tweet.fields", &POST).and(asked("post.fields", &POST));
        Self { vocabulary: Vocabulary::of(request), user, post, expand }
    }

    /// Reads the view of a caller upon themselves, who may see their address with the scope `users.email` ([doc]).
    pub(crate) fn of_caller(request: &Request<'_>) -> Self {
        let mut view = Self::read(request);
        let may = request.caller.grant().is_some_and(|grant| grant.has_scope("users.email"));
        let asks =
            request.query.get("user.fields").is_some_and(|names| names.split(',').any(|n| n == "confirmed_email"));
        if may && asks {
            view.user = view.user.and(user::EMAIL);
        }
        view
    }

    /// What the graph must tell so that the view can be shown.
    pub(crate) fn wants(&self) -> Wants {
        let pinned_post = self.expand.has(expand::PINNED);
        Wants {
            card: true,
            // Whether a pinned post that is not there is hidden or gone depends on the relation.
            relation: pinned_post || self.user.has(user::CONNECTIONS.and(user::RECEIVES_DM)),
            latest_post: self.user.has(user::LATEST),
            pinned_post,
        }
    }
}
