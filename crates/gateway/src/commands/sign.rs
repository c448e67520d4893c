//! Signing a call by hand, so that curl can speak OAuth 1.0a.

use std::time::{SystemTime, UNIX_EPOCH};

use block_graph::access::random_text;
use block_graph::{Secret, Timestamp};
use clap::Args;
use dialect::{Method, Origin, Params, Request, oauth1};

use super::say;
use crate::world::{TokenKind, World};

/// With which pair of keys to sign; amy's of the demo world if none is named.
#[derive(Debug, Args)]
pub(crate) struct SignWith {
    /// Consumer key
    #[arg(long, env = "CONSUMER_KEY")]
    pub(crate) consumer_key: Option<String>,
    /// Consumer secret
    #[arg(long, env = "CONSUMER_SECRET", hide_env_values = true)]
    pub(crate) consumer_secret: Option<String>,
    /// Access token
    #[arg(long, env = "ACCESS_TOKEN")]
    pub(crate) token: Option<String>,
    /// Access token secret
    #[arg(long, env = "ACCESS_SECRET", hide_env_values = true)]
    pub(crate) token_secret: Option<String>,
}

/// Prints the Authorization header of one call, good once and for five minutes.
pub(crate) fn sign(method: &str, url: &str, form: &[String], with: SignWith) -> Result<(), String> {
    let (scheme, rest) = url.split_once("://").ok_or_else(|| format!("{url} is no URL"))?;
    let (host, target) = rest.split_at(rest.find(['/', '?']).unwrap_or(rest.len()));
    let target = if target.starts_with('/') { target.to_owned() } else { format!("/{target}") };
    let origin = Origin { scheme, host };
    let method = method.to_ascii_uppercase();
    let mut request = Request::new(Method::parse(&method), &target, &dialect::NoHeaders, b"", origin, Timestamp(0));
    let mut params = Params::default();
    for pair in form {
        let (name, value) = pair.split_once('=').ok_or_else(|| format!("{pair} is not NAME=VALUE"))?;
        params.push(name, value);
    }
    request.form = params;
    let world = World::demo()?;
    let app = world.app.first().ok_or("the demo world has no app")?;
    let amy = world.token.iter().find(|token| token.kind == TokenKind::Oauth1).ok_or("the demo world has no token")?;
    let consumer_key = with.consumer_key.unwrap_or_else(|| app.key.clone());
    let consumer_secret = Secret::new(with.consumer_secret.unwrap_or_else(|| app.secret.clone()));
    let token = with.token.unwrap_or_else(|| amy.text.clone());
    let token_secret = Secret::new(with.token_secret.or_else(|| amy.secret.clone()).unwrap_or_default());
    let now = SystemTime::now().duration_since(UNIX_EPOCH).map_err(|error| error.to_string())?;
    let timestamp = i64::try_from(now.as_secs()).map_err(|error| error.to_string())?;
    let nonce = random_text(32).map_err(|error| error.to_string())?;
    let header = oauth1::authorization(
        &request,
        (&consumer_key, &consumer_secret),
        Some((&token, &token_secret)),
        timestamp,
        &nonce,
    );
    say(&format!("Authorization: {header}"));
    Ok(())
}
