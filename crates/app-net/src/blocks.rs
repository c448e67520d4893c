//! Blocking, by its page of the documentation: two writes, the caller's list, and the ids of many people's lists.

use block_graph::{Block, BulkIds, List, ListUsers, Unblock, Wants};
use dialect::{Call, Failure, Request};

use crate::{params, wire};

/// `POST users/{user_id}/block` (and PUT): the caller blocks somebody. Answers with the person blocked.
pub(crate) fn create(request: &Request<'_>) -> Result<Call, Failure> {
    let target = params::user(request)?;
    let view = wire::View::of(request);
    Ok(Call::new(Block { target }, move |done| wire::target(&done, view)).wanting(Wants::RELATION))
}

/// `DELETE users/{user_id}/block`: the caller unblocks somebody. Answers with the person unblocked.
pub(crate) fn destroy(request: &Request<'_>) -> Result<Call, Failure> {
    let target = params::user(request)?;
    let view = wire::View::of(request);
    Ok(Call::new(Unblock { target }, move |done| wire::target(&done, view)).wanting(Wants::RELATION))
}

/// `GET users/{user_id}/blocked`: whom somebody blocks, newest block first.
pub(crate) fn list(request: &Request<'_>) -> Result<Call, Failure> {
    let owner = params::user(request)?;
    let paging = params::paging(request)?;
    let view = wire::View::of(request);
    let list = ListUsers { owner, list: List::Blocked, page: paging.request() };
    Ok(Call::new(list, move |found| wire::list(&found, paging, view)).wanting(Wants::RELATION))
}

/// `GET users/blocked/ids`: whom each of up to 200 people blocks.
pub(crate) fn ids(request: &Request<'_>) -> Result<Call, Failure> {
    let owners = params::ids(request)?;
    let view = wire::View::of(request);
    let lists = BulkIds { owners, list: List::Blocked };
    Ok(Call::new(lists, move |found| wire::id_lists(&found, view)).wanting(Wants::NOTHING))
}
