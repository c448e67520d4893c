//! What a reply shows: `user.fields`, `tweet.fields` / `post.fields`, `expansions`, and in which of two vocabularies.
//!
//! X renamed tweets to posts in 2026 and serves both. The request's spelling of the *fields* parameter selects the
//! spelling of the reply; `expansions` takes either spelling and selects nothing ([recorded] 2026-08).

mod flags;
mod names;
mod objects;

use block_graph::Wants;
use dialect::Request;

pub(crate) use flags::{Flags, MESSAGE_CREATE, exclude, expand, list, message, post, user};
pub(crate) use names::{EXPANSIONS, Names, POST, POST_EXPANSIONS, USER};
pub(crate) use objects::{
    EVENT_TYPES, EXCLUDE, LIST, LIST_EXPANSIONS, MEDIA, MESSAGE, MESSAGE_EXPANSIONS, PLACE, POLL,
};

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

/// Everything that a request says of the form of its reply.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct View {
    /// In which words.
    pub(crate) vocabulary: Vocabulary,
    /// What of people.
    pub(crate) user: Flags,
    /// What of posts.
    pub(crate) post: Flags,
    /// What of direct messages.
    pub(crate) message: Flags,
    /// What of lists.
    pub(crate) list: Flags,
    /// Which posts and people beside the data.
    pub(crate) expand: Flags,
}

/// What expansions may name, on any route: each route's own table says which it takes.
const ALL_EXPANSIONS: [&Names; 4] = [&EXPANSIONS, &POST_EXPANSIONS, &MESSAGE_EXPANSIONS, &LIST_EXPANSIONS];

/// Each expansion with what it makes appear: the key that leads to what is beside the data ([recorded]).
const LED_TO: [(Flags, Of, Flags); 8] = [
    (expand::PINNED, Of::User, user::PINNED),
    (expand::LATEST, Of::User, user::LATEST),
    (expand::AUTHOR, Of::Post, post::AUTHOR),
    (expand::REPLIED_USER, Of::Post, post::REPLIED_USER),
    (expand::REFERENCED.and(expand::REFERENCED_AUTHOR), Of::Post, post::REFERENCED),
    (expand::MENTIONED, Of::Post, post::ENTITIES),
    (expand::SENDER, Of::Message, message::SENDER),
    (expand::OWNER, Of::List, list::OWNER),
];

/// The kinds of object whose keys lead to others.
#[derive(Clone, Copy)]
enum Of {
    User,
    Post,
    Message,
    List,
}

impl View {
    /// What a request gets that asks for nothing in particular.
    const PLAIN: Self = Self {
        vocabulary: Vocabulary::Tweet,
        user: Flags::NONE,
        post: Flags::NONE,
        message: Flags::NONE,
        list: Flags::NONE,
        expand: Flags::NONE,
    };

    /// Reads the view of a request whose parameters were checked. A confirmed address is never in it.
    pub(crate) fn read(request: &Request<'_>) -> Self {
        if request.query.is_empty() {
            return Self::PLAIN;
        }
        let expand = ALL_EXPANSIONS.into_iter().map(|names| named(request, "expansions", names));
        let mut view = Self {
            vocabulary: Vocabulary::of(request),
            user: named(request, "user.fields", &USER).without(user::EMAIL),
            post: named(request, "tweet.fields", &POST).and(named(request, "post.fields", &POST)),
            message: named(request, "dm_event.fields", &MESSAGE),
            list: named(request, "list.fields", &LIST),
            expand: expand.fold(Flags::NONE, Flags::and),
        };
        for (_, of, key) in LED_TO.into_iter().filter(|(expansion, ..)| view.expand.has(*expansion)) {
            let keys = match of {
                Of::User => &mut view.user,
                Of::Post => &mut view.post,
                Of::Message => &mut view.message,
                Of::List => &mut view.list,
            };
            *keys = keys.and(key);
        }
        view
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

/// What the names in a parameter show; those of other tables show nothing.
pub(crate) fn named(request: &Request<'_>, parameter: &str, names: &Names) -> Flags {
    let values = request.query.get(parameter).unwrap_or_default();
    values.split(',').filter_map(|value| names.find(value)).fold(Flags::NONE, Flags::and)
}
