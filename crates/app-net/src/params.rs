//! What requests ask for: people, posts and channels in paths, lists of ids, and the switches every answer heeds.

mod paging;

use block_graph::{FeedFilter, MessageId, PostId, UserId, UserRef};
use dialect::{Denial, Failure, Request};

pub(crate) use self::paging::{Paging, limit, page, paging, range};
use crate::conversation::{ChannelId, PRIVATE};
use crate::errors;

/// How many ids a bulk read takes at the most ([doc]).
const MOST_IDS: usize = 200;

/// The person in the path: a decimal id, `@username` or `me` ([doc]).
///
/// # Errors
/// For `me`, [`Denial::NoCredentials`] of nobody and [`Denial::UserNeeded`] of an app; otherwise 404 for a text that
/// can name nobody.
pub(crate) fn user(request: &Request<'_>) -> Result<UserRef, Failure> {
    match request.path_param("user_id").unwrap_or_default() {
        "me" => caller(request).map(UserRef::Id),
        text => named(text).ok_or_else(|| errors::user_not_found(request).into()),
    }
}

/// The caller, who must be a person.
///
/// # Errors
/// [`Denial::NoCredentials`] of nobody and [`Denial::UserNeeded`] of an app.
pub(crate) fn caller(request: &Request<'_>) -> Result<UserId, Failure> {
    let missing = if request.caller.grant().is_some() { Denial::UserNeeded } else { Denial::NoCredentials };
    request.caller.user().ok_or(Failure::Denied(missing))
}

/// A person by `@username` or id.
pub(crate) fn named(text: &str) -> Option<UserRef> {
    match text.strip_prefix('@') {
        Some(name) => Some(UserRef::name(name)),
        None => UserId::parse(text).map(UserRef::Id),
    }
}

/// The people of `ids`, each once, in the order asked for. A text that can name nobody is left out, as unknown ids are.
///
/// # Errors
/// 400 when `ids` is missing or empty, or lists more than 200.
pub(crate) fn users(request: &Request<'_>) -> Result<Vec<UserRef>, Failure> {
    listed(request, named)
}

/// The ids of `ids`, each once, in the order asked for; what is no id is left out.
///
/// # Errors
/// As [`users`].
pub(crate) fn ids(request: &Request<'_>) -> Result<Vec<UserId>, Failure> {
    listed(request, UserId::parse)
}

/// The posts of `ids`, as [`ids`].
///
/// # Errors
/// As [`users`].
pub(crate) fn posts(request: &Request<'_>) -> Result<Vec<PostId>, Failure> {
    listed(request, PostId::parse)
}

/// The channels of `ids`, as [`ids`]; `None` when none are named, which asks for all of the caller's.
///
/// # Errors
/// 400 for more than 200.
pub(crate) fn channels(request: &Request<'_>) -> Result<Option<Vec<ChannelId>>, Failure> {
    let named = request.query.last("ids").is_some_and(|text| !text.trim().is_empty());
    named.then(|| listed(request, ChannelId::parse)).transpose()
}

/// The post in the path.
///
/// # Errors
/// 404 for what is no id.
pub(crate) fn post(request: &Request<'_>) -> Result<PostId, Failure> {
    let id = PostId::parse(request.path_param("post_id").unwrap_or_default());
    id.ok_or_else(|| errors::post_not_found(request).into())
}

/// The private channel in the path.
///
/// # Errors
/// 404 for what is no id.
pub(crate) fn channel(request: &Request<'_>) -> Result<ChannelId, Failure> {
    let id = ChannelId::parse(request.path_param("channel_id").unwrap_or_default());
    id.ok_or_else(|| errors::channel_not_found(request).into())
}

/// The message in the path.
///
/// # Errors
/// 404 for what is no id.
pub(crate) fn message(request: &Request<'_>) -> Result<MessageId, Failure> {
    let id = MessageId::parse(request.path_param("message_id").unwrap_or_default());
    id.ok_or_else(|| errors::message_not_found(request).into())
}

/// What `q` looks for.
///
/// # Errors
/// 400 when it is missing or blank.
pub(crate) fn query(request: &Request<'_>) -> Result<String, Failure> {
    let text = request.query.last("q").map(str::trim).filter(|text| !text.is_empty());
    text.map(str::to_owned).ok_or_else(|| errors::missing("q", request).into())
}

/// Which posts of a stream are wanted: all but those of muted people, who come with `include_muted=1` ([doc]).
pub(crate) fn filter(request: &Request<'_>) -> FeedFilter {
    FeedFilter { even_muted: switch(request, "include_muted") == Some(true), ..FeedFilter::ALL }
}

/// Whether `channel_types` lets private channels through; without it all do ([doc]).
pub(crate) fn private_channels(request: &Request<'_>) -> bool {
    let types = request.query.last("channel_types").filter(|types| !types.is_empty());
    types.is_none_or(|types| types.split(',').any(|kind| kind.trim() == PRIVATE))
}

fn listed<T: PartialEq>(request: &Request<'_>, read: fn(&str) -> Option<T>) -> Result<Vec<T>, Failure> {
    // Of a repeated `ids` the last one counts ([recorded]).
    let text = request.query.last("ids").filter(|text| !text.trim().is_empty());
    let text = text.ok_or_else(|| errors::missing("ids", request))?;
    let mut found = Vec::new();
    for (index, text) in text.split(',').map(str::trim).filter(|text| !text.is_empty()).enumerate() {
        if index == MOST_IDS {
            return Err(errors::too_many_ids(MOST_IDS, request).into());
        }
        found.extend(read(text).filter(|item| !found.contains(item)));
    }
    Ok(found)
}

/// A switch in the query: `0` or `1`; `true` and `false` are taken too ([inferred]).
pub(crate) fn switch(request: &Request<'_>, name: &str) -> Option<bool> {
    match request.query.last(name)? {
        "1" => Some(true),
        "0" => Some(false),
        text if text.eq_ignore_ascii_case("true") => Some(true),
        text if text.eq_ignore_ascii_case("false") => Some(false),
        _ => None,
    }
}
