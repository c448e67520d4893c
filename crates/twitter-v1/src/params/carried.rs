//! Parameters of requests that authorise: they stand in the Authorization header, the query or a form body, in one of
//! them or mixed ([client]).

use block_graph::access::Actor;
use dialect::oauth1::Proof;
use dialect::{Denial, Failure, Request, credentials};

use crate::errors;

/// A request and what its signature carries.
pub(crate) struct Carried<'c, 'r> {
    request: &'c Request<'r>,
    proof: Option<Proof<'r>>,
}

impl<'c, 'r> Carried<'c, 'r> {
    /// Of any request.
    ///
    /// # Errors
    /// [`Denial::Malformed`] when its signature cannot be read.
    pub(crate) fn read(request: &'c Request<'r>) -> Result<Self, Failure> {
        Ok(Self { request, proof: credentials::signature(request)? })
    }

    /// Of a request that an app has signed.
    ///
    /// # Errors
    /// [`Denial::NoCredentials`] when none has, and as [`read`](Self::read).
    pub(crate) fn signed(request: &'c Request<'r>) -> Result<Self, Failure> {
        match &request.caller {
            Actor::Client(_) => Self::read(request),
            Actor::Anonymous | Actor::Granted(_) => Err(Denial::NoCredentials.into()),
        }
    }

    /// A parameter's value; an empty one counts as none. It may be there twice, for one client sends it so ([client]
    /// twitter-lite), but not with two values (RFC 5849, 3.1).
    ///
    /// # Errors
    /// [`Denial::Malformed`] when it has two values.
    pub(crate) fn one(&self, name: &'static str) -> Result<Option<&str>, Failure> {
        let header = self.proof.iter().flat_map(|proof| proof.params(name));
        let mut values = header.chain(everywhere(self.request, name)).filter(|value| !value.is_empty());
        let first = values.next();
        if values.any(|other| Some(other) != first) {
            return Err(Denial::Malformed.into());
        }
        Ok(first)
    }

    /// As [`one`](Self::one), of a parameter that must be there.
    ///
    /// # Errors
    /// 403/38 when it is not ([doc] code, [inferred] use).
    pub(crate) fn needed(&self, name: &'static str) -> Result<&str, Failure> {
        self.one(name)?.ok_or_else(|| errors::parameter_missing(name).into())
    }
}

/// A parameter that must not be repeated (RFC 6749, 3.2), in the query or a form body; an empty one counts as none.
///
/// # Errors
/// [`Repeated`] when it is, even with the same value.
pub(crate) fn once<'q>(request: &'q Request<'_>, name: &'static str) -> Result<Option<&'q str>, Repeated> {
    let mut values = everywhere(request, name);
    match (values.next(), values.next()) {
        (value, None) => Ok(value.filter(|value| !value.is_empty())),
        (_, Some(_)) => Err(Repeated),
    }
}

/// A parameter is there more than once.
#[derive(Debug)]
pub(crate) struct Repeated;

/// All values of a parameter in the query and a form body.
fn everywhere<'q>(request: &'q Request<'_>, name: &'static str) -> impl Iterator<Item = &'q str> {
    let both = request.query.iter().chain(request.form.iter());
    both.filter(move |(key, _)| *key == name).map(|(_, value)| value)
}
