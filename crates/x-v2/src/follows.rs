//! Follows: following, which a protected account turns into a request, unfollowing, and who follows whom.

use block_graph::{Follow, List, ListUsers, Unfollow, UserRef, Wants};
use dialect::{Call, Failure, Request};

use crate::cursors::Tokens;
use crate::fields::View;
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

/// `GET /2/users/{id}/following`: one page of the people somebody follows, newest follow first.
pub(crate) fn following(request: &Request<'_>) -> Result<Call, Failure> {
    params::check(request, &params::FOLLOWING)?;
    let owner = params::user(request, "id")?;
    Ok(page(request, owner.into(), List::Following, Tokens::Following))
}

/// `GET /2/users/{id}/followers`: one page of the people who follow somebody, newest follow first.
pub(crate) fn followers(request: &Request<'_>) -> Result<Call, Failure> {
    params::check(request, &params::FOLLOWERS)?;
    let owner = params::user(request, "id")?;
    Ok(page(request, owner.into(), List::Followers, Tokens::Followers))
}

/// `GET /2/users/me/following`: as [`following`], of the caller.
pub(crate) fn my_following(request: &Request<'_>) -> Result<Call, Failure> {
    params::check(request, &params::MY_FOLLOWING)?;
    let owner = params::caller(request)?;
    Ok(page(request, owner.into(), List::Following, Tokens::Following))
}

/// `GET /2/users/me/followers`: as [`followers`], of the caller.
pub(crate) fn my_followers(request: &Request<'_>) -> Result<Call, Failure> {
    params::check(request, &params::MY_FOLLOWERS)?;
    let owner = params::caller(request)?;
    Ok(page(request, owner.into(), List::Followers, Tokens::Followers))
}

fn page(request: &Request<'_>, owner: UserRef, list: List, tokens: Tokens) -> Call {
    let (page, bound) = params::page(request, tokens);
    let view = View::read(request);
    Call::new(ListUsers { owner, list, page }, move |page| wire::page(&page, bound, &view)).wanting(view.wants())
}
