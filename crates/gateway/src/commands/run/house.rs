//! The gateway of a run: one that runs already, or one in this process for as long as the command takes.

use std::ffi::OsString;
use std::net::SocketAddr;
use std::sync::{Arc, mpsc};
use std::thread::{self, JoinHandle};

use actix_server::ServerHandle;
use tempfile::TempDir;

use crate::instance::{Claim, Listening, Running, claim};
use crate::pipeline::Gateway;
use crate::serve;
use crate::settings::Settings;
use crate::tls::Trust;

/// A gateway, and what brings clients to it.
pub(crate) struct House {
    /// Where the proxy is.
    pub(crate) proxy: SocketAddr,
    /// Whom clients are to trust.
    pub(crate) trust: Trust,
    /// Whether others may be calling it too.
    pub(crate) is_shared: bool,
    doors: Listening,
    kind: Kind,
    /// Settings that bring the `portcullis` command to this gateway, where it is not the one of the settings in force.
    own: Vec<(&'static str, OsString)>,
}

enum Kind {
    Elsewhere(Running),
    Here(Here),
}

/// A gateway in this process, on a thread of its own.
struct Here {
    gateway: Arc<Gateway>,
    handle: ServerHandle,
    thread: JoinHandle<Result<(), String>>,
    // Goes when the gateway has gone.
    _folder: Option<TempDir>,
}

impl House {
    /// The gateway that runs on the store of the settings, or one that is started on it.
    pub(crate) fn standing(mut settings: Settings) -> Result<Self, String> {
        if let Claim::Running(running) = claim(&settings)? {
            let doors =
                running.doors.clone().ok_or("the gateway that runs is of a version without a proxy; restart it")?;
            return Self::new(doors, Kind::Elsewhere(running), &settings, Vec::new());
        }
        any_port(&mut settings);
        let (doors, here) = start(&settings, None)?;
        Self::new(doors, Kind::Here(here), &settings, Vec::new())
    }

    /// A gateway with a world of its own, which goes with it.
    pub(crate) fn throw_away(mut settings: Settings) -> Result<Self, String> {
        let folder = TempDir::with_prefix("portcullis-").map_err(|error| format!("cannot make a folder: {error}"))?;
        settings.store.url = "memory".to_owned();
        settings.store.mode = crate::settings::Mode::Owned;
        settings.access.seal_key_file = folder.path().join("seal.key");
        settings.tls.folder = folder.path().join("tls");
        any_port(&mut settings);
        let own = vec![
            ("PORTCULLIS__STORE__URL", settings.store.url.clone().into()),
            ("PORTCULLIS__STORE__MODE", "owned".into()),
            ("PORTCULLIS__ACCESS__SEAL_KEY_FILE", settings.access.seal_key_file.clone().into()),
            ("PORTCULLIS__TLS__FOLDER", settings.tls.folder.clone().into()),
        ];
        let (doors, here) = start(&settings, Some(folder))?;
        Self::new(doors, Kind::Here(here), &settings, own)
    }

    fn new(
        doors: Listening,
        kind: Kind,
        settings: &Settings,
        own: Vec<(&'static str, OsString)>,
    ) -> Result<Self, String> {
        let proxy = doors.proxy.ok_or("the gateway has no proxy: proxy.enabled is false")?;
        let trust = trust(&doors, settings)?;
        let is_shared = matches!(kind, Kind::Elsewhere(_));
        Ok(Self { proxy, trust, is_shared, doors, kind, own })
    }

    /// What the command finds in its environment of this gateway, beside what its libraries find.
    pub(crate) fn own_variables(&self) -> Vec<(&'static str, OsString)> {
        let mut own = self.own.clone();
        own.push(("PORTCULLIS_URL", format!("http://{}", self.doors.http).into()));
        own
    }

    /// All that has been counted so far, as the gateway's metrics.
    pub(crate) fn metrics(&self) -> Result<String, String> {
        match &self.kind {
            Kind::Here(here) => Ok(here.gateway.metrics.text()),
            Kind::Elsewhere(running) => {
                let url = format!("http://{}/metrics", running.admin);
                let read = ureq::get(&url).call().and_then(|mut answer| answer.body_mut().read_to_string());
                read.map_err(|error| format!("the gateway at {} does not answer: {error}", running.admin))
            }
        }
    }

    /// Stops what was started.
    pub(crate) fn close(self) -> Result<(), String> {
        let Kind::Here(here) = self.kind else { return Ok(()) };
        // The message is on its way when this returns; the thread ends when it has been heeded.
        drop(here.handle.stop(true));
        here.thread.join().map_err(|_| "the gateway ended by a defect".to_owned())?
    }
}

/// Whom clients of a gateway are to trust: its authority, or the certificate it was given.
pub(crate) fn trust(doors: &Listening, settings: &Settings) -> Result<Trust, String> {
    match &doors.authority {
        Some(folder) => Trust::write(folder),
        None => Trust::write_given(&settings.tls.folder, &settings.tls.certificate),
    }
}

/// Has the system choose every port: clients find them by the environment.
fn any_port(settings: &mut Settings) {
    let any = SocketAddr::from(([127, 0, 0, 1], 0));
    (settings.server.listen, settings.admin.listen) = (any, any);
    (settings.tls.listen, settings.proxy.listen) = (any, any);
    (settings.tls.enabled, settings.proxy.enabled) = (true, true);
}

/// Starts a gateway on a thread of its own.
fn start(settings: &Settings, folder: Option<TempDir>) -> Result<(Listening, Here), String> {
    let (tell, told) = mpsc::channel();
    let settings = settings.clone();
    let thread = thread::spawn(move || {
        actix_web::rt::System::new().block_on(async {
            let standing = match serve::start(&settings, false).await {
                Ok(standing) => standing,
                Err(error) => {
                    drop(tell.send(Err(error)));
                    return Ok(());
                }
            };
            let told = (standing.doors.clone(), Arc::clone(&standing.gateway), standing.handle());
            drop(tell.send(Ok(told)));
            standing.finish().await
        })
    });
    let (doors, gateway, handle) = told.recv().map_err(|_| "the gateway did not start".to_owned())??;
    Ok((doors, Here { gateway, handle, thread, _folder: folder }))
}
