//! Feeds: what somebody writes, what names them, the caller's home timeline, and what quotes a post.

use block_graph::{Feed, FeedFilter, ReadFeed};
use dialect::{Call, Failure, Request};

use crate::cursors::Tokens;
use crate::fields::View;
use crate::params::{FEED, PAGE};
use crate::{params, wire};

/// `GET /2/users/{id}/tweets`: what somebody writes and reposts.
pub(crate) fn by_user(request: &Request<'_>) -> Result<Call, Failure> {
    params::check(request, &params::USER_POSTS)?;
    let user = params::user(request, "id")?;
    Ok(read(request, Feed::By(user.into()), asked_for(request), Tokens::Posts, FEED))
}

/// `GET /2/users/{id}/mentions`: what names somebody.
pub(crate) fn mentions(request: &Request<'_>) -> Result<Call, Failure> {
    params::check(request, &params::MENTIONS)?;
    let user = params::user(request, "id")?;
    Ok(read(request, Feed::Mentioning(user.into()), FeedFilter::ALL, Tokens::Mentions, FEED))
}

/// `GET /2/users/{id}/timelines/reverse_chronological`: what the caller and those they follow write and repost.
pub(crate) fn home(request: &Request<'_>) -> Result<Call, Failure> {
    params::check(request, &params::HOME)?;
    params::own(request, "id")?;
    Ok(read(request, Feed::Home, params::filter(request), Tokens::Home, PAGE))
}

/// `GET /2/tweets/{id}/quote_tweets`: what quotes a post.
pub(crate) fn quotes(request: &Request<'_>) -> Result<Call, Failure> {
    params::check(request, &params::QUOTES)?;
    let post = params::post(request, "id")?;
    Ok(read(request, Feed::Quoting(post), asked_for(request), Tokens::Quotes, FEED))
}

/// What is shown of a feed that was asked for by somebody's or some post's name: mutes keep a home timeline tidy and
/// mean nothing here ([inferred]).
fn asked_for(request: &Request<'_>) -> FeedFilter {
    FeedFilter { even_muted: true, ..params::filter(request) }
}

fn read(request: &Request<'_>, feed: Feed, filter: FeedFilter, tokens: Tokens, size: usize) -> Call {
    let (range, bound) = (params::range(request, tokens, size), params::bound(request, tokens));
    let turned = request.query.get("pagination_token").is_some();
    let view = View::read(request);
    let feed = ReadFeed { feed, filter, range };
    Call::new(feed, move |page| wire::feed(&page, bound, turned, &view)).wanting(view.wants())
}
