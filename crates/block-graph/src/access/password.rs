//! People's passwords: Argon2id hashes with the parameters of the crate's default (19 MiB, 2 passes: OWASP's advice).

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash as Phc;
use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};

use crate::error::StoreError;
use crate::secret::Secret;

/// A password's hash, as a PHC string. It does not print.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PasswordHash(Secret);

impl PasswordHash {
    /// Hashes a password. Takes tens of milliseconds by design: not on a thread that answers requests.
    ///
    /// # Errors
    /// [`StoreError::Broken`] when the system has no randomness to give.
    pub fn of(password: &Secret) -> Result<Self, StoreError> {
        let hash = Argon2::default().hash_password(password.expose().as_bytes());
        let hash = hash.map_err(|error| StoreError::Broken(format!("a password was not hashed: {error}")))?;
        Ok(Self(Secret::new(hash.to_string())))
    }

    /// Whether `password` is the one. As slow as [`of`](Self::of).
    pub fn is(&self, password: &Secret) -> bool {
        let Ok(hash) = Phc::new(self.0.expose()) else { return false };
        Argon2::default().verify_password(password.expose().as_bytes(), &hash).is_ok()
    }

    /// The hash as stores hold it.
    pub fn as_str(&self) -> &str {
        self.0.expose()
    }

    /// A hash read back from a store.
    pub fn from_stored(text: String) -> Self {
        Self(Secret::new(text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_knows_its_password_and_no_other() {
        let hash = PasswordHash::of(&Secret::new("open sesame")).unwrap();
        assert!(hash.as_str().starts_with("$argon2id$"));
        assert!(hash.is(&Secret::new("open sesame")));
        assert!(!hash.is(&Secret::new("open barley")));
        assert!(!PasswordHash::from_stored("nonsense".into()).is(&Secret::new("")));
    }
}
