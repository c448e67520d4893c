//! Gateways behind a balancer, one of which is killed under load and replaced.

use std::io::{Read as _, Write as _};
use std::os::unix::net::UnixStream;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Instant;

use conformance::Server;
use tempfile::TempDir;

use crate::client::Way;
use crate::crowd::Crowd;
use crate::posts::Posts;
use crate::process::{Gateway, Start, is_well};
use crate::{programs, truth, until};

/// HAProxy between clients, which come by a socket in its folder, and gateways.
struct Balancer {
    folder: TempDir,
    process: Child,
}

impl Balancer {
    /// Two gateways, and a place for a third.
    fn before(gateways: [&Gateway; 2]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name).display().to_string();
        let [one, two] = gateways.map(|gateway| format!("{} check port {}", gateway.clients, gateway.operator));
        // As deploy/haproxy.cfg has it, but that it says which gateway answered, and looks more often.
        let settings = format!(
            "global\n  stats socket {} level admin\n  log stdout format raw local0 info\n\
             defaults\n  mode http\n  http-reuse safe\n  timeout connect 2s\n  timeout client 60s\n  timeout server 60s\n\
             \x20 retries 2\n  option redispatch 1\n  retry-on conn-failure\n\
             frontend clients\n  bind {}\n  default_backend gateways\n  log global\n  log-format \"%s %ST %ts\"\n\
             backend gateways\n  balance leastconn\n  option httpchk GET /readyz\n  http-check expect status 200\n\
             \x20 default-server check inter 200ms fall 2 rise 1\n\
             \x20 server one {one}\n  server two {two}\n  server new 127.0.0.1:1 check port 1 disabled\n",
            at("operator"),
            at("clients")
        );
        std::fs::write(folder.path().join("haproxy.cfg"), settings).unwrap();
        let log = std::fs::File::create(folder.path().join("log")).unwrap();
        let mut command = Command::new(programs::program("haproxy", "haproxy"));
        command.args(["-db", "-f"]).arg(folder.path().join("haproxy.cfg"));
        let told = log.try_clone().unwrap();
        let process = command.stdin(Stdio::null()).stdout(told).stderr(log).spawn().unwrap();
        let mut balancer = Self { folder, process };
        until("the balancer stands", || {
            assert!(balancer.process.try_wait().unwrap().is_none(), "{}", balancer.log());
            UnixStream::connect(balancer.clients()).is_ok()
        });
        balancer
    }

    fn clients(&self) -> PathBuf {
        self.folder.path().join("clients")
    }

    fn log(&self) -> String {
        std::fs::read_to_string(self.folder.path().join("log")).unwrap_or_default()
    }

    /// The gateways at which requests ended before their answer, each as often as that was so.
    fn broken_at(&self) -> Vec<String> {
        let log = self.log();
        let ended = log.lines().filter_map(|line| match line.split(' ').collect::<Vec<_>>()[..] {
            // Gateway, status, and by whom it was ended: the server.
            [gateway, _, by] if by.starts_with('S') => Some(gateway.to_owned()),
            _ => None,
        });
        ended.collect()
    }

    /// What it says to its operator.
    fn tell(&self, command: &str) -> String {
        let mut socket = UnixStream::connect(self.folder.path().join("operator")).unwrap();
        socket.write_all(format!("{command}\n").as_bytes()).unwrap();
        let mut said = String::new();
        socket.read_to_string(&mut said).unwrap();
        said
    }

    /// What its table says of a gateway in that column; the status is `UP`, `DOWN` or `MAINT`.
    fn told_of(&self, name: &str, what: &str) -> String {
        let table = self.tell("show stat");
        let mut lines = table.trim_start_matches("# ").lines().map(|line| line.split(',').collect::<Vec<_>>());
        let column = lines.next().unwrap().iter().position(|name| *name == what).unwrap();
        let row = lines.find(|row| row.get(1) == Some(&name)).unwrap_or_else(|| panic!("{table}"));
        row[column].to_owned()
    }

    /// Takes a gateway in.
    fn join(&self, gateway: &Gateway) {
        let port = gateway.clients.port();
        let moved = self.tell(&format!("set server gateways/new addr 127.0.0.1 port {port}"));
        assert!(moved.contains("changed"), "{moved}");
        self.tell(&format!("set server gateways/new check-port {}", gateway.operator));
        self.tell("set server gateways/new state ready");
    }
}

impl Drop for Balancer {
    fn drop(&mut self) {
        drop(self.process.kill());
        drop(self.process.wait());
        if thread::panicking() {
            let said: Vec<_> = self.log().lines().filter(|line| !line.ends_with("--")).map(str::to_owned).collect();
            eprintln!("the balancer said: {}", said.join("\n"));
        }
    }
}

/// Lets all worker numbers be held for an hour but the two that gateways have.
fn no_number_is_free(server: &Server) {
    assert_eq!(
        truth::numbers(server, "SELECT number::bigint AS number FROM workers WHERE holder <> '' ORDER BY number"),
        [0, 1]
    );
    server.administer(
        "INSERT INTO workers (number, holder, ends, minted_to) SELECT number, 'somebody else', \
         (extract(epoch FROM now()) * 1000)::bigint + 3600000, 0 FROM generate_series(2, 1023) AS number",
    );
}

#[test]
fn a_gateway_is_killed_behind_a_balancer_and_another_joins() {
    let server = Server::start(&[]);
    let mut first = Start::on(server.url()).go();
    let second = Start::on(server.url()).go();
    let balancer = Balancer::before([&first, &second]);
    let way = Way::Balancer(balancer.clients());
    let ways = [way.clone()];
    until("both are up", || {
        ["one", "two"].iter().all(|name| balancer.told_of(name, "status").starts_with("UP")) && is_well(&way)
    });
    no_number_is_free(&server);
    let lease = |of: &str| truth::numbers(&server, &format!("SELECT {of} AS number FROM workers WHERE number = 0"))[0];

    let before = truth::blocks(&server);
    let (crowd, posts) = (Crowd::new(), Posts::new("balanced"));
    let (ends, minted_to) = thread::scope(|scope| {
        let _crowd = crowd.begin(scope, &ways, 1);
        let _posts = posts.begin(scope, &way);
        crowd.goes_on(300);
        first.kill();
        let left = (lease("ends"), lease("minted_to"));
        crowd.goes_on(300);
        until("the balancer has noticed", || balancer.told_of("one", "status").starts_with("DOWN"));
        let noticed = Instant::now();
        crowd.goes_on(100);
        crowd.stop();
        posts.stop();
        let failures = crowd.failures();
        let told: Vec<_> = failures.iter().map(|failure| failure.told.clone()).chain(posts.refused()).collect();
        eprintln!("behind a balancer: {} requests broke off when a gateway of two died: {told:?}", told.len());
        for failure in &failures {
            // What was under way when one was killed, or went into a connection to it of whose end the balancer had not read,
            // and nothing else.
            assert!(failure.began <= noticed, "sent {:?} after that: {failure:?}", failure.began - noticed);
            assert!(failures.iter().filter(|other| other.client == failure.client).count() == 1, "{failures:?}");
        }
        // Three writers had one request each under way.
        assert!(posts.refused().len() <= 3, "{:?}", posts.refused());
        let refused = posts.refused().len();
        until("the balancer has told of all", || balancer.broken_at().len() >= refused);
        assert_eq!(balancer.broken_at(), vec!["one"; refused], "only what was open to the one that was killed");
        left
    });
    crowd.assert_linear(&server, before, &ways);
    posts.assert_kept(&server);

    // The number of the one that was killed is nobody's until its lease has ended.
    let said = Start::on(server.url()).try_go().err().unwrap();
    assert!(said.contains("all worker numbers are held"), "{said}");
    let now = "SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint AS number";
    until("the lease has ended", || truth::numbers(&server, now)[0] >= ends);
    let third = Start::on(server.url()).go();
    assert!(lease("ends") > ends && lease("minted_to") > minted_to, "taken over, to mint above what was minted");

    balancer.join(&third);
    until("the new one is up", || balancer.told_of("new", "status").starts_with("UP"));
    let before = truth::blocks(&server);
    let (crowd, posts) = (Crowd::new(), Posts::new("joined"));
    let all = [way, third.way()];
    thread::scope(|scope| {
        let _crowd = crowd.begin(scope, &all, 2);
        let _posts = posts.begin(scope, &all[1]);
        crowd.goes_on(300);
        posts.goes_on(10);
        crowd.stop();
        posts.stop();
    });
    assert_eq!((crowd.failures().len(), posts.refused().len()), (0, 0));
    crowd.assert_linear(&server, before, &all);
    posts.assert_kept(&server);
    assert!(balancer.told_of("new", "stot").parse::<u32>().unwrap() > 50, "the new one has its share");
}
