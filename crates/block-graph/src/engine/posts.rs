//! Commands that read posts, and what a write about a post tells.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::pages::cut_likes;
use super::post_cards::{PostReader, Sight};
use super::sight::{may_see, people, refusal};
use crate::access::Actor;
use crate::card::{PostCard, Wants};
use crate::error::{Action, CoreError, Refusal};
use crate::id::{PostId, UserId};
use crate::outcome::{AbsentPost, Outcome, PostAbsence, Reacted};
use crate::page::{Page, PageRequest};
use crate::post::Post;
use crate::rules::find;
use crate::user_ref::UserRef;
use crate::view::{LikesOf, View};

/// One post as `viewer` sees it, whatever blocks hide: their own, or one they have just acted on.
pub(super) fn as_it_is(viewer: UserId, id: PostId) -> impl FnOnce(&dyn View) -> Result<PostCard, CoreError> + Send {
    move |view: &dyn View| {
        let posts = PostReader { view, viewer: Some(viewer) };
        let post = view.posts(&[id])?.pop().flatten().ok_or(Refusal::PostNotFound { post: id })?;
        card(&posts, &post, true)
    }
}

/// What a like or repost tells.
pub(super) fn reacted(
    viewer: UserId,
    id: PostId,
    repost: Option<Arc<Post>>,
    changed: bool,
) -> impl FnOnce(&dyn View) -> Result<Reacted, CoreError> + Send {
    move |view: &dyn View| {
        let posts = PostReader { view, viewer: Some(viewer) };
        let repost = repost.map(|repost| card(&posts, &repost, true)).transpose()?;
        Ok(Reacted { post: as_it_is(viewer, id)(view)?, repost, changed })
    }
}

fn card(posts: &PostReader<'_>, post: &Arc<Post>, even_blocked: bool) -> Result<PostCard, CoreError> {
    let found = posts.cards(std::slice::from_ref(post), Sight::all(even_blocked))?.pop();
    found.ok_or_else(|| Refusal::PostNotFound { post: post.id }.into())
}

/// One post that was asked for.
pub(super) fn show(view: &dyn View, actor: &Actor, id: PostId, even_blocked: bool) -> Result<Outcome, CoreError> {
    match look_up(view, actor, &[id], even_blocked)?.pop() {
        Some(Ok(card)) => Ok(Outcome::Post(card)),
        Some(Err(AbsentPost { why, .. })) => Err(refusal(view, id, why)?.into()),
        None => Err(Refusal::PostNotFound { post: id }.into()),
    }
}

/// Posts that were asked for, in the order asked; those not shown named.
pub(super) fn look_up(
    view: &dyn View,
    actor: &Actor,
    ids: &[PostId],
    even_blocked: bool,
) -> Result<Vec<Result<PostCard, AbsentPost>>, CoreError> {
    let posts = PostReader { view, viewer: actor.user() };
    let found = view.posts(ids)?;
    // A repost says what its original says: it is hidden with it, and gone when it is gone.
    let repeated: Vec<_> = found.iter().flatten().filter_map(|post| post.repost_of).collect();
    let originals: FxHashMap<PostId, UserId> =
        view.posts(&repeated)?.into_iter().flatten().map(|post| (post.id, post.author)).collect();
    let authors: Vec<_> = found.iter().flatten().map(|post| post.author).chain(originals.values().copied()).collect();
    let stands = posts.standpoints(&authors)?;
    let hides = |author: Option<&UserId>| {
        author
            .and_then(|author| stands.get(author))
            .map_or(Some(PostAbsence::Unknown), |stand| stand.hides(even_blocked))
    };
    let why = |post: &Option<Arc<Post>>| match post {
        None => Some(PostAbsence::Unknown),
        Some(post) => {
            hides(Some(&post.author)).or_else(|| post.repost_of.and_then(|original| hides(originals.get(&original))))
        }
    };
    let hidden: Vec<_> = found.iter().map(why).collect();
    let visible: Vec<_> =
        found.into_iter().zip(&hidden).filter(|(_, why)| why.is_none()).filter_map(|(post, _)| post).collect();
    let mut cards = posts.cards(&visible, Sight::all(even_blocked))?.into_iter();
    let answer = |(id, why): (&PostId, Option<PostAbsence>)| {
        let absent = |why| AbsentPost { post: *id, why };
        why.map_or_else(|| cards.next().ok_or(absent(PostAbsence::Unknown)), |why| Err(absent(why)))
    };
    Ok(ids.iter().zip(hidden).map(answer).collect())
}

/// One page of what somebody likes; what is hidden from the caller is left out after the cut.
pub(super) fn liked_by(
    view: &dyn View,
    actor: &Actor,
    user: &UserRef,
    page: PageRequest,
) -> Result<Page<PostCard>, CoreError> {
    let person = find(view, user)?;
    may_see(view, actor.user(), &person, Action::ReadPosts, false)?;
    let cut = cut_likes(view, LikesOf::User(person.user.id), page)?;
    let ids: Vec<_> = cut.items.iter().map(|like| like.post).collect();
    let shown = look_up(view, actor, &ids, false)?.into_iter().filter_map(Result::ok).collect();
    Ok(cut.with_items(shown))
}

/// One page of people who like a post; those between whom and the caller a block stands are left out after the cut.
pub(super) fn likers(
    view: &dyn View,
    actor: &Actor,
    post: PostId,
    page: PageRequest,
    wants: Wants,
) -> Result<Outcome, CoreError> {
    show(view, actor, post, true)?;
    let cut = cut_likes(view, LikesOf::Post(post), page)?;
    let ids: Vec<_> = cut.items.iter().map(|like| like.user).collect();
    Ok(Outcome::UserPage(cut.with_items(people(view, actor, &ids, wants)?)))
}
