//! Reposts: repeating a post and taking it back, and who repeated it.

use block_graph::{ListReposters, Repost, Unrepost, Wants};
use dialect::{Call, Failure, Request};

use crate::cursors::Tokens;
use crate::fields::View;
use crate::{body, params, wire};

/// `POST /2/users/{id}/retweets`: the caller repeats `tweet_id` of the body.
pub(crate) fn repost(request: &Request<'_>) -> Result<Call, Failure> {
    params::check(request, &params::ID_ONLY)?;
    let post = body::post(request)?;
    params::own(request, "id")?;
    Ok(Call::new(Repost { post }, |done| wire::reposted(&done)).wanting(Wants::NOTHING))
}

/// `DELETE /2/users/{id}/retweets/{source_tweet_id}`: the caller takes their repost of the post back.
pub(crate) fn unrepost(request: &Request<'_>) -> Result<Call, Failure> {
    params::check(request, &params::REPOST)?;
    let post = params::post(request, "source_tweet_id")?;
    params::own(request, "id")?;
    Ok(Call::new(Unrepost { post }, |_| wire::unreposted()).wanting(Wants::NOTHING))
}

/// `GET /2/tweets/{id}/retweeted_by`: one page of the people who reposted a post.
pub(crate) fn reposters(request: &Request<'_>) -> Result<Call, Failure> {
    params::check(request, &params::REPOSTERS)?;
    let post = params::post(request, "id")?;
    let (page, bound) = params::page(request, Tokens::Reposters);
    let view = View::read(request);
    Ok(Call::new(ListReposters { post, page }, move |page| wire::page(&page, bound, &view)).wanting(view.wants()))
}
