//! lists/*: lists of people that somebody curates.

use block_graph::{
    CreateList, DeleteList, ListCard, ListId, ListOwned, ListRef, Page, PageRequest, ShowList, UpdateList,
};
use dialect::{Call, Failure, Request};

use crate::view::UserView;
use crate::{errors, params, wire};

/// Lists on a page, and at the most ([doc]).
pub(crate) const LISTS: (usize, usize) = (20, 1000);
/// What lists/list answers at the most ([doc]).
const MOST_LISTS: usize = 100;
/// Characters of a list's name ([doc]) and of its description ([doc], [recorded] refusal) at the most.
const MOST_NAME: usize = 25;
const MOST_DESCRIPTION: usize = 100;

/// `POST /1.1/lists/create.json`: makes a list with that `name`, public unless `mode` is `private`.
pub(crate) fn create(request: &Request<'_>) -> Result<Call, Failure> {
    let name = name(params::value(request, "name").ok_or_else(|| errors::parameter_missing("name"))?)?;
    let description = description(params::text(request, "description").unwrap_or_default())?;
    let private = mode(request).unwrap_or(false);
    Ok(told(CreateList { name, description, private }, request))
}

/// `POST /1.1/lists/update.json`: changes what is given of a list of the caller's.
pub(crate) fn update(request: &Request<'_>) -> Result<Call, Failure> {
    let list = list_ref(request)?;
    let name = params::value(request, "name").map(name).transpose()?;
    let description = params::text(request, "description").map(description).transpose()?;
    Ok(told(UpdateList { list, name, description, private: mode(request) }, request))
}

/// `POST /1.1/lists/destroy.json`: deletes a list of the caller's; told as it was.
pub(crate) fn destroy(request: &Request<'_>) -> Result<Call, Failure> {
    Ok(told(DeleteList { list: list_ref(request)? }, request))
}

/// `GET /1.1/lists/show.json`: one list.
pub(crate) fn show(request: &Request<'_>) -> Result<Call, Failure> {
    Ok(told(ShowList { list: list_ref(request)? }, request))
}

/// `GET /1.1/lists/list.json`: the lists somebody made, as a bare array ([doc]). Nobody subscribes to lists here.
pub(crate) fn list(request: &Request<'_>) -> Result<Call, Failure> {
    let user = params::user_or_caller(request)?;
    let view = UserView::within(request);
    let owned = ListOwned { user, page: PageRequest::first(MOST_LISTS) };
    Ok(Call::new(owned, move |page: Page<ListCard>| wire::lists(&page.items, &view)).wanting(view.wants()))
}

/// `GET /1.1/lists/ownerships.json`: the lists somebody made, page by page.
pub(crate) fn ownerships(request: &Request<'_>) -> Result<Call, Failure> {
    let user = params::user_or_caller(request)?;
    let page = params::page(request, params::count(request, LISTS)?)?;
    let view = UserView::within(request);
    Ok(Call::new(ListOwned { user, page }, move |page| wire::list_page(&page, &view)).wanting(view.wants()))
}

/// A call that is answered with one list.
fn told<O: block_graph::Op<Out = ListCard>>(op: O, request: &Request<'_>) -> Call {
    let view = UserView::within(request);
    Call::new(op, move |card| wire::list(&card, &view)).wanting(view.wants())
}

/// The list that a request names: by `list_id`, or by `slug` and owner.
///
/// # Errors
/// 403/112 when it names none ([recorded] text), 404/34 when `list_id` is no number ([inferred]).
pub(crate) fn list_ref(request: &Request<'_>) -> Result<ListRef, Failure> {
    if let Some(id) = params::value(request, "list_id") {
        return ListId::parse(id.trim()).map(ListRef::Id).ok_or_else(|| errors::no_such_page().into());
    }
    match (params::value(request, "slug"), params::owner(request)) {
        (Some(slug), Some(owner)) => Ok(ListRef::Slug(owner, slug.to_lowercase().into())),
        _ => Err(errors::list_unnamed().into()),
    }
}

/// Whether the list is to be private, if the request says ([doc] `mode`).
fn mode(request: &Request<'_>) -> Option<bool> {
    params::value(request, "mode").map(|mode| mode.eq_ignore_ascii_case("private"))
}

/// A name begins with a letter and has up to 25 letters, digits, `-` and `_` ([doc]), and blanks ([recorded]).
fn name(name: &str) -> Result<String, Failure> {
    let name = name.trim();
    let fault = if name.is_empty() {
        "A list's name can't be blank."
    } else if name.chars().count() > MOST_NAME {
        "A list's name can't be this many characters long."
    } else if !name.starts_with(char::is_alphabetic) {
        "A list's name must start with a letter."
    } else if !name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | ' ')) {
        "A list's name can only have letters, numbers, spaces, \"-\" and \"_\"."
    } else {
        return Ok(name.to_owned());
    };
    Err(errors::list_invalid(fault).into())
}

fn description(description: &str) -> Result<String, Failure> {
    let description = description.trim();
    if description.chars().count() > MOST_DESCRIPTION {
        return Err(errors::list_invalid("A list's description can't be this many characters long.").into());
    }
    Ok(description.to_owned())
}
