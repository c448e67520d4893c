//! What https stands on: a certificate authority of one's own, the certificates it gives, and the files by which
//! clients are told to trust it.

mod authority;
mod leaves;
mod trust;

use std::sync::Arc;

use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::ResolvesServerCert;
use rustls::sign::{CertifiedKey, SingleCertAndKey};
use rustls::{ServerConfig, crypto};

pub use authority::Authority;
pub use trust::{JAVA_PASSWORD, Trust};

use crate::settings::Tls;

/// Names of this machine that the certificate is good for, beside the services' own.
const LOCAL: [&str; 3] = ["localhost", "127.0.0.1", "::1"];

/// The services' own hosts, whose clients have them compiled in.
const REAL: [&str; 8] = [
    "account.app.net",
    "alpha-api.app.net",
    "alpha.app.net",
    "api.app.net",
    "api.twitter.com",
    "api.x.com",
    "twitter.com",
    "x.com",
];

/// Every name and address that the gateway answers for.
pub fn names(settings: &Tls) -> Vec<String> {
    let mut names = hosts(settings);
    names.extend(LOCAL.map(str::to_owned));
    names
}

/// The hosts that are the gateway's whatever their port: those of the services, and what the settings add.
pub fn hosts(settings: &Tls) -> Vec<String> {
    let more = settings.names.iter().map(|name| name.to_ascii_lowercase());
    let mut hosts: Vec<String> = REAL.map(str::to_owned).into_iter().chain(more).collect();
    hosts.sort();
    hosts.dedup();
    hosts
}

/// What the listener for https works with.
///
/// # Errors
/// One line that says which certificate or key cannot be used.
pub fn server_config(settings: &Tls) -> Result<ServerConfig, String> {
    let resolver: Arc<dyn ResolvesServerCert> = if settings.certificate.as_os_str().is_empty() {
        Arc::new(leaves::Leaves::new(Authority::open(&settings.folder)?, names(settings))?)
    } else {
        Arc::new(SingleCertAndKey::from(own(settings)?))
    };
    let mut config = ServerConfig::builder_with_provider(Arc::new(crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|error| format!("TLS cannot be set up: {error}"))?
        .with_no_client_auth()
        .with_cert_resolver(resolver);
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(config)
}

/// The certificate and key that the settings name.
fn own(settings: &Tls) -> Result<CertifiedKey, String> {
    let (chain_at, key_at) = (settings.certificate.display(), settings.key.display());
    let chain: Vec<_> = CertificateDer::pem_file_iter(&settings.certificate)
        .and_then(Iterator::collect)
        .map_err(|error| format!("cannot read the certificate {chain_at}: {error}"))?;
    let key = PrivateKeyDer::from_pem_file(&settings.key)
        .map_err(|error| format!("cannot read the key {key_at}: {error}"))?;
    CertifiedKey::from_der(chain, key, &crypto::ring::default_provider())
        .map_err(|error| format!("{chain_at} and {key_at} do not work together: {error}"))
}

#[cfg(test)]
mod tests;
