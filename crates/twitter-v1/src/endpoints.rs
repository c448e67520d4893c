//! The table: everything this dialect answers. The first route of a row is the documented one; the others are forms
//! that the service took ([doc] blocks, [recorded] users/show) or that old clients ask for ([client] blocks/blocking).
//! A family's rows stand together: rate_limit_status lists them so.

mod blocks;
mod direct_messages;
mod favorites;
mod follows;
mod friendships;
mod lists;
mod mutes;
mod oauth;
mod statuses;
mod users;

use dialect::{Endpoint, Method, Route};

const fn get(path: &'static str) -> Route {
    Route { method: Method::Get, path }
}

const fn post(path: &'static str) -> Route {
    Route { method: Method::Post, path }
}

const fn delete(path: &'static str) -> Route {
    Route { method: Method::Delete, path }
}

/// Every endpoint.
pub(crate) static ENDPOINTS: [Endpoint; 62] = gathered(&[
    &blocks::ROWS,
    &mutes::ROWS,
    &friendships::ROWS,
    &follows::ROWS,
    &users::ROWS,
    &statuses::ROWS,
    &favorites::ROWS,
    &direct_messages::ROWS,
    &lists::ROWS,
    &oauth::ROWS,
]);

/// The families' rows in one table. It does not compile unless they are just so many.
const fn gathered<const N: usize>(families: &[&[Endpoint]]) -> [Endpoint; N] {
    let mut table = [const { copied(&blocks::ROWS[0]) }; N];
    let (mut family, mut filled) = (0, 0);
    while family < families.len() {
        let mut row = 0;
        while row < families[family].len() {
            table[filled] = copied(&families[family][row]);
            filled += 1;
            row += 1;
        }
        family += 1;
    }
    assert!(filled == N, "the table has another length");
    table
}

const fn copied(row: &Endpoint) -> Endpoint {
    Endpoint {
        name: row.name,
        routes: row.routes,
        access: row.access,
        permission: row.permission,
        scopes: row.scopes,
        limits: row.limits,
        command: row.command,
        docs: row.docs,
        decode: row.decode,
    }
}
