//! The certificate that is shown to clients: made at the start, and made anew before it ends, while the gateway runs.

use std::sync::Arc;

use parking_lot::RwLock;
use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::CertifiedKey;
use time::{Duration, OffsetDateTime};

use super::Authority;

/// How long before its end a certificate is replaced.
const AHEAD: Duration = Duration::days(30);

/// Gives the one certificate that is good for all names.
#[derive(Debug)]
pub(super) struct Leaves {
    authority: Authority,
    names: Vec<String>,
    current: RwLock<(Arc<CertifiedKey>, OffsetDateTime)>,
}

impl Leaves {
    /// With a first certificate for these names.
    ///
    /// # Errors
    /// One line that says which name no certificate can have.
    pub(super) fn new(authority: Authority, names: Vec<String>) -> Result<Self, String> {
        let (key, ends) = authority.issue(&names)?;
        Ok(Self { authority, names, current: RwLock::new((Arc::new(key), ends)) })
    }

    /// The certificate as of a time.
    pub(super) fn at(&self, now: OffsetDateTime) -> Arc<CertifiedKey> {
        let (old, ends) = {
            let current = self.current.read();
            (Arc::clone(&current.0), current.1)
        };
        if now + AHEAD < ends {
            return old;
        }
        // Whoever comes second in this moment makes one too; the last one stays.
        match self.authority.issue(&self.names) {
            Ok((key, ends)) => {
                let key = Arc::new(key);
                *self.current.write() = (Arc::clone(&key), ends);
                key
            }
            Err(error) => {
                log::error!("{error}");
                old
            }
        }
    }
}

impl ResolvesServerCert for Leaves {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(self.at(OffsetDateTime::now_utc()))
    }
}
