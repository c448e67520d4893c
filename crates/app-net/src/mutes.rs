//! Muting, in the same shapes as blocking.

use block_graph::{BulkIds, List, ListUsers, Mute, Unmute, Wants};
use dialect::{Call, Failure, Request};

use crate::{params, wire};

/// `POST users/{user_id}/mute` (and PUT): the caller mutes somebody. Answers with the person muted.
pub(crate) fn create(request: &Request<'_>) -> Result<Call, Failure> {
    let target = params::user(request)?;
    let view = wire::View::of(request);
    Ok(Call::new(Mute { target }, move |done| wire::target(&done, view)).wanting(Wants::RELATION))
}

/// `DELETE users/{user_id}/mute`: the caller unmutes somebody. Answers with the person unmuted.
pub(crate) fn destroy(request: &Request<'_>) -> Result<Call, Failure> {
    let target = params::user(request)?;
    let view = wire::View::of(request);
    Ok(Call::new(Unmute { target }, move |done| wire::target(&done, view)).wanting(Wants::RELATION))
}

/// `GET users/{user_id}/muted`: whom somebody mutes, newest mute first.
pub(crate) fn list(request: &Request<'_>) -> Result<Call, Failure> {
    let owner = params::user(request)?;
    let paging = params::paging(request)?;
    let view = wire::View::of(request);
    let list = ListUsers { owner, list: List::Muted, page: paging.request() };
    Ok(Call::new(list, move |found| wire::list(&found, paging, view)).wanting(Wants::RELATION))
}

/// `GET users/muted/ids`: whom each of up to 200 people mutes.
pub(crate) fn ids(request: &Request<'_>) -> Result<Call, Failure> {
    let owners = params::ids(request)?;
    let view = wire::View::of(request);
    let lists = BulkIds { owners, list: List::Muted };
    Ok(Call::new(lists, move |found| wire::id_lists(&found, view)).wanting(Wants::NOTHING))
}
