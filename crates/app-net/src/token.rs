//! What a caller may learn of their own token, how they end it, and what an app may learn of the tokens it was granted.

use std::sync::Arc;

use block_graph::{EndOwnToken, ListAuthorisers, ListTokens, Wants, WhoAmI};
use dialect::{Call, Denial, Failure, Request};

use crate::params::{self, Paging};
use crate::wire;

/// `GET token`: the app, the scopes and, of a person's token, the person.
pub(crate) fn show(request: &Request<'_>) -> Result<Call, Failure> {
    let view = wire::View::of(request);
    Ok(Call::new(WhoAmI {}, move |found| wire::token(&found, view)).wanting(Wants::CARD))
}

/// `DELETE token`: the caller's token ends. Answers with the token as it was.
pub(crate) fn destroy(request: &Request<'_>) -> Result<Call, Failure> {
    let view = wire::View::of(request);
    Ok(Call::new(EndOwnToken {}, move |ended| wire::token(&ended, view)).wanting(Wants::CARD))
}

/// `GET apps/me/tokens/user_ids`: everybody who authorised the app.
pub(crate) fn users(request: &Request<'_>) -> Result<Call, Failure> {
    let view = wire::View::of(request);
    Ok(Call::new(ListAuthorisers {}, move |found| wire::user_ids(&found, view)).wanting(Wants::NOTHING))
}

/// `GET apps/me/tokens`: a page of the tokens that people granted the app, the latest first, without their texts.
pub(crate) fn list(request: &Request<'_>) -> Result<Call, Failure> {
    let grant = request.caller.grant().ok_or(Failure::Denied(Denial::NoCredentials))?;
    let (app, page, view) = (Arc::clone(&grant.app), params::page(request)?, wire::View::of(request));
    let list = ListTokens { page };
    Ok(Call::new(list, move |found| wire::tokens(&found, &app, Paging::Page(page), view)).wanting(Wants::CARD))
}
