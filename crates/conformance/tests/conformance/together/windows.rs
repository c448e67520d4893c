//! While the server is there: windows, guesses and nonces are the same at every gateway.

use std::net::IpAddr;
use std::time::Duration;

use block_graph::access::Actor;
use block_graph::rate::{Limit, Per, Subject};
use block_graph::tally::{OnLoss, Question, Verdict};
use block_graph::{AppId, LimitStatus, Outcome, PASSWORD_TRIES, TokenId, UserId, Wants};
use conformance::together::{Server, common, options, until};
use conformance::{Ask, NOW, Proof, id};
use portcullis::world::TokenKind;

use super::{good, left, two};

static KINDS: [Limit; 5] = [
    Limit { bucket: "test/one", per: Per::User, max: 3, window: 900 },
    Limit { bucket: "test/one", per: Per::AppOnly, max: 3, window: 900 },
    Limit { bucket: "test/one", per: Per::App, max: 3, window: 900 },
    Limit { bucket: "test/one", per: Per::Token, max: 3, window: 900 },
    Limit { bucket: "test/one", per: Per::Address, max: 3, window: 900 },
];

/// Somebody whom that kind of limit bears on, and somebody else.
fn subjects(per: Per) -> [Subject; 2] {
    let of = |number: i64, address: u8| Subject {
        user: (!matches!(per, Per::AppOnly | Per::Address)).then_some(UserId(number)),
        app: (per != Per::Address).then_some(AppId(number)),
        token: (per != Per::Address).then_some(TokenId(number)),
        address: IpAddr::from([203, 0, 113, address]),
    };
    [of(1, 1), of(2, 2)]
}

#[test]
fn every_kind_of_limit_is_counted_at_both() {
    let houses = two(&[], &options(&common()));
    for limit in &KINDS {
        let [one, other] = subjects(limit.per);
        let hit = |at: usize, subject: &Subject| {
            let tally = houses[at].gateway.engine.tally();
            houses[at].wait(tally.hit(subject, limit, NOW)).unwrap().unwrap()
        };
        let told = [0, 1, 0, 1, 0, 1].map(|at| hit(at, &one));
        assert_eq!(told.map(|window| window.remaining), [2, 1, 0, 0, 0, 0], "{limit:?}");
        assert_eq!(told.map(|window| window.exceeded), [false, false, false, true, true, true], "{limit:?}");
        for window in told {
            let off = NOW.0 + 900_000 - window.reset.0;
            assert!((0..60_000).contains(&off), "{limit:?}: {off}");
        }
        assert_eq!(hit(0, &other).remaining, 2, "{limit:?}: somebody else's window is their own");
    }
}

#[test]
fn nobody_is_counted_whom_a_limit_does_not_bear_on() {
    let houses = two(&[], &options(&common()));
    let tally = houses[0].gateway.engine.tally();
    let nobody = subjects(Per::Address)[0];
    for limit in KINDS.iter().filter(|limit| limit.per != Per::Address) {
        assert_eq!(houses[0].wait(tally.hit(&nobody, limit, NOW)), Ok(None), "{limit:?}");
    }
    let holder = subjects(Per::Token)[0];
    assert_eq!(houses[0].wait(tally.hit(&holder, &KINDS[4], NOW)), Ok(None));
    assert_eq!(houses[0].wait(tally.look(&nobody, &[&KINDS[0]], NOW)), Ok(vec![]));
}

#[test]
fn headers_through_two_gateways_in_turn() {
    let own = good().map(|(_, bucket)| (bucket, 4));
    let houses = two(&own, &options(&common()));
    for (ask, bucket) in good() {
        for (at, remaining) in [3, 2, 1, 0].into_iter().enumerate() {
            let answer = houses[at % 2].ask(&ask);
            assert_eq!((answer.status(), left(&answer)), (200, Some(remaining)), "{bucket}: {}", answer.text());
        }
        for house in &houses {
            let over = house.ask(&ask);
            assert_eq!((over.status(), left(&over)), (429, Some(0)), "{bucket}");
        }
    }
}

/// The window's end is the server's: the test ends it there, without waiting.
#[test]
fn a_window_ends_for_all_when_it_ends_on_the_server() {
    let server = Server::start();
    let houses = two(&[("v2/getUsersMe", 1)], &server.options(OnLoss::Closed, Duration::from_secs(10)));
    let (ask, _) = good()[1].clone();
    assert_eq!([houses[0].ask(&ask).status(), houses[1].ask(&ask).status()], [200, 429]);
    // Each gateway's own clock is of no matter.
    houses[1].clock.advance(3_600_000);
    assert_eq!(houses[1].ask(&ask).status(), 429);
    let windows: Vec<String> = server.say("KEYS *w:*");
    assert_eq!(windows.len(), 1, "{windows:?}");
    let _: i64 = server.say(&format!("PEXPIRE {} 1", windows[0]));
    until("the window is over", || houses[1].ask(&ask).status() == 200);
    assert_eq!(houses[0].ask(&ask).status(), 429, "a new one has begun, for both");
}

#[test]
fn a_nonce_is_good_once_for_all() {
    let houses = two(&[], &options(&common()));
    let proof = Proof::demo(TokenKind::Oauth1, "amy");
    for (path, at) in [("/1.1/blocks/ids.json", 0), ("/2/users/me", 1)] {
        let ask = Ask::get(path).by(&proof.with_nonce(path));
        let first = houses[at].ask(&ask);
        assert_eq!(first.status(), 200, "{path}: {}", first.text());
        for house in [&houses[1 - at], &houses[at], &houses[1 - at]] {
            let again = house.ask(&ask);
            assert_eq!((again.status(), left(&again)), (401, None), "{path}: {}", again.text());
        }
        let next = houses[at].ask(&Ask::get(path).by(&proof));
        assert_eq!(left(&next), left(&first).map(|left| left - 1), "{path}: what was replayed was not counted");
    }
    let app = Ask::post("/oauth/request_token").by(&Proof::demo_app().with_nonce("app"));
    assert_eq!([houses[0].ask(&app).status(), houses[1].ask(&app).status()], [200, 401]);
}

/// A replayed nonce is told before anything that is used up is.
#[test]
fn the_order_of_denials() {
    let houses = two(&[("v1.1/blocks/ids", 1), ("gate/guesses", 1)], &options(&common()));
    let ask = Ask::get("/1.1/blocks/ids.json").by(&Proof::demo(TokenKind::Oauth1, "amy").with_nonce("n"));
    let fresh = Ask::get("/1.1/blocks/ids.json").by(&Proof::demo(TokenKind::Oauth1, "amy"));
    assert_eq!([houses[0].ask(&ask).status(), houses[1].ask(&fresh).status()], [200, 429]);
    assert_eq!(houses[1].ask(&ask).status(), 401, "the window is exceeded, and the nonce is used");
    for wanted in [401, 429] {
        assert_eq!(houses[0].ask(&Ask::get("/2/users/me").by(&Proof::Bearer("guess".to_owned()))).status(), wanted);
    }
    assert_eq!(houses[1].ask(&ask).status(), 401, "the address guessed too often, and the nonce is used");
    assert_eq!(houses[1].ask(&fresh).status(), 429);
}

#[test]
fn a_guesser_is_refused_by_all() {
    let houses = two(&[("gate/guesses", 4)], &options(&common()));
    let (here, elsewhere) = ("203.0.113.9", "203.0.113.10");
    let wrong =
        |at: usize| houses[at].ask(&Ask::get("/2/users/me").by(&Proof::Bearer("guess".to_owned())).from(here)).status();
    assert_eq!([0, 1, 0, 1].map(wrong), [401; 4]);
    for house in &houses {
        for (ask, bucket) in good() {
            assert_eq!(house.ask(&ask.from(here)).status(), 200, "{bucket}: good ones are still taken");
        }
    }
    assert_eq!(wrong(0), 429);
    for house in &houses {
        for (ask, bucket) in good() {
            let refused = house.ask(&ask.clone().from(here));
            assert_eq!((refused.status(), left(&house.ask(&ask.from(elsewhere))).is_some()), (429, true), "{bucket}");
        }
    }
}

#[test]
fn what_is_left_is_told_alike_and_wrong_passwords_are_counted_together() {
    let houses = two(&[("sign-in/password", 2)], &options(&common()));
    let person = Subject { user: Some(id("amy")), app: None, token: None, address: IpAddr::from([127, 0, 0, 1]) };
    let used_up = |at: usize| {
        let tally = houses[at].gateway.engine.tally();
        houses[at].wait(tally.used_up(&person, &PASSWORD_TRIES, NOW)).unwrap().is_some()
    };
    for at in [0, 1] {
        assert!(!used_up(1 - at));
        houses[at].wait(houses[at].gateway.engine.tally().hit(&person, &PASSWORD_TRIES, NOW)).unwrap();
    }
    assert!(used_up(0) && used_up(1));
    let actor = |at: usize| {
        let key = block_graph::access::TokenKey::bearer("DemoAmyUserBearer0123456789abcdefghijk");
        match houses[at].wait(houses[at].gateway.engine.token(key)) {
            Ok(block_graph::access::TokenState::Live(grant)) => Actor::Granted(grant),
            other => panic!("{other:?}"),
        }
    };
    let status = |at: usize| {
        let command = LimitStatus { limits: vec![&KINDS[0], &KINDS[2]] };
        match houses[at].wait(houses[at].gateway.engine.execute(&actor(at), command.into(), Wants::EVERYTHING)) {
            Ok(Outcome::Windows(windows)) => windows.iter().map(|window| window.remaining).collect::<Vec<_>>(),
            other => panic!("{other:?}"),
        }
    };
    assert_eq!([status(0), status(1)], [[3, 3], [3, 3]]);
    let who = actor(0);
    let subject = Subject::of(&who, IpAddr::from([127, 0, 0, 1]));
    houses[0].wait(houses[0].gateway.engine.tally().hit(&subject, &KINDS[0], NOW)).unwrap();
    assert_eq!([status(0), status(1)], [[2, 3], [2, 3]]);
}

/// What is refused is not counted any further, so that a larger number helps at once.
#[test]
fn refused_requests_do_not_fill_a_window() {
    let options = options(&common());
    let small = &two(&[("v2/getUsersMe", 2)], &options)[0];
    let large = &two(&[("v2/getUsersMe", 6)], &options)[0];
    let (ask, _) = good()[1].clone();
    assert_eq!([0; 9].map(|_| small.ask(&ask).status()), [200, 200, 429, 429, 429, 429, 429, 429, 429]);
    // The first that was refused is seen; the others are not.
    assert_eq!(left(&large.ask(&ask)), Some(2));
}

#[test]
fn one_question_takes_counts_and_looks() {
    let houses = two(&[], &options(&common()));
    let [one, _] = subjects(Per::User);
    let tally = houses[0].gateway.engine.tally();
    let ask = |nonce: &str| {
        let nonce = Some(tally.mark("c", "t", nonce, NOW.seconds()));
        let question = Question { now: NOW, nonce, unless: None, subject: &one, limits: &KINDS };
        let mut windows = Vec::new();
        let verdict = houses[0].wait(tally.ask(&question, &mut windows)).unwrap();
        (verdict, windows.iter().map(|window| (window.limit.per, window.remaining)).collect::<Vec<_>>())
    };
    // The limits of apps alone and of addresses do not bear on a person with a token.
    let told = |left: u32| vec![(Per::User, left), (Per::App, left), (Per::Token, left)];
    assert_eq!(ask("1"), (Verdict::Within, told(2)));
    assert_eq!(ask("1"), (Verdict::Replayed, vec![]));
    assert_eq!([ask("2"), ask("3")], [(Verdict::Within, told(1)), (Verdict::Within, told(0))]);
    let (over, windows) = ask("4");
    assert!(matches!(over, Verdict::Exceeded(window) if window.limit.per == Per::User), "{over:?}");
    assert_eq!(windows, [(Per::User, 0)], "the first that is exceeded ends it");
}
