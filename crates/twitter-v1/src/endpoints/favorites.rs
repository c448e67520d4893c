//! The rows of favorites/*: tweets that somebody likes.

use block_graph::CommandKind;
use block_graph::access::Permission;
use dialect::{Access, Endpoint};

use super::{get, post};
use crate::{favorites, limits};

pub(super) const ROWS: [Endpoint; 3] = [
    Endpoint {
        name: "favorites/create",
        routes: &[post("/1.1/favorites/create.json")],
        access: Access::User,
        permission: Permission::ReadWrite,
        scopes: &[],
        limits: &limits::FAVORITES_CREATE,
        command: CommandKind::Like,
        docs: "https://dev.twitter.com/rest/reference/post/favorites/create",
        decode: favorites::create,
    },
    Endpoint {
        name: "favorites/destroy",
        routes: &[post("/1.1/favorites/destroy.json")],
        access: Access::User,
        permission: Permission::ReadWrite,
        scopes: &[],
        limits: &limits::FAVORITES_DESTROY,
        command: CommandKind::Unlike,
        docs: "https://dev.twitter.com/rest/reference/post/favorites/destroy",
        decode: favorites::destroy,
    },
    Endpoint {
        name: "favorites/list",
        routes: &[get("/1.1/favorites/list.json")],
        access: Access::Token,
        permission: Permission::Read,
        scopes: &[],
        limits: &limits::FAVORITES_LIST,
        command: CommandKind::ListLikes,
        docs: "https://dev.twitter.com/rest/reference/get/favorites/list",
        decode: favorites::list,
    },
];
