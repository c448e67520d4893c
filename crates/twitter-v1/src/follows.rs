//! friends/* and followers/*: whom somebody follows, and who follows them, the latest follow first ([doc]).

use block_graph::List;
use dialect::{Call, Failure, Request};

use crate::collections::{self, IDS_PER_PAGE};
use crate::params;
use crate::view::{Flavour, UserView};

/// People on a page, and at the most ([doc]).
const PEOPLE: (usize, usize) = (20, 200);

/// `GET /1.1/friends/ids.json`: the ids of those whom somebody follows.
pub(crate) fn friends_ids(request: &Request<'_>) -> Result<Call, Failure> {
    ids(request, List::Following)
}

/// `GET /1.1/followers/ids.json`: the ids of those who follow somebody.
pub(crate) fn followers_ids(request: &Request<'_>) -> Result<Call, Failure> {
    ids(request, List::Followers)
}

/// `GET /1.1/friends/list.json`: those whom somebody follows.
pub(crate) fn friends_list(request: &Request<'_>) -> Result<Call, Failure> {
    people(request, List::Following)
}

/// `GET /1.1/followers/list.json`: those who follow somebody.
pub(crate) fn followers_list(request: &Request<'_>) -> Result<Call, Failure> {
    people(request, List::Followers)
}

fn ids(request: &Request<'_>, list: List) -> Result<Call, Failure> {
    let size = params::count(request, (IDS_PER_PAGE, IDS_PER_PAGE))?;
    collections::ids_of(request, params::user_or_caller(request)?, list, size)
}

fn people(request: &Request<'_>, list: List) -> Result<Call, Failure> {
    let owner = params::user_or_caller(request)?;
    let page = params::page(request, params::count(request, PEOPLE)?)?;
    Ok(collections::users(owner, list, page, UserView::of_members(request, Flavour::Follows)))
}
