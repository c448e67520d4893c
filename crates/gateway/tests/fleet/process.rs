//! A gateway as its operator starts it: a process of its own, on ports that the system chooses.

use std::fs::File;
use std::io::{BufRead as _, BufReader};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError};

use conformance::{Ask, speech};
use tempfile::TempDir;

use crate::PATIENCE;
use crate::client::{Client, Way};

/// How a gateway is to be started.
pub(crate) struct Start {
    url: String,
    address: IpAddr,
    namespace: Option<String>,
    environment: Vec<(String, String)>,
}

impl Start {
    /// On the database of that URL.
    pub(crate) fn on(url: impl Into<String>) -> Self {
        let address = IpAddr::V4(Ipv4Addr::LOCALHOST);
        Self { url: url.into(), address, namespace: None, environment: Vec::new() }
    }

    /// In a network namespace, where it listens at that address.
    pub(crate) fn within(mut self, namespace: &str, address: IpAddr) -> Self {
        self.namespace = Some(namespace.to_owned());
        self.address = address;
        self
    }

    /// With a variable in its environment.
    pub(crate) fn with(mut self, name: &str, value: &str) -> Self {
        self.environment.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Starts it and waits until it answers; what it said when it ended instead.
    pub(crate) fn try_go(self) -> Result<Gateway, String> {
        let folder = tempfile::tempdir().unwrap();
        let program = env!("CARGO_BIN_EXE_portcullis");
        let mut command = match &self.namespace {
            // `ip netns exec` becomes the program: what is killed is the gateway.
            Some(namespace) => {
                let mut command = Command::new("ip");
                command.args(["netns", "exec", namespace, program]);
                command
            }
            None => Command::new(program),
        };
        for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("PORTCULLIS")) {
            command.env_remove(name);
        }
        let any = SocketAddr::new(self.address, 0).to_string();
        // The key of the template's world.
        std::fs::write(folder.path().join("seal.key"), "07".repeat(32)).unwrap();
        let settings = [
            ("SERVER__LISTEN", any.as_str()),
            ("SERVER__WORKERS", "1"),
            ("ADMIN__LISTEN", &any),
            ("TLS__ENABLED", "false"),
            ("PROXY__ENABLED", "false"),
            ("STORE__URL", &self.url),
            ("STORE__POOL", "4"),
            ("ACCESS__SEAL_KEY_FILE", "seal.key"),
            ("LIMITS__ENABLED", "false"),
            ("WORLD__SEED", "none"),
            ("LOG__FILTER", "warn"),
        ];
        command.envs(settings.map(|(name, value)| (format!("PORTCULLIS__{name}"), value)));
        command.envs(self.environment).arg("serve").current_dir(folder.path());
        let log = File::create(folder.path().join("log")).unwrap();
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(log);
        let mut child = command.spawn().unwrap();
        let (tell, told) = mpsc::channel();
        let banner = BufReader::new(child.stdout.take().unwrap());
        // To its end: a gateway whose banner nobody takes any more fails to print it.
        std::thread::spawn(move || banner.lines().map_while(Result::ok).for_each(|line| drop(tell.send(line))));
        let mut gateway = Gateway { child, clients: SocketAddr::new(self.address, 0), operator: 0, folder };
        loop {
            match told.recv_timeout(PATIENCE) {
                Ok(line) => {
                    if let Some((_, at)) = line.split_once(" listens on http://") {
                        gateway.clients = at.parse().unwrap();
                    } else if let Some((_, at)) = line.split_once("operator: http://") {
                        let at: SocketAddr = at.split('/').next().unwrap().parse().unwrap();
                        gateway.operator = at.port();
                        return Ok(gateway);
                    }
                }
                Err(RecvTimeoutError::Disconnected) => return Err(gateway.log()),
                Err(RecvTimeoutError::Timeout) => panic!("a gateway does not start: {}", gateway.log()),
            }
        }
    }

    /// Starts it and waits until it answers.
    pub(crate) fn go(self) -> Gateway {
        self.try_go().unwrap_or_else(|said| panic!("a gateway does not start: {said}"))
    }
}

/// A gateway that is killed when this goes.
pub(crate) struct Gateway {
    child: Child,
    pub(crate) clients: SocketAddr,
    /// The port of its operator's listener.
    pub(crate) operator: u16,
    folder: TempDir,
}

impl Gateway {
    pub(crate) fn way(&self) -> Way {
        Way::Gateway(self.clients)
    }

    /// Kills it, as the end of its machine does; all its connections are closed when this returns.
    pub(crate) fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// What it logged.
    pub(crate) fn log(&self) -> String {
        std::fs::read_to_string(self.folder.path().join("log")).unwrap_or_default()
    }

    /// Whether every dialect answers amy.
    pub(crate) fn is_well(&self) -> bool {
        is_well(&self.way())
    }
}

/// Whether every dialect answers amy there.
pub(crate) fn is_well(way: &Way) -> bool {
    let mut client = Client::new(way);
    speech::ALL.iter().all(|speech| client.ask(&who_am_i(*speech)).is_ok_and(|answer| answer.status() == 200))
}

fn who_am_i(speech: &dyn speech::Speech) -> Ask {
    let ask = speech.say(conformance::id("amy"), &speech::Intent::WhoAmI).unwrap();
    ask.by(&speech.person("amy"))
}

impl Drop for Gateway {
    fn drop(&mut self) {
        // One that has ended by itself is no error.
        drop(self.child.kill());
        drop(self.child.wait());
        if std::thread::panicking() {
            eprintln!("the gateway at {} logged: {}", self.clients, self.log());
        }
    }
}
