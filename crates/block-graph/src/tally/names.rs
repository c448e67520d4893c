//! What windows and nonces are called on the server that counts for all processes.
//!
//! A name is a prefix and 128 bits of a hash under a key that the processes share: whoever reads the server learns neither
//! who called, nor from where, nor a nonce.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, Mac};
use sha2::Sha256;

use crate::access::nonce::Mark;
use crate::error::StoreError;
use crate::rate::{Limit, Per, Subject};

/// Makes names.
pub(super) struct Names {
    prefix: String,
    keyed: Hmac<Sha256>,
}

impl Names {
    pub(super) fn new(prefix: &str, key: &[u8; 32]) -> Result<Self, StoreError> {
        let keyed = Hmac::new_from_slice(key).map_err(|error| StoreError::Broken(error.to_string()))?;
        Ok(Self { prefix: prefix.to_owned(), keyed })
    }

    /// A limit's window for this caller; `None` where it does not bear on them.
    pub(super) fn window(&self, subject: &Subject, limit: &'static Limit) -> Option<String> {
        let (one, two) = subject.counted_as(limit.per)?;
        // Written out, because processes of different builds count together.
        let per = match limit.per {
            Per::User => 0,
            Per::AppOnly => 1,
            Per::App => 2,
            Per::Token => 3,
            Per::Address => 4,
        };
        let mut mac = self.keyed.clone();
        mac.update(&[b'w', per]);
        mac.update(&limit.window.to_be_bytes());
        mac.update(&one.to_be_bytes());
        mac.update(&two.to_be_bytes());
        mac.update(limit.bucket.as_bytes());
        Some(self.named('w', hash(mac)))
    }

    /// A nonce as it is remembered.
    pub(super) fn mark(&self, consumer: &str, token: &str, nonce: &str, timestamp: i64) -> Mark {
        let mut mac = self.keyed.clone();
        mac.update(b"n");
        mac.update(&timestamp.to_be_bytes());
        for text in [consumer, token] {
            mac.update(&(text.len() as u64).to_be_bytes());
            mac.update(text.as_bytes());
        }
        mac.update(nonce.as_bytes());
        Mark { hash: hash(mac), timestamp }
    }

    /// A nonce's name.
    pub(super) fn nonce(&self, mark: Mark) -> String {
        self.named('n', mark.hash)
    }

    /// A name that only shows whether names can be given.
    pub(super) fn probe(&self) -> String {
        format!("{}probe", self.prefix)
    }

    fn named(&self, kind: char, hash: u128) -> String {
        let mut name = String::with_capacity(self.prefix.len() + 24);
        name.push_str(&self.prefix);
        name.push(kind);
        name.push(':');
        URL_SAFE_NO_PAD.encode_string(hash.to_be_bytes(), &mut name);
        name
    }
}

fn hash(mac: Hmac<Sha256>) -> u128 {
    let bytes = mac.finalize().into_bytes();
    bytes[..16].iter().fold(0, |hash, byte| hash << 8 | u128::from(*byte))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::net::IpAddr;

    use super::*;
    use crate::id::{AppId, TokenId, UserId};

    fn names(key: u8) -> Names {
        Names::new("p:", &[key; 32]).unwrap()
    }

    #[test]
    fn a_window_is_told_apart_by_all_that_makes_it_one_and_by_nothing_else() {
        static LIMITS: [Limit; 6] = [
            Limit { bucket: "a", per: Per::User, max: 1, window: 900 },
            Limit { bucket: "b", per: Per::User, max: 1, window: 900 },
            Limit { bucket: "a", per: Per::User, max: 1, window: 60 },
            Limit { bucket: "a", per: Per::App, max: 1, window: 900 },
            Limit { bucket: "a", per: Per::Token, max: 1, window: 900 },
            Limit { bucket: "a", per: Per::User, max: 2, window: 900 },
        ];
        let amy = Subject {
            user: Some(UserId(7)),
            app: Some(AppId(7)),
            token: Some(TokenId(7)),
            address: IpAddr::from([203, 0, 113, 9]),
        };
        let ours = names(1);
        let of = |subject: &Subject| LIMITS.iter().map(|limit| ours.window(subject, limit).unwrap()).collect();
        let (mut all, again): (BTreeSet<String>, BTreeSet<String>) = (of(&amy), of(&amy));
        assert_eq!((all.len(), &all), (5, &again), "a number is not part of it");
        all.extend(of(&Subject { user: Some(UserId(8)), ..amy }));
        assert_eq!(all.len(), 8, "another person's, but the app's and the token's are the same");
        for name in &all {
            let rest = name.strip_prefix("p:w:").unwrap();
            assert!(rest.len() == 22 && !rest.contains(':'), "{name}");
        }
        assert_ne!(ours.window(&amy, &LIMITS[0]), names(2).window(&amy, &LIMITS[0]), "another key");
    }

    #[test]
    fn a_nonce_is_told_apart_by_its_parts_and_their_bounds() {
        let names = names(1);
        let marks = [("ab", "c", "n", 1), ("a", "bc", "n", 1), ("ab", "cn", "", 1), ("ab", "c", "n", 2)];
        let told: BTreeSet<_> = marks.map(|(c, t, n, at)| names.nonce(names.mark(c, t, n, at))).into();
        assert_eq!(told.len(), 4);
        assert!(told.iter().all(|name| name.starts_with("p:n:") && name.len() == 26), "{told:?}");
    }
}
