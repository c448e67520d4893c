//! Blocks of direct messages alone. The odd pair: the path names the target, the caller is known by the token only.

use block_graph::{DmBlock, DmUnblock, Wants};
use dialect::{Call, Failure, Request};

use crate::{body, params, wire};

/// `POST /2/users/{id}/dm/block`: the caller refuses direct messages with `id`. Takes no body, or an empty object.
pub(crate) fn block(request: &Request<'_>) -> Result<Call, Failure> {
    params::check(request, &params::ID_ONLY)?;
    body::none(request)?;
    let target = params::user(request, "id")?.into();
    Ok(Call::new(DmBlock { target }, |done| wire::blocked(&done)).wanting(Wants::NOTHING))
}

/// `POST /2/users/{id}/dm/unblock`: the caller takes that back. Takes no body, or an empty object.
pub(crate) fn unblock(request: &Request<'_>) -> Result<Call, Failure> {
    params::check(request, &params::ID_ONLY)?;
    body::none(request)?;
    let target = params::user(request, "id")?.into();
    Ok(Call::new(DmUnblock { target }, |done| wire::blocked(&done)).wanting(Wants::NOTHING))
}
