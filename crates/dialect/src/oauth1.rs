//! OAuth 1.0a as the services check it: RFC 5849 with HMAC-SHA1, every carrier of the parameters.
//!
//! Pure functions. Which request data enters the signature base string was verified against the wire of fifteen clients
//! (`docs/dialects/twitter-v1.md`); the tests quote the vendor's and the RFC's published strings.

mod check;
mod escaping;
mod fields;

use std::borrow::Cow;
use std::fmt::Write as _;

use block_graph::Secret;
use block_graph::access::Grant;
use oauth1_request::signature_method::{HmacSha1, Sign, SignatureMethod};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use self::check::{Pair, Parameters, Signer};
use self::escaping::decode;
use self::fields::{Field, Known};
use crate::failure::Denial;
use crate::params::Params;
use crate::request::{Origin, Request};

/// RFC 3986 unreserved characters stay; everything else is escaped, in upper-case hex.
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

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
    header: Vec<Field<'r>>,
}

impl<'r> Proof<'r> {
    /// Reads the fields of an `Authorization: OAuth …` header; separators are `,` with or without blanks ([client]).
    ///
    /// # Errors
    /// [`Denial::Malformed`] when a required parameter is missing, twice there or unreadable, or the method is not
    /// HMAC-SHA1.
    pub fn from_header(fields: &'r str) -> Result<Self, Denial> {
        let mut found = Found::new();
        let mut rest = fields;
        while let Some(field) = fields::next(&mut rest)? {
            found.take(field)?;
        }
        found.proof()
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
        let mut found = Found::new();
        for (name, value) in request.query.iter().chain(request.form.iter()) {
            if let Some(known) = Known::named(name) {
                let (name, value) = (Cow::Borrowed(known.name()), Cow::Owned(value.to_owned()));
                found.take(Field { known: Some(known), plain: false, name, value })?;
            }
        }
        // They are signed where they stand.
        found.proof().map(|proof| Some(Self { header: Vec::new(), ..proof }))
    }

    /// The values of a parameter of the Authorization header, beside the signature's own, such as `oauth_verifier`. What is
    /// carried in the query or a form body stands there.
    pub fn params<'p>(&'p self, name: &'p str) -> impl Iterator<Item = &'p str> {
        self.header.iter().filter(move |field| field.name == name).map(|field| &*field.value)
    }

    /// Whether the signature is the one that these secrets give for this request.
    ///
    /// The origin is tried as the client is believed to have seen it, then with the other scheme and with and without
    /// the port, because a proxy that ends TLS may not say so ([inferred], from over half of the tested clients). Each
    /// comparison takes the same time whatever the signature holds.
    pub fn verify(&self, request: &Request<'_>, consumer: &Secret, token: Option<&Secret>) -> bool {
        Signer::new(consumer, token).is_some_and(|signer| self.is_made_by(&signer, request))
    }

    /// As [`verify`](Self::verify) with the secrets of a grant, which keeps what is made of them for its next request.
    pub fn is_of(&self, grant: &Grant, request: &Request<'_>) -> bool {
        let signer = grant.prepared.get_or_make(|| Signer::new(&grant.app.secret, grant.secret.as_ref()));
        signer.and_then(Option::as_ref).is_some_and(|signer| self.is_made_by(signer, request))
    }

    fn is_made_by(&self, signer: &Signer, request: &Request<'_>) -> bool {
        let matches = |parameters: &mut Parameters<'_>| {
            origins(request.origin, |scheme, host| {
                signer.made(&self.signature, (request.method.name(), scheme, host, request.path), parameters)
            })
        };
        let mut all = Parameters::new(self.signed(request));
        // Some clients send a parameter in two places and sign it once ([client] twitter-lite).
        matches(&mut all) || all.single().is_some_and(|mut single| matches(&mut single))
    }

    /// All signed parameters.
    fn signed<'p>(&'p self, request: &'p Request<'_>) -> impl Iterator<Item = Pair<'p>> {
        let sent = request.query.iter().chain(request.form.iter());
        let sent = sent.filter(|(name, _)| *name != Known::Signature.name()).map(Pair::from);
        self.header.iter().map(Pair::from).chain(sent)
    }
}

/// The OAuth parameters as they are found, each once: a second one must say the same.
struct Found<'r> {
    /// All but the signature, in order.
    fields: Vec<Field<'r>>,
    signature: Option<Cow<'r, str>>,
    /// Where among the fields each known one stands.
    places: [Option<usize>; Known::COUNT],
}

impl<'r> Found<'r> {
    fn new() -> Self {
        Self { fields: Vec::with_capacity(8), signature: None, places: [None; Known::COUNT] }
    }

    #[inline]
    fn take(&mut self, field: Field<'r>) -> Result<(), Denial> {
        if field.known == Some(Known::Signature) {
            return match &self.signature {
                Some(before) if *before != field.value => Err(Denial::Malformed),
                Some(_) => Ok(()),
                None => {
                    self.signature = Some(field.value);
                    Ok(())
                }
            };
        }
        match field.known.map(|known| &mut self.places[known as usize]) {
            Some(Some(before)) if self.fields[*before].value != field.value => return Err(Denial::Malformed),
            Some(place @ None) => *place = Some(self.fields.len()),
            Some(Some(_)) => {}
            None if field.name.eq_ignore_ascii_case("realm") => return Ok(()),
            None => {}
        }
        self.fields.push(field);
        Ok(())
    }

    /// The value of a field that stands there; an empty one is as good as none.
    fn given(&self, known: Known) -> Option<&Cow<'r, str>> {
        self.places[known as usize].map(|place| &self.fields[place].value).filter(|value| !value.is_empty())
    }

    /// The proof that they make.
    fn proof(self) -> Result<Proof<'r>, Denial> {
        let needed = |known| self.given(known).ok_or(Denial::Malformed);
        if needed(Known::Method)? != "HMAC-SHA1" {
            return Err(Denial::Malformed);
        }
        if self.given(Known::Version).is_some_and(|version| !matches!(&**version, "1.0" | "1.0A" | "1.0a")) {
            return Err(Denial::Malformed);
        }
        Ok(Proof {
            consumer_key: needed(Known::ConsumerKey)?.clone(),
            token: self.given(Known::Token).cloned(),
            timestamp: needed(Known::Timestamp)?.parse().map_err(|_| Denial::Malformed)?,
            nonce: needed(Known::Nonce)?.clone(),
            signature: self.signature.filter(|signature| !signature.is_empty()).ok_or(Denial::Malformed)?,
            header: self.fields,
        })
    }
}

fn is_proof(name: &str) -> bool {
    matches!(name, "oauth_signature" | "oauth_consumer_key")
}

/// Whether any of the origins to try is the one: as given, the other scheme, and each without the port.
fn origins(origin: Origin<'_>, mut is_it: impl FnMut(&'static str, &str) -> bool) -> bool {
    let schemes = if origin.scheme.eq_ignore_ascii_case("https") { ["https", "http"] } else { ["http", "https"] };
    let host = if origin.host.bytes().any(|byte| byte.is_ascii_uppercase()) {
        Cow::Owned(origin.host.to_ascii_lowercase())
    } else {
        Cow::Borrowed(origin.host)
    };
    let written = |scheme| {
        let default = if scheme == "https" { ":443" } else { ":80" };
        host.strip_suffix(default).unwrap_or(&host)
    };
    if schemes.into_iter().any(|scheme| is_it(scheme, written(scheme))) {
        return true;
    }
    let bare = host.rsplit_once(':').filter(|(_, port)| port.bytes().all(|byte| byte.is_ascii_digit()));
    bare.is_some_and(|(bare, _)| schemes.into_iter().any(|scheme| is_it(scheme, bare)))
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
