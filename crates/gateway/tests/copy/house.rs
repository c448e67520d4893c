//! The program itself, in a folder of its own, and stores for it.

use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

/// A folder, in which `data/seal.key` and stores are.
pub(crate) fn folder() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("data")).unwrap();
    std::fs::write(folder.path().join("data/seal.key"), "07".repeat(32)).unwrap();
    folder
}

/// The program, without the settings of whoever runs the tests.
pub(crate) fn portcullis(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_portcullis"));
    command.current_dir(folder);
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("PORTCULLIS")) {
        command.env_remove(name);
    }
    command
}

/// Runs the program to its end.
pub(crate) fn run(folder: &Path, arguments: &[&str]) -> Output {
    portcullis(folder).args(arguments).output().unwrap()
}

/// Runs the program, which must succeed.
pub(crate) fn succeed(folder: &Path, arguments: &[&str]) -> String {
    let output = run(folder, arguments);
    assert!(output.status.success(), "{arguments:?}: {output:?}");
    String::from_utf8(output.stdout).unwrap()
}

/// What the program says when it must fail.
pub(crate) fn fail(folder: &Path, arguments: &[&str]) -> String {
    let output = run(folder, arguments);
    assert!(!output.status.success(), "{arguments:?}: {output:?}");
    String::from_utf8(output.stderr).unwrap()
}

/// How many rows an unfinished copy holds; `None` before it began and after it ended.
pub(crate) fn copied(url: &str) -> Option<i64> {
    use diesel::prelude::*;

    #[derive(diesel::QueryableByName)]
    struct Sum {
        #[diesel(sql_type = diesel::sql_types::BigInt)]
        rows: i64,
    }
    let ask = "SELECT CAST(sum(rows) AS BIGINT) AS rows FROM copying";
    let found = match url.strip_prefix("sqlite://") {
        Some(path) => diesel::sql_query(ask).get_result::<Sum>(&mut SqliteConnection::establish(path).ok()?),
        #[cfg(feature = "postgres")]
        None => diesel::sql_query(ask).get_result::<Sum>(&mut PgConnection::establish(url).ok()?),
        #[cfg(not(feature = "postgres"))]
        None => return None,
    };
    found.ok().map(|sum| sum.rows)
}

/// An empty database on the server that TEST_DATABASE_URL names, which goes when this does.
#[cfg(feature = "postgres")]
pub(crate) struct Database {
    name: String,
    pub(crate) url: String,
}

#[cfg(feature = "postgres")]
impl Database {
    pub(crate) fn new() -> Self {
        static NUMBER: std::sync::atomic::AtomicUsize = std::sync::atomic::AtomicUsize::new(0);
        let number = NUMBER.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        let name = format!("copy_{}_{number}", std::process::id());
        administer(&format!("CREATE DATABASE {name} TEMPLATE template0"));
        let server = server();
        let (place, parameters) = server.split_at(server.find('?').unwrap_or(server.len()));
        let (host, _) = place.rsplit_once('/').unwrap();
        let url = format!("{host}/{name}{parameters}");
        Self { name, url }
    }
}

#[cfg(feature = "postgres")]
impl Drop for Database {
    fn drop(&mut self) {
        administer(&format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name));
    }
}

#[cfg(feature = "postgres")]
fn server() -> String {
    std::env::var("TEST_DATABASE_URL").unwrap_or_else(|_| {
        panic!("the PostgreSQL tests need a server: run `make test`, or set TEST_DATABASE_URL to a superuser's URL")
    })
}

#[cfg(feature = "postgres")]
fn administer(statement: &str) {
    use diesel::connection::SimpleConnection as _;
    use diesel::{Connection as _, PgConnection};
    PgConnection::establish(&server()).unwrap().batch_execute(statement).unwrap();
}
