//! The Message object ([doc]).

use std::borrow::Cow;

use block_graph::{MessageCard, MessageId, UserCard};
use dialect::moment;
use serde::Serialize;

use super::View;
use super::rich::{Entities, Rich, parts};
use super::scalar::Id;
use super::user::User;
use crate::conversation::ChannelId;

/// A private message. The graph keeps no threads among messages, so each begins its own.
#[derive(Serialize)]
pub(super) struct Message<'m> {
    id: Id<MessageId>,
    channel_id: Id<ChannelId>,
    user: User<'m>,
    created_at: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<Cow<'m, str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    html: Option<String>,
    thread_id: Id<MessageId>,
    num_replies: u32,
    entities: Entities<'m>,
    machine_only: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    annotations: Option<[(); 0]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    is_deleted: Option<bool>,
}

impl<'m> Message<'m> {
    pub(super) fn new(card: &'m MessageCard, view: View) -> Self {
        // Only the two who speak are known by id.
        let named = |user: &UserCard, name: &str| name.eq_ignore_ascii_case(user.user.username());
        let who = |name: &str| [&card.sender, &card.recipient].into_iter().find(|user| named(user, name));
        let parts = parts(&card.message.text, |name| who(name).map(|user| user.user.id));
        Self::with(card, Some(Rich::new(&card.message.text, parts, view.html)), view)
    }

    /// A message that is gone from the caller's sight: nothing of its text is left ([doc] `is_deleted`).
    pub(super) fn deleted(card: &'m MessageCard, view: View) -> Self {
        Self { is_deleted: Some(true), ..Self::with(card, None, view) }
    }

    fn with(card: &'m MessageCard, rich: Option<Rich<'m>>, view: View) -> Self {
        let message = &*card.message;
        let (text, html, entities) = Rich::fields(rich);
        Self {
            id: Id(message.id),
            channel_id: Id(channel_of(card)),
            user: User::new(&card.sender, view),
            created_at: moment::iso_seconds(message.created),
            text,
            html,
            thread_id: Id(message.id),
            num_replies: 0,
            entities,
            machine_only: false,
            annotations: view.message_annotations.then_some([]),
            is_deleted: None,
        }
    }
}

/// The channel that a message stands in.
pub(super) fn channel_of(card: &MessageCard) -> ChannelId {
    ChannelId::between(card.message.sender, card.message.recipient)
}
