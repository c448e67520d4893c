//! friendships/*: whom the caller follows, and how two people stand to each other.

use block_graph::{
    Follow, HideReposts, List, ListIds, LookUpUsers, PageRequest, ShowRelation, ShowReposts, Toggled, Unfollow,
    UserRef, Wants,
};
use dialect::{Call, Denial, Failure, Request};

use crate::view::{Flavour, UserView};
use crate::{collections, errors, params, wire};

/// `POST /1.1/friendships/create.json`: follows the person named, or asks to if they are protected. Asking again is
/// 403/160 ([recorded]); following again is 200 ([doc]). Naming nobody is 403/108 ([recorded]).
pub(crate) fn create(request: &Request<'_>) -> Result<Call, Failure> {
    let target = params::person(request).ok_or_else(errors::cannot_find_user)?;
    let view = UserView::new(request, Flavour::Write);
    let render = move |done: Toggled| match &done.target {
        Some(card) if done.after.request_sent && !done.changed() => errors::already_requested(card.user.username()),
        _ => wire::written(&done, &view),
    };
    Ok(Call::new(Follow { target }, render).wanting(view.wants()))
}

/// `POST /1.1/friendships/destroy.json`: unfollows them, or takes the request back. Somebody who is not followed is no
/// error ([inferred]).
pub(crate) fn destroy(request: &Request<'_>) -> Result<Call, Failure> {
    let target = params::user(request)?;
    let view = UserView::new(request, Flavour::Write);
    Ok(Call::new(Unfollow { target }, move |done| wire::written(&done, &view)).wanting(view.wants()))
}

/// `GET /1.1/friendships/show.json`: how a source, the caller if not named, and a target stand to each other.
pub(crate) fn show(request: &Request<'_>) -> Result<Call, Failure> {
    let (source, target) = (params::source(request), params::target(request)?);
    Ok(Call::new(ShowRelation { source, target }, |found| wire::relationship(&found)).wanting(Wants::RELATION))
}

/// `GET /1.1/friendships/lookup.json`: how the caller stands to up to a hundred people. Those not found are left out;
/// an empty answer is no error ([client], [inferred]).
pub(crate) fn lookup(request: &Request<'_>) -> Result<Call, Failure> {
    let users = params::people(request)?;
    Ok(Call::new(LookUpUsers { users }, |found| wire::connections(&found)).wanting(Wants::RELATION))
}

/// `POST /1.1/friendships/update.json`: whether the caller sees what somebody retweets, by `retweets`. `device` is taken
/// and has no effect: there are no devices to notify. Without `retweets` nothing changes and the relation is told.
pub(crate) fn update(request: &Request<'_>) -> Result<Call, Failure> {
    let target = params::user(request)?;
    let caller = request.caller.user().ok_or(Denial::UserNeeded)?;
    let render = move |done: Toggled| wire::updated_relationship(caller, &done);
    let call = match params::value(request, "retweets") {
        None => {
            let source = Some(UserRef::Id(caller));
            Call::new(ShowRelation { source, target }, |found| wire::relationship(&found))
        }
        Some(_) if params::switch(request, "retweets", true) => Call::new(ShowReposts { target }, render),
        Some(_) => Call::new(HideReposts { target }, render),
    };
    Ok(call.wanting(Wants::RELATION))
}

/// `GET /1.1/friendships/incoming.json`: the ids of those who asked to follow the caller.
pub(crate) fn incoming(request: &Request<'_>) -> Result<Call, Failure> {
    collections::ids(request, List::RequestsReceived)
}

/// `GET /1.1/friendships/outgoing.json`: the ids of those whom the caller asked to follow.
pub(crate) fn outgoing(request: &Request<'_>) -> Result<Call, Failure> {
    collections::ids(request, List::RequestsSent)
}

/// `GET /1.1/friendships/no_retweets/ids.json`: the ids of those whose retweets the caller does not want to see, all at
/// once ([doc]: a bare array, no cursors).
pub(crate) fn no_retweets(request: &Request<'_>) -> Result<Call, Failure> {
    let owner = params::caller(request)?;
    let stringify = params::switch(request, "stringify_ids", false);
    let all = ListIds { owner, list: List::RepostsHidden, page: PageRequest::EVERYTHING };
    Ok(Call::new(all, move |page| wire::ids(&page, stringify)))
}
