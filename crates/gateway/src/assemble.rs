//! From settings to a gateway: the one place where all parts meet.

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use block_graph::rate::Limiter;
use block_graph::store::diesel::{DieselStore, Options};
use block_graph::store::replica::Replica;
use block_graph::store::{Bounds, Memory, Store};
use block_graph::{Engine, KEPT_FROM, Parts, SystemClock};
use dialect::Router;

use crate::dialects::DIALECTS;
use crate::keys::{Keys, random};
use crate::metrics::Metrics;
use crate::pipeline::Gateway;
use crate::settings::{Consistency, Mode, Settings};

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
    let statement_cache = settings.store.statement_cache;
    let options = Options { readers: settings.store.pool.max(1), statement_cache, ..Options::default() };
    DieselStore::open(&settings.store.url, keys.seal.clone(), options)
        .map(Some)
        .map_err(|error| format!("cannot open the store {}: {error}", settings.shown().store.url))
}

/// The keys that the settings lead to; a store in memory has keys that are gone with it, unless the settings hold one.
///
/// # Errors
/// One line that says what is wrong with the key or its file.
pub fn keys(settings: &Settings) -> Result<Keys, String> {
    let passing = settings.store.url == "memory" && settings.access.seal_key.is_empty();
    if passing { Keys::passing() } else { Keys::read(&settings.access) }
}

/// How the store is used.
pub fn shared(settings: &Settings) -> bool {
    match settings.store.mode {
        Mode::Owned => false,
        Mode::Shared => true,
        Mode::Auto => settings.store.url.starts_with("postgres"),
    }
}

/// Brings the store's tables up to date, or sees that they are, as the settings say.
///
/// # Errors
/// One line that says what the store reports, or which migrations have not run.
pub fn migrate(settings: &Settings, store: &DieselStore) -> Result<(), String> {
    if settings.store.migrate {
        return store.migrate().map(drop).map_err(|error| format!("cannot migrate the store: {error}"));
    }
    let pending = store.pending_migrations().map_err(|error| format!("cannot look into the store: {error}"))?;
    if pending.is_empty() {
        return Ok(());
    }
    Err(format!(
        "the store lacks {} (store.migrate is false): run `portcullis migrate` before this start",
        pending.join(", ")
    ))
}

/// An engine on an opened store.
///
/// # Errors
/// One line that says what the store reports.
pub fn engine(settings: &Settings, store: Option<DieselStore>, keys: &Keys) -> Result<Engine, String> {
    let own = u16::try_from(settings.store.worker).ok();
    let mut workers = None;
    let store = match store.map(Arc::new) {
        None => Store::Owned(Arc::new(Memory)),
        Some(store) if shared(settings) => {
            workers = own.is_none().then(|| Arc::clone(&store));
            match settings.store.consistency {
                Consistency::Strong => Store::Shared(store),
                Consistency::Bounded => match replica(settings, keys)? {
                    Some(replica) => Store::Replicated(store, bounds(settings), replica),
                    None => Store::Bounded(store, bounds(settings)),
                },
            }
        }
        Some(store) => Store::Owned(store),
    };
    let worker = match own {
        Some(worker) => worker,
        None => u16::from_le_bytes(random().map_err(|error| format!("no randomness: {error}"))?) & 1023,
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
    let opened = match workers {
        Some(workers) => Engine::open_leasing(parts, workers, &process()),
        None => Engine::open(parts),
    };
    let pages = u64::from(settings.store.page_cache_mb) << 20;
    let opened = opened.map(|engine| engine.keeping_pages(pages, KEPT_FROM));
    opened.map_err(|error| format!("cannot open the store {}: {error}", settings.shown().store.url))
}

/// How this process is named to people who look who holds what.
fn process() -> String {
    let host = std::env::var("HOSTNAME").unwrap_or_else(|_| "process".to_owned());
    format!("{host} {}", std::process::id())
}

/// The replica that is read from, if the settings name one. It need not be there yet.
fn replica(settings: &Settings, keys: &Keys) -> Result<Option<Arc<dyn Replica>>, String> {
    if settings.store.read_url.is_empty() {
        return Ok(None);
    }
    let options = Options { readers: settings.store.pool.max(1), ..Options::default() };
    match DieselStore::standby(&settings.store.read_url, keys.seal.clone(), options) {
        Ok(replica) => Ok(Some(Arc::new(replica))),
        Err(error) => Err(format!("store.read_url: {error}")),
    }
}

fn bounds(settings: &Settings) -> Bounds {
    let settings = &settings.store;
    let listen = (!settings.listen_url.is_empty()).then(|| settings.listen_url.clone());
    Bounds { bound: Duration::from_millis(settings.bound_ms), entries: settings.cache_entries, listen }
}

/// A gateway on an engine.
///
/// # Errors
/// Two endpoints that have the same route, which a test of the tables would have found.
pub fn gateway(settings: &Settings, engine: Engine) -> Result<Gateway, String> {
    let router = Router::new(&DIALECTS)?;
    let mut metrics = Metrics::new(&DIALECTS);
    if let Some(health) = engine.tally().health() {
        metrics.watch(health);
    }
    Ok(Gateway::new(engine, router, metrics, settings.server.body_limit))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_start_that_must_not_migrate_refuses_to_start_until_somebody_has() {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}", folder.path().join("graph.db").display());
        let key = folder.path().join("seal.key").display().to_string();
        let flags = [("store.url", url), ("store.migrate", "false".to_owned()), ("access.seal_key_file", key)];
        let settings = Settings::read(None, &flags).unwrap();
        let store = open_store(&settings, &keys(&settings).unwrap()).unwrap().unwrap();
        let refused = migrate(&settings, &store).unwrap_err();
        assert!(refused.contains("_graph") && refused.contains("`portcullis migrate`"), "{refused}");
        assert!(!refused.contains('\n') && !store.pending_migrations().unwrap().is_empty());
        store.migrate().unwrap();
        assert_eq!(migrate(&settings, &store), Ok(()));
    }
}
