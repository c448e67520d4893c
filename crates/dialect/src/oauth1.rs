//! OAuth 1.0a as the services check it: RFC 5849 with HMAC-SHA1, every carrier of the parameters.
//!
//! Pure functions. Which request data enters the signature base string was verified against the wire of fifteen clients
//! (`docs/dialects/twitter-v1.md`); the tests quote the vendor's and the RFC's published strings.

use std::borrow::Cow;
use std::fmt::Write as _;

use block_graph::Secret;
use oauth1_request::signature_method::{HmacSha1, Sign, SignatureMethod};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use subtle::ConstantTimeEq;

use crate::failure::Denial;
use crate::params::Params;
use crate::request::{Origin, Request};

/// RFC 3986 unreserved characters stay; everything else is escaped, in upper-case hex.
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

type Pair<'r> = (Cow<'r, str>, Cow<'r, str>);

/// The OAuth parameters of a request.
#[derive(Debug)]
pub struct Proof<'r> {
    /// `oauth_consumer_key`
    pub consumer_key: Cow<'r, str>,
    /// `oauth_token`; `None` when absent or empty.
    pub token: Option<Cow<'r, str>>,
    /// `oauth_timestamp`, unix seconds.
    pub timestamp: i64,
    /// `oauth_nonce`
    pub nonce: Cow<'r, str>,
    signature: Cow<'r, str>,
    /// The parameters of the Authorization header that are signed: all but `realm` and the signature.
    header: Vec<Pair<'r>>,
}

impl<'r> Proof<'r> {
    /// Reads the fields of an `Authorization: OAuth …` header; separators are `,` with or without blanks ([client]).
    ///
    /// # Errors
    /// [`Denial::Malformed`] when a required parameter is missing, twice there or unreadable, or the method is not
    /// HMAC-SHA1.
    pub fn from_header(fields: &'r str) -> Result<Self, Denial> {
        let mut pairs: Vec<Pair<'r>> = Vec::with_capacity(8);
        for field in fields.split(',').map(str::trim).filter(|field| !field.is_empty()) {
            let (name, value) = field.split_once('=').ok_or(Denial::Malformed)?;
            let value =
                value.trim().strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).ok_or(Denial::Malformed)?;
            pairs.push((decode(name.trim())?, decode(value)?));
        }
        let mut proof = Self::from_pairs(&pairs)?;
        pairs.retain(|(name, _)| !name.eq_ignore_ascii_case("realm") && name != "oauth_signature");
        proof.header = pairs;
        Ok(proof)
    }

    /// Reads `oauth_*` parameters from the query or a form body. `None` when neither holds a signature or a consumer key.
    ///
    /// # Errors
    /// As [`from_header`](Self::from_header).
    pub fn from_params(request: &Request<'r>) -> Result<Option<Self>, Denial> {
        let carries = |params: &Params<'r>| params.iter().any(|(name, _)| is_proof(name));
        if !carries(&request.query) && !carries(&request.form) {
            return Ok(None);
        }
        let pairs: Vec<Pair<'r>> = request
            .query
            .iter()
            .chain(request.form.iter())
            .filter(|(name, _)| name.starts_with("oauth_"))
            .map(|(name, value)| (Cow::Owned(name.to_owned()), Cow::Owned(value.to_owned())))
            .collect();
        Self::from_pairs(&pairs).map(Some)
    }

    fn from_pairs(pairs: &[Pair<'r>]) -> Result<Self, Denial> {
        let one = |name: &str| {
            let mut values = pairs.iter().filter(|(key, _)| key == name).map(|(_, value)| value);
            match (values.next(), values.next()) {
                (value, None) => Ok(value.filter(|value| !value.is_empty()).cloned()),
                (Some(first), Some(second)) if first == second => Ok(Some(first.clone())),
                (_, Some(_)) => Err(Denial::Malformed),
            }
        };
        let needed = |name: &str| one(name)?.ok_or(Denial::Malformed);
        if needed("oauth_signature_method")? != "HMAC-SHA1" {
            return Err(Denial::Malformed);
        }
        if one("oauth_version")?.is_some_and(|version| !matches!(&*version, "1.0" | "1.0A" | "1.0a")) {
            return Err(Denial::Malformed);
        }
        Ok(Self {
            consumer_key: needed("oauth_consumer_key")?,
            token: one("oauth_token")?,
            timestamp: needed("oauth_timestamp")?.parse().map_err(|_| Denial::Malformed)?,
            nonce: needed("oauth_nonce")?,
            signature: needed("oauth_signature")?,
            header: Vec::new(),
        })
    }

    /// The values of a parameter of the Authorization header, beside the signature's own, such as `oauth_verifier`. What is
    /// carried in the query or a form body stands there.
    pub fn params<'p>(&'p self, name: &'p str) -> impl Iterator<Item = &'p str> {
        self.header.iter().filter(move |(key, _)| key == name).map(|(_, value)| &**value)
    }

    /// Whether the signature is the one that these secrets give for this request.
    ///
    /// The origin is tried as the client is believed to have seen it, then with the other scheme and with and without
    /// the port, because a proxy that ends TLS may not say so ([inferred], from over half of the tested clients). Each
    /// comparison takes the same time whatever the signature holds.
    pub fn verify(&self, request: &Request<'_>, consumer: &Secret, token: Option<&Secret>) -> bool {
        let pairs = self.signed_pairs(request, false);
        if self.matches(request, &pairs, consumer, token) {
            return true;
        }
        // Some clients send a parameter in two places and sign it once ([client] twitter-lite).
        let single = self.signed_pairs(request, true);
        single.len() < pairs.len() && self.matches(request, &single, consumer, token)
    }

    fn matches(
        &self,
        request: &Request<'_>,
        pairs: &[(String, String)],
        consumer: &Secret,
        token: Option<&Secret>,
    ) -> bool {
        let given = escape(&self.signature);
        origins(request.origin).any(|(scheme, host)| {
            let computed = sign(request.method.name(), scheme, &host, request.path, pairs, consumer, token);
            bool::from(computed.as_bytes().ct_eq(given.as_bytes()))
        })
    }

    /// All signed parameters, escaped and sorted; `single` drops exact duplicates.
    fn signed_pairs(&self, request: &Request<'_>, single: bool) -> Vec<(String, String)> {
        let header = self.header.iter().map(|(name, value)| (&**name, &**value));
        let mut pairs: Vec<_> = header
            .chain(request.query.iter())
            .chain(request.form.iter())
            .filter(|(name, _)| *name != "oauth_signature")
            .map(|(name, value)| (escape(name), escape(value)))
            .collect();
        pairs.sort_unstable();
        if single {
            pairs.dedup();
        }
        pairs
    }
}

fn is_proof(name: &str) -> bool {
    matches!(name, "oauth_signature" | "oauth_consumer_key")
}

/// The origins to try: as given, the other scheme, and each without the port.
fn origins(origin: Origin<'_>) -> impl Iterator<Item = (&'static str, Cow<'_, str>)> {
    let other = if origin.scheme.eq_ignore_ascii_case("https") { ["https", "http"] } else { ["http", "https"] };
    let host = if origin.host.bytes().any(|byte| byte.is_ascii_uppercase()) {
        Cow::Owned(origin.host.to_ascii_lowercase())
    } else {
        Cow::Borrowed(origin.host)
    };
    let bare = host.rsplit_once(':').filter(|(_, port)| port.bytes().all(|byte| byte.is_ascii_digit()));
    let bare: Option<Cow<'_, str>> = bare.map(|(name, _)| Cow::Owned(name.to_owned()));
    let written = other.into_iter().map(move |scheme| {
        let default = if scheme == "https" { ":443" } else { ":80" };
        (scheme, host.strip_suffix(default).map_or_else(|| host.clone(), |name| Cow::Owned(name.to_owned())))
    });
    written.chain(bare.into_iter().flat_map(move |bare| other.into_iter().map(move |scheme| (scheme, bare.clone()))))
}

/// The signature, base64 and percent-escaped, of a request whose pairs are escaped and sorted.
fn sign(
    method: &str,
    scheme: &str,
    host: &str,
    path: &str,
    pairs: &[(String, String)],
    consumer: &Secret,
    token: Option<&Secret>,
) -> String {
    let mut sign = HmacSha1::new().sign_with(consumer.expose(), token.map(Secret::expose));
    sign.request_method(method);
    sign.uri(format_args!(
        "{}%3A%2F%2F{}{}",
        scheme,
        utf8_percent_encode(host, ESCAPED),
        utf8_percent_encode(path, ESCAPED)
    ));
    for (index, (name, value)) in pairs.iter().enumerate() {
        if index > 0 {
            sign.delimiter();
        }
        // In the base string the joined pairs are escaped once more.
        sign.parameter(&escape(name), utf8_percent_encode(value, ESCAPED));
    }
    let mut text = String::with_capacity(40);
    // Writing to a String cannot fail.
    let _ = write!(text, "{}", sign.end());
    text
}

/// Percent-escapes by RFC 3986, as signatures need it.
pub fn escape(text: &str) -> String {
    utf8_percent_encode(text, ESCAPED).to_string()
}

/// Undoes [`escape`]. `None` when what comes out is no text.
pub fn unescape(text: &str) -> Option<Cow<'_, str>> {
    decode(text).ok()
}

fn decode(text: &str) -> Result<Cow<'_, str>, Denial> {
    percent_decode_str(text).decode_utf8().map_err(|_| Denial::Malformed)
}

/// Makes the Authorization header a client would send: for tests, `portcullis env` and the printed examples.
pub fn authorization(
    request: &Request<'_>,
    (consumer_key, consumer): (&str, &Secret),
    token: Option<(&str, &Secret)>,
    timestamp: i64,
    nonce: &str,
) -> String {
    let mut own = vec![
        ("oauth_consumer_key".to_owned(), consumer_key.to_owned()),
        ("oauth_nonce".to_owned(), nonce.to_owned()),
        ("oauth_signature_method".to_owned(), "HMAC-SHA1".to_owned()),
        ("oauth_timestamp".to_owned(), timestamp.to_string()),
        ("oauth_version".to_owned(), "1.0".to_owned()),
    ];
    if let Some((token, _)) = token {
        own.insert(4, ("oauth_token".to_owned(), token.to_owned()));
    }
    let given = own.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    let mut pairs: Vec<_> = given
        .chain(request.query.iter())
        .chain(request.form.iter())
        .map(|(name, value)| (escape(name), escape(value)))
        .collect();
    pairs.sort_unstable();
    let Origin { scheme, host } = request.origin;
    let signature =
        sign(request.method.name(), scheme, host, request.path, &pairs, consumer, token.map(|(_, secret)| secret));
    let fields: Vec<_> = own.iter().map(|(name, value)| format!("{name}=\"{}\"", escape(value))).collect();
    format!("OAuth {}, oauth_signature=\"{signature}\"", fields.join(", "))
}

#[cfg(test)]
mod tests;
