//! The rows of friends/* and followers/*: whom somebody follows, and who follows them.

use block_graph::CommandKind;
use block_graph::access::Permission;
use dialect::{Access, Endpoint};

use super::get;
use crate::{follows, limits};

pub(super) const ROWS: [Endpoint; 4] = [
    Endpoint {
        name: "friends/ids",
        routes: &[get("/1.1/friends/ids.json")],
        access: Access::Token,
        permission: Permission::Read,
        scopes: &[],
        limits: &limits::FRIENDS_IDS,
        command: CommandKind::ListIds,
        docs: "https://dev.twitter.com/rest/reference/get/friends/ids",
        decode: follows::friends_ids,
    },
    Endpoint {
        name: "friends/list",
        routes: &[get("/1.1/friends/list.json")],
        access: Access::Token,
        permission: Permission::Read,
        scopes: &[],
        limits: &limits::FRIENDS_LIST,
        command: CommandKind::ListUsers,
        docs: "https://dev.twitter.com/rest/reference/get/friends/list",
        decode: follows::friends_list,
    },
    Endpoint {
        name: "followers/ids",
        routes: &[get("/1.1/followers/ids.json")],
        access: Access::Token,
        permission: Permission::Read,
        scopes: &[],
        limits: &limits::FOLLOWERS_IDS,
        command: CommandKind::ListIds,
        docs: "https://dev.twitter.com/rest/reference/get/followers/ids",
        decode: follows::followers_ids,
    },
    Endpoint {
        name: "followers/list",
        routes: &[get("/1.1/followers/list.json")],
        access: Access::Token,
        permission: Permission::Read,
        scopes: &[],
        limits: &limits::FOLLOWERS_LIST,
        command: CommandKind::ListUsers,
        docs: "https://dev.twitter.com/rest/reference/get/followers/list",
        decode: follows::followers_list,
    },
];
