//! The signature base string and its signature, as the check needs them: every signed request pays for this, so the
//! parameters are sorted as they came and each is escaped once, straight to where it stands in the base string.

use std::cmp::Ordering;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use block_graph::Secret;
use hmac::{Hmac, Mac};
use sha1::Sha1;
use subtle::ConstantTimeEq;

use super::escaping::{order, prefix, push};
use super::fields::{Field, Known};

/// The length of a signature: 20 bytes in base64.
const SIGNATURE: usize = 28;

/// A parameter, and the first bytes of its name as they sort, which tell almost all names apart.
#[derive(Clone, Copy)]
pub(super) struct Pair<'p> {
    prefix: u64,
    name: &'p str,
    value: &'p str,
    /// Whether it is known that nothing in it is to be escaped.
    plain: bool,
}

impl Pair<'_> {
    /// As the escaped name and then the escaped value sort.
    fn order(&self, other: &Self) -> Ordering {
        let first = self.prefix.cmp(&other.prefix);
        first.then_with(|| order(self.name, other.name)).then_with(|| order(self.value, other.value))
    }
}

impl<'p> From<(&'p str, &'p str)> for Pair<'p> {
    fn from((name, value): (&'p str, &'p str)) -> Self {
        Self { prefix: prefix(name), name, value, plain: false }
    }
}

impl<'p> From<&'p Field<'_>> for Pair<'p> {
    fn from(field: &'p Field<'_>) -> Self {
        let prefix = field.known.map_or_else(|| prefix(&field.name), Known::prefix);
        Self { prefix, name: &field.name, value: &field.value, plain: field.plain }
    }
}

/// The parameters of a request, escaped as they stand in the base string and in its order.
///
/// There they are escaped twice: once as parameters, and once more when they are joined. Both are done at once. What
/// the second escaping adds is `25` after each `%`, which changes no order.
pub(super) struct Parameters<'p> {
    pairs: Vec<Pair<'p>>,
    /// All of them joined, and whatever is written after that.
    text: Vec<u8>,
    /// Where what is joined ends.
    joined: usize,
}

impl<'p> Parameters<'p> {
    /// Those pairs.
    pub(super) fn new(given: impl Iterator<Item: Into<Pair<'p>>>) -> Self {
        let mut pairs = Vec::with_capacity(16);
        given.for_each(|pair| pairs.push(pair.into()));
        // Equal pairs are the same whichever comes first.
        pairs.sort_unstable_by(Pair::order);
        let mut parameters = Self { pairs, text: Vec::with_capacity(1024), joined: 0 };
        parameters.join();
        parameters
    }

    fn join(&mut self) {
        self.text.clear();
        for (index, pair) in self.pairs.iter().enumerate() {
            if index > 0 {
                self.text.extend_from_slice(b"%26");
            }
            if pair.plain {
                self.text.extend_from_slice(pair.name.as_bytes());
                self.text.extend_from_slice(b"%3D");
                self.text.extend_from_slice(pair.value.as_bytes());
            } else {
                push(&mut self.text, pair.name, b"%25");
                self.text.extend_from_slice(b"%3D");
                push(&mut self.text, pair.value, b"%25");
            }
        }
        self.joined = self.text.len();
    }

    /// The same without exact duplicates; `None` where there are none.
    pub(super) fn single(mut self) -> Option<Self> {
        let before = self.pairs.len();
        self.pairs.dedup_by(|one, kept| (one.name, one.value) == (kept.name, kept.value));
        (self.pairs.len() < before).then(|| {
            self.join();
            self
        })
    }

    /// All of them, joined.
    pub(super) fn joined(&self) -> &[u8] {
        &self.text[..self.joined]
    }
}

/// Computes signatures with one pair of secrets.
pub(super) struct Signer(Hmac<Sha1>);

impl Signer {
    /// With these secrets; `None` only if the HMAC refused the key, which it does of no length.
    pub(super) fn new(consumer: &Secret, token: Option<&Secret>) -> Option<Self> {
        let mut key = Vec::with_capacity(128);
        push(&mut key, consumer.expose(), b"%");
        key.push(b'&');
        push(&mut key, token.map_or("", Secret::expose), b"%");
        Hmac::new_from_slice(&key).ok().map(Self)
    }

    /// Whether `signature` is the one of a request to that address with these parameters, in a time that tells nothing
    /// of the right one.
    pub(super) fn made(
        &self,
        signature: &str,
        (method, scheme, host, path): (&str, &str, &str, &str),
        parameters: &mut Parameters<'_>,
    ) -> bool {
        let out = &mut parameters.text;
        out.truncate(parameters.joined);
        out.extend_from_slice(method.as_bytes());
        out.push(b'&');
        out.extend_from_slice(scheme.as_bytes());
        out.extend_from_slice(b"%3A%2F%2F");
        push(out, host, b"%");
        push(out, path, b"%");
        out.push(b'&');
        let address = &parameters.text[parameters.joined..];
        let digest = self.0.clone().chain_update(address).chain_update(parameters.joined()).finalize().into_bytes();
        let mut computed = [0; SIGNATURE];
        // 20 bytes in base64 fill the buffer exactly: there is no error to report.
        let _ = STANDARD.encode_slice(digest, &mut computed);
        let Ok(signature) = signature.as_bytes().try_into() else { return false };
        bool::from(halves(&computed)[..].ct_eq(&halves(signature)[..]))
    }
}

/// A signature as two numbers, which are compared faster than bytes; what is in the middle is in both.
fn halves(text: &[u8; SIGNATURE]) -> [u128; 2] {
    [text.first_chunk(), text.last_chunk()].map(|half| half.copied().map_or(0, u128::from_ne_bytes))
}
