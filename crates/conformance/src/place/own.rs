//! PostgreSQL servers of one test each, which the test may kill: made by the programs of TEST_POSTGRES_BIN, reached by a
//! socket in a folder of their own.

use std::os::unix::fs::chown;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::{Duration, Instant};

use diesel::connection::SimpleConnection as _;
use diesel::{Connection as _, PgConnection};
use tempfile::TempDir;

/// How long anything may take that a server is told to do.
const PATIENCE: Duration = Duration::from_secs(60);

/// A server that is gone when this is.
pub struct Server {
    home: TempDir,
    options: Vec<String>,
    process: Option<Child>,
    _template: Option<Arc<TempDir>>,
}

impl Server {
    /// A server that runs with the demo world in its database. `options` are the server's own, such as
    /// `synchronous_standby_names=*`.
    pub fn start(options: &[&str]) -> Self {
        let template = template();
        let data = template.path().join("data");
        let server = Self::new(options, Some(Arc::clone(&template)));
        let copied = program(Path::new("/"), "cp").arg("-a").arg(data).arg(server.home.path()).status();
        assert!(copied.expect("cp runs").success());
        server.running()
    }

    /// A standby of this server, which follows it until it is [promoted](Self::promote).
    pub fn standby(&self) -> Self {
        let standby = Self::new(&[], None);
        let data = standby.home.path().join("data");
        let place = format!("host={} user=postgres", self.home.path().display());
        standby.run("pg_basebackup", &["-R", "-X", "stream", "-c", "fast", "-d", &place, "-D", &text(&data)]);
        standby.running()
    }

    /// Where it is.
    pub fn url(&self) -> String {
        format!("postgres:///postgres?host={}&user=postgres", self.home.path().display())
    }

    /// Where a copy of its database is, which this makes. Nobody may be connected to the original.
    pub fn copy(&self, name: &str) -> String {
        self.administer(&format!("CREATE DATABASE {name} TEMPLATE postgres"));
        self.url_of(name)
    }

    /// Where a database of that name is.
    pub fn url_of(&self, name: &str) -> String {
        self.url().replacen("/postgres?", &format!("/{name}?"), 1)
    }

    /// Where it is or, when it does not take writes, `other`.
    pub fn url_with(&self, other: &Self) -> String {
        let host = |server: &Self| text(server.home.path()).replace('/', "%2F");
        format!("postgres://postgres@{},{}/postgres?target_session_attrs=read-write", host(self), host(other))
    }

    /// Kills all its processes at once, as the end of its machine does.
    pub fn kill(&mut self) {
        let Some(mut process) = self.process.take() else { return };
        // The main process first, so that no other is replaced; then those that would go on until they notice.
        let children = children(process.id());
        process.kill().expect("it is ours to kill");
        process.wait().expect("it was killed");
        for child in children {
            // One that has ended by itself is no error.
            drop(Command::new("kill").args(["-KILL", &child]).stderr(Stdio::null()).status());
        }
        let until = Instant::now() + PATIENCE;
        while PgConnection::establish(&self.url()).is_ok() {
            assert!(Instant::now() < until, "the server does not die");
        }
    }

    /// Stops all its processes where they are, or has them go on.
    pub fn freeze(&self, frozen: bool) {
        let main = self.process.as_ref().expect("it runs").id();
        let signal = if frozen { "-STOP" } else { "-CONT" };
        // The main process first, so that no other is made meanwhile.
        let all = std::iter::once(main.to_string()).chain(children(main)).collect::<Vec<_>>();
        let done = Command::new("kill").arg(signal).args(&all).stderr(Stdio::null()).status();
        done.expect("kill runs");
    }

    /// Starts it again after it was killed; it answers when this returns.
    pub fn restart(&mut self) {
        assert!(self.process.is_none(), "it runs");
        self.launch();
    }

    /// Makes a standby take writes.
    pub fn promote(&self) {
        self.run("pg_ctl", &["promote", "-w", "-D", &text(&self.home.path().join("data"))]);
    }

    /// A connection of its superuser.
    pub fn connect(&self) -> PgConnection {
        PgConnection::establish(&self.url()).expect("the server answers")
    }

    /// Runs statements as its superuser.
    pub fn administer(&self, statements: &str) {
        self.connect().batch_execute(statements).unwrap_or_else(|error| panic!("{statements}: {error}"));
    }

    fn new(options: &[&str], template: Option<Arc<TempDir>>) -> Self {
        let home = super::new_folder();
        if let Some((user, group)) = owner() {
            chown(home.path(), Some(user), Some(group)).expect("root may give its folder away");
        }
        let options = options.iter().map(|option| (*option).to_owned()).collect();
        Self { home, options, process: None, _template: template }
    }

    fn running(mut self) -> Self {
        self.launch();
        self
    }

    /// Starts it and waits until it answers. What is left of a killed one may keep it from starting for a moment.
    fn launch(&mut self) {
        let until = Instant::now() + PATIENCE;
        loop {
            let child = self.process.get_or_insert_with(|| spawn(self.home.path(), &self.options));
            if child.try_wait().expect("it is our child").is_some() {
                self.process = None;
            } else if PgConnection::establish(&self.url()).is_ok() {
                return;
            }
            assert!(Instant::now() < until, "the server does not start: {}", log(self.home.path()));
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    fn run(&self, name: &str, arguments: &[&str]) {
        let done = program(self.home.path(), &tool(name)).args(arguments).output().expect("the program is there");
        assert!(done.status.success(), "{name}: {}", String::from_utf8_lossy(&done.stderr));
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.kill();
    }
}

/// The processes that a process has started.
fn children(parent: u32) -> Vec<String> {
    let told = Command::new("pgrep").args(["-P", &parent.to_string()]).output().expect("pgrep runs");
    String::from_utf8_lossy(&told.stdout).split_whitespace().map(str::to_owned).collect()
}

fn spawn(home: &Path, options: &[String]) -> Child {
    let log = std::fs::File::options().append(true).create(true).open(home.join("log")).expect("the folder is ours");
    let mut command = program(home, &tool("postgres"));
    command.arg("-D").arg(home.join("data")).arg("-c").arg(format!("unix_socket_directories={}", home.display()));
    for option in ["listen_addresses=", "max_connections=60", "shared_buffers=16MB", "wal_sender_timeout=5s"] {
        command.arg("-c").arg(option);
    }
    for option in options {
        command.arg("-c").arg(option);
    }
    let told = log.try_clone().expect("a file can be held twice");
    command.stdin(Stdio::null()).stdout(told).stderr(log).spawn().expect("the server is there")
}

fn log(home: &Path) -> String {
    std::fs::read_to_string(home.join("log")).unwrap_or_default()
}

/// A folder with the files of a server that has the demo world, stopped.
fn template() -> Arc<TempDir> {
    static TEMPLATE: Mutex<Weak<TempDir>> = Mutex::new(Weak::new());
    let mut template = TEMPLATE.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(made) = template.upgrade() {
        return made;
    }
    let mut server = Server::new(&["fsync=off"], None);
    let data = text(&server.home.path().join("data"));
    let arguments = ["-D", &data, "-U", "postgres", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync"];
    server.run("initdb", &arguments);
    server.launch();
    super::fill(&server.url());
    server.run("pg_ctl", &["stop", "-w", "-m", "fast", "-D", &data]);
    if let Some(mut stopped) = server.process.take() {
        stopped.wait().expect("it was stopped");
    }
    let folder = std::mem::replace(&mut server.home, super::new_folder());
    let made = Arc::new(folder);
    *template = Arc::downgrade(&made);
    made
}

/// A program that runs as whom servers belong to, without the caller's settings for clients.
fn program(folder: &Path, name: &str) -> Command {
    let mut command = Command::new(name);
    command.current_dir(folder);
    for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("PG")) {
        command.env_remove(name);
    }
    if let Some((user, group)) = owner().filter(|_| name != "cp") {
        command.uid(user).gid(group);
    }
    command
}

fn tool(name: &str) -> String {
    text(&PathBuf::from(setting("TEST_POSTGRES_BIN")).join(name))
}

/// The user and group to whom servers belong, where that is not whoever runs the test.
fn owner() -> Option<(u32, u32)> {
    let named = setting("TEST_POSTGRES_OWNER");
    let (user, group) = named.split_once(':')?;
    Some((user.parse().expect("a user's number"), group.parse().expect("a group's number")))
}

fn setting(name: &str) -> String {
    std::env::var(name).unwrap_or_else(|_| {
        panic!("the tests that kill servers need PostgreSQL's programs: run `make test`, or set {name} as .ci/postgres does")
    })
}

fn text(path: &Path) -> String {
    path.display().to_string()
}
