//! Looking people up.

use block_graph::{LookUpUsers, SearchUsers, ShowUser, Wants};
use dialect::{Call, Failure, Request};

use crate::{params, wire};

/// `GET users/{user_id}`: one person, to anybody who asks.
pub(crate) fn show(request: &Request<'_>) -> Result<Call, Failure> {
    let user = params::user(request)?;
    let view = wire::View::of(request);
    Ok(Call::new(ShowUser { user }, move |found| wire::user(&found, view)).wanting(Wants::RELATION))
}

/// `GET users?ids=`: up to 200 people in the order asked for, those not found left out.
pub(crate) fn lookup(request: &Request<'_>) -> Result<Call, Failure> {
    let users = params::users(request)?;
    let view = wire::View::of(request);
    Ok(Call::new(LookUpUsers { users }, move |found| wire::users(&found, view)).wanting(Wants::RELATION))
}

/// `GET users/search?q=`: people whose username begins with the text or whose name holds it; of `@text` the first alone.
pub(crate) fn search(request: &Request<'_>) -> Result<Call, Failure> {
    let (query, limit) = (params::query(request)?, params::limit(request));
    let view = wire::View::of(request);
    Ok(Call::new(SearchUsers { query, limit }, move |found| wire::users(&found, view)).wanting(Wants::RELATION))
}
