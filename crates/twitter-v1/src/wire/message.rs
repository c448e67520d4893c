//! Direct messages: as events, and in the form before them.

use std::borrow::Cow;

use block_graph::MessageCard;
use serde::{Serialize, Serializer};

use super::scalar::{Moment, Text};
use super::tweet_entities::{TweetEntities, escape_html};
use super::user::User;
use crate::view::UserView;

/// One event alone.
#[derive(Serialize)]
pub(crate) struct EventAlone<'m> {
    event: Event<'m>,
}

impl<'m> EventAlone<'m> {
    /// Of that message.
    pub(crate) fn new(card: &'m MessageCard) -> Self {
        Self { event: Event::new(card) }
    }
}

/// A page of events; the cursor is absent on the last one ([doc]).
#[derive(Serialize)]
pub(crate) struct EventPage<'m> {
    events: Events<'m>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_cursor: Option<&'m str>,
}

impl<'m> EventPage<'m> {
    /// Of those messages.
    pub(crate) fn new(cards: &'m [MessageCard], next_cursor: Option<&'m str>) -> Self {
        Self { events: Events(cards), next_cursor }
    }
}

struct Events<'m>(&'m [MessageCard]);

impl Serialize for Events<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(Event::new))
    }
}

/// An event, its keys in the recorded order; all numbers are texts ([recorded]).
#[derive(Serialize)]
struct Event<'m> {
    r#type: &'static str,
    id: Text,
    created_timestamp: Text,
    message_create: MessageCreate<'m>,
}

#[derive(Serialize)]
struct MessageCreate<'m> {
    target: Target,
    sender_id: Text,
    message_data: MessageData<'m>,
}

#[derive(Serialize)]
struct Target {
    recipient_id: Text,
}

#[derive(Serialize)]
struct MessageData<'m> {
    text: Cow<'m, str>,
    entities: TweetEntities<'m>,
}

impl<'m> Event<'m> {
    fn new(card: &'m MessageCard) -> Self {
        let message = &*card.message;
        Self {
            r#type: "message_create",
            id: Text(message.id.0),
            created_timestamp: Text(message.created.0),
            message_create: MessageCreate {
                target: Target { recipient_id: Text(message.recipient.0) },
                sender_id: Text(message.sender.0),
                message_data: MessageData { text: escape_html(&message.text), entities: entities(&message.text) },
            },
        }
    }
}

/// The graph does not tell whom a message names.
fn entities(text: &str) -> TweetEntities<'_> {
    TweetEntities::of(text, &[], None, 0)
}

/// A message in the form before the events ([recorded] 2014).
#[derive(Serialize)]
pub(crate) struct DirectMessage<'m> {
    id: i64,
    id_str: Text,
    text: Cow<'m, str>,
    sender: User<'m>,
    sender_id: i64,
    sender_id_str: Text,
    sender_screen_name: &'m str,
    recipient: User<'m>,
    recipient_id: i64,
    recipient_id_str: Text,
    recipient_screen_name: &'m str,
    created_at: Moment,
    #[serde(skip_serializing_if = "Option::is_none")]
    entities: Option<TweetEntities<'m>>,
}

impl<'m> DirectMessage<'m> {
    /// The message, its people in the form that `view` asks for.
    pub(crate) fn new(card: &'m MessageCard, view: &UserView) -> Self {
        let message = &*card.message;
        Self {
            id: message.id.0,
            id_str: Text(message.id.0),
            text: escape_html(&message.text),
            sender: User::new(&card.sender, view),
            sender_id: message.sender.0,
            sender_id_str: Text(message.sender.0),
            sender_screen_name: card.sender.user.username(),
            recipient: User::new(&card.recipient, view),
            recipient_id: message.recipient.0,
            recipient_id_str: Text(message.recipient.0),
            recipient_screen_name: card.recipient.user.username(),
            created_at: Moment(message.created),
            entities: view.tweet_entities.then(|| entities(&message.text)),
        }
    }
}
