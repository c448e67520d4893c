//! The Token object ([doc], [recorded]), and what the token endpoint answers with.

use block_graph::access::{App, Issued, TokenRecord};
use block_graph::{Identity, UserCard, UserId};
use serde::Serialize;

use super::View;
use super::scalar::Id;
use super::user::User;

/// A token; never its text. Of an app's own token there is no user, and its scopes are none.
#[derive(Serialize)]
pub(super) struct Token<'i> {
    app: Client<'i>,
    /// The app's id once more, as recorded in 2013.
    client_id: &'i str,
    scopes: &'i [Box<str>],
    #[serde(skip_serializing_if = "Option::is_none")]
    user: Option<User<'i>>,
    /// Told where a token was just issued ([client], an answer quoted by an app); absent from the recorded `GET token`.
    #[serde(skip_serializing_if = "Option::is_none")]
    is_app_token: Option<bool>,
}

#[derive(Serialize)]
struct Client<'i> {
    client_id: &'i str,
    link: &'i str,
    name: &'i str,
}

impl<'i> Token<'i> {
    /// The caller's own.
    pub(super) fn new(identity: &'i Identity, view: View) -> Self {
        Self::of(&identity.grant.app, &identity.grant.scopes, identity.user.as_ref(), view)
    }

    /// One of an app's, as the app is told of it.
    pub(super) fn granted(app: &'i App, user: &'i UserCard, token: &'i TokenRecord, view: View) -> Self {
        Self::of(app, &token.scopes, Some(user), view)
    }

    fn of(app: &'i App, scopes: &'i [Box<str>], user: Option<&'i UserCard>, view: View) -> Self {
        Self {
            app: Client { client_id: &app.key, link: &app.link, name: &app.name },
            client_id: &app.key,
            scopes,
            user: user.map(|card| User::new(card, view)),
            is_app_token: None,
        }
    }
}

/// A token that was just issued, with its text ([doc]); of a person's also who they are, where its clients look for it
/// ([client] AppDotNetPHP).
#[derive(Serialize)]
pub(super) struct Answer<'i> {
    access_token: &'i str,
    token: Token<'i>,
    #[serde(skip_serializing_if = "Option::is_none")]
    user_id: Option<Id<UserId>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    username: Option<&'i str>,
}

impl<'i> Answer<'i> {
    pub(super) fn new(issued: &'i Issued, view: View) -> Self {
        let user = issued.user.as_ref();
        let token = Token::of(&issued.grant.app, &issued.grant.scopes, user, view);
        Self {
            access_token: issued.text.expose(),
            token: Token { is_app_token: issued.grant.user.is_none().then_some(true), ..token },
            user_id: issued.grant.user.map(Id),
            username: user.map(|card| card.user.username()),
        }
    }
}
