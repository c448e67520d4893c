//! One call as a Rust client with rustls and the system's roots makes it: through HTTPS_PROXY, trusting SSL_CERT_FILE.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::sync::Arc;
use std::time::Duration;

use rustls::pki_types::ServerName;
use rustls::{ClientConfig, ClientConnection, RootCertStore, Stream, crypto};

const PATIENCE: Duration = Duration::from_secs(20);

/// Calls a URL and forgets the answer.
pub(crate) fn probe(url: &str) -> Result<(), String> {
    let rest = url.strip_prefix("https://").ok_or_else(|| format!("{url} is no https URL"))?;
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    let proxy = std::env::var("HTTPS_PROXY").map_err(|_| "HTTPS_PROXY is not set".to_owned())?;
    let proxy = proxy.trim_start_matches("http://").trim_end_matches('/');
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    let config = ClientConfig::builder_with_provider(Arc::new(crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|error| error.to_string())?
        .with_root_certificates(roots)
        .with_no_client_auth();
    let name = ServerName::try_from(host.to_owned()).map_err(|error| format!("{host}: {error}"))?;
    let mut session = ClientConnection::new(Arc::new(config), name).map_err(|error| error.to_string())?;
    let failed = |error: std::io::Error| error.to_string();
    let mut socket = TcpStream::connect(proxy).map_err(|error| format!("the proxy {proxy}: {error}"))?;
    socket.set_read_timeout(Some(PATIENCE)).map_err(failed)?;
    socket.write_all(format!("CONNECT {host}:443 HTTP/1.1\r\nHost: {host}:443\r\n\r\n").as_bytes()).map_err(failed)?;
    let mut head = Vec::new();
    // The tunnel's answer has no body, and nothing follows it before we speak.
    while !head.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        socket.read_exact(&mut byte).map_err(failed)?;
        head.extend(byte);
    }
    let head = String::from_utf8_lossy(&head);
    if !head.starts_with("HTTP/1.1 200") {
        return Err(format!("the proxy says {}", head.lines().next().unwrap_or_default()));
    }
    let mut stream = Stream::new(&mut session, &mut socket);
    let request = format!("GET /{path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).map_err(failed)?;
    let mut first = [0; 8];
    stream.read_exact(&mut first).map_err(failed)
}
