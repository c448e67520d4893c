//! Posts, as far as profiles show them: the newest one, the pinned one, and how many there are.

use crate::id::{PostId, UserId};
use crate::time::Timestamp;

/// One post.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Post {
    /// Its id.
    pub id: PostId,
    /// Who wrote it.
    pub author: UserId,
    /// Its text, unescaped.
    pub text: String,
    /// BCP 47 language tag, such as `en`.
    pub lang: String,
    /// The name of the application it was written with.
    pub source: String,
    /// When it was made.
    pub created: Timestamp,
}
