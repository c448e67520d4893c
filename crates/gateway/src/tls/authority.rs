//! The local certificate authority: made on the first start, kept in a folder, good for this machine's tests alone.

use std::fs;
use std::io::Write as _;
use std::path::Path;

use rcgen::{
    BasicConstraints, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair, KeyUsagePurpose,
    PublicKeyData as _,
};
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::sign::CertifiedKey;
use sha2::{Digest as _, Sha256};
use tempfile::NamedTempFile;
use time::{Duration, OffsetDateTime};

/// Its certificate, which clients are told to trust.
pub(super) const CERTIFICATE: &str = "authority.pem";
/// Its key, which nobody else may read.
const KEY: &str = "authority.key";

/// How long the authority is good for.
const YEARS: i64 = 10;
/// How long a certificate of its making is good for: below the 398 and 825 days that clients put up with.
const DAYS: i64 = 365;
/// Clocks differ; a certificate is good from a day before it was made.
const BEFORE: Duration = Duration::DAY;

/// The authority, ready to give certificates.
#[derive(Debug)]
pub struct Authority {
    issuer: Issuer<'static, KeyPair>,
    certificate: CertificateDer<'static>,
    name: String,
    ends: OffsetDateTime,
}

impl Authority {
    /// Opens the authority in a folder, or makes it there.
    ///
    /// # Errors
    /// One line that says what is wrong with the folder or its files.
    pub fn open(folder: &Path) -> Result<Self, String> {
        let key_path = folder.join(KEY);
        let failed =
            |error: &dyn std::fmt::Display| format!("the certificate authority in {}: {error}", folder.display());
        fs::create_dir_all(folder).map_err(|error| failed(&error))?;
        let key = kept(&key_path, || Ok(KeyPair::generate()?.serialize_pem())).map_err(|error| failed(&error))?;
        only_the_owners(&key_path).map_err(|error| failed(&error))?;
        let key = KeyPair::from_pem(&key).map_err(|error| failed(&format!("{KEY} is no key: {error}")))?;
        let pem = kept(&folder.join(CERTIFICATE), || Ok(new_params(&key).self_signed(&key)?.pem()))
            .map_err(|error| failed(&error))?;
        let certificate = CertificateDer::from_pem_slice(pem.as_bytes())
            .map_err(|error| failed(&format!("{CERTIFICATE} is no certificate: {error}")))?;
        readable(&folder.join(CERTIFICATE));
        let (name, ends) = read(&certificate, &key).map_err(|error| failed(&error))?;
        let issuer = Issuer::from_ca_cert_der(&certificate, key).map_err(|error| failed(&error))?;
        Ok(Self { issuer, certificate: certificate.into_owned(), name, ends })
    }

    /// Its name, as lists of certificates show it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The SHA-256 of its certificate, as `openssl x509 -fingerprint -sha256` prints it.
    pub fn fingerprint(&self) -> String {
        let digest = Sha256::digest(&self.certificate);
        digest.iter().map(|byte| format!("{byte:02X}")).collect::<Vec<_>>().join(":")
    }

    /// Its certificate.
    pub fn certificate(&self) -> &CertificateDer<'static> {
        &self.certificate
    }

    /// A certificate for these names, with a key that is kept in memory alone, and when it ends.
    ///
    /// # Errors
    /// One line that says which name no certificate can have.
    pub(super) fn issue(&self, names: &[String]) -> Result<(CertifiedKey, OffsetDateTime), String> {
        let failed = |error: &dyn std::fmt::Display| format!("cannot make a certificate for {names:?}: {error}");
        let now = OffsetDateTime::now_utc();
        let ends = self.ends.min(now + Duration::days(DAYS));
        let mut params = CertificateParams::new(names).map_err(|error| failed(&error))?;
        params.distinguished_name.push(DnType::CommonName, "Portcullis");
        (params.not_before, params.not_after) = (now - BEFORE, ends);
        params.use_authority_key_identifier_extension = true;
        params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        let key = KeyPair::generate().map_err(|error| failed(&error))?;
        let leaf = params.signed_by(&key, &self.issuer).map_err(|error| failed(&error))?;
        let secret = PrivateKeyDer::try_from(key.serialize_der()).map_err(|error| failed(&error))?;
        // The authority's own certificate goes along: some clients show it when they do not trust it.
        let chain = vec![leaf.der().clone(), self.certificate.clone()];
        let certified = CertifiedKey::from_der(chain, secret, &rustls::crypto::ring::default_provider());
        Ok((certified.map_err(|error| failed(&error))?, ends))
    }
}

/// What the authority's own certificate says.
fn new_params(key: &KeyPair) -> CertificateParams {
    let now = OffsetDateTime::now_utc();
    let mut params = CertificateParams::default();
    // Every authority has a name of its own: two of one name in a list of trusted ones confuse clients.
    let digest = Sha256::digest(key.der_bytes());
    let mark: String = digest.iter().take(4).map(|byte| format!("{byte:02x}")).collect();
    params.distinguished_name = rcgen::DistinguishedName::new();
    params.distinguished_name.push(DnType::CommonName, format!("Portcullis local authority {mark}"));
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    (params.not_before, params.not_after) = (now - BEFORE, now + Duration::days(365 * YEARS));
    params
}

/// The name and the end of an authority's certificate, if it is this key's and still good.
fn read(certificate: &[u8], key: &KeyPair) -> Result<(String, OffsetDateTime), String> {
    let (_, parsed) = x509_parser::parse_x509_certificate(certificate).map_err(|error| error.to_string())?;
    if parsed.public_key().raw != key.subject_public_key_info() {
        return Err(format!("{CERTIFICATE} and {KEY} do not belong together; delete both to have new ones made"));
    }
    let ends = parsed.validity().not_after.to_datetime();
    if ends < OffsetDateTime::now_utc() + Duration::DAY {
        return Err(format!("{CERTIFICATE} has ended; delete it and {KEY} to have new ones made"));
    }
    let name = parsed.subject().iter_common_name().next().and_then(|name| name.as_str().ok()).unwrap_or_default();
    Ok((name.to_owned(), ends))
}

/// The text of a file, made first where it is missing. Two processes may start at once: both get the one that is there.
fn kept(path: &Path, make: impl FnOnce() -> Result<String, rcgen::Error>) -> Result<String, String> {
    match fs::read_to_string(path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
        read => return read.map_err(|error| format!("{}: {error}", path.display())),
    }
    let text = make().map_err(|error| error.to_string())?;
    let failed = |error: &dyn std::fmt::Display| format!("{}: {error}", path.display());
    let folder = path.parent().unwrap_or(Path::new(""));
    // Files for the time being are their owner's alone, and so is what they become.
    let mut file = NamedTempFile::new_in(folder).map_err(|error| failed(&error))?;
    file.write_all(text.as_bytes()).and_then(|()| file.as_file().sync_all()).map_err(|error| failed(&error))?;
    match file.persist_noclobber(path) {
        Ok(_) => Ok(text),
        Err(error) if error.error.kind() == std::io::ErrorKind::AlreadyExists => {
            fs::read_to_string(path).map_err(|error| failed(&error))
        }
        Err(error) => Err(failed(&error.error)),
    }
}

/// That nobody but its owner may read a file.
#[cfg(unix)]
fn only_the_owners(path: &Path) -> Result<(), String> {
    use std::os::unix::fs::PermissionsExt as _;
    let mode = fs::metadata(path).map_err(|error| error.to_string())?.permissions().mode();
    if mode & 0o077 == 0 {
        return Ok(());
    }
    Err(format!("{KEY} may be read by others (mode {:o}): chmod 600 it, or delete it and {CERTIFICATE}", mode & 0o777))
}

/// Lets everybody read a certificate, if this process may say so; who cannot read it cannot be told to trust it.
#[cfg(unix)]
fn readable(path: &Path) {
    use std::os::unix::fs::PermissionsExt as _;
    drop(fs::set_permissions(path, fs::Permissions::from_mode(0o644)));
}

#[cfg(not(unix))]
fn readable(_: &Path) {}

#[cfg(not(unix))]
fn only_the_owners(_: &Path) -> Result<(), String> {
    Ok(())
}
