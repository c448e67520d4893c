//! Direct messages between two people.

use std::sync::Arc;

use crate::card::UserCard;
use crate::id::{MessageId, UserId};
use crate::time::Timestamp;

/// One message.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Message {
    /// Its id.
    pub id: MessageId,
    /// Who sent it.
    pub sender: UserId,
    /// To whom.
    pub recipient: UserId,
    /// Its text, unescaped.
    pub text: String,
    /// When it was sent.
    pub created: Timestamp,
}

impl Message {
    /// Whether `user` is one of the two.
    pub fn concerns(&self, user: UserId) -> bool {
        self.sender == user || self.recipient == user
    }

    /// The two people, the one with the smaller id first; so is the name of their conversation written.
    pub fn pair(&self) -> (UserId, UserId) {
        (self.sender.min(self.recipient), self.sender.max(self.recipient))
    }
}

/// A message with the people it is between.
#[derive(Clone, PartialEq, Debug)]
pub struct MessageCard {
    /// The message.
    pub message: Arc<Message>,
    /// Who sent it.
    pub sender: UserCard,
    /// To whom.
    pub recipient: UserCard,
}
