//! The table of endpoints: names are the operation ids of spec 2.173, scopes its security column.

use block_graph::CommandKind;
use block_graph::access::Permission;
use block_graph::rate::Limit;
use dialect::{Access, Endpoint, Failure, Method, Request, Route};

use crate::{blocks, dm_blocks, follows, limits, mutes, users};

type Decode = fn(&Request<'_>) -> Result<dialect::Call, Failure>;
type Scopes = &'static [&'static str];

const BLOCK_READ: Scopes = &["block.read", "tweet.read", "users.read"];
const BLOCK_WRITE: Scopes = &["block.write", "tweet.read", "users.read"];
const DM_WRITE: Scopes = &["dm.write", "tweet.read", "users.read"];
const MUTE_READ: Scopes = &["mute.read", "tweet.read", "users.read"];
const MUTE_WRITE: Scopes = &["mute.write", "tweet.read", "users.read"];
const FOLLOWS_WRITE: Scopes = &["follows.write", "tweet.read", "users.read"];
const LOOKUP: Scopes = &["tweet.read", "users.read"];

const OWN_BLOCKING: &str = "/2/users/{id}/blocking";
const OWN_MUTING: &str = "/2/users/{id}/muting";

pub(crate) static ENDPOINTS: [Endpoint; 15] = [
    Endpoint {
        name: "getUsersBlocking",
        routes: &[get(OWN_BLOCKING)],
        docs: "https://docs.x.com/x-api/users/get-blocking",
        ..read(BLOCK_READ, &limits::GET_BLOCKING, CommandKind::ListUsers, blocks::list)
    },
    Endpoint {
        name: "usersIdBlock",
        routes: &[post(OWN_BLOCKING)],
        docs: "https://docs.x.com/x-api/users/blocks/introduction",
        ..write(BLOCK_WRITE, &limits::BLOCK, CommandKind::Block, blocks::block)
    },
    Endpoint {
        name: "usersIdUnblock",
        routes: &[delete("/2/users/{source_user_id}/blocking/{target_user_id}")],
        docs: "https://docs.x.com/x-api/users/blocks/introduction",
        ..write(BLOCK_WRITE, &limits::UNBLOCK, CommandKind::Unblock, blocks::unblock)
    },
    Endpoint {
        name: "blockUsersDms",
        routes: &[post("/2/users/{id}/dm/block")],
        permission: Permission::ReadWriteDirectMessages,
        docs: "https://docs.x.com/x-api/users/block-dms",
        ..write(DM_WRITE, &limits::BLOCK_DMS, CommandKind::DmBlock, dm_blocks::block)
    },
    Endpoint {
        name: "unblockUsersDms",
        routes: &[post("/2/users/{id}/dm/unblock")],
        permission: Permission::ReadWriteDirectMessages,
        docs: "https://docs.x.com/x-api/users/unblock-dms",
        ..write(DM_WRITE, &limits::UNBLOCK_DMS, CommandKind::DmUnblock, dm_blocks::unblock)
    },
    Endpoint {
        name: "getUsersMuting",
        routes: &[get(OWN_MUTING)],
        docs: "https://docs.x.com/x-api/users/get-muting",
        ..read(MUTE_READ, &limits::GET_MUTING, CommandKind::ListUsers, mutes::list)
    },
    Endpoint {
        name: "muteUser",
        routes: &[post(OWN_MUTING)],
        docs: "https://docs.x.com/x-api/users/mute-user",
        ..write(MUTE_WRITE, &limits::MUTE, CommandKind::Mute, mutes::mute)
    },
    Endpoint {
        name: "unmuteUser",
        routes: &[delete("/2/users/{source_user_id}/muting/{target_user_id}")],
        docs: "https://docs.x.com/x-api/users/unmute-user",
        ..write(MUTE_WRITE, &limits::UNMUTE, CommandKind::Unmute, mutes::unmute)
    },
    Endpoint {
        name: "followUser",
        routes: &[post("/2/users/{id}/following")],
        docs: "https://docs.x.com/x-api/users/follow-user",
        ..write(FOLLOWS_WRITE, &limits::FOLLOW, CommandKind::Follow, follows::follow)
    },
    Endpoint {
        name: "unfollowUser",
        routes: &[delete("/2/users/{source_user_id}/following/{target_user_id}")],
        docs: "https://docs.x.com/x-api/users/unfollow-user",
        ..write(FOLLOWS_WRITE, &limits::UNFOLLOW, CommandKind::Unfollow, follows::unfollow)
    },
    Endpoint {
        name: "getUsersMe",
        routes: &[get("/2/users/me")],
        docs: "https://docs.x.com/x-api/users/get-my-user",
        ..read(LOOKUP, &limits::ME, CommandKind::WhoAmI, users::me)
    },
    Endpoint {
        name: "getUsersById",
        routes: &[get("/2/users/{id}")],
        access: Access::Token,
        docs: "https://docs.x.com/x-api/users/get-user-by-id",
        ..read(LOOKUP, &limits::BY_ID, CommandKind::ShowUser, users::by_id)
    },
    Endpoint {
        name: "getUsersByIds",
        routes: &[get("/2/users")],
        access: Access::Token,
        docs: "https://docs.x.com/x-api/users/get-users-by-ids",
        ..read(LOOKUP, &limits::BY_IDS, CommandKind::LookUpUsers, users::by_ids)
    },
    Endpoint {
        name: "getUsersByUsernames",
        routes: &[get("/2/users/by")],
        access: Access::Token,
        docs: "https://docs.x.com/x-api/users/get-users-by-usernames",
        ..read(LOOKUP, &limits::BY_USERNAMES, CommandKind::LookUpUsers, users::by_usernames)
    },
    Endpoint {
        name: "getUsersByUsername",
        routes: &[get("/2/users/by/username/{username}")],
        access: Access::Token,
        docs: "https://docs.x.com/x-api/users/get-user-by-username",
        ..read(LOOKUP, &limits::BY_USERNAME, CommandKind::ShowUser, users::by_username)
    },
];

const fn get(path: &'static str) -> Route {
    Route { method: Method::Get, path }
}

const fn post(path: &'static str) -> Route {
    Route { method: Method::Post, path }
}

const fn delete(path: &'static str) -> Route {
    Route { method: Method::Delete, path }
}

/// What the rows of reads share: a person's token, an app that may read.
const fn read(scopes: Scopes, limits: &'static [Limit], command: CommandKind, decode: Decode) -> Endpoint {
    let (access, permission) = (Access::User, Permission::Read);
    Endpoint { name: "", routes: &[], access, permission, scopes, limits, command, docs: "", decode }
}

/// What the rows of writes share: a person's token, an app that may write.
const fn write(scopes: Scopes, limits: &'static [Limit], command: CommandKind, decode: Decode) -> Endpoint {
    Endpoint { permission: Permission::ReadWrite, ..read(scopes, limits, command, decode) }
}
