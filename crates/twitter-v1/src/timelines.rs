//! statuses/*_timeline: tweets in time, newest first.

use block_graph::{Feed, FeedFilter, ReadFeed};
use dialect::{Call, Failure, Request};

use crate::view::TweetView;
use crate::{params, wire};

/// Tweets on a page, and at the most ([doc]).
pub(crate) const TWEETS: (usize, usize) = (20, 200);

/// `GET /1.1/statuses/user_timeline.json`: what somebody tweets and retweets. Whom the caller mutes is not hidden where
/// they are asked for by name ([inferred]).
pub(crate) fn user(request: &Request<'_>) -> Result<Call, Failure> {
    let feed = Feed::By(params::user_or_caller(request)?);
    timeline(request, feed, FeedFilter { even_muted: true, ..FeedFilter::ALL })
}

/// `GET /1.1/statuses/home_timeline.json`: what the caller and those they follow tweet and retweet. Third parties'
/// retweets of somebody whom the caller blocks are shown ([doc]).
pub(crate) fn home(request: &Request<'_>) -> Result<Call, Failure> {
    params::caller(request)?;
    timeline(request, Feed::Home, FeedFilter { reposts_of_blocked: true, ..FeedFilter::ALL })
}

/// `GET /1.1/statuses/mentions_timeline.json`: what names the caller; nothing by somebody they block ([doc]).
pub(crate) fn mentions(request: &Request<'_>) -> Result<Call, Failure> {
    timeline(request, Feed::Mentioning(params::caller(request)?), FeedFilter::ALL)
}

/// One page of a timeline; without replies by `exclude_replies`, without retweets unless `include_rts` ([doc]).
fn timeline(request: &Request<'_>, feed: Feed, filter: FeedFilter) -> Result<Call, Failure> {
    let replies = !params::switch(request, "exclude_replies", false);
    let reposts = params::switch(request, "include_rts", true);
    let filter = FeedFilter { replies, reposts, ..filter };
    let range = params::range(request, TWEETS)?;
    let view = TweetView::new(request);
    Ok(Call::new(ReadFeed { feed, filter, range }, move |page| wire::tweets(&page.posts, view))
        .wanting(view.user.wants()))
}
