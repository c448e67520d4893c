//! Lists of people that somebody curates.

use std::sync::Arc;

use crate::card::UserCard;
use crate::id::{ListId, Position, UserId};
use crate::time::Timestamp;
use crate::user_ref::UserRef;

/// One list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct UserList {
    /// Its id.
    pub id: ListId,
    /// Whose it is.
    pub owner: UserId,
    /// Its name, at most 25 characters.
    pub name: String,
    /// Its description; empty when there is none.
    pub description: String,
    /// Whether its owner alone sees it.
    pub private: bool,
    /// When it was made.
    pub created: Timestamp,
}

impl UserList {
    /// The name as addresses have it: lower case, runs of anything but letters and digits as one dash.
    pub fn slug(&self) -> String {
        let mut slug = String::with_capacity(self.name.len());
        for part in self.name.split(|character: char| !character.is_alphanumeric()).filter(|part| !part.is_empty()) {
            if !slug.is_empty() {
                slug.push('-');
            }
            slug.push_str(&part.to_lowercase());
        }
        slug
    }
}

/// How a request names a list.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum ListRef {
    /// By id.
    Id(ListId),
    /// By its owner and slug.
    Slug(UserRef, Box<str>),
}

/// Somebody's place on a list.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Member {
    /// Which list.
    pub list: ListId,
    /// Who.
    pub user: UserId,
    /// When they were added, and their place among the members and among the lists they are on.
    pub position: Position,
}

/// A list as a viewer sees it.
#[derive(Clone, PartialEq, Debug)]
pub struct ListCard {
    /// The list.
    pub list: Arc<UserList>,
    /// Whose it is.
    pub owner: UserCard,
    /// How many are on it.
    pub members: i32,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_are_plain() {
        let (owner, created) = (UserId(1), Timestamp(0));
        let named = |name: &str| {
            let (name, description) = (name.to_owned(), String::new());
            UserList { id: ListId(1), owner, name, description, private: false, created }.slug()
        };
        assert_eq!([named("Good  People!"), named("Été_2020"), named("--")], ["good-people", "été-2020", ""]);
    }
}
