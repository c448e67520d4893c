//! How requests name tweets and parts of timelines.

use block_graph::{PostId, PostRange};
use dialect::{Failure, Request};

use super::{count, split, value, whole};
use crate::errors;

/// At most so many tweets may be looked up at once ([doc]).
const MOST_POSTS: usize = 100;

/// The tweet that `id` names, in the path or as a parameter.
///
/// # Errors
/// 403/38 when there is none ([inferred]); 404/144 when it is no number, which is no tweet's id ([inferred]).
pub(crate) fn post(request: &Request<'_>) -> Result<PostId, Failure> {
    let id = request.path_param("id").or_else(|| value(request, "id"));
    let id = id.ok_or_else(|| errors::parameter_missing("id"))?;
    PostId::parse(id.trim()).ok_or_else(|| errors::no_status().into())
}

/// The tweets of a look-up: the comma-separated `id`, each once. What is no number is no tweet's id and left out.
///
/// # Errors
/// 403/38 when there is none, 403/18 when there are more than a hundred ([inferred], as for people).
pub(crate) fn posts(request: &Request<'_>) -> Result<Vec<PostId>, Failure> {
    let list = value(request, "id").ok_or_else(|| errors::parameter_missing("id"))?;
    if split(Some(list)).count() > MOST_POSTS {
        return Err(errors::too_many_terms().into());
    }
    let mut posts = Vec::new();
    for id in split(Some(list)).filter_map(PostId::parse) {
        if !posts.contains(&id) {
            posts.push(id);
        }
    }
    Ok(posts)
}

/// The part of a timeline that is asked for: newer than `since_id`, not newer than `max_id` ([doc]: that one is
/// inclusive), and how many by `count`, as [`count`] says.
///
/// # Errors
/// 400/44 when one of them is no number.
pub(crate) fn range(request: &Request<'_>, counts: (usize, usize)) -> Result<PostRange, Failure> {
    let above = whole(request, "since_id")?.map(PostId);
    let below = whole(request, "max_id")?.map(|most| PostId(most.saturating_add(1)));
    Ok(PostRange { above, below, from_oldest: false, size: count(request, counts)? })
}
