//! Who may speak to the graph: applications, the tokens they hold, and what each token allows.
//!
//! A dialect verifies a request's proof, because it knows how requests carry it; this module supplies the secrets to
//! verify with and owns what becomes of tokens. Bearer tokens are kept as hashes. OAuth 1.0a secrets must be
//! recoverable, so they are [sealed](seal).

mod app;
mod grant;
pub mod nonce;
mod password;
mod plan;
mod prepared;
pub mod seal;
pub mod session;
mod ticket;
mod token;

use std::sync::Arc;

pub use app::App;
pub use grant::*;
pub use password::PasswordHash;
pub use plan::Plan;
pub use prepared::Prepared;
pub use ticket::{Ticket, TicketKind, hashed};
pub use token::{HeldToken, NewToken, TokenKey, TokenRecord, TokenState, random_text};

use crate::id::{AppId, TokenId, UserId};
use crate::secret::Secret;
use crate::time::Timestamp;

/// What an application may do on behalf of a person by OAuth 1.0a (the `x-access-level` of the APIs).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub enum Permission {
    /// To read.
    Read,
    /// To read and write.
    ReadWrite,
    /// To read, write and reach direct messages.
    #[default]
    ReadWriteDirectMessages,
}

impl Permission {
    /// The number it has in the stores.
    pub fn number(self) -> i16 {
        match self {
            Self::Read => 0,
            Self::ReadWrite => 1,
            Self::ReadWriteDirectMessages => 2,
        }
    }

    /// The permission a store's number stands for.
    pub fn from_number(number: i16) -> Option<Self> {
        let all = [Self::Read, Self::ReadWrite, Self::ReadWriteDirectMessages];
        all.into_iter().find(|permission| permission.number() == number)
    }
}

/// What sort of token it is, by the proof a request must bring.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum TokenClass {
    /// A person's token with a secret; every request is signed.
    Signed,
    /// A person's bearer token with scopes.
    UserBearer,
    /// An application's own bearer token.
    AppBearer,
}

impl TokenClass {
    /// The number it has in the stores.
    pub fn number(self) -> i16 {
        match self {
            Self::Signed => 0,
            Self::UserBearer => 1,
            Self::AppBearer => 2,
        }
    }

    /// The class a store's number stands for.
    pub fn from_number(number: i16) -> Option<Self> {
        [Self::Signed, Self::UserBearer, Self::AppBearer].into_iter().find(|class| class.number() == number)
    }
}

/// A live token: whose it is, through which app, and what it allows.
#[derive(Clone, PartialEq, Debug)]
pub struct Grant {
    /// The token's id.
    pub token: TokenId,
    /// What sort of token it is.
    pub class: TokenClass,
    /// At which service it was issued; a dialect names the audiences it takes. Opaque to the graph.
    pub audience: Box<str>,
    /// The application that holds it.
    pub app: Arc<App>,
    /// The person it stands for; `None` for [`TokenClass::AppBearer`].
    pub user: Option<UserId>,
    /// The scopes granted, in the order they were.
    pub scopes: Vec<Box<str>>,
    /// What a [`TokenClass::Signed`] token permits: what its app may do, or the less that was asked for.
    pub permission: Permission,
    /// The public text of a [`TokenClass::Signed`] token.
    pub public: Option<Box<str>>,
    /// The secret of a [`TokenClass::Signed`] token.
    pub secret: Option<Secret>,
    /// When it was issued.
    pub created: Timestamp,
    /// When it ends, if it does.
    pub expires: Option<Timestamp>,
    /// What was made of its secrets to check proofs with.
    pub prepared: Prepared,
}

impl Grant {
    /// Whether it carries `scope`.
    pub fn has_scope(&self, scope: &str) -> bool {
        self.scopes.iter().any(|granted| &**granted == scope)
    }
}

/// Who runs a command.
#[derive(Clone, PartialEq, Debug)]
pub enum Actor {
    /// Nobody known: a logged-out reader.
    Anonymous,
    /// An app that proved itself by its own secret and brings no token.
    Client(Arc<App>),
    /// The holder of a token.
    Granted(Arc<Grant>),
}

impl Actor {
    /// The person who acts, if one does.
    pub fn user(&self) -> Option<UserId> {
        self.grant().and_then(|grant| grant.user)
    }

    /// The app they act through, if any.
    pub fn app(&self) -> Option<AppId> {
        match self {
            Self::Anonymous => None,
            Self::Client(app) => Some(app.id),
            Self::Granted(grant) => Some(grant.app.id),
        }
    }

    /// The plan of the app they act through, if any.
    pub fn plan(&self) -> Option<Plan> {
        match self {
            Self::Anonymous => None,
            Self::Client(app) => Some(app.plan),
            Self::Granted(grant) => Some(grant.app.plan),
        }
    }

    /// The token they act with, if any.
    pub fn grant(&self) -> Option<&Arc<Grant>> {
        match self {
            Self::Anonymous | Self::Client(_) => None,
            Self::Granted(grant) => Some(grant),
        }
    }
}
