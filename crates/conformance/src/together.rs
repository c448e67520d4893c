//! Houses that count together: on the server of TEST_REDIS_URL, or on one that a test starts, hurts and kills.

use std::cell::Cell;
use std::collections::HashMap;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use block_graph::Timestamp;
use block_graph::tally::OnLoss;
use block_graph::tally::shared::Options;
use redis::{Client, Connection};
use rustix::process::{Pid, Signal, kill_process};
use tempfile::TempDir;

/// How long a window that is about to end may last for real: the house's clock ends it.
const ABOUT_TO_END: i64 = 30_000;
/// How long anything may take that a test waits for.
const ENOUGH: Duration = Duration::from_secs(20);

thread_local! {
    static HERE: Cell<bool> = const { Cell::new(false) };
}

/// Runs a test whose houses, those that it builds on its own thread, all count on the server of TEST_REDIS_URL.
pub fn counted_together(test: impl FnOnce()) {
    HERE.set(true);
    test();
    HERE.set(false);
}

/// How a house that is built now counts together; `None` for one that counts by itself.
pub(crate) fn here() -> Option<Options> {
    HERE.get().then(|| options(&common()))
}

/// The server of TEST_REDIS_URL. Panics where there is none.
pub fn common() -> String {
    std::env::var("TEST_REDIS_URL").unwrap_or_else(|_| {
        panic!("tests of limits that are counted together need a server: run `make test`, or set TEST_REDIS_URL")
    })
}

/// Counting on a server under names that nobody else there has. What lasts longer than a stalled machine is a loss.
pub fn options(url: &str) -> Options {
    static NUMBER: AtomicU64 = AtomicU64::new(0);
    let prefix = format!("test{}-{}:", std::process::id(), NUMBER.fetch_add(1, Ordering::Relaxed));
    Options { url: url.to_owned(), prefix, key: [5; 32], on_loss: OnLoss::Closed, patience: Duration::from_secs(10) }
}

/// A number from which a house may count its nonces: no two houses that count together give the same.
pub(crate) fn numbers() -> AtomicU64 {
    static HOUSES: AtomicU64 = AtomicU64::new(0);
    AtomicU64::new(HOUSES.fetch_add(1, Ordering::Relaxed) << 32)
}

/// Waits until something is so. Panics where it never is.
pub fn until(what: &str, mut so: impl FnMut() -> bool) {
    let began = Instant::now();
    while !so() {
        assert!(began.elapsed() < ENOUGH, "{what} is never so");
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// What a house knows of the server that it counts on.
pub(crate) struct Together {
    url: String,
    prefix: String,
    /// When, on the house's clock, what is on the server ends.
    ends: Mutex<HashMap<String, i64>>,
}

impl Together {
    pub(crate) fn new(options: &Options) -> Self {
        Self { url: options.url.clone(), prefix: options.prefix.clone(), ends: Mutex::default() }
    }

    /// Ends what ends within so many milliseconds from `now`, a moment on the house's clock.
    pub(crate) fn pass(&self, now: Timestamp, milliseconds: i64) {
        let mut connection = connection(&self.url);
        let mut ends = self.ends.lock().unwrap_or_else(PoisonError::into_inner);
        let keys: Vec<String> = ask(&mut connection, redis::cmd("KEYS").arg(format!("{}*", self.prefix)));
        for key in keys {
            let left: i64 = ask(&mut connection, redis::cmd("PTTL").arg(&key));
            // The clock stands still while tests take their time: what is missing of a whole second is that.
            let end = *ends.entry(key.clone()).or_insert(now.0 + (left + 999) / 1000 * 1000);
            let left = end - now.0 - milliseconds;
            if left <= 0 {
                let _: i64 = ask(&mut connection, redis::cmd("DEL").arg(&key));
                ends.remove(&key);
            } else {
                let _: i64 = ask(&mut connection, redis::cmd("PEXPIRE").arg(&key).arg(left.max(ABOUT_TO_END)));
            }
        }
    }
}

fn connection(url: &str) -> Connection {
    let client = Client::open(url).unwrap_or_else(|error| panic!("{url}: {error}"));
    client.get_connection().unwrap_or_else(|error| panic!("{url}: {error}"))
}

fn ask<T: redis::FromRedisValue>(connection: &mut Connection, command: &redis::Cmd) -> T {
    command.query(connection).unwrap_or_else(|error| panic!("{error}"))
}

/// A server of a test's own, gone with it.
pub struct Server {
    process: Child,
    folder: TempDir,
    more: Vec<String>,
}

impl Server {
    /// One that listens on a socket in a folder of its own.
    pub fn start() -> Self {
        Self::with(&[])
    }

    /// The same with more options.
    pub fn with(more: &[&str]) -> Self {
        let folder = tempfile::tempdir().expect("tests need a folder for temporary files");
        let more: Vec<_> = more.iter().map(|option| (*option).to_owned()).collect();
        let process = launch(&folder, &more);
        Self { process, folder, more }
    }

    /// Where it is.
    pub fn url(&self) -> String {
        format!("unix://{}", self.folder.path().join("socket").display())
    }

    /// Counting on it.
    pub fn options(&self, on_loss: OnLoss, patience: Duration) -> Options {
        Options { on_loss, patience, ..options(&self.url()) }
    }

    /// Kills it with all that it holds.
    pub fn kill(&mut self) {
        self.process.kill().expect("it runs");
        self.process.wait().expect("it is ours");
    }

    /// Starts it anew, with nothing in it.
    pub fn revive(&mut self) {
        self.process = launch(&self.folder, &self.more);
    }

    /// Stops it where it is: it holds its connections and answers nothing.
    pub fn hang(&self) {
        self.signal(Signal::STOP);
    }

    /// Lets it go on.
    pub fn go_on(&self) {
        self.signal(Signal::CONT);
    }

    fn signal(&self, signal: Signal) {
        let pid = i32::try_from(self.process.id()).ok().and_then(Pid::from_raw).expect("it has a number");
        kill_process(pid, signal).expect("it is ours");
    }

    /// Says something to it, in the words of its command line.
    pub fn say<T: redis::FromRedisValue>(&self, words: &str) -> T {
        let mut words = words.split(' ');
        let mut command = redis::cmd(words.next().unwrap_or_default());
        for word in words {
            command.arg(word);
        }
        ask(&mut connection(&self.url()), &command)
    }

    /// How often a command was asked of it.
    pub fn calls(&self, command: &str) -> u64 {
        let told: String = self.say("INFO commandstats");
        let line = told.lines().find_map(|line| line.strip_prefix(&format!("cmdstat_{command}:calls=")));
        line.map_or(0, |line| line.split(',').next().and_then(|calls| calls.parse().ok()).expect("a number"))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // A hung process is killed, too; there is nobody to tell when it is gone already.
        drop(self.process.kill());
        drop(self.process.wait());
    }
}

fn launch(folder: &TempDir, more: &[String]) -> Child {
    let socket = folder.path().join("socket");
    drop(std::fs::remove_file(&socket));
    let mut command = Command::new(program());
    command.args(["--port", "0", "--save", "", "--appendonly", "no", "--unixsocket"]).arg(&socket);
    command.arg("--dir").arg(folder.path()).args(more).stdout(Stdio::null()).stderr(Stdio::null());
    let process = command.spawn().unwrap_or_else(|error| {
        panic!("no redis-server can be started ({error}): run `make test`, or name one in TEST_REDIS_SERVER")
    });
    until("a server listens", || std::os::unix::net::UnixStream::connect(&socket).is_ok());
    process
}

fn program() -> PathBuf {
    std::env::var_os("TEST_REDIS_SERVER").map_or_else(|| PathBuf::from("redis-server"), PathBuf::from)
}
