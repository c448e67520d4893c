//! Every limit of every endpoint, also those without a number until the settings give one: counted, told, and over.

use std::collections::HashMap;

use block_graph::rate::{Limit, Per};
use conformance::{Answer, Ask, House, Minted, NOW, Proof, id, new_app};
use dialect::Access;

use super::denied::Why;
use super::rows::{Row, demo, is_person, limited, rows};
use super::turned_away;

/// How many requests the windows of these tests allow.
const MAX: u32 = 2;

/// The requests that use a window up, each by a caller it bears on, and the one that is too many.
fn asks(row: &Row, limit: &Limit) -> Option<[Ask; 3]> {
    let same = |ask: Ask| Some([ask.clone(), ask.clone(), ask]);
    let person = || row.persons().into_iter().next();
    let app = || row.good().into_iter().find(|kind| !is_person(*kind));
    match limit.per {
        Per::User => same(row.ask().by(&demo(person()?))),
        Per::AppOnly => same(row.ask().by(&demo(app()?))),
        Per::Token => same(row.ask().by(&demo(person().or_else(app)?))),
        Per::Address => (row.endpoint.access == Access::Open).then(|| row.ask()).and_then(same),
        // Another person of the same app finds the window used up.
        Per::App => {
            let (amys, kind) = (row.ask().by(&demo(person()?)), person()?);
            let bobs = row.ask_of(id("bob")).by(&Proof::demo(kind, "bob"));
            Some([amys.clone(), amys, bobs])
        }
    }
}

/// The names of the three headers that tell of a limit, and whether the last is a time rather than a wait.
fn told(row: &Row, limit: &Limit) -> ([&'static str; 3], bool) {
    match (row.dialect.name(), limit.window, limit.per) {
        ("v2", 86_400, Per::User) => {
            (["x-user-limit-24hour-limit", "x-user-limit-24hour-remaining", "x-user-limit-24hour-reset"], true)
        }
        ("v2", 86_400, _) => {
            (["x-app-limit-24hour-limit", "x-app-limit-24hour-remaining", "x-app-limit-24hour-reset"], true)
        }
        ("app.net", ..) => (["X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset"], false),
        _ => (["x-rate-limit-limit", "x-rate-limit-remaining", "x-rate-limit-reset"], true),
    }
}

/// Asserts what the headers of an answer tell of `limit`. Names are compared with their case.
fn tells(row: &Row, limit: &Limit, answer: &Answer, remaining: u32) {
    let (names, time) = told(row, limit);
    let reset = if time { NOW.seconds() + i64::from(limit.window) } else { i64::from(limit.window) };
    let expected = [MAX.to_string(), remaining.to_string(), reset.to_string()];
    for (name, expected) in names.into_iter().zip(expected) {
        let value = answer.0.headers.iter().find(|(key, _)| *key == name).map(|(_, value)| value);
        assert_eq!(value, Some(expected.as_str()), "{row}: {name} of {limit:?}");
    }
}

/// Whether a good answer tells of limits: v1.1 is silent of its writes.
fn tells_when_good(row: &Row) -> bool {
    row.dialect.name() != "v1.1" || row.endpoint.route().method == dialect::Method::Get
}

#[test]
pub(super) fn one_request_too_many() {
    let mut checked = 0;
    for row in rows().into_iter().filter(|row| !row.ends_its_token()) {
        for limit in row.endpoint.limits {
            let Some([first, second, third]) = asks(&row, limit) else {
                panic!("{row}: nobody can come under {limit:?}");
            };
            let house = limited(HashMap::from([(limit.bucket.to_owned(), MAX)]));
            let first = house.ask(&first);
            assert_eq!(first.status(), row.success(), "{row}: {}", first.text());
            let again = house.ask(&second);
            let over = turned_away(&house, &row, &third, &Why::OverLimit(limit.bucket));
            if tells_when_good(&row) {
                tells(&row, limit, &first, 1);
                tells(&row, limit, &again, 0);
            } else {
                assert_eq!((first.rate_headers(), again.rate_headers()), (vec![], vec![]), "{row}");
            }
            if over.status() == 429 {
                tells(&row, limit, &over, 0);
            }
            if row.dialect.name() == "app.net" {
                let wait = limit.window.to_string();
                assert_eq!(over.header("Retry-After"), Some(wait.as_str()), "{row}");
            }
            // Until the window ends; then all is well again.
            house.pass(i64::from(limit.window) * 1000 - 1);
            turned_away(&house, &row, &third, &Why::OverLimit(limit.bucket));
            house.pass(1);
            assert_ne!(house.ask(&third).stable(), over.stable(), "{row}: {limit:?}");
            checked += 1;
        }
    }
    assert!(checked >= rows().len() / 2, "only {checked} limits were found");
}

/// A request that ends its token cannot be sent twice with it: what it counts with is used up otherwise.
#[test]
pub(super) fn one_end_of_a_token_too_many() {
    let mut checked = 0;
    for row in rows().into_iter().filter(Row::ends_its_token) {
        let kind = row.persons()[0];
        for limit in row.endpoint.limits {
            let house = limited(HashMap::from([(limit.bucket.to_owned(), 1)]));
            let (first, second) = match limit.per {
                // Another request with the same token, which counts in the same window.
                Per::Token => {
                    let counts = |other: &Row| !other.ends_its_token() && other.endpoint.limits.contains(limit);
                    let other = rows().into_iter().find(counts).expect("not the end of a token alone is counted so");
                    (other.ask().by(&demo(kind)), row.ask().by(&demo(kind)))
                }
                // Another token of the same person through the same app.
                _ => {
                    let (app, minted) = (house.add_app(new_app("two")), Minted::new(kind, Some(id("amy"))));
                    let ask = || row.ask().by(&house.mint_for(&app, &minted));
                    (ask(), ask())
                }
            };
            assert_eq!(house.ask(&first).status(), 200, "{row}");
            turned_away(&house, &row, &second, &Why::OverLimit(limit.bucket));
            house.pass(i64::from(limit.window) * 1000);
            assert_eq!(house.ask(&second).status(), row.success(), "{row}");
            checked += 1;
        }
    }
    assert_eq!(checked, 8, "four routes of one limit and two of two");
}

#[test]
pub(super) fn the_published_numbers_are_kept() {
    let row = rows().into_iter().find(|row| row.endpoint.name == "blocks/ids").expect("v1.1 has it");
    let (house, ask) = (House::new(), row.ask().by(&demo(row.persons()[0])));
    for left in (0..15).rev() {
        let answer = house.ask(&ask);
        assert_eq!(answer.header("x-rate-limit-remaining"), Some(left.to_string().as_str()));
        assert_eq!((answer.status(), answer.header("x-rate-limit-limit")), (200, Some("15")));
    }
    turned_away(&house, &row, &ask, &Why::OverLimit("v1.1/blocks/ids"));
}
