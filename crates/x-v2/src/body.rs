//! The bodies of writes: JSON objects closed to other keys ([spec] additionalProperties), or nothing.
//!
//! A content type alone is not a body: several clients send `application/json` on every request ([client]).

mod draft;
mod object;

use block_graph::{CreateList, ListId, ListRef, PostId, UpdateList, UserId, UserRef};
use dialect::{Failure, Request};
use serde_json::{Map, Value};

use crate::errors::{self, Wrong, Wrongs};
use object::{Object, kind, text};

pub(crate) use draft::{draft, replies_to};

/// How long a direct message is at the most, in characters ([doc] of v1.1).
const LONGEST_MESSAGE: usize = 10_000;
/// How long a list's name is at the most, in characters ([spec]).
const LONGEST_NAME: usize = 25;
/// How long a list's description is at the most, in characters ([spec]).
const LONGEST_DESCRIPTION: usize = 100;

/// The person that `target_user_id` names.
///
/// # Errors
/// A 400 in the words of the service's schema check.
pub(crate) fn target(request: &Request<'_>) -> Result<UserRef, Failure> {
    one_id(request, "target_user_id").map(|id| UserId(id).into())
}

/// The person that `user_id` names.
///
/// # Errors
/// As for [`target`].
pub(crate) fn member(request: &Request<'_>) -> Result<UserRef, Failure> {
    one_id(request, "user_id").map(|id| UserId(id).into())
}

/// The post that `tweet_id` names.
///
/// # Errors
/// As for [`target`].
pub(crate) fn post(request: &Request<'_>) -> Result<PostId, Failure> {
    one_id(request, "tweet_id").map(PostId)
}

/// Sees to it that the body says nothing: it is absent, blank or an empty object.
///
/// # Errors
/// As for [`target`].
pub(crate) fn none(request: &Request<'_>) -> Result<(), Failure> {
    read(request, |_| ())
}

/// The text of a direct message; empty when it has attachments alone.
///
/// # Errors
/// As for [`target`].
pub(crate) fn message(request: &Request<'_>) -> Result<String, Failure> {
    read(request, |body| {
        if !body.has("attachments") {
            body.need("text");
        }
        body.objects("attachments", |attachment| {
            attachment.need("media_id");
            attachment.id("media_id");
        });
        body.text("text", 1..=LONGEST_MESSAGE).unwrap_or_default().to_owned()
    })
}

/// The list about to be made.
///
/// # Errors
/// As for [`target`].
pub(crate) fn list(request: &Request<'_>) -> Result<CreateList, Failure> {
    read(request, |body| {
        body.need("name");
        CreateList {
            name: body.text("name", 1..=LONGEST_NAME).unwrap_or_default().to_owned(),
            description: body.text("description", 0..=LONGEST_DESCRIPTION).unwrap_or_default().to_owned(),
            private: body.flag("private").unwrap_or_default(),
        }
    })
}

/// What a list is changed to.
///
/// # Errors
/// As for [`target`].
pub(crate) fn revision(request: &Request<'_>, list: ListId) -> Result<UpdateList, Failure> {
    read(request, |body| UpdateList {
        list: ListRef::Id(list),
        name: body.text("name", 1..=LONGEST_NAME).map(str::to_owned),
        description: body.text("description", 0..=LONGEST_DESCRIPTION).map(str::to_owned),
        private: body.flag("private"),
    })
}

/// The id under the one key that the body has. A number is taken as well as a string ([client]).
fn one_id(request: &Request<'_>, key: &'static str) -> Result<i64, Failure> {
    read(request, |body| {
        body.need(key);
        body.id(key).unwrap_or_default()
    })
}

/// Reads the body; what `take` makes of it counts only when nothing was wrong.
fn read<T>(request: &Request<'_>, take: impl FnOnce(&mut Object<'_, '_>) -> T) -> Result<T, Failure> {
    let keys = keys(request)?;
    let mut wrongs = Wrongs::default();
    let taken = Object::whole(&keys, &mut wrongs).read(take);
    wrongs.settle().map(|()| taken)
}

/// The body as an object; an absent one is an empty one.
fn keys(request: &Request<'_>) -> Result<Map<String, Value>, Failure> {
    if request.body.trim_ascii().is_empty() {
        return Ok(Map::new());
    }
    if !request.media_type().eq_ignore_ascii_case("application/json") {
        return Err(errors::invalid(&[Wrong::content_type()]).into());
    }
    match serde_json::from_slice(request.body) {
        Ok(Value::Object(keys)) => Ok(keys),
        Ok(other) => Err(errors::invalid(&[Wrong::wrong_type("$", kind(&other), "object", &text(&other))]).into()),
        Err(_) => Err(errors::invalid(&[Wrong::not_the_schema()]).into()),
    }
}
