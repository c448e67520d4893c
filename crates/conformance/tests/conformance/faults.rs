//! What happens when a part dies: PostgreSQL servers of the test's own are killed, blocked, cut off from their standby and
//! replaced by it, under the gateway and under writers. What was acknowledged must be there, and nothing twice.

mod failover;
mod killed;
mod load;
mod replica;
mod stuck;

use std::time::{Duration, Instant};

use block_graph::store::diesel::Options;
use conformance::speech::{ALL, Intent, Listed, Target};
use conformance::{Ask, House, Place, Server, id};

/// What any answer may take while the database is away, with room for a machine that is busy: a client does not hang.
const BOUND: Duration = Duration::from_secs(15);

/// A house on a server.
fn house(url: String) -> House {
    House::at(Place::at(url, Options { readers: 2, ..Options::default() }))
}

/// Of each dialect a read and a write by amy.
fn asks() -> Vec<(&'static str, Ask)> {
    let list = Intent::List { list: Listed::Blocked, size: 20, token: None };
    let mut asks = Vec::new();
    for speech in ALL {
        for intent in [list.clone(), Intent::Block(Target::Id(id("cat")))] {
            let ask = speech.say(id("amy"), &intent).unwrap();
            asks.push((speech.name(), ask.by(&speech.person("amy"))));
        }
    }
    asks
}

/// Of each dialect a block of dan by `name`.
fn writes_by(name: &'static str) -> impl Iterator<Item = (&'static str, Ask)> {
    ALL.into_iter().map(move |speech| {
        let ask = speech.say(id(name), &Intent::Block(Target::Id(id("dan")))).unwrap();
        (speech.name(), ask.by(&speech.person(name)))
    })
}

fn is_well(house: &House) -> bool {
    asks().iter().all(|(_, ask)| house.ask(ask).status() == 200)
}

/// That all dialects say so, each within bounded time.
fn assert_all_unavailable(house: &House) {
    for (name, ask) in asks() {
        let began = Instant::now();
        house.ask(&ask).assert_unavailable(name);
        assert!(began.elapsed() < BOUND, "{name} took {:?}", began.elapsed());
    }
}

/// How long it takes until the house is well again.
fn recovers(house: &House) -> Duration {
    let began = Instant::now();
    while !is_well(house) {
        assert!(began.elapsed() < BOUND, "it does not recover");
        std::thread::sleep(Duration::from_millis(10));
    }
    began.elapsed()
}

/// A server with the demo world and a house on it that is well.
fn at_home(options: &[&str]) -> (Server, House) {
    let server = Server::start(options);
    let house = house(server.url());
    assert!(is_well(&house));
    (server, house)
}
