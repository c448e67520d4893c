//! The endpoints that an app calls without a token, against every way of not proving itself, in their exact words.
//!
//! The gate checks signatures for all of them, whether or not the endpoint asks for one; Basic and `client_id` are read by
//! the endpoints, each in its own words.

mod words;

use std::collections::HashMap;

use block_graph::access::Plan;
use block_graph::rate::Per;
use block_graph::{CommandKind, NewApp};
use conformance::{Answer, Ask, House, NOW, Proof, new_app};
use dialect::Method;
use portcullis::world::TokenKind;

use words::{Why, words};

use super::rows::{Row, demo, of_apps};

const KEY: &str = "DemoConsumerKey0123456789";
const SECRET: &str = "DemoConsumerSecret0123456789abcdefghijklmnopqrstuvw";

/// A request that is good but for the proof, which it lacks. What it would hand in is nobody's.
fn ask(row: &Row) -> Ask {
    let ask = Ask::new(row.method, format!("{}{}", row.mount, row.pattern));
    match (row.dialect.name(), row.endpoint.command) {
        ("v1.1", CommandKind::IssueAppToken) => ask.fields(&[("grant_type", "client_credentials")]),
        ("v1.1", CommandKind::ReturnToken) => ask.fields(&[("access_token", "nobodys")]),
        ("v1.1", _) => ask,
        ("v2", CommandKind::ReturnToken) => ask.fields(&[("token", "nobodys"), ("token_type_hint", "access_token")]),
        ("v2", _) => ask.fields(&[("grant_type", "refresh_token"), ("refresh_token", "nobodys")]),
        // Named by its host, for a signed request to this path is Twitter's anywhere else.
        _ => ask.fields(&[("grant_type", "client_credentials")]).to("account.app.net"),
    }
}

/// The same with the proof that the endpoint asks for, by the demo app.
fn good(row: &Row) -> Ask {
    match row.endpoint.command {
        CommandKind::RequestTemporary | CommandKind::RedeemTemporary => ask(row).by(&Proof::demo_app()),
        _ => ask(row).by(&Proof::basic(KEY, SECRET)),
    }
}

fn turned_away(house: &House, row: &Row, ask: &Ask, why: Why) -> Answer {
    let answer = house.ask(ask);
    let told = (answer.status(), answer.0.content_type, answer.text());
    assert_eq!(told, words(row, why), "{row}: {why:?} by {:?}", ask.proof);
    answer
}

#[test]
fn there_are_so_many() {
    let of = |name: &str| of_apps().iter().filter(|row| row.dialect.name() == name).count();
    assert_eq!([of("v1.1"), of("v2"), of("app.net")], [6, 2, 2]);
}

#[test]
fn apps_that_prove_themselves_are_let_in_on_every_plan() {
    let house = House::new();
    for row in of_apps() {
        for plan in Plan::ALL {
            let app = house.add_app(NewApp { plan, ..new_app("On a plan") });
            let mut ask = good(&row);
            ask.proof = match &ask.proof {
                Proof::Basic(..) => Proof::basic(&app.key, app.secret.expose()),
                _ => Proof::app(&app.key, app.secret.expose()),
            };
            let (status, said) = match (row.dialect.name(), row.endpoint.command) {
                // Where nobody's token is handed in, that is what is wrong.
                ("v1.1", CommandKind::RedeemTemporary) => (401, "Request token missing"),
                ("v1.1", CommandKind::ReturnToken) => (403, "348"),
                ("v2", CommandKind::RedeemCode) => (400, "Value passed for the token was invalid."),
                _ => (200, ""),
            };
            let answer = house.ask(&ask);
            assert!(answer.status() == status && answer.text().contains(said), "{row} on {plan:?}: {}", answer.text());
        }
    }
}

#[test]
fn apps_that_do_not_say_who_they_are() {
    let house = House::new();
    for row in of_apps() {
        turned_away(&house, &row, &ask(&row), Why::Nothing);
        // A token that came along proves nothing here.
        for header in ["Bearer DemoAppOnlyBearer", "Digest abc"] {
            turned_away(&house, &row, &ask(&row).by(&Proof::Raw(header.to_owned())), Why::Nothing);
        }
    }
}

#[test]
fn apps_whose_header_cannot_be_read() {
    let house = House::new();
    for row in of_apps() {
        for header in ["OAuth", "OAuth oauth_token", "OAuth oauth_consumer_key=x", r#"OAuth oauth_nonce="%FF""#] {
            let ask = ask(&row).by(&Proof::Raw(header.to_owned()));
            turned_away(&house, &row, &ask, Why::UnreadableSignature);
        }
        for header in ["Basic", "Basic !", "Basic a2V5", "Basic /w=="] {
            turned_away(&house, &row, &ask(&row).by(&Proof::Raw(header.to_owned())), Why::UnreadableBasic);
        }
    }
}

#[test]
fn apps_whose_signature_proves_nothing() {
    let house = House::new();
    let (app, now) = (Proof::demo_app(), NOW.seconds());
    for row in of_apps() {
        for (proof, why) in [
            (app.missigned(), Why::Signature),
            (Proof::app("NoSuchConsumer", "x"), Why::Signature),
            (Proof::app("NoSuchConsumer", SECRET), Why::Signature),
            // A person's token is no proof of an app, and nobody's temporary credentials are none.
            (demo(TokenKind::Oauth1), Why::Signature),
            (Proof::signed((KEY, SECRET), ("nobodys", "x")), Why::Signature),
            (app.at(now - 301), Why::Stale),
            (app.at(now + 301), Why::Stale),
        ] {
            turned_away(&house, &row, &ask(&row).by(&proof), why);
        }
    }
}

#[test]
pub(super) fn apps_that_send_a_signature_again() {
    for row in of_apps() {
        let house = House::new();
        let ask = ask(&row).by(&Proof::demo_app().with_nonce("again"));
        let first = house.ask(&ask);
        assert_ne!(first.text(), words(&row, Why::Signature).2, "{row}");
        turned_away(&house, &row, &ask, Why::Signature);
        for at in [NOW.seconds() - 300, NOW.seconds() + 300] {
            let edge = Ask { proof: ask.proof.at(at), ..ask.clone() };
            assert_eq!(house.ask(&edge).status(), first.status(), "{row}: the edges of the window are good");
            turned_away(&house, &row, &edge, Why::Signature);
        }
    }
}

#[test]
fn apps_whose_secret_is_wrong() {
    let house = House::new();
    let by_basic = |row: &Row| row.dialect.name() != "v1.1" || good(row).proof.is_basic();
    for row in of_apps().into_iter().filter(by_basic) {
        turned_away(&house, &row, &ask(&row).by(&Proof::basic(KEY, "wrong")), Why::WrongSecret);
        turned_away(&house, &row, &ask(&row).by(&Proof::basic("NoSuchClient", SECRET)), Why::UnknownKey);
        let none = turned_away(&house, &row, &ask(&row).by(&Proof::basic(KEY, "")), Why::NoSecret);
        if row.dialect.name() == "v2" {
            assert_eq!(none.header("www-authenticate"), Some(r#"Basic realm="https://api.x.com""#));
        }
        // The secret of another app, and a key in other letters.
        let other = house.add_app(new_app("Other"));
        turned_away(&house, &row, &ask(&row).by(&Proof::basic(KEY, other.secret.expose())), Why::WrongSecret);
        turned_away(&house, &row, &ask(&row).by(&Proof::basic(&KEY.to_lowercase(), SECRET)), Why::UnknownKey);
    }
}

#[test]
fn apps_that_use_another_method() {
    let house = House::new();
    for row in of_apps() {
        for method in [Method::Put, Method::Patch, Method::Delete] {
            let answer = house.ask(&Ask { method, ..good(&row) });
            let (status, words) = match (row.dialect.name(), row.mount) {
                ("v1.1", _) | (_, "") if row.dialect.name() != "v2" => (404, "Sorry, that page does not exist"),
                ("v2", _) => (405, "Method Not Allowed"),
                _ => (405, "Method not allowed. Please use: POST"),
            };
            assert!(answer.status() == status && answer.text().contains(words), "{row}: {}", answer.text());
            let allow = if status == 405 { Some("POST") } else { None };
            assert_eq!(answer.header("allow"), allow, "{row}");
        }
    }
}

#[test]
pub(super) fn one_request_too_many() {
    let mut checked = 0;
    for row in of_apps() {
        for limit in row.endpoint.limits {
            let house = House::with_limits(HashMap::from([(limit.bucket.to_owned(), 2)]));
            let ask = match limit.per {
                Per::Address | Per::App => good(&row),
                other => panic!("{row}: who is counted by {other:?}?"),
            };
            let first = house.ask(&ask).text();
            house.ask(&ask);
            turned_away(&house, &row, &ask, Why::OverLimit);
            let again = |address: &str| house.ask(&ask.clone().from(address));
            // From elsewhere it goes on, unless the app itself is counted too, in the same number.
            let by_app = row.endpoint.limits.iter().any(|limit| limit.per == Per::App);
            assert_eq!(again("203.0.113.9").status() == words(&row, Why::OverLimit).0, by_app, "{row}");
            house.pass(i64::from(limit.window) * 1000);
            assert_eq!(house.ask(&ask).text().len(), first.len(), "{row}");
            checked += 1;
        }
    }
    assert!(checked >= 10, "{checked}");
}
