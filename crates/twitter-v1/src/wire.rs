//! What goes over the wire: one place per object, converted by hand from the graph's own types.

mod entities;
mod error;
mod json;
mod limit_status;
mod page;
mod relationship;
mod scalar;
mod status;
mod user;

use block_graph::rate::Window;
use block_graph::{Absent, Page, Relationship, Toggled, UserCard, UserId};
use dialect::Reply;
use serde::Serialize;

pub(crate) use error::{application_error, edge_error, oldest_error};
pub(crate) use limit_status::LimitContext;

use crate::errors;
use crate::limits::Listed;
use crate::view::UserView;

/// The content type of all answers: without a blank ([recorded]).
pub(crate) const JSON: &str = "application/json;charset=utf-8";

/// About as long as a user with a status is.
const USER_BYTES: usize = 3072;
/// As long as a long id, quoted and with its comma, is.
const ID_BYTES: usize = 22;
/// More than the keys around a list of users or ids take.
const AROUND_BYTES: usize = 256;

/// One person.
pub(crate) fn user(card: &UserCard, view: &UserView) -> Reply {
    ok(&user::User::new(card, view), USER_BYTES)
}

/// The person whom a write was about.
pub(crate) fn written(done: &Toggled, view: &UserView) -> Reply {
    // The card is always wanted; without one the engine has a defect.
    done.target.as_ref().map_or_else(errors::broken, |card| user(card, view))
}

/// The people whom a look-up found, those not found left out.
pub(crate) fn users(found: &[Result<UserCard, Absent>], view: &UserView) -> Reply {
    ok(&user::Users { cards: || found.iter().flatten(), view }, found.len() * USER_BYTES + AROUND_BYTES)
}

/// One page of people.
pub(crate) fn user_page(page: &Page<UserCard>, view: &UserView) -> Reply {
    let users = user::Users { cards: || page.items.iter(), view };
    ok(&page::UserPage::new(users, page), page.items.len() * USER_BYTES + AROUND_BYTES)
}

/// One page of ids, as strings if asked.
pub(crate) fn id_page(page: &Page<UserId>, stringify: bool) -> Reply {
    let ids = page::Ids { ids: &page.items, stringify };
    ok(&page::IdPage::new(ids, page), page.items.len() * ID_BYTES + AROUND_BYTES)
}

/// How two people stand to each other.
pub(crate) fn relationship(found: &Relationship) -> Reply {
    ok(&relationship::Relationship::new(found), 2 * AROUND_BYTES)
}

/// How the viewer stands to the people whom a look-up found, those not found left out.
pub(crate) fn connections(found: &[Result<UserCard, Absent>]) -> Reply {
    ok(&relationship::Connections(found), found.len() * AROUND_BYTES)
}

/// The state of the caller's windows, of those endpoints that have one.
pub(crate) fn limit_status(context: &LimitContext, listed: &[Listed], windows: &[Window]) -> Reply {
    ok(&limit_status::LimitStatus::new(context, listed, windows), (listed.len() + 1) * AROUND_BYTES)
}

fn ok(value: &impl Serialize, capacity: usize) -> Reply {
    Reply::new(200, JSON, json::to_vec(value, capacity))
}
