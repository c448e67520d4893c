//! Posts, one by one: written, looked up, deleted.

use block_graph::{CreatePost, DeletePost, Draft, LookUpPosts, ShowPost, Wants};
use dialect::{Call, Failure, Request};

use crate::body::Body;
use crate::{params, wire};

/// How many characters a post has at the most ([doc]).
const LONGEST: usize = 256;

/// `POST posts`: the caller writes a post, as a reply to another or not. Answers with the post.
pub(crate) fn create(request: &Request<'_>) -> Result<Call, Failure> {
    let body = Body::of(request)?;
    let (text, reply_to) = (body.text(LONGEST, request)?, body.reply_to(request)?);
    let view = wire::View::of(request);
    let draft = Draft { text, reply_to, ..Draft::default() };
    Ok(Call::new(CreatePost { draft }, move |post| wire::post(&post, view)).wanting(Wants::RELATION))
}

/// `GET posts/{post_id}`: one post, to anybody who asks, even one by somebody whom the caller blocks.
pub(crate) fn show(request: &Request<'_>) -> Result<Call, Failure> {
    let post = params::post(request)?;
    let view = wire::View::of(request);
    let show = ShowPost { post, even_blocked: true };
    Ok(Call::new(show, move |post| wire::post(&post, view)).wanting(Wants::RELATION))
}

/// `GET posts?ids=`: up to 200 posts in the order asked for, those not shown left out.
pub(crate) fn lookup(request: &Request<'_>) -> Result<Call, Failure> {
    let posts = params::posts(request)?;
    let view = wire::View::of(request);
    let look_up = LookUpPosts { posts, even_blocked: true };
    Ok(Call::new(look_up, move |found| wire::posts(&found, view)).wanting(Wants::RELATION))
}

/// `DELETE posts/{post_id}`: the caller deletes a post or a repost of theirs. Answers with what is left of it.
pub(crate) fn destroy(request: &Request<'_>) -> Result<Call, Failure> {
    let post = params::post(request)?;
    let view = wire::View::of(request);
    Ok(Call::new(DeletePost { post }, move |post| wire::deleted_post(&post, view)).wanting(Wants::RELATION))
}
