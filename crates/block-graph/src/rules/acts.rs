//! What one person does to another: edges.

use super::{Done, Plan, key, present};
use crate::edge::{Edge, EdgeKind};
use crate::error::{Action, CoreError, Refusal};
use crate::event::Change;
use crate::id::UserId;
use crate::mint::Mint;
use crate::policy;
use crate::relation::Relation;
use crate::user_ref::UserRef;
use crate::view::View;

/// One person's act towards another.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Act {
    /// What is done.
    pub(crate) action: Action,
    /// To whom.
    pub(crate) target: UserRef,
    /// Whether a report blocks as well.
    pub(crate) block_too: bool,
}

impl Act {
    pub(super) fn plan(&self, view: &dyn View, actor: UserId, mint: &Mint) -> Result<Plan, CoreError> {
        let target = view.find(&self.target)?.ok_or_else(|| Refusal::UserNotFound { user: self.target.clone() })?;
        let id = target.user.id;
        if id == actor {
            if policy::allows_oneself(self.action) {
                let same = Relation::default();
                let done = Done::Toggled { target: id, before: same, after: same };
                return Ok(Plan { changes: Vec::new(), keys: Vec::new(), done });
            }
            return Err(Refusal::Yourself { action: self.action }.into());
        }
        present(&target, &self.target)?;
        let mut edges = view.between(actor, id)?;
        let before = Relation::of(actor, &edges);
        policy::allows(self.action, before)?;
        let mut changes = Vec::new();
        let mut draft = Draft { actor, other: id, mint, edges: &mut edges, changes: &mut changes };
        match self.action {
            Action::Block => draft.add(EdgeKind::Block),
            Action::Unblock => draft.end(actor, EdgeKind::Block),
            Action::Mute => draft.add(EdgeKind::Mute),
            Action::Unmute => draft.end(actor, EdgeKind::Mute),
            Action::DmBlock => draft.add(EdgeKind::DmBlock),
            Action::DmUnblock => draft.end(actor, EdgeKind::DmBlock),
            Action::HideReposts => draft.add(EdgeKind::HideReposts),
            Action::ShowReposts => draft.end(actor, EdgeKind::HideReposts),
            Action::Follow if before.following => {}
            Action::Follow if target.user.protected => draft.add(EdgeKind::FollowRequest),
            Action::Follow => draft.add(EdgeKind::Follow),
            Action::Unfollow => {
                draft.end(actor, EdgeKind::Follow);
                draft.end(actor, EdgeKind::FollowRequest);
            }
            Action::ReportSpam => {
                draft.changes.push(Change::Report(actor, id));
                if self.block_too {
                    draft.add(EdgeKind::Block);
                }
            }
            other @ (Action::Reply
            | Action::Quote
            | Action::Repost
            | Action::Like
            | Action::Tag
            | Action::Message
            | Action::AddToList
            | Action::ReadPosts
            | Action::ReadFollows) => return Err(CoreError::broken(format!("{other:?} is no act on edges"))),
        }
        let done = Done::Toggled { target: id, before, after: Relation::of(actor, &edges) };
        Ok(Plan { changes, keys: vec![key(actor, id)], done })
    }
}

/// The edges between two people as they become while a plan is drawn up.
struct Draft<'d> {
    actor: UserId,
    other: UserId,
    mint: &'d Mint,
    edges: &'d mut Vec<Edge>,
    changes: &'d mut Vec<Change>,
}

impl Draft<'_> {
    /// Adds the actor's edge, unless it is there, and ends what it forbids.
    fn add(&mut self, kind: EdgeKind) {
        if self.edges.iter().any(|edge| edge.kind == kind && edge.source == self.actor) {
            return;
        }
        let (own, others) = policy::removes(kind);
        own.iter().for_each(|kind| self.end(self.actor, *kind));
        others.iter().for_each(|kind| self.end(self.other, *kind));
        let edge = Edge { source: self.actor, kind, target: self.other, position: self.mint.position() };
        self.edges.push(edge);
        self.changes.push(Change::AddEdge(edge));
    }

    /// Ends an edge of `source`, if it is there.
    fn end(&mut self, source: UserId, kind: EdgeKind) {
        if let Some(at) = self.edges.iter().position(|edge| edge.kind == kind && edge.source == source) {
            self.changes.push(Change::RemoveEdge(self.edges.remove(at)));
        }
    }
}
