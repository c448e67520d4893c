//! Which form of the user object a request asks for.

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
    /// Of users/show: with `profile_location`.
    Show,
    /// In users/lookup.
    Lookup,
    /// Of verify_credentials.
    Own,
}

/// What a request wants to see of people.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct UserView {
    /// The form.
    pub flavour: Flavour,
    /// Whether `entities` are shown, of the person and of their status ([doc] `include_entities`).
    pub entities: bool,
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
        Self {
            flavour,
            entities: params::switch(request, "include_entities", true),
            status: !params::switch(request, "skip_status", false),
            extended: params::value(request, "tweet_mode") == Some("extended"),
            email: flavour == Flavour::Own && params::switch(request, "include_email", false),
        }
    }

    /// What the graph must tell for it.
    pub(crate) fn wants(self) -> Wants {
        Wants { relation: self.flavour != Flavour::Own, latest_post: self.status, ..Wants::CARD }
    }
}
