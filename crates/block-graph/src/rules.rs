//! What a write does: pure over a [`View`], so the memory graph and a database's transaction follow the same rules.

use crate::command::Command;
use crate::edge::{Edge, EdgeKind};
use crate::error::{Action, CoreError, Refusal};
use crate::event::Change;
use crate::id::UserId;
use crate::mint::Mint;
use crate::policy;
use crate::relation::Relation;
use crate::store::Footprint;
use crate::user::Standing;
use crate::user_ref::UserRef;
use crate::view::{Person, View};

/// One person's act towards another.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Write {
    /// What is done.
    pub(crate) action: Action,
    /// To whom.
    pub(crate) target: UserRef,
    /// Whether a report blocks as well.
    pub(crate) block_too: bool,
}

/// What a write comes to.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Plan {
    /// What to change; empty when it is so already.
    pub(crate) changes: Vec<Change>,
    /// Whom it is done to.
    pub(crate) target: UserId,
    /// How the actor stood to them.
    pub(crate) before: Relation,
    /// How the actor stands to them then.
    pub(crate) after: Relation,
}

impl Write {
    /// The write that a command is, or the command back if it reads.
    pub(crate) fn from_command(command: Command) -> Result<Self, Command> {
        let write = |action, target| Ok(Self { action, target, block_too: false });
        match command {
            Command::Block(op) => write(Action::Block, op.target),
            Command::Unblock(op) => write(Action::Unblock, op.target),
            Command::Mute(op) => write(Action::Mute, op.target),
            Command::Unmute(op) => write(Action::Unmute, op.target),
            Command::DmBlock(op) => write(Action::DmBlock, op.target),
            Command::DmUnblock(op) => write(Action::DmUnblock, op.target),
            Command::Follow(op) => write(Action::Follow, op.target),
            Command::Unfollow(op) => write(Action::Unfollow, op.target),
            Command::ReportSpam(op) => Ok(Self { action: Action::ReportSpam, target: op.target, block_too: op.block }),
            reads @ (Command::ShowUser(_)
            | Command::LookUpUsers(_)
            | Command::WhoAmI(_)
            | Command::ListUsers(_)
            | Command::ListIds(_)
            | Command::BulkIds(_)
            | Command::ShowRelation(_)
            | Command::LimitStatus(_)) => Err(reads),
        }
    }

    /// What it may read and change.
    pub(crate) fn footprint(&self, actor: UserId) -> Footprint {
        Footprint { users: vec![self.target.clone(), UserRef::Id(actor)], actor: Some(actor) }
    }

    /// What it comes to when `actor` does it now.
    ///
    /// # Errors
    /// The refusal that forbids it, or what the view reports.
    pub(crate) fn plan(&self, view: &dyn View, actor: UserId, mint: &Mint) -> Result<Plan, CoreError> {
        caller_takes_part(view, actor)?;
        let found = view.resolve(std::slice::from_ref(&self.target))?.pop().flatten();
        let target = found.ok_or_else(|| Refusal::UserNotFound { user: self.target.clone() })?;
        let id = target.user.id;
        if id == actor {
            if policy::allows_oneself(self.action) {
                let same = Relation::default();
                return Ok(Plan { changes: Vec::new(), target: id, before: same, after: same });
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
        }
        Ok(Plan { changes, target: id, before, after: Relation::of(actor, &edges) })
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

/// Whether the caller's own account takes part.
///
/// # Errors
/// The refusal that says how the account stands.
pub(crate) fn caller_takes_part(view: &dyn View, caller: UserId) -> Result<(), CoreError> {
    match view.people(&[caller])?.pop().flatten().map(|person| person.user.standing) {
        Some(Standing::Active) => Ok(()),
        Some(Standing::Suspended) => Err(Refusal::CallerSuspended.into()),
        Some(Standing::Deactivated) | None => Err(Refusal::CallerDeactivated.into()),
    }
}

/// Whether somebody's account is there to be shown or acted on.
///
/// # Errors
/// The refusal that says how it stands.
pub(crate) fn present(person: &Person, user: &UserRef) -> Result<(), Refusal> {
    match person.user.standing {
        Standing::Active => Ok(()),
        Standing::Suspended => Err(Refusal::UserSuspended { user: user.clone() }),
        Standing::Deactivated => Err(Refusal::UserDeactivated { user: user.clone() }),
    }
}
