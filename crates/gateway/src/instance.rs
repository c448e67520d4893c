//! One process owns a store. It says so in a file beside it, with the operator's address and a key, so that the
//! `portcullis` command reaches the running gateway instead of opening the store a second time.

use std::fs::{self, File, TryLockError};
use std::io::{Read as _, Seek as _, Write as _};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::assemble::shared;
use crate::keys::{private, random};
use crate::settings::Settings;

/// A store that is ours as long as this value lives.
#[derive(Debug)]
pub struct Instance {
    file: File,
}

/// Where a running gateway takes the operator's word.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Running {
    /// Its admin listener.
    pub admin: SocketAddr,
    /// The key that it asks for; readable by the store's owner alone.
    pub key: String,
    /// Where its clients connect.
    #[serde(default)]
    pub doors: Option<Listening>,
}

/// Where clients connect.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize, Serialize)]
pub struct Listening {
    /// By http.
    pub http: SocketAddr,
    /// By https.
    pub https: Option<SocketAddr>,
    /// By a proxy.
    pub proxy: Option<SocketAddr>,
    /// Where the certificate authority is kept; `None` where the certificate is not of its making.
    pub authority: Option<PathBuf>,
}

impl Listening {
    /// Where clients would connect to a gateway of these settings, if it has the ports that it asks for.
    pub fn of(settings: &Settings) -> Self {
        let has_authority = settings.tls.enabled && settings.tls.certificate.as_os_str().is_empty();
        Self {
            http: settings.server.listen,
            https: settings.tls.enabled.then_some(settings.tls.listen),
            proxy: settings.proxy.enabled.then_some(settings.proxy.listen),
            authority: has_authority.then(|| settings.tls.folder.clone()),
        }
    }
}

/// Whose a store is.
#[derive(Debug)]
pub enum Claim {
    /// Ours now.
    Ours(Instance),
    /// A running gateway's.
    Running(Running),
    /// Nobody's in particular: several processes may use it.
    Shared,
}

/// Tries to own the store that the settings name.
///
/// # Errors
/// One line that says what is in the way.
pub fn claim(settings: &Settings) -> Result<Claim, String> {
    if shared(settings) {
        return Ok(Claim::Shared);
    }
    let path = lock_path(settings);
    let failed = |error: &dyn std::fmt::Display| format!("cannot claim the store by {}: {error}", path.display());
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        fs::create_dir_all(folder).map_err(|error| failed(&error))?;
    }
    let mut file = private().read(true).create(true).open(&path).map_err(|error| failed(&error))?;
    match file.try_lock() {
        Ok(()) => {
            // What a dead process left there would send the operator to nobody.
            file.set_len(0).map_err(|error| failed(&error))?;
            Ok(Claim::Ours(Instance { file }))
        }
        Err(TryLockError::WouldBlock) => {
            let mut text = String::new();
            file.read_to_string(&mut text).map_err(|error| failed(&error))?;
            let running = serde_json::from_str(&text);
            running.map(Claim::Running).map_err(|_| failed(&"another process has it and does not say where it listens"))
        }
        Err(TryLockError::Error(error)) => Err(failed(&error)),
    }
}

impl Instance {
    /// Tells the operator where the gateway listens, and where clients connect; returns the key it will be asked with.
    ///
    /// # Errors
    /// One line that says why it cannot.
    pub fn announce(&mut self, admin: SocketAddr, doors: &Listening) -> Result<String, String> {
        let failed = |error: &dyn std::fmt::Display| format!("cannot write the instance file: {error}");
        let bytes: [u8; 24] = random().map_err(|error| failed(&error))?;
        let key: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        let running = Running { admin, key: key.clone(), doors: Some(doors.clone()) };
        let text = serde_json::to_string(&running).map_err(|error| failed(&error))?;
        self.file.rewind().and_then(|()| self.file.write_all(text.as_bytes())).map_err(|error| failed(&error))?;
        Ok(key)
    }
}

fn lock_path(settings: &Settings) -> PathBuf {
    match settings.store.url.split_once("://") {
        Some(("sqlite", path)) => Path::new(path).with_added_extension("lock"),
        // The memory store has no place of its own; it is found beside the sealing key.
        _ => settings.access.seal_key_file.with_file_name("memory.lock"),
    }
}
