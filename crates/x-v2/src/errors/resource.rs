//! Resources that are not there or not shown: items of an `errors` list beside data, and the 404 of writes.

use std::borrow::Cow;

use block_graph::{Absence, Absent, UserCard, UserRef, policy};
use dialect::Reply;
use serde::Serialize;

use super::{JSON, PROBLEM, problem_type, reply};

/// One resource that was asked for and is not shown; keys in the order of the recordings.
#[derive(Debug, Serialize)]
pub(crate) struct Resource<'r> {
    value: Cow<'r, str>,
    detail: String,
    title: &'static str,
    resource_type: &'static str,
    parameter: &'static str,
    resource_id: Cow<'r, str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    section: Option<&'static str>,
    r#type: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<u16>,
}

const NOT_FOUND: &str = problem_type!("resource-not-found");
const NOT_AUTHORIZED: &str = problem_type!("not-authorized-for-resource");

/// Somebody among many who is not shown; `parameter` is the one that named them.
pub(crate) fn absent<'r>(absent: &'r Absent, parameter: &'static str) -> Resource<'r> {
    missing(&absent.user, absent.why, parameter)
}

/// The reply to a read of one person who is not there: 200 ([recorded]).
pub(super) fn nobody(user: &UserRef, why: Absence) -> Reply {
    #[derive(Serialize)]
    struct Body<'r> {
        errors: [Resource<'r>; 1],
    }
    reply(200, JSON, &Body { errors: [missing(user, why, key(user))] })
}

/// The reply to an act upon somebody who is not there, whatever the reason: 404 ([doc], [inferred] body).
pub(super) fn no_target(user: &UserRef, parameter: &'static str) -> Reply {
    let detail = format!("Could not find user with {}: [{}].", key(user), text(user));
    let item = Resource { detail, parameter, status: Some(404), ..missing(user, Absence::Unknown, parameter) };
    reply(404, PROBLEM, &item)
}

fn missing<'r>(user: &'r UserRef, why: Absence, parameter: &'static str) -> Resource<'r> {
    let value = text(user);
    let (title, detail) = match why {
        Absence::Unknown | Absence::Deactivated => {
            ("Not Found Error", format!("Could not find user with {parameter}: [{value}]."))
        }
        Absence::Suspended => ("Forbidden", format!("User has been suspended: [{value}].")),
    };
    let resource_id = value.clone();
    let (resource_type, section, status) = ("user", None, None);
    Resource { value, detail, title, resource_type, parameter, resource_id, section, r#type: NOT_FOUND, status }
}

/// Somebody's pinned post that was to be shown beside them and is gone or hidden; `None` when nothing is amiss.
pub(crate) fn unseen_pin(card: &UserCard) -> Option<Resource<'_>> {
    let id = card.user.pinned_post.filter(|_| card.pinned_post.is_none())?.to_string();
    let hidden = !card.is_viewer && !policy::shows_posts(card.user.protected, card.relation);
    let (title, detail, section, kind) = if hidden {
        let detail = format!("Sorry, you are not authorized to see the Tweet with pinned_tweet_id: [{id}].");
        ("Authorization Error", detail, Some("includes"), NOT_AUTHORIZED)
    } else {
        ("Not Found Error", format!("Could not find tweet with pinned_tweet_id: [{id}]."), None, NOT_FOUND)
    };
    let (resource_type, parameter, status) = ("tweet", "pinned_tweet_id", None);
    let (value, resource_id) = (Cow::Owned(id.clone()), Cow::Owned(id));
    Some(Resource { value, detail, title, resource_type, parameter, resource_id, section, r#type: kind, status })
}

/// The parameter by which a route of one person names them.
fn key(user: &UserRef) -> &'static str {
    match user {
        UserRef::Id(_) | UserRef::IdOrName(..) => "id",
        UserRef::Name(_) => "username",
    }
}

fn text(user: &UserRef) -> Cow<'_, str> {
    match user {
        UserRef::Id(id) => Cow::Owned(id.to_string()),
        UserRef::Name(name) | UserRef::IdOrName(_, name) => Cow::Borrowed(name),
    }
}
