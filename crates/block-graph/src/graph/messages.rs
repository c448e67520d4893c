//! Direct messages in memory: by id, and in each person's mailbox, whole and by the other person.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::id::{MessageId, Position, UserId};
use crate::message::Message;
use crate::page::Cursor;

#[derive(Default)]
pub(super) struct MessageTables {
    messages: FxHashMap<MessageId, Arc<Message>>,
    /// Ids, oldest first, that a person sees: of all messages (`None`) and of those with one person.
    boxes: FxHashMap<(UserId, Option<UserId>), Vec<MessageId>>,
}

impl MessageTables {
    pub(super) fn get(&self, id: MessageId) -> Option<Arc<Message>> {
        self.messages.get(&id).cloned()
    }

    pub(super) fn add(&mut self, message: Arc<Message>, (from_sender, from_recipient): (bool, bool)) {
        let (sender, recipient) = (message.sender, message.recipient);
        for (user, other, hidden) in [(sender, recipient, from_sender), (recipient, sender, from_recipient)] {
            if !hidden {
                for key in [(user, None), (user, Some(other))] {
                    let ids = self.boxes.entry(key).or_default();
                    let at = ids.partition_point(|id| *id < message.id);
                    if ids.get(at) != Some(&message.id) {
                        ids.insert(at, message.id);
                    }
                }
            }
        }
        self.messages.insert(message.id, message);
    }

    pub(super) fn hide(&mut self, message: &Message, from: UserId) {
        let other = if message.sender == from { message.recipient } else { message.sender };
        for key in [(from, None), (from, Some(other))] {
            if let Some(ids) = self.boxes.get_mut(&key)
                && let Ok(at) = ids.binary_search(&message.id)
            {
                ids.remove(at);
            }
        }
    }

    pub(super) fn mailbox(
        &self,
        user: UserId,
        with: Option<UserId>,
        cursor: Cursor,
        limit: usize,
    ) -> Vec<Arc<Message>> {
        let ids = self.boxes.get(&(user, with)).map_or(&[][..], |ids| ids);
        super::list::cut(ids, |id| Position(id.0), cursor, limit).filter_map(|id| self.get(*id)).collect()
    }
}
