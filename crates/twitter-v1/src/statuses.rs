//! statuses/*: single tweets, read, written and deleted.

use block_graph::{CreatePost, DeletePost, Draft, LookUpPosts, PostId, ShowPost};
use dialect::{Call, Failure, Request};

use crate::view::TweetView;
use crate::{errors, params, wire};

/// Characters of a tweet at the most ([doc] since 2017); each counts as one here.
const MOST_CHARACTERS: usize = 280;

/// `GET /1.1/statuses/show.json`, also by path: the tweet that `id` names.
pub(crate) fn show(request: &Request<'_>) -> Result<Call, Failure> {
    let post = params::post(request)?;
    let view = TweetView::new(request);
    Ok(Call::new(ShowPost { post, even_blocked: false }, move |card| wire::tweet(&card, view))
        .wanting(view.user.wants()))
}

/// `GET /1.1/statuses/lookup.json`, also POST: up to a hundred tweets. Those not shown are left out; with `map` they are
/// null under their id ([doc]).
pub(crate) fn lookup(request: &Request<'_>) -> Result<Call, Failure> {
    let posts = params::posts(request)?;
    let map = params::switch(request, "map", false);
    let view = TweetView::new(request);
    let render =
        move |found: Vec<_>| if map { wire::tweet_map(&found, view) } else { wire::found_tweets(&found, view) };
    Ok(Call::new(LookUpPosts { posts, even_blocked: false }, render).wanting(view.user.wants()))
}

/// `POST /1.1/statuses/update.json`: tweets `status`, as a reply to `in_reply_to_status_id` and as a quote of the tweet
/// that `attachment_url` leads to. Media, places and the rest are taken and have no effect.
pub(crate) fn update(request: &Request<'_>) -> Result<Call, Failure> {
    let text = params::value(request, "status").map(str::trim).filter(|text| !text.is_empty());
    let text = text.ok_or_else(errors::status_missing)?.to_owned();
    if text.chars().count() > MOST_CHARACTERS {
        return Err(errors::status_too_long().into());
    }
    let reply_to = replied_to(request)?;
    let quote_of = params::value(request, "attachment_url").map(quoted).transpose()?;
    let view = TweetView::new(request);
    let draft = Draft { text, reply_to, quote_of, ..Draft::default() };
    Ok(Call::new(CreatePost { draft }, move |card| wire::tweet(&card, view)).wanting(view.user.wants()))
}

/// `POST /1.1/statuses/destroy/:id.json`: deletes a tweet or retweet of the caller's; told as it was.
pub(crate) fn destroy(request: &Request<'_>) -> Result<Call, Failure> {
    let post = params::post(request)?;
    let view = TweetView::new(request);
    Ok(Call::new(DeletePost { post }, move |card| wire::own_tweet(&card, view)).wanting(view.user.wants()))
}

/// The tweet that a new one replies to.
///
/// # Errors
/// 400/44 when it is no number ([inferred]).
pub(crate) fn replied_to(request: &Request<'_>) -> Result<Option<PostId>, Failure> {
    Ok(params::whole(request, "in_reply_to_status_id")?.map(PostId))
}

/// The tweet that an address leads to: `https://twitter.com/jack/status/20`.
fn quoted(address: &str) -> Result<PostId, Failure> {
    let id = address.split_once("://").and_then(|(_, rest)| {
        let path = rest.split(['?', '#']).next()?;
        let mut parts = path.trim_end_matches('/').rsplit('/');
        let id = parts.next().and_then(PostId::parse)?;
        matches!(parts.next()?, "status" | "statuses").then_some(id)
    });
    id.ok_or_else(|| errors::parameter_invalid("attachment_url").into())
}
