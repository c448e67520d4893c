//! favorites/*: tweets that somebody likes.

use block_graph::{Like, ListLikes, PageRequest, Reacted, Unlike};
use dialect::{Call, Failure, Request};

use crate::timelines::TWEETS;
use crate::view::TweetView;
use crate::{errors, params, wire};

/// `POST /1.1/favorites/create.json`: likes the tweet that `id` names. Again is 403/139 ([recorded]).
pub(crate) fn create(request: &Request<'_>) -> Result<Call, Failure> {
    let post = params::post(request)?;
    let view = TweetView::new(request);
    let render = move |done: Reacted| {
        if done.changed { wire::own_tweet(&done.post, view) } else { errors::already_favorited() }
    };
    Ok(Call::new(Like { post }, render).wanting(view.user.wants()))
}

/// `POST /1.1/favorites/destroy.json`: takes the like back. A tweet that was not liked is 404/144 ([inferred]).
pub(crate) fn destroy(request: &Request<'_>) -> Result<Call, Failure> {
    let post = params::post(request)?;
    let view = TweetView::new(request);
    let render =
        move |done: Reacted| if done.changed { wire::own_tweet(&done.post, view) } else { errors::no_status() };
    Ok(Call::new(Unlike { post }, render).wanting(view.user.wants()))
}

/// `GET /1.1/favorites/list.json`: the tweets that somebody likes, the latest like first. `since_id` and `max_id` are ids
/// of tweets ([doc]), while the graph orders likes by when they were given: with a bound all likes are read and those
/// outside it left out.
pub(crate) fn list(request: &Request<'_>) -> Result<Call, Failure> {
    let user = params::user_or_caller(request)?;
    let range = params::range(request, TWEETS)?;
    let bounded = range.above.is_some() || range.below.is_some();
    let page = if bounded { PageRequest::EVERYTHING } else { PageRequest::first(range.size) };
    let view = TweetView::new(request);
    let render = move |page: block_graph::Page<block_graph::PostCard>| {
        let mut liked = page.items;
        liked.retain(|card| {
            let id = card.post.id;
            range.above.is_none_or(|above| id > above) && range.below.is_none_or(|below| id < below)
        });
        liked.truncate(range.size);
        wire::tweets(&liked, view)
    };
    Ok(Call::new(ListLikes { user, page }, render).wanting(view.user.wants()))
}
