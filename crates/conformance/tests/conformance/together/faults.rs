//! What is asked of the server, how often, and what it may do without being lost.

use std::time::Duration;

use block_graph::tally::OnLoss;
use block_graph::tally::shared::{Options, Shared};
use conformance::together::Server;
use conformance::{Ask, House, Proof, at_once};
use portcullis::world::TokenKind;

use super::{good, left, two};

const PATIENT: Duration = Duration::from_secs(10);

#[test]
fn one_question_a_request() {
    let server = Server::start();
    let [house, _] = two(&[], &server.options(OnLoss::Closed, PATIENT));
    let [(v1, _), (v2, _), (app_net, _)] = good();
    let asks = [
        v1,
        v2,
        app_net,
        // Its nonce, the app's and the address's windows.
        Ask::post("/oauth/request_token").by(&Proof::demo_app()),
        // A write, with three windows of its own.
        Ask::post("/1.1/blocks/create.json?screen_name=cat").by(&Proof::demo(TokenKind::Oauth1, "amy")),
        // Refused by what it may not: a person's endpoint asked by an app.
        Ask::get("/2/users/me").by(&Proof::demo(TokenKind::AppOnly, "")),
        // A guess, and somebody without a name.
        Ask::get("/2/users/me").by(&Proof::Bearer("guess".to_owned())),
        Ask::get("/i/oauth2/authorize"),
    ];
    let commands = ["evalsha", "eval", "script|load", "multi"];
    for ask in asks {
        let before = commands.map(|command| server.calls(command));
        let answer = house.ask(&ask);
        assert_ne!(answer.status(), 503, "{ask:?}");
        let after = commands.map(|command| server.calls(command));
        assert_eq!(after[0] - before[0], 1, "{ask:?}: {}", answer.text());
        assert_eq!(after[1..], before[1..], "{ask:?}");
    }
    let before = server.calls("evalsha");
    assert_eq!(house.ask(&Ask::get("/2/users/me")).status(), 401);
    assert_eq!(server.calls("evalsha"), before, "there is nothing to ask");
}

#[test]
fn requests_at_once_are_counted_each_once() {
    let server = Server::start();
    let [one, other] = two(&[("v2/getUsersMe", 40)], &server.options(OnLoss::Closed, PATIENT));
    let (ask, _) = good()[1].clone();
    let asks = vec![ask; 60];
    let answers = at_once(&[&one, &other], &asks);
    let mut lefts: Vec<_> = answers.iter().filter(|answer| answer.status() == 200).map(left).collect();
    lefts.sort_unstable();
    assert_eq!(lefts, (0..40).map(Some).collect::<Vec<_>>());
    assert_eq!(answers.iter().filter(|answer| answer.status() == 429).count(), 20);
    let nonce = Ask::get("/1.1/blocks/ids.json").by(&Proof::demo(TokenKind::Oauth1, "amy").with_nonce("once"));
    let answers = at_once(&[&one, &other], &vec![nonce; 16]);
    assert_eq!(answers.iter().filter(|answer| answer.status() == 200).count(), 1);
    assert_eq!(answers.iter().filter(|answer| answer.status() == 401).count(), 15);
}

#[test]
fn a_script_that_was_forgotten_is_brought_again() {
    let server = Server::start();
    let [house, other] = two(&[], &server.options(OnLoss::Closed, PATIENT));
    let (ask, _) = good()[1].clone();
    let first = left(&house.ask(&ask)).unwrap();
    for more in [1, 3, 5] {
        let _: String = server.say("SCRIPT FLUSH");
        assert_eq!(left(&house.ask(&ask)), Some(first - more));
        assert_eq!(left(&other.ask(&ask)), Some(first - more - 1));
    }
    assert_eq!(house.gateway.engine.tally().health().unwrap().losses(), 0);
}

/// Names and values that the server holds tell nothing of who called with what.
#[test]
fn the_server_holds_no_name_and_no_secret() {
    let server = Server::start();
    let [house, _] = two(&[], &server.options(OnLoss::Closed, PATIENT));
    for (ask, _) in good() {
        assert_eq!(house.ask(&ask).status(), 200);
    }
    house.ask(&Ask::get("/2/users/me").by(&Proof::Bearer("guess".to_owned())).from("203.0.113.9"));
    let keys: Vec<String> = server.say("KEYS *");
    assert!(keys.len() >= 5, "{keys:?}");
    for key in keys {
        let (prefix, rest) = key.split_once(':').unwrap();
        let shape = matches!(rest.split_once(':'), Some(("w" | "n", hash)) if hash.len() == 22) || rest == "probe";
        assert!(prefix.starts_with("test") && shape, "{key}");
        let (value, lasts): (String, i64) = (server.say(&format!("GET {key}")), server.say(&format!("PTTL {key}")));
        assert!(value.len() <= 1 && lasts > 0, "{key}: {value:?} for {lasts} ms");
        assert!(lasts <= 3_600_000, "{key}: {lasts} ms");
    }
}

#[test]
fn a_password_is_needed_and_not_told() {
    let server = Server::with(&["--requirepass", "sesame"]);
    let with = |pass: &str| Options { url: format!("{}{pass}", server.url()), ..server.options(OnLoss::Open, PATIENT) };
    for wrong in ["?pass=barley", ""] {
        let refused = Shared::open(&with(wrong)).err().expect("nobody is let in without it").to_string();
        assert!(!refused.contains("barley") && !refused.contains('\n'), "{refused}");
    }
    let house = House::with_limits([].into()).counting(&with("?pass=sesame"));
    assert!(house.gateway.engine.tally().health().unwrap().is_up());
    let bad = Shared::open(&Options { url: "redis://me:barley@[:1".to_owned(), ..with("") }).err().expect("no address");
    assert!(!bad.to_string().contains("barley"), "{bad}");
}

/// What docs/scaling.md says that a user needs is enough, and less is refused at the start.
#[test]
fn a_user_of_the_server_needs_few_rights() {
    let server = Server::start();
    let (before, after) = ("\n- A user with an access list needs `", "` on `~portcullis:*`");
    let page = crate::read("docs/scaling.md");
    let rights = page.split_once(before).and_then(|(_, rest)| rest.split_once(after)).expect("the page says so").0;
    let options =
        Options { url: format!("{}?user=gate&pass=sesame", server.url()), ..server.options(OnLoss::Closed, PATIENT) };
    let allow = |rights: &str| {
        let _: String = server.say(&format!("ACL SETUSER gate reset on >sesame ~{}* {rights}", options.prefix));
    };
    allow(&rights.replace("+evalsha ", ""));
    assert!(Shared::open(&options).is_err());
    // What a script may not do is known once it runs.
    allow(&rights.replace("+set ", ""));
    assert!(!House::new().counting(&options).gateway.engine.tally().health().unwrap().is_up());
    allow(rights);
    let house = House::with_limits([("v2/getUsersMe".to_owned(), 1)].into()).counting(&options);
    let [(v1, _), (v2, _), _] = good();
    assert_eq!([&v1, &v2, &v2, &v2, &v2].map(|ask| house.ask(ask).status()), [200, 200, 429, 429, 429]);
    let status = Ask::get("/1.1/application/rate_limit_status.json").by(&Proof::demo(TokenKind::Oauth1, "amy"));
    assert_eq!(house.ask(&status).status(), 200);
}

/// A server that answers and cannot count is lost, not half there.
#[test]
fn a_server_that_cannot_write_is_no_server() {
    let server = Server::with(&["--maxmemory", "1", "--maxmemory-policy", "noeviction"]);
    let [house, _] = two(&[], &server.options(OnLoss::Open, PATIENT));
    let health = house.gateway.engine.tally().health().unwrap();
    assert!(!health.is_up() && health.losses() == 0);
    let (ask, _) = good()[1].clone();
    let first = left(&house.ask(&ask)).unwrap();
    assert_eq!(left(&house.ask(&ask)), Some(first - 1));
}
