//! The network between a gateway and the database is cut: the gateway stands in a network namespace, joined by one link
//! to its clients and by another, which goes down, to the database.

use std::net::{IpAddr, Ipv4Addr};
use std::process::Command;
use std::sync::Barrier;
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use conformance::speech::{self, Intent, Listed, Target};
use conformance::{Ask, Server, id};
use diesel::connection::SimpleConnection as _;
use diesel::{Connection as _, PgConnection};

use crate::client::{Client, Way};
use crate::crowd::Crowd;
use crate::posts::{Posts, write};
use crate::process::{Gateway, Start};
use crate::{programs, truth, until};

/// What an answer may take while the database cannot be reached, with room for a machine that is busy.
const BOUND: Duration = Duration::from_secs(15);
/// What a gateway may take to be well after the cut, with the same room.
const RECOVERY: Duration = Duration::from_secs(5);

/// A namespace and its two links, gone when this is.
struct Network {
    ip: std::path::PathBuf,
    name: String,
    clients: u8,
    store: u8,
    third: u8,
}

impl Network {
    fn new() -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        // A block of eight addresses of its own for each.
        let process = std::process::id().wrapping_mul(4).wrapping_add(NUMBER.fetch_add(1, Ordering::Relaxed)) % 100_000;
        let block = u16::try_from(process % 8192).unwrap() * 8;
        let [third, first] = block.to_be_bytes();
        let network = Self {
            ip: programs::program("ip", "iproute2"),
            name: format!("pf{process}"),
            clients: first,
            store: first + 4,
            third,
        };
        network.run(&["netns", "add", &network.name]);
        for (link, first) in [("c", network.clients), ("s", network.store)] {
            let (outside, inside) = (network.link(link), format!("{link}{process}"));
            network.run(&["link", "add", &outside, "type", "veth", "peer", "name", &inside, "netns", &network.name]);
            network.run(&["addr", "add", &format!("{}/30", network.at(first + 1)), "dev", &outside]);
            network.run(&["link", "set", &outside, "up"]);
            let within = ["-n", &network.name];
            let own = format!("{}/30", network.at(first + 2));
            network.run(&[&within[..], &["addr", "add", &own, "dev", &inside]].concat());
            network.run(&[&within[..], &["link", "set", &inside, "up"]].concat());
        }
        network
    }

    fn link(&self, which: &str) -> String {
        format!("{}{which}", self.name)
    }

    fn at(&self, last: u8) -> Ipv4Addr {
        Ipv4Addr::new(10, 213, self.third, last)
    }

    /// Where the database is to listen, and where the gateway.
    fn addresses(&self) -> (Ipv4Addr, IpAddr) {
        (self.at(self.store + 1), IpAddr::V4(self.at(self.clients + 2)))
    }

    fn cut(&self) {
        self.run(&["link", "set", &self.link("s"), "down"]);
    }

    fn mend(&self) {
        self.run(&["link", "set", &self.link("s"), "up"]);
    }

    fn run(&self, arguments: &[&str]) {
        let done = Command::new(&self.ip).args(arguments).output().unwrap();
        assert!(
            done.status.success(),
            "the test of a cut network needs the right to make network namespaces and links (root, or CAP_SYS_ADMIN and \
             CAP_NET_ADMIN): ip {}: {}",
            arguments.join(" "),
            String::from_utf8_lossy(&done.stderr)
        );
    }
}

impl Drop for Network {
    fn drop(&mut self) {
        for link in ["c", "s"] {
            drop(Command::new(&self.ip).args(["link", "del", &self.link(link)]).output());
        }
        drop(Command::new(&self.ip).args(["netns", "del", &self.name]).output());
    }
}

/// Of each dialect a read by amy and a post.
fn asks() -> Vec<(&'static str, Ask)> {
    let list = Intent::List { list: Listed::Blocked, size: 20, token: None };
    let both = speech::ALL.into_iter().flat_map(|speech| {
        let read = speech.say(id("amy"), &list).unwrap().by(&speech.person("amy"));
        [(speech.name(), read), (speech.name(), write(speech, "amy", &format!("cut off in {}", speech.name())))]
    });
    both.collect()
}

/// Asks all at once; what the slowest took.
fn assert_all_unavailable(way: &Way) -> Duration {
    let asks = asks();
    let barrier = Barrier::new(asks.len());
    thread::scope(|scope| {
        let slow = |(name, ask): &(&'static str, Ask)| {
            barrier.wait();
            let began = Instant::now();
            Client::new(way).ask(ask).unwrap().assert_unavailable(name);
            began.elapsed()
        };
        let threads: Vec<_> = asks.iter().map(|ask| scope.spawn(move || slow(ask))).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).max().unwrap()
    })
}

/// A server, a gateway that can be cut off from it, and one that cannot.
fn far_and_near(network: &Network) -> (Server, Gateway, Gateway) {
    let (store, gateway) = network.addresses();
    let server = Server::start(&[&format!("listen_addresses={store}")]);
    server.administer("COPY (SELECT 'host all all 10.213.0.0/16 trust') TO PROGRAM 'cat >> pg_hba.conf'");
    server.administer("SELECT pg_reload_conf()");
    let url = format!("postgres://postgres@{store}:5432/postgres");
    until("the server lets clients of the network in", || PgConnection::establish(&url).is_ok());
    let far = Start::on(url).within(&network.name, gateway).go();
    let near = Start::on(server.url()).go();
    (server, far, near)
}

#[test]
fn a_gateway_that_is_cut_off_says_so_and_comes_back() {
    let network = Network::new();
    let (server, far, near) = far_and_near(&network);
    let ways = [far.way(), near.way()];
    let before = truth::blocks(&server);
    let (crowd, posts, others) = (Crowd::new(), Posts::new("far"), Posts::new("near"));
    thread::scope(|scope| {
        let _crowd = crowd.begin(scope, &ways, 1);
        let _posts = posts.begin(scope, &ways[0]);
        let _others = others.begin(scope, &ways[1]);
        crowd.goes_on(100);
        posts.goes_on(20);
        network.cut();
        let slowest = assert_all_unavailable(&ways[0]);
        let again = assert_all_unavailable(&ways[0]);
        assert!(slowest.max(again) < BOUND, "it took {slowest:?} and {again:?} to say so");
        others.goes_on(100);
        network.mend();
        let recovered = until("the gateway that was cut off is well", || far.is_well());
        eprintln!("cut off: answered after {slowest:?}, then {again:?}; well {recovered:?} after the cut");
        assert!(recovered < RECOVERY, "{recovered:?}");
        posts.goes_on(20);
        crowd.goes_on(100);
        crowd.stop();
        posts.stop();
        others.stop();
    });
    assert!(!posts.refused().is_empty(), "nobody noticed");
    assert_eq!(others.refused(), Vec::<String>::new(), "the other gateway goes on");
    let counts = crowd.assert_linear(&server, before, &ways);
    let kept = [posts.assert_kept(&server), others.assert_kept(&server)];
    eprintln!(
        "{} operations known, {} unknown; {kept:?} posts acknowledged, {} refused",
        counts[0],
        counts[1],
        posts.refused().len()
    );
    // What was asked for while it was cut off was refused before anything was written.
    assert_eq!(truth::numbers(&server, "SELECT count(*) AS number FROM posts WHERE text LIKE 'cut off %'"), [0]);
}

#[test]
fn a_gateway_that_is_cut_off_holds_up_nobody() {
    let network = Network::new();
    let (server, far, near) = far_and_near(&network);
    let number = |statement: &str| truth::numbers(&server, statement)[0];
    let says = speech::of("v2");
    let block = says.say(id("amy"), &Intent::Block(Target::Id(id("hal")))).unwrap().by(&says.person("amy"));
    // It is stopped right after it has locked the pair, and cut off there.
    let mut other = server.connect();
    other.batch_execute("BEGIN; LOCK TABLE edges IN ACCESS EXCLUSIVE MODE").unwrap();
    thread::scope(|scope| {
        let cut_off = scope.spawn(|| Client::new(&far.way()).ask(&block).unwrap());
        until("the pair is locked", || {
            number("SELECT count(*) AS number FROM pg_locks WHERE locktype = 'advisory' AND granted") > 0
                && number("SELECT count(*) AS number FROM pg_locks WHERE relation = 'edges'::regclass AND NOT granted")
                    > 0
        });
        network.cut();
        other.batch_execute("ROLLBACK").unwrap();
        // The lock is let go before the other gateway, which waits for two seconds, gives up.
        assert_eq!(Client::new(&near.way()).ask(&block).unwrap().status(), 200);
        cut_off.join().unwrap().assert_unavailable("v2");
    });
    // Its connections do not stay for hours, which nobody could tell from used ones.
    let left = "SELECT count(*) AS number FROM pg_stat_activity WHERE client_addr <<= '10.213.0.0/16'";
    let gone = until("the connections of the one cut off are gone", || number(left) == 0);
    eprintln!("cut off: its connections are gone after {gone:?} more");
    network.mend();
    until("the gateway that was cut off is well", || far.is_well());
    truth::assert_whole(&server);
    assert!(truth::blocks_of(&server, "amy").contains(&id("hal").0));
}
