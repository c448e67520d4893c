//! Following: two writes, and who follows whom.

use block_graph::{Follow, List, ListIds, ListUsers, PageRequest, Unfollow, Wants};
use dialect::{Call, Failure, Request};

use crate::params::Paging;
use crate::{params, wire};

/// `POST users/{user_id}/follow` (and PUT): the caller follows somebody. Answers with the person followed.
pub(crate) fn create(request: &Request<'_>) -> Result<Call, Failure> {
    let target = params::user(request)?;
    let view = wire::View::of(request);
    Ok(Call::new(Follow { target }, move |done| wire::target(&done, view)).wanting(Wants::RELATION))
}

/// `DELETE users/{user_id}/follow`: the caller stops following somebody. Answers with that person.
pub(crate) fn destroy(request: &Request<'_>) -> Result<Call, Failure> {
    let target = params::user(request)?;
    let view = wire::View::of(request);
    Ok(Call::new(Unfollow { target }, move |done| wire::target(&done, view)).wanting(Wants::RELATION))
}

/// `GET users/{user_id}/following`: whom somebody follows, the latest first.
pub(crate) fn following(request: &Request<'_>) -> Result<Call, Failure> {
    people(request, List::Following)
}

/// `GET users/{user_id}/followers`: who follows somebody, the latest first.
pub(crate) fn followers(request: &Request<'_>) -> Result<Call, Failure> {
    people(request, List::Followers)
}

/// `GET users/{user_id}/following/ids`: the same people's ids, all of them.
pub(crate) fn following_ids(request: &Request<'_>) -> Result<Call, Failure> {
    ids(request, List::Following)
}

/// `GET users/{user_id}/followers/ids`: the same people's ids, all of them.
pub(crate) fn follower_ids(request: &Request<'_>) -> Result<Call, Failure> {
    ids(request, List::Followers)
}

fn people(request: &Request<'_>, list: List) -> Result<Call, Failure> {
    let (owner, page) = (params::user(request)?, params::page(request)?);
    let view = wire::View::of(request);
    let list = ListUsers { owner, list, page };
    Ok(Call::new(list, move |found| wire::list(&found, Paging::Page(page), view)).wanting(Wants::RELATION))
}

/// These lists never had pages ([recorded]: 2853 ids at once).
fn ids(request: &Request<'_>, list: List) -> Result<Call, Failure> {
    let owner = params::user(request)?;
    let view = wire::View::of(request);
    let list = ListIds { owner, list, page: PageRequest::EVERYTHING };
    Ok(Call::new(list, move |found| wire::ids(&found, view)).wanting(Wants::NOTHING))
}
