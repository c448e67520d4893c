//! Rows of direct messages.

use diesel::prelude::*;

use super::super::schema::messages;
use crate::id::{MessageId, UserId};
use crate::message::Message;
use crate::time::Timestamp;

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = messages)]
pub(in super::super) struct MessageRow {
    pub(in super::super) id: i64,
    sender: i64,
    recipient: i64,
    text: String,
    created: i64,
    hidden_by_sender: bool,
    hidden_by_recipient: bool,
}

impl MessageRow {
    pub(in super::super) fn new(message: &Message) -> Self {
        Self {
            id: message.id.0,
            sender: message.sender.0,
            recipient: message.recipient.0,
            text: message.text.clone(),
            created: message.created.0,
            hidden_by_sender: false,
            hidden_by_recipient: false,
        }
    }

    /// The message, and which of the two took it out of their sight (sender, recipient).
    pub(in super::super) fn read(self) -> (Message, (bool, bool)) {
        let message = Message {
            id: MessageId(self.id),
            sender: UserId(self.sender),
            recipient: UserId(self.recipient),
            text: self.text,
            created: Timestamp(self.created),
        };
        (message, (self.hidden_by_sender, self.hidden_by_recipient))
    }
}
