//! A relay before the server that loses connections at one point: when a client commits.

use std::io::{Read as _, Write as _};
use std::net::Shutdown;
use std::os::unix::net::{UnixListener, UnixStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

/// What becomes of the next COMMIT.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) enum Fate {
    /// It arrives and so does its answer.
    Answered,
    /// The connection is lost before it arrives.
    NotSent,
    /// It arrives, and the connection is lost before its answer is back.
    AnswerLost,
    /// The client's connection is lost; it arrives, but only after so long.
    Late(Duration),
}

/// A relay to the server's socket, on a socket of its own.
pub(super) struct Relay {
    fate: Arc<Mutex<Fate>>,
    folder: tempfile::TempDir,
}

impl Relay {
    pub(super) fn to(server: String) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let listener = UnixListener::bind(folder.path().join(".s.PGSQL.5432")).unwrap();
        let fate = Arc::new(Mutex::new(Fate::Answered));
        let shared = Arc::clone(&fate);
        // It ends with the test's process; nothing comes when the folder is gone.
        thread::spawn(move || {
            for client in listener.incoming() {
                let (client, fate) = (client.unwrap(), Arc::clone(&shared));
                let server = UnixStream::connect(&server).unwrap();
                thread::spawn(move || relay(&client, &server, &fate));
            }
        });
        Self { fate, folder }
    }

    /// Where the relay is, as the parameter `host` of a URL has it.
    pub(super) fn host(&self) -> String {
        self.folder.path().display().to_string()
    }

    /// Decides on the next COMMIT; those after it are answered.
    pub(super) fn next_commit(&self, fate: Fate) {
        *self.fate.lock().unwrap() = fate;
    }

    /// Whether that COMMIT came.
    pub(super) fn is_done(&self) -> bool {
        *self.fate.lock().unwrap() == Fate::Answered
    }
}

/// Carries bytes both ways until one side is gone.
fn relay(client: &UnixStream, server: &UnixStream, fate: &Mutex<Fate>) {
    let (mut from, mut to) = (client.try_clone().unwrap(), server.try_clone().unwrap());
    let (mut back_from, mut back_to) = (server.try_clone().unwrap(), client.try_clone().unwrap());
    let back = thread::spawn(move || {
        drop(std::io::copy(&mut back_from, &mut back_to));
        drop(back_to.shutdown(Shutdown::Both));
    });
    let mut bytes = [0; 65_536];
    while let Ok(count @ 1..) = from.read(&mut bytes) {
        let message = &bytes[..count];
        // One statement of the simple protocol: nothing else is under way when a client commits.
        if !message.starts_with(b"Q") || !message.windows(7).any(|text| text == b"COMMIT\0") {
            if to.write_all(message).is_err() {
                break;
            }
            continue;
        }
        let fate = std::mem::replace(&mut *fate.lock().unwrap(), Fate::Answered);
        let lose = |socket: &UnixStream| drop(socket.shutdown(Shutdown::Both));
        match fate {
            Fate::Answered => drop(to.write_all(message)),
            Fate::NotSent => {
                lose(server);
                lose(client);
            }
            Fate::AnswerLost => {
                lose(client);
                // The server's answer goes nowhere; that there is one means that it has committed.
                drop(to.write_all(message));
            }
            Fate::Late(pause) => {
                lose(client);
                thread::sleep(pause);
                drop(to.write_all(message));
            }
        }
    }
    // A server that is told of the end ends its transaction; whatever was sent before is done first.
    drop(server.shutdown(Shutdown::Write));
    drop(back.join());
}
