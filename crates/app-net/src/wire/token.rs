//! The Token object ([doc], [recorded]).

use block_graph::Identity;
use serde::Serialize;

use super::View;
use super::user::User;

/// A token. Of an app's own token there is no user, and its scopes are none.
#[derive(Serialize)]
pub(super) struct Token<'i> {
    app: App<'i>,
    /// The app's id once more, as recorded in 2013.
    client_id: &'i str,
    scopes: &'i [Box<str>],
    #[serde(skip_serializing_if = "Option::is_none")]
    user: Option<User<'i>>,
}

#[derive(Serialize)]
struct App<'i> {
    client_id: &'i str,
    link: &'i str,
    name: &'i str,
}

impl<'i> Token<'i> {
    pub(super) fn new(identity: &'i Identity, view: View) -> Self {
        let app = &identity.grant.app;
        Self {
            app: App { client_id: &app.key, link: &app.link, name: &app.name },
            client_id: &app.key,
            scopes: &identity.grant.scopes,
            user: identity.user.as_ref().map(|card| User::new(card, view)),
        }
    }
}
