//! Golden replies about direct messages.

use std::sync::Arc;

use block_graph::testkit::{AMY, BEA};
use block_graph::{Action, CoreError, Message, MessageCard, MessageId, Outcome, Page, Position, Refusal, Timestamp};
use dialect::Method;
use dialect::testkit::Exchange;

use super::golden::{counted, golden};
use super::{amy, bea, get, herself, post_json};

const BODY: &str = r#"{"text":"hi & bye"}"#;
const ALL: &str = "dm_event.fields=sender_id,dm_conversation_id,created_at,participant_ids,entities,attachments\
                   &expansions=sender_id,participant_ids&user.fields=receives_your_dm";

fn told(exchange: Exchange<'_>, name: &str, file: &str, outcome: Result<Outcome, Refusal>) {
    golden(file, &counted(exchange, name).reply(|_| outcome.map_err(CoreError::Refused)));
}

fn card(id: i64, from_amy: bool, text: &str) -> MessageCard {
    let (sender, recipient) = if from_amy { (AMY, BEA) } else { (BEA, AMY) };
    let (id, text, created) = (MessageId(id), text.to_owned(), Timestamp(1_613_254_256_000));
    let message = Arc::new(Message { id, sender, recipient, text, created });
    let [amy, bea] = [herself(), bea()];
    let (sender, recipient) = if from_amy { (amy, bea) } else { (bea, amy) };
    MessageCard { message, sender, recipient }
}

fn page() -> Outcome {
    let items = vec![card(8_003, false, "@amy #news"), card(8_002, true, "hi & bye"), card(8_001, true, "")];
    let span = Some((Position(8_003), Position(8_001)));
    Outcome::MessagePage(Page { items, span, has_older: true, has_newer: false })
}

#[test]
fn sending() {
    let sent = || Ok(Outcome::Message(card(8_002, true, "hi & bye")));
    let with = format!("/2/dm_conversations/with/{BEA}/messages");
    let name = "createDirectMessagesByParticipantId";
    told(post_json(&with, BODY), name, name, sent());
    let action = Action::Message;
    let file = "createDirectMessagesByParticipantId_blocked";
    told(post_json(&with, BODY), name, file, Err(Refusal::BlockedByTarget { action }));
    let pair = format!("/2/dm_conversations/{AMY}-{BEA}/messages");
    let name = "createDirectMessagesByConversationId";
    told(post_json(&pair, BODY), name, name, sent());
}

#[test]
fn reading() {
    let name = "getDirectMessagesEvents";
    told(get("/2/dm_events"), name, name, Ok(page()));
    told(get(&format!("/2/dm_events?{ALL}")), name, "getDirectMessagesEvents_all_fields", Ok(page()));
    let none = Outcome::MessagePage(Page::empty());
    told(get("/2/dm_events"), name, "getDirectMessagesEvents_empty", Ok(none));
    let others = "/2/dm_events?event_types=ParticipantsJoin,ParticipantsLeave";
    told(get(others), name, "getDirectMessagesEvents_other_types", Ok(page()));
    let with = format!("/2/dm_conversations/with/{BEA}/dm_events");
    let name = "getDirectMessagesEventsByParticipantId";
    told(get(&with), name, name, Ok(page()));
    let pair = format!("/2/dm_conversations/{AMY}-{BEA}/dm_events");
    let name = "getDirectMessagesEventsByConversationId";
    told(get(&pair), name, name, Ok(page()));
    let name = "getDirectMessagesEventsById";
    let one = || Ok(Outcome::Message(card(8_003, false, "@amy #news")));
    told(get(&format!("/2/dm_events/8003?{ALL}")), name, name, one());
    let missing = Refusal::MessageNotFound { message: MessageId(8_004) };
    told(get("/2/dm_events/8004"), name, "getDirectMessagesEventsById_not_found", Err(missing));
    let name = "deleteDirectMessagesEvents";
    told(amy(Method::Delete, "/2/dm_events/8003"), name, name, one());
}
