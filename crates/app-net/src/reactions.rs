//! Stars and reposts: made, taken back, and who made them.

use block_graph::{Like, ListLikers, ListLikes, ListReposters, Repost, Unlike, Unrepost, Wants};
use dialect::{Call, Failure, Request};

use crate::params::Paging;
use crate::{params, wire};

/// `POST posts/{post_id}/repost` (and PUT): the caller repeats a post. Answers with the repost.
pub(crate) fn repost(request: &Request<'_>) -> Result<Call, Failure> {
    let post = params::post(request)?;
    let view = wire::View::of(request);
    Ok(Call::new(Repost { post }, move |done| wire::repost(done.repost.as_ref(), view)).wanting(Wants::RELATION))
}

/// `DELETE posts/{post_id}/repost`: the caller takes their repost back. Answers with the post that was repeated.
pub(crate) fn unrepost(request: &Request<'_>) -> Result<Call, Failure> {
    let post = params::post(request)?;
    let view = wire::View::of(request);
    Ok(Call::new(Unrepost { post }, move |done| wire::post(&done.post, view)).wanting(Wants::RELATION))
}

/// `POST posts/{post_id}/star`: the caller stars a post. Answers with it.
pub(crate) fn star(request: &Request<'_>) -> Result<Call, Failure> {
    let post = params::post(request)?;
    let view = wire::View::of(request);
    Ok(Call::new(Like { post }, move |done| wire::post(&done.post, view)).wanting(Wants::RELATION))
}

/// `DELETE posts/{post_id}/star`: the caller takes their star back. Answers with the post.
pub(crate) fn unstar(request: &Request<'_>) -> Result<Call, Failure> {
    let post = params::post(request)?;
    let view = wire::View::of(request);
    Ok(Call::new(Unlike { post }, move |done| wire::post(&done.post, view)).wanting(Wants::RELATION))
}

/// `GET posts/{post_id}/reposters`: who reposted a post, the latest first.
pub(crate) fn reposters(request: &Request<'_>) -> Result<Call, Failure> {
    let (post, page) = (params::post(request)?, params::page(request)?);
    let view = wire::View::of(request);
    let list = ListReposters { post, page };
    Ok(Call::new(list, move |found| wire::list(&found, Paging::Page(page), view)).wanting(Wants::RELATION))
}

/// `GET posts/{post_id}/stars`: who starred a post, the latest first.
pub(crate) fn starrers(request: &Request<'_>) -> Result<Call, Failure> {
    let (post, page) = (params::post(request)?, params::page(request)?);
    let view = wire::View::of(request);
    let list = ListLikers { post, page };
    Ok(Call::new(list, move |found| wire::list(&found, Paging::Page(page), view)).wanting(Wants::RELATION))
}

/// `GET users/{user_id}/stars`: what somebody starred, the latest star first.
pub(crate) fn starred(request: &Request<'_>) -> Result<Call, Failure> {
    let (user, page) = (params::user(request)?, params::page(request)?);
    let view = wire::View::of(request);
    let list = ListLikes { user, page };
    Ok(Call::new(list, move |found| wire::post_list(&found, Paging::Page(page), view)).wanting(Wants::RELATION))
}
