//! Which form of the user and tweet objects a request asks for.

use block_graph::Wants;
use dialect::Request;

use crate::params;

/// The forms of the user object. They differ in the keys about the relation to the viewer ([recorded]).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Flavour {
    /// Of a write: with `muting`.
    Write,
    /// In blocks/list and mutes/users/list: with `muting`, `blocking` and `blocked_by`.
    List,
    /// In friends/list and followers/list: as [`List`](Self::List), with `live_following`.
    Follows,
    /// Of users/show: with `profile_location`.
    Show,
    /// In look-ups, searches, tweets and curated lists.
    Lookup,
    /// Of verify_credentials.
    Own,
}

/// What a request wants to see of people.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct UserView {
    /// The form.
    pub flavour: Flavour,
    /// Whether the person's `entities` are shown ([doc] `include_entities`).
    pub entities: bool,
    /// Whether those of tweets are, of their status and of what they wrote ([doc] `include_entities`).
    pub tweet_entities: bool,
    /// Whether the status is shown ([doc] `skip_status`).
    pub status: bool,
    /// Whether the status is in the extended form ([doc] `tweet_mode=extended`; other modes are the default one).
    pub extended: bool,
    /// Whether `email` is shown ([doc] `include_email`, verify_credentials only).
    pub email: bool,
}

impl UserView {
    /// What the request's switches say, for that form.
    pub(crate) fn new(request: &Request<'_>, flavour: Flavour) -> Self {
        let entities = params::switch(request, "include_entities", true);
        Self {
            flavour,
            entities,
            tweet_entities: entities,
            status: !params::switch(request, "skip_status", false),
            extended: params::value(request, "tweet_mode") == Some("extended"),
            email: flavour == Flavour::Own && params::switch(request, "include_email", false),
        }
    }

    /// The same where people's own entities have a switch of their own ([doc] `include_user_entities`).
    pub(crate) fn of_members(request: &Request<'_>, flavour: Flavour) -> Self {
        let view = Self::new(request, flavour);
        Self { entities: view.entities && params::switch(request, "include_user_entities", true), ..view }
    }

    /// The form of people within other objects: without a status.
    pub(crate) fn within(request: &Request<'_>) -> Self {
        Self { status: false, ..Self::new(request, Flavour::Lookup) }
    }

    /// What the graph must tell for it.
    pub(crate) fn wants(self) -> Wants {
        Wants { relation: self.flavour != Flavour::Own, latest_post: self.status, ..Wants::CARD }
    }
}

/// What a request wants to see of tweets.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct TweetView {
    /// The form of the author, which says of the tweet itself whether its entities are shown and whether it is extended.
    pub user: UserView,
    /// Whether the author is nothing but an id ([doc] `trim_user`).
    pub trim: bool,
    /// Whether the viewer's own retweet is named ([doc] `include_my_retweet`).
    pub own_retweet: bool,
}

impl TweetView {
    /// What the request's switches say.
    pub(crate) fn new(request: &Request<'_>) -> Self {
        Self {
            user: UserView::within(request),
            trim: params::switch(request, "trim_user", false),
            own_retweet: params::switch(request, "include_my_retweet", false),
        }
    }
}
