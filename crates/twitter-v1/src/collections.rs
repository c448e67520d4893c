//! The cursored collections of people: whole, and their ids.

use block_graph::{List, ListIds, ListUsers, UserRef};
use dialect::{Call, Failure, Request};

use crate::view::{Flavour, UserView};
use crate::{params, wire};

/// People on a page of blocks/list. Nothing documents it; 20 is the documented default of the sibling friends/list, and
/// clients were tested with pages of 20 ([inferred]).
pub(crate) const BLOCKED_PER_PAGE: usize = 20;
/// People on a page of mutes/users/list ([recorded]).
pub(crate) const MUTED_PER_PAGE: usize = 50;
/// Ids on a page ([doc]).
pub(crate) const IDS_PER_PAGE: usize = 5000;

/// One page of the people on a list of the caller's own.
pub(crate) fn people(request: &Request<'_>, list: List, size: usize) -> Result<Call, Failure> {
    let owner = params::caller(request)?;
    Ok(users(owner, list, params::page(request, size)?, UserView::new(request, Flavour::List)))
}

/// One page of the people on somebody's list.
pub(crate) fn users(owner: UserRef, list: List, page: block_graph::PageRequest, view: UserView) -> Call {
    Call::new(ListUsers { owner, list, page }, move |page| wire::user_page(&page, &view)).wanting(view.wants())
}

/// One page of the ids of the people on a list of the caller's own.
pub(crate) fn ids(request: &Request<'_>, list: List) -> Result<Call, Failure> {
    ids_of(request, params::caller(request)?, list, IDS_PER_PAGE)
}

/// One page of `size` of the ids of the people on somebody's list; as strings with `stringify_ids` ([recorded]).
pub(crate) fn ids_of(request: &Request<'_>, owner: UserRef, list: List, size: usize) -> Result<Call, Failure> {
    let page = params::page(request, size)?;
    let stringify = params::switch(request, "stringify_ids", false);
    Ok(Call::new(ListIds { owner, list, page }, move |page| wire::id_page(&page, stringify)))
}
