//! Feeds: which posts are read, which of them are wanted, and how a page of them is cut.

use crate::card::PostCard;
use crate::id::PostId;
use crate::page::Cursor;
use crate::post::ReplyPolicy;
use crate::time::Timestamp;
use crate::user_ref::UserRef;

/// A post about to be written.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Draft {
    /// Its text, unescaped.
    pub text: String,
    /// The post it replies to.
    pub reply_to: Option<PostId>,
    /// The post it quotes.
    pub quote_of: Option<PostId>,
    /// Who is tagged in its picture. Those who block the author are left out.
    pub tagged: Vec<UserRef>,
    /// Who may reply.
    pub replies: ReplyPolicy,
}

/// A stream of posts, newest first.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Feed {
    /// What somebody writes and reposts.
    By(UserRef),
    /// What names somebody.
    Mentioning(UserRef),
    /// What the caller and those they follow write and repost.
    Home,
    /// As [`Home`](Self::Home), and what names the caller.
    Unified,
    /// The conversation that a post belongs to.
    Thread(PostId),
    /// What quotes a post.
    Quoting(PostId),
    /// The reposts of a post.
    Reposting(PostId),
    /// What everybody writes; no reposts.
    Everyone,
}

/// Which posts of a feed are wanted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct FeedFilter {
    /// Replies too.
    pub replies: bool,
    /// Reposts too.
    pub reposts: bool,
    /// Posts of people whom the caller mutes too.
    pub even_muted: bool,
    /// Posts of people whom the caller blocks too, because they were asked for.
    pub even_blocked: bool,
    /// Third parties' reposts of people whom the caller blocks too (the documented exception of v1.1).
    pub reposts_of_blocked: bool,
}

impl FeedFilter {
    /// Everything but what blocks and mutes hide.
    pub const ALL: Self =
        Self { replies: true, reposts: true, even_muted: false, even_blocked: false, reposts_of_blocked: false };
}

/// Which part of a feed is read. Ids grow with time, so bounds are ids.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct PostRange {
    /// Only posts with a higher id.
    pub above: Option<PostId>,
    /// Only posts with a lower id.
    pub below: Option<PostId>,
    /// Take those nearest to `above` rather than the newest; the page is newest first all the same.
    pub from_oldest: bool,
    /// How many at the most.
    pub size: usize,
}

impl PostRange {
    /// The newest `size`.
    pub fn newest(size: usize) -> Self {
        Self { above: None, below: None, from_oldest: false, size }
    }

    /// The range that a cursor whose positions are post ids asks for; `None` past the end.
    pub(crate) fn from_cursor(cursor: Cursor, size: usize) -> Option<Self> {
        let newest = Self::newest(size);
        match cursor {
            Cursor::Newest => Some(newest),
            Cursor::Older(below) => Some(Self { below: Some(PostId(below.0)), ..newest }),
            Cursor::Newer(above) => Some(Self { above: Some(PostId(above.0)), from_oldest: true, ..newest }),
            Cursor::End => None,
        }
    }

    /// The lowest id that a post made at `moment` or later can have.
    pub fn since(moment: Timestamp) -> PostId {
        PostId((moment.0 - crate::mint::SNOWFLAKE_EPOCH).max(0) << 22)
    }
}

/// One page of a feed, newest first.
#[derive(Clone, PartialEq, Debug)]
pub struct FeedPage {
    /// The posts.
    pub posts: Vec<PostCard>,
    /// Whether posts older than the page are there.
    pub has_older: bool,
    /// Whether posts newer than the page are there.
    pub has_newer: bool,
}
