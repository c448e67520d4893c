//! Streams of posts: somebody's, those that name somebody, the caller's own, everybody's, and a conversation's.

use block_graph::{Feed, FeedFilter, ReadFeed, UserId, UserRef, Wants};
use dialect::{Call, Failure, Reply, Request};

use crate::envelope::Marker;
use crate::{params, wire};

/// `GET users/{user_id}/posts`: what somebody wrote and reposted. Asking for it by name shows even whom the caller mutes
/// or blocks ([doc] of mutes).
pub(crate) fn by_user(request: &Request<'_>) -> Result<Call, Failure> {
    let (user, range) = (params::user(request)?, params::range(request)?);
    let (known, view) = (id(&user), wire::View::of(request));
    let filter = FeedFilter { even_blocked: true, ..params::filter(request) };
    let call = Call::new(ReadFeed { feed: Feed::By(user), filter, range }, move |page| {
        // Of a person asked for by name the posts tell the id.
        let author = known.or_else(|| page.posts.first().map(|post| post.author.user.id));
        wire::stream(&page, range, author.map(|author| Marker::of("posts", author)), view)
    });
    Ok(call.wanting(Wants::RELATION))
}

/// `GET users/{user_id}/mentions`: what names somebody.
pub(crate) fn mentions(request: &Request<'_>) -> Result<Call, Failure> {
    let user = params::user(request)?;
    let marker = id(&user).map(|user| Marker::of("mentions", user));
    read(request, Feed::Mentioning(user), marker)
}

/// `GET posts/stream`: what the caller and those they follow wrote and reposted.
pub(crate) fn home(request: &Request<'_>) -> Result<Call, Failure> {
    read(request, Feed::Home, Some(Marker::named("my_stream")))
}

/// `GET posts/stream/unified`: the same with what names the caller.
pub(crate) fn unified(request: &Request<'_>) -> Result<Call, Failure> {
    read(request, Feed::Unified, Some(Marker::named("unified")))
}

/// `GET posts/stream/global`: what everybody wrote.
pub(crate) fn global(request: &Request<'_>) -> Result<Call, Failure> {
    read(request, Feed::Everyone, Some(Marker::named("global")))
}

/// `GET posts/{post_id}/replies`: the whole conversation that a post belongs to, the post among it.
pub(crate) fn thread(request: &Request<'_>) -> Result<Call, Failure> {
    read(request, Feed::Thread(params::post(request)?), None)
}

fn read(request: &Request<'_>, feed: Feed, marker: Option<Marker>) -> Result<Call, Failure> {
    let (filter, range) = (params::filter(request), params::range(request)?);
    let view = wire::View::of(request);
    let read = ReadFeed { feed, filter, range };
    Ok(Call::new(read, move |page| wire::stream(&page, range, marker, view)).wanting(Wants::RELATION))
}

/// The stream of somebody whose posts the caller may not see: as that of somebody who wrote nothing.
pub(crate) fn empty(request: &Request<'_>) -> Reply {
    let user = params::user(request).ok();
    wire::empty_page(request, user.as_ref().and_then(id).map(|user| Marker::of("posts", user)))
}

/// The id in a path, where it is one.
fn id(user: &UserRef) -> Option<UserId> {
    match user {
        UserRef::Id(id) => Some(*id),
        UserRef::Name(_) | UserRef::IdOrName(..) => None,
    }
}
