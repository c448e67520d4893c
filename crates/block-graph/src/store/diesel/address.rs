//! Where a database is: read from the URL with care, because a misspelt one must not quietly make an empty database,
//! and printed with care, because it may hold a password.

use std::fmt;

use crate::error::StoreError;

const FORMS: &str = "expected sqlite:///absolute/path.db, sqlite://relative/path.db or postgres://user@host/database";

/// A database's address.
#[derive(Clone, PartialEq, Eq)]
pub(super) enum Address {
    /// A file of this process's host, by a path that SQLite cannot take for anything else.
    #[cfg(feature = "sqlite")]
    Sqlite(String),
    /// A server, by the URL as libpq reads it.
    #[cfg(feature = "postgres")]
    Postgres(String),
}

impl Address {
    pub(super) fn parse(url: &str) -> Result<Self, StoreError> {
        let refused = |why: &str| Err(StoreError::Broken(format!("not a database address: {why}; {FORMS}")));
        let Some((scheme, rest)) = url.split_once("://") else {
            return refused("it has no scheme");
        };
        match scheme {
            "sqlite" => sqlite(rest),
            "postgres" | "postgresql" => postgres(url, rest),
            // The scheme alone is told: what follows may hold a password.
            other if other.len() <= 20 && other.bytes().all(|byte| byte.is_ascii_alphanumeric()) => {
                refused(&format!("the scheme {other} is not known"))
            }
            _ => refused("it has no scheme"),
        }
    }

    /// Whether it is a file and not a server.
    pub(super) fn is_file(&self) -> bool {
        match self {
            #[cfg(feature = "sqlite")]
            Self::Sqlite(_) => true,
            #[cfg(feature = "postgres")]
            Self::Postgres(_) => false,
        }
    }

    /// `text` without any secret of this address, for errors and logs.
    pub(super) fn redact(&self, text: &str) -> String {
        match self {
            #[cfg(feature = "sqlite")]
            Self::Sqlite(_) => text.to_owned(),
            #[cfg(feature = "postgres")]
            Self::Postgres(url) => {
                let mut text = text.replace(url, &self.to_string());
                for secret in secrets(url) {
                    text = text.replace(secret, "…");
                }
                text
            }
        }
    }
}

#[cfg(feature = "sqlite")]
fn sqlite(path: &str) -> Result<Address, StoreError> {
    if path.is_empty() || path.ends_with('/') {
        return Err(StoreError::Broken(format!("not a database address: it names no file; {FORMS}")));
    }
    if path.starts_with(":memory:") || path.starts_with("file:") || path.contains('\0') {
        return Err(StoreError::Broken(format!("not a database address: {path:?} is no path; {FORMS}")));
    }
    Ok(Address::Sqlite(if path.starts_with('/') { path.to_owned() } else { format!("./{path}") }))
}

#[cfg(not(feature = "sqlite"))]
fn sqlite(_: &str) -> Result<Address, StoreError> {
    Err(StoreError::Broken("this program was built without SQLite (feature `sqlite`)".to_owned()))
}

#[cfg(feature = "postgres")]
fn postgres(url: &str, rest: &str) -> Result<Address, StoreError> {
    // libpq quotes pieces of an address it cannot take apart, so a password that could fall to pieces is refused here.
    let plain = |byte: u8| byte.is_ascii_graphic() && !b"/?#[]@".contains(&byte);
    let password = rest.rsplit_once('@').and_then(|(user, _)| user.split_once(':')).map(|(_, password)| password);
    if password.is_some_and(|password| !password.bytes().all(plain) || !escapes_are_whole(password)) {
        return Err(StoreError::Broken(
            "not a database address: its password must be percent-encoded (RFC 3986)".to_owned(),
        ));
    }
    if url.contains('\0') {
        return Err(StoreError::Broken("not a database address: it holds a NUL".to_owned()));
    }
    let (place, parameters) = rest.split_once('?').unwrap_or((rest, ""));
    hosts(place.rsplit_once('@').map_or(place, |(_, hosts)| hosts))?;
    if let Some(wanted) = parameter(parameters, "target_session_attrs").filter(|wanted| !SESSIONS.contains(wanted)) {
        let known = SESSIONS.join(", ");
        return Err(StoreError::Broken(format!("target_session_attrs is one of {known}, not {wanted:?}")));
    }
    Ok(Address::Postgres(url.to_owned()))
}

/// What a server may be asked to be before it is used.
#[cfg(feature = "postgres")]
const SESSIONS: [&str; 6] = ["any", "read-write", "read-only", "primary", "standby", "prefer-standby"];

/// Checks a list of hosts, each with a port or without.
#[cfg(feature = "postgres")]
fn hosts(place: &str) -> Result<(), StoreError> {
    let list = place.split_once('/').map_or(place, |(hosts, _)| hosts);
    for host in list.split(',') {
        // A port comes after the last colon, but for those within the brackets of an IPv6 address.
        let port = host.rsplit_once(':').filter(|(_, port)| !port.contains(']')).map(|(_, port)| port);
        if port.is_some_and(|port| !port.is_empty() && port.parse::<u16>().is_err()) {
            return Err(StoreError::Broken(format!("not a database address: {host:?} must have a number as its port")));
        }
        if list.contains(',') && host.is_empty() {
            return Err(StoreError::Broken("not a database address: one of its hosts is empty".to_owned()));
        }
    }
    Ok(())
}

#[cfg(feature = "postgres")]
fn parameter<'u>(parameters: &'u str, name: &str) -> Option<&'u str> {
    parameters.split('&').filter_map(|pair| pair.split_once('=')).find(|pair| pair.0 == name).map(|(_, value)| value)
}

/// What a connection does when the URL does not say otherwise: a host that does not answer is given up after seconds, of
/// several hosts each, and so is a connection whose network was cut. Numbers are seconds but for the last, milliseconds.
#[cfg(feature = "postgres")]
const DEFAULTS: [(&str, &str); 5] = [
    ("connect_timeout", "3"),
    ("keepalives_idle", "5"),
    ("keepalives_interval", "2"),
    ("keepalives_count", "3"),
    ("tcp_user_timeout", "10000"),
];

/// The URL with the defaults for what it does not say.
#[cfg(feature = "postgres")]
pub(super) fn with_defaults(url: &str) -> String {
    let (place, parameters) = url.split_once('?').unwrap_or((url, ""));
    let said = |name: &&(&str, &str)| parameter(parameters, name.0).is_none();
    let defaults = DEFAULTS.iter().filter(said).map(|(name, value)| format!("{name}={value}"));
    let own = (!parameters.is_empty()).then(|| parameters.to_owned());
    format!("{place}?{}", own.into_iter().chain(defaults).collect::<Vec<_>>().join("&"))
}

#[cfg(not(feature = "postgres"))]
fn postgres(_: &str, _: &str) -> Result<Address, StoreError> {
    Err(StoreError::Broken("this program was built without PostgreSQL (feature `postgres`)".to_owned()))
}

#[cfg(feature = "postgres")]
fn escapes_are_whole(text: &str) -> bool {
    text.split('%').skip(1).all(|after| after.len() >= 2 && after.bytes().take(2).all(|byte| byte.is_ascii_hexdigit()))
}

/// The passwords in a URL: before the host, and in parameters that are named so.
#[cfg(feature = "postgres")]
fn secrets(url: &str) -> Vec<&str> {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let (place, parameters) = rest.split_once('?').unwrap_or((rest, ""));
    let password = place.rsplit_once('@').and_then(|(user, _)| user.split_once(':')).map(|(_, password)| password);
    let parameters = parameters.split('&').filter_map(|pair| pair.split_once('='));
    let named = parameters.filter(|(name, _)| name.contains("password")).map(|(_, value)| value);
    password.into_iter().chain(named).filter(|secret| !secret.is_empty()).collect()
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            #[cfg(feature = "sqlite")]
            Self::Sqlite(path) => write!(f, "sqlite://{}", path.strip_prefix("./").unwrap_or(path)),
            #[cfg(feature = "postgres")]
            Self::Postgres(url) => {
                let rest = url.split_once("://").map_or("", |(_, rest)| rest);
                let place = rest.split_once('?').map_or(rest, |(place, _)| place);
                match place.rsplit_once('@') {
                    Some((user, host)) => {
                        let (name, password) = user.split_once(':').map_or((user, ""), |(name, _)| (name, ":…"));
                        write!(f, "postgres://{name}{password}@{host}")
                    }
                    None => write!(f, "postgres://{place}"),
                }
            }
        }
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(url: &str) -> String {
        Address::parse(url).unwrap_err().to_string()
    }

    #[test]
    fn what_is_no_address_is_refused_with_the_forms_that_are() {
        for url in ["", "graph.db", "/tmp/graph.db", "mysql://u:hunter2@h/d", "sqlite:graph.db", "sqlite3://graph.db"] {
            let told = refusal(url);
            assert!(told.contains("sqlite:///absolute/path.db") && told.contains("postgres://"), "{told}");
            assert!(!told.contains("hunter2"), "{told}");
        }
    }

    #[cfg(feature = "sqlite")]
    #[test]
    fn a_path_is_absolute_or_relative_and_never_anything_else() {
        assert_eq!(Address::parse("sqlite:///var/graph.db"), Ok(Address::Sqlite("/var/graph.db".to_owned())));
        assert_eq!(Address::parse("sqlite://var/graph.db"), Ok(Address::Sqlite("./var/graph.db".to_owned())));
        for url in ["sqlite://", "sqlite:///var/", "sqlite://:memory:", "sqlite://file:graph.db?mode=memory"] {
            refusal(url);
        }
    }

    #[cfg(feature = "postgres")]
    #[test]
    fn passwords_are_never_shown() {
        let url = "postgresql://amy:hunter2@db:5432/graph?sslpassword=swordfish&application_name=x";
        let address = Address::parse(url).unwrap();
        assert_eq!(address.to_string(), "postgres://amy:…@db:5432/graph");
        let told = address.redact(&format!("cannot reach {url}: tried hunter2 and swordfish"));
        assert!(!told.contains("hunter2") && !told.contains("swordfish"), "{told}");
        for url in
            ["postgres://amy:hunter2/x@db/graph", "postgres://amy:hunter2@x@db/graph", "postgres://a:hunter2%@db/g"]
        {
            assert!(refusal(url).contains("percent-encoded") && !refusal(url).contains("hunter2"));
        }
        assert!(Address::parse("postgres:///graph?host=/run/postgresql").is_ok());
    }

    #[cfg(feature = "postgres")]
    #[test]
    fn several_hosts_are_one_address() {
        let url = "postgres://amy:hunter2@a:5432,[::1]:5433,c/graph?target_session_attrs=read-write&password=hunter3";
        let address = Address::parse(url).unwrap();
        assert_eq!(address.to_string(), "postgres://amy:…@a:5432,[::1]:5433,c/graph");
        assert!(!address.redact(&format!("{url}: hunter2, hunter3")).contains("hunter"));
        for (url, word) in [
            ("postgres://amy:hunter2@a:x,b/graph", "\"a:x\""),
            ("postgres://amy:hunter2@a:99999/graph", "99999"),
            ("postgres://amy:hunter2@a,,b/graph", "empty"),
            ("postgres://amy:hunter2@a,b/graph?target_session_attrs=writable", "read-write"),
        ] {
            assert!(refusal(url).contains(word) && !refusal(url).contains("hunter"), "{}", refusal(url));
        }
    }

    #[cfg(feature = "postgres")]
    #[test]
    fn what_the_url_says_of_waiting_wins() {
        let all = "connect_timeout=3&keepalives_idle=5&keepalives_interval=2&keepalives_count=3&tcp_user_timeout=10000";
        assert_eq!(with_defaults("postgres://a/g"), format!("postgres://a/g?{all}"));
        let own = with_defaults("postgres:///g?host=/run&connect_timeout=60&tcp_user_timeout=0");
        assert_eq!(
            own,
            "postgres:///g?host=/run&connect_timeout=60&tcp_user_timeout=0&keepalives_idle=5&keepalives_interval=2&keepalives_count=3"
        );
    }

    #[cfg(not(feature = "postgres"))]
    #[test]
    fn a_database_that_is_not_built_in_is_named() {
        assert!(refusal("postgres://amy@db/graph").contains("without PostgreSQL"));
    }

    #[cfg(not(feature = "sqlite"))]
    #[test]
    fn a_database_that_is_not_built_in_is_named() {
        assert!(refusal("sqlite://graph.db").contains("without SQLite"));
    }
}
