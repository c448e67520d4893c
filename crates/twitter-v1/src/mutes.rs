//! mutes/users/*: whom the caller mutes.

use block_graph::{List, Mute, Toggled, Unmute};
use dialect::{Call, Failure, Request};

use crate::view::{Flavour, UserView};
use crate::{collections, errors, params, wire};

/// `POST /1.1/mutes/users/create.json`: mutes the person named by `user_id` or `screen_name`.
pub(crate) fn create(request: &Request<'_>) -> Result<Call, Failure> {
    let target = params::user(request)?;
    let view = UserView::new(request, Flavour::Write);
    Ok(Call::new(Mute { target }, move |done| wire::written(&done, &view)).wanting(view.wants()))
}

/// `POST /1.1/mutes/users/destroy.json`: unmutes them. Somebody who is not muted is 403/272 ([doc], [client]).
pub(crate) fn destroy(request: &Request<'_>) -> Result<Call, Failure> {
    let target = params::user(request)?;
    let view = UserView::new(request, Flavour::Write);
    let render = move |done: Toggled| {
        if done.changed() { wire::written(&done, &view) } else { errors::not_muting() }
    };
    Ok(Call::new(Unmute { target }, render).wanting(view.wants()))
}

/// `GET /1.1/mutes/users/list.json`: whom the caller mutes.
pub(crate) fn list(request: &Request<'_>) -> Result<Call, Failure> {
    collections::people(request, List::Muted, collections::MUTED_PER_PAGE)
}

/// `GET /1.1/mutes/users/ids.json`: the ids of whom the caller mutes.
pub(crate) fn ids(request: &Request<'_>) -> Result<Call, Failure> {
    collections::ids(request, List::Muted)
}
