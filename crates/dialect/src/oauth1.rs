//! OAuth 1.0a as the services check it: RFC 5849 with HMAC-SHA1, every carrier of the parameters.
//!
//! Pure functions. Which request data enters the signature base string was verified against the wire of fifteen clients
//! (`docs/dialects/twitter-v1.md`); the tests quote the vendor's and the RFC's published strings.

mod check;
mod escaping;
mod fields;
mod sent;
mod text;

use std::borrow::Cow;
use std::fmt::Write as _;

use block_graph::Secret;
use block_graph::access::Grant;
use oauth1_request::signature_method::{HmacSha1, Sign, SignatureMethod};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use self::check::{Pair, Pairs, Parameters, Signer};
use self::escaping::decode;
use self::fields::{Field, Known, Value};
use self::sent::Sent;
use crate::failure::Denial;
use crate::params::Params;
use crate::request::{Origin, Request};

/// RFC 3986 unreserved characters stay; everything else is escaped, in upper-case hex.
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The OAuth parameters of a request.
#[derive(Debug)]
pub struct Proof<'r> {
    /// `oauth_timestamp`, unix seconds.
    pub timestamp: i64,
    /// What makes a proof, beside the signature, in the order of [`Known::SIGNED`].
    known: [Option<Value<'r>>; Known::SIGNED.len()],
    /// What else is signed in the Authorization header: all but `realm`, and of `known` the second ones of a name.
    more: Vec<Field<'r>>,
    signature: Option<Sent<'r>>,
    /// Whether `known` is from the Authorization header and signed there; what is carried in the query or a form body is
    /// signed where it stands.
    in_header: bool,
}

impl<'r> Proof<'r> {
    /// Reads the fields of an `Authorization: OAuth …` header; separators are `,` with or without blanks ([client]).
    ///
    /// # Errors
    /// [`Denial::Malformed`] when a required parameter is missing, twice there or unreadable, or the method is not
    /// HMAC-SHA1.
    pub fn from_header(fields: &'r str) -> Result<Self, Denial> {
        let mut proof = Self::nothing(true);
        let mut rest = fields.trim_ascii_start();
        while !rest.is_empty() {
            let opened = Known::opens(rest);
            if let Some((Known::Signature, begun)) = opened
                && let Some((sent, after)) = Sent::quick(begun)
            {
                rest = after;
                proof.sign(sent)?;
            } else if let Some((known, begun)) = opened
                && let Some((value, plain, after)) = fields::quick(begun)
            {
                rest = after;
                if known == Known::Signature {
                    proof.sign(Sent::escaped(value)?)?;
                } else {
                    let text = if plain { Cow::Borrowed(value) } else { decode(value)? };
                    proof.know(known, Value { text, plain })?;
                }
            } else if let Some(field) = fields::general(&mut rest)? {
                proof.take(field)?;
            }
            rest = rest.trim_ascii_start();
        }
        proof.complete()?;
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
        let mut proof = Self::nothing(false);
        for (name, value) in request.query.iter().chain(request.form.iter()) {
            if let Some(known) = Known::named(name) {
                let (name, value) = (Cow::Borrowed(known.name()), Cow::Owned(value.to_owned()));
                proof.take(Field { name, value })?;
            }
        }
        proof.more.clear();
        proof.complete()?;
        Ok(Some(proof))
    }

    fn nothing(in_header: bool) -> Self {
        Self { timestamp: 0, known: Default::default(), more: Vec::new(), signature: None, in_header }
    }

    /// Takes a signed parameter that makes a proof: a second one must say the same.
    #[inline(always)]
    fn know(&mut self, known: Known, value: Value<'r>) -> Result<(), Denial> {
        match self.known.get_mut(known as usize) {
            Some(place @ None) => *place = Some(value),
            Some(Some(before)) if before.text != value.text => return Err(Denial::Malformed),
            // It is signed as often as it stands there.
            _ => self.more.push(Field { name: Cow::Borrowed(known.name()), value: value.text }),
        }
        Ok(())
    }

    /// Takes a signature: a second one must say the same.
    fn sign(&mut self, sent: Sent<'r>) -> Result<(), Denial> {
        match &self.signature {
            Some(before) if *before != sent => Err(Denial::Malformed),
            _ => {
                self.signature = Some(sent);
                Ok(())
            }
        }
    }

    /// Takes any field of a header.
    fn take(&mut self, field: Field<'r>) -> Result<(), Denial> {
        match Known::named(&field.name) {
            Some(Known::Signature) => return self.sign(Sent::plain(field.value)),
            Some(known) => return self.know(known, Value { text: field.value, plain: false }),
            None if field.name.eq_ignore_ascii_case("realm") => {}
            None => self.more.push(field),
        }
        Ok(())
    }

    /// Reads the timestamp and looks whether all is there. An empty value is as good as none.
    fn complete(&mut self) -> Result<(), Denial> {
        let version = matches!(self.text(Known::Version), "" | "1.0" | "1.0A" | "1.0a");
        let good = version
            && self.text(Known::Method) == "HMAC-SHA1"
            && !self.consumer_key().is_empty()
            && !self.nonce().is_empty()
            && self.signature.as_ref().is_some_and(|sent| !sent.is_empty());
        self.timestamp = self.text(Known::Timestamp).parse().map_err(|_| Denial::Malformed)?;
        if good { Ok(()) } else { Err(Denial::Malformed) }
    }

    fn text(&self, known: Known) -> &str {
        self.known.get(known as usize).and_then(Option::as_ref).map_or("", |value| &value.text)
    }

    /// `oauth_consumer_key`
    pub fn consumer_key(&self) -> &str {
        self.text(Known::ConsumerKey)
    }

    /// `oauth_token`; `None` when absent or empty.
    pub fn token(&self) -> Option<&str> {
        Some(self.text(Known::Token)).filter(|token| !token.is_empty())
    }

    /// `oauth_nonce`
    pub fn nonce(&self) -> &str {
        self.text(Known::Nonce)
    }

    /// The parameters that make the proof, as far as they are signed beside those of query and form.
    fn known(&self) -> &[Option<Value<'r>>] {
        if self.in_header { &self.known } else { &[] }
    }

    /// The values of a parameter of the Authorization header, beside the signature's own, such as `oauth_verifier`. What is
    /// carried in the query or a form body stands there.
    pub fn params<'p>(&'p self, name: &'p str) -> impl Iterator<Item = &'p str> {
        let known = Known::named(name).and_then(|known| self.known().get(known as usize)?.as_ref());
        let more = self.more.iter().filter(move |field| field.name == name).map(|field| &*field.value);
        known.map(|value| &*value.text).into_iter().chain(more)
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
        let Some(Sent::Possible(signature)) = &self.signature else { return false };
        let matches = |parameters: &Parameters<'_>| {
            origins(request.origin, |scheme, host| {
                let address = (request.method.name(), scheme, host, request.path);
                signer.made(signature, address, parameters)
            })
        };
        let mut all = self.signed(request);
        // Some clients send a parameter in two places and sign it once ([client] twitter-lite).
        matches(&all) || (all.leave_single() && matches(&all))
    }

    /// All signed parameters.
    fn signed<'p>(&'p self, request: &'p Request<'_>) -> Parameters<'p> {
        let mut more = Pairs::new();
        more.extend(self.more.iter().map(|field| Pair::new(&field.name, &field.value)));
        let sent = request.query.iter().chain(request.form.iter());
        let sent = sent.filter(|(name, _)| *name != Known::Signature.name());
        sent.for_each(|(name, value)| more.push(Pair::new(name, value)));
        Parameters::new(self.known(), more)
    }
}

fn is_proof(name: &str) -> bool {
    matches!(name, "oauth_signature" | "oauth_consumer_key")
}

/// Whether any of the origins to try is the one: as given, the other scheme, and each without the port.
fn origins(origin: Origin<'_>, mut is_it: impl FnMut(&'static str, &str) -> bool) -> bool {
    let schemes = if origin.scheme.eq_ignore_ascii_case("https") { ["https", "http"] } else { ["http", "https"] };
    let host = if origin.host.bytes().fold(false, |found, byte| found | byte.is_ascii_uppercase()) {
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
