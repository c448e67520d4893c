//! The rows of direct messages.

use block_graph::CommandKind;
use dialect::Endpoint;

use super::{DM_WRITE, Scopes, delete, get, messaging, post, read, write};
use crate::{limits, messages};

const DM_READ: Scopes = &["dm.read", "tweet.read", "users.read"];
const DM_DELETE: Scopes = &["dm.read", "dm.write"];

pub(super) const ROWS: [Endpoint; 7] = [
    Endpoint {
        name: "createDirectMessagesByParticipantId",
        routes: &[post("/2/dm_conversations/with/{participant_id}/messages")],
        docs: "https://docs.x.com/x-api/direct-messages/create-dm-message-by-participant-id",
        ..messaging(&write(DM_WRITE, &limits::SEND, CommandKind::SendMessage, messages::send))
    },
    Endpoint {
        name: "createDirectMessagesByConversationId",
        routes: &[post("/2/dm_conversations/{dm_conversation_id}/messages")],
        docs: "https://docs.x.com/x-api/direct-messages/create-dm-message-by-conversation-id",
        ..messaging(&write(DM_WRITE, &limits::ANSWER, CommandKind::SendMessage, messages::answer))
    },
    Endpoint {
        name: "getDirectMessagesEvents",
        routes: &[get("/2/dm_events")],
        docs: "https://docs.x.com/x-api/direct-messages/get-dm-events",
        ..messaging(&read(DM_READ, &limits::MESSAGES, CommandKind::ListMessages, messages::all))
    },
    Endpoint {
        name: "getDirectMessagesEventsByParticipantId",
        routes: &[get("/2/dm_conversations/with/{participant_id}/dm_events")],
        docs: "https://docs.x.com/x-api/direct-messages/get-dm-events-for-a-dm-conversation",
        ..messaging(&read(DM_READ, &limits::MESSAGES_WITH, CommandKind::ListMessages, messages::with))
    },
    Endpoint {
        name: "getDirectMessagesEventsByConversationId",
        routes: &[get("/2/dm_conversations/{id}/dm_events")],
        docs: "https://docs.x.com/x-api/direct-messages/get-dm-events-for-a-dm-conversation-1",
        ..messaging(&read(DM_READ, &limits::MESSAGES_OF, CommandKind::ListMessages, messages::of_conversation))
    },
    Endpoint {
        name: "getDirectMessagesEventsById",
        routes: &[get("/2/dm_events/{event_id}")],
        docs: "https://docs.x.com/x-api/direct-messages/get-dm-event-by-id",
        ..messaging(&read(DM_READ, &limits::MESSAGE, CommandKind::ShowMessage, messages::one))
    },
    Endpoint {
        name: "deleteDirectMessagesEvents",
        routes: &[delete("/2/dm_events/{event_id}")],
        docs: "https://docs.x.com/x-api/direct-messages/delete-dm-event",
        ..messaging(&write(DM_DELETE, &limits::DELETE_MESSAGE, CommandKind::DeleteMessage, messages::delete))
    },
];
