//! The cursored collections that the caller owns: of people, and of their ids.

use block_graph::{List, ListIds, ListUsers};
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

/// One page of the people on the caller's list.
pub(crate) fn people(request: &Request<'_>, list: List, size: usize) -> Result<Call, Failure> {
    let owner = params::caller(request)?;
    let page = params::page(request, size)?;
    let view = UserView::new(request, Flavour::List);
    Ok(Call::new(ListUsers { owner, list, page }, move |page| wire::user_page(&page, &view)).wanting(view.wants()))
}

/// One page of the ids of the people on the caller's list; as strings with `stringify_ids` ([recorded]).
pub(crate) fn ids(request: &Request<'_>, list: List) -> Result<Call, Failure> {
    let owner = params::caller(request)?;
    let page = params::page(request, IDS_PER_PAGE)?;
    let stringify = params::switch(request, "stringify_ids", false);
    Ok(Call::new(ListIds { owner, list, page }, move |page| wire::id_page(&page, stringify)))
}
