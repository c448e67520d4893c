//! blocks/*: whom the caller blocks.

use block_graph::{Block, List, Unblock};
use dialect::{Call, Failure, Request};

use crate::view::{Flavour, UserView};
use crate::{collections, params, wire};

/// `POST /1.1/blocks/create.json`: blocks the person named by `user_id`, `screen_name` or `id`.
pub(crate) fn create(request: &Request<'_>) -> Result<Call, Failure> {
    let target = params::user(request)?;
    let view = UserView::new(request, Flavour::Write);
    Ok(Call::new(Block { target }, move |done| wire::written(&done, &view)).wanting(view.wants()))
}

/// `POST /1.1/blocks/destroy.json`: unblocks them. Somebody who is not blocked is no error ([inferred], [client]).
pub(crate) fn destroy(request: &Request<'_>) -> Result<Call, Failure> {
    let target = params::user(request)?;
    let view = UserView::new(request, Flavour::Write);
    Ok(Call::new(Unblock { target }, move |done| wire::written(&done, &view)).wanting(view.wants()))
}

/// `GET /1.1/blocks/list.json`: whom the caller blocks.
pub(crate) fn list(request: &Request<'_>) -> Result<Call, Failure> {
    collections::people(request, List::Blocked, collections::BLOCKED_PER_PAGE)
}

/// `GET /1.1/blocks/ids.json`: the ids of whom the caller blocks.
pub(crate) fn ids(request: &Request<'_>) -> Result<Call, Failure> {
    collections::ids(request, List::Blocked)
}
