//! Blocks: the list, blocking and unblocking. The caller is named twice, by the path and by the token, and must agree.

use block_graph::{Block, List, ListUsers, Unblock, Wants};
use dialect::{Call, Failure, Request};

use crate::cursors::Tokens;
use crate::fields::View;
use crate::{body, params, wire};

/// `GET /2/users/{id}/blocking`: one page of the people the caller blocks, newest block first.
pub(crate) fn list(request: &Request<'_>) -> Result<Call, Failure> {
    params::check(request, &params::BLOCKING)?;
    let owner = params::own(request, "id")?;
    let (page, bound) = params::page(request, Tokens::Blocking);
    let view = View::read(request);
    let list = ListUsers { owner: owner.into(), list: List::Blocked, page };
    Ok(Call::new(list, move |page| wire::page(&page, bound, &view)).wanting(view.wants()))
}

/// `POST /2/users/{id}/blocking`: the caller blocks `target_user_id` of the body.
pub(crate) fn block(request: &Request<'_>) -> Result<Call, Failure> {
    params::check(request, &params::ID_ONLY)?;
    let target = body::target(request)?;
    params::own(request, "id")?;
    Ok(Call::new(Block { target }, |done| wire::blocking(&done)).wanting(Wants::NOTHING))
}

/// `DELETE /2/users/{source_user_id}/blocking/{target_user_id}`: the caller unblocks the target.
pub(crate) fn unblock(request: &Request<'_>) -> Result<Call, Failure> {
    params::check(request, &params::EDGE)?;
    let target = params::user(request, "target_user_id")?.into();
    params::own(request, "source_user_id")?;
    Ok(Call::new(Unblock { target }, |done| wire::blocking(&done)).wanting(Wants::NOTHING))
}
