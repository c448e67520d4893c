//! The rows of oauth/* and oauth2/*: how apps come by tokens and give them up.

use block_graph::CommandKind;
use block_graph::access::Permission;
use dialect::{Access, Endpoint};

use super::{get, post};
use crate::{limits, oauth, oauth2};

pub(super) const ROWS: [Endpoint; 5] = [
    Endpoint {
        name: "oauth/request_token",
        routes: &[post("/oauth/request_token"), get("/oauth/request_token")],
        access: Access::Client,
        permission: Permission::Read,
        scopes: &[],
        limits: &limits::REQUEST_TOKEN,
        command: CommandKind::RequestTemporary,
        docs: "https://developer.twitter.com/en/docs/authentication/api-reference/request_token",
        decode: oauth::request_token,
    },
    Endpoint {
        name: "oauth/access_token",
        routes: &[post("/oauth/access_token"), get("/oauth/access_token")],
        access: Access::Client,
        permission: Permission::Read,
        scopes: &[],
        limits: &limits::ACCESS_TOKEN,
        command: CommandKind::RedeemTemporary,
        docs: "https://developer.twitter.com/en/docs/authentication/api-reference/access_token",
        decode: oauth::access_token,
    },
    Endpoint {
        name: "oauth/invalidate_token",
        routes: &[
            post("/1.1/oauth/invalidate_token.json"),
            post("/1.1/oauth/invalidate_token"),
            post("/oauth/invalidate_token.json"),
            post("/oauth/invalidate_token"),
        ],
        access: Access::User,
        permission: Permission::Read,
        scopes: &[],
        limits: &limits::INVALIDATE_TOKEN,
        command: CommandKind::EndOwnToken,
        docs: "https://developer.twitter.com/en/docs/authentication/api-reference/invalidate_access_token",
        decode: oauth::invalidate_token,
    },
    Endpoint {
        name: "oauth2/token",
        routes: &[post("/oauth2/token")],
        access: Access::Client,
        permission: Permission::Read,
        scopes: &[],
        limits: &limits::BEARER_TOKEN,
        command: CommandKind::IssueAppToken,
        docs: "https://developer.twitter.com/en/docs/authentication/api-reference/token",
        decode: oauth2::token,
    },
    Endpoint {
        name: "oauth2/invalidate_token",
        routes: &[post("/oauth2/invalidate_token")],
        access: Access::Client,
        permission: Permission::Read,
        scopes: &[],
        limits: &limits::INVALIDATE_BEARER,
        command: CommandKind::ReturnToken,
        docs: "https://developer.twitter.com/en/docs/authentication/api-reference/invalidate_bearer_token",
        decode: oauth2::invalidate_token,
    },
];
