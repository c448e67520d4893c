//! A gateway of one's own on ports that the system chooses, and clients that say every byte themselves.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::{Arc, mpsc};
use std::thread::JoinHandle;
use std::time::Duration;

use block_graph::{Secret, Timestamp};
use dialect::{Method, NoHeaders, Origin, Request, oauth1};
use portcullis::instance::Listening;
use portcullis::pipeline::Gateway;
use portcullis::serve;
use portcullis::settings::{Proxy, Settings};
use portcullis::tls::Authority;
use rustls::pki_types::ServerName;
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned, crypto};
use tempfile::TempDir;

/// Amy's App.net token of the demo world.
pub(crate) const APP_NET: &str = "Authorization: Bearer DemoAmyAppNetUserToken0123456789";
/// Amy's v2 token of the demo world.
pub(crate) const BEARER: &str = "Authorization: Bearer DemoAmyUserBearer0123456789abcdefghijk";

pub(crate) struct House {
    pub(crate) gateway: Arc<Gateway>,
    pub(crate) doors: Listening,
    pub(crate) admin: SocketAddr,
    folder: TempDir,
    stop: Option<(actix_server::ServerHandle, JoinHandle<()>)>,
}

/// A gateway with the demo world in memory.
pub(crate) fn house() -> House {
    with(|_| {})
}

/// The same with other settings.
pub(crate) fn with(change: impl FnOnce(&mut Settings)) -> House {
    let folder = tempfile::tempdir().unwrap();
    let mut settings = settings(&folder);
    change(&mut settings);
    let (tell, told) = mpsc::channel();
    let thread = std::thread::spawn(move || {
        actix_web::rt::System::new().block_on(async {
            let standing = serve::start(&settings, false).await.unwrap();
            let doors = standing.doors.clone();
            tell.send((Arc::clone(&standing.gateway), doors, standing.admin, standing.handle())).unwrap();
            standing.finish().await.unwrap();
        });
    });
    let (gateway, doors, admin, handle) = told.recv().expect("it starts");
    House { gateway, doors, admin, folder, stop: Some((handle, thread)) }
}

fn settings(folder: &TempDir) -> Settings {
    let mut settings = Settings::read_default().unwrap();
    let any = SocketAddr::from(([127, 0, 0, 1], 0));
    (settings.server.listen, settings.admin.listen) = (any, any);
    (settings.tls.listen, settings.proxy.listen) = (any, any);
    settings.server.workers = 1;
    settings.store.url = "memory".to_owned();
    settings.access.seal_key_file = folder.path().join("seal.key");
    settings.tls.folder = folder.path().join("tls");
    settings
}

/// Settings of the proxy that a test is done with quickly.
pub(crate) fn impatient(proxy: &mut Proxy) {
    proxy.patience = 1;
}

impl Drop for House {
    fn drop(&mut self) {
        if let Some((handle, thread)) = self.stop.take() {
            // Clients that a test left open are not waited for.
            drop(handle.stop(false));
            thread.join().unwrap();
        }
    }
}

impl House {
    /// What a client that trusts the authority offers.
    pub(crate) fn trusting(&self, protocols: &[&str]) -> Arc<ClientConfig> {
        let mut roots = RootCertStore::empty();
        roots.add(Authority::open(&self.folder.path().join("tls")).unwrap().certificate().clone()).unwrap();
        let mut config = ClientConfig::builder_with_provider(Arc::new(crypto::ring::default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_root_certificates(roots)
            .with_no_client_auth();
        config.alpn_protocols = protocols.iter().map(|protocol| protocol.as_bytes().to_vec()).collect();
        Arc::new(config)
    }

    /// TLS on a socket.
    pub(crate) fn secure(&self, socket: TcpStream, host: &str) -> StreamOwned<ClientConnection, TcpStream> {
        let name = ServerName::try_from(host.to_owned()).unwrap();
        StreamOwned::new(ClientConnection::new(self.trusting(&["http/1.1"]), name).unwrap(), socket)
    }

    /// A connection to the proxy, with a request said.
    pub(crate) fn asked(&self, head: &str) -> TcpStream {
        let mut socket = connect(self.doors.proxy.unwrap());
        socket.write_all(head.as_bytes()).unwrap();
        socket
    }

    /// A tunnel to a host.
    pub(crate) fn tunnel(&self, host: &str) -> TcpStream {
        let mut socket = self.asked(&format!("CONNECT {host}:443 HTTP/1.1\r\nHost: {host}:443\r\n\r\n"));
        let head = head(&mut socket);
        assert!(head.starts_with("HTTP/1.1 200 "), "{head}");
        socket
    }
}

/// A connection that is not waited on for ever.
pub(crate) fn connect(address: SocketAddr) -> TcpStream {
    let socket = TcpStream::connect(address).unwrap();
    socket.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    socket
}

/// Reads the head of a reply.
pub(crate) fn head(stream: &mut impl Read) -> String {
    let mut bytes = Vec::new();
    while !bytes.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        stream
            .read_exact(&mut byte)
            .unwrap_or_else(|error| panic!("{error} after {:?}", String::from_utf8_lossy(&bytes)));
        bytes.extend(byte);
    }
    String::from_utf8(bytes).unwrap()
}

/// Reads a reply of known length: head and body.
pub(crate) fn reply(stream: &mut impl Read) -> (String, String) {
    let head = head(stream);
    let length = head.to_lowercase().split_once("content-length: ").map(|(_, rest)| rest.to_owned());
    let length = length.unwrap_or_else(|| panic!("{head}")).lines().next().unwrap().parse().unwrap();
    let mut body = vec![0; length];
    stream.read_exact(&mut body).unwrap();
    (head, String::from_utf8(body).unwrap())
}

/// Sends a GET and reads the reply.
pub(crate) fn get(stream: &mut (impl Read + Write), host: &str, path: &str, header: &str) -> (String, String) {
    stream.write_all(format!("GET {path} HTTP/1.1\r\nHost: {host}\r\n{header}\r\n\r\n").as_bytes()).unwrap();
    reply(stream)
}

/// Amy's signature of a GET, as her client would make it for that address.
pub(crate) fn signed(scheme: &str, host: &str, target: &str) -> String {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_secs();
    let origin = Origin { scheme, host };
    let request = Request::new(Method::Get, target, &NoHeaders, b"", origin, Timestamp(0));
    let secret = |text: &str| Secret::new(text.to_owned());
    let app = secret("DemoConsumerSecret0123456789abcdefghijklmnopqrstuvw");
    let token = secret("DemoAmyAccessSecret0123456789abcdefghijk");
    let nonce = block_graph::access::random_text(16).unwrap();
    let text = oauth1::authorization(
        &request,
        ("DemoConsumerKey0123456789", &app),
        Some(("1212092628029698101-DemoAmyAccessToken0123456789", &token)),
        i64::try_from(now).unwrap(),
        &nonce,
    );
    format!("Authorization: {text}")
}
