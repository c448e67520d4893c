//! The rows of blocks/*: whom the caller blocks.

use block_graph::CommandKind;
use block_graph::access::Permission;
use dialect::{Access, Endpoint};

use super::{get, post};
use crate::{blocks, limits};

pub(super) const ROWS: [Endpoint; 4] = [
    Endpoint {
        name: "blocks/create",
        routes: &[post("/1.1/blocks/create.json"), post("/1.1/blocks/create/{id}.json")],
        access: Access::User,
        permission: Permission::ReadWrite,
        scopes: &[],
        limits: &limits::BLOCKS_CREATE,
        command: CommandKind::Block,
        docs: "https://dev.twitter.com/rest/reference/post/blocks/create",
        decode: blocks::create,
    },
    Endpoint {
        name: "blocks/destroy",
        routes: &[post("/1.1/blocks/destroy.json"), post("/1.1/blocks/destroy/{id}.json")],
        access: Access::User,
        permission: Permission::ReadWrite,
        scopes: &[],
        limits: &limits::BLOCKS_DESTROY,
        command: CommandKind::Unblock,
        docs: "https://dev.twitter.com/rest/reference/post/blocks/destroy",
        decode: blocks::destroy,
    },
    Endpoint {
        name: "blocks/list",
        routes: &[get("/1.1/blocks/list.json"), get("/1.1/blocks/blocking.json")],
        access: Access::User,
        permission: Permission::Read,
        scopes: &[],
        limits: &limits::BLOCKS_LIST,
        command: CommandKind::ListUsers,
        docs: "https://dev.twitter.com/rest/reference/get/blocks/list",
        decode: blocks::list,
    },
    Endpoint {
        name: "blocks/ids",
        routes: &[get("/1.1/blocks/ids.json"), get("/1.1/blocks/blocking/ids.json")],
        access: Access::User,
        permission: Permission::Read,
        scopes: &[],
        limits: &limits::BLOCKS_IDS,
        command: CommandKind::ListIds,
        docs: "https://dev.twitter.com/rest/reference/get/blocks/ids",
        decode: blocks::ids,
    },
];
