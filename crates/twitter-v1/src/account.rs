//! account/*: the caller themselves.

use block_graph::{Identity, Wants, WhoAmI};
use dialect::{Call, Denial, Failure, Request};

use crate::view::{Flavour, UserView};
use crate::{errors, wire};

/// `GET /1.1/account/verify_credentials.json`: who the caller is.
pub(crate) fn verify_credentials(request: &Request<'_>) -> Result<Call, Failure> {
    let view = UserView::new(request, Flavour::Own);
    let path = request.path.to_owned();
    let render = move |identity: Identity| match &identity.user {
        Some(card) => wire::user(card, &view),
        None => errors::denial(&Denial::UserNeeded, &path),
    };
    Ok(Call::new(WhoAmI, render).wanting(view.wants()))
}

/// `GET /1.1/account/settings.json`: how the caller has set up their account, as far as the graph knows.
pub(crate) fn settings(request: &Request<'_>) -> Result<Call, Failure> {
    let path = request.path.to_owned();
    let render = move |identity: Identity| match &identity.user {
        Some(card) => wire::settings(&card.user),
        None => errors::denial(&Denial::UserNeeded, &path),
    };
    Ok(Call::new(WhoAmI, render).wanting(Wants::CARD))
}
