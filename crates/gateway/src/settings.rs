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

/// How old an answer from a shared store may be.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Consistency {
    /// Every read sees what was acknowledged before it began.
    Strong,
    /// A read may see what was so `store.bound_ms` ago.
    Bounded,
}

/// The store.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Store {
    /// Which; holds a password where the database needs one.
    pub url: String,
    /// How it is used.
    pub mode: Mode,
    /// How old an answer may be.
    pub consistency: Consistency,
    /// Milliseconds, where it is bounded.
    pub bound_ms: u64,
    /// How many tokens, people and pairs of people are kept, of each so many.
    pub cache_entries: usize,
    /// Megabytes of pages of ids that are kept; 0 for none.
    pub page_cache_mb: u32,
    /// Where commits are listened to; empty for `url`.
    pub listen_url: String,
    /// A replica that is read from too; empty for none.
    pub read_url: String,
    /// Connections and reading threads.
    pub pool: u32,
    /// Number of this process; -1 for one that is leased from the database, or random where there is none to lease from.
    pub worker: i16,
    /// Whether statements are kept prepared on the server.
    pub statement_cache: bool,
    /// Whether a start brings the tables up to date.
    pub migrate: bool,
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

/// What happens to requests while what counts for all processes is lost.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum OnLoss {
    /// They are answered, and each process counts by itself.
    Open,
    /// They are not answered.
    Closed,
}

/// Rate limits.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    /// Whether they are kept.
    pub enabled: bool,
    /// The Redis or Valkey that counts for all processes; empty for none. May hold a password.
    pub shared: String,
    /// What happens while it is lost.
    pub on_loss: OnLoss,
    /// Milliseconds that its answer is waited for.
    pub patience_ms: u64,
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
        if self.store.consistency == Consistency::Strong && !self.store.read_url.is_empty() {
            return Err("store.read_url needs store.consistency = \"bounded\": a replica is a little old".to_owned());
        }
        if self.store.consistency == Consistency::Bounded {
            let postgres = |url: &str| url.starts_with("postgres");
            if self.store.mode == Mode::Owned || !postgres(&self.store.url) {
                return Err(
                    "store.consistency = \"bounded\" is for a shared PostgreSQL: others are never old".to_owned()
                );
            }
            if self.store.bound_ms < 20 || self.store.cache_entries == 0 {
                return Err("store.bound_ms must be at least 20, and store.cache_entries at least 1".to_owned());
            }
            for (name, url) in [("listen_url", &self.store.listen_url), ("read_url", &self.store.read_url)] {
                if !url.is_empty() && !postgres(url) {
                    return Err(format!("store.{name} must be empty or begin with postgres://"));
                }
            }
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
        crate::counting::check(&self)?;
        let known = crate::dialects::buckets();
        if let Some(bucket) = self.limits.overrides.keys().find(|bucket| !known.contains(bucket.as_str())) {
            return Err(format!("limits.override names no bucket: \"{bucket}\" (`portcullis endpoints` lists them)"));
        }
        Ok(self)
    }

    /// The settings without what must not be shown: passwords in addresses, the sealing key.
    pub fn shown(&self) -> Self {
        let mut shown = self.clone();
        let store = &mut shown.store;
        for url in [&mut store.url, &mut store.listen_url, &mut store.read_url, &mut shown.limits.shared] {
            *url = without_password(url);
        }
        if !shown.access.seal_key.is_empty() {
            shown.access.seal_key = "…".to_owned();
        }
        shown
    }
}

/// An address without the password in it.
fn without_password(url: &str) -> String {
    let (place, parameters) = url.split_once('?').unwrap_or((url, ""));
    let hidden = parameters.split('&').map(|pair| match pair.split_once('=') {
        Some((name, _)) if name.contains("pass") => format!("{name}=…"),
        _ => pair.to_owned(),
    });
    let query =
        if parameters.is_empty() { String::new() } else { format!("?{}", hidden.collect::<Vec<_>>().join("&")) };
    let shown = place.split_once("://").and_then(|(scheme, rest)| {
        let (login, host) = rest.rsplit_once('@')?;
        let user = login.split_once(':').map_or(login, |(user, _)| user);
        Some(format!("{scheme}://{user}:…@{host}"))
    });
    shown.unwrap_or_else(|| place.to_owned()) + &query
}

fn line(error: &ConfigError) -> String {
    error.to_string().lines().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
pub(crate) mod tests;
