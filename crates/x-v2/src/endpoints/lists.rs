//! The rows of curated lists.

use block_graph::CommandKind;
use dialect::{Access, Endpoint};

use super::{Scopes, delete, get, post, put, read, write};
use crate::{limits, lists};

const LIST_CREATE: Scopes = &["list.read", "list.write", "tweet.read", "users.read"];
const LIST_WRITE: Scopes = &["list.write", "tweet.read", "users.read"];
const LIST_READ: Scopes = &["list.read", "tweet.read", "users.read"];

pub(super) const ROWS: [Endpoint; 9] = [
    Endpoint {
        name: "createLists",
        routes: &[post("/2/lists")],
        docs: "https://docs.x.com/x-api/lists/create-list",
        ..write(LIST_CREATE, &limits::CREATE_LIST, CommandKind::CreateList, lists::create)
    },
    Endpoint {
        name: "updateLists",
        routes: &[put("/2/lists/{id}")],
        docs: "https://docs.x.com/x-api/lists/update-list",
        ..write(LIST_WRITE, &limits::UPDATE_LIST, CommandKind::UpdateList, lists::update)
    },
    Endpoint {
        name: "deleteLists",
        routes: &[delete("/2/lists/{id}")],
        docs: "https://docs.x.com/x-api/lists/delete-list",
        ..write(LIST_WRITE, &limits::DELETE_LIST, CommandKind::DeleteList, lists::delete)
    },
    Endpoint {
        name: "getListsById",
        routes: &[get("/2/lists/{id}")],
        access: Access::Token,
        docs: "https://docs.x.com/x-api/lists/get-list-by-id",
        ..read(LIST_READ, &limits::LIST, CommandKind::ShowList, lists::show)
    },
    Endpoint {
        name: "addListsMember",
        routes: &[post("/2/lists/{id}/members")],
        docs: "https://docs.x.com/x-api/lists/add-list-member",
        ..write(LIST_WRITE, &limits::ADD_MEMBER, CommandKind::AddMember, lists::add)
    },
    Endpoint {
        name: "removeListsMemberByUserId",
        routes: &[delete("/2/lists/{id}/members/{user_id}")],
        docs: "https://docs.x.com/x-api/lists/remove-list-member",
        ..write(LIST_WRITE, &limits::REMOVE_MEMBER, CommandKind::RemoveMember, lists::remove)
    },
    Endpoint {
        name: "getListsMembers",
        routes: &[get("/2/lists/{id}/members")],
        access: Access::Token,
        docs: "https://docs.x.com/x-api/lists/get-list-members",
        ..read(LIST_READ, &limits::MEMBERS, CommandKind::ListMembers, lists::members)
    },
    Endpoint {
        name: "getUsersOwnedLists",
        routes: &[get("/2/users/{id}/owned_lists")],
        access: Access::Token,
        docs: "https://docs.x.com/x-api/users/get-owned-lists",
        ..read(LIST_READ, &limits::OWNED, CommandKind::ListOwned, lists::owned)
    },
    Endpoint {
        name: "getUsersListMemberships",
        routes: &[get("/2/users/{id}/list_memberships")],
        access: Access::Token,
        docs: "https://docs.x.com/x-api/users/get-list-memberships",
        ..read(LIST_READ, &limits::MEMBERSHIPS, CommandKind::ListMemberships, lists::memberships)
    },
];
