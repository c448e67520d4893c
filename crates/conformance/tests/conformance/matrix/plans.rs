//! Every endpoint on every plan, held against the reviewed table read anew: refused where it says no, else answered, with
//! its numbers in the headers. App.net is the same on all of them.

use std::collections::HashMap;
use std::sync::Arc;

use block_graph::NewApp;
use block_graph::access::{App, Plan};
use block_graph::rate::{Limit, Per};
use conformance::{Answer, House, Minted, Proof, id, new_app};
use dialect::{Endpoint, Method};
use portcullis::plans::TABLE;
use portcullis::world::TokenKind;

use super::denied::Why;
use super::rows::{self, Row, is_person, rows};
use super::{turned_away, turned_away_uncounted};

/// What the table says of an endpoint on a plan.
#[derive(PartialEq, Debug)]
enum Said {
    Own,
    No,
    Within(Vec<Number>),
}

/// So many for one of those, in so many seconds.
type Number = (Per, u32, u32);

/// The table's own rows in their order; later ones win.
fn said(row: &Row, plan: Plan) -> Said {
    let table: toml::Table = toml::from_str(TABLE).expect("the table can be read");
    let means = |one: &toml::Value| {
        let pattern = one.as_str().expect("a name");
        pattern.strip_suffix('*').map_or(pattern == row.endpoint.name, |start| row.endpoint.name.starts_with(start))
    };
    let all = table["row"].as_array().expect("rows").iter();
    let told = all.filter(|one| one["dialect"].as_str() == Some(row.dialect.name()));
    let told = told.filter(|one| one["endpoints"].as_array().expect("names").iter().any(means));
    match told.filter_map(|one| one.get(plan.name())?.as_str()).next_back() {
        None | Some("own") => Said::Own,
        Some("no") => Said::No,
        Some(numbers) => Said::Within(numbers.split(", ").map(number).collect()),
    }
}

/// `50/15m user`
fn number(text: &str) -> Number {
    let (rate, per) = text.split_once(' ').expect("a rate and whose it is");
    let (max, window) = rate.split_once('/').expect("a number and a window");
    let per = match per {
        "user" => Per::User,
        "app" => Per::App,
        "app-only" => Per::AppOnly,
        other => panic!("whose is {other}?"),
    };
    let (count, unit) = window.split_at(window.len() - 1);
    let seconds = if unit == "h" { 3600 } else { 60 };
    (per, max.parse().expect("a number"), count.parse::<u32>().expect("a number") * seconds)
}

fn own(endpoint: &Endpoint) -> Vec<Number> {
    let counted = endpoint.limits.iter().filter(|limit| limit.max != Limit::UNLIMITED);
    counted.map(|limit| (limit.per, limit.max, limit.window)).collect()
}

/// Asserts that an answer tells these numbers, of those that bear on whoever asked, and no others.
fn tells(row: &Row, kind: TokenKind, answer: &Answer, numbers: &[Number]) {
    let bears = |per| match per {
        Per::User => is_person(kind),
        Per::AppOnly => !is_person(kind),
        Per::App | Per::Token => true,
        Per::Address => false,
    };
    let numbers: Vec<_> = numbers.iter().filter(|(per, ..)| bears(*per)).collect();
    let expected = match row.dialect.name() {
        "v1.1" if row.endpoint.route().method != Method::Get => [None; 3],
        "v1.1" => [numbers.first().map(|(_, max, _)| *max), None, None],
        _ => {
            let least = |per: &[Per], window: u32| {
                let fits = numbers.iter().filter(|(whose, _, own)| per.contains(whose) && *own == window);
                fits.map(|(_, max, _)| *max).min()
            };
            let all = [Per::User, Per::App, Per::AppOnly];
            [least(&all, 900), least(&[Per::User], 86_400), least(&[Per::App, Per::AppOnly], 86_400)]
        }
    };
    let names = ["x-rate-limit-limit", "x-user-limit-24hour-limit", "x-app-limit-24hour-limit"];
    for (name, expected) in names.into_iter().zip(expected) {
        let expected = expected.map(|number| number.to_string());
        assert_eq!(answer.header(name), expected.as_deref(), "{row} by {kind:?}: {name} of {numbers:?}");
    }
}

/// An app on that plan, and a token of that kind through it.
fn holder(house: &House, kind: TokenKind, plan: Plan) -> (Arc<App>, Proof) {
    let app = house.add_app(NewApp { plan, ..new_app("On a plan") });
    let proof = house.mint_for(&app, &Minted::new(kind, is_person(kind).then(|| id("amy"))));
    if kind == TokenKind::AppNetApp {
        // Such an app reads the lists of those alone who let it in.
        house.mint_for(&app, &Minted::new(TokenKind::AppNetUser, Some(id("amy"))));
    }
    (app, proof)
}

/// What a holder of that kind is answered, which must be good. Reads share a house; what a write changes is its own.
fn answered(shared: &House, row: &Row, kind: TokenKind, plan: Plan) -> Answer {
    let own = (row.method != Method::Get).then(rows::house);
    let house = own.as_ref().unwrap_or(shared);
    let answer = house.ask(&row.ask().by(&holder(house, kind, plan).1));
    assert_eq!(answer.status(), row.success(), "{row} by {kind:?} on {plan:?}: {}", answer.text());
    answer
}

/// Whether it is the documented route at the first root: one of each endpoint.
fn is_documented(row: &Row) -> bool {
    let route = row.endpoint.route();
    (row.method, row.pattern, Some(&row.mount)) == (route.method, route.path, row.dialect.mounts().first())
}

#[test]
pub(super) fn what_a_plan_does_not_cover() {
    let house = rows::house();
    let mut refused = HashMap::new();
    for row in rows() {
        for plan in Plan::ALL.into_iter().filter(|plan| said(&row, *plan) == Said::No) {
            assert_ne!((plan, row.dialect.name()), (Plan::Enterprise, "app.net"), "{row}");
            for kind in row.good() {
                let (app, proof) = holder(&house, kind, plan);
                turned_away_uncounted(&house, &row, &row.ask().by(&proof), &Why::PlanTooSmall(app.id));
            }
            *refused.entry((row.dialect.name(), plan)).or_insert(0) += usize::from(is_documented(&row));
        }
    }
    let of = |plan| ["v1.1", "v2", "app.net"].map(|dialect| refused.get(&(dialect, plan)).copied().unwrap_or(0));
    // Of v1.1 everything but signing in and who one is, and what is left.
    let v1 = 62 - 2 - 5;
    assert_eq!(of(Plan::Free), [v1, 9, 0]);
    assert_eq!(of(Plan::Basic), [v1, 9, 0]);
    assert_eq!(of(Plan::Pro), [v1, 6, 0]);
    assert_eq!(of(Plan::PayPerUse), [v1, 6, 0]);
    assert_eq!(of(Plan::Enterprise), [0, 0, 0]);
}

#[test]
pub(super) fn what_a_plan_covers_and_how_often() {
    let shared = rows::house();
    for row in rows().iter().filter(|row| is_documented(row) && row.dialect.name() != "app.net") {
        for plan in Plan::ALL {
            let numbers = match said(row, plan) {
                Said::No => continue,
                Said::Own => own(row.endpoint),
                Said::Within(numbers) => numbers,
            };
            for kind in row.good() {
                let answer = answered(&shared, row, kind, plan);
                tells(row, kind, &answer, &numbers);
            }
        }
    }
}

#[test]
pub(super) fn app_net_is_the_same_on_every_plan() {
    let shared = rows::house();
    for row in rows().iter().filter(|row| is_documented(row) && row.dialect.name() == "app.net") {
        for kind in row.good() {
            let told = |plan| {
                let answer = answered(&shared, row, kind, plan);
                answer.header("X-RateLimit-Limit").map(str::to_owned)
            };
            let largest = told(Plan::Enterprise);
            for plan in [Plan::Free, Plan::Basic, Plan::Pro, Plan::PayPerUse] {
                assert_eq!(told(plan), largest, "{row} by {kind:?} on {plan:?}");
            }
        }
    }
}

#[test]
pub(super) fn a_plans_number_is_kept() {
    let row = rows().into_iter().find(|row| row.endpoint.name == "getUsersBlocking").expect("v2 has it");
    let house = rows::house();
    for (plan, most) in [(Plan::Free, 1), (Plan::Basic, 5), (Plan::Pro, 15)] {
        let (app, proof) = holder(&house, TokenKind::Oauth2User, plan);
        let ask = row.ask().by(&proof);
        for left in (0..most).rev() {
            let answer = house.ask(&ask);
            assert_eq!(answer.status(), 200, "{plan:?}: {}", answer.text());
            assert_eq!(answer.header("x-rate-limit-remaining"), Some(left.to_string().as_str()), "{plan:?}");
        }
        turned_away(&house, &row, &ask, &Why::OverLimit("v2/getUsersBlocking"));
        // A larger plan helps at once.
        let larger = App { plan: Plan::Enterprise, ..App::clone(&app) };
        house.wait(house.gateway.engine.set_app(larger)).expect("an app can be changed");
        assert_eq!(house.ask(&ask).status(), 200, "{plan:?}");
    }
}
