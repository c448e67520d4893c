//! How an app gets a token: OAuth 2's token endpoint as App.net had it, with three of its grants.

mod form;

use block_graph::access::Client;
use block_graph::{IssueAppToken, RedeemCode, RedeemPassword, Secret, Wants};
use dialect::{Call, Failure, Request, audience};
use serde::Deserialize;
use serde::de::IgnoredAny;

use self::form::Form;
use crate::{errors, wire};

/// `POST oauth/access_token`: a code, an app's own proof, or a person's password for a token.
///
/// The grant type is looked at before everything else, and only a form's counts ([recorded]: of a query or a JSON body
/// it is unknown). Identity delegation, the fourth grant that App.net had, is as unknown here.
pub(crate) fn access_token(request: &Request<'_>) -> Result<Call, Failure> {
    let form = Form::of(request);
    match form.one("grant_type")? {
        Some("authorization_code") => by_code(&form),
        Some("client_credentials") => by_itself(&form),
        Some("password") => by_password(&form),
        _ => Err(errors::oauth::unknown_grant(request).into()),
    }
}

/// The server-side flow. The token never expires, and nothing refreshes it ([doc]).
fn by_code(form: &Form<'_, '_>) -> Result<Call, Failure> {
    let client = form.client()?;
    let callback = form.one("redirect_uri")?.ok_or_else(|| errors::oauth::callback_missing(form.request))?;
    let redeem = RedeemCode {
        client,
        audience: audience::APP_NET,
        code: form.secret("code")?,
        callback: Some(callback.into()),
        verifier: None,
        life: None,
        refresh_with: None,
    };
    let view = wire::View::of(form.request);
    Ok(Call::new(redeem, move |issued| wire::issued(&issued, view)).wanting(Wants::CARD))
}

/// The app's own token: the same one whenever it asks.
fn by_itself(form: &Form<'_, '_>) -> Result<Call, Failure> {
    let issue = IssueAppToken { client: form.client()?, audience: audience::APP_NET };
    let view = wire::View::of(form.request);
    Ok(Call::new(issue, move |issued| wire::issued(&issued, view)).wanting(Wants::CARD))
}

/// The password flow. The app proves itself by the secret it was given for this alone ([doc]).
fn by_password(form: &Form<'_, '_>) -> Result<Call, Failure> {
    let id = form.client_id()?;
    let secret = form.one("password_grant_secret")?.map(Secret::new);
    let secret = secret.ok_or_else(|| errors::oauth::client_missing("password_grant_secret", form.request))?;
    let redeem = RedeemPassword {
        client: Some(Client { id, secret: Some(secret) }),
        audience: audience::APP_NET,
        // People write their names as others address them ([inferred]).
        username: form.needed("username")?.trim().trim_start_matches('@').into(),
        password: form.secret("password")?,
        scopes: form.scopes()?,
        permission: None,
    };
    let view = wire::View::of(form.request);
    Ok(Call::new(redeem, move |issued| wire::issued(&issued, view)).wanting(Wants::CARD))
}

/// Whether a request is one of OAuth 2's: Twitter's `oauth/access_token`, at the same path, is OAuth 1.0a's.
pub(crate) fn speaks(request: &Request<'_>) -> bool {
    let told = |name: &str| request.query.get(name).is_some() || request.form.get(name).is_some();
    told("grant_type") || told("client_id") || told("response_type") || in_json(request)
}

/// The same of a JSON body, which is refused, but in App.net's words.
fn in_json(request: &Request<'_>) -> bool {
    #[derive(Deserialize)]
    struct Told {
        grant_type: Option<IgnoredAny>,
        client_id: Option<IgnoredAny>,
        response_type: Option<IgnoredAny>,
    }
    request.media_type().eq_ignore_ascii_case("application/json")
        && serde_json::from_slice(request.body)
            .is_ok_and(|told: Told| told.grant_type.or(told.client_id).or(told.response_type).is_some())
}
