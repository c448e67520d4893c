//! The signature base string and its signature, as the check needs them: every signed request pays for this, so only the
//! parameters whose order is not known are sorted, as they came, and each is escaped once, straight to where it stands.

use std::cmp::Ordering;
use std::mem;

use block_graph::Secret;
use hmac::{Hmac, Mac};
use sha1::Sha1;
use smallvec::SmallVec;
use subtle::ConstantTimeEq;

use super::escaping::{ONCE, TWICE, order, prefix, put, put_escaped};
use super::fields::{Known, OPENINGS, Value};
use super::sent::{SIGNATURE, written};
use super::text::{self, Text};

/// A parameter, and the first bytes of its name as they sort, which tell almost all names apart.
#[derive(Clone, Copy)]
pub(super) struct Pair<'p> {
    prefix: u64,
    name: &'p str,
    value: &'p str,
}

impl<'p> Pair<'p> {
    #[inline]
    pub(super) fn new(name: &'p str, value: &'p str) -> Self {
        Self { prefix: prefix(name), name, value }
    }

    /// As the escaped name and then the escaped value sort.
    fn order(&self, other: &Self) -> Ordering {
        let first = self.prefix.cmp(&other.prefix);
        first.then_with(|| order(self.name, other.name)).then_with(|| order(self.value, other.value))
    }

    /// Writes it as it stands in the base string.
    fn write(&self, out: &mut Text<'_>) {
        put(out, self.name, &TWICE);
        out.put(b"%3D");
        put(out, self.value, &TWICE);
    }
}

/// Parameters in an order to be found: mostly so few that they need no memory of their own.
pub(super) type Pairs<'p> = SmallVec<[Pair<'p>; 4]>;

/// How the first and the last of the known names sort.
const FIRST: u64 = prefix(Known::SIGNED[0].name());
const LAST: u64 = prefix(Known::SIGNED[Known::SIGNED.len() - 1].name());
/// What joins two parameters in the base string.
const JOIN: &[u8] = b"%26";

/// The parameters of a request, which are written to the base string in its order.
///
/// There they are escaped twice: once as parameters, and once more when they are joined. Both are done at once. What
/// the second escaping adds is `25` after each `%`, which changes no order.
pub(super) struct Parameters<'p> {
    /// Those that make a proof, where no other stands among them: their order is known.
    known: &'p [Option<Value<'p>>],
    /// All others, in order.
    pairs: Pairs<'p>,
}

impl<'p> Parameters<'p> {
    /// Those parameters; `known` in the order of [`Known::SIGNED`], `pairs` in any.
    pub(super) fn new(mut known: &'p [Option<Value<'p>>], mut pairs: Pairs<'p>) -> Self {
        if pairs.iter().any(|pair| (FIRST..=LAST).contains(&pair.prefix)) {
            let values = Known::SIGNED.into_iter().zip(known);
            pairs.extend(values.filter_map(|(name, value)| Some(Pair::new(name.name(), &value.as_ref()?.text))));
            known = &[];
        }
        // Equal pairs are the same whichever comes first.
        pairs.sort_unstable_by(Pair::order);
        Self { known, pairs }
    }

    /// Leaves exact duplicates out; `false` where there are none.
    pub(super) fn leave_single(&mut self) -> bool {
        let all = self.pairs.len();
        let again = |one: &mut Pair<'_>, kept: &mut Pair<'_>| (one.name, one.value) == (kept.name, kept.value);
        self.pairs.dedup_by(again);
        self.pairs.len() < all
    }

    /// Writes all of them, joined.
    pub(super) fn write(&self, out: &mut Text<'_>) {
        let mut join: &[u8] = b"";
        let mut pairs = self.pairs.iter();
        let first = pairs.as_slice().iter().position(|pair| pair.prefix >= FIRST).unwrap_or(pairs.len());
        for pair in pairs.by_ref().take(first) {
            out.put(mem::replace(&mut join, JOIN));
            pair.write(out);
        }
        for ((opening, length), value) in OPENINGS.iter().zip(self.known) {
            let Some(value) = value else { continue };
            out.put(mem::replace(&mut join, JOIN));
            out.put_firsts([(opening, *length)]);
            if value.plain {
                out.put(value.text.as_bytes());
            } else {
                put(out, &value.text, &TWICE);
            }
        }
        for pair in pairs {
            out.put(mem::replace(&mut join, JOIN));
            pair.write(out);
        }
    }
}

/// Computes signatures with one pair of secrets.
pub(super) struct Signer(Hmac<Sha1>);

impl Signer {
    /// With these secrets; `None` only if the HMAC refused the key, which it does of no length.
    pub(super) fn new(consumer: &Secret, token: Option<&Secret>) -> Option<Self> {
        let write = |key: &mut Text<'_>| {
            put(key, consumer.expose(), &ONCE);
            key.put(b"&");
            put(key, token.map_or("", Secret::expose), &ONCE);
        };
        text::with(write, |key| Hmac::new_from_slice(key).ok().map(Self))
    }

    /// Whether `signature` is the one of a request to that address with these parameters, in a time that tells nothing
    /// of the right one.
    pub(super) fn made(
        &self,
        signature: &[u8; SIGNATURE],
        (method, scheme, host, path): (&str, &str, &str, &str),
        parameters: &Parameters<'_>,
    ) -> bool {
        let write = |text: &mut Text<'_>| {
            text.put(method.as_bytes());
            text.put(b"&");
            text.put(scheme.as_bytes());
            text.put(b"%3A%2F%2F");
            // A path is never plain, a host with a port neither.
            put_escaped(text, host, &ONCE);
            put_escaped(text, path, &ONCE);
            text.put(b"&");
            parameters.write(text);
        };
        // All in one piece: what is hashed piece by piece is gathered into blocks first.
        let digest = text::with(write, |text| self.0.clone().chain_update(text).finalize().into_bytes());
        bool::from(halves(&written(&digest.into())).ct_eq(&halves(signature)))
    }
}

/// A signature as two numbers, which are compared faster than bytes; what is in the middle is in both.
fn halves(text: &[u8; SIGNATURE]) -> [u128; 2] {
    [text.first_chunk(), text.last_chunk()].map(|half| half.copied().map_or(0, u128::from_ne_bytes))
}
