//! What a write does: pure over a [`View`], so the memory graph and a database's transaction follow the same rules.

mod acts;
mod grants;
mod lists;
mod messages;
mod posts;

use std::sync::Arc;

pub(crate) use acts::Act;
pub(crate) use grants::{Exchange, Granted, Step, waiting};
pub(crate) use lists::Revision;

use crate::access::Actor;
use crate::command::{Command, UpdateList};
use crate::error::{Action, CoreError, Refusal};
use crate::event::Change;
use crate::feed::Draft;
use crate::id::{ListId, MessageId, PostId, UserId};
use crate::message::Message;
use crate::mint::Mint;
use crate::post::{Post, mentioned};
use crate::relation::Relation;
use crate::store::Footprint;
use crate::time::Timestamp;
use crate::user::Standing;
use crate::user_list::{ListRef, UserList};
use crate::user_ref::UserRef;
use crate::view::{Person, View};

/// A command that writes.
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum Write {
    /// One person's act towards another.
    Act(Act),
    /// A post is written, with an app of that name.
    Create(Box<Draft>, String),
    /// A post is deleted.
    Delete(PostId),
    /// A post is repeated.
    Repost(PostId),
    /// A repost is taken back.
    Unrepost(PostId),
    /// A post is liked.
    Like(PostId),
    /// A like is taken back.
    Unlike(PostId),
    /// A message is sent.
    Send(UserRef, String),
    /// A message is taken out of the actor's sight.
    Hide(MessageId),
    /// A list is made: its name, its description, whether it is private.
    CreateList(String, String, bool),
    /// A list is changed.
    UpdateList(ListRef, Revision),
    /// A list is deleted.
    DeleteList(ListRef),
    /// Somebody is put on a list.
    AddMember(ListRef, UserRef),
    /// Somebody is taken off a list.
    RemoveMember(ListRef, UserRef),
}

/// What a write comes to.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Plan {
    /// What to change; empty when it is so already.
    pub(crate) changes: Vec<Change>,
    /// What it read and may change: pairs of people, and posts. Writes that share a key follow one another.
    pub(crate) keys: Vec<Key>,
    /// What to tell the caller.
    pub(crate) done: Done,
}

/// A pair of people, or a post beside zero.
pub(crate) type Key = (i64, i64);

/// What a write tells of itself.
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum Done {
    /// How the actor stood and stands to somebody.
    Toggled {
        /// To whom.
        target: UserId,
        /// How they stood.
        before: Relation,
        /// How they stand.
        after: Relation,
    },
    /// The post that was written.
    Post(Arc<Post>),
    /// A like or a repost.
    Reacted {
        /// Of which post.
        post: PostId,
        /// The repost, as it is or was.
        repost: Option<Arc<Post>>,
        /// Whether anything changed.
        changed: bool,
    },
    /// A message.
    Message(Arc<Message>),
    /// A list.
    List(Arc<UserList>),
    /// Somebody's place on a list.
    Membership {
        /// Which list.
        list: ListId,
        /// Who.
        user: UserId,
        /// Whether they are on it.
        is_member: bool,
        /// Whether that changed.
        changed: bool,
    },
    /// A step on the way to a token.
    Granted(Box<Granted>),
    /// Nothing to tell.
    Nothing,
}

impl Write {
    /// The write that a command is, or the command back if it reads.
    ///
    /// # Errors
    /// The command.
    #[expect(clippy::result_large_err, reason = "the error is the command, handed back to be read")]
    pub(crate) fn from_command(command: Command, actor: &Actor) -> Result<Self, Command> {
        let act = |action, target| Ok(Self::Act(Act { action, target, block_too: false }));
        match command {
            Command::Block(op) => act(Action::Block, op.target),
            Command::Unblock(op) => act(Action::Unblock, op.target),
            Command::Mute(op) => act(Action::Mute, op.target),
            Command::Unmute(op) => act(Action::Unmute, op.target),
            Command::DmBlock(op) => act(Action::DmBlock, op.target),
            Command::DmUnblock(op) => act(Action::DmUnblock, op.target),
            Command::Follow(op) => act(Action::Follow, op.target),
            Command::Unfollow(op) => act(Action::Unfollow, op.target),
            Command::HideReposts(op) => act(Action::HideReposts, op.target),
            Command::ShowReposts(op) => act(Action::ShowReposts, op.target),
            Command::ReportSpam(op) => {
                Ok(Self::Act(Act { action: Action::ReportSpam, target: op.target, block_too: op.block }))
            }
            Command::CreatePost(op) => {
                let source = actor.grant().map_or_else(String::new, |grant| grant.app.name.clone());
                Ok(Self::Create(Box::new(op.draft), source))
            }
            Command::DeletePost(op) => Ok(Self::Delete(op.post)),
            Command::Repost(op) => Ok(Self::Repost(op.post)),
            Command::Unrepost(op) => Ok(Self::Unrepost(op.post)),
            Command::Like(op) => Ok(Self::Like(op.post)),
            Command::Unlike(op) => Ok(Self::Unlike(op.post)),
            Command::SendMessage(op) => Ok(Self::Send(op.to, op.text)),
            Command::DeleteMessage(op) => Ok(Self::Hide(op.message)),
            Command::CreateList(op) => Ok(Self::CreateList(op.name, op.description, op.private)),
            Command::UpdateList(UpdateList { list, name, description, private }) => {
                Ok(Self::UpdateList(list, Revision { name, description, private }))
            }
            Command::DeleteList(op) => Ok(Self::DeleteList(op.list)),
            Command::AddMember(op) => Ok(Self::AddMember(op.list, op.user)),
            Command::RemoveMember(op) => Ok(Self::RemoveMember(op.list, op.user)),
            reads @ (Command::ShowUser(_)
            | Command::LookUpUsers(_)
            | Command::WhoAmI(_)
            | Command::ListUsers(_)
            | Command::ListIds(_)
            | Command::BulkIds(_)
            | Command::ShowRelation(_)
            | Command::SearchUsers(_)
            | Command::ShowPost(_)
            | Command::LookUpPosts(_)
            | Command::ReadFeed(_)
            | Command::ListLikes(_)
            | Command::ListLikers(_)
            | Command::ListReposters(_)
            | Command::ShowMessage(_)
            | Command::ListMessages(_)
            | Command::ShowList(_)
            | Command::ShowMember(_)
            | Command::ListMembers(_)
            | Command::ListMemberships(_)
            | Command::ListOwned(_)
            | Command::ListTokens(_)
            | Command::ListAuthorisers(_)
            | Command::LimitStatus(_)) => Err(reads),
            grants @ (Command::RequestTemporary(_)
            | Command::ReviewAccess(_)
            | Command::DecideAccess(_)
            | Command::RedeemTemporary(_)
            | Command::RedeemCode(_)
            | Command::RedeemRefresh(_)
            | Command::RedeemPassword(_)
            | Command::IssueAppToken(_)
            | Command::ReturnToken(_)
            | Command::EndOwnToken(_)) => Err(grants),
        }
    }

    /// What it may read and change.
    pub(crate) fn footprint(&self, actor: UserId) -> Footprint {
        let mut users = vec![UserRef::Id(actor)];
        let (mut posts, mut messages, mut lists) = (Vec::new(), Vec::new(), Vec::new());
        match self {
            Self::Act(act) => users.push(act.target.clone()),
            Self::Create(draft, _) => {
                users.extend(mentioned(&draft.text).into_iter().map(|(name, ..)| UserRef::name(name)));
                users.extend(draft.tagged.iter().cloned());
                posts.extend(draft.reply_to.into_iter().chain(draft.quote_of));
            }
            Self::Delete(post) | Self::Repost(post) | Self::Unrepost(post) | Self::Like(post) | Self::Unlike(post) => {
                posts.push(*post);
            }
            Self::Send(to, _) => users.push(to.clone()),
            Self::Hide(message) => messages.push(*message),
            Self::CreateList(..) => {}
            Self::UpdateList(list, _) | Self::DeleteList(list) => lists.push(list.clone()),
            Self::AddMember(list, user) | Self::RemoveMember(list, user) => {
                lists.push(list.clone());
                users.push(user.clone());
            }
        }
        Footprint { users, actor: Some(actor), messages, lists, posts, ..Footprint::default() }
    }

    /// What it comes to when `actor` does it at `now`.
    ///
    /// # Errors
    /// The refusal that forbids it, or what the view reports.
    pub(crate) fn plan(&self, view: &dyn View, actor: UserId, mint: &Mint, now: Timestamp) -> Result<Plan, CoreError> {
        caller_takes_part(view, actor)?;
        let author = posts::Author { view, actor, mint, now };
        let sender = messages::Sender { view, actor, mint, now };
        let curator = lists::Curator { view, actor, mint, now };
        match self {
            Self::Act(act) => act.plan(view, actor, mint),
            Self::Create(draft, source) => author.create(draft, source),
            Self::Delete(post) => author.delete(*post),
            Self::Repost(post) => author.repost(*post),
            Self::Unrepost(post) => author.unrepost(*post),
            Self::Like(post) => author.like(*post),
            Self::Unlike(post) => author.unlike(*post),
            Self::Send(to, text) => sender.send(to, text),
            Self::Hide(message) => sender.hide(*message),
            Self::CreateList(name, description, private) => Ok(curator.create(name, description, *private)),
            Self::UpdateList(list, revision) => curator.update(list, revision),
            Self::DeleteList(list) => curator.delete(list),
            Self::AddMember(list, user) => curator.add(list, user),
            Self::RemoveMember(list, user) => curator.remove(list, user),
        }
    }
}

/// The key of a pair of people.
fn key(one: UserId, other: UserId) -> Key {
    (one.min(other).0, one.max(other).0)
}

/// Whether the caller's own account takes part.
///
/// # Errors
/// The refusal that says how the account stands.
pub(crate) fn caller_takes_part(view: &dyn View, caller: UserId) -> Result<(), CoreError> {
    match view.standing(caller)? {
        Some(Standing::Active) => Ok(()),
        Some(Standing::Suspended) => Err(Refusal::CallerSuspended.into()),
        Some(Standing::Deactivated) | None => Err(Refusal::CallerDeactivated.into()),
    }
}

/// The person a reference leads to, if their account is there to be shown or acted on.
///
/// # Errors
/// The refusal that says that nobody is known so, or how the account stands.
pub(crate) fn find(view: &dyn View, user: &UserRef) -> Result<Person, CoreError> {
    let person = view.find(user)?.ok_or_else(|| Refusal::UserNotFound { user: user.clone() })?;
    present(&person, user)?;
    Ok(person)
}

/// Whether somebody's account is there to be shown or acted on.
///
/// # Errors
/// The refusal that says how it stands.
pub(crate) fn present(person: &Person, user: &UserRef) -> Result<(), Refusal> {
    match person.user.standing {
        Standing::Active => Ok(()),
        Standing::Suspended => Err(Refusal::UserSuspended { user: user.clone() }),
        Standing::Deactivated => Err(Refusal::UserDeactivated { user: user.clone() }),
    }
}
