//! What requests ask for: people in paths, lists of ids, pages, and the switches every answer heeds.

use block_graph::{Cursor, PageRequest, Position, UserId, UserRef};
use dialect::{Denial, Failure, Request};

use crate::errors;

/// How many ids a bulk read takes at the most ([doc]).
const MOST_IDS: usize = 200;
/// How many rows a page has unless told otherwise ([doc]).
const DEFAULT_COUNT: usize = 20;
/// How many rows a page has at the most ([doc]).
const MOST_ROWS: usize = 200;

/// The person in the path: a decimal id, `@username` or `me` ([doc]).
///
/// # Errors
/// For `me`, [`Denial::NoCredentials`] of nobody and [`Denial::UserNeeded`] of an app; otherwise 404 for a text that
/// can name nobody.
pub(crate) fn user(request: &Request<'_>) -> Result<UserRef, Failure> {
    match request.path_param("user_id").unwrap_or_default() {
        "me" => me(request).map(UserRef::Id).map_err(Failure::Denied),
        text => named(text).ok_or_else(|| errors::user_not_found(request).into()),
    }
}

fn me(request: &Request<'_>) -> Result<UserId, Denial> {
    let missing = if request.caller.grant().is_some() { Denial::UserNeeded } else { Denial::NoCredentials };
    request.caller.user().ok_or(missing)
}

fn named(text: &str) -> Option<UserRef> {
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

/// How much of a list of people is asked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Paging {
    /// All of it: what the real service gave, which did not paginate these lists ([recorded]).
    Whole,
    /// A page, for callers that send a paging parameter and so expect to be told whether there is more ([client]).
    Page(PageRequest),
}

impl Paging {
    /// What to ask the graph for.
    pub(crate) fn request(self) -> PageRequest {
        match self {
            Self::Whole => PageRequest::EVERYTHING,
            Self::Page(page) => page,
        }
    }
}

/// Reads `count`, `before_id` and `since_id`. `before_id` wins over `since_id` ([inferred]); a negative `count` begins
/// at the far end ([doc]); a count that is no number, or 0, means the default ([inferred]).
///
/// # Errors
/// 400 when `before_id` or `since_id` is no id that an earlier page gave.
pub(crate) fn paging(request: &Request<'_>) -> Result<Paging, Failure> {
    let given = |name: &str| request.query.last(name).filter(|text| !text.is_empty());
    let position = |name: &'static str| {
        given(name).map(|text| position(text).ok_or_else(|| errors::invalid(name, request))).transpose()
    };
    let (count, before, since) = (given("count"), position("before_id")?, position("since_id")?);
    if count.is_none() && before.is_none() && since.is_none() {
        return Ok(Paging::Whole);
    }
    let (size, backwards) = count.map_or((DEFAULT_COUNT, false), size);
    let cursor = match (before, since) {
        (Some(before), _) => Cursor::Older(before),
        (None, Some(since)) => Cursor::Newer(since),
        (None, None) if backwards => Cursor::Newer(Position(0)),
        (None, None) => Cursor::Newest,
    };
    Ok(Paging::Page(PageRequest { cursor, size }))
}

fn position(text: &str) -> Option<Position> {
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok().map(Position)).flatten()
}

/// How many rows, and whether the far end is meant.
fn size(text: &str) -> (usize, bool) {
    match text.trim().parse::<i64>() {
        Ok(0) | Err(_) => (DEFAULT_COUNT, false),
        Ok(count) => {
            let rows = usize::try_from(count.unsigned_abs()).unwrap_or(MOST_ROWS);
            (rows.min(MOST_ROWS), count < 0)
        }
    }
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
