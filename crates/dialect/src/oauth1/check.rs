//! The signature base string and its signature, as the check needs them: every signed request pays for this, so each
//! parameter is escaped once into one buffer, the pieces are sorted as slices, and the HMAC runs over two texts.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use block_graph::Secret;
use hmac::{Hmac, Mac};
use sha1::Sha1;
use subtle::ConstantTimeEq;

use crate::scan::{Table, plain};

/// The length of a signature: 20 bytes in base64.
const SIGNATURE: usize = 28;

/// All bytes but RFC 3986's unreserved characters: they are escaped, in upper-case hex.
const ESCAPED: Table = {
    let mut table = [1; 256];
    let mut byte = 0;
    while byte < 256 {
        if matches!(byte as u8, b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' | b'-' | b'.' | b'_' | b'~') {
            table[byte] = 0;
        }
        byte += 1;
    }
    table
};

/// Appends `text`, every escaped byte as `mark` and its two hex digits.
fn push_escaped(out: &mut Vec<u8>, text: &str, mark: &[u8]) {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    let mut rest = text.as_bytes();
    loop {
        let (plain, tail) = rest.split_at(plain(rest, &ESCAPED));
        out.extend_from_slice(plain);
        let Some((byte, tail)) = tail.split_first() else { return };
        out.extend_from_slice(mark);
        out.extend_from_slice(&[HEX[usize::from(byte >> 4)], HEX[usize::from(byte & 15)]]);
        rest = tail;
    }
}

/// A parameter as it stands in the base string: where its name begins and ends, and where its value does.
#[derive(Clone, Copy)]
struct Pair {
    /// The first bytes of the name, which tell almost all names apart.
    prefix: [u8; 8],
    start: usize,
    middle: usize,
    end: usize,
}

/// The parameters of a request, escaped as they stand in the base string and in its order.
///
/// There they are escaped twice: once as parameters, and once more when they are joined. Both are done at once. What
/// the second escaping adds is `25` after each `%`, which changes no order.
pub(super) struct Parameters {
    /// Names and values as they came, then all of them joined in their order.
    text: Vec<u8>,
    pairs: Vec<Pair>,
    /// Where what is joined begins.
    joined: usize,
}

impl Parameters {
    /// Those pairs.
    pub(super) fn new<'p>(given: impl Iterator<Item = (&'p str, &'p str)>) -> Self {
        let (mut text, mut pairs) = (Vec::with_capacity(2048), Vec::with_capacity(16));
        for (name, value) in given {
            let start = text.len();
            push_escaped(&mut text, name, b"%25");
            let middle = text.len();
            let mut prefix = [0; 8];
            let known = (middle - start).min(8);
            prefix[..known].copy_from_slice(&text[start..start + known]);
            push_escaped(&mut text, value, b"%25");
            pairs.push(Pair { prefix, start, middle, end: text.len() });
        }
        let rest = |pair: &Pair| (&text[pair.start..pair.middle], &text[pair.middle..pair.end]);
        pairs.sort_unstable_by(|one, other| {
            let first = u64::from_be_bytes(one.prefix).cmp(&u64::from_be_bytes(other.prefix));
            first.then_with(|| rest(one).cmp(&rest(other)))
        });
        let mut parameters = Self { joined: text.len(), text, pairs };
        parameters.join();
        parameters
    }

    fn join(&mut self) {
        self.text.truncate(self.joined);
        for (index, pair) in self.pairs.iter().enumerate() {
            if index > 0 {
                self.text.extend_from_slice(b"%26");
            }
            self.text.extend_from_within(pair.start..pair.middle);
            self.text.extend_from_slice(b"%3D");
            self.text.extend_from_within(pair.middle..pair.end);
        }
    }

    /// The same without exact duplicates; `None` where there are none.
    pub(super) fn single(mut self) -> Option<Self> {
        let (before, text) = (self.pairs.len(), &self.text);
        let same = |pair: &Pair| (&text[pair.start..pair.middle], &text[pair.middle..pair.end]);
        self.pairs.dedup_by(|one, kept| same(one) == same(kept));
        (self.pairs.len() < before).then(|| {
            self.join();
            self
        })
    }

    /// All of them, joined.
    pub(super) fn joined(&self) -> &[u8] {
        &self.text[self.joined..]
    }
}

/// Computes signatures with one pair of secrets.
pub(super) struct Signer(Hmac<Sha1>);

impl Signer {
    /// With these secrets; `None` only if the HMAC refused the key, which it does of no length.
    pub(super) fn new(consumer: &Secret, token: Option<&Secret>) -> Option<Self> {
        let mut key = Vec::with_capacity(128);
        push_escaped(&mut key, consumer.expose(), b"%");
        key.push(b'&');
        push_escaped(&mut key, token.map_or("", Secret::expose), b"%");
        Hmac::new_from_slice(&key).ok().map(Self)
    }

    /// Whether `signature` is the one of a request to that address with these parameters, in a time that tells nothing
    /// of the right one.
    pub(super) fn made(
        &self,
        signature: &str,
        (method, scheme, host, path): (&str, &str, &str, &str),
        parameters: &Parameters,
    ) -> bool {
        let mut address = Vec::with_capacity(256);
        address.extend_from_slice(method.as_bytes());
        address.push(b'&');
        address.extend_from_slice(scheme.as_bytes());
        address.extend_from_slice(b"%3A%2F%2F");
        push_escaped(&mut address, host, b"%");
        push_escaped(&mut address, path, b"%");
        address.push(b'&');
        let digest = self.0.clone().chain_update(&address).chain_update(parameters.joined()).finalize().into_bytes();
        let mut computed = [0; SIGNATURE];
        // 20 bytes in base64 fill the buffer exactly: there is no error to report.
        let _ = STANDARD.encode_slice(digest, &mut computed);
        bool::from(computed.ct_eq(signature.as_bytes()))
    }
}
