//! What the operator does: make people, apps and tokens, and read them back. No dialect reaches these.

use std::sync::Arc;

use super::{Backend, Engine, Work};
use crate::access::{App, NewToken, PasswordHash, Permission, Plan, TokenRecord};
use crate::card::Wants;
use crate::error::CoreError;
use crate::event::Change;
use crate::id::{AppId, TokenId, UserId};
use crate::secret::Secret;
use crate::user::{Counts, Profile, Standing, User};
use crate::user_ref::UserRef;
use crate::username::Username;
use crate::view::Person;

/// An account to be made.
#[derive(Clone, PartialEq, Debug)]
pub struct NewUser {
    /// Its username.
    pub username: Username,
    /// Its display name; the username if absent.
    pub name: Option<String>,
    /// Its description.
    pub description: String,
    /// Whether only approved followers see the posts.
    pub protected: bool,
    /// How it stands.
    pub standing: Standing,
}

/// An app to be registered. Keys that are absent are random.
#[derive(Clone, PartialEq, Debug)]
pub struct NewApp {
    /// Its name.
    pub name: String,
    /// Its home page.
    pub link: String,
    /// Its public key.
    pub key: Option<String>,
    /// Its secret.
    pub secret: Option<Secret>,
    /// What it may do by OAuth 1.0a.
    pub permission: Permission,
    /// What its developer pays for.
    pub plan: Plan,
    /// Where people may be sent back to.
    pub callbacks: Vec<Box<str>>,
    /// Whether it cannot keep a secret.
    pub public: bool,
    /// Whether it may hand in people's passwords.
    pub passwords: bool,
}

impl Engine {
    /// Keeps changes as they are: for seeds and imports. All or none.
    ///
    /// # Errors
    /// That the store cannot keep them, or that a key is taken.
    pub async fn import(&self, changes: Vec<Change>) -> Result<(), CoreError> {
        let work = Work::Operate(changes);
        match &self.backend {
            Backend::Owned(owned) => owned.submit(work, Wants::NOTHING, false).await?,
            Backend::Shared(shared) => shared.submit(work, Wants::NOTHING).await?,
        };
        Ok(())
    }

    /// Makes an account.
    ///
    /// # Errors
    /// As [`import`](Self::import).
    pub async fn add_user(&self, new: NewUser) -> Result<Person, CoreError> {
        let mut user = Profile::new(UserId(self.mint.one_id()?), new.username, self.clock.now());
        user.name = new.name.unwrap_or(user.name);
        user.description = new.description;
        user.protected = new.protected;
        user.standing = new.standing;
        let user = User::from(user);
        self.import(vec![Change::AddUser(user.clone(), Counts::default())]).await?;
        Ok(Person { user, counts: Counts::default(), latest_post: None })
    }

    /// Changes how an account stands.
    ///
    /// # Errors
    /// As [`import`](Self::import).
    pub async fn set_standing(&self, user: UserId, standing: Standing) -> Result<(), CoreError> {
        self.import(vec![Change::SetStanding(user, standing)]).await
    }

    /// Registers an app.
    ///
    /// # Errors
    /// As [`import`](Self::import); [`CoreError::Broken`] for a callback that [none can be](App::can_call_back).
    pub async fn add_app(&self, new: NewApp) -> Result<Arc<App>, CoreError> {
        let app = Arc::new(App {
            id: AppId(self.mint.one_id()?),
            name: new.name,
            link: new.link,
            key: new.key.map_or_else(|| crate::access::random_text(25), Ok)?,
            secret: new.secret.map_or_else(|| crate::access::random_text(50).map(Secret::new), Ok)?,
            permission: new.permission,
            plan: new.plan,
            callbacks: new.callbacks,
            public: new.public,
            password_secret: if new.passwords { Some(Secret::new(crate::access::random_text(50)?)) } else { None },
        });
        callable(&app)?;
        self.import(vec![Change::AddApp(Arc::clone(&app))]).await?;
        Ok(app)
    }

    /// Replaces an app by what it is to be now; its key stays.
    ///
    /// # Errors
    /// As [`add_app`](Self::add_app).
    pub async fn set_app(&self, app: App) -> Result<(), CoreError> {
        callable(&app)?;
        self.import(vec![Change::SetApp(Arc::new(app))]).await
    }

    /// Sets a person's password, or takes it away.
    ///
    /// # Errors
    /// As [`import`](Self::import).
    pub async fn set_password(&self, user: UserId, password: Option<Secret>) -> Result<(), CoreError> {
        let hash = match password {
            Some(password) => {
                let hashed = tokio::task::spawn_blocking(move || PasswordHash::of(&password)).await;
                let hashed =
                    hashed.map_err(|error| CoreError::broken(format!("a password was not hashed: {error}")))?;
                Some(Arc::new(hashed?))
            }
            None => None,
        };
        self.import(vec![Change::SetPassword(user, hash)]).await
    }

    /// Issues a token.
    ///
    /// # Errors
    /// As [`import`](Self::import).
    pub async fn add_token(&self, new: NewToken) -> Result<Arc<TokenRecord>, CoreError> {
        let token = Arc::new(new.record(TokenId(self.mint.one_id()?), self.clock.now()));
        self.import(vec![Change::AddToken(Arc::clone(&token))]).await?;
        Ok(token)
    }

    /// Revokes a token; again is no error.
    ///
    /// # Errors
    /// As [`import`](Self::import).
    pub async fn revoke(&self, token: TokenId) -> Result<(), CoreError> {
        self.import(vec![Change::RevokeToken(token, self.clock.now())]).await
    }

    /// The person a reference leads to, whatever their standing.
    ///
    /// # Errors
    /// That the store cannot answer.
    pub async fn person(&self, user: UserRef) -> Result<Option<Person>, CoreError> {
        self.look(move |view| Ok(view.find(&user)?)).await
    }

    /// People whose id is above `after`, by id, at most `limit`.
    ///
    /// # Errors
    /// That the store cannot answer.
    pub async fn people(&self, after: UserId, limit: usize) -> Result<Vec<Person>, CoreError> {
        self.look(move |view| Ok(view.all_people(after, limit)?)).await
    }

    /// All apps.
    ///
    /// # Errors
    /// That the store cannot answer.
    pub async fn apps(&self) -> Result<Vec<Arc<App>>, CoreError> {
        self.look(|view| Ok(view.all_apps()?)).await
    }

    /// All tokens, revoked ones included.
    ///
    /// # Errors
    /// That the store cannot answer.
    pub async fn tokens(&self) -> Result<Vec<Arc<TokenRecord>>, CoreError> {
        self.look(|view| Ok(view.all_tokens()?)).await
    }
}

/// Whether people can be sent back to all that an app names.
fn callable(app: &App) -> Result<(), CoreError> {
    match app.callbacks.iter().find(|callback| !App::can_call_back(callback)) {
        Some(callback) => Err(CoreError::broken(format!("nobody can be sent back to {callback:?}"))),
        None => Ok(()),
    }
}
