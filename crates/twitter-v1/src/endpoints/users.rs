//! The rows of users/*, account/* and application/*: people, and the caller themselves.

use block_graph::CommandKind;
use block_graph::access::Permission;
use dialect::{Access, Endpoint};

use super::{get, post};
use crate::{account, application, limits, users};

pub(super) const ROWS: [Endpoint; 7] = [
    Endpoint {
        name: "users/show",
        routes: &[get("/1.1/users/show.json"), get("/1.1/users/show/{id}.json")],
        access: Access::Token,
        permission: Permission::Read,
        scopes: &[],
        limits: &limits::USERS_SHOW,
        command: CommandKind::ShowUser,
        docs: "https://dev.twitter.com/rest/reference/get/users/show",
        decode: users::show,
    },
    Endpoint {
        name: "users/lookup",
        routes: &[get("/1.1/users/lookup.json"), post("/1.1/users/lookup.json")],
        access: Access::Token,
        permission: Permission::Read,
        scopes: &[],
        limits: &limits::USERS_LOOKUP,
        command: CommandKind::LookUpUsers,
        docs: "https://dev.twitter.com/rest/reference/get/users/lookup",
        decode: users::lookup,
    },
    Endpoint {
        name: "users/report_spam",
        routes: &[post("/1.1/users/report_spam.json")],
        access: Access::User,
        permission: Permission::ReadWrite,
        scopes: &[],
        limits: &limits::USERS_REPORT_SPAM,
        command: CommandKind::ReportSpam,
        docs: "https://dev.twitter.com/rest/reference/post/users/report_spam",
        decode: users::report_spam,
    },
    Endpoint {
        name: "users/search",
        routes: &[get("/1.1/users/search.json")],
        access: Access::User,
        permission: Permission::Read,
        scopes: &[],
        limits: &limits::USERS_SEARCH,
        command: CommandKind::SearchUsers,
        docs: "https://dev.twitter.com/rest/reference/get/users/search",
        decode: users::search,
    },
    Endpoint {
        name: "account/verify_credentials",
        routes: &[get("/1.1/account/verify_credentials.json")],
        access: Access::User,
        permission: Permission::Read,
        scopes: &[],
        limits: &limits::VERIFY_CREDENTIALS,
        command: CommandKind::WhoAmI,
        docs: "https://dev.twitter.com/rest/reference/get/account/verify_credentials",
        decode: account::verify_credentials,
    },
    Endpoint {
        name: "account/settings",
        routes: &[get("/1.1/account/settings.json")],
        access: Access::User,
        permission: Permission::Read,
        scopes: &[],
        limits: &limits::ACCOUNT_SETTINGS,
        command: CommandKind::WhoAmI,
        docs: "https://dev.twitter.com/rest/reference/get/account/settings",
        decode: account::settings,
    },
    Endpoint {
        name: "application/rate_limit_status",
        routes: &[get("/1.1/application/rate_limit_status.json")],
        access: Access::Token,
        permission: Permission::Read,
        scopes: &[],
        limits: &limits::RATE_LIMIT_STATUS,
        command: CommandKind::LimitStatus,
        docs: "https://dev.twitter.com/rest/reference/get/application/rate_limit_status",
        decode: application::rate_limit_status,
    },
];
