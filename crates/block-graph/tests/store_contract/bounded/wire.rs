//! A way to a database that can be cut without either end being told.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::os::unix::net::UnixStream;
use std::sync::{Arc, Condvar, Mutex};

/// Carries bytes until it is cut, and goes on with them when it is mended.
pub(crate) struct Wire(Arc<State>);

#[derive(Default)]
struct State {
    cut: Mutex<bool>,
    mended: Condvar,
}

impl Wire {
    pub(crate) fn new() -> Self {
        Self(Arc::default())
    }

    /// Cuts it, or mends it.
    pub(crate) fn cut(&self, cut: bool) {
        *self.0.cut.lock().unwrap() = cut;
        self.0.mended.notify_all();
    }

    /// An address that leads to a database through this wire.
    pub(crate) fn lead_to(&self, url: &str) -> String {
        let (place, parameters) = url.split_once('?').unwrap_or((url, ""));
        let (host, database) = place.rsplit_once('/').unwrap();
        let parameter = |name: &str| {
            parameters
                .split('&')
                .filter_map(|one| one.split_once('='))
                .find(|(key, _)| *key == name)
                .map(|(_, value)| value.to_owned())
        };
        let authority = host.split_once("://").unwrap().1.to_owned();
        let user = parameter("user").or_else(|| authority.split_once('@').map(|(login, _)| login.to_owned()));
        let folder = parameter("host").map(|folder| folder.replace("%2F", "/"));
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let state = Arc::clone(&self.0);
        std::thread::spawn(move || {
            for near in listener.incoming() {
                let near = near.unwrap();
                match &folder {
                    Some(folder) => {
                        let far = UnixStream::connect(format!("{folder}/.s.PGSQL.5432")).unwrap();
                        carry(&state, (near.try_clone().unwrap(), near), (far.try_clone().unwrap(), far));
                    }
                    None => {
                        let place = authority.rsplit('@').next().unwrap().to_owned();
                        let place = if place.contains(':') { place } else { format!("{place}:5432") };
                        let far = TcpStream::connect(place).unwrap();
                        carry(&state, (near.try_clone().unwrap(), near), (far.try_clone().unwrap(), far));
                    }
                }
            }
        });
        let login = user.map(|user| format!("{user}@")).unwrap_or_default();
        format!("postgres://{login}127.0.0.1:{port}/{database}?sslmode=disable")
    }
}

fn carry<Near, Far>(state: &Arc<State>, near: (Near, Near), far: (Far, Far))
where
    Near: Read + Write + Send + 'static,
    Far: Read + Write + Send + 'static,
{
    let (there, back) = (Arc::clone(state), Arc::clone(state));
    std::thread::spawn(move || along(&there, near.0, far.0));
    std::thread::spawn(move || along(&back, far.1, near.1));
}

fn along(state: &State, mut from: impl Read, mut to: impl Write) {
    let mut bytes = [0; 4096];
    while let Ok(count) = from.read(&mut bytes) {
        let mut cut = state.cut.lock().unwrap();
        while *cut {
            cut = state.mended.wait(cut).unwrap();
        }
        drop(cut);
        if count == 0 || to.write_all(&bytes[..count]).is_err() {
            return;
        }
    }
}
