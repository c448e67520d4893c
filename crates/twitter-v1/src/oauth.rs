//! oauth/*: an app's way to a person's token, and the token's end.

use block_graph::access::Permission;
use block_graph::{EndOwnToken, Identity, RedeemPassword, RedeemTemporary, RequestTemporary, Secret, Wants};
use dialect::{Call, Failure, Method, Request, audience};

use crate::params::Carried;
use crate::{errors, wire};

/// `POST /oauth/request_token`: temporary credentials for an app that signs.
pub(crate) fn request_token(request: &Request<'_>) -> Result<Call, Failure> {
    let carried = Carried::signed(request)?;
    if carried.one("x_auth_mode")? == Some("reverse_auth") {
        return Err(errors::client_not_permitted(request).into());
    }
    let callback = carried.one("oauth_callback")?.map(Into::into);
    let permission = access_type(&carried)?;
    let op = RequestTemporary { audience: audience::TWITTER, callback, permission };
    Ok(Call::new(op, |made| wire::temporary_token(&made)).wanting(Wants::NOTHING))
}

/// `POST /oauth/access_token`: a person's token for what their browser brought back, or for their password (xAuth).
pub(crate) fn access_token(request: &Request<'_>) -> Result<Call, Failure> {
    let carried = Carried::read(request)?;
    match carried.one("x_auth_mode")? {
        None => verified(&carried),
        // A password in an address would be written down by everything that it passes ([doc]: POST).
        Some("client_auth") if request.method == Method::Post => by_password(request),
        Some(_) => Err(errors::client_not_permitted(request).into()),
    }
}

/// Signed or not: the service takes both ([doc]).
fn verified(carried: &Carried<'_, '_>) -> Result<Call, Failure> {
    let token = carried.one("oauth_token")?.ok_or_else(errors::request_token_missing)?.into();
    let verifier = carried.one("oauth_verifier")?.map(Secret::new);
    let op = RedeemTemporary { token, verifier };
    Ok(Call::new(op, |issued| wire::access_token(&issued)).wanting(Wants::CARD))
}

fn by_password(request: &Request<'_>) -> Result<Call, Failure> {
    let carried = Carried::signed(request)?;
    let op = RedeemPassword {
        client: None,
        audience: audience::TWITTER,
        username: carried.needed("x_auth_username")?.into(),
        password: Secret::new(carried.needed("x_auth_password")?),
        scopes: Vec::new(),
        // The vendor never let such tokens reach direct messages ([doc]).
        permission: Some(Permission::ReadWrite),
    };
    Ok(Call::new(op, |issued| wire::xauth_token(&issued)).wanting(Wants::CARD))
}

/// `POST /1.1/oauth/invalidate_token.json`: ends the token that the request is signed with.
pub(crate) fn invalidate_token(_: &Request<'_>) -> Result<Call, Failure> {
    let render = |ended: Identity| ended.grant.public.as_deref().map_or_else(errors::broken, wire::ended_token);
    Ok(Call::new(EndOwnToken, render).wanting(Wants::NOTHING))
}

/// `x_auth_access_type`: to what the token is to be limited ([doc]).
fn access_type(carried: &Carried<'_, '_>) -> Result<Option<Permission>, Failure> {
    match carried.one("x_auth_access_type")? {
        None => Ok(None),
        Some("read") => Ok(Some(Permission::Read)),
        Some("write") => Ok(Some(Permission::ReadWrite)),
        Some(_) => Err(errors::parameter_invalid("x_auth_access_type").into()),
    }
}
