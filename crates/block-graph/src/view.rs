//! What can be read of the world, in batches, by one reader: the whole graph in memory, or a database.
//!
//! The rules are written once against this trait; they do not know which of the two they read.

use std::sync::Arc;

use crate::access::{App, HeldToken, TokenKey, TokenRecord};
use crate::edge::{Edge, List};
use crate::error::StoreError;
use crate::id::{AppId, Position, PostId, UserId};
use crate::page::Cursor;
use crate::post::Post;
use crate::relation::Relation;
use crate::user::{Counts, User};
use crate::user_ref::UserRef;

/// A person with what is counted of them.
#[derive(Clone, PartialEq, Debug)]
pub struct Person {
    /// What they say of themselves.
    pub user: Arc<User>,
    /// What is counted of them.
    pub counts: Counts,
    /// Their newest post.
    pub latest_post: Option<PostId>,
}

/// One row of a list.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ListRow {
    /// Who stands there.
    pub other: UserId,
    /// Where.
    pub position: Position,
    /// Whether their account is active; others are not shown.
    pub listed: bool,
}

/// A reader of the world. Answers have the order and the length of what was asked.
pub trait View {
    /// The people that references lead to.
    ///
    /// # Errors
    /// As every method here: what the store reports.
    fn resolve(&self, users: &[UserRef]) -> Result<Vec<Option<Person>>, StoreError>;

    /// People by id.
    fn people(&self, ids: &[UserId]) -> Result<Vec<Option<Person>>, StoreError>;

    /// Posts by id.
    fn posts(&self, ids: &[PostId]) -> Result<Vec<Option<Arc<Post>>>, StoreError>;

    /// How `viewer` stands to each of `others`.
    fn relations(&self, viewer: UserId, others: &[UserId]) -> Result<Vec<Relation>, StoreError>;

    /// Every edge between two people, in both directions, in any order.
    fn between(&self, one: UserId, other: UserId) -> Result<Vec<Edge>, StoreError>;

    /// At most `limit` rows of a list from `cursor` on, hidden people included: newest first, but for
    /// [`Cursor::Newer`] oldest first, beginning next to the cursor.
    fn rows(&self, owner: UserId, list: List, cursor: Cursor, limit: usize) -> Result<Vec<ListRow>, StoreError>;

    /// Which of `users` have a live token of `app`, whatever its audience.
    fn authorised(&self, app: AppId, users: &[UserId]) -> Result<Vec<bool>, StoreError>;

    /// An app by its public key.
    fn app(&self, key: &str) -> Result<Option<Arc<App>>, StoreError>;

    /// A token by its key, whatever became of it.
    fn token(&self, key: &TokenKey) -> Result<Option<HeldToken>, StoreError>;

    /// All apps, by id.
    fn all_apps(&self) -> Result<Vec<Arc<App>>, StoreError>;

    /// All tokens, by id.
    fn all_tokens(&self) -> Result<Vec<Arc<TokenRecord>>, StoreError>;

    /// People whose id is above `after`, by id, at most `limit`.
    fn all_people(&self, after: UserId, limit: usize) -> Result<Vec<Person>, StoreError>;
}
