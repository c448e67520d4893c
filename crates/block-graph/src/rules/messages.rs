//! Direct messages: sent where the policy lets them pass, taken out of one's own sight.

use std::sync::Arc;

use super::{Done, Plan, find, key};
use crate::error::{Action, CoreError, Refusal};
use crate::event::Change;
use crate::id::{MessageId, UserId};
use crate::message::Message;
use crate::mint::Mint;
use crate::policy;
use crate::time::Timestamp;
use crate::user_ref::UserRef;
use crate::view::View;

/// The one who sends.
pub(super) struct Sender<'s> {
    pub(super) view: &'s dyn View,
    pub(super) actor: UserId,
    pub(super) mint: &'s Mint,
    pub(super) now: Timestamp,
}

impl Sender<'_> {
    pub(super) fn send(&self, to: &UserRef, text: &str) -> Result<Plan, CoreError> {
        let recipient = find(self.view, to)?.user.id;
        if recipient != self.actor {
            let relation = self.view.relations(self.actor, &[recipient])?.pop().unwrap_or_default();
            policy::allows(Action::Message, relation)?;
        }
        let id = MessageId(self.mint.id());
        let (sender, text, created) = (self.actor, text.to_owned(), self.now);
        let message = Arc::new(Message { id, sender, recipient, text, created });
        Ok(Plan {
            changes: vec![Change::AddMessage(Arc::clone(&message))],
            keys: vec![key(sender, recipient)],
            done: Done::Message(message),
        })
    }

    pub(super) fn hide(&self, id: MessageId) -> Result<Plan, CoreError> {
        let found = self.view.messages(&[id])?.pop().flatten();
        let message =
            found.filter(|message| message.concerns(self.actor)).ok_or(Refusal::MessageNotFound { message: id })?;
        Ok(Plan {
            changes: vec![Change::HideMessage(Arc::clone(&message), self.actor)],
            keys: vec![(id.0, 0)],
            done: Done::Message(message),
        })
    }
}
