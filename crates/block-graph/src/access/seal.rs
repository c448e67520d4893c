//! Sealing of secrets that must be recoverable: OAuth 1.0a can only be checked with the secret itself.
//!
//! XChaCha20-Poly1305 with a random nonce; the row's id is authenticated with it, so that a sealed secret cannot be
//! moved to another row, and the column's name where a row has two. A sealed text is `v1.` and base64url of nonce and
//! ciphertext.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce};

use crate::error::StoreError;
use crate::secret::Secret;

const PREFIX: &str = "v1.";
const NONCE: usize = 24;

/// The key that seals, 32 bytes.
#[derive(Clone)]
pub struct SealKey(XChaCha20Poly1305);

impl SealKey {
    /// A key from its bytes.
    pub fn new(bytes: &[u8; 32]) -> Self {
        Self(XChaCha20Poly1305::new(bytes.into()))
    }

    /// Seals `secret` for the row `row`.
    ///
    /// # Errors
    /// [`StoreError::Broken`] when the system has no randomness to give.
    pub fn seal(&self, secret: &Secret, row: i64) -> Result<String, StoreError> {
        self.seal_in(secret, row, "")
    }

    /// Opens what [`seal`](Self::seal) closed.
    ///
    /// # Errors
    /// [`StoreError::Broken`] when it was sealed with another key, or for another row or column.
    pub fn open(&self, sealed: &str, row: i64) -> Result<Secret, StoreError> {
        self.open_in(sealed, row, "")
    }

    /// Seals `secret` for a second secret's `column` in the row `row`.
    ///
    /// # Errors
    /// As [`seal`](Self::seal).
    pub fn seal_in(&self, secret: &Secret, row: i64, column: &str) -> Result<String, StoreError> {
        let mut nonce = [0; NONCE];
        getrandom::fill(&mut nonce).map_err(|error| StoreError::Broken(format!("no randomness: {error}")))?;
        let payload = Payload { msg: secret.expose().as_bytes(), aad: &place(row, column) };
        let sealed = self
            .0
            .encrypt(XNonce::from_slice(&nonce), payload)
            .map_err(|_| StoreError::Broken("a secret could not be sealed".to_owned()))?;
        Ok(format!("{PREFIX}{}", URL_SAFE_NO_PAD.encode([&nonce[..], &sealed].concat())))
    }

    /// Opens what [`seal_in`](Self::seal_in) closed.
    ///
    /// # Errors
    /// As [`open`](Self::open).
    pub fn open_in(&self, sealed: &str, row: i64, column: &str) -> Result<Secret, StoreError> {
        let wrong = || StoreError::Broken(format!("the secret of row {row} was sealed with another key"));
        let bytes = sealed.strip_prefix(PREFIX).and_then(|text| URL_SAFE_NO_PAD.decode(text).ok()).ok_or_else(wrong)?;
        let (nonce, sealed) = bytes.split_at_checked(NONCE).ok_or_else(wrong)?;
        let payload = Payload { msg: sealed, aad: &place(row, column) };
        let opened = self.0.decrypt(XNonce::from_slice(nonce), payload).map_err(|_| wrong())?;
        String::from_utf8(opened).map(Secret::new).map_err(|_| wrong())
    }
}

/// What is authenticated with a secret.
fn place(row: i64, column: &str) -> Vec<u8> {
    [&row.to_be_bytes(), column.as_bytes()].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn opens_only_with_its_key_and_row() {
        let key = SealKey::new(&[7; 32]);
        let sealed = key.seal(&Secret::new("hunter2"), 1).unwrap();
        assert!(!sealed.contains("hunter2"));
        assert_eq!(key.open(&sealed, 1).unwrap().expose(), "hunter2");
        assert!(key.open(&sealed, 2).is_err());
        assert!(key.open_in(&sealed, 1, "other").is_err());
        assert!(SealKey::new(&[8; 32]).open(&sealed, 1).is_err());
        assert!(key.open("v1.AAAA", 1).is_err());
        assert_ne!(sealed, key.seal(&Secret::new("hunter2"), 1).unwrap());
        let second = key.seal_in(&Secret::new("hunter2"), 1, "other").unwrap();
        assert_eq!(key.open_in(&second, 1, "other").unwrap().expose(), "hunter2");
        assert!(key.open(&second, 1).is_err());
    }
}
