//! The table of endpoints, by family: names are the operation ids of spec 2.173, scopes its security column.

mod lists;
mod messages;
mod oauth;
mod people;
mod posts;
mod reactions;
mod users;

use std::sync::LazyLock;

use block_graph::CommandKind;
use block_graph::access::Permission;
use block_graph::rate::Limit;
use dialect::{Access, Call, Endpoint, Failure, Method, Request, Route};

type Decode = fn(&Request<'_>) -> Result<Call, Failure>;
type Scopes = &'static [&'static str];

/// What everything that is open to all asks for.
const READ: Scopes = &["tweet.read", "users.read"];
/// What sending and refusing direct messages asks for.
const DM_WRITE: Scopes = &["dm.write", "tweet.read", "users.read"];

/// The whole table.
pub(crate) static ENDPOINTS: LazyLock<Vec<Endpoint>> = LazyLock::new(|| {
    let people = people::ROWS.into_iter().chain(users::ROWS);
    let posts = posts::ROWS.into_iter().chain(reactions::ROWS);
    people.chain(posts).chain(messages::ROWS).chain(lists::ROWS).chain(oauth::ROWS).collect()
});

const fn get(path: &'static str) -> Route {
    Route { method: Method::Get, path }
}

const fn post(path: &'static str) -> Route {
    Route { method: Method::Post, path }
}

const fn put(path: &'static str) -> Route {
    Route { method: Method::Put, path }
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

/// What the rows about direct messages share: an app that may reach them.
const fn messaging(row: &Endpoint) -> Endpoint {
    Endpoint { permission: Permission::ReadWriteDirectMessages, ..*row }
}
