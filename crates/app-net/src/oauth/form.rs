//! What a request to the token endpoint says: a form's fields, each once, and the app by the form or by Basic.

use block_graph::Secret;
use block_graph::access::Client;
use dialect::{Failure, Request, credentials, scopes};

use crate::errors;

/// The scope that every person's token has ([doc]).
const ALWAYS: &str = "basic";
/// What stands between scopes: a blank ([doc]), a comma ([client]), a plus sign that was escaped once too often
/// ([inferred]).
const BETWEEN: [char; 3] = [' ', ',', '+'];

/// A form.
pub(super) struct Form<'f, 'r> {
    /// The request that it came with.
    pub(super) request: &'f Request<'r>,
}

impl<'f, 'r> Form<'f, 'r> {
    pub(super) fn of(request: &'f Request<'r>) -> Self {
        Self { request }
    }

    /// A field; one without a value is none (RFC 6749, 3.2).
    ///
    /// # Errors
    /// 400 when it is there twice, which OAuth forbids (the same section).
    pub(super) fn one(&self, name: &'static str) -> Result<Option<&'f str>, Failure> {
        let mut found = self.request.form.iter().filter(|(field, _)| *field == name).map(|(_, value)| value);
        let first = found.next().filter(|value| !value.is_empty());
        if found.next().is_some() {
            return Err(errors::oauth::repeated(name, self.request).into());
        }
        Ok(first)
    }

    /// A field that must be there.
    ///
    /// # Errors
    /// As [`one`](Self::one), and 400 when it is not there.
    pub(super) fn needed(&self, name: &'static str) -> Result<&'f str, Failure> {
        self.one(name)?.ok_or_else(|| errors::oauth::missing(name, self.request).into())
    }

    /// The same of a secret one.
    ///
    /// # Errors
    /// As [`needed`](Self::needed).
    pub(super) fn secret(&self, name: &'static str) -> Result<Secret, Failure> {
        self.needed(name).map(Secret::new)
    }

    /// The app and its secret. Every app must show one ([doc]): those that cannot keep it have the fragment flow.
    ///
    /// # Errors
    /// 401 when one of them is not there or the header cannot be read, 400 when the app is told in two ways.
    pub(super) fn client(&self) -> Result<Client, Failure> {
        let (basic, secret) = (self.basic()?, self.one("client_secret")?);
        let id = self.id(basic.as_ref())?;
        let secret = match (basic, secret.map(Secret::new)) {
            // One way of proving is enough, and two are forbidden (RFC 6749, 2.3).
            (Some(_), Some(_)) => return Err(errors::oauth::client_twice(self.request).into()),
            (Some(basic), None) => basic.secret,
            (None, secret) => secret,
        };
        let secret = secret.ok_or_else(|| errors::oauth::client_missing("client_secret", self.request))?;
        Ok(Client { id, secret: Some(secret) })
    }

    /// The app alone, of a grant that it proves itself to otherwise.
    ///
    /// # Errors
    /// As [`client`](Self::client).
    pub(super) fn client_id(&self) -> Result<Box<str>, Failure> {
        let basic = self.basic()?;
        self.id(basic.as_ref())
    }

    fn id(&self, basic: Option<&Client>) -> Result<Box<str>, Failure> {
        match (basic, self.one("client_id")?) {
            (Some(basic), Some(id)) if *basic.id != *id => Err(errors::oauth::client_twice(self.request).into()),
            (Some(basic), _) => Ok(basic.id.clone()),
            (None, Some(id)) => Ok(id.into()),
            (None, None) => Err(errors::oauth::client_missing("client_id", self.request).into()),
        }
    }

    /// The app in the header, if it is of that scheme. A Bearer token there, which some clients send with everything,
    /// proves nothing here and does no harm.
    fn basic(&self) -> Result<Option<Client>, Failure> {
        match credentials::authorization(self.request) {
            Some(("basic", _)) => {
                let client = credentials::basic(self.request);
                client.map(Some).ok_or_else(|| errors::oauth::client_unreadable(self.request).into())
            }
            _ => Ok(None),
        }
    }

    /// The scopes asked for, each once; `basic` is granted always, and alone where none are named ([doc]).
    ///
    /// # Errors
    /// 400 for a scope that there is not.
    pub(super) fn scopes(&self) -> Result<Vec<Box<str>>, Failure> {
        let mut asked: Vec<Box<str>> = vec![ALWAYS.into()];
        for name in self.one("scope")?.unwrap_or_default().split(BETWEEN).filter(|name| !name.is_empty()) {
            if scopes::find(scopes::APP_NET, name).is_none() {
                return Err(errors::oauth::no_such_scope(self.request).into());
            }
            if !asked.iter().any(|own| **own == *name) {
                asked.push(name.into());
            }
        }
        Ok(asked)
    }
}
