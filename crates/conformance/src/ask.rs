//! A request as a test writes it, and what came back for it.

use std::net::{IpAddr, Ipv4Addr};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use block_graph::{Secret, Timestamp};
use dialect::{Headers, Method, Origin, Reply, Request, oauth1};
use serde_json::Value;

use crate::proof::{Proof, Signature};

/// A request.
#[derive(Clone, Debug)]
pub struct Ask {
    /// Its method.
    pub method: Method,
    /// Path and query.
    pub target: String,
    /// Its headers, but for the proof.
    pub headers: Vec<(String, String)>,
    /// Its body.
    pub body: String,
    /// How long the body is said to be when that is more than is taken.
    pub oversize: Option<usize>,
    /// Where the client believes it sends it.
    pub host: String,
    /// Where it comes from.
    pub address: IpAddr,
    /// Who sends it.
    pub proof: Proof,
}

/// Headers by name without case.
pub(crate) struct Lines(pub(crate) Vec<(String, String)>);

impl Headers for Lines {
    fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }
}

/// Pairs as a query or a form writes them.
fn query(pairs: &[(impl AsRef<str>, impl AsRef<str>)]) -> String {
    let written = pairs
        .iter()
        .map(|(name, value)| format!("{}={}", oauth1::escape(name.as_ref()), oauth1::escape(value.as_ref())));
    written.collect::<Vec<_>>().join("&")
}

impl Ask {
    /// A request of nobody without a body.
    pub fn new(method: Method, target: impl Into<String>) -> Self {
        Self {
            method,
            target: target.into(),
            headers: Vec::new(),
            body: String::new(),
            oversize: None,
            host: "127.0.0.1:8080".to_owned(),
            address: IpAddr::V4(Ipv4Addr::LOCALHOST),
            proof: Proof::None,
        }
    }

    /// A GET.
    pub fn get(target: impl Into<String>) -> Self {
        Self::new(Method::Get, target)
    }

    /// A POST without a body.
    pub fn post(target: impl Into<String>) -> Self {
        Self::new(Method::Post, target)
    }

    /// A DELETE.
    pub fn delete(target: impl Into<String>) -> Self {
        Self::new(Method::Delete, target)
    }

    /// The same with a header.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// The same with a body of JSON.
    pub fn json(mut self, body: impl Into<String>) -> Self {
        self.body = body.into();
        self.header("content-type", "application/json")
    }

    /// The same with a body of form parameters.
    pub fn form(mut self, body: impl Into<String>) -> Self {
        self.body = body.into();
        self.header("content-type", "application/x-www-form-urlencoded")
    }

    /// The same with a form of these fields.
    pub fn fields(self, fields: &[(&str, &str)]) -> Self {
        self.form(query(fields))
    }

    /// The same with these pairs in its query.
    pub fn pairs(mut self, pairs: &[(&str, &str)]) -> Self {
        self.target = format!("{}?{}", self.target, query(pairs));
        self
    }

    /// The same sent to another host.
    pub fn to(mut self, host: &str) -> Self {
        self.host = host.to_owned();
        self
    }

    /// The same sent from another address. Panics for what is none.
    pub fn from(mut self, address: &str) -> Self {
        self.address = address.parse().unwrap_or_else(|_| panic!("{address} is no address"));
        self
    }

    /// The same sent by somebody.
    pub fn by(mut self, proof: &Proof) -> Self {
        self.proof = proof.clone();
        self
    }

    /// Where the client believes it sends it.
    pub(crate) fn origin(&self) -> Origin<'_> {
        Origin { scheme: "http", host: &self.host }
    }

    /// All headers as they go over a wire, the proof among them. `fresh` is a nonce that was not used before.
    pub fn head(&self, now: Timestamp, fresh: &str) -> Vec<(String, String)> {
        self.lines(now, fresh).0
    }

    /// All headers, the proof among them. `fresh` is a nonce that was not used before.
    pub(crate) fn lines(&self, now: Timestamp, fresh: &str) -> Lines {
        let mut lines = Lines(self.headers.clone());
        let authorization = match &self.proof {
            Proof::None => return lines,
            Proof::Bearer(token) => format!("Bearer {token}"),
            Proof::Raw(header) => header.clone(),
            Proof::Basic(key, secret) => {
                format!("Basic {}", STANDARD.encode(format!("{}:{}", oauth1::escape(key), oauth1::escape(secret))))
            }
            Proof::Signed(Signature { consumer, token, carried, at, nonce }) => {
                // A signature is the same whatever carries what it signs: it is made as if the query did.
                let mark = if self.target.contains('?') { '&' } else { '?' };
                let target = match query(carried) {
                    pairs if pairs.is_empty() => self.target.clone(),
                    pairs => format!("{}{mark}{pairs}", self.target),
                };
                let request = Request::new(self.method, &target, &lines, self.body.as_bytes(), self.origin(), now);
                let (key, secret) = (&*consumer.0, &Secret::new(&*consumer.1));
                let token = token.as_ref().map(|(text, secret)| (text, Secret::new(&**secret)));
                let token = token.as_ref().map(|(text, secret)| (text.as_str(), secret));
                let at = at.unwrap_or_else(|| now.seconds());
                let nonce = nonce.as_deref().unwrap_or(fresh);
                let mut header = oauth1::authorization(&request, (key, secret), token, at, nonce);
                for (name, value) in carried {
                    header.push_str(&format!(", {name}=\"{}\"", oauth1::escape(value)));
                }
                header
            }
        };
        lines.0.push(("authorization".to_owned(), authorization));
        lines
    }
}

/// The value of a name in a query or a form.
fn found(pairs: &str, name: &str) -> Option<String> {
    let value = pairs.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='))?;
    oauth1::unescape(value).map(|value| value.into_owned())
}

/// What came back.
#[derive(Clone, Debug)]
pub struct Answer(pub Reply);

impl Answer {
    /// That the dialect of that name says in its own shape that it cannot answer now, and when to come again.
    ///
    /// # Panics
    /// When it says anything else.
    pub fn assert_unavailable(&self, name: &str) {
        let told = self.json();
        assert_eq!((self.status(), self.header("retry-after")), (503, Some("1")), "{name}: {told}");
        match name {
            "v1.1" => assert_eq!(told["errors"][0]["code"], 130, "{told}"),
            "v2" => {
                let title = "Service Unavailable";
                assert_eq!((&told["status"], &told["title"]), (&503.into(), &title.into()), "{told}");
            }
            "app.net" => assert_eq!(told["meta"]["code"], 503, "{told}"),
            other => panic!("{other} is no dialect"),
        }
    }

    /// The status.
    pub fn status(&self) -> u16 {
        self.0.status
    }

    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.0.body).into_owned()
    }

    /// The body as text without what differs between two runs: the serial number in App.net's errors.
    pub fn stable(&self) -> String {
        const KEY: &str = r#""error_id":""#;
        let text = self.text();
        let Some((before, rest)) = text.split_once(KEY) else { return text };
        let (id, after) = rest.split_once('"').unwrap_or((rest, ""));
        assert!(id.len() == 32 && id.bytes().all(|byte| byte.is_ascii_hexdigit()), "{text}");
        format!("{before}{KEY}…\"{after}")
    }

    /// The body as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.0.body).unwrap_or_else(|error| panic!("{error} in {}", self.text()))
    }

    /// The pairs of a body that is a form. Panics when the name is not there.
    pub fn pair(&self, name: &str) -> String {
        found(&self.text(), name).unwrap_or_else(|| panic!("no {name} in {}", self.text()))
    }

    /// Where it sends a browser on. Panics when it does not.
    pub fn location(&self) -> &str {
        self.header("location").unwrap_or_else(|| panic!("{} sends nobody on: {}", self.status(), self.text()))
    }

    /// A value that the address brings along to which it sends a browser on, in the query or the fragment. Panics when
    /// there is none.
    pub fn brought(&self, name: &str) -> String {
        let pairs = self.location().replace(['?', '#'], "&");
        found(&pairs, name).unwrap_or_else(|| panic!("no {name} in {}", self.location()))
    }

    /// A header, by name without case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.0.get_header(name)
    }

    /// The names of its headers that tell of rate limits, in lower case.
    pub fn rate_headers(&self) -> Vec<String> {
        let names = self.0.headers.iter().map(|(name, _)| name.to_ascii_lowercase());
        names.filter(|name| name.contains("ratelimit") || name.contains("limit-") || name.contains("retry")).collect()
    }
}
