//! What commands give. Every fact that a wire body needs comes in here; a dialect asks for nothing more.

use std::sync::Arc;

use crate::access::{Consent, Grant, Issued, TemporaryToken, TokenRecord};
use crate::card::{PostCard, UserCard};
use crate::feed::FeedPage;
use crate::id::{PostId, UserId};
use crate::id_page::IdPage;
use crate::message::MessageCard;
use crate::page::Page;
use crate::rate::Window;
use crate::relation::Relation;
use crate::user_list::ListCard;
use crate::user_ref::UserRef;

/// What a command gave; the variants are shared by commands of the same form.
#[derive(Clone, PartialEq, Debug)]
pub enum Outcome {
    /// Of a write towards a person.
    Toggled(Toggled),
    /// Of [`ShowUser`](crate::ShowUser).
    User(UserCard),
    /// Of [`LookUpUsers`](crate::LookUpUsers).
    Users(Vec<Result<UserCard, Absent>>),
    /// Of [`WhoAmI`](crate::WhoAmI).
    Identity(Identity),
    /// Of [`ListUsers`](crate::ListUsers).
    UserPage(Page<UserCard>),
    /// Of [`ListIds`](crate::ListIds).
    IdPage(IdPage),
    /// Of [`BulkIds`](crate::BulkIds).
    IdLists(Vec<(UserId, Vec<UserId>)>),
    /// Of [`ShowRelation`](crate::ShowRelation).
    Relationship(Relationship),
    /// Of a command about one post.
    Post(PostCard),
    /// Of a look-up of posts.
    Posts(Vec<Result<PostCard, AbsentPost>>),
    /// Of likes and reposts.
    Reacted(Reacted),
    /// Of a feed.
    Feed(FeedPage),
    /// Of a list of posts ordered by something else than their ids.
    PostPage(Page<PostCard>),
    /// Of a direct message.
    Message(MessageCard),
    /// Of direct messages.
    MessagePage(Page<MessageCard>),
    /// Of a list.
    List(ListCard),
    /// Of lists.
    ListPage(Page<ListCard>),
    /// Of somebody's place on a list.
    Membership(Membership),
    /// Of [`RequestTemporary`](crate::RequestTemporary).
    Temporary(TemporaryToken),
    /// Of what a person's browser asks and answers.
    Consent(Consent),
    /// Of whatever issues a token.
    Issued(Issued),
    /// Of [`ReturnToken`](crate::ReturnToken).
    Returned(bool),
    /// Of [`ListTokens`](crate::ListTokens).
    TokenPage(Page<(UserCard, Arc<TokenRecord>)>),
    /// Of [`ListAuthorisers`](crate::ListAuthorisers).
    People(Vec<UserId>),
    /// Of the state of limits.
    Windows(Vec<Window>),
}

impl Outcome {
    /// The variant's name, for a defect's description.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Toggled(_) => "Toggled",
            Self::User(_) => "User",
            Self::Users(_) => "Users",
            Self::Identity(_) => "Identity",
            Self::UserPage(_) => "UserPage",
            Self::IdPage(_) => "IdPage",
            Self::IdLists(_) => "IdLists",
            Self::Relationship(_) => "Relationship",
            Self::Post(_) => "Post",
            Self::Posts(_) => "Posts",
            Self::Reacted(_) => "Reacted",
            Self::Feed(_) => "Feed",
            Self::PostPage(_) => "PostPage",
            Self::Message(_) => "Message",
            Self::MessagePage(_) => "MessagePage",
            Self::List(_) => "List",
            Self::ListPage(_) => "ListPage",
            Self::Membership(_) => "Membership",
            Self::Temporary(_) => "Temporary",
            Self::Consent(_) => "Consent",
            Self::Issued(_) => "Issued",
            Self::Returned(_) => "Returned",
            Self::TokenPage(_) => "TokenPage",
            Self::People(_) => "People",
            Self::Windows(_) => "Windows",
        }
    }
}

/// What a write did.
#[derive(Clone, PartialEq, Debug)]
pub struct Toggled {
    /// The target after the write; `None` unless [wanted](crate::card::Wants::card).
    pub target: Option<UserCard>,
    /// How the caller stood to the target before the write.
    pub before: Relation,
    /// How the caller stands to the target after it.
    pub after: Relation,
}

impl Toggled {
    /// Whether the write changed anything.
    pub fn changed(&self) -> bool {
        self.before != self.after
    }
}

/// Somebody who was asked for and is not shown.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Absent {
    /// As the request named them.
    pub user: UserRef,
    /// Why they are not shown.
    pub why: Absence,
}

/// Why somebody is not shown.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Absence {
    /// Nobody has that id or name.
    Unknown,
    /// The account is suspended.
    Suspended,
    /// The account is deactivated.
    Deactivated,
}

/// Who a caller is.
#[derive(Clone, PartialEq, Debug)]
pub struct Identity {
    /// The person, when the token stands for one.
    pub user: Option<UserCard>,
    /// The token, its app and its scopes.
    pub grant: Arc<Grant>,
}

/// Two people and how the source stands to the target.
#[derive(Clone, PartialEq, Debug)]
pub struct Relationship {
    /// The one whose view it is.
    pub source: UserCard,
    /// The other one.
    pub target: UserCard,
    /// The view.
    pub relation: Relation,
    /// Whether the source may send the target direct messages.
    pub can_dm: bool,
}

/// A post that was asked for and is not shown.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct AbsentPost {
    /// Which.
    pub post: PostId,
    /// Why it is not shown.
    pub why: PostAbsence,
}

/// Why a post is not shown.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PostAbsence {
    /// It does not exist, or its author's account does not take part.
    Unknown,
    /// Its author's posts are for approved followers.
    Protected,
    /// Its author blocks the caller.
    BlockedByAuthor,
    /// The caller blocks its author.
    BlockingAuthor,
}

/// What a like or a repost did.
#[derive(Clone, PartialEq, Debug)]
pub struct Reacted {
    /// The post it was about, after it.
    pub post: PostCard,
    /// The caller's repost, as it is or as it was.
    pub repost: Option<PostCard>,
    /// Whether anything changed.
    pub changed: bool,
}

/// Whether somebody is on a list.
#[derive(Clone, PartialEq, Debug)]
pub struct Membership {
    /// The list, after the command.
    pub list: ListCard,
    /// Who.
    pub user: UserCard,
    /// Whether they are on it after the command.
    pub is_member: bool,
    /// Whether the command changed that.
    pub changed: bool,
}
