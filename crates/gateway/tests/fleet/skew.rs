//! Gateways whose clocks disagree by a minute: what they mint stays unique, and lists stay whole and in one order.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use conformance::speech::{self, Intent, Listed, Speech, Target};
use conformance::{Server, id};

use crate::client::{Client, Way};
use crate::crowd::Crowd;
use crate::posts::Posts;
use crate::process::{Gateway, Start};
use crate::{Halt, programs, truth};

/// A gateway half a minute ahead, one half a minute behind, and one that is right.
fn gateways(server: &Server) -> Vec<Gateway> {
    let library = programs::faketime();
    let off = |by: &str| {
        let start = Start::on(server.url()).with("LD_PRELOAD", library.to_str().unwrap()).with("FAKETIME", by);
        // What is measured goes on at its pace: a clock is wrong, not the machine.
        start.with("FAKETIME_DONT_FAKE_MONOTONIC", "1")
    };
    let starts = [off("+30s"), off("-30s"), Start::on(server.url())];
    thread::scope(|scope| {
        let starting = starts.map(|start| scope.spawn(|| start.go()));
        starting.map(|gateway| gateway.join().unwrap()).into()
    })
}

/// A person who blocks somebody, or does so no longer, by the way.
fn assert_done(client: &mut Client, speech: &dyn Speech, who: &str, intent: &Intent) {
    let answer = client.ask(&speech.say(id(who), intent).unwrap().by(&speech.person(who))).unwrap();
    assert_eq!(answer.status(), 200, "{intent:?}: {}", answer.text());
}

fn guest(number: usize) -> i64 {
    id(&format!("guest{number:02}")).0
}

fn target(number: usize) -> Target {
    Target::Id(id(&format!("guest{number:02}")))
}

/// Everybody on amy's list of blocks, read in short pages, each through another process.
fn walk(speech: &dyn Speech, ways: &[Way], first: usize) -> Vec<i64> {
    let mut clients: Vec<_> = ways.iter().map(Client::new).collect();
    let (mut people, mut token) = (Vec::new(), None);
    for page in first.. {
        let list = Intent::List { list: Listed::Blocked, size: 5, token };
        let answer =
            clients[page % ways.len()].ask(&speech.say(id("amy"), &list).unwrap().by(&speech.person("amy"))).unwrap();
        assert_eq!(answer.status(), 200, "{}", answer.text());
        let seen = speech.read(&list, &answer);
        people.extend(seen.people.unwrap().into_iter().map(|user| user.0));
        token = seen.next;
        if token.is_none() {
            break;
        }
    }
    people
}

#[test]
fn nothing_is_minted_twice_and_lists_are_one_register() {
    let server = Server::start(&[]);
    let gateways = gateways(&server);
    let ways: Vec<_> = gateways.iter().map(Gateway::way).collect();
    let before = truth::blocks(&server);
    let (crowd, posts) = (Crowd::new(), Posts::new("skewed"));
    thread::scope(|scope| {
        let _crowd = crowd.begin(scope, &ways, 1);
        let _posts: Vec<_> = ways.iter().map(|way| posts.begin(scope, way)).collect();
        crowd.goes_on(400);
        posts.goes_on(200);
        crowd.stop();
        posts.stop();
    });
    assert_eq!(posts.refused(), Vec::<String>::new());
    let counts = crowd.assert_linear(&server, before, &ways);
    eprintln!("skewed: {} operations, {} unknown, {} posts", counts[0], counts[1], posts.assert_kept(&server));
    assert_eq!(counts[1], 0);
    // Otherwise the clocks were the same and this says nothing.
    let spread = "SELECT (max(at) - min(at)) / 1000 AS number FROM ledger WHERE change = 5 AND source IN \
                  (SELECT id FROM posts WHERE text LIKE 'skewed %')";
    assert!(truth::numbers(&server, spread)[0] >= 60, "the clocks do not differ");
    let twice = |what: &str| {
        truth::texts(&server, &format!("SELECT told FROM ({what}) AS every GROUP BY told HAVING count(*) > 1"))
    };
    let none = Vec::<String>::new();
    assert_eq!(twice("SELECT id::text AS told FROM ledger"), none);
    assert_eq!(twice("SELECT concat_ws(' ', source, kind, position) AS told FROM ledger WHERE change = 1"), none);
    assert_eq!(twice("SELECT position::text AS told FROM ledger WHERE change = 1 AND at > 1700000000000"), none);
}

#[test]
fn lists_are_whole_and_their_pages_stay_in_place() {
    let server = Server::start(&[]);
    let gateways = gateways(&server);
    let ways: Vec<_> = gateways.iter().map(Gateway::way).collect();
    let mut clients: Vec<_> = ways.iter().map(Client::new).collect();
    // Fifteen who stay, blocked through the three in turn; five come and go.
    for number in 1..=15 {
        assert_done(&mut clients[number % 3], speech::ALL[number % 2], "amy", &Intent::Block(target(number)));
    }
    let settled = truth::blocks_of(&server, "amy");
    assert!(settled.len() >= 15);
    for speech in speech::ALL {
        assert_eq!(walk(speech, &ways, 0), settled, "{}", speech.name());
    }
    let stop = AtomicBool::new(false);
    thread::scope(|scope| {
        let halt = Halt(&stop);
        for (way, speech) in ways.iter().zip(speech::ALL) {
            let stop = &stop;
            scope.spawn(move || {
                let mut client = Client::new(way);
                for round in 0.. {
                    let number = 16 + round % 5;
                    assert_done(&mut client, speech, "amy", &Intent::Block(target(number)));
                    assert_done(&mut client, speech, "amy", &Intent::Unblock(target(number)));
                    if stop.load(Ordering::Relaxed) {
                        break;
                    }
                }
            });
        }
        let coming: BTreeSet<_> = (16..=20).map(guest).collect();
        let mut met = 0;
        for round in 0..30 {
            let mut seen = walk(speech::ALL[round % 3], &ways, round);
            let all = seen.len();
            seen.retain(|user| !coming.contains(user));
            met += all - seen.len();
            assert_eq!(
                seen,
                settled,
                "{}: those who stay, once each and in their order",
                speech::ALL[round % 3].name()
            );
        }
        drop(halt);
        assert!(met > 0, "nobody came while the pages were read");
    });
    for speech in speech::ALL {
        assert_eq!(walk(speech, &ways, 1), truth::blocks_of(&server, "amy"), "{}", speech.name());
    }
    truth::assert_whole(&server);
}
