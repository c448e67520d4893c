//! Applications: what they are called, how they prove themselves, what they may do and where people are sent back to.

use super::{Permission, Plan};
use crate::id::AppId;
use crate::secret::Secret;

/// An application.
#[derive(Clone, PartialEq, Debug)]
pub struct App {
    /// Its id.
    pub id: AppId,
    /// Its name, as people see it.
    pub name: String,
    /// Its home page.
    pub link: String,
    /// Its public key: OAuth 1.0a consumer key, OAuth 2 client id, App.net client id.
    pub key: String,
    /// Its secret.
    pub secret: Secret,
    /// What it may do by OAuth 1.0a.
    pub permission: Permission,
    /// What its developer pays for.
    pub plan: Plan,
    /// Where people may be sent back to, compared [exactly](App::takes_callback).
    pub callbacks: Vec<Box<str>>,
    /// Whether it cannot keep a secret (a phone's or a browser's app): OAuth 2 then asks for none (RFC 6749, 2.1).
    pub public: bool,
    /// The secret with which it may hand in people's passwords (App.net's password grant secret; its presence also
    /// allows v1.1's xAuth). `None` for almost all apps.
    pub password_secret: Option<Secret>,
}

/// Hosts that are this machine itself, on which an app may listen on any port (RFC 8252, 7.3).
const LOOPBACK: [&str; 3] = ["127.0.0.1", "[::1]", "localhost"];

impl App {
    /// An app that may do everything, on the largest plan, with nowhere to send people back to.
    pub fn new(id: AppId, name: impl Into<String>, key: impl Into<String>, secret: Secret) -> Self {
        Self {
            id,
            name: name.into(),
            link: String::new(),
            key: key.into(),
            secret,
            permission: Permission::default(),
            plan: Plan::default(),
            callbacks: Vec::new(),
            public: false,
            password_secret: None,
        }
    }

    /// Whether people can be sent back to `uri` at all: it is not empty and holds neither blanks nor control characters,
    /// which no URI does. Stores keep no other.
    pub fn can_call_back(uri: &str) -> bool {
        !uri.is_empty() && !uri.contains(|character: char| character.is_whitespace() || character.is_control())
    }

    /// What a signed token permits that is limited so, if it is: never more than the app itself may.
    pub fn permits(&self, limit: Option<Permission>) -> Permission {
        limit.map_or(self.permission, |limit| limit.min(self.permission))
    }

    /// Whether people may be sent back to `uri`: it is registered letter by letter, or differs from a registered one of
    /// this machine in the port alone (RFC 8252, 7.3).
    pub fn takes_callback(&self, uri: &str) -> bool {
        self.callbacks.iter().any(|own| **own == *uri)
            || without_port(uri).is_some_and(|bare| self.callbacks.iter().any(|own| **own == *bare))
    }
}

/// `http://127.0.0.1:5000/back` without its port; `None` of what is not on this machine by plain HTTP.
fn without_port(uri: &str) -> Option<String> {
    let rest = uri.strip_prefix("http://")?;
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (authority, path) = rest.split_at(end);
    let (host, port) = authority.rsplit_once(':')?;
    let plain = LOOPBACK.contains(&host) && !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit());
    plain.then(|| format!("http://{host}{path}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_and_line_breaks_are_in_no_callback() {
        assert!(App::can_call_back("https://a.example/back") && App::can_call_back("my-app://"));
        for bad in ["", "a b", "a\nb", "a\r", "a\u{85}b", "\0", "a\u{a0}b"] {
            assert!(!App::can_call_back(bad), "{bad:?}");
        }
    }

    #[test]
    fn callbacks_are_compared_exactly_but_for_the_port_of_this_machine() {
        let mut app = App::new(AppId(1), "a", "k", Secret::new("s"));
        app.callbacks = ["https://a.example/back", "http://127.0.0.1/back", "my-app://back"].map(Into::into).to_vec();
        for good in ["https://a.example/back", "http://127.0.0.1/back", "http://127.0.0.1:5000/back", "my-app://back"] {
            assert!(app.takes_callback(good), "{good}");
        }
        for bad in [
            "https://a.example/back/",
            "https://a.example/back?x=1",
            "https://a.example:8443/back",
            "https://a.example.evil/back",
            "http://a.example/back",
            "http://127.0.0.1:5000@evil/back",
            "http://127.0.0.1:/back",
            "http://127.0.0.1:80x/back",
            "http://localhost:5000/back",
            "http://127.0.0.1:5000/other",
            "https://127.0.0.1:5000/back",
            "my-app://back/x",
            "",
        ] {
            assert!(!app.takes_callback(bad), "{bad}");
        }
    }
}
