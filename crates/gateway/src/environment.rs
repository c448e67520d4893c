//! The variables that bring a program to the gateway without a change to it: the proxy, and whom to trust, in the words
//! of each runtime.

use std::ffi::OsString;
use std::net::SocketAddr;
use std::path::Path;

use crate::tls::{JAVA_PASSWORD, Trust};

/// What is not asked of the proxy: this machine's own services.
const LOCAL: &str = "localhost,127.0.0.1,::1";

/// Variables that name one file with everybody who is trusted.
const BUNDLE: [&str; 15] = [
    "SSL_CERT_FILE",
    "REQUESTS_CA_BUNDLE",
    "CURL_CA_BUNDLE",
    "GIT_SSL_CAINFO",
    "AWS_CA_BUNDLE",
    "PERL_LWP_SSL_CA_FILE",
    "HTTPS_CA_FILE",
    "MOJO_CA_FILE",
    "PIP_CERT",
    "CARGO_HTTP_CAINFO",
    "HTTPLIB2_CA_CERTS",
    "BUNDLE_SSL_CA_CERT",
    "GRPC_DEFAULT_SSL_ROOTS_FILE_PATH",
    "NIX_SSL_CERT_FILE",
    "WEBSOCKET_CLIENT_CA_BUNDLE",
];
/// Variables that name a file with somebody who is trusted too.
const ADDED: [&str; 2] = ["NODE_EXTRA_CA_CERTS", "DENO_CERT"];
/// Variables that name the proxy.
const PROXY: [&str; 6] = ["HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"];
/// Variables that have a runtime heed the others.
const HEED: [&str; 3] = ["NODE_USE_ENV_PROXY", "PERL_LWP_ENV_PROXY", "MOJO_PROXY"];

/// The variables, by name. `inherited` is what a variable holds already; some are added to.
pub fn variables(
    proxy: SocketAddr,
    trust: &Trust,
    inherited: impl Fn(&str) -> Option<OsString>,
) -> Vec<(&'static str, OsString)> {
    let address: OsString = format!("http://{proxy}").into();
    let mut all: Vec<(&str, OsString)> = Vec::new();
    all.extend(PROXY.map(|name| (name, address.clone())));
    all.extend(["NO_PROXY", "no_proxy"].map(|name| (name, LOCAL.into())));
    all.extend(BUNDLE.map(|name| (name, trust.bundle.clone().into())));
    all.extend(ADDED.map(|name| (name, trust.authority.clone().into())));
    all.extend(HEED.map(|name| (name, "1".into())));
    all.push(("NODE_OPTIONS", words(inherited("NODE_OPTIONS"), &node(trust))));
    all.push(("JAVA_TOOL_OPTIONS", words(inherited("JAVA_TOOL_OPTIONS"), &java(proxy, &trust.java))));
    // An empty part stands for the folder that PHP would have read.
    let mut php = inherited("PHP_INI_SCAN_DIR").unwrap_or_default();
    php.push(":");
    php.push(&trust.php);
    all.push(("PHP_INI_SCAN_DIR", php));
    all
}

/// What was there, and more words after it.
fn words(before: Option<OsString>, more: &str) -> OsString {
    match before.filter(|before| !before.is_empty()) {
        Some(mut before) => {
            before.push(" ");
            before.push(more);
            before
        }
        None => more.into(),
    }
}

fn java(proxy: SocketAddr, store: &Path) -> String {
    let (host, port) = (proxy.ip(), proxy.port());
    let scheme = |name| format!("-D{name}.proxyHost={host} -D{name}.proxyPort={port}");
    format!(
        "{} {} -Djavax.net.ssl.trustStore={} -Djavax.net.ssl.trustStoreType=JKS -Djavax.net.ssl.trustStorePassword={JAVA_PASSWORD}",
        scheme("https"),
        scheme("http"),
        store.display(),
    )
}

/// Releases of Node before 22.21 and 24.5 do not know NODE_USE_ENV_PROXY; a script does for them what it does.
fn node(trust: &Trust) -> String {
    format!("--require \"{}\"", trust.node.display())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_there_is_kept_where_words_are_added() {
        let folder = tempfile::tempdir().unwrap();
        let trust = Trust::write(folder.path()).unwrap();
        let proxy = "127.0.0.1:3128".parse().unwrap();
        let own = |name: &str| (name == "JAVA_TOOL_OPTIONS").then(|| "-Xmx1g".into());
        let all = variables(proxy, &trust, own);
        let value = |name: &str| {
            let (_, value) = all.iter().find(|(known, _)| *known == name).unwrap();
            value.to_str().unwrap().to_owned()
        };
        assert_eq!(value("https_proxy"), "http://127.0.0.1:3128");
        assert!(value("JAVA_TOOL_OPTIONS").starts_with("-Xmx1g -Dhttps.proxyHost=127.0.0.1 -Dhttps.proxyPort=3128 "));
        assert!(value("SSL_CERT_FILE").ends_with("bundle.pem") && value("DENO_CERT").ends_with("authority.pem"));
        assert!(value("PHP_INI_SCAN_DIR").starts_with(":/"));
        let mut names: Vec<_> = all.iter().map(|(name, _)| name).collect();
        names.sort();
        names.dedup();
        assert_eq!(names.len(), all.len(), "a variable is set twice");
    }
}
