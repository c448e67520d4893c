//! Who sits at a browser: a statement signed with a key of the gateway's own, kept by the browser and never by a store.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, Mac};
use sha2::Sha256;
use subtle::ConstantTimeEq as _;

use crate::error::StoreError;
use crate::id::UserId;
use crate::secret::Secret;
use crate::time::Timestamp;

/// How long a session lasts, in milliseconds.
pub const LIFE: i64 = 12 * 3600 * 1000;

/// A browser's session: a name for the browser, and who signed in there.
#[derive(Clone, PartialEq, Debug)]
pub struct Session {
    /// A random name; a new one with every sign-in.
    visitor: Box<str>,
    /// Who signed in, if anybody did.
    pub user: Option<UserId>,
    /// When it began.
    since: Timestamp,
}

/// Signs and reads sessions, and derives what must be derived and not kept.
#[derive(Clone)]
pub struct Sessions {
    key: [u8; 32],
}

impl Sessions {
    /// Sessions signed with `key`. Processes behind one balancer need the same.
    pub fn new(key: [u8; 32]) -> Self {
        Self { key }
    }

    /// A new session.
    ///
    /// # Errors
    /// [`StoreError::Broken`] when the system has no randomness to give.
    pub fn begin(&self, user: Option<UserId>, now: Timestamp) -> Result<Session, StoreError> {
        Ok(Session { visitor: super::random_text(22)?.into(), user, since: now })
    }

    /// The session as the browser keeps it.
    pub fn written(&self, session: &Session) -> Secret {
        let body = format!("{}.{}.{}", session.visitor, session.user.map_or(0, |user| user.0), session.since.0);
        let sign = self.sign("session", &body);
        Secret::new(format!("{body}.{sign}"))
    }

    /// The session that a browser brings, if it is ours and not over.
    pub fn read(&self, text: &str, now: Timestamp) -> Option<Session> {
        let (body, sign) = text.rsplit_once('.')?;
        if !bool::from(self.sign("session", body).as_bytes().ct_eq(sign.as_bytes())) {
            return None;
        }
        let mut parts = body.split('.');
        let (visitor, user, since) = (parts.next()?, parts.next()?, Timestamp(parts.next()?.parse().ok()?));
        let live = since <= now && now.0 < since.0.saturating_add(LIFE);
        let user = UserId::parse(user).filter(|user| user.0 != 0);
        live.then(|| Session { visitor: visitor.into(), user, since })
    }

    /// What a form of this session must carry, so that no other site can send it in this browser's name.
    pub fn form_token(&self, session: &Session) -> String {
        self.sign("form", &session.visitor)
    }

    /// Whether a form carries its session's token.
    pub fn is_form_of(&self, session: &Session, token: &str) -> bool {
        bool::from(self.form_token(session).as_bytes().ct_eq(token.as_bytes()))
    }

    /// A text of letters and digits that only the holder of the key can know, the same each time.
    pub fn derived(&self, purpose: &str, number: i64, count: u32) -> String {
        let sign = |part: u8| self.sign(purpose, &format!("{number}.{count}.{part}"));
        let long: String = (0..3).map(sign).collect();
        long.bytes().filter(u8::is_ascii_alphanumeric).take(80).map(char::from).collect()
    }

    fn sign(&self, purpose: &str, body: &str) -> String {
        // HMAC takes keys of any length.
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&self.key) else { return String::new() };
        mac.update(purpose.as_bytes());
        mac.update(&[0]);
        mac.update(body.as_bytes());
        URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp(1_600_000_000_000);

    #[test]
    fn a_session_comes_back_unless_it_was_touched_or_is_over() {
        let sessions = Sessions::new([7; 32]);
        let session = sessions.begin(Some(UserId(42)), NOW).unwrap();
        let text = sessions.written(&session);
        assert_eq!(sessions.read(text.expose(), NOW), Some(session.clone()));
        assert_eq!(sessions.read(text.expose(), Timestamp(NOW.0 + LIFE)), None, "over");
        assert_eq!(sessions.read(&text.expose().replace(".42.", ".43."), NOW), None, "touched");
        assert_eq!(Sessions::new([8; 32]).read(text.expose(), NOW), None, "another key");
        assert_eq!(sessions.read("", NOW), None);
        let other = sessions.begin(Some(UserId(42)), NOW).unwrap();
        assert!(sessions.is_form_of(&session, &sessions.form_token(&session)));
        assert!(!sessions.is_form_of(&session, &sessions.form_token(&other)));
        assert!(!sessions.is_form_of(&session, ""));
    }

    #[test]
    fn what_is_derived_is_long_plain_and_its_own() {
        let sessions = Sessions::new([7; 32]);
        let one = sessions.derived("bearer", 1, 0);
        assert_eq!(one, sessions.derived("bearer", 1, 0));
        assert!(one.len() == 80 && one.bytes().all(|byte| byte.is_ascii_alphanumeric()), "{one}");
        let others = [sessions.derived("bearer", 1, 1), sessions.derived("bearer", 2, 0), sessions.derived("x", 1, 0)];
        assert!(!others.contains(&one));
    }
}
