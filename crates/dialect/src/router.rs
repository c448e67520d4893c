//! From a method and a path to a dialect and its endpoint; and, where there is none, to the dialect whose error shape
//! the caller will understand.

use std::collections::BTreeMap;

use percent_encoding::percent_decode_str;

use crate::Dialect;
use crate::endpoint::Endpoint;
use crate::params::Params;
use crate::request::Method;

/// Where a request leads.
pub enum Routed<'r> {
    /// To an endpoint.
    Endpoint {
        /// Whose it is.
        dialect: &'static dyn Dialect,
        /// Which it is.
        endpoint: &'static Endpoint,
        /// The parameters in the path, decoded.
        params: Params<'r>,
    },
    /// To a path that has other methods.
    WrongMethod {
        /// Whose path it is.
        dialect: &'static dyn Dialect,
        /// The methods it has.
        allowed: Vec<Method>,
    },
    /// Nowhere; `dialect` says so.
    Nowhere {
        /// Whose words to use.
        dialect: &'static dyn Dialect,
    },
}

type Slot = (&'static dyn Dialect, Vec<(Method, &'static Endpoint)>);

/// All routes of all dialects.
pub struct Router {
    routes: matchit::Router<Slot>,
    dialects: &'static [&'static dyn Dialect],
}

impl Router {
    /// Mounts the dialects' tables side by side. The last dialect answers for paths and hosts that nobody claims.
    ///
    /// # Errors
    /// A description of two routes that cannot stand beside each other.
    pub fn new(dialects: &'static [&'static dyn Dialect]) -> Result<Self, String> {
        let mut slots: BTreeMap<String, Slot> = BTreeMap::new();
        for &dialect in dialects {
            for endpoint in dialect.endpoints() {
                for (mount, route) in
                    dialect.mounts().iter().flat_map(|mount| endpoint.routes.iter().map(move |r| (mount, r)))
                {
                    let (_, methods) =
                        slots.entry(format!("{mount}{}", route.path)).or_insert_with(|| (dialect, Vec::new()));
                    if let Some((_, other)) = methods.iter().find(|(method, _)| *method == route.method) {
                        return Err(format!("{endpoint:?} and {other:?} have the same route"));
                    }
                    methods.push((route.method, endpoint));
                }
            }
        }
        let mut routes = matchit::Router::new();
        for (path, slot) in slots {
            routes.insert(&path, slot).map_err(|error| format!("{path}: {error}"))?;
        }
        Ok(Self { routes, dialects })
    }

    /// Finds where a request leads. `path` is as sent, without the query; `host` as the client wrote it.
    pub fn at<'r>(&self, method: Method, path: &'r str, host: &str) -> Routed<'r> {
        let Ok(found) = self.routes.at(path) else {
            return Routed::Nowhere { dialect: self.owner(path, host) };
        };
        let (dialect, methods) = found.value;
        let asked = if method == Method::Head { Method::Get } else { method };
        match methods.iter().find(|(method, _)| *method == asked) {
            Some((_, endpoint)) => {
                let mut params = Params::default();
                for (name, value) in found.params.iter() {
                    params.push(name.to_owned(), percent_decode_str(value).decode_utf8_lossy());
                }
                Routed::Endpoint { dialect: *dialect, endpoint, params }
            }
            None => {
                Routed::WrongMethod { dialect: *dialect, allowed: methods.iter().map(|(method, _)| *method).collect() }
            }
        }
    }

    /// Whose error shape a path without an endpoint gets: by the longest prefix, then by host, then the last dialect.
    fn owner(&self, path: &str, host: &str) -> &'static dyn Dialect {
        let prefix = |dialect: &dyn Dialect| {
            dialect.prefixes().iter().filter(|prefix| path.starts_with(**prefix)).map(|prefix| prefix.len()).max()
        };
        let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
        let named = |dialect: &&&'static dyn Dialect| dialect.hosts().iter().any(|own| own.eq_ignore_ascii_case(name));
        let by_prefix =
            self.dialects.iter().filter(|dialect| prefix(**dialect).is_some()).max_by_key(|dialect| prefix(**dialect));
        // A table without dialects cannot be built into a server; the assembly has three.
        *by_prefix.or_else(|| self.dialects.iter().find(named)).unwrap_or(&self.dialects[self.dialects.len() - 1])
    }
}
