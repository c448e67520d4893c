//! Tokens as they are kept, looked up and made.

use std::fmt;
use std::sync::Arc;

use sha2::{Digest, Sha256};

use super::{App, Grant, Permission, Prepared, TokenClass};
use crate::error::StoreError;
use crate::id::{AppId, ChainId, TokenId, UserId};
use crate::secret::Secret;
use crate::time::Timestamp;

/// By what a token is found: the public text of a signed token, or the SHA-256 of a bearer token.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct TokenKey(Text);

/// A key's text. A hash has its place here, because every request with a bearer token makes one.
#[derive(Clone, PartialEq, Eq, Hash)]
enum Text {
    Hash([u8; HASH]),
    Other(Box<str>),
}

/// `b:` and 64 hex digits.
const HASH: usize = 66;

impl TokenKey {
    /// Of a signed token, which is public.
    pub fn signed(public: &str) -> Self {
        let mut text = String::with_capacity(2 + public.len());
        text.push_str("s:");
        text.push_str(public);
        Self(Text::Other(text.into()))
    }

    /// Of a bearer token, which is secret and therefore hashed.
    pub fn bearer(token: &str) -> Self {
        const DIGITS: &[u8; 16] = b"0123456789abcdef";
        let mut text = [0; HASH];
        text[..2].copy_from_slice(b"b:");
        for (pair, byte) in text[2..].chunks_exact_mut(2).zip(Sha256::digest(token.as_bytes())) {
            pair[0] = DIGITS[usize::from(byte >> 4)];
            pair[1] = DIGITS[usize::from(byte & 15)];
        }
        Self(Text::Hash(text))
    }

    /// The key as stores hold it.
    pub fn as_str(&self) -> &str {
        match &self.0 {
            // A hash is made of ASCII, or was a text before.
            Text::Hash(text) => std::str::from_utf8(text).unwrap_or_default(),
            Text::Other(text) => text,
        }
    }

    /// A key read back from a store.
    pub fn from_stored(text: String) -> Self {
        match text.as_bytes().try_into() {
            Ok(hash) if text.starts_with("b:") => Self(Text::Hash(hash)),
            _ => Self(Text::Other(text.into())),
        }
    }
}

impl fmt::Debug for TokenKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TokenKey(…)")
    }
}

/// A token as a store keeps it: the grant without its app's particulars.
#[derive(Clone, PartialEq, Debug)]
pub struct TokenRecord {
    /// Its id.
    pub id: TokenId,
    /// By what it is found.
    pub key: TokenKey,
    /// What sort of token it is.
    pub class: TokenClass,
    /// At which service it was issued.
    pub audience: String,
    /// The app that holds it.
    pub app: AppId,
    /// The person it stands for.
    pub user: Option<UserId>,
    /// The scopes granted.
    pub scopes: Vec<Box<str>>,
    /// To less than the app's own permission a signed token is limited, if it is.
    pub permission: Option<Permission>,
    /// The approval it came of; `None` for one that the operator issued.
    pub chain: Option<ChainId>,
    /// The public text of a signed token.
    pub public: Option<Box<str>>,
    /// The secret of a signed token.
    pub secret: Option<Secret>,
    /// When it was issued.
    pub created: Timestamp,
    /// When it ends, if it does.
    pub expires: Option<Timestamp>,
    /// When it was revoked, if it was.
    pub revoked: Option<Timestamp>,
}

impl TokenRecord {
    /// The token as a request finds it.
    pub fn held(&self, app: &Arc<App>) -> HeldToken {
        let grant = Grant {
            token: self.id,
            class: self.class,
            audience: self.audience.as_str().into(),
            app: Arc::clone(app),
            user: self.user,
            scopes: self.scopes.clone(),
            permission: app.permits(self.permission),
            public: self.public.clone(),
            secret: self.secret.clone(),
            created: self.created,
            expires: self.expires,
            prepared: Prepared::default(),
        };
        HeldToken { grant: Arc::new(grant), revoked: self.revoked }
    }
}

/// A token that was issued, and whether it was revoked since.
#[derive(Clone, PartialEq, Debug)]
pub struct HeldToken {
    /// What it allows while it lives.
    pub grant: Arc<Grant>,
    /// When it was revoked, if it was.
    pub revoked: Option<Timestamp>,
}

impl HeldToken {
    /// What the token is worth at `now`.
    pub fn state(self, now: Timestamp) -> TokenState {
        if self.revoked.is_some() {
            TokenState::Revoked
        } else if self.grant.expires.is_some_and(|end| end <= now) {
            TokenState::Expired
        } else {
            TokenState::Live(self.grant)
        }
    }
}

/// What a look-up of a token finds.
#[derive(Clone, PartialEq, Debug)]
pub enum TokenState {
    /// It is good.
    Live(Arc<Grant>),
    /// It was revoked, by its holder or by the person it stood for.
    Revoked,
    /// Its time is over.
    Expired,
    /// No such token was ever issued.
    Unknown,
}

/// A token to be made. Its texts are given by whoever makes it: random, or published for the demo world.
#[derive(Clone, PartialEq, Debug)]
pub struct NewToken {
    /// What sort of token it is.
    pub class: TokenClass,
    /// At which service it counts.
    pub audience: String,
    /// The app that holds it.
    pub app: AppId,
    /// The person it stands for.
    pub user: Option<UserId>,
    /// The scopes granted.
    pub scopes: Vec<Box<str>>,
    /// To less than the app's own permission a signed token is limited, if it is.
    pub permission: Option<Permission>,
    /// The approval it comes of, if it comes of one.
    pub chain: Option<ChainId>,
    /// The token's text: public for a signed token, secret for a bearer.
    pub text: Secret,
    /// The secret of a signed token.
    pub secret: Option<Secret>,
    /// When it ends, if it does.
    pub expires: Option<Timestamp>,
}

impl NewToken {
    /// By what it will be found.
    pub fn key(&self) -> TokenKey {
        match self.class {
            TokenClass::Signed => TokenKey::signed(self.text.expose()),
            TokenClass::UserBearer | TokenClass::AppBearer => TokenKey::bearer(self.text.expose()),
        }
    }

    /// The record to keep.
    pub fn record(self, id: TokenId, created: Timestamp) -> TokenRecord {
        let signed = self.class == TokenClass::Signed;
        TokenRecord {
            id,
            key: self.key(),
            class: self.class,
            audience: self.audience,
            app: self.app,
            user: self.user,
            scopes: self.scopes,
            permission: self.permission,
            chain: self.chain,
            public: signed.then(|| self.text.expose().into()),
            secret: self.secret,
            created,
            expires: self.expires,
            revoked: None,
        }
    }
}

/// A random text of `length` letters and digits: some clients escape nothing else, or not even that ([client]).
///
/// # Errors
/// [`StoreError::Broken`] when the system has no randomness to give.
pub fn random_text(length: usize) -> Result<String, StoreError> {
    const LETTERS: &[u8; 62] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    let mut text = String::with_capacity(length);
    let mut bytes = [0; 64];
    while text.len() < length {
        getrandom::fill(&mut bytes).map_err(|error| StoreError::Broken(format!("no randomness: {error}")))?;
        // 248 is the largest multiple of 62 in a byte: what lies above would make some letters likelier.
        let fair = bytes.iter().filter(|byte| **byte < 248).map(|byte| char::from(LETTERS[usize::from(*byte) % 62]));
        text.extend(fair.take(length - text.len()));
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bearer_is_kept_as_its_hash() {
        let key = TokenKey::bearer("abc");
        assert_eq!(key.as_str(), "b:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assert_ne!(TokenKey::signed("abc"), key);
        for key in [key.clone(), TokenKey::signed("abc"), TokenKey::signed(&"a".repeat(HASH - 2))] {
            assert_eq!(TokenKey::from_stored(key.as_str().to_owned()), key);
        }
        assert_eq!(format!("{key:?}"), "TokenKey(…)");
    }

    #[test]
    fn random_texts_have_their_length_and_differ() {
        let (one, two) = (random_text(100).unwrap(), random_text(100).unwrap());
        assert_eq!(one.len(), 100);
        assert!(one.bytes().all(|byte| byte.is_ascii_alphanumeric()));
        assert_ne!(one, two);
    }
}
