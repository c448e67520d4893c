//! Files by which clients are told to trust the authority: alone, beside the system's roots, and in Java's own form.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use sha1::{Digest as _, Sha1};
use tempfile::NamedTempFile;

use super::Authority;
use super::authority::CERTIFICATE;

/// The password of every list of trusted certificates that Java ships; it keeps no secret, for there is none in it.
pub const JAVA_PASSWORD: &str = "changeit";

/// Where the files are.
#[derive(Clone, Debug)]
pub struct Trust {
    /// The authority's certificate alone, for clients that add to what they trust.
    pub authority: PathBuf,
    /// The system's roots and the authority, for clients that trust one file only.
    pub bundle: PathBuf,
    /// The same as a keystore of Java, of type JKS.
    pub java: PathBuf,
    /// A script for Node that has it take the proxy where it would not by itself.
    pub node: PathBuf,
    /// A folder with a piece of php.ini that names the bundle.
    pub php: PathBuf,
}

impl Trust {
    /// Writes the files that are made from the authority in a folder, and says where all are.
    ///
    /// # Errors
    /// One line that says what cannot be read or written.
    pub fn write(folder: &Path) -> Result<Self, String> {
        let authority = Authority::open(folder)?;
        Self::beside(folder, folder.join(CERTIFICATE), vec![authority.certificate().clone()])
    }

    /// The same for certificates that the gateway was given: those in the file are trusted.
    ///
    /// # Errors
    /// One line that says what cannot be read or written.
    pub fn write_given(folder: &Path, file: &Path) -> Result<Self, String> {
        let certificates = CertificateDer::pem_file_iter(file).and_then(Iterator::collect);
        let certificates = certificates.map_err(|error| format!("cannot read {}: {error}", file.display()))?;
        Self::beside(folder, file.to_owned(), certificates)
    }

    fn beside(folder: &Path, file: PathBuf, own: Vec<CertificateDer<'static>>) -> Result<Self, String> {
        let failed = |error: &dyn std::fmt::Display| format!("cannot write to {}: {error}", folder.display());
        fs::create_dir_all(folder).map_err(|error| failed(&error))?;
        let folder = fs::canonicalize(folder).map_err(|error| failed(&error))?;
        let trust = Self {
            authority: fs::canonicalize(file).map_err(|error| failed(&error))?,
            bundle: folder.join("bundle.pem"),
            java: folder.join("trust.jks"),
            node: folder.join("node_proxy.cjs"),
            php: folder.join("php"),
        };
        let mut roots = rustls_native_certs::load_native_certs().certs;
        // A run inside a run finds the bundle of the outer one as the system's roots.
        roots.retain(|root| !own.contains(root));
        roots.extend(own);
        let pem: String = roots.iter().map(|root| pem(root)).collect();
        fs::create_dir_all(&trust.php).map_err(|error| failed(&error))?;
        let bundle = trust.bundle.display();
        let ini = format!("openssl.cafile=\"{bundle}\"\ncurl.cainfo=\"{bundle}\"\n");
        replace(&trust.bundle, pem.as_bytes())
            .and_then(|()| replace(&trust.java, &keystore(&roots)))
            .and_then(|()| replace(&trust.node, include_bytes!("node_proxy.cjs")))
            .and_then(|()| replace(&trust.php.join("portcullis.ini"), ini.as_bytes()))
            .map_err(|error| failed(&error))?;
        Ok(trust)
    }
}

/// Puts a file in place in one step: another run may be reading it.
fn replace(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut file = NamedTempFile::new_in(path.parent().unwrap_or(Path::new("")))?;
    file.write_all(bytes)?;
    file.persist(path).map_err(|error| error.error)?;
    Ok(())
}

fn pem(certificate: &[u8]) -> String {
    let text = BASE64_STANDARD.encode(certificate);
    let mut pem = String::from("-----BEGIN CERTIFICATE-----\n");
    for line in text.as_bytes().chunks(64) {
        pem.extend(line.iter().map(|byte| char::from(*byte)));
        pem.push('\n');
    }
    pem + "-----END CERTIFICATE-----\n"
}

/// A keystore of trusted certificates in Java's own form, JKS version 2: a list of entries and a digest over all.
fn keystore(certificates: &[CertificateDer<'_>]) -> Vec<u8> {
    const TRUSTED: u32 = 2;
    let number = |length: usize| u32::try_from(length).unwrap_or(u32::MAX).to_be_bytes();
    let mut store = Vec::new();
    store.extend(0xFEED_FEED_u32.to_be_bytes());
    store.extend(2_u32.to_be_bytes());
    store.extend(number(certificates.len()));
    for (index, certificate) in certificates.iter().enumerate() {
        store.extend(TRUSTED.to_be_bytes());
        text(&mut store, &format!("root{index}"));
        // When it was added, which nobody reads.
        store.extend(0_u64.to_be_bytes());
        text(&mut store, "X.509");
        store.extend(number(certificate.len()));
        store.extend(certificate.iter());
    }
    let mut digest = Sha1::new();
    digest.update(JAVA_PASSWORD.encode_utf16().flat_map(u16::to_be_bytes).collect::<Vec<_>>());
    digest.update(b"Mighty Aphrodite");
    digest.update(&store);
    store.extend(digest.finalize());
    store
}

/// A text with its length before it; the texts here are short and plain.
fn text(store: &mut Vec<u8>, text: &str) {
    store.extend(u16::try_from(text.len()).unwrap_or(u16::MAX).to_be_bytes());
    store.extend(text.as_bytes());
}
