//! Rows of apps, tokens, tickets and passwords. Secrets are sealed on their way in and opened on their way out.

use diesel::prelude::*;

use super::super::schema::{apps, passwords, tickets, tokens};
use super::unknown;
use crate::access::seal::SealKey;
use crate::access::{App, PasswordHash, Permission, Plan, Ticket, TicketKind, TokenClass, TokenKey, TokenRecord};
use crate::error::StoreError;
use crate::id::{AppId, ChainId, TicketId, TokenId, UserId};
use crate::secret::Secret;
use crate::time::Timestamp;

/// An app's row has two secrets; this one is sealed with its column's name.
const PASSWORD_SECRET: &str = "password_secret";

#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = apps, treat_none_as_default_value = false, treat_none_as_null = true)]
pub(in super::super) struct AppRow {
    pub(in super::super) id: i64,
    name: String,
    link: String,
    key: String,
    secret: String,
    permission: i16,
    plan: i16,
    callbacks: String,
    public: bool,
    password_secret: Option<String>,
}

impl AppRow {
    pub(in super::super) fn new(app: &App, key: &SealKey) -> Result<Self, StoreError> {
        if let Some(callback) = app.callbacks.iter().find(|callback| !App::can_call_back(callback)) {
            return Err(StoreError::Broken(format!("{} cannot be sent back to {callback:?}", app.id)));
        }
        let seal = |secret: &Secret| key.seal_in(secret, app.id.0, PASSWORD_SECRET);
        Ok(Self {
            id: app.id.0,
            name: app.name.clone(),
            link: app.link.clone(),
            key: app.key.clone(),
            secret: key.seal(&app.secret, app.id.0)?,
            permission: app.permission.number(),
            plan: app.plan.number(),
            callbacks: app.callbacks.join("\n"),
            public: app.public,
            password_secret: app.password_secret.as_ref().map(seal).transpose()?,
        })
    }

    pub(in super::super) fn read(self, key: &SealKey) -> Result<App, StoreError> {
        let open = |sealed: String| key.open_in(&sealed, self.id, PASSWORD_SECRET);
        Ok(App {
            id: AppId(self.id),
            secret: key.open(&self.secret, self.id)?,
            permission: permission(self.id, self.permission)?,
            plan: Plan::from_number(self.plan).ok_or_else(|| unknown("plan", self.id, self.plan))?,
            callbacks: self.callbacks.lines().map(Into::into).collect(),
            public: self.public,
            password_secret: self.password_secret.map(open).transpose()?,
            name: self.name,
            link: self.link,
            key: self.key,
        })
    }
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = tokens, treat_none_as_default_value = false)]
pub(in super::super) struct TokenRow {
    pub(in super::super) id: i64,
    key: String,
    class: i16,
    audience: String,
    pub(in super::super) app_id: i64,
    user_id: Option<i64>,
    scopes: String,
    public: Option<String>,
    secret: Option<String>,
    created: i64,
    expires: Option<i64>,
    revoked: Option<i64>,
    permission: Option<i16>,
    chain: Option<i64>,
}

impl TokenRow {
    pub(in super::super) fn new(token: &TokenRecord, key: &SealKey) -> Result<Self, StoreError> {
        let seal = |secret: &Secret| key.seal(secret, token.id.0);
        Ok(Self {
            id: token.id.0,
            key: token.key.as_str().to_owned(),
            class: token.class.number(),
            audience: token.audience.clone(),
            app_id: token.app.0,
            user_id: token.user.map(|user| user.0),
            scopes: token.scopes.join(" "),
            public: token.public.as_deref().map(str::to_owned),
            secret: token.secret.as_ref().map(seal).transpose()?,
            created: token.created.0,
            expires: token.expires.map(|end| end.0),
            revoked: token.revoked.map(|end| end.0),
            permission: token.permission.map(Permission::number),
            chain: token.chain.map(|chain| chain.0),
        })
    }

    pub(in super::super) fn read(self, key: &SealKey) -> Result<TokenRecord, StoreError> {
        Ok(TokenRecord {
            id: TokenId(self.id),
            key: TokenKey::from_stored(self.key),
            class: TokenClass::from_number(self.class).ok_or_else(|| unknown("class of token", self.id, self.class))?,
            audience: self.audience,
            app: AppId(self.app_id),
            user: self.user_id.map(UserId),
            scopes: self.scopes.split_ascii_whitespace().map(Into::into).collect(),
            public: self.public.map(Into::into),
            secret: self.secret.map(|sealed| key.open(&sealed, self.id)).transpose()?,
            created: Timestamp(self.created),
            expires: self.expires.map(Timestamp),
            revoked: self.revoked.map(Timestamp),
            permission: self.permission.map(|number| permission(self.id, number)).transpose()?,
            chain: self.chain.map(ChainId),
        })
    }
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = tickets, treat_none_as_default_value = false)]
pub(in super::super) struct TicketRow {
    pub(in super::super) id: i64,
    kind: i16,
    key: String,
    audience: String,
    app_id: i64,
    user_id: Option<i64>,
    scopes: String,
    permission: Option<i16>,
    secret: Option<String>,
    callback: Option<String>,
    proof: Option<String>,
    chain: i64,
    created: i64,
    expires: i64,
    spent: Option<i64>,
}

impl TicketRow {
    pub(in super::super) fn new(ticket: &Ticket, key: &SealKey) -> Result<Self, StoreError> {
        let seal = |secret: &Secret| key.seal(secret, ticket.id.0);
        Ok(Self {
            id: ticket.id.0,
            kind: ticket.kind.number(),
            key: ticket.key.as_str().to_owned(),
            audience: ticket.audience.clone(),
            app_id: ticket.app.0,
            user_id: ticket.user.map(|user| user.0),
            scopes: ticket.scopes.join(" "),
            permission: ticket.permission.map(Permission::number),
            secret: ticket.secret.as_ref().map(seal).transpose()?,
            callback: ticket.callback.as_deref().map(str::to_owned),
            proof: ticket.check.as_deref().map(str::to_owned),
            chain: ticket.chain.0,
            created: ticket.created.0,
            expires: ticket.expires.0,
            spent: ticket.spent.map(|end| end.0),
        })
    }

    pub(in super::super) fn read(self, key: &SealKey) -> Result<Ticket, StoreError> {
        Ok(Ticket {
            id: TicketId(self.id),
            kind: TicketKind::from_number(self.kind).ok_or_else(|| unknown("kind of ticket", self.id, self.kind))?,
            key: TokenKey::from_stored(self.key),
            audience: self.audience,
            app: AppId(self.app_id),
            user: self.user_id.map(UserId),
            scopes: self.scopes.split_ascii_whitespace().map(Into::into).collect(),
            permission: self.permission.map(|number| permission(self.id, number)).transpose()?,
            secret: self.secret.map(|sealed| key.open(&sealed, self.id)).transpose()?,
            callback: self.callback.map(Into::into),
            check: self.proof.map(Into::into),
            chain: ChainId(self.chain),
            created: Timestamp(self.created),
            expires: Timestamp(self.expires),
            spent: self.spent.map(Timestamp),
        })
    }
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = passwords)]
pub(in super::super) struct PasswordRow {
    pub(in super::super) user_id: i64,
    pub(in super::super) hash: String,
}

impl PasswordRow {
    pub(in super::super) fn new(user: UserId, password: &PasswordHash) -> Self {
        Self { user_id: user.0, hash: password.as_str().to_owned() }
    }

    pub(in super::super) fn read(self) -> (UserId, PasswordHash) {
        (UserId(self.user_id), PasswordHash::from_stored(self.hash))
    }
}

fn permission(row: i64, number: i16) -> Result<Permission, StoreError> {
    Permission::from_number(number).ok_or_else(|| unknown("permission", row, number))
}
