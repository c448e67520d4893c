//! Private messages and the channels made of them.

use std::sync::Arc;

use block_graph::testkit::{AMY, BEA};
use block_graph::*;
use dialect::Method::{Delete, Get, Post};
use dialect::testkit::Exchange;

use super::super::amy_for_all;
use super::{bea, cal, exchange, golden, herself};
use crate::conversation::ChannelId;

fn reading(exchange: Exchange<'_>) -> Exchange<'_> {
    super::reading(exchange).by(amy_for_all())
}

fn writing(exchange: Exchange<'_>) -> Exchange<'_> {
    super::writing(exchange).by(amy_for_all())
}

/// A message between Amy and somebody.
fn message(id: i64, (sender, recipient): (UserCard, UserCard), text: &str) -> MessageCard {
    let message = Message {
        id: MessageId(9_007_199_254_742_000 + id),
        sender: sender.user.id,
        recipient: recipient.user.id,
        text: text.to_owned(),
        created: Timestamp(1_588_655_105_000),
    };
    MessageCard { message: Arc::new(message), sender, recipient }
}

fn to_bea(id: i64) -> MessageCard {
    message(id, (herself(), bea()), "@bea \u{e9} @nobody app.net")
}

fn from_cal(id: i64, relation: Relation) -> MessageCard {
    message(id, (UserCard { relation: Some(relation), ..cal() }, herself()), "hi")
}

/// Amy's mailbox: she began with Bea, Cal with her.
fn mailbox(cal: Relation) -> Outcome {
    let items = vec![to_bea(4), from_cal(3, cal), message(2, (bea(), herself()), "yes?"), to_bea(1)];
    let span = Some((Position(items[0].message.id.0), Position(items[3].message.id.0)));
    Outcome::MessagePage(Page { items, span, has_older: false, has_newer: false })
}

fn channel(rest: &str) -> String {
    format!("/channels/{}{rest}", ChannelId::between(AMY, BEA))
}

#[test]
fn messages() {
    let body = r#"{"text":"@bea hi","destinations":["@bea"]}"#;
    let send = writing(exchange(Post, "/channels/pm/messages").body("application/json", body));
    golden("message-sent", &send, Outcome::Message(to_bea(4)));
    let one = channel("/messages/9007199254742004");
    golden("message", &reading(exchange(Get, &one)), Outcome::Message(to_bea(4)));
    golden("message-deleted", &writing(exchange(Delete, &one)), Outcome::Message(to_bea(4)));
    let elsewhere = reading(exchange(Get, "/channels/77/messages/9007199254742004"));
    golden("message-of-another-channel", &elsewhere, Outcome::Message(to_bea(4)));
    let span = Some((Position(9_007_199_254_742_004), Position(9_007_199_254_742_002)));
    let items = vec![to_bea(4), message(2, (bea(), herself()), "yes?")];
    let page = Page { items, span, has_older: true, has_newer: false };
    let list = channel("/messages?count=2&include_annotations=1");
    golden("messages", &reading(exchange(Get, &list)), Outcome::MessagePage(page));
    golden("messages-none", &reading(exchange(Get, &channel("/messages"))), Outcome::MessagePage(Page::empty()));
}

#[test]
fn channels() {
    let show = |name: &str, target: &str, outcome| golden(name, &reading(exchange(Get, target)), outcome);
    let strangers = Relation::default();
    show("channels", "/channels", mailbox(strangers));
    // Cal blocks Amy: she may no longer write there.
    let blocked = mailbox(Relation { blocked_by: true, ..strangers });
    show("channels-with-block", "/channels?count=1&before_id=9007199254742004&include_recent_message=1", blocked);
    show("channels-first", "/channels?count=-1&include_marker=1", mailbox(strangers));
    show("channels-of-other-types", "/channels?channel_types=net.app.core.broadcast", mailbox(strangers));
    let ids = format!("/channels?ids=77,{}", ChannelId::between(AMY, BEA));
    show("channels-by-id", &ids, mailbox(strangers));
    let items = vec![to_bea(4), message(2, (bea(), herself()), "yes?")];
    let all = Page { items, span: None, has_older: false, has_newer: false };
    show("channel", &channel(""), Outcome::MessagePage(all));
    show("channel-none", &channel(""), Outcome::MessagePage(Page::empty()));
}
