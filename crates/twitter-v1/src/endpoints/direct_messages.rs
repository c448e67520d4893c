//! The rows of direct_messages/*: only for apps that may reach them.

use block_graph::CommandKind;
use block_graph::access::Permission;
use dialect::{Access, Endpoint};

use super::{delete, get, post};
use crate::{direct_messages, limits};

pub(super) const ROWS: [Endpoint; 5] = [
    Endpoint {
        name: "direct_messages/events/new",
        routes: &[post("/1.1/direct_messages/events/new.json")],
        access: Access::User,
        permission: Permission::ReadWriteDirectMessages,
        scopes: &[],
        limits: &limits::MESSAGES_NEW,
        command: CommandKind::SendMessage,
        docs: "https://dev.twitter.com/rest/reference/post/direct_messages/events/new",
        decode: direct_messages::events_new,
    },
    Endpoint {
        name: "direct_messages/events/show",
        routes: &[get("/1.1/direct_messages/events/show.json")],
        access: Access::User,
        permission: Permission::ReadWriteDirectMessages,
        scopes: &[],
        limits: &limits::MESSAGES_SHOW,
        command: CommandKind::ShowMessage,
        docs: "https://dev.twitter.com/rest/reference/get/direct_messages/events/show",
        decode: direct_messages::events_show,
    },
    Endpoint {
        name: "direct_messages/events/list",
        routes: &[get("/1.1/direct_messages/events/list.json")],
        access: Access::User,
        permission: Permission::ReadWriteDirectMessages,
        scopes: &[],
        limits: &limits::MESSAGES_LIST,
        command: CommandKind::ListMessages,
        docs: "https://dev.twitter.com/rest/reference/get/direct_messages/events/list",
        decode: direct_messages::events_list,
    },
    Endpoint {
        name: "direct_messages/events/destroy",
        routes: &[delete("/1.1/direct_messages/events/destroy.json")],
        access: Access::User,
        permission: Permission::ReadWriteDirectMessages,
        scopes: &[],
        limits: &limits::MESSAGES_DESTROY,
        command: CommandKind::DeleteMessage,
        docs: "https://developer.twitter.com/en/docs/direct-messages/sending-and-receiving/api-reference/delete-message-event",
        decode: direct_messages::events_destroy,
    },
    Endpoint {
        name: "direct_messages/new",
        routes: &[post("/1.1/direct_messages/new.json")],
        access: Access::User,
        permission: Permission::ReadWriteDirectMessages,
        scopes: &[],
        limits: &limits::MESSAGES_NEW,
        command: CommandKind::SendMessage,
        docs: "https://dev.twitter.com/rest/reference/post/direct_messages/new",
        decode: direct_messages::new,
    },
];
