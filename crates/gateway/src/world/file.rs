//! A world's file, field by field.

use serde::Deserialize;

use super::TokenKind;

/// A world as its file has it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct World {
    /// The apps.
    #[serde(default)]
    pub app: Vec<WorldApp>,
    /// The people.
    #[serde(default)]
    pub person: Vec<WorldPerson>,
    /// The edges.
    #[serde(default)]
    pub edge: Vec<WorldEdge>,
    /// The posts.
    #[serde(default)]
    pub post: Vec<WorldPost>,
    /// The tokens.
    #[serde(default)]
    pub token: Vec<WorldToken>,
}

/// An app.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WorldApp {
    /// Its id.
    pub id: i64,
    /// Its name.
    pub name: String,
    /// Its home page.
    pub link: String,
    /// Its public key.
    pub key: String,
    /// Its secret.
    pub secret: String,
    /// Where people may be sent back to.
    #[serde(default)]
    pub callbacks: Vec<String>,
    /// Whether it cannot keep a secret.
    #[serde(default)]
    pub public: bool,
    /// The secret with which it may hand in people's passwords.
    pub password_secret: Option<String>,
}

/// A person.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WorldPerson {
    /// Their id.
    pub id: i64,
    /// Their username.
    pub username: String,
    /// Their display name.
    pub name: String,
    /// Their description.
    #[serde(default)]
    pub description: String,
    /// Where they say they are.
    #[serde(default)]
    pub location: String,
    /// Their web address.
    pub url: Option<String>,
    /// When the account was made, RFC 3339.
    pub created: String,
    /// Whether only approved followers see the posts.
    #[serde(default)]
    pub protected: bool,
    /// Whether the account is verified.
    #[serde(default)]
    pub verified: bool,
    /// `active`, `suspended` or `deactivated`.
    #[serde(default)]
    pub standing: WorldStanding,
    /// `human`, `bot` or `feed`.
    #[serde(default)]
    pub kind: WorldKind,
    /// Confirmed e-mail address.
    pub email: Option<String>,
    /// Lists they are on.
    #[serde(default)]
    pub listed: i32,
    /// Posts they liked.
    #[serde(default)]
    pub likes: i32,
    /// The id of the post pinned to the profile.
    pub pinned: Option<i64>,
}

/// How a person stands.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum WorldStanding {
    /// In good standing.
    #[default]
    Active,
    /// Suspended.
    Suspended,
    /// Deactivated.
    Deactivated,
}

/// What sort of account it is.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum WorldKind {
    /// A person.
    #[default]
    Human,
    /// An automated account.
    Bot,
    /// A mirror of a feed.
    Feed,
}

/// An edge.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WorldEdge {
    /// What it says.
    pub kind: WorldEdgeKind,
    /// Whose it is, by username.
    pub source: String,
    /// Of whom, by username.
    pub target: String,
    /// When it was made, RFC 3339.
    pub at: String,
}

/// What an edge says.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum WorldEdgeKind {
    /// A block.
    Block,
    /// A mute.
    Mute,
    /// A follow.
    Follow,
    /// A follow request.
    FollowRequest,
    /// A block of direct messages.
    DmBlock,
}

/// A post.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WorldPost {
    /// Its id.
    pub id: i64,
    /// Its author's username.
    pub author: String,
    /// Its text.
    pub text: String,
    /// When it was made, RFC 3339.
    pub at: String,
}

/// A token.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WorldToken {
    /// Its id.
    pub id: i64,
    /// What sort of token it is.
    pub kind: TokenKind,
    /// The key of its app.
    pub app: String,
    /// The username it stands for.
    pub user: Option<String>,
    /// Its text.
    pub text: String,
    /// Its secret, where it has one.
    pub secret: Option<String>,
}
