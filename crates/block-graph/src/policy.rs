//! What an edge forbids and what it removes: pure, total tables. No dialect decides any of it.

use crate::edge::EdgeKind;
use crate::error::{Action, Refusal};
use crate::outcome::PostAbsence;
use crate::relation::Relation;

/// Which edges between the two end when the source adds an edge of `kind`: in the source's direction, and in the other.
pub fn removes(kind: EdgeKind) -> (&'static [EdgeKind], &'static [EdgeKind]) {
    const FOLLOWS: &[EdgeKind] = &[EdgeKind::Follow, EdgeKind::FollowRequest];
    match kind {
        EdgeKind::Block => (FOLLOWS, FOLLOWS),
        EdgeKind::Follow => (&[EdgeKind::FollowRequest], &[]),
        EdgeKind::Mute | EdgeKind::FollowRequest | EdgeKind::DmBlock | EdgeKind::HideReposts => (&[], &[]),
    }
}

/// Whether the relation between actor and target allows `action`.
///
/// # Errors
/// The refusal that names whose block forbids it; the target's is told first, as the services do.
pub fn allows(action: Action, relation: Relation) -> Result<(), Refusal> {
    match action {
        Action::Follow if relation.blocked_by => Err(Refusal::BlockedByTarget { action }),
        Action::Follow if relation.blocking => Err(Refusal::BlockingTarget { action }),
        Action::Message if relation.blocked_by || relation.dm_blocked_by => Err(Refusal::BlockedByTarget { action }),
        Action::Message if relation.blocking || relation.dm_blocking => Err(Refusal::BlockingTarget { action }),
        Action::Reply
        | Action::Quote
        | Action::Repost
        | Action::Like
        | Action::Tag
        | Action::AddToList
        | Action::ReadFollows
            if relation.blocked_by =>
        {
            Err(Refusal::BlockedByTarget { action })
        }
        Action::Reply | Action::Quote | Action::Repost | Action::Like if relation.blocking => {
            Err(Refusal::BlockingTarget { action })
        }
        Action::ReadPosts if relation.blocked_by => Err(Refusal::BlockedByTarget { action }),
        Action::ReadPosts if relation.blocking => Err(Refusal::BlockingTarget { action }),
        Action::Reply
        | Action::Quote
        | Action::Repost
        | Action::Like
        | Action::Tag
        | Action::Message
        | Action::AddToList
        | Action::ReadPosts
        | Action::ReadFollows
        | Action::HideReposts
        | Action::ShowReposts
        | Action::Follow
        | Action::Block
        | Action::Unblock
        | Action::Mute
        | Action::Unmute
        | Action::DmBlock
        | Action::DmUnblock
        | Action::Unfollow
        | Action::ReportSpam => Ok(()),
    }
}

/// Whether `action` towards oneself is refused. Taking something back from oneself changes nothing and is allowed
/// ([recorded] v1.1: unblocking yourself answers 200).
pub fn allows_oneself(action: Action) -> bool {
    match action {
        Action::Unblock
        | Action::Unmute
        | Action::DmUnblock
        | Action::Unfollow
        | Action::ShowReposts
        | Action::Reply
        | Action::Quote
        | Action::Repost
        | Action::Like
        | Action::Tag
        | Action::Message
        | Action::AddToList
        | Action::ReadPosts
        | Action::ReadFollows => true,
        Action::Block | Action::Mute | Action::DmBlock | Action::Follow | Action::ReportSpam | Action::HideReposts => {
            false
        }
    }
}

/// Whether a direct message may pass between the two, as far as blocks bear on it: both kinds stop both directions.
pub fn allows_direct_messages(relation: Relation) -> bool {
    allows(Action::Message, relation).is_ok()
}

/// Whether a viewer sees the posts of a person. `relation` is the viewer's, `None` for a logged-out reader, to whom
/// blocks mean nothing.
pub fn shows_posts(author_protected: bool, relation: Option<Relation>) -> bool {
    hides_posts(author_protected, relation, true).is_none()
}

/// Why a viewer does not see the posts of a person, if so; as [`shows_posts`], and unless `even_blocked` the viewer's own
/// block hides them too.
pub fn hides_posts(author_protected: bool, relation: Option<Relation>, even_blocked: bool) -> Option<PostAbsence> {
    match relation {
        None => author_protected.then_some(PostAbsence::Protected),
        Some(relation) if relation.blocked_by => Some(PostAbsence::BlockedByAuthor),
        Some(relation) if relation.blocking && !even_blocked => Some(PostAbsence::BlockingAuthor),
        Some(relation) if author_protected && !relation.following => Some(PostAbsence::Protected),
        Some(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocking_ends_follows_and_requests_both_ways_and_nothing_else_ends_a_block() {
        assert_eq!(removes(EdgeKind::Block).0, removes(EdgeKind::Block).1);
        for kind in EdgeKind::ALL {
            let (own, other) = removes(kind);
            assert!(!own.contains(&EdgeKind::Block) && !other.contains(&EdgeKind::Block), "{kind:?}");
            assert!(!own.contains(&kind), "{kind:?} would end itself");
        }
    }

    #[test]
    fn a_follow_is_refused_beside_a_block() {
        let blocked = Relation { blocked_by: true, blocking: true, ..Relation::default() };
        assert_eq!(allows(Action::Follow, blocked), Err(Refusal::BlockedByTarget { action: Action::Follow }));
        assert_eq!(allows(Action::Follow, Relation { muting: true, ..Relation::default() }), Ok(()));
        assert_eq!(allows(Action::Unfollow, blocked), Ok(()));
    }

    #[test]
    fn posts_are_hidden_from_the_blocked_unless_logged_out() {
        let blocked = Relation { blocked_by: true, following: true, ..Relation::default() };
        assert!(!shows_posts(false, Some(blocked)));
        assert!(shows_posts(false, None));
        assert!(!shows_posts(true, None));
        assert!(shows_posts(true, Some(Relation { following: true, ..Relation::default() })));
    }

    #[test]
    fn either_kind_of_block_on_either_side_stops_direct_messages() {
        assert!(allows_direct_messages(Relation::default()));
        for relation in [
            Relation { blocking: true, ..Relation::default() },
            Relation { blocked_by: true, ..Relation::default() },
            Relation { dm_blocking: true, ..Relation::default() },
            Relation { dm_blocked_by: true, ..Relation::default() },
        ] {
            assert!(!allows_direct_messages(relation));
        }
    }
}
