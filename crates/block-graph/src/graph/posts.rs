//! Posts in memory: by id, by author, by whom they name, by the post they answer, repeat or quote, and who likes them.
//!
//! Every list of ids is kept in order, so a page is a cut found by bisection; a home feed merges its authors' lists from
//! the newest end and touches no more than it returns.

use std::collections::BinaryHeap;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::event::Like;
use crate::feed::PostRange;
use crate::id::{Position, PostId, UserId};
use crate::page::Cursor;
use crate::post::{Post, PostCounts};
use crate::view::{FeedSource, LikesOf, Reaction};

/// Ids, oldest first.
type Ids = Vec<PostId>;
/// Likes, oldest first.
type Likes = Vec<(Position, i64)>;

#[derive(Default)]
pub(super) struct PostTables {
    posts: FxHashMap<PostId, Kept>,
    by_author: FxHashMap<UserId, Ids>,
    naming: FxHashMap<UserId, Ids>,
    threads: FxHashMap<PostId, Ids>,
    everyone: Ids,
    liked_by: FxHashMap<UserId, Likes>,
}

struct Kept {
    post: Arc<Post>,
    likers: Likes,
    likes: FxHashMap<UserId, Position>,
    reposts: Ids,
    quotes: Ids,
    replies: i32,
}

impl PostTables {
    pub(super) fn get(&self, id: PostId) -> Option<Arc<Post>> {
        self.posts.get(&id).map(|kept| Arc::clone(&kept.post))
    }

    pub(super) fn newest_by(&self, author: UserId) -> Option<PostId> {
        self.by_author.get(&author).and_then(|ids| ids.last()).copied()
    }

    pub(super) fn add(&mut self, post: Arc<Post>) {
        let id = post.id;
        if self.posts.contains_key(&id) {
            return;
        }
        insert(self.by_author.entry(post.author).or_default(), id);
        for mention in &post.mentions {
            insert(self.naming.entry(mention.user).or_default(), id);
        }
        match post.repost_of {
            Some(original) => {
                if let Some(original) = self.posts.get_mut(&original) {
                    insert(&mut original.reposts, id);
                }
            }
            None => {
                insert(self.threads.entry(post.thread).or_default(), id);
                insert(&mut self.everyone, id);
            }
        }
        if let Some(quoted) = post.quote_of.and_then(|quoted| self.posts.get_mut(&quoted)) {
            insert(&mut quoted.quotes, id);
        }
        if let Some(parent) = post.reply_to.and_then(|(parent, _)| self.posts.get_mut(&parent)) {
            parent.replies += 1;
        }
        let (likers, likes, reposts, quotes) = Default::default();
        self.posts.insert(id, Kept { post, likers, likes, reposts, quotes, replies: 0 });
    }

    pub(super) fn delete(&mut self, id: PostId) {
        let Some(Kept { post, likers, .. }) = self.posts.remove(&id) else { return };
        take(self.by_author.get_mut(&post.author), id);
        post.mentions.iter().for_each(|mention| take(self.naming.get_mut(&mention.user), id));
        take(self.threads.get_mut(&post.thread), id);
        take(Some(&mut self.everyone), id);
        let original = post.repost_of.and_then(|original| self.posts.get_mut(&original));
        take(original.map(|kept| &mut kept.reposts), id);
        let quoted = post.quote_of.and_then(|quoted| self.posts.get_mut(&quoted));
        take(quoted.map(|kept| &mut kept.quotes), id);
        if let Some(parent) = post.reply_to.and_then(|(parent, _)| self.posts.get_mut(&parent)) {
            parent.replies -= 1;
        }
        for (position, user) in likers {
            if let Some(likes) = self.liked_by.get_mut(&UserId(user)) {
                likes.retain(|like| *like != (position, id.0));
            }
        }
    }

    pub(super) fn like(&mut self, like: &Like) {
        let Some(kept) = self.posts.get_mut(&like.post) else { return };
        if kept.likes.insert(like.user, like.position).is_none() {
            insert(&mut kept.likers, (like.position, like.user.0));
            insert(self.liked_by.entry(like.user).or_default(), (like.position, like.post.0));
        }
    }

    pub(super) fn unlike(&mut self, like: &Like) {
        let Some(kept) = self.posts.get_mut(&like.post) else { return };
        if let Some(position) = kept.likes.remove(&like.user) {
            kept.likers.retain(|liker| *liker != (position, like.user.0));
            if let Some(likes) = self.liked_by.get_mut(&like.user) {
                likes.retain(|liked| *liked != (position, like.post.0));
            }
        }
    }

    pub(super) fn counts(&self, id: PostId) -> PostCounts {
        let count = |length: usize| i32::try_from(length).unwrap_or(i32::MAX);
        self.posts.get(&id).map_or_else(PostCounts::default, |kept| PostCounts {
            likes: count(kept.likers.len()),
            reposts: count(kept.reposts.len()),
            replies: kept.replies,
            quotes: count(kept.quotes.len()),
        })
    }

    pub(super) fn reaction(&self, viewer: UserId, id: PostId) -> Reaction {
        let Some(kept) = self.posts.get(&id) else { return Reaction::default() };
        let own = |repost: &&PostId| self.posts.get(repost).is_some_and(|kept| kept.post.author == viewer);
        // The shorter of the two lists is searched: the post's reposts, or the viewer's own posts.
        let mine = self.by_author.get(&viewer).map_or(&[][..], |ids| ids);
        let repost = if kept.reposts.len() <= mine.len() {
            kept.reposts.iter().find(own).copied()
        } else {
            mine.iter().find(|mine| self.posts.get(mine).is_some_and(|kept| kept.post.repost_of == Some(id))).copied()
        };
        Reaction { like: kept.likes.get(&viewer).copied(), repost }
    }

    pub(super) fn feed(&self, source: &FeedSource, range: &PostRange, limit: usize) -> Vec<Arc<Post>> {
        let empty: &[PostId] = &[];
        let by = |author: &UserId| self.by_author.get(author).map_or(empty, |ids| ids);
        let naming = |user: &UserId| self.naming.get(user).map_or(empty, |ids| ids);
        let lists: Vec<&[PostId]> = match source {
            FeedSource::By(authors) => authors.iter().map(by).collect(),
            FeedSource::ByOrMentioning(authors, user) => authors.iter().map(by).chain([naming(user)]).collect(),
            FeedSource::Mentioning(user) => vec![naming(user)],
            FeedSource::Thread(root) => vec![self.threads.get(root).map_or(empty, |ids| ids)],
            FeedSource::Quoting(post) => vec![self.posts.get(post).map_or(empty, |kept| &kept.quotes)],
            FeedSource::Reposting(post) => vec![self.posts.get(post).map_or(empty, |kept| &kept.reposts)],
            FeedSource::Everyone => vec![&self.everyone],
        };
        let cuts: Vec<_> = lists.into_iter().map(|ids| cut(ids, range)).collect();
        let ids = if range.from_oldest { oldest(&cuts, limit) } else { newest(&cuts, limit) };
        ids.into_iter().filter_map(|id| self.get(id)).collect()
    }

    pub(super) fn likes(&self, of: LikesOf, cursor: Cursor, limit: usize) -> Vec<Like> {
        let empty: &[(Position, i64)] = &[];
        let list = match of {
            LikesOf::User(user) => self.liked_by.get(&user).map_or(empty, |likes| likes),
            LikesOf::Post(post) => self.posts.get(&post).map_or(empty, |kept| &kept.likers),
        };
        let like = |(position, other): &(Position, i64)| match of {
            LikesOf::User(user) => Like { user, post: PostId(*other), position: *position },
            LikesOf::Post(post) => Like { user: UserId(*other), post, position: *position },
        };
        super::list::cut(list, |(position, _)| *position, cursor, limit).map(like).collect()
    }
}

/// The part of a list that lies within a range's bounds.
fn cut<'i>(ids: &'i [PostId], range: &PostRange) -> &'i [PostId] {
    let start = range.above.map_or(0, |above| ids.partition_point(|id| *id <= above));
    let end = range.below.map_or(ids.len(), |below| ids.partition_point(|id| *id < below));
    if start < end { &ids[start..end] } else { &[] }
}

/// The highest ids of all lists, each once, highest first.
fn newest(lists: &[&[PostId]], limit: usize) -> Vec<PostId> {
    let mut heap: BinaryHeap<_> = lists.iter().filter_map(|ids| ids.split_last()).collect();
    let mut found: Vec<PostId> = Vec::new();
    while found.len() < limit
        && let Some((id, rest)) = heap.pop()
    {
        if found.last() != Some(id) {
            found.push(*id);
        }
        heap.extend(rest.split_last());
    }
    found
}

/// The lowest ids of all lists, each once, lowest first.
fn oldest(lists: &[&[PostId]], limit: usize) -> Vec<PostId> {
    let mut heap: BinaryHeap<_> =
        lists.iter().filter_map(|ids| ids.split_first()).map(|(id, rest)| (std::cmp::Reverse(*id), rest)).collect();
    let mut found: Vec<PostId> = Vec::new();
    while found.len() < limit
        && let Some((std::cmp::Reverse(id), rest)) = heap.pop()
    {
        if found.last() != Some(&id) {
            found.push(id);
        }
        heap.extend(rest.split_first().map(|(id, rest)| (std::cmp::Reverse(*id), rest)));
    }
    found
}

/// Puts an entry where it belongs; new ones belong at the end.
fn insert<T: Ord>(list: &mut Vec<T>, entry: T) {
    match list.last() {
        Some(last) if *last > entry => {
            let at = list.partition_point(|other| *other < entry);
            list.insert(at, entry);
        }
        _ => list.push(entry),
    }
}

fn take(list: Option<&mut Ids>, id: PostId) {
    if let Some(list) = list
        && let Ok(at) = list.binary_search(&id)
    {
        list.remove(at);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::Timestamp;

    fn tables() -> PostTables {
        let mut tables = PostTables::default();
        for (id, author) in [(1, 10), (2, 20), (3, 10), (4, 30), (5, 20)] {
            tables.add(Arc::new(Post::new(PostId(id), UserId(author), "x", Timestamp(0))));
        }
        tables
    }

    fn ids(tables: &PostTables, source: &FeedSource, range: PostRange, limit: usize) -> Vec<i64> {
        tables.feed(source, &range, limit).iter().map(|post| post.id.0).collect()
    }

    #[test]
    fn feeds_merge_their_authors_newest_first_within_bounds() {
        let tables = tables();
        let both = || FeedSource::By(vec![UserId(10), UserId(20), UserId(99)]);
        assert_eq!(ids(&tables, &both(), PostRange::newest(0), 3), [5, 3, 2]);
        let bounded = PostRange { above: Some(PostId(1)), below: Some(PostId(5)), ..PostRange::newest(0) };
        assert_eq!(ids(&tables, &both(), bounded, 9), [3, 2]);
        let oldest = PostRange { above: Some(PostId(1)), from_oldest: true, ..PostRange::newest(0) };
        assert_eq!(ids(&tables, &FeedSource::Everyone, oldest, 2), [2, 3]);
        let crossed = PostRange { above: Some(PostId(5)), below: Some(PostId(2)), ..PostRange::newest(0) };
        assert_eq!(ids(&tables, &both(), crossed, 9), [] as [i64; 0]);
    }

    #[test]
    fn what_is_deleted_leaves_every_list() {
        let mut tables = tables();
        let like = Like { user: UserId(7), post: PostId(3), position: Position(1) };
        tables.like(&like);
        tables.like(&like);
        assert_eq!(tables.counts(PostId(3)).likes, 1);
        let mut reply = Post::new(PostId(6), UserId(30), "re", Timestamp(0));
        (reply.reply_to, reply.thread) = (Some((PostId(3), UserId(10))), PostId(3));
        tables.add(Arc::new(reply));
        assert_eq!(ids(&tables, &FeedSource::Thread(PostId(3)), PostRange::newest(0), 9), [6, 3]);
        assert_eq!(tables.counts(PostId(3)).replies, 1);
        tables.delete(PostId(3));
        assert_eq!(tables.likes(LikesOf::User(UserId(7)), Cursor::Newest, 9), []);
        assert_eq!(ids(&tables, &FeedSource::Everyone, PostRange::newest(0), 9), [6, 5, 4, 2, 1]);
        assert_eq!(ids(&tables, &FeedSource::Thread(PostId(3)), PostRange::newest(0), 9), [6], "replies stay");
        assert_eq!(tables.newest_by(UserId(10)), Some(PostId(1)));
    }
}
