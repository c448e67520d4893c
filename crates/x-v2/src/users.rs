//! Looking people up: the caller, one or many, by id, by username or by a part of their name.

use block_graph::{LookUpUsers, SearchUsers, ShowUser, UserRef, WhoAmI};
use dialect::{Call, Failure, Request};

use crate::fields::View;
use crate::params::PAGE;
use crate::{errors, params, wire};

/// `GET /2/users/me`: the caller. The only place where a confirmed address is shown ([doc]).
pub(crate) fn me(request: &Request<'_>) -> Result<Call, Failure> {
    params::check(request, &params::ME)?;
    let view = View::of_caller(request);
    let call = Call::new(WhoAmI, move |identity| match &identity.user {
        Some(card) => wire::user(card, &view),
        None => errors::user_needed(),
    });
    Ok(call.wanting(view.wants()))
}

/// `GET /2/users/{id}`: one person.
pub(crate) fn by_id(request: &Request<'_>) -> Result<Call, Failure> {
    params::check(request, &params::BY_ID)?;
    let user = params::user(request, "id")?.into();
    Ok(show(user, View::read(request)))
}

/// `GET /2/users/by/username/{username}`: one person.
pub(crate) fn by_username(request: &Request<'_>) -> Result<Call, Failure> {
    params::check(request, &params::BY_USERNAME)?;
    let user = UserRef::name(request.path_param("username").unwrap_or_default());
    Ok(show(user, View::read(request)))
}

/// `GET /2/users?ids=`: up to 100 people, in the order of the request.
pub(crate) fn by_ids(request: &Request<'_>) -> Result<Call, Failure> {
    params::check(request, &params::BY_IDS)?;
    Ok(look_up(params::ids(request), "ids", View::read(request)))
}

/// `GET /2/users/by?usernames=`: up to 100 people, in the order of the request.
pub(crate) fn by_usernames(request: &Request<'_>) -> Result<Call, Failure> {
    params::check(request, &params::BY_USERNAMES)?;
    Ok(look_up(params::usernames(request), "usernames", View::read(request)))
}

/// `GET /2/users/search`: people whose username or name fits, in one page.
pub(crate) fn search(request: &Request<'_>) -> Result<Call, Failure> {
    params::check(request, &params::SEARCH)?;
    let query = request.query.get("query").unwrap_or_default().to_owned();
    let view = View::read(request);
    let search = SearchUsers { query, limit: params::size(request, PAGE) };
    Ok(Call::new(search, move |found| wire::found(&found, &view)).wanting(view.wants()))
}

fn show(user: UserRef, view: View) -> Call {
    Call::new(ShowUser { user }, move |card| wire::user(&card, &view)).wanting(view.wants())
}

fn look_up(users: Vec<UserRef>, parameter: &'static str, view: View) -> Call {
    Call::new(LookUpUsers { users }, move |found| wire::users(&found, parameter, &view)).wanting(view.wants())
}
