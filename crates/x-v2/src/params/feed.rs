//! The part of a feed that a request asks for: its bounds by id or time, its page, and what is left out.

use block_graph::{Cursor, FeedFilter, PostId, PostRange, Timestamp};
use chrono::DateTime;
use dialect::Request;

use super::owner;
use crate::cursors::Tokens;
use crate::fields::{self, exclude};

/// The range of a feed: `since_id`, `until_id`, `start_time` and `end_time` narrow it together, a token turns its pages.
/// Ids are excluded, `start_time` is included and `end_time` is not ([doc]).
pub(crate) fn range(request: &Request<'_>, tokens: Tokens, size: usize) -> PostRange {
    let id = |name: &str| request.query.get(name).and_then(PostId::parse);
    let moment = |name: &str| request.query.get(name).and_then(time).map(PostRange::since);
    let from_start = moment("start_time").map(|first| PostId(first.0.saturating_sub(1)));
    let (mut above, mut below) = (id("since_id").max(from_start), lower(id("until_id"), moment("end_time")));
    let token = request.query.get("pagination_token").and_then(|token| tokens.read(token, owner(request)));
    let from_oldest = match token {
        Some(Cursor::Older(position)) => {
            below = lower(below, Some(PostId(position.0)));
            false
        }
        Some(Cursor::Newer(position)) => {
            above = above.max(Some(PostId(position.0)));
            true
        }
        Some(Cursor::Newest | Cursor::End) | None => false,
    };
    PostRange { above, below, from_oldest, size: super::size(request, size) }
}

/// The lower of two bounds; none is no bound.
fn lower(one: Option<PostId>, other: Option<PostId>) -> Option<PostId> {
    one.into_iter().chain(other).min()
}

/// What a feed shows: replies and reposts unless they are excluded, and nothing that blocks and mutes hide.
pub(crate) fn filter(request: &Request<'_>) -> FeedFilter {
    let excluded = fields::named(request, "exclude", &fields::EXCLUDE);
    FeedFilter { replies: !excluded.has(exclude::REPLIES), reposts: !excluded.has(exclude::REPOSTS), ..FeedFilter::ALL }
}

/// Reads a moment such as `2021-02-13T22:10:56Z` (RFC 3339, [doc]).
pub(super) fn time(text: &str) -> Option<Timestamp> {
    DateTime::parse_from_rfc3339(text).ok().map(|moment| Timestamp(moment.timestamp_millis()))
}
