//! What is no copy: one and the same store, one that is in use or not there, keys that open nothing.

use std::sync::{Arc, mpsc};

use portcullis::serve;
use portcullis::settings::Settings;

use crate::house::{fail, folder, succeed};

const ONE: &str = "sqlite://data/one.db";
const TWO: &str = "sqlite://data/two.db";

#[test]
fn a_store_that_is_not_there_or_keeps_nothing_or_is_both() {
    let folder = folder();
    for (from, to, word) in [
        (ONE, ONE, "one and the same"),
        (ONE, TWO, "there is no store at data/one.db"),
        ("memory", TWO, "keeps nothing"),
        ("oracle://x", TWO, "scheme"),
    ] {
        let said = fail(folder.path(), &["copy", "--from", from, "--to", to]);
        assert!(said.contains(word) && said.trim_end().lines().count() == 1, "{said}");
    }
    assert!(!folder.path().join("data/two.db").exists(), "what is refused leaves nothing behind");
}

#[test]
fn keys_that_open_nothing() {
    let folder = folder();
    succeed(folder.path(), &["seed", "--store", ONE]);
    std::fs::write(folder.path().join("other.key"), "08".repeat(32)).unwrap();
    let copy = ["copy", "--from", ONE, "--to", TWO];
    let said = fail(folder.path(), &[&copy[..], &["--from-seal-key-file", "none.key"]].concat());
    assert!(said.contains("none.key is not there") && !folder.path().join("none.key").exists(), "{said}");
    let said = fail(folder.path(), &[&copy[..], &["--from-seal-key-file", "other.key"]].concat());
    assert!(said.contains("sealed with another key"), "{said}");
    // Under a key of its own.
    succeed(folder.path(), &[&copy[..], &["--to-seal-key-file", "other.key"]].concat());
    let verify = [&copy[..], &["--verify"]].concat();
    assert!(fail(folder.path(), &verify).contains("sealed with another key"));
    succeed(folder.path(), &[&verify[..], &["--to-seal-key-file", "other.key"]].concat());
    let said = fail(folder.path(), &["copy", "--from", ONE, "--to", TWO, "--to-seal-key-file", "other.key"]);
    assert!(said.contains("is not empty"), "{said}");
}

#[test]
fn a_store_on_which_a_gateway_runs() {
    let folder = folder();
    succeed(folder.path(), &["seed", "--store", ONE]);
    let mut settings = Settings::read_default().unwrap();
    let any = std::net::SocketAddr::from(([127, 0, 0, 1], 0));
    (settings.server.listen, settings.admin.listen) = (any, any);
    (settings.tls.enabled, settings.proxy.enabled) = (false, false);
    settings.server.workers = 1;
    settings.store.url = format!("sqlite://{}", folder.path().join("data/one.db").display());
    settings.access.seal_key_file = folder.path().join("data/seal.key");
    let (tell, told) = mpsc::channel();
    let thread = std::thread::spawn(move || {
        actix_web::rt::System::new().block_on(async {
            let standing = serve::start(&settings, false).await.unwrap();
            tell.send((Arc::clone(&standing.gateway), standing.handle())).unwrap();
            standing.finish().await.unwrap();
        });
    });
    let (_gateway, handle) = told.recv().unwrap();
    for (from, to) in [(ONE, TWO), (TWO, ONE)] {
        std::fs::write(folder.path().join("data/two.db"), "").unwrap();
        let said = fail(folder.path(), &["copy", "--from", from, "--to", to]);
        assert!(said.contains("a gateway runs on this store"), "{said}");
    }
    drop(handle.stop(false));
    thread.join().unwrap();
}
