//! direct_messages/*: the events of 2017 and the form before them.

use block_graph::{
    Cursor, DeleteMessage, ListMessages, MessageId, Page, PageRequest, SendMessage, ShowMessage, UserId, UserRef,
};
use dialect::cursor::{self, Scope};
use dialect::{Call, Denial, Failure, Request};
use serde::Deserialize;

use crate::view::UserView;
use crate::{errors, params, wire};

/// Events on a page, and at the most ([doc]).
const EVENTS: (usize, usize) = (20, 50);
/// Characters of a message at the most ([doc] since 2015).
const MOST_CHARACTERS: usize = 10_000;
/// What the page tokens of this list are bound to, beside its owner.
const TOKENS: u32 = 1;

/// The body of events/new; what else it may hold has no effect.
#[derive(Deserialize)]
struct Sent {
    event: Option<Event>,
}

#[derive(Deserialize)]
struct Event {
    r#type: Option<String>,
    message_create: Option<MessageCreate>,
}

#[derive(Deserialize)]
struct MessageCreate {
    target: Option<Target>,
    message_data: Option<MessageData>,
}

#[derive(Deserialize)]
struct Target {
    recipient_id: Option<Recipient>,
}

#[derive(Deserialize)]
struct MessageData {
    text: Option<String>,
}

/// A number or a text of digits ([recorded] both).
#[derive(Deserialize)]
#[serde(untagged)]
enum Recipient {
    Number(i64),
    Text(String),
}

/// `POST /1.1/direct_messages/events/new.json`: sends a message. The body is JSON and `recipient_id` in it a string or a
/// number ([recorded]).
pub(crate) fn events_new(request: &Request<'_>) -> Result<Call, Failure> {
    let sent: Sent =
        serde_json::from_slice(request.body).map_err(|error| Failure::UnreadableBody(error.to_string()))?;
    let event = sent.event.ok_or_else(|| errors::field_missing("event"))?;
    if event.r#type.as_deref() != Some("message_create") {
        return Err(errors::field_missing("event.type").into());
    }
    let message = event.message_create.ok_or_else(|| errors::field_missing("event.message_create"))?;
    let to = recipient(message.target)?;
    let text = message.message_data.and_then(|data| data.text).filter(|text| !text.trim().is_empty());
    let text = text.ok_or_else(|| errors::field_missing("event.message_create.message_data.text"))?;
    let text = fitting(text)?;
    Ok(Call::new(SendMessage { to, text }, |sent| wire::message_event(&sent)))
}

fn recipient(target: Option<Target>) -> Result<UserRef, Failure> {
    const FIELD: &str = "event.message_create.target.recipient_id";
    let id = match target.and_then(|target| target.recipient_id).ok_or_else(|| errors::field_missing(FIELD))? {
        Recipient::Number(id) => id.to_string(),
        Recipient::Text(id) => id,
    };
    UserId::parse(&id).map(UserRef::Id).ok_or_else(|| errors::not_an_id(FIELD, &id).into())
}

fn fitting(text: String) -> Result<String, Failure> {
    if text.chars().count() > MOST_CHARACTERS { Err(errors::message_too_long().into()) } else { Ok(text) }
}

/// `GET /1.1/direct_messages/events/show.json`: the caller's message that `id` names.
pub(crate) fn events_show(request: &Request<'_>) -> Result<Call, Failure> {
    let message = message(request)?;
    Ok(Call::new(ShowMessage { message }, |shown| wire::message_event(&shown)))
}

/// `GET /1.1/direct_messages/events/list.json`: the caller's messages, newest first. The next cursor is a text that is
/// absent on the last page ([doc]).
pub(crate) fn events_list(request: &Request<'_>) -> Result<Call, Failure> {
    let owner = request.caller.user().ok_or(Denial::UserNeeded)?;
    let scope = Scope { list: TOKENS, owner: owner.0 };
    // -1 begins every other list here, and clients send it from habit ([inferred]).
    let token = params::value(request, "cursor").filter(|token| *token != "-1");
    let from = token.map(|token| cursor::read(token, scope).ok_or_else(|| errors::parameter_invalid("cursor")));
    let cursor = from.transpose()?.unwrap_or(Cursor::Newest);
    let page = PageRequest { cursor, size: params::count(request, EVENTS)? };
    let render = move |page: Page<_>| {
        let next = page.older().and_then(|oldest| cursor::write(Cursor::Older(oldest), scope));
        wire::message_events(&page.items, next.as_deref())
    };
    Ok(Call::new(ListMessages { with: None, page }, render))
}

/// `DELETE /1.1/direct_messages/events/destroy.json`: takes a message out of the caller's sight; 204 and no body
/// ([recorded]).
pub(crate) fn events_destroy(request: &Request<'_>) -> Result<Call, Failure> {
    let message = message(request)?;
    Ok(Call::new(DeleteMessage { message }, |_| wire::no_content()))
}

/// `POST /1.1/direct_messages/new.json`: sends `text` to `user_id` or `screen_name`, in the form before the events.
pub(crate) fn new(request: &Request<'_>) -> Result<Call, Failure> {
    let to = params::named(request).ok_or_else(errors::recipient_missing)?;
    let text = params::value(request, "text").filter(|text| !text.trim().is_empty());
    let text = fitting(text.ok_or_else(|| errors::parameter_missing("text"))?.to_owned())?;
    let view = UserView::within(request);
    Ok(Call::new(SendMessage { to, text }, move |sent| wire::direct_message(&sent, &view)))
}

/// The message that `id` names; what is no number names none ([inferred]).
fn message(request: &Request<'_>) -> Result<MessageId, Failure> {
    let id = params::value(request, "id").ok_or_else(|| errors::parameter_missing("id"))?;
    MessageId::parse(id.trim()).ok_or_else(|| errors::no_such_page().into())
}
