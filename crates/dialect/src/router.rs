//! From a method and a path to a dialect and its endpoint; and, where there is none, to the dialect whose error shape
//! the caller will understand.

use std::collections::BTreeMap;

use percent_encoding::percent_decode_str;

use crate::Dialect;
use crate::endpoint::Endpoint;
use crate::params::Params;
use crate::request::{Method, Request};

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

/// What stands at a path. Two dialects may stand at one.
type Slot = Vec<(Method, &'static dyn Dialect, &'static Endpoint)>;

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
                    let slot = slots.entry(format!("{mount}{}", route.path)).or_default();
                    let same = |(method, owner, _): &&(Method, &'static dyn Dialect, &'static Endpoint)| {
                        *method == route.method && owner.name() == dialect.name()
                    };
                    if let Some((_, _, other)) = slot.iter().find(same) {
                        return Err(format!("{endpoint:?} and {other:?} have the same route"));
                    }
                    slot.push((route.method, dialect, endpoint));
                }
            }
        }
        let mut routes = matchit::Router::new();
        for (path, slot) in slots {
            routes.insert(&path, slot).map_err(|error| format!("{path}: {error}"))?;
        }
        Ok(Self { routes, dialects })
    }

    /// Finds where a request leads: by its path and method; where two dialects stand there, by its host, and where that
    /// tells nothing, by what they [say](Dialect::speaks) of it.
    pub fn at<'r>(&self, request: &Request<'r>) -> Routed<'r> {
        let (path, host) = (request.path, request.origin.host);
        let Ok(found) = self.routes.at(path) else {
            return Routed::Nowhere { dialect: self.owner(path, host) };
        };
        let asked = if request.method == Method::Head { Method::Get } else { request.method };
        let mut here = found.value.iter().filter(|(method, ..)| *method == asked).map(|(_, one, at)| (*one, *at));
        let Some(first) = here.next() else {
            let mut allowed: Vec<_> = found.value.iter().map(|(method, ..)| *method).collect();
            allowed.dedup();
            let dialect = found.value.first().map_or_else(|| self.owner(path, host), |(_, dialect, _)| *dialect);
            return Routed::WrongMethod { dialect, allowed };
        };
        let (dialect, endpoint) = match here.next() {
            None => first,
            Some(second) => {
                let both = [first, second];
                let by_host = both.iter().find(|(dialect, _)| named(*dialect, host));
                let by_words = || both.iter().find(|(dialect, _)| dialect.speaks(request));
                by_host.or_else(by_words).copied().unwrap_or(first)
            }
        };
        let mut params = Params::default();
        for (name, value) in found.params.iter() {
            params.push(name.to_owned(), percent_decode_str(value).decode_utf8_lossy());
        }
        Routed::Endpoint { dialect, endpoint, params }
    }

    /// Whose error shape a path without an endpoint gets: by the longest prefix, then by host, then the last dialect.
    fn owner(&self, path: &str, host: &str) -> &'static dyn Dialect {
        let prefix = |dialect: &dyn Dialect| {
            dialect.prefixes().iter().filter(|prefix| path.starts_with(**prefix)).map(|prefix| prefix.len()).max()
        };
        let by_prefix =
            self.dialects.iter().filter(|dialect| prefix(**dialect).is_some()).max_by_key(|dialect| prefix(**dialect));
        // A table without dialects cannot be built into a server; the assembly has three.
        let by_host = || self.dialects.iter().find(|dialect| named(**dialect, host));
        *by_prefix.or_else(by_host).unwrap_or(&self.dialects[self.dialects.len() - 1])
    }
}

/// Whether a host, as a client wrote it, is a dialect's own.
fn named(dialect: &dyn Dialect, host: &str) -> bool {
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    dialect.hosts().iter().any(|own| own.eq_ignore_ascii_case(name))
}
