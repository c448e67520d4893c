//! A person: what they say of themselves, how they stand, and what is counted of them.

mod compact;
mod profile;

pub use self::compact::{Facts, Said, User};
pub use self::profile::Profile;

/// Whether an account takes part.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Standing {
    /// In good standing.
    #[default]
    Active,
    /// Suspended by the service; edges survive but are not listed.
    Suspended,
    /// Closed by its owner; edges survive but are not listed.
    Deactivated,
}

impl Standing {
    /// The number it has in the stores.
    pub fn number(self) -> i16 {
        match self {
            Self::Active => 0,
            Self::Suspended => 1,
            Self::Deactivated => 2,
        }
    }

    /// The standing a store's number stands for.
    pub fn from_number(number: i16) -> Option<Self> {
        [Self::Active, Self::Suspended, Self::Deactivated].into_iter().find(|standing| standing.number() == number)
    }

    /// Active accounts are listed; the others' edges are kept, hidden.
    pub fn listed(self) -> bool {
        self == Self::Active
    }
}

/// What sort of account it is (App.net's `type`).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum UserKind {
    /// A person.
    #[default]
    Human,
    /// An automated account.
    Bot,
    /// A mirror of a feed.
    Feed,
}

impl UserKind {
    /// The number it has in the stores.
    pub fn number(self) -> i16 {
        match self {
            Self::Human => 0,
            Self::Bot => 1,
            Self::Feed => 2,
        }
    }

    /// The kind a store's number stands for.
    pub fn from_number(number: i16) -> Option<Self> {
        [Self::Human, Self::Bot, Self::Feed].into_iter().find(|kind| kind.number() == number)
    }
}

/// What is counted of a person. Each fits in 31 bits: strict clients read them as i32.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Counts {
    /// People who follow them.
    pub followers: i32,
    /// People they follow.
    pub following: i32,
    /// Posts they made.
    pub posts: i32,
    /// Lists they are on.
    pub listed: i32,
    /// Posts they liked (v1.1 favourites, App.net stars).
    pub likes: i32,
}

impl std::ops::AddAssign for Counts {
    /// Adds, never past what fits or below nothing.
    fn add_assign(&mut self, by: Self) {
        let add = |count: &mut i32, by: i32| *count = count.saturating_add(by).max(0);
        add(&mut self.followers, by.followers);
        add(&mut self.following, by.following);
        add(&mut self.posts, by.posts);
        add(&mut self.listed, by.listed);
        add(&mut self.likes, by.likes);
    }
}
