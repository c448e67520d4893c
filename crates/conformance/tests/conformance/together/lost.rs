//! When the server is lost: what clients are told, and what each gateway still knows.

use std::time::{Duration, Instant};

use block_graph::tally::OnLoss;
use conformance::together::{Server, until};
use conformance::{Answer, Ask, House, Proof};
use portcullis::world::TokenKind;

use super::{good, left, two};

const PATIENT: Duration = Duration::from_secs(10);

fn is_up(house: &House) -> bool {
    house.gateway.engine.tally().health().unwrap().is_up()
}

fn losses(house: &House) -> u64 {
    house.gateway.engine.tally().health().unwrap().losses()
}

/// Asserts that an answer says in its dialect's own shape that it cannot be given now.
fn is_unavailable(answer: &Answer, words: &str) {
    assert_eq!(answer.status(), 503, "{}", answer.text());
    assert!(answer.text().contains(words), "{} does not say {words}", answer.text());
    let wait = answer.header("retry-after").or_else(|| answer.header("Retry-After"));
    assert_eq!(wait, Some("1"), "{}", answer.text());
}

#[test]
fn open_goes_on_from_what_was_known() {
    let mut server = Server::start();
    let [house, other] = two(&[], &server.options(OnLoss::Open, PATIENT));
    for (ask, bucket) in good() {
        let before = left(&house.ask(&ask)).unwrap();
        assert_eq!(left(&other.ask(&ask)), Some(before - 1), "{bucket}");
        assert_eq!(left(&house.ask(&ask)), Some(before - 2), "{bucket}");
    }
    let known = Ask::get("/2/users/me").by(&Proof::demo(TokenKind::Oauth1, "amy").with_nonce("before"));
    assert_eq!(house.ask(&known).status(), 200);
    server.kill();
    for (ask, bucket) in good() {
        // The one knows what it saw last, the other less.
        let (here, there) = (house.ask(&ask), other.ask(&ask));
        assert_eq!((here.status(), there.status()), (200, 200), "{bucket}");
        assert!(left(&here) < left(&there).map(|left| left + 1), "{bucket}");
        assert_eq!(left(&house.ask(&ask)), left(&here).map(|left| left - 1), "{bucket}");
    }
    until("the loss is known", || !is_up(&house) && !is_up(&other));
    assert_eq!((losses(&house), losses(&other)), (1, 1));
    assert_eq!(house.ask(&known).status(), 401, "what was taken before is still known here");
    let meanwhile = Ask::get("/2/users/me").by(&Proof::demo(TokenKind::Oauth1, "amy").with_nonce("meanwhile"));
    assert_eq!([house.ask(&meanwhile).status(), house.ask(&meanwhile).status()], [200, 401]);

    server.revive();
    until("both are back", || is_up(&house) && is_up(&other));
    assert_eq!((losses(&house), losses(&other)), (1, 1));
    assert_eq!(house.ask(&meanwhile).status(), 401, "what was taken meanwhile is still known here");
    for (ask, bucket) in good() {
        let first = left(&house.ask(&ask)).unwrap();
        assert_eq!(left(&other.ask(&ask)), Some(first - 1), "{bucket}: counted together again");
    }
}

#[test]
fn closed_answers_nobody() {
    let mut server = Server::start();
    let [house, _] = two(&[], &server.options(OnLoss::Closed, PATIENT));
    for (ask, bucket) in good() {
        assert_eq!(house.ask(&ask).status(), 200, "{bucket}");
    }
    server.kill();
    let [(v1, _), (v2, _), (app_net, _)] = good();
    let wrong = Proof::Bearer("guess".to_owned());
    for _ in 0..3 {
        is_unavailable(&house.ask(&v1), r#"{"errors":[{"message":"Over capacity","code":130}]}"#);
        is_unavailable(&house.ask(&v2), r#""title":"Service Unavailable""#);
        is_unavailable(&house.ask(&app_net), r#""code":503"#);
        is_unavailable(&house.ask(&Ask::post("/oauth/request_token").by(&Proof::demo_app())), "Over capacity");
        is_unavailable(&house.ask(&Ask::get("/i/oauth2/authorize")), "cannot answer");
        // A guess that cannot be counted is not listened to either.
        is_unavailable(&house.ask(&Ask::get("/2/users/me").by(&wrong)), "Service Unavailable");
        // What brings nothing is told so: there is nothing to count.
        assert_eq!(house.ask(&Ask::get("/2/users/me")).status(), 401);
    }
    assert!(!is_up(&house));
    server.revive();
    until("it is back", || house.ask(&v2).status() == 200);
    for (ask, bucket) in good() {
        assert_eq!(house.ask(&ask).status(), 200, "{bucket}");
    }
    assert_eq!(losses(&house), 1);
}

/// The first who meets it waits as long as is allowed, whoever comes later does not wait at all.
#[test]
fn a_server_that_hangs_holds_nobody_up() {
    let patience = Duration::from_millis(400);
    for (on_loss, status) in [(OnLoss::Open, 200), (OnLoss::Closed, 503)] {
        let server = Server::start();
        let [house, _] = two(&[], &server.options(on_loss, patience));
        let (ask, _) = good()[1].clone();
        assert_eq!(house.ask(&ask).status(), 200);
        server.hang();
        let began = Instant::now();
        assert_eq!(house.ask(&ask).status(), status);
        let first = began.elapsed();
        assert!(first < patience * 10, "{first:?}");
        let began = Instant::now();
        for _ in 0..60 {
            assert_eq!(house.ask(&ask).status(), status);
        }
        let others = began.elapsed();
        assert!(others < patience * 20, "{others:?} for what would have been {:?}", patience * 60);
        assert!(!is_up(&house));
        server.go_on();
        until("it is back", || is_up(&house));
        assert_eq!((house.ask(&ask).status(), losses(&house)), (200, 1));
    }
}

#[test]
fn a_server_that_is_not_there_at_the_start_is_found_later() {
    let mut server = Server::start();
    server.kill();
    for (on_loss, status) in [(OnLoss::Open, 200), (OnLoss::Closed, 503)] {
        let [house, other] = two(&[], &server.options(on_loss, PATIENT));
        let (ask, _) = good()[1].clone();
        assert_eq!((house.ask(&ask).status(), is_up(&house)), (status, false));
        server.revive();
        until("both find it", || is_up(&house) && is_up(&other));
        let first = left(&house.ask(&ask)).unwrap();
        assert_eq!((left(&other.ask(&ask)), losses(&house)), (Some(first - 1), 0));
        server.kill();
    }
}
