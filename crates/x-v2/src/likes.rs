//! Likes: liking a post and taking it back, what somebody likes and who likes a post.

use block_graph::{Like, ListLikers, ListLikes, Unlike, Wants};
use dialect::{Call, Failure, Request};

use crate::cursors::Tokens;
use crate::fields::View;
use crate::{body, params, wire};

/// `POST /2/users/{id}/likes`: the caller likes `tweet_id` of the body.
pub(crate) fn like(request: &Request<'_>) -> Result<Call, Failure> {
    params::check(request, &params::ID_ONLY)?;
    let post = body::post(request)?;
    params::own(request, "id")?;
    Ok(Call::new(Like { post }, |done| wire::liked(&done)).wanting(Wants::NOTHING))
}

/// `DELETE /2/users/{id}/likes/{tweet_id}`: the caller no longer likes the post.
pub(crate) fn unlike(request: &Request<'_>) -> Result<Call, Failure> {
    params::check(request, &params::LIKE)?;
    let post = params::post(request, "tweet_id")?;
    params::own(request, "id")?;
    Ok(Call::new(Unlike { post }, |done| wire::liked(&done)).wanting(Wants::NOTHING))
}

/// `GET /2/users/{id}/liked_tweets`: one page of the posts that somebody likes, the latest like first.
pub(crate) fn liked(request: &Request<'_>) -> Result<Call, Failure> {
    params::check(request, &params::LIKED)?;
    let user = params::user(request, "id")?.into();
    let (page, bound) = params::page(request, Tokens::Liked);
    let view = View::read(request);
    Ok(Call::new(ListLikes { user, page }, move |page| wire::post_page(&page, bound, &view)).wanting(view.wants()))
}

/// `GET /2/tweets/{id}/liking_users`: one page of the people who like a post.
pub(crate) fn likers(request: &Request<'_>) -> Result<Call, Failure> {
    params::check(request, &params::LIKERS)?;
    let post = params::post(request, "id")?;
    let (page, bound) = params::page(request, Tokens::Likers);
    let view = View::read(request);
    Ok(Call::new(ListLikers { post, page }, move |page| wire::page(&page, bound, &view)).wanting(view.wants()))
}
