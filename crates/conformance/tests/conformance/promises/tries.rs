//! What is tried, how each dialect says it, and what must come of it under a block.

use block_graph::{ListId, PostId, UserId};
use conformance::Ask;
use conformance::speech::{self, Deed, Intent, Target};

/// Something that a promise speaks of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Try {
    SeePost,
    SeePosts,
    Follow,
    Message,
    AddToList,
    Tag,
    Like,
    Reply,
    Quote,
    Repost,
}

impl Try {
    pub(super) const ALL: [Self; 10] = [
        Self::SeePost,
        Self::SeePosts,
        Self::Follow,
        Self::Message,
        Self::AddToList,
        Self::Tag,
        Self::Like,
        Self::Reply,
        Self::Quote,
        Self::Repost,
    ];

    /// The promise as the documents write it.
    pub(super) fn promise(self) -> &'static str {
        match self {
            Self::SeePost => "see a post",
            Self::SeePosts => "see the posts",
            Self::Follow => "follow",
            Self::Message => "send direct messages",
            Self::AddToList => "add to lists",
            Self::Tag => "tag in photos",
            Self::Like => "like or star",
            Self::Reply => "reply",
            Self::Quote => "quote",
            Self::Repost => "repost",
        }
    }
}

/// What must come of a try.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Cell {
    /// It succeeds.
    Allowed,
    /// This status, and these words in the body.
    Refused(u16, &'static str),
    /// An empty page, as of somebody who wrote nothing.
    Hidden,
    /// An answer of success, and nothing of it kept.
    Dropped,
    /// The dialect has no words for it.
    Gap,
}

/// Whether a body with a good status tells of a refusal all the same, as v2's do.
pub(super) fn refuses(body: &str) -> bool {
    body.contains("\"errors\"")
}

/// The request; `None` where the dialect has none. `list` is the caller's own, or what they would have.
pub(super) fn ask(dialect: &str, what: Try, me: UserId, whom: UserId, post: PostId, list: ListId) -> Option<Ask> {
    let deed = match what {
        Try::Follow => return speech::of(dialect).say(me, &Intent::Follow(Target::Id(whom))),
        Try::SeePost => Deed::Show(post),
        Try::SeePosts => Deed::PostsOf(whom, 20),
        Try::Message => Deed::Send(whom, "hello"),
        Try::AddToList => Deed::AddTo(list, whom),
        Try::Tag => Deed::Tag("picture", whom),
        Try::Like => Deed::Like(post),
        Try::Reply => Deed::Reply("re", post),
        Try::Quote => Deed::Quote("look", post),
        Try::Repost => Deed::Repost(post),
    };
    speech::ask(dialect, me, &deed)
}

/// What the blocked one meets.
pub(super) fn they_cannot(dialect: &str, what: Try) -> Cell {
    use Cell::{Dropped, Gap, Hidden, Refused};
    match (dialect, what) {
        ("v1.1", Try::SeePost | Try::Like | Try::Reply | Try::Quote) => {
            Refused(401, r#"{"code":136,"message":"You have been blocked from the author of this tweet."}"#)
        }
        ("v1.1", Try::SeePosts) => {
            Refused(401, r#"{"code":136,"message":"You have been blocked from viewing this user's profile."}"#)
        }
        ("v1.1", Try::Follow) => Refused(
            403,
            r#"{"code":162,"message":"You have been blocked from following this account at the request of the user."}"#,
        ),
        ("v1.1", Try::Message) => Refused(403, r#"{"code":349,"message":"You cannot send messages to this user."}"#),
        ("v1.1", Try::AddToList) => {
            Refused(403, r#"{"code":104,"message":"You aren't allowed to add members to this list."}"#)
        }
        ("v1.1", Try::Repost) => Refused(
            401,
            r#"{"code":136,"message":"You have been blocked from retweeting this user's tweets at their request."}"#,
        ),
        ("v1.1" | "app.net", Try::Tag) | ("app.net", Try::AddToList | Try::Quote) => Gap,
        ("v2", Try::SeePost) => Refused(200, r#""detail":"Sorry, you are not authorized to see the Tweet with id: ["#),
        ("v2", Try::SeePosts) => Refused(200, r#""detail":"Sorry, you are not authorized to see the user with id: ["#),
        ("v2", Try::Follow) => {
            Refused(403, r#""detail":"You have been blocked from following this account at the request of the user.""#)
        }
        ("v2", Try::Message) => Refused(403, NO_MESSAGES),
        ("v2", Try::AddToList) => Refused(403, r#""detail":"You aren't allowed to add members to this list.""#),
        ("v2", Try::Tag) => Dropped,
        ("v2", Try::Like | Try::Quote | Try::Repost) => {
            Refused(403, r#""detail":"You have been blocked from the author of this tweet.""#)
        }
        ("v2", Try::Reply) => Refused(403, NOT_VISIBLE),
        ("app.net", Try::SeePosts) => Hidden,
        ("app.net", Try::Follow | Try::Message) => {
            Refused(403, r#""error_message":"Forbidden: This user has blocked you.""#)
        }
        ("app.net", Try::SeePost | Try::Like | Try::Reply | Try::Repost) => {
            Refused(404, r#""error_message":"Not Found: The requested post could not be found.""#)
        }
        (other, _) => panic!("what does {other} say?"),
    }
}

/// What v2 says of a message under a block of either kind, on either side.
const NO_MESSAGES: &str = r#""detail":"You do not have permission to DM one or more participants.""#;
/// What v2 says of a reply across a block, on either side.
const NOT_VISIBLE: &str = r#""detail":"You attempted to reply to a Tweet that is deleted or not visible to you.""#;

/// What the one who blocks meets. Putting somebody on a list and tagging them is not forbidden to them.
pub(super) fn you_cannot(dialect: &str, what: Try) -> Cell {
    use Cell::{Allowed, Gap, Refused};
    match (dialect, what) {
        (_, Try::AddToList | Try::Tag) => Allowed,
        ("v1.1", Try::SeePost | Try::Like | Try::Quote) => {
            Refused(403, r#"{"code":179,"message":"Sorry, you are not authorized to see this status."}"#)
        }
        ("v1.1", Try::SeePosts) => Refused(401, r#""error":"Not authorized.""#),
        ("v1.1", Try::Follow | Try::Message) => they_cannot(dialect, what),
        ("v1.1", Try::Reply) => Refused(
            403,
            r#"{"code":385,"message":"You attempted to reply to a Tweet that is deleted or not visible to you."}"#,
        ),
        ("v1.1", Try::Repost) => {
            Refused(403, r#"{"code":328,"message":"Retweet is not permissible for this status."}"#)
        }
        ("v2", Try::SeePost | Try::SeePosts) => they_cannot(dialect, what),
        ("v2", Try::Follow) => {
            Refused(403, r#""detail":"You cannot follow this account because you have blocked it.""#)
        }
        ("v2", Try::Message) => Refused(403, NO_MESSAGES),
        ("v2", Try::Like) => {
            Refused(403, r#""detail":"You cannot like this Tweet because you have blocked its author.""#)
        }
        ("v2", Try::Reply) => Refused(403, NOT_VISIBLE),
        ("v2", Try::Quote) => {
            Refused(403, r#""detail":"You cannot quote this Tweet because you have blocked its author.""#)
        }
        ("v2", Try::Repost) => {
            Refused(403, r#""detail":"You cannot retweet this Tweet because you have blocked its author.""#)
        }
        ("app.net", Try::Quote) => Gap,
        // App.net's block mutes for the one who blocks; what is asked for by name is shown ([doc] of mutes).
        ("app.net", Try::SeePost | Try::SeePosts) => Allowed,
        ("app.net", Try::Follow | Try::Message | Try::Like | Try::Reply | Try::Repost) => {
            Refused(403, r#""error_message":"Forbidden: You have blocked this user.""#)
        }
        (other, _) => panic!("what does {other} say?"),
    }
}
