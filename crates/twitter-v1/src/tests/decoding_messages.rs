//! What requests about direct messages decode to.

use block_graph::{Cursor, DeleteMessage, ListMessages, MessageId, PageRequest, SendMessage, ShowMessage, UserRef};
use dialect::Failure;
use dialect::cursor::{self, Scope};

use super::*;

const NEW: &str = "/1.1/direct_messages/events/new.json";
const AMYS: Scope = Scope { list: 1, owner: AMY.0 };

fn event(recipient: &str, text: &str) -> String {
    format!(
        r#"{{"event":{{"type":"message_create","message_create":{{"target":{{"recipient_id":{recipient}}},
        "message_data":{{"text":{text},"quick_reply":{{}}}}}}}}}}"#
    )
}

#[test]
fn events_take_the_recipient_as_a_number_or_a_text() {
    let sent = |to| Ok(SendMessage { to, text: "hi 🔥".to_owned() }.into());
    for recipient in ["9007199254740995", r#""9007199254740995""#] {
        for kind in ["application/json", "application/json;charset=UTF-8", "text/plain"] {
            let body = event(recipient, r#""hi \ud83d\udd25""#);
            assert_eq!(amy(Method::Post, NEW).body(kind, &body).decode(), sent(UserRef::Id(BEA)), "{recipient}");
        }
    }
}

#[test]
fn events_that_lack_something_say_what() {
    let target = "event.message_create.target.recipient_id";
    let missing = |field: &str| (400, coded(214, &format!("{field}: Field is required")));
    let no_long = |value: &str| (400, coded(214, &format!("{target}: '{value}' is not a valid Long")));
    let create = |rest: &str| format!(r#"{{"event":{{"type":"message_create"{rest}}}}}"#);
    for (body, expected) in [
        ("{}".to_owned(), missing("event")),
        (r#"{"event":{}}"#.to_owned(), missing("event.type")),
        (r#"{"event":{"type":"welcome"}}"#.to_owned(), missing("event.type")),
        (create(""), missing("event.message_create")),
        (create(r#","message_create":{}"#), missing(target)),
        (create(r#","message_create":{"target":{}}"#), missing(target)),
        (event(r#""bea""#, r#""hi""#), no_long("bea")),
        (event("-5", r#""hi""#), no_long("-5")),
        (event("1", r#"" ""#), missing("event.message_create.message_data.text")),
        (
            create(r#","message_create":{"target":{"recipient_id":1}}"#),
            missing("event.message_create.message_data.text"),
        ),
        (
            event("1", &format!("{:?}", "x".repeat(10_001))),
            (403, coded(354, "The text of your direct message is over the max character limit.")),
        ),
    ] {
        let reply = amy(Method::Post, NEW).body("application/json", &body).reply(|_| unreachable!());
        assert_eq!(told(&reply), expected, "{body}");
    }
    for body in ["", "x", "[]", r#"{"event":{"type":1}}"#] {
        let failed = amy(Method::Post, NEW).body("application/json", body).decode();
        assert!(matches!(failed, Err(Failure::UnreadableBody(_))), "{body}: {failed:?}");
    }
    let longest = event("1", &format!("{:?}", "x".repeat(10_000)));
    assert!(amy(Method::Post, NEW).body("application/json", &longest).decode().is_ok());
}

#[test]
fn the_old_form_takes_names_too() {
    let path = "/1.1/direct_messages/new.json";
    let sent = |to| Ok(SendMessage { to, text: "hi".to_owned() }.into());
    assert_eq!(amy(Method::Post, path).body(FORM, "screen_name=%40bea&text=hi").decode(), sent(UserRef::name("bea")));
    assert_eq!(amy(Method::Post, path).body(FORM, "user_id=9007199254740995&text=hi").decode(), sent(BEA.into()));
    for (body, expected) in [
        ("text=hi", "Recipient (user, screen name, or id) parameter is missing."),
        ("user_id=1", "text parameter is missing."),
        ("user_id=1&text=+", "text parameter is missing."),
    ] {
        let reply = amy(Method::Post, path).body(FORM, body).reply(|_| unreachable!());
        assert_eq!(told(&reply), (403, coded(38, expected)), "{body}");
    }
}

#[test]
fn messages_are_named_by_id_and_listed_by_text_cursors() {
    let message = MessageId(77);
    assert_eq!(decoded(Method::Get, "/1.1/direct_messages/events/show.json?id=77"), ShowMessage { message }.into());
    let destroy = "/1.1/direct_messages/events/destroy.json";
    assert_eq!(decoded(Method::Delete, &format!("{destroy}?id=77")), DeleteMessage { message }.into());
    let none = amy(Method::Delete, destroy).reply(|_| unreachable!());
    assert_eq!(told(&none), (403, coded(38, "id parameter is missing.")));
    let odd = amy(Method::Delete, &format!("{destroy}?id=x")).reply(|_| unreachable!());
    assert_eq!(told(&odd), (404, edge(34, "Sorry, that page does not exist")));

    let older = Cursor::Older(Position(9_007_199_254_740_999));
    let (mine, beas) = (AMYS, Scope { owner: BEA.0, ..AMYS });
    let list = |query: &str| amy(Method::Get, &format!("/1.1/direct_messages/events/list.json?{query}")).decode();
    let page = |cursor, size| Ok(ListMessages { with: None, page: PageRequest { cursor, size } }.into());
    assert_eq!(list(""), page(Cursor::Newest, 20));
    assert_eq!(list("cursor=-1&count=51"), page(Cursor::Newest, 50));
    assert_eq!(list(&format!("cursor={}", cursor::write(older, mine).unwrap())), page(older, 20));
    for foreign in ["x".to_owned(), cursor::write(older, beas).unwrap()] {
        assert!(matches!(list(&format!("cursor={foreign}")), Err(Failure::Rejected(reply)) if reply.status == 400));
    }
}
