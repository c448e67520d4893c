//! users/*: people, and reports of spam.

use block_graph::{LookUpUsers, ReportSpam, SearchUsers, ShowUser};
use dialect::{Call, Failure, Request};

use crate::view::{Flavour, UserView};
use crate::{errors, params, wire};

/// People on a page of a search, and at the most ([doc]).
const FOUND: (usize, usize) = (20, 20);
/// Nobody is found beyond the thousandth ([doc]).
const MOST_FOUND: usize = 1000;

/// `GET /1.1/users/show.json`: one person. Being blocked by them is no error; their status is then left out.
pub(crate) fn show(request: &Request<'_>) -> Result<Call, Failure> {
    let user = params::user(request)?;
    let view = UserView::new(request, Flavour::Show);
    Ok(Call::new(ShowUser { user }, move |card| wire::user(&card, &view)).wanting(view.wants()))
}

/// `GET /1.1/users/lookup.json`, also POST: up to a hundred people. Those not found are left out; nobody found is 404/17
/// ([recorded]).
pub(crate) fn lookup(request: &Request<'_>) -> Result<Call, Failure> {
    let users = params::people(request)?;
    let view = UserView::new(request, Flavour::Lookup);
    let render = move |found: Vec<_>| {
        if found.iter().any(Result::is_ok) { wire::users(&found, &view) } else { errors::no_user_matches() }
    };
    Ok(Call::new(LookUpUsers { users }, render).wanting(view.wants()))
}

/// `POST /1.1/users/report_spam.json`: reports somebody and, unless `perform_block` says no, blocks them ([doc]).
pub(crate) fn report_spam(request: &Request<'_>) -> Result<Call, Failure> {
    let target = params::user(request)?;
    let block = params::switch(request, "perform_block", true);
    let view = UserView::new(request, Flavour::Write);
    Ok(Call::new(ReportSpam { target, block }, move |done| wire::written(&done, &view)).wanting(view.wants()))
}

/// `GET /1.1/users/search.json`: people found by `q`, the `page`th `count` of them. Nobody found is an empty answer. The
/// caller finds nobody they block and nobody who blocks them: the graph sees to that.
pub(crate) fn search(request: &Request<'_>) -> Result<Call, Failure> {
    let query = params::value(request, "q").ok_or_else(errors::query_missing)?.to_owned();
    let size = params::count(request, FOUND)?;
    let page = params::whole(request, "page")?.map_or(1, |page| usize::try_from(page).unwrap_or_default().max(1));
    let skipped = (page - 1).saturating_mul(size).min(MOST_FOUND);
    let limit = (skipped + size).min(MOST_FOUND);
    let view = UserView::new(request, Flavour::Lookup);
    let render = move |found: Vec<_>| wire::users(found.get(skipped..).unwrap_or_default(), &view);
    Ok(Call::new(SearchUsers { query, limit }, render).wanting(view.wants()))
}
