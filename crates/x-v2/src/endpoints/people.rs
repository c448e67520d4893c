//! The rows of blocks, mutes and follows.

use block_graph::CommandKind;
use dialect::{Access, Endpoint};

use super::{DM_WRITE, Scopes, delete, get, messaging, post, read, write};
use crate::{blocks, dm_blocks, follows, limits, mutes};

const BLOCK_READ: Scopes = &["block.read", "tweet.read", "users.read"];
const BLOCK_WRITE: Scopes = &["block.write", "tweet.read", "users.read"];
const MUTE_READ: Scopes = &["mute.read", "tweet.read", "users.read"];
const MUTE_WRITE: Scopes = &["mute.write", "tweet.read", "users.read"];
const FOLLOWS_WRITE: Scopes = &["follows.write", "tweet.read", "users.read"];
const FOLLOWS_READ: Scopes = &["follows.read", "tweet.read", "users.read"];

pub(super) const ROWS: [Endpoint; 14] = [
    Endpoint {
        name: "getUsersBlocking",
        routes: &[get("/2/users/{id}/blocking")],
        docs: "https://docs.x.com/x-api/users/get-blocking",
        ..read(BLOCK_READ, &limits::GET_BLOCKING, CommandKind::ListUsers, blocks::list)
    },
    Endpoint {
        name: "usersIdBlock",
        routes: &[post("/2/users/{id}/blocking")],
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
        docs: "https://docs.x.com/x-api/users/block-dms",
        ..messaging(&write(DM_WRITE, &limits::BLOCK_DMS, CommandKind::DmBlock, dm_blocks::block))
    },
    Endpoint {
        name: "unblockUsersDms",
        routes: &[post("/2/users/{id}/dm/unblock")],
        docs: "https://docs.x.com/x-api/users/unblock-dms",
        ..messaging(&write(DM_WRITE, &limits::UNBLOCK_DMS, CommandKind::DmUnblock, dm_blocks::unblock))
    },
    Endpoint {
        name: "getUsersMuting",
        routes: &[get("/2/users/{id}/muting")],
        docs: "https://docs.x.com/x-api/users/get-muting",
        ..read(MUTE_READ, &limits::GET_MUTING, CommandKind::ListUsers, mutes::list)
    },
    Endpoint {
        name: "muteUser",
        routes: &[post("/2/users/{id}/muting")],
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
        name: "getUsersFollowing",
        routes: &[get("/2/users/{id}/following")],
        access: Access::Token,
        docs: "https://docs.x.com/x-api/users/get-following",
        ..read(FOLLOWS_READ, &limits::GET_FOLLOWING, CommandKind::ListUsers, follows::following)
    },
    Endpoint {
        name: "getUsersFollowers",
        routes: &[get("/2/users/{id}/followers")],
        access: Access::Token,
        docs: "https://docs.x.com/x-api/users/get-followers",
        ..read(FOLLOWS_READ, &limits::GET_FOLLOWERS, CommandKind::ListUsers, follows::followers)
    },
    Endpoint {
        name: "getUsersMeFollowing",
        routes: &[get("/2/users/me/following")],
        docs: "https://docs.x.com/x-api/users/follows/introduction",
        ..read(FOLLOWS_READ, &limits::MY_FOLLOWING, CommandKind::ListUsers, follows::my_following)
    },
    Endpoint {
        name: "getUsersMeFollowers",
        routes: &[get("/2/users/me/followers")],
        docs: "https://docs.x.com/x-api/users/follows/introduction",
        ..read(FOLLOWS_READ, &limits::MY_FOLLOWERS, CommandKind::ListUsers, follows::my_followers)
    },
];
