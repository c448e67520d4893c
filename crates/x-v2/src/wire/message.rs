//! Direct messages as v2 shows them: events of a conversation, each a message.

use block_graph::{MessageCard, Page, UserId};
use dialect::Reply;
use serde::Serialize;

use super::envelope::{Bound, Envelope, Includes, Meta, rows};
use super::scan::Found;
use super::text::{Decimal, Escaped, Moment, Pair};
use super::user::User;
use crate::fields::{View, expand, message as field};

/// One event; unset keys are left out.
#[derive(Serialize)]
struct Event<'c> {
    id: Decimal,
    event_type: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<Escaped<'c>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sender_id: Option<Decimal>,
    #[serde(skip_serializing_if = "Option::is_none")]
    dm_conversation_id: Option<Pair>,
    #[serde(skip_serializing_if = "Option::is_none")]
    created_at: Option<Moment>,
    #[serde(skip_serializing_if = "Option::is_none")]
    entities: Option<Found<'c>>,
}

impl<'c> Event<'c> {
    fn of(card: &'c MessageCard, view: &View) -> Self {
        let message = &*card.message;
        let shows = |flag| view.message.has(flag);
        let text = Some(message.text.as_str()).filter(|text| !text.is_empty());
        Self {
            id: Decimal(message.id.0),
            event_type: "MessageCreate",
            text: text.map(Escaped),
            sender_id: shows(field::SENDER).then_some(Decimal(message.sender.0)),
            dm_conversation_id: shows(field::CONVERSATION).then_some(Pair(message.pair())),
            created_at: shows(field::CREATED_AT).then_some(Moment(message.created)),
            entities: if shows(field::ENTITIES) { Found::within(&message.text).something() } else { None },
        }
    }
}

/// One message.
pub(crate) fn message(card: &MessageCard, view: &View) -> Reply {
    let includes = senders(std::iter::once(card), view);
    Envelope { data: Some(Event::of(card, view)), includes, errors: Vec::new(), meta: None }.told()
}

/// One page of messages.
pub(crate) fn messages(page: &Page<MessageCard>, bound: Bound, view: &View) -> Reply {
    let cards = page.items.iter();
    let envelope = Envelope {
        data: rows(cards.clone(), |card| Event::of(card, view)),
        includes: senders(cards, view),
        errors: Vec::new(),
        meta: Some(bound.meta(page)),
    };
    envelope.told()
}

/// A page of events of other kinds than messages: there are none.
pub(crate) fn no_messages() -> Reply {
    let meta = Some(Meta::default());
    Envelope::<()> { data: None, includes: Includes::default(), errors: Vec::new(), meta }.told()
}

/// Those who sent the messages, each once.
fn senders<'c>(cards: impl Iterator<Item = &'c MessageCard>, view: &View) -> Includes<'c> {
    let mut seen: Vec<UserId> = Vec::new();
    let mut users = Vec::new();
    for card in cards.filter(|_| view.expand.has(expand::SENDER)) {
        if !seen.contains(&card.message.sender) {
            seen.push(card.message.sender);
            users.push(User::of(&card.sender, view));
        }
    }
    Includes::new(users, Vec::new(), view)
}
