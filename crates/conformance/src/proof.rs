//! Who sends a request, and how they prove it: the demo world's tokens, fresh ones, and faulty ones.

use std::sync::Arc;

use block_graph::access::{App, NewToken, Permission, Plan, TokenRecord};
use block_graph::{AppId, NewApp, Secret, Timestamp, UserId};
use portcullis::world::{TokenKind, WorldToken};

use crate::house::House;
use crate::place::world;

/// Two texts that belong together.
type Pair = (String, String);

fn own((one, two): (&str, &str)) -> Pair {
    (one.to_owned(), two.to_owned())
}

/// What a request brings as proof.
#[derive(Clone, Debug)]
pub enum Proof {
    /// Nothing.
    None,
    /// A bearer token.
    Bearer(String),
    /// An app's key and secret.
    Basic(String, String),
    /// An OAuth 1.0a signature.
    Signed(Signature),
    /// An Authorization header as it is.
    Raw(String),
}

/// What an OAuth 1.0a signature is made with.
#[derive(Clone, Debug)]
pub struct Signature {
    /// Consumer key and secret.
    pub consumer: Pair,
    /// Token and secret, or temporary credentials; `None` for an app that signs alone.
    pub token: Option<Pair>,
    /// What the header carries beside the signature's own parameters.
    pub carried: Vec<Pair>,
    /// The timestamp in seconds; now if absent.
    pub at: Option<i64>,
    /// The nonce; a fresh one if absent.
    pub nonce: Option<String>,
}

impl Proof {
    /// A signature by that app with that token, or with those temporary credentials.
    pub fn signed(consumer: (&str, &str), token: (&str, &str)) -> Self {
        Self::signature(consumer, Some(own(token)))
    }

    /// A signature by that app alone.
    pub fn app(key: &str, secret: &str) -> Self {
        Self::signature((key, secret), None)
    }

    /// An app's key and secret in a Basic header.
    pub fn basic(key: &str, secret: &str) -> Self {
        Self::Basic(key.to_owned(), secret.to_owned())
    }

    fn signature(consumer: (&str, &str), token: Option<Pair>) -> Self {
        Self::Signed(Signature { consumer: own(consumer), token, carried: Vec::new(), at: None, nonce: None })
    }

    /// Whether it is a Basic header.
    pub fn is_basic(&self) -> bool {
        matches!(self, Self::Basic(..))
    }

    /// What the signature is made with. Panics for what is not signed.
    pub fn parts(&self) -> Signature {
        match self {
            Self::Signed(signature) => signature.clone(),
            other => panic!("{other:?} is not signed"),
        }
    }

    /// The same signature made with another secret, of the token or, without one, of the app: a wrong one. Panics for
    /// what is not signed.
    pub fn missigned(&self) -> Self {
        let Signature { mut consumer, mut token, .. } = self.parts();
        "wrong".clone_into(token.as_mut().map_or(&mut consumer.1, |token| &mut token.1));
        Self::Signed(Signature { consumer, token, ..self.parts() })
    }

    /// The same signature made at another time. Panics for what is not signed.
    pub fn at(&self, seconds: i64) -> Self {
        Self::Signed(Signature { at: Some(seconds), ..self.parts() })
    }

    /// The same signature with a nonce of one's own. Panics for what is not signed.
    pub fn with_nonce(&self, text: &str) -> Self {
        Self::Signed(Signature { nonce: Some(text.to_owned()), ..self.parts() })
    }

    /// The same signature with a parameter in its header, such as `oauth_callback`. Panics for what is not signed.
    pub fn carrying(&self, name: &str, value: &str) -> Self {
        let mut parts = self.parts();
        parts.carried.push(own((name, value)));
        Self::Signed(parts)
    }

    /// The demo world's app, signing alone.
    pub fn demo_app() -> Self {
        let app = &world().app[0];
        Self::app(&app.key, &app.secret)
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
    /// What its app's developer pays for.
    pub plan: Plan,
    /// When it ends.
    pub expires: Option<Timestamp>,
    /// Whether it is revoked at once.
    pub revoked: bool,
}

impl Minted {
    /// A good token of that kind with all scopes.
    pub fn new(kind: TokenKind, user: Option<UserId>) -> Self {
        let permission = Permission::ReadWriteDirectMessages;
        Self { kind, user, scopes: None, permission, plan: Plan::Enterprise, expires: None, revoked: false }
    }
}

/// An app to be made: it may do everything, on the largest plan, and has nowhere to send people back to.
pub fn new_app(name: &str) -> NewApp {
    NewApp {
        name: name.to_owned(),
        link: String::new(),
        key: None,
        secret: None,
        permission: Permission::ReadWriteDirectMessages,
        plan: Plan::Enterprise,
        callbacks: Vec::new(),
        public: false,
        passwords: false,
    }
}

impl House {
    /// Makes an app.
    pub fn add_app(&self, new: NewApp) -> Arc<App> {
        self.wait(self.gateway.engine.add_app(new)).expect("an app can be made")
    }

    /// Makes a token, through an app of its own.
    pub fn mint(&self, minted: &Minted) -> Proof {
        let app = NewApp { permission: minted.permission, plan: minted.plan, ..new_app("Minted") };
        self.mint_for(&self.add_app(app), minted)
    }

    /// Makes a token through that app; what is said of an app is passed over.
    pub fn mint_for(&self, app: &App, minted: &Minted) -> Proof {
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
            permission: None,
            chain: None,
            text: Secret::new(text),
            secret: secret.map(Secret::new),
            expires: minted.expires,
        };
        self.wait(self.gateway.engine.add_token(new)).expect("a token can be made")
    }
}
