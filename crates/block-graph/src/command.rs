//! What can be asked of the graph: one closed enum of commands, one of outcomes, and [`Op`], which ties a command's
//! payload to the type of its outcome so that a dialect never matches on the wrong one.
//!
//! Commands name people by [`UserRef`], because a dialect may know them by id or by name; the engine resolves them.
//! All writes are idempotent: repeating one is no error, and [`Toggled::changed`] says whether it did anything.

use std::sync::Arc;

use crate::access::Grant;
use crate::card::UserCard;
use crate::edge::List;
use crate::error::CoreError;
use crate::id::UserId;
use crate::page::{Page, PageRequest};
use crate::rate::{Limit, Window};
use crate::relation::Relation;
use crate::user_ref::UserRef;

/// A command's payload: what it turns into and what comes back.
pub trait Op: Into<Command> {
    /// What a successful run gives.
    type Out;

    /// Takes the outcome apart.
    ///
    /// # Errors
    /// [`CoreError::Broken`] when the outcome is another command's, which would be a defect of the engine.
    fn out(outcome: Outcome) -> Result<Self::Out, CoreError>;
}

macro_rules! commands {
    ($($(#[$doc:meta])* $name:ident $body:tt => $variant:ident($out:ty);)*) => {
        $(commands!(@payload $(#[$doc])* $name $body);)*

        /// Everything that can be asked of the graph.
        #[derive(Clone, PartialEq, Debug)]
        pub enum Command {
            $($(#[$doc])* $name($name),)*
        }

        /// The kinds of [`Command`], for tables and metrics.
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
        pub enum CommandKind {
            $($(#[$doc])* $name,)*
        }

        impl CommandKind {
            /// Every kind.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The kind's name, as logs and metrics show it.
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$name => stringify!($name),)*
                }
            }
        }

        impl Command {
            /// Which kind it is.
            pub fn kind(&self) -> CommandKind {
                match self {
                    $(Self::$name(_) => CommandKind::$name,)*
                }
            }
        }

        $(
            impl From<$name> for Command {
                fn from(op: $name) -> Self {
                    Self::$name(op)
                }
            }

            impl Op for $name {
                type Out = $out;

                fn out(outcome: Outcome) -> Result<$out, CoreError> {
                    match outcome {
                        Outcome::$variant(out) => Ok(out),
                        other => Err(CoreError::broken(format!(
                            "{} was answered with {}", stringify!($name), other.name()
                        ))),
                    }
                }
            }
        )*
    };
    (@payload $(#[$doc:meta])* $name:ident {}) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        pub struct $name;
    };
    (@payload $(#[$doc:meta])* $name:ident { $($(#[$fdoc:meta])* $field:ident: $ty:ty,)+ }) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Debug)]
        pub struct $name {
            $($(#[$fdoc])* pub $field: $ty,)+
        }
    };
}

commands! {
    /// The caller blocks somebody: follows and follow requests in both directions end, nothing else changes.
    Block {
        /// Whom.
        target: UserRef,
    } => Toggled(Toggled);
    /// The caller unblocks somebody. What the block ended is not restored.
    Unblock {
        /// Whom.
        target: UserRef,
    } => Toggled(Toggled);
    /// The caller mutes somebody.
    Mute {
        /// Whom.
        target: UserRef,
    } => Toggled(Toggled);
    /// The caller unmutes somebody.
    Unmute {
        /// Whom.
        target: UserRef,
    } => Toggled(Toggled);
    /// The caller refuses direct messages from and to somebody; nothing else changes.
    DmBlock {
        /// Whom.
        target: UserRef,
    } => Toggled(Toggled);
    /// The caller takes a [`DmBlock`] back.
    DmUnblock {
        /// Whom.
        target: UserRef,
    } => Toggled(Toggled);
    /// The caller follows somebody, or asks to if they are protected.
    Follow {
        /// Whom.
        target: UserRef,
    } => Toggled(Toggled);
    /// The caller unfollows somebody, or takes the request back.
    Unfollow {
        /// Whom.
        target: UserRef,
    } => Toggled(Toggled);
    /// The caller reports somebody as spam and, if asked, blocks them.
    ReportSpam {
        /// Whom.
        target: UserRef,
        /// Whether to block them too.
        block: bool,
    } => Toggled(Toggled);
    /// One person.
    ShowUser {
        /// Who.
        user: UserRef,
    } => User(UserCard);
    /// Many people, those not found named.
    LookUpUsers {
        /// Who, in the order the answer keeps.
        users: Vec<UserRef>,
    } => Users(Vec<Result<UserCard, Absent>>);
    /// The caller themselves: who, through which app, with what scopes.
    WhoAmI {} => Identity(Identity);
    /// One page of people on a list.
    ListUsers {
        /// Whose list.
        owner: UserRef,
        /// Which list.
        list: List,
        /// Which page.
        page: PageRequest,
    } => UserPage(Page<UserCard>);
    /// One page of the ids of people on a list.
    ListIds {
        /// Whose list.
        owner: UserRef,
        /// Which list.
        list: List,
        /// Which page.
        page: PageRequest,
    } => IdPage(Page<UserId>);
    /// Whole lists of ids, of many people at once. Owners that do not exist or did not authorise the app are left out.
    BulkIds {
        /// Whose lists, in the order the answer keeps.
        owners: Vec<UserId>,
        /// Which list.
        list: List,
    } => IdLists(Vec<(UserId, Vec<UserId>)>);
    /// How two people stand to each other.
    ShowRelation {
        /// The one whose view it is; the caller if absent.
        source: Option<UserRef>,
        /// The other one.
        target: UserRef,
    } => Relationship(Relationship);
    /// The state of the caller's windows for some limits; asking counts against none of them.
    LimitStatus {
        /// Which limits.
        limits: Vec<&'static Limit>,
    } => Windows(Vec<Window>);
}

/// What a command gave; the variants are shared by commands of the same form.
#[derive(Clone, PartialEq, Debug)]
pub enum Outcome {
    /// Of a write towards a person.
    Toggled(Toggled),
    /// Of [`ShowUser`].
    User(UserCard),
    /// Of [`LookUpUsers`].
    Users(Vec<Result<UserCard, Absent>>),
    /// Of [`WhoAmI`].
    Identity(Identity),
    /// Of [`ListUsers`].
    UserPage(Page<UserCard>),
    /// Of [`ListIds`].
    IdPage(Page<UserId>),
    /// Of [`BulkIds`].
    IdLists(Vec<(UserId, Vec<UserId>)>),
    /// Of [`ShowRelation`].
    Relationship(Relationship),
    /// Of [`LimitStatus`].
    Windows(Vec<Window>),
}

impl Outcome {
    fn name(&self) -> &'static str {
        match self {
            Self::Toggled(_) => "Toggled",
            Self::User(_) => "User",
            Self::Users(_) => "Users",
            Self::Identity(_) => "Identity",
            Self::UserPage(_) => "UserPage",
            Self::IdPage(_) => "IdPage",
            Self::IdLists(_) => "IdLists",
            Self::Relationship(_) => "Relationship",
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
