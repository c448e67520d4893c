//! Every path against every method it does not have.

use conformance::{Ask, House};
use dialect::Method;

use super::denied::{Why, listed};
use super::rows::{Row, rows};
use super::turned_away_uncounted;

const METHODS: [Method; 8] = [
    Method::Get,
    Method::Head,
    Method::Post,
    Method::Put,
    Method::Patch,
    Method::Delete,
    Method::Options,
    Method::Other,
];

/// The methods of a path, in the order of the table.
fn allowed(path: &Row) -> Vec<Method> {
    let same = |row: &Row| (row.mount, row.pattern) == (path.mount, path.pattern);
    rows().iter().filter(|row| same(row)).map(|row| row.method).collect()
}

#[test]
fn a_method_that_a_path_does_not_have() {
    let house = House::new();
    for row in rows() {
        let allowed = allowed(&row);
        for method in METHODS {
            let asked = if method == Method::Head { Method::Get } else { method };
            if allowed.contains(&asked) {
                continue;
            }
            let ask = Ask { method, ..row.ask() };
            if row.dialect.name() == "app.net" && method == Method::Options {
                let answer = house.ask(&ask);
                assert_eq!((answer.status(), answer.text().as_str(), answer.0.content_type), (200, "", ""), "{row}");
                assert!(answer.header("Access-Control-Allow-Methods").is_some(), "{row}");
                continue;
            }
            turned_away_uncounted(&house, &row, &ask, &Why::WrongMethod(allowed.clone()));
            let told = house.ask(&ask).header("allow").map(str::to_owned);
            let names = allowed.iter().map(|method| method.name()).collect::<Vec<_>>().join(", ");
            let expected = match row.dialect.name() {
                "v2" => Some(names),
                "app.net" => Some(listed(&allowed)),
                _ => None,
            };
            assert_eq!(told, expected, "{row} by {method}");
        }
    }
}
