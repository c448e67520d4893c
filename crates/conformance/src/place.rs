//! Stores of their own for tests: copies of one that was migrated and filled once, gone when the test ends.

use std::path::PathBuf;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use block_graph::Engine;
use block_graph::access::seal::SealKey;
use block_graph::event::Change;
#[cfg(feature = "postgres")]
use block_graph::store::Bounds;
use block_graph::store::diesel::{DieselStore, Options};
use block_graph::store::{Memory, Store};
use portcullis::world::World;
use tempfile::TempDir;

use crate::house;

#[cfg(feature = "postgres")]
pub(crate) mod own;
#[cfg(feature = "postgres")]
mod server;

/// The stores, each in the ways it is used.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum StoreKind {
    /// Nothing is kept.
    Memory,
    /// SQLite that one process owns.
    SqliteOwned,
    /// SQLite that is read from for every request.
    SqliteShared,
    /// PostgreSQL that one process owns.
    #[cfg(feature = "postgres")]
    PostgresOwned,
    /// PostgreSQL that several processes may share.
    #[cfg(feature = "postgres")]
    PostgresShared,
    /// The same, with answers kept at hand.
    #[cfg(feature = "postgres")]
    PostgresBounded,
}

impl StoreKind {
    /// All that this build has.
    pub const ALL: &'static [Self] = &[
        Self::Memory,
        Self::SqliteOwned,
        Self::SqliteShared,
        #[cfg(feature = "postgres")]
        Self::PostgresOwned,
        #[cfg(feature = "postgres")]
        Self::PostgresShared,
        #[cfg(feature = "postgres")]
        Self::PostgresBounded,
    ];
}

/// A store with the demo world in it, and what holds it as long as the test runs.
pub struct Place {
    kind: StoreKind,
    hold: Hold,
}

enum Hold {
    Nothing,
    File(TempDir),
    #[cfg(feature = "postgres")]
    Database(server::Database),
    #[cfg(feature = "postgres")]
    Pooled(server::Database),
    #[cfg(feature = "postgres")]
    Elsewhere(String, Options),
    #[cfg(feature = "postgres")]
    Replicated {
        url: String,
        read_url: String,
        bound: Duration,
    },
}

impl Place {
    /// A store of that kind, already filled unless it is the one in memory.
    pub fn new(kind: StoreKind) -> Self {
        let hold = match kind {
            StoreKind::Memory => Hold::Nothing,
            StoreKind::SqliteOwned | StoreKind::SqliteShared => Hold::File(copy_of_template()),
            #[cfg(feature = "postgres")]
            StoreKind::PostgresOwned | StoreKind::PostgresShared | StoreKind::PostgresBounded => {
                Hold::Database(server::copy_of_template())
            }
        };
        Self { kind, hold }
    }

    /// The store that processes share at `url`, which is filled already and whose end is somebody else's care.
    #[cfg(feature = "postgres")]
    pub fn at(url: String, options: Options) -> Self {
        Self { kind: StoreKind::PostgresShared, hold: Hold::Elsewhere(url, options) }
    }

    /// The store that processes share at `url`, read at `read_url` too where that keeps within `bound`.
    #[cfg(feature = "postgres")]
    pub fn replicated(url: String, read_url: String, bound: Duration) -> Self {
        Self { kind: StoreKind::PostgresBounded, hold: Hold::Replicated { url, read_url, bound } }
    }

    /// A store of its own that is reached through the pooler of TEST_POOLER_URL, which lends a connection for one
    /// transaction at a time.
    #[cfg(feature = "postgres")]
    pub fn pooled() -> Self {
        Self { kind: StoreKind::PostgresShared, hold: Hold::Pooled(server::copy_of_template()) }
    }

    /// Of which kind it is.
    pub fn kind(&self) -> StoreKind {
        self.kind
    }

    /// An engine on it, one of several workers, with the demo world in it and without limits.
    pub fn engine(&self, worker: u16) -> Engine {
        let engine = house::engine(self.open(), worker);
        if self.is_empty() {
            house::import(&engine);
        }
        engine
    }

    /// Whether the demo world must still be brought in.
    pub(crate) fn is_empty(&self) -> bool {
        matches!(self.hold, Hold::Nothing)
    }

    /// Opens it as an engine uses it; what was kept there before is there again.
    pub fn open(&self) -> Store {
        self.open_as(self.kind)
    }

    /// Opens it the way stores of another kind are used. The database stays the one it is.
    pub fn open_as(&self, kind: StoreKind) -> Store {
        match kind {
            StoreKind::Memory => Store::Owned(Arc::new(Memory)),
            StoreKind::SqliteOwned => Store::Owned(Arc::new(self.database())),
            StoreKind::SqliteShared => Store::Shared(Arc::new(self.database())),
            #[cfg(feature = "postgres")]
            StoreKind::PostgresOwned => Store::Owned(Arc::new(self.database())),
            #[cfg(feature = "postgres")]
            StoreKind::PostgresShared => Store::Shared(Arc::new(self.database())),
            #[cfg(feature = "postgres")]
            StoreKind::PostgresBounded => {
                if let Hold::Replicated { read_url, bound, .. } = &self.hold {
                    let replica = DieselStore::standby(read_url, SealKey::new(&[7; 32]), PATIENT);
                    let replica = replica.unwrap_or_else(|error| panic!("{read_url}: {error}"));
                    // Hardly anything is kept at hand, so that it is the database that is read.
                    let bounds = Bounds { bound: *bound, entries: 1, listen: None };
                    return Store::Replicated(Arc::new(self.database()), bounds, Arc::new(replica));
                }
                let bounds = Bounds { bound: Duration::from_secs(5), entries: 1_000, listen: None };
                Store::Bounded(Arc::new(self.database()), bounds)
            }
        }
    }

    /// Opens the database itself. Panics for the store in memory, which has none.
    pub fn database(&self) -> DieselStore {
        match &self.hold {
            Hold::Nothing => panic!("the store in memory has no database"),
            Hold::File(folder) => open(&sqlite_url(folder)),
            #[cfg(feature = "postgres")]
            Hold::Database(database) => open(&database.url()),
            #[cfg(feature = "postgres")]
            Hold::Pooled(database) => open_with(&database.pooled_url(), Options { statement_cache: false, ..PATIENT }),
            #[cfg(feature = "postgres")]
            Hold::Elsewhere(url, options) => open_with(url, *options),
            #[cfg(feature = "postgres")]
            Hold::Replicated { url, .. } => open(url),
        }
    }
}

/// Few connections, which many tests at once may take long to have.
const PATIENT: Options = Options { readers: 2, patience: Duration::from_secs(20), statement_cache: true };

fn open(url: &str) -> DieselStore {
    open_with(url, PATIENT)
}

fn open_with(url: &str, options: Options) -> DieselStore {
    DieselStore::open(url, SealKey::new(&[7; 32]), options).unwrap_or_else(|error| panic!("{url}: {error}"))
}

/// The demo world, read once.
pub(crate) fn world() -> &'static World {
    static WORLD: OnceLock<World> = OnceLock::new();
    WORLD.get_or_init(|| World::demo().unwrap_or_else(|error| panic!("{error}")))
}

/// The changes that make the demo world.
pub(crate) fn demo() -> Vec<Change> {
    static CHANGES: OnceLock<Vec<Change>> = OnceLock::new();
    CHANGES.get_or_init(|| world().changes().unwrap_or_else(|error| panic!("{error}"))).clone()
}

/// Migrates a store and brings the demo world in.
fn fill(url: &str) {
    let store = open(url);
    store.migrate().unwrap_or_else(|error| panic!("{error}"));
    // The engine folds the ledger before it goes, so that a copy begins with whole tables.
    house::import(&house::engine(Store::Owned(Arc::new(store)), 0));
}

fn sqlite_url(folder: &TempDir) -> String {
    format!("sqlite://{}", folder.path().join("graph.db").display())
}

/// A folder with a copy of the filled database. The template itself is bytes in memory: nothing is left behind.
fn copy_of_template() -> TempDir {
    static TEMPLATE: OnceLock<Vec<(PathBuf, Vec<u8>)>> = OnceLock::new();
    let files = TEMPLATE.get_or_init(|| {
        let folder = new_folder();
        fill(&sqlite_url(&folder));
        let entries = std::fs::read_dir(folder.path()).expect("the folder was just made");
        let names = entries.map(|entry| entry.expect("the folder is ours").file_name());
        names.map(|name| (name.clone().into(), std::fs::read(folder.path().join(name)).expect("closed"))).collect()
    });
    let folder = new_folder();
    for (name, bytes) in files {
        std::fs::write(folder.path().join(name), bytes).expect("the folder is ours");
    }
    folder
}

fn new_folder() -> TempDir {
    tempfile::tempdir().expect("tests need a folder for temporary files")
}
