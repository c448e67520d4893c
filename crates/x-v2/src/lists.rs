//! Curated lists: made, changed, filled and read.

use block_graph::{
    AddMember, DeleteList, ListId, ListMembers, ListMemberships, ListOwned, ListRef, RemoveMember, ShowList, Wants,
};
use dialect::{Call, Failure, Request};

use crate::cursors::Tokens;
use crate::fields::View;
use crate::{body, params, wire};

/// `POST /2/lists`: the caller makes a list.
pub(crate) fn create(request: &Request<'_>) -> Result<Call, Failure> {
    params::check(request, &params::NONE)?;
    Ok(Call::new(body::list(request)?, |card| wire::listed(&card)).wanting(Wants::NOTHING))
}

/// `PUT /2/lists/{id}`: the caller changes a list of theirs.
pub(crate) fn update(request: &Request<'_>) -> Result<Call, Failure> {
    params::check(request, &params::ID_ONLY)?;
    let revision = body::revision(request, id(request)?)?;
    Ok(Call::new(revision, |_| wire::updated()).wanting(Wants::NOTHING))
}

/// `DELETE /2/lists/{id}`: the caller deletes a list of theirs.
pub(crate) fn delete(request: &Request<'_>) -> Result<Call, Failure> {
    params::check(request, &params::ID_ONLY)?;
    let list = named(request)?;
    Ok(Call::new(DeleteList { list }, |_| wire::deleted()).wanting(Wants::NOTHING))
}

/// `GET /2/lists/{id}`: one list.
pub(crate) fn show(request: &Request<'_>) -> Result<Call, Failure> {
    params::check(request, &params::LIST)?;
    let list = named(request)?;
    let view = View::read(request);
    Ok(Call::new(ShowList { list }, move |card| wire::list(&card, &view)).wanting(view.wants()))
}

/// `POST /2/lists/{id}/members`: the caller puts `user_id` of the body on a list of theirs.
pub(crate) fn add(request: &Request<'_>) -> Result<Call, Failure> {
    params::check(request, &params::ID_ONLY)?;
    let user = body::member(request)?;
    let list = named(request)?;
    Ok(Call::new(AddMember { list, user }, |done| wire::member(&done)).wanting(Wants::NOTHING))
}

/// `DELETE /2/lists/{id}/members/{user_id}`: the caller takes somebody off a list of theirs.
pub(crate) fn remove(request: &Request<'_>) -> Result<Call, Failure> {
    params::check(request, &params::MEMBER)?;
    let user = params::user(request, "user_id")?.into();
    let list = named(request)?;
    Ok(Call::new(RemoveMember { list, user }, |done| wire::member(&done)).wanting(Wants::NOTHING))
}

/// `GET /2/lists/{id}/members`: one page of the people on a list, the latest added first.
pub(crate) fn members(request: &Request<'_>) -> Result<Call, Failure> {
    params::check(request, &params::MEMBERS)?;
    let list = named(request)?;
    let (page, bound) = params::page(request, Tokens::Members);
    let view = View::read(request);
    Ok(Call::new(ListMembers { list, page }, move |page| wire::page(&page, bound, &view)).wanting(view.wants()))
}

/// `GET /2/users/{id}/owned_lists`: one page of the lists that somebody made, the latest first.
pub(crate) fn owned(request: &Request<'_>) -> Result<Call, Failure> {
    params::check(request, &params::OWNED)?;
    let user = params::user(request, "id")?.into();
    let (page, bound) = params::page(request, Tokens::Owned);
    let view = View::read(request);
    Ok(Call::new(ListOwned { user, page }, move |page| wire::lists(&page, bound, &view)).wanting(view.wants()))
}

/// `GET /2/users/{id}/list_memberships`: one page of the lists that somebody is on, the latest first.
pub(crate) fn memberships(request: &Request<'_>) -> Result<Call, Failure> {
    params::check(request, &params::MEMBERSHIPS)?;
    let user = params::user(request, "id")?.into();
    let (page, bound) = params::page(request, Tokens::Memberships);
    let view = View::read(request);
    Ok(Call::new(ListMemberships { user, page }, move |page| wire::lists(&page, bound, &view)).wanting(view.wants()))
}

fn id(request: &Request<'_>) -> Result<ListId, Failure> {
    params::id(request, "id").map(ListId)
}

fn named(request: &Request<'_>) -> Result<ListRef, Failure> {
    id(request).map(ListRef::Id)
}
