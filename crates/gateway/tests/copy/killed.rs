//! Killed in the middle, again and again, a copy goes on and comes to its end.

use std::hash::{BuildHasher as _, RandomState};
use std::path::Path;
use std::process::Stdio;
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::house::{copied, folder, portcullis, succeed};

const KILLS: i64 = 4;

/// Makes a world and copies it, killed at places that chance chooses.
fn survives(folder: &Path, from: &str, to: &str) {
    let made = succeed(
        folder,
        &["seed", "--synthetic", "--people", "1000", "--edges", "8000", "--manifest", "made.json", "--store", from],
    );
    assert!(made.contains("8000"), "{made}");
    let copy = ["copy", "--from", from, "--to", to, "--chunk", "50"];
    let mut before = 0;
    for kill in 1..=KILLS {
        // The world has some 25,000 rows; each kill is a little further on.
        let chance = i64::try_from(RandomState::new().hash_one(kill) % 4_000).unwrap();
        let place = 5_000 * (kill - 1) + chance;
        let mut child = portcullis(folder).args(copy).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let patience = Instant::now() + Duration::from_secs(120);
        while copied(to).is_none_or(|rows| rows < place) {
            assert!(child.try_wait().unwrap().is_none(), "it ended before {place} rows were copied");
            assert!(Instant::now() < patience, "{place} rows are not copied after two minutes");
            thread::yield_now();
        }
        child.kill().unwrap();
        child.wait().unwrap();
        let rows = copied(to).unwrap_or_else(|| panic!("killed at {place}, it holds no unfinished copy"));
        assert!(rows >= before.max(place), "{rows} rows after {before}, killed at {place}");
        before = rows;
    }
    let told: Value = serde_json::from_str(&succeed(folder, &[&copy[..], &["--json"]].concat())).unwrap();
    let rows = |table: &str| {
        let found = told["tables"].as_array().unwrap().iter().find(|told| told["table"] == table).unwrap();
        assert_eq!(found["equal"], true, "{told}");
        found["to"]["rows"].as_i64().unwrap()
    };
    assert_eq!(rows("edges"), 8_000);
    assert!(rows("users") >= 1_000 && rows("ledger") > 9_000);
    assert_eq!(copied(to), None, "nothing of the copying is left");
    succeed(folder, &["copy", "--from", to, "--to", from, "--verify"]);
}

#[test]
fn from_sqlite_to_sqlite() {
    let folder = folder();
    survives(folder.path(), "sqlite://data/one.db", &format!("sqlite://{}", folder.path().join("two.db").display()));
}

#[cfg(feature = "postgres")]
#[test]
fn from_sqlite_to_postgresql() {
    let (folder, to) = (folder(), crate::house::Database::new());
    survives(folder.path(), "sqlite://data/one.db", &to.url);
}

#[cfg(feature = "postgres")]
#[test]
fn from_postgresql_to_sqlite() {
    let (folder, from) = (folder(), crate::house::Database::new());
    survives(folder.path(), &from.url, &format!("sqlite://{}", folder.path().join("two.db").display()));
}
