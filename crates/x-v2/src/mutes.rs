//! Mutes: the same three routes as blocks, with page tokens of another family.

use block_graph::{List, ListUsers, Mute, Unmute, Wants};
use dialect::{Call, Failure, Request};

use crate::cursors::Tokens;
use crate::fields::View;
use crate::{body, params, wire};

/// `GET /2/users/{id}/muting`: one page of the people the caller mutes, newest mute first.
pub(crate) fn list(request: &Request<'_>) -> Result<Call, Failure> {
    params::check(request, &params::MUTING)?;
    let owner = params::own(request, "id")?;
    let (page, bound) = params::page(request, Tokens::Muting);
    let view = View::read(request);
    let list = ListUsers { owner: owner.into(), list: List::Muted, page };
    Ok(Call::new(list, move |page| wire::page(&page, bound, &view)).wanting(view.wants()))
}

/// `POST /2/users/{id}/muting`: the caller mutes `target_user_id` of the body.
pub(crate) fn mute(request: &Request<'_>) -> Result<Call, Failure> {
    params::check(request, &params::ID_ONLY)?;
    let target = body::target(request)?;
    params::own(request, "id")?;
    Ok(Call::new(Mute { target }, |done| wire::muting(&done)).wanting(Wants::NOTHING))
}

/// `DELETE /2/users/{source_user_id}/muting/{target_user_id}`: the caller unmutes the target.
pub(crate) fn unmute(request: &Request<'_>) -> Result<Call, Failure> {
    params::check(request, &params::EDGE)?;
    let target = params::user(request, "target_user_id")?.into();
    params::own(request, "source_user_id")?;
    Ok(Call::new(Unmute { target }, |done| wire::muting(&done)).wanting(Wants::NOTHING))
}
