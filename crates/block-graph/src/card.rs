//! What an outcome tells of a person or a post: every fact that any dialect's object needs, gathered once.

use std::sync::Arc;

use crate::id::PostId;
use crate::post::{Post, PostCounts};
use crate::relation::Relation;
use crate::user::{Counts, User};

/// A person as a viewer sees them.
#[derive(Clone, PartialEq, Debug)]
pub struct UserCard {
    /// What they say of themselves.
    pub user: User,
    /// What is counted of them.
    pub counts: Counts,
    /// How they stand to the viewer; `None` without a viewer or when it was not [wanted](Wants).
    pub relation: Option<Relation>,
    /// Whether the viewer looks at themselves.
    pub is_viewer: bool,
    /// Their newest post, when the viewer may see it and it was [wanted](Wants).
    pub latest_post: Option<Arc<Post>>,
    /// Their pinned post, when the viewer may see it and it was [wanted](Wants).
    pub pinned_post: Option<Arc<Post>>,
}

/// Which facts beside the person's own a reply will show, so that a database is not asked for the others.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Wants {
    /// The target's card of a write. Without it the outcome of a write carries no card.
    pub card: bool,
    /// How the person stands to the viewer.
    pub relation: bool,
    /// The newest post.
    pub latest_post: bool,
    /// The pinned post.
    pub pinned_post: bool,
}

impl Wants {
    /// Nothing but the facts of the act itself.
    pub const NOTHING: Self = Self { card: false, relation: false, latest_post: false, pinned_post: false };
    /// The person and their counts.
    pub const CARD: Self = Self { card: true, ..Self::NOTHING };
    /// The person, their counts and the relation to the viewer.
    pub const RELATION: Self = Self { relation: true, ..Self::CARD };
    /// Everything.
    pub const EVERYTHING: Self = Self { card: true, relation: true, latest_post: true, pinned_post: true };

    /// Whether posts are shown.
    pub(crate) fn posts(self) -> bool {
        self.latest_post || self.pinned_post
    }

    /// Whether the relation to the viewer must be known: to be shown, or because it decides which posts are.
    pub(crate) fn related(self) -> bool {
        self.relation || self.posts()
    }
}

/// A post as a viewer sees it, with everything that any dialect's post object needs.
#[derive(Clone, PartialEq, Debug)]
pub struct PostCard {
    /// The post.
    pub post: Arc<Post>,
    /// Who wrote it.
    pub author: UserCard,
    /// What is counted of it.
    pub counts: PostCounts,
    /// Whether the viewer likes it.
    pub liked: bool,
    /// The viewer's own repost of it.
    pub reposted: Option<PostId>,
    /// The post it repeats, if the viewer may see it.
    pub original: Option<Box<PostCard>>,
    /// The post it quotes, if the viewer may see it.
    pub quoted: Option<Box<PostCard>>,
    /// Whom it replies to, while their account is there.
    pub replied_to: Option<User>,
}
