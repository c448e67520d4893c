//! Resources that are not there or not shown: items of an `errors` list beside data, and the 404 of writes.

use std::borrow::Cow;

use block_graph::{Absence, Absent, AbsentPost, PostAbsence, PostId, UserCard, UserRef, policy};
use dialect::Reply;
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use super::{JSON, PROBLEM, problem_type, reply};

/// One resource that was asked for and is not shown.
#[derive(Debug)]
pub(crate) struct Resource<'r> {
    value: Cow<'r, str>,
    detail: String,
    title: &'static str,
    resource_type: &'static str,
    parameter: &'static str,
    section: Option<&'static str>,
    kind: &'static str,
    status: Option<u16>,
}

/// Keys in the order of the recordings; that of a resource one is not authorized to see has its id first.
impl Serialize for Resource<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("value", &self.value)?;
        map.serialize_entry("detail", &self.detail)?;
        map.serialize_entry("title", self.title)?;
        map.serialize_entry("resource_type", self.resource_type)?;
        match self.section {
            Some(section) => {
                map.serialize_entry("resource_id", &self.value)?;
                map.serialize_entry("parameter", self.parameter)?;
                map.serialize_entry("section", section)?;
            }
            None => {
                map.serialize_entry("parameter", self.parameter)?;
                map.serialize_entry("resource_id", &self.value)?;
            }
        }
        map.serialize_entry("type", self.kind)?;
        if let Some(status) = self.status {
            map.serialize_entry("status", &status)?;
        }
        map.end()
    }
}

const NOT_FOUND: &str = problem_type!("resource-not-found");
const NOT_AUTHORIZED: &str = problem_type!("not-authorized-for-resource");

impl<'r> Resource<'r> {
    /// One that is not there; `parameter` is what named it.
    pub(super) fn missing(resource_type: &'static str, parameter: &'static str, value: Cow<'r, str>) -> Self {
        let detail = format!("Could not find {resource_type} with {parameter}: [{value}].");
        let (title, section, kind, status) = ("Not Found Error", None, NOT_FOUND, None);
        Self { value, detail, title, resource_type, parameter, section, kind, status }
    }

    /// One that the caller may not see, in the data or among what is beside it.
    pub(super) fn unseen(
        resource_type: &'static str,
        parameter: &'static str,
        value: Cow<'r, str>,
        section: &'static str,
    ) -> Self {
        let noun = if resource_type == "tweet" { "Tweet" } else { resource_type };
        let detail = format!("Sorry, you are not authorized to see the {noun} with {parameter}: [{value}].");
        let (title, section, kind, status) = ("Authorization Error", Some(section), NOT_AUTHORIZED, None);
        Self { value, detail, title, resource_type, parameter, section, kind, status }
    }

    /// The reply to a read of it alone: 200 ([recorded]).
    pub(super) fn told(self) -> Reply {
        #[derive(Serialize)]
        struct Body<'r> {
            errors: [Resource<'r>; 1],
        }
        reply(200, JSON, &Body { errors: [self] })
    }

    /// The reply to an act upon it: 404 ([doc], [inferred] body).
    pub(super) fn refused(self) -> Reply {
        reply(404, PROBLEM, &Self { status: Some(404), ..self })
    }
}

/// Somebody among many who is not shown; `parameter` is the one that named them.
pub(crate) fn absent<'r>(absent: &'r Absent, parameter: &'static str) -> Resource<'r> {
    missing_user(&absent.user, absent.why, parameter)
}

/// A post among many that is not shown.
pub(crate) fn absent_post(absent: &AbsentPost) -> Resource<'static> {
    let id = Cow::Owned(absent.post.to_string());
    match absent.why {
        PostAbsence::Unknown => Resource::missing("tweet", "ids", id),
        PostAbsence::Protected | PostAbsence::BlockedByAuthor | PostAbsence::BlockingAuthor => {
            Resource::unseen("tweet", "ids", id, "data")
        }
    }
}

/// A post that another one repeats or quotes and that is not shown beside it. Whether it is gone or hidden is not told.
pub(crate) fn unseen_reference(id: PostId) -> Resource<'static> {
    Resource::missing("tweet", "referenced_tweets.id", Cow::Owned(id.to_string()))
}

/// The reply to a read of one person who is not there, named by `parameter`: 200 ([recorded]).
pub(super) fn nobody(user: &UserRef, why: Absence, parameter: Option<&'static str>) -> Reply {
    missing_user(user, why, parameter.unwrap_or(key(user))).told()
}

/// The reply to an act upon somebody who is not there, whatever the reason.
pub(super) fn no_target(user: &UserRef, parameter: &'static str) -> Reply {
    let detail = format!("Could not find user with {}: [{}].", key(user), text(user));
    Resource { detail, ..missing_user(user, Absence::Unknown, parameter) }.refused()
}

fn missing_user<'r>(user: &'r UserRef, why: Absence, parameter: &'static str) -> Resource<'r> {
    let missing = Resource::missing("user", parameter, text(user));
    match why {
        Absence::Unknown | Absence::Deactivated => missing,
        Absence::Suspended => {
            let detail = format!("User has been suspended: [{}].", missing.value);
            Resource { title: "Forbidden", detail, ..missing }
        }
    }
}

/// Somebody's pinned post that was to be shown beside them and is gone or hidden; `None` when nothing is amiss.
pub(crate) fn unseen_pin(card: &UserCard) -> Option<Resource<'_>> {
    let id = card.user.pinned_post().filter(|_| card.pinned_post.is_none())?.to_string();
    let hidden = !card.is_viewer && !policy::shows_posts(card.user.protected, card.relation);
    Some(if hidden {
        Resource::unseen("tweet", "pinned_tweet_id", Cow::Owned(id), "includes")
    } else {
        Resource::missing("tweet", "pinned_tweet_id", Cow::Owned(id))
    })
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
