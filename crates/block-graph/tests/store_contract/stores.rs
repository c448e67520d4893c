//! The stores under test, each in the ways it is used, with one face.

use std::sync::Mutex;

use block_graph::event::Event;
use block_graph::store::{self, Ledger as _};
use block_graph::view::View;
use block_graph::{Graph, StoreError};

#[cfg(any(feature = "sqlite", feature = "postgres"))]
pub(crate) use disk::*;

/// A store as a test sees it.
pub(crate) trait Subject {
    /// Keeps events, as one transaction.
    fn keep(&self, events: &[Event]) -> Result<(), StoreError>;
    /// Looks at what the store holds.
    fn look(&self, work: &mut dyn FnMut(&dyn View));

    /// What `work` makes of what the store holds.
    fn ask<T>(&self, work: impl Fn(&dyn View) -> Result<T, StoreError>) -> T
    where
        Self: Sized,
    {
        let mut answer = None;
        self.look(&mut |view| answer = Some(work(view).unwrap()));
        answer.unwrap()
    }
}

/// The memory store, and the graph that its owner keeps.
pub(crate) struct Memory(Mutex<Graph>);

impl Memory {
    pub(crate) fn new() -> Self {
        Self(Mutex::default())
    }
}

impl Subject for Memory {
    fn keep(&self, events: &[Event]) -> Result<(), StoreError> {
        store::Memory.append(events)?;
        let mut graph = self.0.lock().unwrap();
        events.iter().for_each(|event| graph.apply(&event.change));
        Ok(())
    }

    fn look(&self, work: &mut dyn FnMut(&dyn View)) {
        work(&*self.0.lock().unwrap());
    }
}

#[cfg(any(feature = "sqlite", feature = "postgres"))]
mod disk {
    //! Databases that are there for one test.

    use std::sync::Arc;
    use std::time::Duration;

    use block_graph::access::seal::SealKey;
    use block_graph::event::Event;
    use block_graph::store::diesel::{DieselStore, Options};
    use block_graph::store::{Database as _, Ledger};
    use block_graph::view::View;
    use block_graph::{Graph, GraphLoader, ManualClock, Mint, StoreError, Timestamp};

    use super::Subject;

    /// A database that goes when this does.
    pub(crate) struct Place {
        pub(crate) url: String,
        /// Whether statements may be kept prepared.
        pub(crate) statement_cache: bool,
        // Dropped for what it does then.
        _keeper: Box<dyn std::any::Any + Send + Sync>,
    }

    impl Place {
        /// Opens a store on it, as a process would.
        pub(crate) fn open(&self) -> DieselStore {
            self.open_with([7; 32])
        }

        /// Opens a store with another key.
        pub(crate) fn open_with(&self, key: [u8; 32]) -> DieselStore {
            let statement_cache = self.statement_cache;
            let options = Options { readers: 4, patience: Duration::from_secs(20), statement_cache };
            DieselStore::open(&self.url, SealKey::new(&key), options).unwrap()
        }
    }

    /// A migrated SQLite database.
    #[cfg(feature = "sqlite")]
    pub(crate) fn sqlite() -> Place {
        let place = bare_sqlite();
        place.open().migrate().unwrap();
        place
    }

    /// A SQLite database without tables.
    #[cfg(feature = "sqlite")]
    pub(crate) fn bare_sqlite() -> Place {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}", folder.path().join("graph.db").display());
        Place { url, statement_cache: true, _keeper: Box::new(folder) }
    }

    #[cfg(feature = "postgres")]
    pub(crate) use server::{administer, bare_postgres, partitioned, pooled, postgres, spread};

    #[cfg(feature = "postgres")]
    mod server {
        //! Databases on the server that TEST_DATABASE_URL names: copies of a template that is migrated once.

        use std::sync::atomic::{AtomicUsize, Ordering};
        use std::sync::{Arc, Mutex, Weak};

        use diesel::connection::SimpleConnection;
        use diesel::{Connection, PgConnection};

        use super::Place;

        struct Database(String);

        impl Database {
            fn create(template: &str) -> Self {
                static NUMBER: AtomicUsize = AtomicUsize::new(0);
                let number = NUMBER.fetch_add(1, Ordering::Relaxed);
                let name = format!("contract_{}_{number}", std::process::id());
                administer(&format!("CREATE DATABASE {name} TEMPLATE {template}"));
                Self(name)
            }

            fn url(&self) -> String {
                self.url_by(&server())
            }

            fn url_by(&self, server: &str) -> String {
                let (place, parameters) = server.split_at(server.find('?').unwrap_or(server.len()));
                let (host, _) = place.rsplit_once('/').unwrap();
                format!("{host}/{}{parameters}", self.0)
            }
        }

        impl Drop for Database {
            fn drop(&mut self) {
                administer(&format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.0));
            }
        }

        #[expect(clippy::panic, reason = "without a server the tests must fail, not pass unseen")]
        fn server() -> String {
            std::env::var("TEST_DATABASE_URL").unwrap_or_else(|_| {
                panic!(
                    "the PostgreSQL tests need a server: run `make test`, or set TEST_DATABASE_URL to a superuser's URL"
                )
            })
        }

        /// Runs a statement as the server's superuser.
        pub(crate) fn administer(statement: &str) {
            PgConnection::establish(&server()).unwrap().batch_execute(statement).unwrap();
        }

        /// A PostgreSQL database without tables.
        pub(crate) fn bare_postgres() -> Place {
            let database = Database::create("template0");
            Place { url: database.url(), statement_cache: true, _keeper: Box::new(database) }
        }

        /// A PostgreSQL database without tables, behind a pooler that lends connections for one transaction at a time.
        #[expect(clippy::panic, reason = "without a pooler the tests must fail, not pass unseen")]
        pub(crate) fn pooled() -> Place {
            let pooler = std::env::var("TEST_POOLER_URL").unwrap_or_else(|_| {
                panic!(
                    "the tests behind a pooler need PgBouncer: run `make test`, or set TEST_POOLER_URL to its superuser's URL"
                )
            });
            let database = Database::create("template0");
            Place { url: database.url_by(&pooler), statement_cache: false, _keeper: Box::new(database) }
        }

        /// A database that is copied for each test.
        type Template = Mutex<Weak<Database>>;

        /// A migrated PostgreSQL database.
        pub(crate) fn postgres() -> Place {
            static MIGRATED: Template = Mutex::new(Weak::new());
            copy_of(&MIGRATED, |place| drop(place.open().migrate().unwrap()))
        }

        /// A migrated PostgreSQL database whose edges are spread over partitions by the documented steps.
        pub(crate) fn partitioned() -> Place {
            static SPREAD: Template = Mutex::new(Weak::new());
            copy_of(&SPREAD, |place| {
                place.open().migrate().unwrap();
                spread(place);
            })
        }

        /// Runs the documented steps that spread edges over partitions.
        pub(crate) fn spread(place: &Place) {
            let steps = include_str!("../../../../migrations/partition-edges.sql");
            PgConnection::establish(&place.url).unwrap().batch_execute(steps).unwrap();
        }

        /// A copy of a template, which is made when the first test asks for it.
        fn copy_of(template: &Template, make: impl FnOnce(&Place)) -> Place {
            // Lives as long as any test that copies it, so that nothing is left on the server.
            let mut template = template.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            let made = template.upgrade().unwrap_or_else(|| {
                let database = Arc::new(Database::create("template0"));
                make(&Place { url: database.url(), statement_cache: true, _keeper: Box::new(()) });
                *template = Arc::downgrade(&database);
                database
            });
            drop(template);
            let database = Database::create(&made.0);
            Place { url: database.url(), statement_cache: true, _keeper: Box::new((database, made)) }
        }
    }

    /// What a store holds, read as its owner reads it.
    pub(crate) fn load(store: &dyn Ledger) -> Result<Graph, StoreError> {
        let mut loader = GraphLoader::default();
        store.load(&mut loader)?;
        Ok(loader.finish(&Mint::new(Arc::new(ManualClock::at(Timestamp(0))), 0)))
    }

    /// A database whose one process keeps everything in memory and reads it back anew for each look.
    pub(crate) struct Owned {
        pub(crate) store: DieselStore,
        // Fields go in their order: the store's connections end before its database does.
        _place: Place,
    }

    impl Owned {
        pub(crate) fn new(place: Place) -> Self {
            Self { store: place.open(), _place: place }
        }
    }

    impl Subject for Owned {
        fn keep(&self, events: &[Event]) -> Result<(), StoreError> {
            self.store.append(events)
        }

        fn look(&self, work: &mut dyn FnMut(&dyn View)) {
            work(&load(&self.store).unwrap());
        }
    }

    /// A database that several processes may use.
    pub(crate) struct Shared {
        store: DieselStore,
        _place: Place,
    }

    impl Shared {
        pub(crate) fn new(place: Place) -> Self {
            Self { store: place.open(), _place: place }
        }
    }

    impl Subject for Shared {
        fn keep(&self, events: &[Event]) -> Result<(), StoreError> {
            self.store.commit(&[], &mut |_| Ok(events.to_vec()))
        }

        fn look(&self, work: &mut dyn FnMut(&dyn View)) {
            let looked = self.store.read(&mut |view| {
                work(view);
                Ok(())
            });
            looked.unwrap();
        }
    }
}
