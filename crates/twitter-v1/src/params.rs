//! How this API's requests name people, pages and switches.
//!
//! Parameters come in the query or in a form body, for every method ([recorded] tweepy's and twit's POSTs have all of
//! them in the query). Where both carry a name, a POST's body wins ([inferred]). An empty value counts as none
//! ([inferred]).

mod carried;
mod posts;

use block_graph::{Cursor, PageRequest, Position, UserId, UserRef};
use dialect::{Denial, Failure, Method, Request};

pub(crate) use carried::{Carried, once};
pub(crate) use posts::{post, posts, range};

use crate::errors;

/// At most so many people may be looked up at once ([doc]).
const MOST_PEOPLE: usize = 100;

/// A parameter's value.
pub(crate) fn value<'q>(request: &'q Request<'_>, name: &str) -> Option<&'q str> {
    text(request, name).filter(|value| !value.is_empty())
}

/// A parameter's value, which may be empty: that clears something.
pub(crate) fn text<'q>(request: &'q Request<'_>, name: &str) -> Option<&'q str> {
    let (first, second) = match request.method {
        Method::Post => (&request.form, &request.query),
        _ => (&request.query, &request.form),
    };
    first.get(name).or_else(|| second.get(name))
}

/// A switch: `true`, `t` and `1`, in any case, are on ([doc], [recorded] `True`), anything else is off, and none is
/// `default`.
pub(crate) fn switch(request: &Request<'_>, name: &str, default: bool) -> bool {
    value(request, name).map_or(default, |value| ["true", "t", "1"].iter().any(|on| value.eq_ignore_ascii_case(on)))
}

/// The person whom the caller is.
///
/// # Errors
/// [`Denial::UserNeeded`] when the token stands for none.
pub(crate) fn caller(request: &Request<'_>) -> Result<UserRef, Failure> {
    request.caller.user().map(UserRef::Id).ok_or_else(|| Denial::UserNeeded.into())
}

/// The person a request is about: by the path's `id`, `user_id`, `screen_name` or `id`, in this order ([inferred]; the
/// documents say "one of"). `id` is an id or a name ([recorded]: `?id=twitter`).
pub(crate) fn person(request: &Request<'_>) -> Option<UserRef> {
    (request.path_param("id").map(id_or_name))
        .or_else(|| named(request))
        .or_else(|| value(request, "id").map(id_or_name))
}

/// The person a request is about.
///
/// # Errors
/// 403/38 when it names none ([inferred]).
pub(crate) fn user(request: &Request<'_>) -> Result<UserRef, Failure> {
    person(request).ok_or_else(|| errors::parameter_missing("screen_name").into())
}

/// The person a request is about; the caller if it names none ([doc]).
///
/// # Errors
/// [`Denial::UserNeeded`] when the token stands for none either.
pub(crate) fn user_or_caller(request: &Request<'_>) -> Result<UserRef, Failure> {
    person(request).map_or_else(|| caller(request), Ok)
}

/// The person a request names by `user_id` or `screen_name`, where `id` names something else.
pub(crate) fn named(request: &Request<'_>) -> Option<UserRef> {
    value(request, "user_id").map(id).or_else(|| value(request, "screen_name").map(name))
}

/// The owner of a curated list: `owner_id` or `owner_screen_name`.
pub(crate) fn owner(request: &Request<'_>) -> Option<UserRef> {
    value(request, "owner_id").map(id).or_else(|| value(request, "owner_screen_name").map(name))
}

/// The one whose view `friendships/show` gives: `source_id` or `source_screen_name`; the caller if neither ([doc]).
pub(crate) fn source(request: &Request<'_>) -> Option<UserRef> {
    value(request, "source_id").map(id).or_else(|| value(request, "source_screen_name").map(name))
}

/// The other one of `friendships/show`: `target_id` or `target_screen_name`.
///
/// # Errors
/// 403/38 when it names none ([inferred]).
pub(crate) fn target(request: &Request<'_>) -> Result<UserRef, Failure> {
    (value(request, "target_id").map(id))
        .or_else(|| value(request, "target_screen_name").map(name))
        .ok_or_else(|| errors::parameter_missing("target_screen_name").into())
}

/// The people of a look-up: the comma-separated `user_id`, then `screen_name`.
///
/// # Errors
/// 404/25 when it names nobody ([doc]), 403/18 when it names more than a hundred ([recorded] text).
pub(crate) fn people(request: &Request<'_>) -> Result<Vec<UserRef>, Failure> {
    let ids = split(value(request, "user_id")).map(id);
    let people: Vec<_> = ids.chain(split(value(request, "screen_name")).map(name)).take(MOST_PEOPLE + 1).collect();
    match people.len() {
        0 => Err(errors::query_missing().into()),
        1..=MOST_PEOPLE => Ok(people),
        _ => Err(errors::too_many_terms().into()),
    }
}

/// The page of a cursored collection: `cursor` is -1 or absent for the first page, a position for what is older than
/// it, minus a position for what is newer ([doc], [recorded]), and 0 for the empty page after the last ([inferred]).
///
/// # Errors
/// 400/44 when it is not a 64-bit number ([doc] code, [inferred] use).
pub(crate) fn page(request: &Request<'_>, size: usize) -> Result<PageRequest, Failure> {
    let number = value(request, "cursor").map_or(Some(-1), |text| text.parse::<i64>().ok());
    let cursor = match number {
        Some(-1) => Cursor::Newest,
        Some(0) => Cursor::End,
        Some(position @ 1..) => Cursor::Older(Position(position)),
        Some(minus) if minus != i64::MIN => Cursor::Newer(Position(-minus)),
        Some(_) | None => return Err(errors::parameter_invalid("cursor").into()),
    };
    Ok(PageRequest { cursor, size })
}

/// A whole number, of 64 bits, if the request has one of that name.
///
/// # Errors
/// 400/44 when it is something else ([doc] code, [inferred] use).
pub(crate) fn whole(request: &Request<'_>, name: &str) -> Result<Option<i64>, Failure> {
    let read = |text: &str| text.trim().parse().map_err(|_| errors::parameter_invalid(name).into());
    value(request, name).map(read).transpose()
}

/// `count`: by default the first of the two, and never more than the second. What is out of range is clamped
/// ([inferred]).
///
/// # Errors
/// As [`whole`].
pub(crate) fn count(request: &Request<'_>, (default, most): (usize, usize)) -> Result<usize, Failure> {
    let asked = whole(request, "count")?;
    Ok(asked.map_or(default, |count| usize::try_from(count).unwrap_or_default().clamp(1, most)))
}

/// The items of a comma-separated list.
fn split(list: Option<&str>) -> impl Iterator<Item = &str> {
    list.unwrap_or_default().split(',').map(str::trim).filter(|item| !item.is_empty())
}

/// By id. What is no number is nobody's id ([inferred]); the graph finds nobody by the empty name.
fn id(text: &str) -> UserRef {
    UserId::parse(text.trim()).map_or_else(|| UserRef::name(""), UserRef::Id)
}

/// By name, with or without the `@` ([client] twitter4j's live test).
fn name(text: &str) -> UserRef {
    let text = text.trim();
    UserRef::name(text.strip_prefix('@').unwrap_or(text))
}

/// By an id or, if nobody has it, by a name of digits ([inferred]); by name when it is no number.
fn id_or_name(text: &str) -> UserRef {
    UserId::parse(text).map_or_else(|| name(text), |id| UserRef::IdOrName(id, text.into()))
}
