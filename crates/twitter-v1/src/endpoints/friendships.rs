//! The rows of friendships/*: whom the caller follows, and how people stand to each other.

use block_graph::CommandKind;
use block_graph::access::Permission;
use dialect::{Access, Endpoint};

use super::{get, post};
use crate::{friendships, limits};

pub(super) const ROWS: [Endpoint; 8] = [
    Endpoint {
        name: "friendships/create",
        routes: &[post("/1.1/friendships/create.json")],
        access: Access::User,
        permission: Permission::ReadWrite,
        scopes: &[],
        limits: &limits::FRIENDSHIPS_CREATE,
        command: CommandKind::Follow,
        docs: "https://dev.twitter.com/rest/reference/post/friendships/create",
        decode: friendships::create,
    },
    Endpoint {
        name: "friendships/destroy",
        routes: &[post("/1.1/friendships/destroy.json")],
        access: Access::User,
        permission: Permission::ReadWrite,
        scopes: &[],
        limits: &limits::FRIENDSHIPS_DESTROY,
        command: CommandKind::Unfollow,
        docs: "https://dev.twitter.com/rest/reference/post/friendships/destroy",
        decode: friendships::destroy,
    },
    Endpoint {
        name: "friendships/show",
        routes: &[get("/1.1/friendships/show.json")],
        access: Access::Token,
        permission: Permission::Read,
        scopes: &[],
        limits: &limits::FRIENDSHIPS_SHOW,
        command: CommandKind::ShowRelation,
        docs: "https://dev.twitter.com/rest/reference/get/friendships/show",
        decode: friendships::show,
    },
    Endpoint {
        name: "friendships/lookup",
        routes: &[get("/1.1/friendships/lookup.json")],
        access: Access::User,
        permission: Permission::Read,
        scopes: &[],
        limits: &limits::FRIENDSHIPS_LOOKUP,
        command: CommandKind::LookUpUsers,
        docs: "https://dev.twitter.com/rest/reference/get/friendships/lookup",
        decode: friendships::lookup,
    },
    Endpoint {
        name: "friendships/update",
        routes: &[post("/1.1/friendships/update.json")],
        access: Access::User,
        permission: Permission::ReadWrite,
        scopes: &[],
        limits: &limits::FRIENDSHIPS_UPDATE,
        command: CommandKind::HideReposts,
        docs: "https://dev.twitter.com/rest/reference/post/friendships/update",
        decode: friendships::update,
    },
    Endpoint {
        name: "friendships/incoming",
        routes: &[get("/1.1/friendships/incoming.json")],
        access: Access::User,
        permission: Permission::Read,
        scopes: &[],
        limits: &limits::FRIENDSHIPS_INCOMING,
        command: CommandKind::ListIds,
        docs: "https://dev.twitter.com/rest/reference/get/friendships/incoming",
        decode: friendships::incoming,
    },
    Endpoint {
        name: "friendships/outgoing",
        routes: &[get("/1.1/friendships/outgoing.json")],
        access: Access::User,
        permission: Permission::Read,
        scopes: &[],
        limits: &limits::FRIENDSHIPS_OUTGOING,
        command: CommandKind::ListIds,
        docs: "https://dev.twitter.com/rest/reference/get/friendships/outgoing",
        decode: friendships::outgoing,
    },
    Endpoint {
        name: "friendships/no_retweets/ids",
        routes: &[get("/1.1/friendships/no_retweets/ids.json")],
        access: Access::User,
        permission: Permission::Read,
        scopes: &[],
        limits: &limits::NO_RETWEETS,
        command: CommandKind::ListIds,
        docs: "https://dev.twitter.com/rest/reference/get/friendships/no_retweets/ids",
        decode: friendships::no_retweets,
    },
];
