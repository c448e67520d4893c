//! Reading posts, what is counted of them, feeds and likes.

use std::sync::Arc;

use diesel::dsl::{exists, min};
use diesel::prelude::*;
use rustc_hash::FxHashMap;

use super::super::fork::Cut;
use super::super::rows::LikeRow;
use super::super::schema::{likes, post_mentions, posts};
use super::super::{IN_LIST, fork};
use super::{Bound, Reader, at_most, bound};
use crate::error::StoreError;
use crate::event::Like;
use crate::feed::PostRange;
use crate::id::{Position, PostId, UserId};
use crate::page::Cursor;
use crate::post::{Post, PostCounts};
use crate::view::{FeedSource, LikesOf, Reaction};

// The posts that a question about a post looks at beside it.
diesel::alias!(posts as others: Others);

/// What is counted of a post, by its id: likes, reposts, replies, quotes.
type Counted = (i64, Option<i64>, Option<i64>, Option<i64>, Option<i64>);

impl Reader<'_> {
    pub(super) fn posts_by_id(&self, ids: &[PostId]) -> Result<Vec<Option<Arc<Post>>>, StoreError> {
        let mut found = FxHashMap::default();
        let wanted = plain(ids);
        for row in self.ask(|connection| Ok(fork::posts_by_id(connection, &wanted)?))? {
            let post = row.read()?;
            found.insert(post.id, Arc::new(post));
        }
        Ok(ids.iter().map(|id| found.get(id).cloned()).collect())
    }

    pub(super) fn counts_of_posts(&self, ids: &[PostId]) -> Result<Vec<PostCounts>, StoreError> {
        let mut found = FxHashMap::default();
        let count = |count: Option<i64>| count.map_or(0, |count| i32::try_from(count).unwrap_or(i32::MAX));
        for ids in plain(ids).chunks(IN_LIST) {
            let likes = likes::table.filter(likes::post_id.eq(posts::id)).count();
            let reposts = others.filter(others.field(posts::repost_of).eq(posts::id.nullable())).count();
            let replies = others.filter(others.field(posts::reply_to).eq(posts::id.nullable())).count();
            let quotes = others.filter(others.field(posts::quote_of).eq(posts::id.nullable())).count();
            let counted = posts::table.filter(posts::id.eq_any(ids)).select((
                posts::id,
                likes.single_value(),
                reposts.single_value(),
                replies.single_value(),
                quotes.single_value(),
            ));
            let rows: Vec<Counted> = self.ask(|connection| Ok(counted.load(connection)?))?;
            for (id, likes, reposts, replies, quotes) in rows {
                let (likes, reposts, replies, quotes) = (count(likes), count(reposts), count(replies), count(quotes));
                found.insert(id, PostCounts { likes, reposts, replies, quotes });
            }
        }
        Ok(ids.iter().map(|id| found.get(&id.0).copied().unwrap_or_default()).collect())
    }

    pub(super) fn reactions_of(&self, viewer: UserId, ids: &[PostId]) -> Result<Vec<Reaction>, StoreError> {
        let mut found = FxHashMap::default();
        for ids in plain(ids).chunks(IN_LIST) {
            let like = likes::table.filter(likes::post_id.eq(posts::id)).filter(likes::user_id.eq(viewer.0));
            let repost = others.filter(others.field(posts::repost_of).eq(posts::id.nullable()));
            let repost = repost.filter(others.field(posts::author_id).eq(viewer.0));
            let reactions = posts::table.filter(posts::id.eq_any(ids)).select((
                posts::id,
                like.select(likes::position).single_value(),
                repost.select(min(others.field(posts::id))).single_value(),
            ));
            let rows: Vec<(i64, Option<i64>, Option<i64>)> = self.ask(|connection| Ok(reactions.load(connection)?))?;
            found.extend(
                rows.into_iter()
                    .map(|(id, like, repost)| (id, Reaction { like: like.map(Position), repost: repost.map(PostId) })),
            );
        }
        Ok(ids.iter().map(|id| found.get(&id.0).copied().unwrap_or_default()).collect())
    }

    pub(super) fn feed_of(
        &self,
        source: &FeedSource,
        range: &PostRange,
        limit: usize,
    ) -> Result<Vec<Arc<Post>>, StoreError> {
        let mut ids = self.ids_of(source, range, limit)?;
        ids.sort_unstable();
        ids.dedup();
        if !range.from_oldest {
            ids.reverse();
        }
        ids.truncate(limit);
        let ids: Vec<_> = ids.into_iter().map(PostId).collect();
        Ok(self.posts_by_id(&ids)?.into_iter().flatten().collect())
    }

    fn ids_by(&self, authors: &[UserId], range: &PostRange, limit: usize) -> Result<Vec<i64>, StoreError> {
        let mut authors: Vec<i64> = authors.iter().map(|author| author.0).collect();
        authors.sort_unstable();
        authors.dedup();
        let (above, below) = bounds(range);
        let cut = Cut { above, below, limit: at_most(limit) };
        self.ask(|connection| {
            Ok(match range.from_oldest {
                false => fork::newest_by(connection, &authors, cut)?,
                true => fork::oldest_by(connection, &authors, cut)?,
            })
        })
    }

    /// The ids of a source's posts, each in the order of the range, but those of several lists one after another.
    fn ids_of(&self, source: &FeedSource, range: &PostRange, limit: usize) -> Result<Vec<i64>, StoreError> {
        let (above, below) = bounds(range);
        // A text for each source and direction, all of them fixed: they stay prepared.
        macro_rules! cut {
            ($list:expr, $id:expr) => {{
                let list = $list.filter($id.gt(above)).filter($id.lt(below)).limit(at_most(limit)).select($id);
                match range.from_oldest {
                    false => self.ask(|connection| Ok(list.order($id.desc()).load::<i64>(connection)?)),
                    true => self.ask(|connection| Ok(list.order($id.asc()).load::<i64>(connection)?)),
                }
            }};
        }
        // What repeats or quotes a post that is gone is no feed of it any more.
        let stands = |id: i64| exists(others.filter(others.field(posts::id).eq(id)));
        match source {
            FeedSource::By(authors) => self.ids_by(authors, range, limit),
            FeedSource::ByOrMentioning(authors, user) => {
                let mut ids = self.ids_by(authors, range, limit)?;
                ids.extend(self.ids_of(&FeedSource::Mentioning(*user), range, limit)?);
                Ok(ids)
            }
            FeedSource::Mentioning(user) => {
                cut!(post_mentions::table.filter(post_mentions::user_id.eq(user.0)), post_mentions::post_id)
            }
            FeedSource::Thread(root) => {
                let thread = posts::table.filter(posts::thread.eq(root.0)).filter(posts::repost_of.is_null());
                cut!(thread, posts::id)
            }
            FeedSource::Quoting(post) => {
                cut!(posts::table.filter(posts::quote_of.eq(post.0)).filter(stands(post.0)), posts::id)
            }
            FeedSource::Reposting(post) => {
                cut!(posts::table.filter(posts::repost_of.eq(post.0)).filter(stands(post.0)), posts::id)
            }
            FeedSource::Everyone => cut!(posts::table.filter(posts::repost_of.is_null()), posts::id),
        }
    }

    pub(super) fn cut_of_likes(&self, of: LikesOf, cursor: Cursor, limit: usize) -> Result<Vec<Like>, StoreError> {
        let Some(bound) = bound(cursor) else { return Ok(Vec::new()) };
        macro_rules! cut {
            ($owner:ident, $whose:expr, $other:ident, $bound:expr, $order:ident) => {{
                let cut = likes::table.filter(likes::$owner.eq($whose)).filter($bound).limit(at_most(limit));
                let cut = cut.order((likes::position.$order(), likes::$other.$order())).select(LikeRow::as_select());
                self.ask(|connection| Ok(cut.load::<LikeRow>(connection)?))?
            }};
        }
        let rows = match (of, bound) {
            (LikesOf::User(user), Bound::Below(below)) => {
                cut!(user_id, user.0, post_id, likes::position.lt(below), desc)
            }
            (LikesOf::User(user), Bound::Above(above)) => {
                cut!(user_id, user.0, post_id, likes::position.gt(above), asc)
            }
            (LikesOf::Post(post), Bound::Below(below)) => {
                cut!(post_id, post.0, user_id, likes::position.lt(below), desc)
            }
            (LikesOf::Post(post), Bound::Above(above)) => {
                cut!(post_id, post.0, user_id, likes::position.gt(above), asc)
            }
        };
        Ok(rows.into_iter().map(LikeRow::read).collect())
    }
}

fn plain(ids: &[PostId]) -> Vec<i64> {
    ids.iter().map(|id| id.0).collect()
}

/// Between which ids a range lies, both exclusive.
fn bounds(range: &PostRange) -> (i64, i64) {
    (range.above.map_or(i64::MIN, |above| above.0), range.below.map_or(i64::MAX, |below| below.0))
}
