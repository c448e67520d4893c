//! Who may see what of whom, as reads ask it: the policy's answers as refusals and as lists without the hidden.

use super::cards::seen_cards;
use crate::access::Actor;
use crate::card::{UserCard, Wants};
use crate::error::{Action, CoreError, Refusal};
use crate::id::{PostId, UserId};
use crate::outcome::PostAbsence;
use crate::policy;
use crate::view::{Person, View};

/// Whether `viewer` may see what somebody shows to followers alone, or to nobody they block. `even_blocked`: their own
/// block is no reason, because they asked for this person by name.
///
/// # Errors
/// The refusal that says why not.
pub(super) fn may_see(
    view: &dyn View,
    viewer: Option<UserId>,
    person: &Person,
    action: Action,
    even_blocked: bool,
) -> Result<(), CoreError> {
    let user = person.user.id;
    let follows = match viewer {
        Some(viewer) if viewer == user => return Ok(()),
        Some(viewer) => {
            let mut relation = view.relations(viewer, &[user])?.pop().unwrap_or_default();
            relation.blocking &= !even_blocked;
            policy::allows(action, relation)?;
            relation.following
        }
        None => false,
    };
    if person.user.protected && !follows { Err(Refusal::Protected { user }.into()) } else { Ok(()) }
}

/// The refusal that says why a post is not shown.
pub(super) fn refusal(view: &dyn View, id: PostId, why: PostAbsence) -> Result<Refusal, CoreError> {
    let action = Action::ReadPosts;
    Ok(match why {
        PostAbsence::Unknown => Refusal::PostNotFound { post: id },
        PostAbsence::BlockedByAuthor => Refusal::BlockedByTarget { action },
        PostAbsence::BlockingAuthor => Refusal::BlockingTarget { action },
        PostAbsence::Protected => match view.posts(&[id])?.pop().flatten() {
            Some(post) => Refusal::Protected { user: post.author },
            None => Refusal::PostNotFound { post: id },
        },
    })
}

/// The cards of people on a public list, without those between whom and the caller a block stands.
pub(super) fn people(view: &dyn View, actor: &Actor, ids: &[UserId], wants: Wants) -> Result<Vec<UserCard>, CoreError> {
    let found = view.seen(actor.user(), ids)?.into_iter().flatten();
    let listed = found.filter(|(person, _)| person.user.standing.listed());
    let mut shown = seen_cards(view, actor.user(), listed, Wants { relation: true, ..wants })?;
    shown.retain(|card| !card.relation.is_some_and(|relation| relation.blocking || relation.blocked_by));
    Ok(shown)
}
