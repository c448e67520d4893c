//! Who sends a request, and how they prove it: the demo world's tokens, fresh ones, and faulty ones.

use std::sync::Arc;

use block_graph::access::{App, NewToken, Permission, TokenRecord};
use block_graph::{AppId, NewApp, Secret, Timestamp, UserId};
use portcullis::world::{TokenKind, WorldToken};

use crate::house::House;
use crate::place::world;

/// What a request brings as proof.
#[derive(Clone, Debug)]
pub enum Proof {
    /// Nothing.
    None,
    /// A bearer token.
    Bearer(String),
    /// An OAuth 1.0a signature.
    Signed {
        /// Consumer key and secret.
        consumer: (String, String),
        /// Token and secret.
        token: (String, String),
        /// The timestamp in seconds; now if absent.
        at: Option<i64>,
        /// The nonce; a fresh one if absent.
        nonce: Option<String>,
    },
    /// An Authorization header as it is.
    Raw(String),
}

impl Proof {
    /// A signature by that app with that token.
    pub fn signed(consumer: (&str, &str), token: (&str, &str)) -> Self {
        let own = |(one, two): (&str, &str)| (one.to_owned(), two.to_owned());
        Self::Signed { consumer: own(consumer), token: own(token), at: None, nonce: None }
    }

    /// The same signature made with another token secret: a wrong one. Panics for what is not signed.
    pub fn missigned(&self) -> Self {
        match self.clone() {
            Self::Signed { consumer, token: (text, _), at, nonce } => {
                Self::Signed { consumer, token: (text, "wrong".to_owned()), at, nonce }
            }
            other => panic!("{other:?} is not signed"),
        }
    }

    /// The same signature made at another time. Panics for what is not signed.
    pub fn at(&self, seconds: i64) -> Self {
        match self.clone() {
            Self::Signed { consumer, token, nonce, .. } => Self::Signed { consumer, token, at: Some(seconds), nonce },
            other => panic!("{other:?} is not signed"),
        }
    }

    /// The same signature with a nonce of one's own. Panics for what is not signed.
    pub fn with_nonce(&self, text: &str) -> Self {
        match self.clone() {
            Self::Signed { consumer, token, at, .. } => {
                Self::Signed { consumer, token, at, nonce: Some(text.to_owned()) }
            }
            other => panic!("{other:?} is not signed"),
        }
    }

    /// The demo world's token of that kind; `user` is a username, empty for an app's own. Panics when there is none.
    pub fn demo(kind: TokenKind, user: &str) -> Self {
        let world = world();
        let of = |token: &&WorldToken| token.kind == kind && token.user.as_deref().unwrap_or_default() == user;
        let token = world.token.iter().find(of).unwrap_or_else(|| panic!("no {kind:?} token of {user:?}"));
        let app = &world.app[0];
        match &token.secret {
            Some(secret) => Self::signed((&app.key, &app.secret), (&token.text, secret)),
            None => Self::Bearer(token.text.clone()),
        }
    }
}

/// A token to be made for one test.
#[derive(Clone, Debug)]
pub struct Minted {
    /// Of which kind.
    pub kind: TokenKind,
    /// For whom; `None` for an app's own.
    pub user: Option<UserId>,
    /// With which scopes; all if absent.
    pub scopes: Option<Vec<Box<str>>>,
    /// What its app may do.
    pub permission: Permission,
    /// When it ends.
    pub expires: Option<Timestamp>,
    /// Whether it is revoked at once.
    pub revoked: bool,
}

impl Minted {
    /// A good token of that kind with all scopes.
    pub fn new(kind: TokenKind, user: Option<UserId>) -> Self {
        let permission = Permission::ReadWriteDirectMessages;
        Self { kind, user, scopes: None, permission, expires: None, revoked: false }
    }
}

impl House {
    /// Makes an app that may do that.
    pub fn app(&self, permission: Permission) -> Arc<App> {
        let new = NewApp { name: "Minted".to_owned(), link: String::new(), key: None, secret: None, permission };
        self.wait(self.gateway.engine.add_app(new)).expect("an app can be made")
    }

    /// Makes a token, through an app of its own.
    pub fn mint(&self, minted: &Minted) -> Proof {
        let app = self.app(minted.permission);
        let (text, secret) = (format!("minted-{}", self.number()), minted.kind == TokenKind::Oauth1);
        let record = self.issue(minted, app.id, &text, secret.then_some("MintedSecret"));
        if minted.revoked {
            self.wait(self.gateway.engine.revoke(record.id)).expect("a token can be revoked");
        }
        if secret {
            Proof::signed((&app.key, app.secret.expose()), (&text, "MintedSecret"))
        } else {
            Proof::Bearer(text)
        }
    }

    fn issue(&self, minted: &Minted, app: AppId, text: &str, secret: Option<&str>) -> Arc<TokenRecord> {
        let new = NewToken {
            class: minted.kind.class(),
            audience: minted.kind.audience().to_owned(),
            app,
            user: minted.user,
            scopes: minted.scopes.clone().unwrap_or_else(|| minted.kind.scopes()),
            text: Secret::new(text),
            secret: secret.map(Secret::new),
            expires: minted.expires,
        };
        self.wait(self.gateway.engine.add_token(new)).expect("a token can be made")
    }
}
