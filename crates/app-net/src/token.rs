//! What a caller may learn of their own token.

use block_graph::{Wants, WhoAmI};
use dialect::{Call, Failure, Request};

use crate::wire;

/// `GET token`: the app, the scopes and, of a person's token, the person.
pub(crate) fn show(request: &Request<'_>) -> Result<Call, Failure> {
    let view = wire::View::of(request);
    Ok(Call::new(WhoAmI {}, move |found| wire::token(&found, view)).wanting(Wants::CARD))
}
