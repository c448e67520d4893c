//! What can go wrong, in the graph's own words; no status codes, no wire texts.

use thiserror::Error;

use crate::access::GrantRefusal;
use crate::id::{ListId, MessageId, PostId, UserId};
use crate::user_list::ListRef;
use crate::user_ref::UserRef;

/// What the caller tried to do to somebody, for refusals.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Action {
    /// To block them.
    Block,
    /// To unblock them.
    Unblock,
    /// To mute them.
    Mute,
    /// To unmute them.
    Unmute,
    /// To block direct messages with them.
    DmBlock,
    /// To unblock direct messages with them.
    DmUnblock,
    /// To follow them.
    Follow,
    /// To unfollow them.
    Unfollow,
    /// To report them.
    ReportSpam,
    /// To hide what they repost.
    HideReposts,
    /// To show what they repost again.
    ShowReposts,
    /// To reply to a post of theirs.
    Reply,
    /// To quote a post of theirs.
    Quote,
    /// To repost a post of theirs.
    Repost,
    /// To like a post of theirs.
    Like,
    /// To tag them in a picture.
    Tag,
    /// To send them a direct message.
    Message,
    /// To put them on a list.
    AddToList,
    /// To read their posts.
    ReadPosts,
    /// To read whom they follow and who follows them.
    ReadFollows,
}

impl Action {
    /// Every action.
    pub const ALL: [Self; 20] = [
        Self::Block,
        Self::Unblock,
        Self::Mute,
        Self::Unmute,
        Self::DmBlock,
        Self::DmUnblock,
        Self::Follow,
        Self::Unfollow,
        Self::ReportSpam,
        Self::HideReposts,
        Self::ShowReposts,
        Self::Reply,
        Self::Quote,
        Self::Repost,
        Self::Like,
        Self::Tag,
        Self::Message,
        Self::AddToList,
        Self::ReadPosts,
        Self::ReadFollows,
    ];
}

/// Why the graph does not do what was asked. Closed: a new refusal makes every dialect decide on its words.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
pub enum Refusal {
    /// Nobody is known by that id or name.
    #[error("nobody is known as {user:?}")]
    UserNotFound {
        /// As the request named them.
        user: UserRef,
    },
    /// The account asked for is suspended.
    #[error("{user:?} is suspended")]
    UserSuspended {
        /// As the request named them.
        user: UserRef,
    },
    /// The account asked for is deactivated.
    #[error("{user:?} is deactivated")]
    UserDeactivated {
        /// As the request named them.
        user: UserRef,
    },
    /// The act makes no sense towards oneself.
    #[error("{action:?} towards oneself")]
    Yourself {
        /// What was tried.
        action: Action,
    },
    /// The target blocks the caller, which forbids the act.
    #[error("{action:?} is forbidden: the target blocks the caller")]
    BlockedByTarget {
        /// What was tried.
        action: Action,
    },
    /// The caller blocks the target, which forbids the act.
    #[error("{action:?} is forbidden: the caller blocks the target")]
    BlockingTarget {
        /// What was tried.
        action: Action,
    },
    /// The target's posts and follows are for approved followers.
    #[error("{user} is protected")]
    Protected {
        /// Whose they are.
        user: UserId,
    },
    /// There is no such post, or its author's account does not take part.
    #[error("there is no {post:?}")]
    PostNotFound {
        /// As the request named it.
        post: PostId,
    },
    /// The post is somebody else's.
    #[error("{post:?} is not the caller's")]
    NotYourPost {
        /// Which.
        post: PostId,
    },
    /// The post's author lets only some reply, and not the caller.
    #[error("the caller may not reply to {post:?}")]
    RepliesClosed {
        /// Which.
        post: PostId,
    },
    /// There is no such message among the caller's.
    #[error("there is no {message:?}")]
    MessageNotFound {
        /// As the request named it.
        message: MessageId,
    },
    /// There is no such list, or it is private.
    #[error("there is no list {list:?}")]
    ListNotFound {
        /// As the request named it.
        list: ListRef,
    },
    /// The list is somebody else's.
    #[error("the list {list} is not the caller's")]
    NotYourList {
        /// Which.
        list: ListId,
    },
    /// The caller's own account is suspended.
    #[error("the caller is suspended")]
    CallerSuspended,
    /// The caller's own account is deactivated or gone.
    #[error("the caller is deactivated")]
    CallerDeactivated,
    /// The command is one person's act and the caller is nobody.
    #[error("the caller is not a person")]
    CallerNotAPerson,
    /// The list is for its owner's eyes, and the caller is neither the owner nor an app the owner authorised.
    #[error("the list of {owner} is private")]
    ListIsPrivate {
        /// Whose list it is.
        owner: UserId,
    },
    /// An app is given no token.
    #[error("no token: {0}")]
    Grant(#[from] GrantRefusal),
}

/// What a store reports.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
pub enum StoreError {
    /// The store cannot be reached or is overloaded; trying again may help.
    #[error("the store is unavailable: {0}")]
    Unavailable(String),
    /// The store holds or returned something that must not be.
    #[error("the store is broken: {0}")]
    Broken(String),
    /// A key that must be unique is taken.
    #[error("{0} is taken")]
    Taken(&'static str),
}

/// What running a command can end in, beside its outcome.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
pub enum CoreError {
    /// The graph's rules forbid it.
    #[error("refused: {0}")]
    Refused(#[from] Refusal),
    /// The operator asked for a key that is taken.
    #[error("{0} is taken")]
    Taken(&'static str),
    /// The store cannot answer now.
    #[error("unavailable: {0}")]
    Unavailable(String),
    /// A defect; the text is for the log, never for a client.
    #[error("broken: {0}")]
    Broken(String),
}

impl CoreError {
    /// A defect, described for the log.
    pub fn broken(text: impl Into<String>) -> Self {
        Self::Broken(text.into())
    }
}

impl From<GrantRefusal> for CoreError {
    fn from(refusal: GrantRefusal) -> Self {
        Self::Refused(refusal.into())
    }
}

impl From<StoreError> for CoreError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Unavailable(text) => Self::Unavailable(text),
            StoreError::Broken(text) => Self::Broken(text),
            StoreError::Taken(what) => Self::Taken(what),
        }
    }
}
