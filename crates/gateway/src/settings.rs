//! Settings: the embedded default, a file, the environment, flags; later ones win, unknown ones are refused.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use config::{Config, ConfigError, Environment, File, FileFormat};
use ipnet::IpNet;
use serde::{Deserialize, Serialize};

/// The commented default, as `config default` prints it.
pub const DEFAULT: &str = include_str!("default.toml");

/// The file that is read when none is named.
const FILE: &str = "portcullis.toml";

/// All settings; `default.toml` says what each means.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// The listener for clients.
    pub server: Server,
    /// The listener for the operator.
    pub admin: Admin,
    /// The listener for https, and its certificate.
    pub tls: Tls,
    /// The listener for clients that take a proxy.
    pub proxy: Proxy,
    /// The store.
    pub store: Store,
    /// Tokens and signatures.
    pub access: Access,
    /// Rate limits.
    pub limits: Limits,
    /// What an empty store is filled with.
    pub world: World,
    /// Logging.
    pub log: Log,
}

/// The listener for clients.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Server {
    /// Address and port.
    pub listen: SocketAddr,
    /// Threads; 0 for one a core.
    pub workers: usize,
    /// Bytes.
    pub body_limit: usize,
    /// Seconds.
    pub keep_alive: u64,
    /// Whether replies are compressed on request.
    pub compress: bool,
    /// Whose forwarded headers are believed.
    pub trusted_proxies: Vec<IpNet>,
}

/// The listener for the operator.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Admin {
    /// Address and port.
    pub listen: SocketAddr,
}

/// The listener for https, and its certificate.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Tls {
    /// Whether there is one.
    pub enabled: bool,
    /// Address and port.
    pub listen: SocketAddr,
    /// Where the certificate authority is kept.
    pub folder: PathBuf,
    /// Names and addresses that the certificate is good for, beside the services' own and this machine's.
    pub names: Vec<String>,
    /// A certificate chain of one's own; empty for one that the authority gives.
    pub certificate: PathBuf,
    /// Its key.
    pub key: PathBuf,
    /// Seconds that a handshake may take.
    pub handshake: u64,
    /// Handshakes at a time.
    pub handshakes: usize,
}

/// What a proxy does with hosts that are not the gateway's.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Elsewhere {
    /// Refuses and counts them.
    Refuse,
    /// Counts them and passes them through.
    Pass,
}

/// The listener for clients that take a proxy.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Proxy {
    /// Whether there is one.
    pub enabled: bool,
    /// Address and port.
    pub listen: SocketAddr,
    /// What happens to other hosts.
    pub elsewhere: Elsewhere,
    /// Connections at a time.
    pub connections: usize,
    /// Bytes of a request's head.
    pub head_limit: usize,
    /// Seconds that a head, or a connection to another host, may take.
    pub patience: u64,
}

/// How a store is used.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Mode {
    /// Shared on PostgreSQL, owned otherwise.
    Auto,
    /// By this process alone.
    Owned,
    /// By several processes.
    Shared,
}

/// The store.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Store {
    /// Which; holds a password where the database needs one.
    pub url: String,
    /// How it is used.
    pub mode: Mode,
    /// Connections and reading threads.
    pub pool: u32,
    /// Number of this process; -1 for random.
    pub worker: i16,
}

/// Tokens and signatures.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Access {
    /// Where the sealing key is.
    pub seal_key_file: PathBuf,
    /// The sealing key itself, in hex.
    pub seal_key: String,
    /// Seconds.
    pub timestamp_window: i64,
}

/// Rate limits.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    /// Whether they are kept.
    pub enabled: bool,
    /// Numbers instead of the tables', by bucket.
    #[serde(rename = "override")]
    pub overrides: HashMap<String, u32>,
}

/// What an empty store is filled with.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Seed {
    /// The demo world.
    Demo,
    /// Nothing.
    None,
}

/// What an empty store is filled with.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct World {
    /// Which world.
    pub seed: Seed,
}

/// Logging.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Log {
    /// env_logger's filter.
    pub filter: String,
}

impl Settings {
    /// Reads the settings; `flags` are dotted names and values that win over everything.
    ///
    /// # Errors
    /// One line that names what is wrong.
    pub fn read(file: Option<&Path>, flags: &[(&str, String)]) -> Result<Self, String> {
        let file = match file {
            Some(named) => File::from(named).format(FileFormat::Toml).required(true),
            None => File::from(Path::new(FILE)).format(FileFormat::Toml).required(false),
        };
        let environment =
            Environment::with_prefix("PORTCULLIS").prefix_separator("__").separator("__").try_parsing(true);
        let mut builder =
            Config::builder().add_source(File::from_str(DEFAULT, FileFormat::Toml)).add_source(file).add_source(
                environment
                    .list_separator(",")
                    .with_list_parse_key("server.trusted_proxies")
                    .with_list_parse_key("tls.names"),
            );
        for (name, value) in flags {
            builder = builder.set_override(*name, value.clone()).map_err(|error| line(&error))?;
        }
        let read: Self = builder.build().and_then(Config::try_deserialize).map_err(|error| line(&error))?;
        read.checked()
    }

    /// The settings of the embedded default alone.
    ///
    /// # Errors
    /// None that a test would not find.
    pub fn read_default() -> Result<Self, String> {
        let default = Config::builder().add_source(File::from_str(DEFAULT, FileFormat::Toml)).build();
        default.and_then(Config::try_deserialize).map_err(|error| line(&error))
    }

    /// Whether values make sense together.
    fn checked(self) -> Result<Self, String> {
        if self.access.timestamp_window < 1 {
            return Err("access.timestamp_window must be at least 1 second".to_owned());
        }
        if !self.access.seal_key.is_empty() && crate::keys::hex_key(&self.access.seal_key).is_none() {
            return Err("access.seal_key must be 64 hex digits".to_owned());
        }
        if !(-1..1024).contains(&self.store.worker) {
            return Err("store.worker must be from 0 to 1023, or -1".to_owned());
        }
        if self.tls.certificate.as_os_str().is_empty() != self.tls.key.as_os_str().is_empty() {
            return Err("tls.certificate and tls.key go together".to_owned());
        }
        if self.proxy.enabled && !self.tls.enabled {
            return Err("proxy.enabled needs tls.enabled: the proxy ends TLS for the real hosts".to_owned());
        }
        if self.proxy.elsewhere == Elsewhere::Pass && !self.proxy.listen.ip().is_loopback() {
            return Err("proxy.elsewhere = \"pass\" beyond loopback would be an open proxy for everybody".to_owned());
        }
        let known = crate::dialects::buckets();
        if let Some(bucket) = self.limits.overrides.keys().find(|bucket| !known.contains(bucket.as_str())) {
            return Err(format!("limits.override names no bucket: \"{bucket}\" (`portcullis endpoints` lists them)"));
        }
        Ok(self)
    }

    /// The settings without what must not be shown: a password in the store's URL, the sealing key.
    pub fn shown(&self) -> Self {
        let mut shown = self.clone();
        if let Some((before, host)) = shown.store.url.split_once("://").and_then(|(scheme, rest)| {
            let (login, host) = rest.rsplit_once('@')?;
            let user = login.split_once(':').map_or(login, |(user, _)| user);
            Some((format!("{scheme}://{user}:…@"), host.to_owned()))
        }) {
            shown.store.url = format!("{before}{host}");
        }
        if !shown.access.seal_key.is_empty() {
            shown.access.seal_key = "…".to_owned();
        }
        shown
    }
}

fn line(error: &ConfigError) -> String {
    error.to_string().lines().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(text: &str) -> Result<Settings, String> {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("own.toml");
        std::fs::write(&file, text).unwrap();
        Settings::read(Some(&file), &[])
    }

    #[test]
    fn the_default_is_complete() {
        let settings = with("").unwrap();
        assert_eq!(settings.server.listen.to_string(), "127.0.0.1:8080");
        assert!(settings.server.listen.ip().is_loopback() && settings.admin.listen.ip().is_loopback());
        assert_eq!(settings.world.seed, Seed::Demo);
    }

    #[test]
    fn unknown_settings_and_wrong_values_are_refused_in_one_line() {
        for (text, word) in [
            ("[server]\nlisen = \"127.0.0.1:1\"", "lisen"),
            ("[sever]\nlisten = \"127.0.0.1:1\"", "sever"),
            ("[server]\nlisten = \"here\"", "listen"),
            ("[limits.override]\n\"v1.1/nothing\" = 5", "v1.1/nothing"),
            ("[access]\nseal_key = \"abc\"", "seal_key"),
            ("[access]\ntimestamp_window = 0", "timestamp_window"),
            ("[store]\nworker = 5000", "worker"),
            ("[tls]\ncertificate = \"a.pem\"", "tls.key"),
            ("[tls]\nenabled = false", "proxy.enabled"),
            ("[proxy]\nlisten = \"0.0.0.0:1\"\nelsewhere = \"pass\"", "open proxy"),
            ("[server", "own.toml"),
        ] {
            let error = with(text).unwrap_err();
            assert!(error.contains(word) && !error.contains('\n'), "{text:?} gave {error:?}");
        }
    }

    #[test]
    fn buckets_with_dots_and_slashes_are_kept_as_they_are() {
        let settings = with("[limits.override]\n\"v1.1/blocks/ids\" = 100").unwrap();
        assert_eq!(settings.limits.overrides.get("v1.1/blocks/ids"), Some(&100));
    }

    #[test]
    fn flags_win() {
        let settings = Settings::read(None, &[("server.listen", "127.0.0.1:0".to_owned())]).unwrap();
        assert_eq!(settings.server.listen.port(), 0);
    }

    #[test]
    fn passwords_are_not_shown() {
        let settings = with("[store]\nurl = \"postgres://me:hunter2@db.example/x\"").unwrap();
        assert_eq!(settings.shown().store.url, "postgres://me:…@db.example/x");
    }
}
