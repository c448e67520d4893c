//! The rows of looking people up.

use block_graph::CommandKind;
use dialect::{Access, Endpoint};

use super::{READ, get, read};
use crate::{limits, users};

pub(super) const ROWS: [Endpoint; 6] = [
    Endpoint {
        name: "getUsersMe",
        routes: &[get("/2/users/me")],
        docs: "https://docs.x.com/x-api/users/get-my-user",
        ..read(READ, &limits::ME, CommandKind::WhoAmI, users::me)
    },
    Endpoint {
        name: "getUsersById",
        routes: &[get("/2/users/{id}")],
        access: Access::Token,
        docs: "https://docs.x.com/x-api/users/get-user-by-id",
        ..read(READ, &limits::BY_ID, CommandKind::ShowUser, users::by_id)
    },
    Endpoint {
        name: "getUsersByIds",
        routes: &[get("/2/users")],
        access: Access::Token,
        docs: "https://docs.x.com/x-api/users/get-users-by-ids",
        ..read(READ, &limits::BY_IDS, CommandKind::LookUpUsers, users::by_ids)
    },
    Endpoint {
        name: "getUsersByUsernames",
        routes: &[get("/2/users/by")],
        access: Access::Token,
        docs: "https://docs.x.com/x-api/users/get-users-by-usernames",
        ..read(READ, &limits::BY_USERNAMES, CommandKind::LookUpUsers, users::by_usernames)
    },
    Endpoint {
        name: "getUsersByUsername",
        routes: &[get("/2/users/by/username/{username}")],
        access: Access::Token,
        docs: "https://docs.x.com/x-api/users/get-user-by-username",
        ..read(READ, &limits::BY_USERNAME, CommandKind::ShowUser, users::by_username)
    },
    Endpoint {
        name: "searchUsers",
        routes: &[get("/2/users/search")],
        docs: "https://docs.x.com/x-api/users/search-users",
        ..read(READ, &limits::SEARCH, CommandKind::SearchUsers, users::search)
    },
];
