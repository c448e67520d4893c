//! Following, as far as blocks bear on it.

use block_graph::{Follow, Unfollow, Wants};
use dialect::{Call, Failure, Request};

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
