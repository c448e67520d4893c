//! lists/members/* and lists/memberships: who is on which list.

use block_graph::{AddMember, ListMembers, ListMemberships, Membership, Page, RemoveMember, ShowMember};
use dialect::{Call, Failure, Request};

use crate::lists::{LISTS, list_ref};
use crate::view::{Flavour, UserView};
use crate::{errors, params, wire};

/// People on a page, and at the most ([doc]).
const MEMBERS: (usize, usize) = (20, 5000);

/// `GET /1.1/lists/members.json`: the people on a list, without those between whom and the caller a block stands.
pub(crate) fn members(request: &Request<'_>) -> Result<Call, Failure> {
    let list = list_ref(request)?;
    let page = params::page(request, params::count(request, MEMBERS)?)?;
    let view = UserView::of_members(request, Flavour::Lookup);
    Ok(Call::new(ListMembers { list, page }, move |page| wire::user_page(&page, &view)).wanting(view.wants()))
}

/// `POST /1.1/lists/members/create.json`: puts somebody on a list of the caller's. Again is no error ([inferred]).
pub(crate) fn create(request: &Request<'_>) -> Result<Call, Failure> {
    let list = list_ref(request)?;
    let user = params::named(request).ok_or_else(errors::cannot_find_user)?;
    let view = UserView::within(request);
    let render = move |done: Membership| wire::list(&done.list, &view);
    Ok(Call::new(AddMember { list, user }, render).wanting(view.wants()))
}

/// `POST /1.1/lists/members/destroy.json`: takes somebody off it. Somebody who is not on it is 400/110 ([doc]).
pub(crate) fn destroy(request: &Request<'_>) -> Result<Call, Failure> {
    let list = list_ref(request)?;
    let user = params::named(request).ok_or_else(errors::cannot_find_user)?;
    let view = UserView::within(request);
    let render = move |done: Membership| {
        if done.changed { wire::list(&done.list, &view) } else { errors::not_to_be_removed() }
    };
    Ok(Call::new(RemoveMember { list, user }, render).wanting(view.wants()))
}

/// `GET /1.1/lists/members/show.json`: somebody who is on a list; 404/109 if they are not ([doc]).
pub(crate) fn show(request: &Request<'_>) -> Result<Call, Failure> {
    let list = list_ref(request)?;
    let user = params::named(request).ok_or_else(|| errors::parameter_missing("screen_name"))?;
    let view = UserView::new(request, Flavour::Lookup);
    let render = move |found: Membership| {
        if found.is_member { wire::user(&found.user, &view) } else { errors::not_a_member() }
    };
    Ok(Call::new(ShowMember { list, user }, render).wanting(view.wants()))
}

/// `GET /1.1/lists/memberships.json`: the lists that somebody is on; with `filter_to_owned_lists` the caller's own ones.
pub(crate) fn memberships(request: &Request<'_>) -> Result<Call, Failure> {
    let user = params::user_or_caller(request)?;
    let page = params::page(request, params::count(request, LISTS)?)?;
    let own = params::switch(request, "filter_to_owned_lists", false);
    let view = UserView::within(request);
    let render = move |mut page: Page<block_graph::ListCard>| {
        page.items.retain(|card| !own || card.owner.is_viewer);
        wire::list_page(&page, &view)
    };
    Ok(Call::new(ListMemberships { user, page }, render).wanting(view.wants()))
}
