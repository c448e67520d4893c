//! Follows: following, which a protected account turns into a request, and unfollowing.

use block_graph::{Follow, Unfollow, Wants};
use dialect::{Call, Failure, Request};

use crate::{body, params, wire};

/// `POST /2/users/{id}/following`: the caller follows `target_user_id` of the body, or asks to.
pub(crate) fn follow(request: &Request<'_>) -> Result<Call, Failure> {
    params::check(request, &params::ID_ONLY)?;
    let target = body::target(request)?;
    params::own(request, "id")?;
    Ok(Call::new(Follow { target }, |done| wire::following(&done)).wanting(Wants::NOTHING))
}

/// `DELETE /2/users/{source_user_id}/following/{target_user_id}`: the caller unfollows the target.
pub(crate) fn unfollow(request: &Request<'_>) -> Result<Call, Failure> {
    params::check(request, &params::EDGE)?;
    let target = params::user(request, "target_user_id")?.into();
    params::own(request, "source_user_id")?;
    Ok(Call::new(Unfollow { target }, |done| wire::unfollowed(&done)).wanting(Wants::NOTHING))
}
