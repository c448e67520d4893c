//! Whole replies that are direct messages, as files to be read.

use block_graph::{Message, MessageCard, MessageId};

use super::*;

fn message(text: &str) -> MessageCard {
    let (id, created) = (MessageId(9_007_199_254_741_003), Timestamp(1_588_655_105_123));
    let message = Message { id, sender: AMY, recipient: BEA, text: text.to_owned(), created };
    MessageCard { message: Arc::new(message), sender: herself(), recipient: bea(FOLLOWING) }
}

fn hello() -> Outcome {
    Outcome::Message(message("hi <b> #bea & https://example.com/x"))
}

#[test]
fn messages() {
    let new = amy(Method::Post, "/1.1/direct_messages/events/new.json").body("application/json", EVENT);
    golden("direct_messages_events_new", &new.reply(|_| Ok(hello())));
    let show = amy(Method::Get, "/1.1/direct_messages/events/show.json?id=1").reply(|_| Ok(hello()));
    golden("direct_messages_events_show", &show);
    let destroy = amy(Method::Delete, "/1.1/direct_messages/events/destroy.json?id=1");
    golden("direct_messages_events_destroy", &destroy.reply(|_| Ok(hello())));
    let old = amy(Method::Post, "/1.1/direct_messages/new.json?user_id=1&text=x").reply(|_| Ok(hello()));
    golden("direct_messages_new", &old);
}

#[test]
fn pages() {
    let list =
        |page| amy(Method::Get, "/1.1/direct_messages/events/list.json").reply(|_| Ok(Outcome::MessagePage(page)));
    golden("direct_messages_events_list", &list(page(vec![message("one"), message("two")], true, false)));
    let last = list(page(vec![message("one")], false, true));
    assert!(json(&last).get("next_cursor").is_none());
    assert_eq!(body(&list(Page::empty())), r#"{"events":[]}"#);
}

#[test]
fn a_page_leads_to_the_next() {
    let first = amy(Method::Get, "/1.1/direct_messages/events/list.json");
    let reply = json(&first.reply(|_| Ok(Outcome::MessagePage(page(vec![message("one")], true, false)))));
    let next = format!("/1.1/direct_messages/events/list.json?cursor={}", reply["next_cursor"].as_str().unwrap());
    let Command::ListMessages(op) = decoded(Method::Get, &next) else { panic!("{next}") };
    assert_eq!(op.page.cursor, block_graph::Cursor::Older(position(4)));
}
