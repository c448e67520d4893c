//! Direct messages, between two people: sent to a person or to the conversation with them, read and deleted.

use block_graph::{DeleteMessage, ListMessages, MessageId, SendMessage, ShowMessage, UserId, UserRef, Wants};
use dialect::{Call, Failure, Request};

use crate::cursors::Tokens;
use crate::fields::{self, MESSAGE_CREATE, View};
use crate::{body, errors, params, wire};

/// `POST /2/dm_conversations/with/{participant_id}/messages`: the caller sends somebody a message.
pub(crate) fn send(request: &Request<'_>) -> Result<Call, Failure> {
    params::check(request, &params::PARTICIPANT_ONLY)?;
    let text = body::message(request)?;
    let to = params::user(request, "participant_id")?.into();
    Ok(Call::new(SendMessage { to, text }, |card| wire::sent(&card)).wanting(Wants::NOTHING))
}

/// `POST /2/dm_conversations/{dm_conversation_id}/messages`: the caller sends the other of the two a message.
pub(crate) fn answer(request: &Request<'_>) -> Result<Call, Failure> {
    params::check(request, &params::CONVERSATION_ONLY)?;
    let text = body::message(request)?;
    let other = other(request, "dm_conversation_id")?;
    let to = other.ok_or_else(|| errors::no_conversation(false))?.into();
    Ok(Call::new(SendMessage { to, text }, |card| wire::sent(&card)).wanting(Wants::NOTHING))
}

/// `GET /2/dm_events`: one page of the caller's messages, newest first.
pub(crate) fn all(request: &Request<'_>) -> Result<Call, Failure> {
    params::check(request, &params::ALL_MESSAGES)?;
    Ok(page(request, None))
}

/// `GET /2/dm_conversations/with/{participant_id}/dm_events`: one page of those with somebody.
pub(crate) fn with(request: &Request<'_>) -> Result<Call, Failure> {
    params::check(request, &params::MESSAGES_WITH)?;
    let with = params::user(request, "participant_id")?.into();
    Ok(page(request, Some(with)))
}

/// `GET /2/dm_conversations/{id}/dm_events`: one page of those in a conversation.
pub(crate) fn of_conversation(request: &Request<'_>) -> Result<Call, Failure> {
    params::check(request, &params::MESSAGES_OF)?;
    let other = other(request, "id")?;
    let with = other.ok_or_else(|| errors::no_conversation(true))?.into();
    Ok(page(request, Some(with)))
}

/// `GET /2/dm_events/{event_id}`: one of the caller's messages.
pub(crate) fn one(request: &Request<'_>) -> Result<Call, Failure> {
    params::check(request, &params::MESSAGE)?;
    let message = MessageId(params::id(request, "event_id")?);
    let view = View::read(request);
    Ok(Call::new(ShowMessage { message }, move |card| wire::message(&card, &view)).wanting(view.wants()))
}

/// `DELETE /2/dm_events/{event_id}`: the caller takes a message out of their own sight.
pub(crate) fn delete(request: &Request<'_>) -> Result<Call, Failure> {
    params::check(request, &params::EVENT_ONLY)?;
    let message = MessageId(params::id(request, "event_id")?);
    Ok(Call::new(DeleteMessage { message }, |_| wire::deleted()).wanting(Wants::NOTHING))
}

fn page(request: &Request<'_>, with: Option<UserRef>) -> Call {
    let (page, bound) = params::page(request, Tokens::Messages);
    let asked = request.query.get("event_types").is_some();
    let messages = !asked || fields::named(request, "event_types", &fields::EVENT_TYPES).has(MESSAGE_CREATE);
    let view = View::read(request);
    let render = move |page| if messages { wire::messages(&page, bound, &view) } else { wire::no_messages() };
    Call::new(ListMessages { with, page }, render).wanting(view.wants())
}

/// The other one of the two whose conversation a path parameter names; nobody when the caller is none of them, or it is
/// a group's. There are no groups.
fn other(request: &Request<'_>, name: &str) -> Result<Option<UserId>, Failure> {
    let caller = params::caller(request)?;
    let pair = request.path_param(name).and_then(|pair| pair.split_once('-'));
    let pair = pair.and_then(|(one, other)| Some((UserId::parse(one)?, UserId::parse(other)?)));
    Ok(match pair {
        Some((one, other)) if one == caller => Some(other),
        Some((one, other)) if other == caller => Some(one),
        _ => None,
    })
}
