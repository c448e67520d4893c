//! Reading feeds: posts are taken from their source in growing steps and filtered by what blocks and mutes hide, until
//! the page is full. The filter asks once an author and step; nothing grows with how many people the reader blocks.

use std::sync::Arc;

use super::post_cards::{PostReader, Sight, Standpoint};
use super::sight::{may_see, refusal};
use crate::access::Actor;
use crate::edge::List;
use crate::error::{Action, CoreError, Refusal};
use crate::feed::{Feed, FeedFilter, FeedPage, PostRange};
use crate::id::{PostId, UserId};
use crate::page::Cursor;
use crate::post::Post;
use crate::rules::find;
use crate::view::{FeedSource, View};

/// Reads one page.
pub(crate) fn read(
    view: &dyn View,
    actor: &Actor,
    feed: &Feed,
    filter: FeedFilter,
    range: PostRange,
) -> Result<FeedPage, CoreError> {
    let posts = PostReader { view, viewer: actor.user() };
    let (source, explicit) = source(&posts, feed, filter)?;
    let mut kept: Vec<Arc<Post>> = Vec::with_capacity(range.size.min(200) + 1);
    let mut rest = range;
    let mut step = range.size.saturating_add(1).clamp(20, 800);
    loop {
        let found = view.feed(&source, &rest, step)?;
        let exhausted = found.len() < step;
        if let Some(last) = found.last().map(|post| post.id) {
            if range.from_oldest { rest.above = Some(last) } else { rest.below = Some(last) }
        }
        kept.extend(wanted(&posts, found, filter, explicit)?);
        if exhausted || kept.len() > range.size {
            break;
        }
        step = (step * 2).min(800);
    }
    let more = kept.len() > range.size;
    kept.truncate(range.size);
    if range.from_oldest {
        kept.reverse();
    }
    let sight = Sight { repeated: filter.even_blocked || filter.reposts_of_blocked, quoted: filter.even_blocked };
    let (has_older, has_newer) =
        if range.from_oldest { (range.above.is_some(), more) } else { (more, range.below.is_some()) };
    Ok(FeedPage { posts: posts.cards(&kept, sight)?, has_older, has_newer })
}

/// Where the posts come from, and the one whose posts were asked for by name, if anybody's.
fn source(posts: &PostReader<'_>, feed: &Feed, filter: FeedFilter) -> Result<(FeedSource, Option<UserId>), CoreError> {
    let home = || -> Result<(UserId, Vec<UserId>), CoreError> {
        let me = posts.viewer.ok_or(Refusal::CallerNotAPerson)?;
        let rows = posts.view.rows(me, List::Following, Cursor::Newest, usize::MAX)?;
        Ok((me, rows.into_iter().filter(|row| row.listed).map(|row| row.other).chain([me]).collect()))
    };
    Ok(match feed {
        Feed::By(user) => {
            let person = find(posts.view, user)?;
            let id = person.user.id;
            may_see(posts.view, posts.viewer, &person, Action::ReadPosts, filter.even_blocked)?;
            (FeedSource::By(vec![id]), Some(id))
        }
        Feed::Mentioning(user) => (FeedSource::Mentioning(find(posts.view, user)?.user.id), None),
        Feed::Home => (FeedSource::By(home()?.1), None),
        Feed::Unified => {
            let (me, authors) = home()?;
            (FeedSource::ByOrMentioning(authors, me), None)
        }
        Feed::Thread(post) => (FeedSource::Thread(post_of(posts, *post)?.thread), None),
        Feed::Quoting(post) => (FeedSource::Quoting(post_of(posts, *post)?.id), None),
        Feed::Reposting(post) => (FeedSource::Reposting(post_of(posts, *post)?.id), None),
        Feed::Everyone => (FeedSource::Everyone, None),
    })
}

/// The post that a feed hangs on, if the caller may see it or merely blocks its author.
fn post_of(posts: &PostReader<'_>, id: PostId) -> Result<Arc<Post>, CoreError> {
    let missing = || CoreError::from(Refusal::PostNotFound { post: id });
    let post = posts.view.posts(&[id])?.pop().flatten().ok_or_else(missing)?;
    let stand = posts.standpoints(&[post.author])?.get(&post.author).copied().ok_or_else(missing)?;
    match stand.hides(true) {
        None => Ok(post),
        Some(why) => Err(refusal(posts.view, id, why)?.into()),
    }
}

/// The posts of a step that the reader wants to see.
fn wanted(
    posts: &PostReader<'_>,
    found: Vec<Arc<Post>>,
    filter: FeedFilter,
    explicit: Option<UserId>,
) -> Result<Vec<Arc<Post>>, CoreError> {
    let originals: Vec<PostId> = found.iter().filter_map(|post| post.repost_of).collect();
    let originals: rustc_hash::FxHashMap<PostId, UserId> =
        posts.view.posts(&originals)?.into_iter().flatten().map(|post| (post.id, post.author)).collect();
    let mut authors: Vec<_> = found.iter().map(|post| post.author).collect();
    authors.extend(originals.values());
    let stands = posts.standpoints(&authors)?;
    let shown = |author: UserId, asked_for: bool, even_blocked: bool| {
        stands.get(&author).is_some_and(|stand| {
            let muted = !filter.even_muted && !asked_for && stand.relation.is_some_and(|relation| relation.muting);
            !muted && stand.hides(even_blocked).is_none()
        })
    };
    let keep = |post: &Arc<Post>| {
        let asked_for = explicit == Some(post.author);
        let by = shown(post.author, asked_for, filter.even_blocked && asked_for);
        let kind = (filter.replies || post.reply_to.is_none()) && (filter.reposts || post.repost_of.is_none());
        let original = match post.repost_of {
            None => true,
            Some(original) => originals.get(&original).is_some_and(|author| {
                let hidden = stands.get(&post.author).and_then(|stand: &Standpoint| stand.relation);
                shown(*author, false, filter.reposts_of_blocked)
                    && !hidden.is_some_and(|r| r.hiding_reposts && !asked_for)
            }),
        };
        by && kind && original
    };
    Ok(found.into_iter().filter(keep).collect())
}
