//! Pages: how much of a list or a stream is asked for, and where it begins.

use block_graph::{Cursor, PageRequest, Position, PostId, PostRange};
use dialect::{Failure, Request};

use crate::errors;

/// How many rows a page has unless told otherwise ([doc]).
const DEFAULT_COUNT: usize = 20;
/// How many rows a page has at the most ([doc]).
const MOST_ROWS: usize = 200;
/// Places that a stream's marker stands for ([doc]). No marker is ever set, and of one that is not they mean nothing.
const MARKED: [&str; 4] = ["last_read", "last_read_inclusive", "marker", "marker_inclusive"];

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

/// A page where one is asked for, with the same parameters as [`page`].
///
/// # Errors
/// As [`page`].
pub(crate) fn paging(request: &Request<'_>) -> Result<Paging, Failure> {
    let asked = ["count", "before_id", "since_id"].into_iter().any(|name| given(request, name).is_some());
    if asked { page(request).map(Paging::Page) } else { Ok(Paging::Whole) }
}

/// Reads `count`, `before_id` and `since_id` of a list. `before_id` wins over `since_id` ([inferred]); a negative `count`
/// begins at the far end ([doc]); a count that is no number, or 0, means the default ([inferred]).
///
/// # Errors
/// 400 when `before_id` or `since_id` is no id that an earlier page gave.
pub(crate) fn page(request: &Request<'_>) -> Result<PageRequest, Failure> {
    let (size, backwards) = count(request);
    let cursor = match (position(request, "before_id")?, position(request, "since_id")?) {
        (Some(before), _) => Cursor::Older(before),
        (None, Some(since)) => Cursor::Newer(since),
        (None, None) if backwards => Cursor::Newer(Position(0)),
        (None, None) => Cursor::Newest,
    };
    Ok(PageRequest { cursor, size })
}

/// Reads the same of a stream, which is cut at both ends: the newest `count` posts between the two, or with a negative
/// `count` the oldest ([doc]).
///
/// # Errors
/// As [`page`].
pub(crate) fn range(request: &Request<'_>) -> Result<PostRange, Failure> {
    let bound = |name: &'static str| match given(request, name) {
        Some(text) if MARKED.contains(&text) => Ok(None),
        _ => position(request, name).map(|position| position.map(|Position(id)| PostId(id))),
    };
    let (size, from_oldest) = count(request);
    Ok(PostRange { above: bound("since_id")?, below: bound("before_id")?, from_oldest, size })
}

/// How many at the most, of a search that has no pages.
pub(crate) fn limit(request: &Request<'_>) -> usize {
    count(request).0
}

fn given<'q>(request: &'q Request<'_>, name: &str) -> Option<&'q str> {
    request.query.last(name).filter(|text| !text.is_empty())
}

fn position(request: &Request<'_>, name: &'static str) -> Result<Option<Position>, Failure> {
    let read = |text: &str| PostId::parse(text).map(|PostId(id)| Position(id));
    given(request, name).map(|text| read(text).ok_or_else(|| errors::invalid(name, request).into())).transpose()
}

/// How many rows, and whether the far end is meant.
fn count(request: &Request<'_>) -> (usize, bool) {
    match given(request, "count").and_then(|text| text.trim().parse::<i64>().ok()) {
        None | Some(0) => (DEFAULT_COUNT, false),
        Some(count) => {
            let rows = usize::try_from(count.unsigned_abs()).unwrap_or(MOST_ROWS);
            (rows.min(MOST_ROWS), count < 0)
        }
    }
}
