//! Tokens: the caller's own, an app's, and those just issued.

use std::sync::Arc;

use block_graph::access::{Grant, GrantRefusal, Issued, NewToken, TokenClass};
use block_graph::testkit::{AMY, BEA};
use block_graph::*;
use dialect::Method::{Delete, Get, Post};
use dialect::testkit::show;
use dialect::{Denial, audience};

use super::super::oauth::{CODE, FORM, ITSELF, PASSWORD, TRIES, token_limit};
use super::super::{amy, app, window};
use super::{bea, exchange, golden, herself, snapshot, unrelated, writing};

#[test]
fn the_caller_s_own() {
    let (user, app) = (amy(), app());
    let identity = |grant, user| Outcome::Identity(Identity { user, grant: Arc::new(grant) });
    golden("token-of-a-user", &exchange(Get, "/token").by(user.clone()), identity(user, Some(herself())));
    golden("token-of-an-app", &exchange(Get, "/token").by(app.clone()), identity(app, None));
    golden("token-ended", &writing(exchange(Delete, "/token")), identity(amy(), Some(herself())));
}

#[test]
fn an_app_s() {
    let token = |id, user, scopes: &[&str]| {
        let new = NewToken {
            class: TokenClass::UserBearer,
            audience: audience::APP_NET.to_owned(),
            app: AppId(1),
            user: Some(user),
            scopes: scopes.iter().map(|scope| (*scope).into()).collect(),
            permission: None,
            chain: None,
            text: Secret::new("hunter2"),
            secret: None,
            expires: None,
        };
        Arc::new(new.record(TokenId(id), Timestamp(1_600_000_000_000)))
    };
    let amys = UserCard { is_viewer: false, ..herself() };
    let items = vec![
        (unrelated(bea()), token(10_723, BEA, &["basic"])),
        (unrelated(amys), token(10_697, AMY, &["basic", "update_profile", "messages"])),
    ];
    let span = Some((Position(10_723), Position(10_697)));
    let page = Page { items, span, has_older: true, has_newer: false };
    golden("app-tokens", &exchange(Get, "/apps/me/tokens?count=2").by(app()), Outcome::TokenPage(page));
    golden("app-tokens-empty", &exchange(Get, "/apps/me/tokens").by(app()), Outcome::TokenPage(Page::empty()));
    let ids = exchange(Get, "/apps/me/tokens/user_ids").by(app());
    golden("app-users", &ids, Outcome::People(vec![UserId(2), AMY]));
    golden("app-users-empty", &ids, Outcome::People(vec![]));
}

fn issued(grant: Grant, user: Option<UserCard>) -> Outcome {
    let text = Secret::new("AQAAAAAACwWVTnVp");
    Outcome::Issued(Issued { text, secret: None, refresh: None, grant: Arc::new(grant), user })
}

#[test]
fn those_just_issued() {
    let within = [window(token_limit(), 1, 0)];
    let asked = |form| exchange(Post, "/oauth/access_token").body(FORM, form).within(&within);
    golden("access-token-by-code", &asked(CODE), issued(amy(), Some(herself())));
    golden("access-token-of-an-app", &asked(ITSELF), issued(app(), None));
    golden("access-token-by-password", &asked(PASSWORD), issued(amy(), Some(herself())));
    let pretty = asked(ITSELF).header("X-ADN-Pretty-JSON", "1");
    golden("access-token-pretty", &pretty, issued(app(), None));
}

#[test]
fn those_not_issued() {
    let asked = |form| exchange(Post, "/oauth/access_token").body(FORM, form);
    let refused = |name: &str, form, refusal: GrantRefusal| {
        snapshot(name, &show(&asked(form).reply(|_| Err(refusal.clone().into()))));
    };
    refused("error-oauth-client", ITSELF, GrantRefusal::WrongClientSecret);
    refused("error-oauth-code-used", CODE, GrantRefusal::TicketSpent);
    refused("error-oauth-password", PASSWORD, GrantRefusal::WrongPassword);
    refused("error-oauth-too-many-tries", PASSWORD, GrantRefusal::TooManyTries(window(&TRIES, 10, 0)));
    let json = exchange(Post, "/oauth/access_token").body("application/json", r#"{"grant_type":"client_credentials"}"#);
    snapshot("error-oauth-grant", &show(&json.reply(|command| panic!("{command:?}"))));
    let over = window(token_limit(), 300, 1500);
    let many = asked(ITSELF).within(&[over]).fails(Denial::RateLimited(over));
    snapshot("error-oauth-too-many-requests", &show(&many));
}
