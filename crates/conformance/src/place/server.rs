//! PostgreSQL databases for one test each, on the server that TEST_DATABASE_URL names: copies of a filled template.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};

use diesel::connection::SimpleConnection;
use diesel::{Connection, PgConnection};

/// A database that goes when this does.
pub(super) struct Database {
    name: String,
    // Lives as long as any test that copies it, so that nothing is left on the server.
    _template: Option<Arc<Database>>,
}

/// A database with the demo world in it.
pub(super) fn copy_of_template() -> Database {
    static TEMPLATE: Mutex<Weak<Database>> = Mutex::new(Weak::new());
    let mut template = TEMPLATE.lock().unwrap_or_else(PoisonError::into_inner);
    let filled = template.upgrade().unwrap_or_else(|| {
        let database = Arc::new(Database::create("template0", None));
        super::fill(&database.url());
        *template = Arc::downgrade(&database);
        database
    });
    // Under the lock: the server copies a template for one at a time.
    Database::create(&filled.name.clone(), Some(filled))
}

impl Database {
    fn create(source: &str, template: Option<Arc<Self>>) -> Self {
        static NUMBER: AtomicUsize = AtomicUsize::new(0);
        let name = format!("conformance_{}_{}", std::process::id(), NUMBER.fetch_add(1, Ordering::Relaxed));
        administer(&format!("CREATE DATABASE {name} TEMPLATE {source}"));
        Self { name, _template: template }
    }

    /// Where it is.
    pub(super) fn url(&self) -> String {
        self.url_by(&server())
    }

    /// Where it is behind the pooler.
    pub(super) fn pooled_url(&self) -> String {
        let pooler = std::env::var("TEST_POOLER_URL").unwrap_or_else(|_| {
            panic!("the tests behind a pooler need PgBouncer: run `make test`, or set TEST_POOLER_URL to its superuser's URL")
        });
        self.url_by(&pooler)
    }

    fn url_by(&self, server: &str) -> String {
        let (place, parameters) = server.split_once('?').unwrap_or((server, ""));
        let (host, _) = place.rsplit_once('/').unwrap_or((place, ""));
        format!("{host}/{}?{parameters}", self.name)
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        administer(&format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name));
    }
}

fn server() -> String {
    std::env::var("TEST_DATABASE_URL").unwrap_or_else(|_| {
        panic!("the PostgreSQL tests need a server: run `make test`, or set TEST_DATABASE_URL to a superuser's URL")
    })
}

/// Runs a statement as the server's superuser.
fn administer(statement: &str) {
    let mut server = PgConnection::establish(&server()).expect("the server of TEST_DATABASE_URL answers");
    server.batch_execute(statement).unwrap_or_else(|error| panic!("{statement}: {error}"));
}
