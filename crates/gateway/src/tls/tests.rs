//! What the authority makes, and that it is kept.

use std::fs;

use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use time::{Duration, OffsetDateTime};
use x509_parser::prelude::{FromDer as _, X509Certificate};

use super::*;
use crate::settings::Settings;

fn tls(folder: &std::path::Path) -> Tls {
    let mut tls = Settings::read(None, &[]).unwrap().tls;
    tls.folder = folder.join("tls");
    tls
}

#[test]
fn the_authority_is_made_once_and_its_key_is_its_owners() {
    let folder = tempfile::tempdir().unwrap();
    let first = Authority::open(folder.path()).unwrap();
    let second = Authority::open(folder.path()).unwrap();
    assert_eq!(first.fingerprint(), second.fingerprint());
    assert!(first.name().starts_with("Portcullis local authority "));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let key = folder.path().join("authority.key");
        assert_eq!(fs::metadata(&key).unwrap().permissions().mode() & 0o777, 0o600);
        fs::set_permissions(&key, fs::Permissions::from_mode(0o644)).unwrap();
        assert!(Authority::open(folder.path()).unwrap_err().contains("may be read by others"));
    }
}

#[test]
fn starts_at_once_agree_on_one_authority() {
    let folder = tempfile::tempdir().unwrap();
    let open = || Authority::open(folder.path()).unwrap().fingerprint();
    let prints = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..8).map(|_| scope.spawn(open)).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect::<Vec<_>>()
    });
    assert!(prints.iter().all(|print| *print == prints[0]), "{prints:?}");
}

#[test]
fn another_ones_key_is_refused() {
    let (one, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    Authority::open(one.path()).unwrap();
    Authority::open(other.path()).unwrap();
    fs::copy(other.path().join("authority.pem"), one.path().join("authority.pem")).unwrap();
    assert!(Authority::open(one.path()).unwrap_err().contains("do not belong together"));
}

#[test]
fn a_certificate_is_good_for_every_name_and_no_longer_than_clients_allow() {
    let folder = tempfile::tempdir().unwrap();
    let mut settings = tls(folder.path());
    settings.names = vec!["gateway.example".to_owned(), "10.1.2.3".to_owned()];
    let authority = Authority::open(&settings.folder).unwrap();
    let (leaf, _) = authority.issue(&names(&settings)).unwrap();
    let mut roots = rustls::RootCertStore::empty();
    roots.add(authority.certificate().clone()).unwrap();
    let provider = Arc::new(crypto::ring::default_provider());
    let verifier = rustls::client::WebPkiServerVerifier::builder_with_provider(Arc::new(roots), provider).build();
    let verifier = verifier.unwrap();
    let good = |name: &str| {
        let name = ServerName::try_from(name.to_owned()).unwrap();
        let chain = &leaf.cert;
        use rustls::client::danger::ServerCertVerifier as _;
        verifier.verify_server_cert(&chain[0], &chain[1..], &name, &[], UnixTime::now()).is_ok()
    };
    let real = ["api.twitter.com", "api.x.com", "twitter.com", "x.com", "api.app.net", "alpha-api.app.net"];
    for name in real.into_iter().chain(["account.app.net", "alpha.app.net", "localhost", "127.0.0.1", "::1"]) {
        assert!(good(name), "{name}");
    }
    assert!(good("gateway.example") && good("10.1.2.3"));
    assert!(!good("example.com") && !good("www.twitter.com"));
    let (_, parsed) = X509Certificate::from_der(&leaf.cert[0]).unwrap();
    let validity = parsed.validity();
    let days = (validity.not_after.timestamp() - validity.not_before.timestamp()) / 86_400;
    assert!((300..=398).contains(&days), "{days} days");
    assert!(!parsed.is_ca());
}

#[test]
fn a_certificate_is_replaced_before_it_ends() {
    let folder = tempfile::tempdir().unwrap();
    let leaves = leaves::Leaves::new(Authority::open(folder.path()).unwrap(), vec!["x.com".to_owned()]).unwrap();
    let now = OffsetDateTime::now_utc();
    let first = leaves.at(now);
    assert!(Arc::ptr_eq(&first, &leaves.at(now + Duration::days(300))));
    let second = leaves.at(now + Duration::days(340));
    assert!(!Arc::ptr_eq(&first, &second));
    assert!(Arc::ptr_eq(&second, &leaves.at(now)), "the new one stays");
}

#[test]
fn own_certificates_are_taken_and_wrong_ones_named() {
    let folder = tempfile::tempdir().unwrap();
    let (chain, key) = (folder.path().join("own.pem"), folder.path().join("own.key"));
    let own = rcgen::generate_simple_self_signed(vec!["gateway.example".to_owned()]).unwrap();
    fs::write(&chain, own.cert.pem()).unwrap();
    fs::write(&key, own.signing_key.serialize_pem()).unwrap();
    let mut settings = tls(folder.path());
    (settings.certificate, settings.key) = (chain, key.clone());
    assert!(server_config(&settings).is_ok());
    assert!(!settings.folder.exists(), "no authority is made where none is needed");
    let other = rcgen::generate_simple_self_signed(vec!["other.example".to_owned()]).unwrap();
    fs::write(&key, other.signing_key.serialize_pem()).unwrap();
    assert!(server_config(&settings).unwrap_err().contains("do not work together"));
    fs::remove_file(&key).unwrap();
    assert!(server_config(&settings).unwrap_err().contains("own.key"));
}

#[test]
fn the_bundle_holds_the_authority_and_the_systems_roots() {
    let folder = tempfile::tempdir().unwrap();
    let trust = Trust::write(folder.path()).unwrap();
    let authority = CertificateDer::from_pem_file(&trust.authority).unwrap();
    let bundle: Vec<_> = CertificateDer::pem_file_iter(&trust.bundle).unwrap().map(Result::unwrap).collect();
    assert_eq!(bundle.last(), Some(&authority));
    assert_eq!(bundle.len(), rustls_native_certs::load_native_certs().certs.len() + 1);
    let store = fs::read(&trust.java).unwrap();
    assert_eq!(store[..4], 0xFEED_FEED_u32.to_be_bytes());
    assert_eq!(store[8..12], u32::try_from(bundle.len()).unwrap().to_be_bytes());
    assert!(fs::read_to_string(trust.php.join("portcullis.ini")).unwrap().contains("bundle.pem"));
}
