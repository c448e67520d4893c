//! statuses/retweet and its relatives: tweets repeated by others.

use block_graph::{Feed, FeedFilter, ListReposters, Reacted, ReadFeed, Repost, Unrepost, Wants};
use dialect::{Call, Failure, Request};

use crate::view::TweetView;
use crate::{errors, params, wire};

/// Retweets, and retweeters, on a page and at the most ([doc]).
const RETWEETS: (usize, usize) = (100, 100);

/// `POST /1.1/statuses/retweet/:id.json`: retweets; the reply is the retweet with the tweet in it. Again is 403/327 ([doc]).
pub(crate) fn retweet(request: &Request<'_>) -> Result<Call, Failure> {
    let post = params::post(request)?;
    let view = TweetView::new(request);
    let render = move |done: Reacted| match &done.repost {
        _ if !done.changed => errors::already_retweeted(),
        Some(retweet) => wire::own_tweet(retweet, view),
        // A new repost always comes with its card; without one the engine has a defect.
        None => errors::broken(),
    };
    Ok(Call::new(Repost { post }, render).wanting(view.user.wants()))
}

/// `POST /1.1/statuses/unretweet/:id.json`: takes the caller's retweet back; the reply is the tweet. A tweet that was not
/// retweeted is no error ([inferred]).
pub(crate) fn unretweet(request: &Request<'_>) -> Result<Call, Failure> {
    let post = params::post(request)?;
    let view = TweetView::new(request);
    Ok(Call::new(Unrepost { post }, move |done| wire::own_tweet(&done.post, view)).wanting(view.user.wants()))
}

/// `GET /1.1/statuses/retweets/:id.json`: the latest retweets of a tweet.
pub(crate) fn retweets(request: &Request<'_>) -> Result<Call, Failure> {
    let feed = Feed::Reposting(params::post(request)?);
    let range = params::range(request, RETWEETS)?;
    let view = TweetView::new(request);
    let read = ReadFeed { feed, filter: FeedFilter::ALL, range };
    Ok(Call::new(read, move |page| wire::tweets(&page.posts, view)).wanting(view.user.wants()))
}

/// `GET /1.1/statuses/retweeters/ids.json`: the ids of those who retweeted a tweet.
pub(crate) fn retweeters(request: &Request<'_>) -> Result<Call, Failure> {
    let post = params::post(request)?;
    let page = params::page(request, params::count(request, RETWEETS)?)?;
    let stringify = params::switch(request, "stringify_ids", false);
    let render = move |page: block_graph::Page<block_graph::UserCard>| {
        let ids = page.items.iter().map(|card| card.user.id).collect();
        wire::id_page(&page.with_items(ids).into(), stringify)
    };
    Ok(Call::new(ListReposters { post, page }, render).wanting(Wants::CARD))
}
