//! The rows of mutes/users/*: whom the caller mutes.

use block_graph::CommandKind;
use block_graph::access::Permission;
use dialect::{Access, Endpoint};

use super::{get, post};
use crate::{limits, mutes};

pub(super) const ROWS: [Endpoint; 4] = [
    Endpoint {
        name: "mutes/users/create",
        routes: &[post("/1.1/mutes/users/create.json")],
        access: Access::User,
        permission: Permission::ReadWrite,
        scopes: &[],
        limits: &limits::MUTES_CREATE,
        command: CommandKind::Mute,
        docs: "https://dev.twitter.com/rest/reference/post/mutes/users/create",
        decode: mutes::create,
    },
    Endpoint {
        name: "mutes/users/destroy",
        routes: &[post("/1.1/mutes/users/destroy.json")],
        access: Access::User,
        permission: Permission::ReadWrite,
        scopes: &[],
        limits: &limits::MUTES_DESTROY,
        command: CommandKind::Unmute,
        docs: "https://dev.twitter.com/rest/reference/post/mutes/users/destroy",
        decode: mutes::destroy,
    },
    Endpoint {
        name: "mutes/users/list",
        routes: &[get("/1.1/mutes/users/list.json")],
        access: Access::User,
        permission: Permission::Read,
        scopes: &[],
        limits: &limits::MUTES_LIST,
        command: CommandKind::ListUsers,
        docs: "https://dev.twitter.com/rest/reference/get/mutes/users/list",
        decode: mutes::list,
    },
    Endpoint {
        name: "mutes/users/ids",
        routes: &[get("/1.1/mutes/users/ids.json")],
        access: Access::User,
        permission: Permission::Read,
        scopes: &[],
        limits: &limits::MUTES_IDS,
        command: CommandKind::ListIds,
        docs: "https://dev.twitter.com/rest/reference/get/mutes/users/ids",
        decode: mutes::ids,
    },
];
