//! Rows of posts, of whom they name, and of likes.

use diesel::prelude::*;

use super::super::schema::{likes, post_mentions, posts};
use super::unknown;
use crate::error::StoreError;
use crate::event::Like;
use crate::id::{Position, PostId, UserId};
use crate::post::{Mention, Post, ReplyPolicy};
use crate::time::Timestamp;

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = posts, treat_none_as_default_value = false)]
pub(in super::super) struct PostRow {
    pub(in super::super) id: i64,
    author_id: i64,
    text: String,
    lang: String,
    source: String,
    created: i64,
    reply_to: Option<i64>,
    reply_to_user: Option<i64>,
    thread: i64,
    repost_of: Option<i64>,
    quote_of: Option<i64>,
    mentions: String,
    tagged: String,
    replies: i16,
}

impl PostRow {
    pub(in super::super) fn new(post: &Post) -> Self {
        let mentions: Vec<_> = post.mentions.iter().map(mention_text).collect();
        let tagged: Vec<_> = post.tagged.iter().map(UserId::to_string).collect();
        Self {
            id: post.id.0,
            author_id: post.author.0,
            text: post.text.clone(),
            lang: post.lang.clone(),
            source: post.source.clone(),
            created: post.created.0,
            reply_to: post.reply_to.map(|(parent, _)| parent.0),
            reply_to_user: post.reply_to.map(|(_, user)| user.0),
            thread: post.thread.0,
            repost_of: post.repost_of.map(|original| original.0),
            quote_of: post.quote_of.map(|quoted| quoted.0),
            mentions: mentions.join(" "),
            tagged: tagged.join(" "),
            replies: post.replies.number(),
        }
    }

    pub(in super::super) fn read(self) -> Result<Post, StoreError> {
        let id = self.id;
        let mention = |text: &str| mention_of(text).ok_or_else(|| unknown("mention", id, text));
        let tagged = |text: &str| UserId::parse(text).ok_or_else(|| unknown("tag", id, text));
        Ok(Post {
            id: PostId(id),
            author: UserId(self.author_id),
            text: self.text,
            lang: self.lang,
            source: self.source,
            created: Timestamp(self.created),
            reply_to: self.reply_to.map(PostId).zip(self.reply_to_user.map(UserId)),
            thread: PostId(self.thread),
            repost_of: self.repost_of.map(PostId),
            quote_of: self.quote_of.map(PostId),
            mentions: self.mentions.split_ascii_whitespace().map(mention).collect::<Result<_, _>>()?,
            tagged: self.tagged.split_ascii_whitespace().map(tagged).collect::<Result<_, _>>()?,
            replies: ReplyPolicy::from_number(self.replies).ok_or_else(|| unknown("reply policy", id, self.replies))?,
        })
    }
}

/// A username has neither blanks nor colons, so nothing needs escaping.
fn mention_text(mention: &Mention) -> String {
    let Mention { user, username, start, end } = mention;
    format!("{user}:{start}:{end}:{username}")
}

fn mention_of(text: &str) -> Option<Mention> {
    let mut parts = text.splitn(4, ':');
    let user = UserId::parse(parts.next()?)?;
    let (start, end) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    Some(Mention { user, username: parts.next()?.into(), start, end })
}

/// That a post names somebody, however often it does.
#[derive(Insertable, PartialEq, Eq, PartialOrd, Ord)]
#[diesel(table_name = post_mentions)]
pub(in super::super) struct MentionRow {
    user_id: i64,
    post_id: i64,
}

impl MentionRow {
    pub(in super::super) fn all(post: &Post) -> impl Iterator<Item = Self> {
        post.mentions.iter().map(|mention| Self { user_id: mention.user.0, post_id: post.id.0 })
    }
}

#[derive(Queryable, Selectable, Clone, Copy)]
#[diesel(table_name = likes)]
pub(in super::super) struct LikeRow {
    pub(in super::super) user_id: i64,
    pub(in super::super) post_id: i64,
    pub(in super::super) position: i64,
}

impl LikeRow {
    pub(in super::super) fn read(self) -> Like {
        Like { user: UserId(self.user_id), post: PostId(self.post_id), position: Position(self.position) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mention_is_read_as_it_was_written() {
        let mention =
            Mention { user: UserId(9_007_199_254_740_993), username: "Amy_1".into(), start: 0, end: u32::MAX };
        assert_eq!(mention_text(&mention), "9007199254740993:0:4294967295:Amy_1");
        assert_eq!(mention_of(&mention_text(&mention)), Some(mention));
        for odd in ["", "1", "1:2", "1:2:3", "x:1:2:amy", "1:x:2:amy", "1:1:4294967296:amy"] {
            assert_eq!(mention_of(odd), None, "{odd:?}");
        }
    }
}
