//! The table: every endpoint, who may call it, what it counts in and where it is documented.

use block_graph::CommandKind;
use block_graph::access::Permission;
use dialect::{Access, Endpoint, Method, Route};

use crate::{blocks, follows, limits, mutes, token, users};

/// A section of the documentation, in the newest version its page had in this place; the site it fed is gone.
macro_rules! section {
    (blocking # $section:literal) => {
        section!("86062bfcc2fbb3248e2f2142a67cf40becafaccc" "user/blocking.md#" $section)
    };
    (muting # $section:literal) => {
        section!("6fec64f943f03247ada062e7d7be48b4221bbc3c" "user/muting.md#" $section)
    };
    (following # $section:literal) => {
        section!("94ac4f0454f166cad2806f38099795ae9652eb53" "user/following.md#" $section)
    };
    (lookup # $section:literal) => {
        section!("a1e9f11c9e8e43f33dd26b8a968e0810215dac08" "user/lookup.md#" $section)
    };
    (token # $section:literal) => {
        section!("f7a5cd1e86a8668c5b357c61c681a6ffad455cda" "token/index.md#" $section)
    };
    ($commit:literal $page:literal $section:literal) => {
        concat!("https://github.com/appdotnet/api-spec/blob/", $commit, "/content/docs/resources/", $page, $section)
    };
}

/// Everything this dialect answers. POST stands before DELETE: so a 405 lists them ([recorded]).
pub(crate) static ENDPOINTS: [Endpoint; 13] = [
    Endpoint {
        name: "Block a User",
        routes: &[post("/users/{user_id}/block"), put("/users/{user_id}/block")],
        command: CommandKind::Block,
        docs: section!(blocking # "block-a-user"),
        decode: blocks::create,
        ..WRITE
    },
    Endpoint {
        name: "Unblock a User",
        routes: &[delete("/users/{user_id}/block")],
        command: CommandKind::Unblock,
        docs: section!(blocking # "unblock-a-user"),
        decode: blocks::destroy,
        ..WRITE
    },
    Endpoint {
        name: "List blocked Users",
        routes: &[get("/users/{user_id}/blocked")],
        command: CommandKind::ListUsers,
        docs: section!(blocking # "list-blocked-users"),
        decode: blocks::list,
        ..READ
    },
    Endpoint {
        name: "Retrieve blocked User IDs for multiple Users",
        routes: &[get("/users/blocked/ids")],
        command: CommandKind::BulkIds,
        docs: section!(blocking # "retrieve-blocked-user-ids-for-multiple-users"),
        decode: blocks::ids,
        access: Access::App,
        ..READ
    },
    Endpoint {
        name: "Mute a User",
        routes: &[post("/users/{user_id}/mute"), put("/users/{user_id}/mute")],
        command: CommandKind::Mute,
        docs: section!(muting # "mute-a-user"),
        decode: mutes::create,
        ..WRITE
    },
    Endpoint {
        name: "Unmute a User",
        routes: &[delete("/users/{user_id}/mute")],
        command: CommandKind::Unmute,
        docs: section!(muting # "unmute-a-user"),
        decode: mutes::destroy,
        ..WRITE
    },
    Endpoint {
        name: "List muted Users",
        routes: &[get("/users/{user_id}/muted")],
        command: CommandKind::ListUsers,
        docs: section!(muting # "list-muted-users"),
        decode: mutes::list,
        ..READ
    },
    Endpoint {
        name: "Retrieve muted User IDs for multiple Users",
        routes: &[get("/users/muted/ids")],
        command: CommandKind::BulkIds,
        docs: section!(muting # "retrieve-muted-user-ids-for-multiple-users"),
        decode: mutes::ids,
        access: Access::App,
        ..READ
    },
    Endpoint {
        name: "Follow a User",
        routes: &[post("/users/{user_id}/follow"), put("/users/{user_id}/follow")],
        command: CommandKind::Follow,
        docs: section!(following # "follow-a-user"),
        decode: follows::create,
        ..WRITE
    },
    Endpoint {
        name: "Unfollow a User",
        routes: &[delete("/users/{user_id}/follow")],
        command: CommandKind::Unfollow,
        docs: section!(following # "unfollow-a-user"),
        decode: follows::destroy,
        ..WRITE
    },
    Endpoint {
        name: "Retrieve a User",
        routes: &[get("/users/{user_id}")],
        command: CommandKind::ShowUser,
        docs: section!(lookup # "retrieve-a-user"),
        decode: users::show,
        access: Access::Open,
        limits: &limits::OPEN,
        ..READ
    },
    Endpoint {
        name: "Retrieve multiple Users",
        routes: &[get("/users")],
        command: CommandKind::LookUpUsers,
        docs: section!(lookup # "retrieve-multiple-users"),
        decode: users::lookup,
        ..READ
    },
    Endpoint {
        name: "Retrieve current token",
        routes: &[get("/token")],
        command: CommandKind::WhoAmI,
        docs: section!(token # "retrieve-current-token"),
        decode: token::show,
        limits: &[],
        ..READ
    },
];

/// What writes have in common: they are a person's and need the scope `follow` ([doc]).
const WRITE: Endpoint = Endpoint {
    access: Access::User,
    permission: Permission::ReadWrite,
    scopes: &["follow"],
    limits: &limits::CHANGE,
    ..READ
};

/// What reads have in common: any token will do. A person's token need not name `basic`, which every one has ([doc]).
const READ: Endpoint = Endpoint {
    name: "",
    routes: &[],
    access: Access::Token,
    permission: Permission::Read,
    scopes: &[],
    limits: &limits::READ,
    command: CommandKind::ShowUser,
    docs: "",
    decode: users::show,
};

const fn get(path: &'static str) -> Route {
    Route { method: Method::Get, path }
}

const fn post(path: &'static str) -> Route {
    Route { method: Method::Post, path }
}

/// The successor's word for POST, which its clients send ([client] pnutpy).
const fn put(path: &'static str) -> Route {
    Route { method: Method::Put, path }
}

const fn delete(path: &'static str) -> Route {
    Route { method: Method::Delete, path }
}
