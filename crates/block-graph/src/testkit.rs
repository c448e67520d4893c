//! For tests of every crate: small people, cards and grants with fixed, telling values.

#![expect(clippy::panic, reason = "a test that cannot be set up must fail")]

use std::sync::Arc;

use crate::access::{App, Grant, Permission, Prepared, TokenClass};
use crate::card::UserCard;
use crate::id::{AppId, PostId, TokenId, UserId};
use crate::post::Post;
use crate::relation::Relation;
use crate::secret::Secret;
use crate::time::Timestamp;
use crate::user::{Counts, Profile, User};
use crate::username::Username;

/// An id beyond 2^53, so that a client or a test that rounds is caught.
pub const AMY: UserId = UserId(9_007_199_254_740_993);
/// Another one.
pub const BEA: UserId = UserId(9_007_199_254_740_995);

/// A person made on 2015-01-05 at 10:00 UTC.
pub fn person(id: UserId, name: &str) -> Profile {
    let username = Username::new(name).unwrap_or_else(|| panic!("{name} is no username"));
    Profile::new(id, username, Timestamp(1_420_452_000_000))
}

/// A stranger's card with small counts.
pub fn card(user: impl Into<User>) -> UserCard {
    UserCard {
        user: user.into(),
        counts: Counts { followers: 3, following: 4, posts: 12, listed: 1, likes: 7 },
        relation: Some(Relation::default()),
        is_viewer: false,
        latest_post: None,
        pinned_post: None,
    }
}

/// A post made on 2020-05-05 at 05:05:05 UTC.
pub fn post(id: i64, author: UserId, text: &str) -> Arc<Post> {
    Arc::new(Post::new(PostId(id), author, text, Timestamp(1_588_655_105_000)))
}

/// A token of `audience` for `user`, or for the app alone.
pub fn grant(class: TokenClass, audience: &str, user: Option<UserId>, scopes: &[&str]) -> Grant {
    let signed = class == TokenClass::Signed;
    let app = App {
        link: "https://app.example.com".to_owned(),
        ..App::new(AppId(1), "Test App", "testconsumerkey", Secret::new("testconsumersecret"))
    };
    Grant {
        token: TokenId(1),
        class,
        audience: audience.into(),
        app: Arc::new(app),
        user,
        scopes: scopes.iter().map(|scope| (*scope).into()).collect(),
        permission: Permission::ReadWriteDirectMessages,
        public: user.filter(|_| signed).map(|user| format!("{user}-testtoken").into()),
        secret: signed.then(|| Secret::new("testtokensecret")),
        created: Timestamp(1_600_000_000_000),
        expires: None,
        prepared: Prepared::default(),
    }
}
