//! How a request names a person: a dialect may know them by id or by name; the engine resolves them.

use crate::id::UserId;

/// How a request names a person.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum UserRef {
    /// By id.
    Id(UserId),
    /// By username, in any case. Not necessarily a valid one: then nobody is found.
    Name(Box<str>),
    /// By a text of digits that is an id or, if nobody has that id, a username (the legacy `id` parameter of v1.1).
    IdOrName(UserId, Box<str>),
}

impl UserRef {
    /// By username.
    pub fn name(name: impl Into<Box<str>>) -> Self {
        Self::Name(name.into())
    }
}

impl From<UserId> for UserRef {
    fn from(id: UserId) -> Self {
        Self::Id(id)
    }
}
