//! A person spread out, field by field: how one is made, changed and taken apart. Nothing keeps people so.

use super::{Standing, UserKind};
use crate::id::{PostId, UserId};
use crate::time::Timestamp;
use crate::username::Username;

/// The part of a person that changes rarely, to be made a [`User`](super::User) of.
#[derive(Clone, PartialEq, Debug)]
pub struct Profile {
    /// Their id.
    pub id: UserId,
    /// Their username, in their casing.
    pub username: Username,
    /// Their display name, at most 50 characters, unescaped.
    pub name: String,
    /// Their description; empty when there is none.
    pub description: String,
    /// Where they say they are; empty when unset.
    pub location: String,
    /// Their web address.
    pub url: Option<String>,
    /// Their picture's address (https).
    pub image_url: Option<String>,
    /// Their banner's address (https).
    pub banner_url: Option<String>,
    /// When the account was made.
    pub created: Timestamp,
    /// Whether only approved followers see the posts.
    pub protected: bool,
    /// Whether the account is verified.
    pub verified: bool,
    /// How the account stands.
    pub standing: Standing,
    /// What sort of account it is.
    pub kind: UserKind,
    /// tz database name, such as `America/Los_Angeles`.
    pub timezone: String,
    /// Locale, such as `en_US`.
    pub locale: String,
    /// Confirmed e-mail address, shown to its owner alone.
    pub email: Option<String>,
    /// The post pinned to the profile.
    pub pinned_post: Option<PostId>,
}

impl Profile {
    /// A new, active account with nothing said of itself.
    pub fn new(id: UserId, username: Username, created: Timestamp) -> Self {
        Self {
            id,
            name: username.to_string(),
            username,
            description: String::new(),
            location: String::new(),
            url: None,
            image_url: None,
            banner_url: None,
            created,
            protected: false,
            verified: false,
            standing: Standing::Active,
            kind: UserKind::Human,
            timezone: "Etc/UTC".to_owned(),
            locale: "en_US".to_owned(),
            email: None,
            pinned_post: None,
        }
    }
}
