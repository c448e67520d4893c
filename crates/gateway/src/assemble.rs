//! From settings to a gateway: the one place where all parts meet.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use block_graph::rate::Limiter;
use block_graph::store::diesel::{DieselStore, Options};
use block_graph::store::{Memory, Store};
use block_graph::{Engine, Parts, SystemClock};
use dialect::Router;

use crate::dialects::DIALECTS;
use crate::keys::{Keys, random};
use crate::metrics::Metrics;
use crate::pipeline::Gateway;
use crate::settings::{Mode, Settings};

/// Opens the store that the settings name; `None` for the one in memory.
///
/// # Errors
/// One line that says what cannot be opened and why.
pub fn open_store(settings: &Settings, keys: &Keys) -> Result<Option<DieselStore>, String> {
    if settings.store.url == "memory" {
        return Ok(None);
    }
    if let Some(path) = settings.store.url.strip_prefix("sqlite://")
        && let Some(folder) = Path::new(path).parent().filter(|folder| !folder.as_os_str().is_empty())
    {
        fs::create_dir_all(folder).map_err(|error| format!("cannot make the folder {}: {error}", folder.display()))?;
    }
    let options = Options { readers: settings.store.pool.max(1), ..Options::default() };
    DieselStore::open(&settings.store.url, keys.seal.clone(), options)
        .map(Some)
        .map_err(|error| format!("cannot open the store {}: {error}", settings.shown().store.url))
}

/// The keys that the settings lead to; a store in memory has keys that are gone with it.
///
/// # Errors
/// One line that says what is wrong with the key or its file.
pub fn keys(settings: &Settings) -> Result<Keys, String> {
    if settings.store.url == "memory" { Keys::passing() } else { Keys::read(&settings.access) }
}

/// How the store is used.
pub fn shared(settings: &Settings) -> bool {
    match settings.store.mode {
        Mode::Owned => false,
        Mode::Shared => true,
        Mode::Auto => settings.store.url.starts_with("postgres"),
    }
}

/// An engine on an opened store.
///
/// # Errors
/// One line that says what the store reports.
pub fn engine(settings: &Settings, store: Option<DieselStore>, keys: &Keys) -> Result<Engine, String> {
    let store = match store.map(Arc::new) {
        None => Store::Owned(Arc::new(Memory)),
        Some(store) if shared(settings) => Store::Shared(store),
        Some(store) => Store::Owned(store),
    };
    let worker = match u16::try_from(settings.store.worker) {
        Ok(worker) => worker,
        Err(_) => u16::from_le_bytes(random().map_err(|error| format!("no randomness: {error}"))?) & 1023,
    };
    let parts = Parts {
        clock: Arc::new(SystemClock),
        worker,
        store,
        limiter: Limiter::new(settings.limits.enabled, settings.limits.overrides.clone()),
        timestamp_window: settings.access.timestamp_window,
        readers: settings.store.pool.max(1) as usize,
        sessions: keys.sessions.clone(),
    };
    Engine::open(parts).map_err(|error| format!("cannot open the store {}: {error}", settings.shown().store.url))
}

/// A gateway on an engine.
///
/// # Errors
/// Two endpoints that have the same route, which a test of the tables would have found.
pub fn gateway(settings: &Settings, engine: Engine) -> Result<Gateway, String> {
    let router = Router::new(&DIALECTS)?;
    Ok(Gateway::new(engine, router, Metrics::new(&DIALECTS), settings.server.body_limit))
}
