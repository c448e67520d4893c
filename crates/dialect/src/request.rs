//! A request as a dialect sees it: borrowed, already read, with no trace of the server's framework.

use std::fmt;
use std::net::IpAddr;

use block_graph::Timestamp;
use block_graph::access::Actor;
use memchr::memchr;

use crate::params::Params;

/// The methods that the three APIs use, and the rest.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, PartialOrd, Ord)]
pub enum Method {
    /// GET
    Get,
    /// HEAD
    Head,
    /// POST
    Post,
    /// PUT
    Put,
    /// PATCH
    Patch,
    /// DELETE
    Delete,
    /// OPTIONS
    Options,
    /// Any other.
    Other,
}

impl Method {
    /// The method of a request line; names are case-sensitive.
    pub fn parse(name: &str) -> Self {
        match name {
            "GET" => Self::Get,
            "HEAD" => Self::Head,
            "POST" => Self::Post,
            "PUT" => Self::Put,
            "PATCH" => Self::Patch,
            "DELETE" => Self::Delete,
            "OPTIONS" => Self::Options,
            _ => Self::Other,
        }
    }

    /// Its name on the request line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Head => "HEAD",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
            Self::Options => "OPTIONS",
            Self::Other => "OTHER",
        }
    }
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A request's headers, by lower-case name.
pub trait Headers {
    /// The first header of that name, if it is text.
    fn get(&self, name: &str) -> Option<&str>;
}

/// No headers at all; tests also use arrays of pairs.
#[derive(Debug)]
pub struct NoHeaders;

impl Headers for NoHeaders {
    fn get(&self, _: &str) -> Option<&str> {
        None
    }
}

impl<const N: usize> Headers for [(&str, &str); N] {
    fn get(&self, name: &str) -> Option<&str> {
        self.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| *value)
    }
}

/// Where the client believes it sent the request: what it signs, not what the socket saw.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Origin<'r> {
    /// `http` or `https`.
    pub scheme: &'r str,
    /// Host and, where the client wrote one, port; as sent.
    pub host: &'r str,
}

/// One request.
pub struct Request<'r> {
    /// Its method.
    pub method: Method,
    /// Its path as sent, still percent-encoded, without the query.
    pub path: &'r str,
    /// Its query string as sent; empty when there is none.
    pub raw_query: &'r str,
    /// The parameters of the query, in order.
    pub query: Params<'r>,
    /// The parameters of a form body, in order; empty unless the content type says form.
    pub form: Params<'r>,
    /// The parameters in the path, decoded, by the names of the endpoint's pattern.
    pub path_params: Params<'r>,
    /// Its headers.
    pub headers: &'r dyn Headers,
    /// Its body as sent.
    pub body: &'r [u8],
    /// Where the client believes it sent it.
    pub origin: Origin<'r>,
    /// The address it came from.
    pub address: IpAddr,
    /// When it arrived.
    pub now: Timestamp,
    /// Who sent it, once the gate has let them in.
    pub caller: Actor,
}

impl<'r> Request<'r> {
    /// A request of nobody, from loopback, with the parameters of its query and form body read.
    pub fn new(
        method: Method,
        target: &'r str,
        headers: &'r dyn Headers,
        body: &'r [u8],
        origin: Origin<'r>,
        now: Timestamp,
    ) -> Self {
        let (path, query) = target.split_at(memchr(b'?', target.as_bytes()).unwrap_or(target.len()));
        let raw_query = query.strip_prefix('?').unwrap_or_default();
        let form = if media_type(headers).eq_ignore_ascii_case("application/x-www-form-urlencoded") {
            Params::parse(body)
        } else {
            Params::default()
        };
        Self {
            method,
            path,
            raw_query,
            query: Params::parse_str(raw_query),
            form,
            path_params: Params::default(),
            headers,
            body,
            origin,
            address: IpAddr::V4(std::net::Ipv4Addr::LOCALHOST),
            now,
            caller: Actor::Anonymous,
        }
    }

    /// The media type of the body, without parameters, as sent; empty when none is named.
    pub fn media_type(&self) -> &str {
        media_type(self.headers)
    }

    /// A parameter in the path, decoded.
    pub fn path_param(&self, name: &str) -> Option<&str> {
        self.path_params.get(name)
    }
}

fn media_type(headers: &dyn Headers) -> &str {
    let text = headers.get("content-type").unwrap_or_default();
    text.split_once(';').map_or(text, |(kind, _)| kind).trim()
}

impl fmt::Debug for Request<'_> {
    // Query, headers and body may hold tokens: the path alone is shown.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method, self.path)
    }
}
