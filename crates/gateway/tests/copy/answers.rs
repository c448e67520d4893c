//! A gateway on the copy answers as one on the original does, to old tokens and signatures, and after new writes.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::{Arc, mpsc};
use std::thread::JoinHandle;

use portcullis::serve;
use portcullis::settings::Settings;

use crate::house::{folder, succeed};

/// A gateway on a store.
struct Served {
    http: SocketAddr,
    stop: Option<(actix_server::ServerHandle, JoinHandle<()>)>,
}

impl Served {
    fn start(folder: &Path, url: &str) -> Self {
        let mut settings = Settings::read_default().unwrap();
        let any = SocketAddr::from(([127, 0, 0, 1], 0));
        (settings.server.listen, settings.admin.listen) = (any, any);
        (settings.tls.enabled, settings.proxy.enabled) = (false, false);
        settings.server.workers = 1;
        url.clone_into(&mut settings.store.url);
        settings.access.seal_key_file = folder.join("data/seal.key");
        let (tell, told) = mpsc::channel();
        let thread = std::thread::spawn(move || {
            actix_web::rt::System::new().block_on(async {
                let standing = serve::start(&settings, false).await.unwrap();
                tell.send((Arc::clone(&standing.gateway), standing.doors.http, standing.handle())).unwrap();
                standing.finish().await.unwrap();
            });
        });
        let (_, http, handle) = told.recv().unwrap();
        Self { http, stop: Some((handle, thread)) }
    }

    /// Status and body of a call.
    fn ask(&self, folder: &Path, method: &str, path: &str, access: Access) -> (u16, String) {
        let url = format!("http://{}{path}", self.http);
        let header = match access {
            Access::Bearer(token) => format!("Bearer {token}"),
            Access::Signed => {
                let said = succeed(folder, &["sign", method, &url]);
                said.trim().split_once(": ").unwrap().1.to_owned()
            }
        };
        let agent: ureq::Agent = ureq::Agent::config_builder().http_status_as_error(false).proxy(None).build().into();
        let mut answer = match method {
            "POST" => agent.post(&url).header("authorization", header).send_empty().unwrap(),
            _ => agent.get(&url).header("authorization", header).call().unwrap(),
        };
        (answer.status().as_u16(), answer.body_mut().read_to_string().unwrap())
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        if let Some((handle, thread)) = self.stop.take() {
            drop(handle.stop(false));
            thread.join().unwrap();
        }
    }
}

#[derive(Clone, Copy)]
enum Access {
    Bearer(&'static str),
    Signed,
}

const AMY: &str = "1212092628029698101";
const V2: Access = Access::Bearer("DemoAmyUserBearer0123456789abcdefghijk");
const APP_NET: Access = Access::Bearer("DemoAmyAppNetUserToken0123456789");

fn reads() -> Vec<(String, Access)> {
    let v1 = [
        "account/verify_credentials",
        "blocks/list",
        "blocks/ids",
        "friends/ids",
        "followers/list",
        "mutes/users/ids",
        "statuses/user_timeline",
        "statuses/home_timeline",
        "users/show",
    ];
    let v1 = v1.map(|name| (format!("/1.1/{name}.json?screen_name=amy"), Access::Signed));
    let v2 = ["blocking", "muting", "following", "followers", "tweets", "timelines/reverse_chronological"];
    let v2 = v2.map(|name| (format!("/2/users/{AMY}/{name}"), V2));
    let app_net = ["", "/blocked", "/muted", "/following", "/followers", "/posts"];
    let app_net = app_net.map(|name| (format!("/stream/0/users/me{name}"), APP_NET));
    v1.into_iter().chain(v2).chain(app_net).collect()
}

/// Copies the demo world and asks both.
fn answers_the_same(folder: &Path, to: &str) {
    let from = format!("sqlite://{}", folder.join("data/one.db").display());
    succeed(folder, &["seed", "--store", &from]);
    // A write that only the ledger holds when the gateway that took it ends.
    let block = |served: &Served, name: &str| {
        let path = format!("/1.1/blocks/create.json?screen_name={name}");
        let (status, body) = served.ask(folder, "POST", &path, Access::Signed);
        assert_eq!(status, 200, "{body}");
    };
    block(&Served::start(folder, &from), "cat");
    succeed(folder, &["copy", "--from", &from, "--to", to]);
    let (old, new) = (Served::start(folder, &from), Served::start(folder, to));
    let compare = || {
        for (path, access) in reads() {
            let (one, other) = (old.ask(folder, "GET", &path, access), new.ask(folder, "GET", &path, access));
            assert_eq!(one.0, 200, "{path}: {one:?}");
            assert_eq!(one, other, "{path}");
        }
    };
    compare();
    // Both go on alike; what a block is called is not the same, for it is made at another moment.
    for served in [&old, &new] {
        block(served, "dan");
        let (_, body) = served.ask(folder, "GET", "/1.1/blocks/list.json", Access::Signed);
        assert!(body.contains("\"dan\"") && body.contains("\"cat\""), "{body}");
    }
}

#[test]
fn on_sqlite() {
    let folder = folder();
    answers_the_same(folder.path(), &format!("sqlite://{}", folder.path().join("two.db").display()));
}

#[cfg(feature = "postgres")]
#[test]
fn on_postgresql() {
    let (folder, to) = (folder(), crate::house::Database::new());
    answers_the_same(folder.path(), &to.url);
}
