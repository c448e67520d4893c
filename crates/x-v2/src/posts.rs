//! Posts: writing, reading and deleting them.

use block_graph::{CreatePost, DeletePost, LookUpPosts, ShowPost, Wants};
use dialect::{Call, Failure, Request};

use crate::fields::View;
use crate::{body, params, wire};

/// `POST /2/tweets`: the caller writes a post, as a reply or a quote too.
pub(crate) fn create(request: &Request<'_>) -> Result<Call, Failure> {
    params::check(request, &params::NONE)?;
    let draft = body::draft(request)?;
    Ok(Call::new(CreatePost { draft }, |card| wire::created(&card)).wanting(Wants::NOTHING))
}

/// `GET /2/tweets/{id}`: one post.
pub(crate) fn by_id(request: &Request<'_>) -> Result<Call, Failure> {
    params::check(request, &params::POST_BY_ID)?;
    let post = params::post(request, "id")?;
    let view = View::read(request);
    let show = ShowPost { post, even_blocked: false };
    Ok(Call::new(show, move |card| wire::post(&card, &view)).wanting(view.wants()))
}

/// `GET /2/tweets?ids=`: up to 100 posts, in the order of the request.
pub(crate) fn by_ids(request: &Request<'_>) -> Result<Call, Failure> {
    params::check(request, &params::POSTS_BY_IDS)?;
    let view = View::read(request);
    let look_up = LookUpPosts { posts: params::post_ids(request), even_blocked: false };
    Ok(Call::new(look_up, move |found| wire::posts(&found, &view)).wanting(view.wants()))
}

/// `DELETE /2/tweets/{id}`: the caller deletes a post of theirs.
pub(crate) fn delete(request: &Request<'_>) -> Result<Call, Failure> {
    params::check(request, &params::ID_ONLY)?;
    let post = params::post(request, "id")?;
    Ok(Call::new(DeletePost { post }, |_| wire::deleted()).wanting(Wants::NOTHING))
}
