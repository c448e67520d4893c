//! What the operator asks: the same on an opened store and, through the admin listener, of a running gateway.

mod apps;

use block_graph::access::{NewToken, TokenClass, TokenRecord, random_text};
use block_graph::view::Person;
use block_graph::{CoreError, Engine, NewUser, Secret, Standing, TokenId, UserId, UserRef, Username};
use dialect::moment::iso_millis;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

pub use apps::{AppPermission, AppPlan, AppTerms};

use crate::world::{TokenKind, World};

/// One thing to do or to tell.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Operation {
    /// Fill an empty store with the demo world.
    Seed,
    /// Make an account.
    AddUser {
        /// Its username.
        username: String,
        /// Its display name.
        name: Option<String>,
        /// Its description.
        description: String,
        /// Whether only approved followers see the posts.
        protected: bool,
    },
    /// Change how an account stands.
    SetStanding {
        /// Whose, by id or name.
        user: String,
        /// How.
        standing: AccountStanding,
    },
    /// Set an account's password, or take it away.
    SetPassword {
        /// Whose, by id or name.
        user: String,
        /// The password; none if absent.
        password: Option<String>,
    },
    /// List accounts by id.
    ListUsers {
        /// Beginning after this id.
        after: i64,
        /// At most so many.
        limit: usize,
    },
    /// Show one account.
    ShowUser {
        /// Whose, by id or name.
        user: String,
    },
    /// Register an app.
    AddApp {
        /// Its name.
        name: String,
        /// What it may do.
        terms: AppTerms,
    },
    /// Change what an app may do.
    SetApp {
        /// Its key.
        key: String,
        /// What changes.
        terms: AppTerms,
    },
    /// List apps.
    ListApps,
    /// Issue a token.
    MintToken {
        /// What sort.
        kind: TokenKind,
        /// Through which app, by its key; the oldest app if absent.
        app: Option<String>,
        /// For whom, by id or name.
        user: Option<String>,
        /// Which scopes; all if absent.
        scopes: Option<Vec<String>>,
    },
    /// List tokens.
    ListTokens,
    /// Revoke a token.
    RevokeToken {
        /// Its id.
        id: i64,
    },
}

/// How an account stands, as the operator writes it.
#[derive(Clone, Copy, Debug, Deserialize, Serialize, clap::ValueEnum)]
#[serde(rename_all = "kebab-case")]
pub enum AccountStanding {
    /// In good standing.
    Active,
    /// Suspended.
    Suspended,
    /// Deactivated.
    Deactivated,
}

/// Does what the operator asks and tells what came of it.
///
/// # Errors
/// One line that says why not.
pub async fn run(engine: &Engine, operation: Operation) -> Result<Value, String> {
    match operation {
        Operation::Seed => seed(engine).await,
        Operation::AddUser { username, name, description, protected } => {
            let username = Username::new(&username)
                .ok_or_else(|| format!("\"{username}\" is no username: 1 to 20 letters, digits and _"))?;
            let new = NewUser { username, name, description, protected, standing: Standing::Active };
            Ok(person(&engine.add_user(new).await.map_err(words)?))
        }
        Operation::SetStanding { user, standing } => {
            let found = find(engine, &user).await?;
            let standing = match standing {
                AccountStanding::Active => Standing::Active,
                AccountStanding::Suspended => Standing::Suspended,
                AccountStanding::Deactivated => Standing::Deactivated,
            };
            engine.set_standing(found.user.id, standing).await.map_err(words)?;
            Ok(person(&find(engine, &user).await?))
        }
        Operation::SetPassword { user, password } => {
            if password.as_deref().is_some_and(str::is_empty) {
                return Err("a password must not be empty".to_owned());
            }
            let found = find(engine, &user).await?;
            let set = password.is_some();
            engine.set_password(found.user.id, password.map(Secret::new)).await.map_err(words)?;
            Ok(json!({"id": found.user.id.to_string(), "username": found.user.username(), "password": set}))
        }
        Operation::ListUsers { after, limit } => {
            let people = engine.people(UserId(after), limit).await.map_err(words)?;
            Ok(Value::Array(people.iter().map(person).collect()))
        }
        Operation::ShowUser { user } => Ok(person(&find(engine, &user).await?)),
        Operation::AddApp { name, terms } => apps::add(engine, name, terms).await,
        Operation::SetApp { key, terms } => apps::set(engine, &key, terms).await,
        Operation::ListApps => {
            let apps = engine.apps().await.map_err(words)?;
            Ok(Value::Array(apps.iter().map(|app| apps::describe(app)).collect()))
        }
        Operation::MintToken { kind, app, user, scopes } => mint(engine, kind, app, user, scopes).await,
        Operation::ListTokens => {
            let tokens = engine.tokens().await.map_err(words)?;
            Ok(Value::Array(tokens.iter().map(|token| record(token)).collect()))
        }
        Operation::RevokeToken { id } => {
            let tokens = engine.tokens().await.map_err(words)?;
            if !tokens.iter().any(|token| token.id == TokenId(id)) {
                return Err(format!("no token has the id {id}"));
            }
            engine.revoke(TokenId(id)).await.map_err(words)?;
            Ok(json!({"id": id.to_string(), "revoked": true}))
        }
    }
}

/// Fills an empty store with the demo world; one that is not empty stays as it is.
async fn seed(engine: &Engine) -> Result<Value, String> {
    if !engine.people(UserId(0), 1).await.map_err(words)?.is_empty() {
        return Ok(json!({"seeded": false, "reason": "the store is not empty"}));
    }
    let world = World::demo()?;
    engine.import(world.changes()?).await.map_err(words)?;
    Ok(json!({"seeded": true, "people": world.person.len(), "edges": world.edge.len()}))
}

async fn mint(
    engine: &Engine,
    kind: TokenKind,
    app: Option<String>,
    user: Option<String>,
    scopes: Option<Vec<String>>,
) -> Result<Value, String> {
    let apps = engine.apps().await.map_err(words)?;
    let app = match &app {
        Some(key) => apps.iter().find(|app| app.key == *key).ok_or_else(|| format!("no app has the key {key}"))?,
        None => apps.first().ok_or("there is no app yet: `portcullis app add NAME`")?,
    };
    let user = match (kind.class(), &user) {
        (TokenClass::AppBearer, None) => None,
        (TokenClass::AppBearer, Some(_)) => {
            return Err("an app's own token stands for nobody: leave the user out".into());
        }
        (TokenClass::Signed | TokenClass::UserBearer, Some(user)) => Some(find(engine, user).await?.user),
        (TokenClass::Signed | TokenClass::UserBearer, None) => return Err("for whom? name a user".into()),
    };
    let known = kind.scopes();
    let scopes = match scopes {
        Some(asked) => {
            if let Some(unknown) = asked.iter().find(|scope| !known.iter().any(|known| **known == ***scope)) {
                return Err(format!("no scope is called {unknown}; there are: {}", known.join(" ")));
            }
            asked.into_iter().map(Into::into).collect()
        }
        None => known,
    };
    let (text, secret) = match (kind, &user) {
        // `<user id>-<letters and digits>`, with one dash: clients read the id off it ([client]).
        (TokenKind::Oauth1, Some(user)) => (format!("{}-{}", user.id, random(40)?), Some(random(45)?)),
        (TokenKind::AppOnly, _) => (format!("AAAAAAAAAAAAAAAAAAAAA{}", random(80)?), None),
        _ => (random(64)?, None),
    };
    let new = NewToken {
        class: kind.class(),
        audience: kind.audience().to_owned(),
        app: app.id,
        user: user.as_ref().map(|user| user.id),
        scopes,
        permission: None,
        chain: None,
        text: Secret::new(text.as_str()),
        secret: secret.as_deref().map(Secret::new),
        expires: None,
    };
    let mut told = record(&*engine.add_token(new).await.map_err(words)?);
    // Shown once, to whoever made it.
    told["token"] = json!(text);
    if let Some(secret) = secret {
        told["token_secret"] = json!(secret);
    }
    if let Some(user) = user {
        told["username"] = json!(user.username());
    }
    told["consumer_key"] = json!(app.key);
    Ok(told)
}

fn random(length: usize) -> Result<String, String> {
    random_text(length).map_err(|error| error.to_string())
}

async fn find(engine: &Engine, user: &str) -> Result<Person, String> {
    let name = user.strip_prefix('@').unwrap_or(user);
    let reference = match UserId::parse(name) {
        Some(id) => UserRef::IdOrName(id, name.into()),
        None => UserRef::name(name),
    };
    engine.person(reference).await.map_err(words)?.ok_or_else(|| format!("nobody is known as {user}"))
}

fn person(person: &Person) -> Value {
    let user = &person.user;
    let standing = match user.standing {
        Standing::Active => "active",
        Standing::Suspended => "suspended",
        Standing::Deactivated => "deactivated",
    };
    json!({
        "id": user.id.to_string(),
        "username": user.username(),
        "name": user.name(),
        "standing": standing,
        "protected": user.protected,
        "followers": person.counts.followers,
        "following": person.counts.following,
        "posts": person.counts.posts,
        "created": iso_millis(user.created),
    })
}

fn record(token: &TokenRecord) -> Value {
    let kind = match (token.class, token.audience.as_str()) {
        (TokenClass::Signed, _) => "oauth1",
        (TokenClass::UserBearer, dialect::audience::APP_NET) => "app-net-user",
        (TokenClass::UserBearer, _) => "oauth2-user",
        (TokenClass::AppBearer, dialect::audience::APP_NET) => "app-net-app",
        (TokenClass::AppBearer, _) => "app-only",
    };
    json!({
        "id": token.id.to_string(),
        "kind": kind,
        "app": token.app.to_string(),
        "user": token.user.map(|user| user.to_string()),
        "scopes": token.scopes,
        "created": iso_millis(token.created),
        "revoked": token.revoked.map(iso_millis),
    })
}

/// An engine's error to the operator, who may know what it was.
#[expect(clippy::needless_pass_by_value, reason = "it stands in map_err")]
fn words(error: CoreError) -> String {
    error.to_string()
}
