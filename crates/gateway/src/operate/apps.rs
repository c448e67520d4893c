//! What the operator does to apps.

use block_graph::access::{App, Permission, Plan};
use block_graph::{Engine, NewApp};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::words;

/// What an app may do, as the operator writes it.
#[derive(Clone, Copy, Debug, Deserialize, Serialize, clap::ValueEnum)]
#[serde(rename_all = "kebab-case")]
pub enum AppPermission {
    /// To read.
    Read,
    /// To read and write.
    ReadWrite,
    /// To read, write and reach direct messages.
    ReadWriteDm,
}

impl From<AppPermission> for Permission {
    fn from(written: AppPermission) -> Self {
        match written {
            AppPermission::Read => Self::Read,
            AppPermission::ReadWrite => Self::ReadWrite,
            AppPermission::ReadWriteDm => Self::ReadWriteDirectMessages,
        }
    }
}

/// What an app's developer pays for, as the operator writes it.
#[derive(Clone, Copy, Debug, Deserialize, Serialize, clap::ValueEnum)]
#[serde(rename_all = "kebab-case")]
pub enum AppPlan {
    /// Costs nothing.
    Free,
    /// For hobbyists.
    Basic,
    /// For small businesses.
    Pro,
    /// By contract; everything answers.
    Enterprise,
    /// By the call.
    PayPerUse,
}

impl From<AppPlan> for Plan {
    fn from(written: AppPlan) -> Self {
        match written {
            AppPlan::Free => Self::Free,
            AppPlan::Basic => Self::Basic,
            AppPlan::Pro => Self::Pro,
            AppPlan::Enterprise => Self::Enterprise,
            AppPlan::PayPerUse => Self::PayPerUse,
        }
    }
}

/// What is said of an app; what is not said stays as it is, or is the default of a new one.
#[derive(Clone, Debug, Default, Deserialize, Serialize, clap::Args)]
#[serde(default, deny_unknown_fields)]
pub struct AppTerms {
    /// Its home page
    #[arg(long)]
    pub link: Option<String>,
    /// What it may do by OAuth 1.0a [default: read-write-dm]
    #[arg(long, value_enum)]
    pub permission: Option<AppPermission>,
    /// What its developer pays for: which endpoints answer it, and how often [default: enterprise]
    #[arg(long, value_enum)]
    pub plan: Option<AppPlan>,
    /// Where people may be sent back to after signing in; as often as needed. Compared letter by letter, but that
    /// http://127.0.0.1, http://[::1] and http://localhost without a port stand for every port
    #[arg(long = "callback", value_name = "URL")]
    pub callbacks: Vec<String>,
    /// Whether it cannot keep a secret (RFC 6749: a public client) [default: false]
    #[arg(long)]
    pub public: Option<bool>,
    /// Whether it may hand in people's passwords (xAuth, App.net's password flow) [default: false]
    #[arg(long)]
    pub passwords: Option<bool>,
}

impl AppTerms {
    /// The callbacks that are named.
    fn places(&self) -> Result<Vec<Box<str>>, String> {
        let place = |uri: &String| {
            let scheme = uri.split_once(':').map(|(scheme, _)| scheme).unwrap_or_default();
            let known = scheme.starts_with(|first: char| first.is_ascii_alphabetic())
                && scheme.chars().all(|letter| letter.is_ascii_alphanumeric() || "+-.".contains(letter));
            let hostile = ["javascript", "data", "vbscript", "blob", "file"].contains(&&*scheme.to_ascii_lowercase());
            let plain = uri.chars().all(|letter| letter.is_ascii_graphic()) && !uri.contains('#');
            if known && plain && !hostile {
                Ok(uri.as_str().into())
            } else {
                Err(format!("\"{uri}\" is no callback: an absolute URL without blanks and fragment"))
            }
        };
        self.callbacks.iter().map(place).collect()
    }
}

/// Registers an app. Its secrets are told this once.
pub(super) async fn add(engine: &Engine, name: String, terms: AppTerms) -> Result<Value, String> {
    let callbacks = terms.places()?;
    let new = NewApp {
        name,
        link: terms.link.unwrap_or_else(|| "https://example.com".to_owned()),
        key: None,
        secret: None,
        permission: terms.permission.map_or(Permission::ReadWriteDirectMessages, Permission::from),
        plan: terms.plan.map_or(Plan::Enterprise, Plan::from),
        callbacks,
        public: terms.public.unwrap_or_default(),
        passwords: terms.passwords.unwrap_or_default(),
    };
    let app = engine.add_app(new).await.map_err(words)?;
    let mut told = describe(&app);
    told["consumer_secret"] = json!(app.secret.expose());
    if let Some(secret) = &app.password_secret {
        told["password_grant_secret"] = json!(secret.expose());
    }
    Ok(told)
}

/// Changes what an app may do. A new password grant secret is told this once.
pub(super) async fn set(engine: &Engine, key: &str, terms: AppTerms) -> Result<Value, String> {
    let found = engine.app(key).await.map_err(words)?.ok_or_else(|| format!("no app has the key {key}"))?;
    let mut app = App::clone(&found);
    if !terms.callbacks.is_empty() {
        app.callbacks = terms.places()?;
    }
    app.link = terms.link.unwrap_or(app.link);
    app.permission = terms.permission.map_or(app.permission, Permission::from);
    app.plan = terms.plan.map_or(app.plan, Plan::from);
    app.public = terms.public.unwrap_or(app.public);
    let made = match (terms.passwords, &app.password_secret) {
        (Some(true), None) => Some(block_graph::Secret::new(super::random(50)?)),
        _ => None,
    };
    if terms.passwords == Some(false) {
        app.password_secret = None;
    }
    app.password_secret = made.clone().or(app.password_secret);
    let mut told = describe(&app);
    engine.set_app(app).await.map_err(words)?;
    if let Some(secret) = made {
        told["password_grant_secret"] = json!(secret.expose());
    }
    Ok(told)
}

/// An app without its secrets.
pub(super) fn describe(app: &App) -> Value {
    let permission = match app.permission {
        Permission::Read => "read",
        Permission::ReadWrite => "read-write",
        Permission::ReadWriteDirectMessages => "read-write-dm",
    };
    json!({
        "id": app.id.to_string(),
        "name": app.name,
        "link": app.link,
        "consumer_key": app.key,
        "permission": permission,
        "plan": app.plan.name(),
        "callbacks": app.callbacks,
        "public": app.public,
        "passwords": app.password_secret.is_some(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_callback_is_an_absolute_url_that_runs_nothing() {
        let places = |uri: &str| AppTerms { callbacks: vec![uri.to_owned()], ..AppTerms::default() }.places();
        for good in ["https://a.example/back?x=1", "http://127.0.0.1/back", "my-app:/back", "com.example.app://back"] {
            assert!(places(good).is_ok(), "{good}");
        }
        for bad in
            ["", "/back", "javascript:alert(1)", "JavaScript:x", "data:text/html,x", "https://a b", "https://a/#x"]
        {
            assert!(places(bad).is_err(), "{bad}");
        }
    }
}
