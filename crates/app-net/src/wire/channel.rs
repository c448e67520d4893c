//! The Channel object ([doc]) of private conversations, found by going through the caller's messages.

use std::collections::HashMap;

use block_graph::{MessageCard, MessageId, PostRange, UserCard, UserId, policy};
use serde::Serialize;

use super::View;
use super::message::{Message, channel_of};
use super::scalar::Id;
use super::user::User;
use crate::conversation::{ChannelId, PRIVATE};
use crate::envelope::Marker;

/// How the caller wants to see channels ([doc] general parameters).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct ChannelView {
    /// How people and messages are seen.
    pub(crate) view: View,
    /// Whether channels carry their newest message.
    pub(crate) recent_message: bool,
    /// Whether they carry their marker, which is never set.
    pub(crate) marker: bool,
}

/// A conversation of the caller's.
pub(super) struct Conversation<'m> {
    pub(super) id: ChannelId,
    /// The one the caller speaks with.
    other: &'m UserCard,
    /// Who sent the first message that the caller sees: they made the channel.
    owner: &'m UserCard,
    /// Its newest message.
    pub(super) recent: &'m MessageCard,
    messages: u32,
}

/// The conversations that `messages`, newest first, are part of; that with the newest message first ([doc]).
pub(super) fn conversations(messages: &[MessageCard], caller: UserId) -> Vec<Conversation<'_>> {
    let mut places: HashMap<UserId, usize> = HashMap::new();
    let mut found: Vec<Conversation<'_>> = Vec::new();
    for card in messages {
        let other = if card.message.sender == caller { &card.recipient } else { &card.sender };
        let place = *places.entry(other.user.id).or_insert(found.len());
        match found.get_mut(place) {
            Some(known) => {
                known.owner = &card.sender;
                known.messages += 1;
            }
            None => {
                let id = channel_of(card);
                found.push(Conversation { id, other, owner: &card.sender, recent: card, messages: 1 });
            }
        }
    }
    found
}

/// One page of conversations, by the ids of their newest messages, and whether more match ([doc] pagination).
pub(super) fn cut(mut found: Vec<Conversation<'_>>, range: PostRange) -> (Vec<Conversation<'_>>, bool) {
    let position = |channel: &Conversation<'_>| channel.recent.message.id.0;
    found.retain(|channel| {
        let id = position(channel);
        range.above.is_none_or(|above| id > above.0) && range.below.is_none_or(|below| id < below.0)
    });
    let more = found.len() > range.size;
    if range.from_oldest {
        found.drain(..found.len().saturating_sub(range.size));
    } else {
        found.truncate(range.size);
    }
    (found, more)
}

/// A private channel.
#[derive(Serialize)]
pub(super) struct Channel<'m> {
    id: Id<ChannelId>,
    #[serde(rename = "type")]
    kind: &'static str,
    owner: User<'m>,
    counts: Counted,
    readers: Access,
    writers: Access,
    you_can_edit: bool,
    you_subscribed: bool,
    recent_message_id: Id<MessageId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    recent_message: Option<Message<'m>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    marker: Option<Marker>,
    #[serde(skip_serializing_if = "Option::is_none")]
    annotations: Option<[(); 0]>,
}

#[derive(Serialize)]
struct Counted {
    messages: u32,
}

/// Who may read or write. Of a private channel neither can be changed, and the owner is never listed ([doc]).
#[derive(Serialize)]
struct Access {
    any_user: bool,
    immutable: bool,
    public: bool,
    user_ids: Vec<Id<UserId>>,
    you: bool,
}

impl Access {
    fn of(user_ids: Vec<Id<UserId>>, you: bool) -> Self {
        Self { any_user: false, immutable: true, public: false, user_ids, you }
    }
}

impl<'m> Channel<'m> {
    pub(super) fn new(of: &Conversation<'m>, caller: UserId, wanted: ChannelView) -> Self {
        let (owner, other) = (of.owner.user.id, of.other.user.id);
        let members = [caller, other].into_iter().filter(|member| *member != owner).map(Id).collect();
        // A block on either side takes the right to write: that is what `you` is for ([doc] ACL; the use is [inferred]).
        let writes = of.other.relation.is_none_or(policy::allows_direct_messages);
        let view = wanted.view;
        Self {
            id: Id(of.id),
            kind: PRIVATE,
            owner: User::new(of.owner, view),
            counts: Counted { messages: of.messages },
            readers: Access::of(Vec::new(), true),
            writers: Access::of(members, writes),
            you_can_edit: owner == caller,
            you_subscribed: true,
            recent_message_id: Id(of.recent.message.id),
            recent_message: wanted.recent_message.then(|| Message::new(of.recent, view)),
            marker: wanted.marker.then(|| Marker::channel(of.id)),
            annotations: view.annotations.then_some([]),
        }
    }
}
