//! The walls between the crates, and the habits of the house, kept by reading manifests and sources.

mod sources;

use std::collections::BTreeSet;
use std::fs;
use std::process::Command;

use serde_json::Value;

use crate::{read, root};
use sources::{Source, sources};

const DIALECTS: [&str; 3] = ["twitter-v1", "x-v2", "app-net"];

/// The crates of the workspace as cargo tells of them.
fn packages() -> Vec<Value> {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let told = Command::new(cargo)
        .args(["metadata", "--format-version", "1", "--no-deps", "--offline"])
        .current_dir(root())
        .output()
        .unwrap();
    assert!(told.status.success(), "{}", String::from_utf8_lossy(&told.stderr));
    let metadata: Value = serde_json::from_slice(&told.stdout).unwrap();
    metadata["packages"].as_array().unwrap().clone()
}

/// The names of what a crate depends on; what its tests alone use is left out unless `tests` asks for it.
fn dependencies(package: &Value, tests: bool) -> BTreeSet<String> {
    let all = package["dependencies"].as_array().unwrap().iter();
    let kept = all.filter(|dependency| tests || dependency["kind"] != "dev");
    kept.map(|dependency| dependency["name"].as_str().unwrap().to_owned()).collect()
}

fn package(name: &str) -> Value {
    let packages = packages();
    packages.into_iter().find(|package| package["name"] == name).unwrap_or_else(|| panic!("no crate is called {name}"))
}

#[test]
fn the_graph_knows_nothing_of_http_json_or_dialects() {
    let own = dependencies(&package("block-graph"), true);
    let foreign = ["serde", "serde_json", "http", "hyper", "ureq", "form_urlencoded", "oauth1-request", "matchit"];
    for name in &own {
        assert!(!name.starts_with("actix") && !foreign.contains(&name.as_str()), "block-graph depends on {name}");
        assert!(!DIALECTS.contains(&name.as_str()) && name != "dialect" && name != "portcullis", "{name}");
    }
    for source in sources("block-graph").into_iter().filter(|source| !source.is_test()) {
        for (number, line) in source.code() {
            let line = line.to_lowercase();
            for word in ["dialect", "app.net", "app_net", "twitter", "content-type", "statuscode", "http::"] {
                assert!(!line.contains(word), "{}:{number} says {word}", source.path);
            }
        }
    }
}

#[test]
fn the_contract_knows_no_server_no_database_and_no_dialect() {
    let own = dependencies(&package("dialect"), true);
    for name in &own {
        let foreign = ["diesel", "tokio", "futures", "async-trait", "portcullis", "serde_json", "libsqlite3-sys"];
        assert!(!name.starts_with("actix") && !foreign.contains(&name.as_str()), "dialect depends on {name}");
        assert!(!DIALECTS.contains(&name.as_str()), "dialect depends on {name}");
    }
}

#[test]
fn a_dialect_depends_on_the_graph_the_contract_and_json_alone() {
    let allowed = ["block-graph", "dialect", "serde", "serde_json", "chrono"];
    for dialect in DIALECTS {
        let own = dependencies(&package(dialect), false);
        for name in &own {
            assert!(allowed.contains(&name.as_str()), "{dialect} depends on {name}");
        }
        let for_tests = dependencies(&package(dialect), true);
        assert!(DIALECTS.iter().all(|other| !for_tests.contains(*other)), "{dialect} tests against another dialect");
    }
}

#[test]
fn the_pages_are_built_like_a_dialect() {
    let allowed = ["block-graph", "dialect", "cookie", "maud", "percent-encoding"];
    for name in &dependencies(&package("sign-in"), false) {
        assert!(allowed.contains(&name.as_str()), "sign-in depends on {name}");
    }
}

#[test]
fn dialects_are_pure() {
    for name in DIALECTS.into_iter().chain(["dialect", "sign-in"]) {
        for source in sources(name).into_iter().filter(|source| !source.is_test()) {
            for (number, line) in source.code() {
                for word in ["async ", ".await", "SystemTime", "Instant", "std::fs", "std::net::Tcp", "thread::"] {
                    assert!(!line.contains(word), "{}:{number} says {word}", source.path);
                }
            }
        }
    }
}

#[test]
fn the_gateway_knows_no_field_of_any_body() {
    let fields = sources::wire_fields();
    assert!(fields.len() > 80 && fields.contains("screen_name") && fields.contains("error_message"), "{fields:?}");
    for source in sources("gateway") {
        for (number, line) in source.code() {
            for field in &fields {
                assert!(!sources::says(&line, field), "{}:{number} says {field}", source.path);
            }
        }
    }
}

#[test]
fn every_module_says_why_it_exists() {
    for package in packages() {
        for source in sources(folder(&package)) {
            let first = source.text.lines().next().unwrap_or_default();
            assert!(first.starts_with("//! ") && first.len() > 12, "{} begins with {first:?}", source.path);
        }
    }
}

#[test]
fn no_file_is_long() {
    for package in packages() {
        for source in sources(folder(&package)).iter().filter(|source| source.path.contains("/src/")) {
            let lines = source.text.lines().count();
            assert!(lines <= 400, "{} has {lines} lines", source.path);
        }
    }
}

#[test]
fn every_crate_takes_the_workspaces_lints() {
    for package in packages() {
        let manifest: toml::Table = toml::from_str(&read(&format!("crates/{}/Cargo.toml", folder(&package)))).unwrap();
        let lints = manifest.get("lints").and_then(|lints| lints.get("workspace")).and_then(toml::Value::as_bool);
        assert_eq!(lints, Some(true), "{}", package["name"]);
    }
}

/// A crate's folder under `crates`; the workspace has crates nowhere else.
fn folder(package: &Value) -> &str {
    let manifest = package["manifest_path"].as_str().unwrap();
    let folder = manifest.rsplit_once("/crates/").and_then(|(_, rest)| rest.strip_suffix("/Cargo.toml"));
    folder.unwrap_or_else(|| panic!("{manifest} is not under crates"))
}

#[test]
fn both_databases_have_the_same_migrations() {
    let names = |database: &str| -> BTreeSet<String> {
        let folder = fs::read_dir(root().join("migrations").join(database)).unwrap();
        folder.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
    };
    let (sqlite, postgres) = (names("sqlite"), names("postgres"));
    assert_eq!(sqlite, postgres);
    assert!(!sqlite.is_empty());
    for name in &sqlite {
        for (database, half) in [("sqlite", "up"), ("sqlite", "down"), ("postgres", "up"), ("postgres", "down")] {
            assert!(!read(&format!("migrations/{database}/{name}/{half}.sql")).trim().is_empty());
        }
    }
    let folders = fs::read_dir(root().join("migrations")).unwrap().map(|entry| entry.unwrap().path());
    assert_eq!(folders.filter(|path| path.is_dir()).count(), 2, "a third database has migrations");
}

#[test]
fn the_top_holds_only_the_known_folders() {
    for entry in fs::read_dir(root()).unwrap().map(Result::unwrap) {
        let name = entry.file_name().into_string().unwrap();
        let known = ["crates", "docs", "migrations", "fixtures", "target", "data"].contains(&name.as_str());
        assert!(known || name.starts_with('.') || entry.path().is_file(), "{name} is a new folder at the top");
    }
}

#[test]
fn the_reader_of_sources_sees_code_and_not_comments() {
    let text = "//! why\nlet a = \"https://x\"; // async \n/// async fn\nasync fn b() {}\n";
    let source = Source { path: "x.rs".to_owned(), text: text.to_owned() };
    let code: Vec<_> = source.code().collect();
    assert_eq!(code[1].1.trim_end(), "let a = \"https://x\";");
    assert!(code[2].1.is_empty() && code[3].1.contains("async "));
    assert!(sources::says("\"screen_name\":", "screen_name") && sources::says("screen_name: i64", "screen_name"));
    assert!(!sources::says("?screen_name=cat", "screen_name") && !sources::says("my_screen_names", "screen_name"));
}
