//! What stands between an app and its token: temporary credentials, authorization codes and refresh tokens. Each is good
//! for one exchange, and known by its hash alone.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq as _;

use super::{Permission, TokenKey};
use crate::id::{AppId, ChainId, TicketId, UserId};
use crate::secret::Secret;
use crate::time::Timestamp;

/// What a ticket is exchanged as.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum TicketKind {
    /// OAuth 1.0a temporary credentials (request token): public text and secret, approved by a person later.
    Temporary,
    /// An OAuth 2 authorization code: made by a person's approval.
    Code,
    /// An OAuth 2 refresh token.
    Refresh,
}

impl TicketKind {
    /// The number it has in the stores.
    pub fn number(self) -> i16 {
        match self {
            Self::Temporary => 0,
            Self::Code => 1,
            Self::Refresh => 2,
        }
    }

    /// The kind a store's number stands for.
    pub fn from_number(number: i16) -> Option<Self> {
        [Self::Temporary, Self::Code, Self::Refresh].into_iter().find(|kind| kind.number() == number)
    }
}

/// A ticket.
#[derive(Clone, PartialEq, Debug)]
pub struct Ticket {
    /// Its id.
    pub id: TicketId,
    /// What it is exchanged as.
    pub kind: TicketKind,
    /// By what it is found: the public text of temporary credentials, the hash of the others.
    pub key: TokenKey,
    /// At which service the token it brings will count.
    pub audience: String,
    /// The app that may exchange it.
    pub app: AppId,
    /// Who approved; `None` while temporary credentials wait.
    pub user: Option<UserId>,
    /// The scopes approved.
    pub scopes: Vec<Box<str>>,
    /// To less than the app's own permission the token will be limited, if so asked.
    pub permission: Option<Permission>,
    /// The secret of temporary credentials.
    pub secret: Option<Secret>,
    /// Where the person is sent back to; `None` for temporary credentials out of band.
    pub callback: Option<Box<str>>,
    /// The [hash](hashed) of what the exchange must show: the verifier of OAuth 1.0a, or of PKCE (its S256 challenge).
    pub check: Option<Box<str>>,
    /// The approval it belongs to.
    pub chain: ChainId,
    /// When it was made.
    pub created: Timestamp,
    /// When it ends.
    pub expires: Timestamp,
    /// When it was exchanged or given up, if it was.
    pub spent: Option<Timestamp>,
}

impl Ticket {
    /// How long, in milliseconds, a ticket is kept after its time: its reuse is still told from a guess.
    pub(crate) const KEPT: i64 = 24 * 3600 * 1000;

    /// Whether `shown` is what the exchange must show. True where nothing is asked for.
    pub fn checks(&self, shown: Option<&Secret>) -> bool {
        match (&self.check, shown) {
            (None, _) => true,
            (Some(check), Some(shown)) => bool::from(hashed(shown.expose()).as_bytes().ct_eq(check.as_bytes())),
            (Some(_), None) => false,
        }
    }
}

/// SHA-256 in base64url without padding: how a verifier is kept, and what RFC 7636 calls its S256 challenge.
pub fn hashed(text: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(text.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_is_rfc_7636_s() {
        // RFC 7636, appendix B.
        assert_eq!(
            hashed("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"),
            "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
        );
    }
}
