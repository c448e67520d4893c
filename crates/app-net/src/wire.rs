//! Bodies: what each outcome looks like on the wire. The core's types are converted by hand, so that a change there
//! cannot change the wire unseen.

mod description;
mod lists;
mod text;
mod tlds;
mod token;
mod user;

use block_graph::{Absent, Identity, Page, Toggled, UserCard, UserId};
use dialect::{Reply, Request};

use crate::envelope::Style;
use crate::errors;
use crate::params::{self, Paging};

/// How the caller wants to see people ([doc] general parameters).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct View {
    style: Style,
    /// Whether descriptions carry their HTML.
    html: bool,
    /// Whether users carry their annotations, of which the graph knows none.
    annotations: bool,
}

impl View {
    /// What the request asks for.
    pub(crate) fn of(request: &Request<'_>) -> Self {
        let annotations = ["include_user_annotations", "include_annotations"]
            .into_iter()
            .any(|name| params::switch(request, name) == Some(true));
        let html = params::switch(request, "include_html").unwrap_or(true);
        Self { style: Style::of(request), html, annotations }
    }
}

/// The target of a write, as it is after the write.
pub(crate) fn target(done: &Toggled, view: View) -> Reply {
    match &done.target {
        Some(card) => user(card, view),
        // The engine owes the card, which every write here asks for.
        None => errors::server_fault(view.style),
    }
}

/// One person.
pub(crate) fn user(card: &UserCard, view: View) -> Reply {
    view.style.reply(&user::User::new(card, view))
}

/// Many people, those not found left out.
pub(crate) fn users(found: &[Result<UserCard, Absent>], view: View) -> Reply {
    view.style.reply(&lists::Users(|| found.iter().flatten(), view))
}

/// A list of people, or a page of it.
pub(crate) fn list(found: &Page<UserCard>, paging: Paging, view: View) -> Reply {
    view.style.page(lists::meta(found, paging), &lists::Users(|| found.items.iter(), view))
}

/// Lists of ids, by the ids of their owners.
pub(crate) fn id_lists(found: &[(UserId, Vec<UserId>)], view: View) -> Reply {
    view.style.reply(&lists::IdLists(found))
}

/// A token, its app and the person it stands for.
pub(crate) fn token(found: &Identity, view: View) -> Reply {
    view.style.reply(&token::Token::new(found, view))
}
