//! A row of a dialect's table. Routing, the matrix of access, rate numbers, documents, metric labels and the coverage
//! tests all come from these rows.

use block_graph::CommandKind;
use block_graph::access::Permission;
use block_graph::rate::Limit;

use crate::call::Call;
use crate::failure::Failure;
use crate::request::{Method, Request};

/// Who may call an endpoint.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Access {
    /// Anybody, with or without a token; a token that is sent must be good.
    Open,
    /// Any good token.
    Token,
    /// Only a token that stands for a person.
    User,
    /// Only an app's own token.
    App,
    /// An app without a token. The gate checks a signature (OAuth 1.0a), if the request carries one, against the app's own
    /// secret and that of temporary credentials; every other proof is read by the endpoint's function into its command.
    Client,
}

/// A method and a path pattern; `{name}` stands for one segment or a part of one.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Route {
    /// The method.
    pub method: Method,
    /// The path, such as `/2/users/{id}/blocking`.
    pub path: &'static str,
}

/// One endpoint.
pub struct Endpoint {
    /// Its name in the API's own documentation: `blocks/create`, `usersIdBlock`, `Block a User`.
    pub name: &'static str,
    /// The routes that lead to it; the first is the documented one, the others are other forms that were taken.
    pub routes: &'static [Route],
    /// Who may call it.
    pub access: Access,
    /// What a signed token's app must be permitted.
    pub permission: Permission,
    /// The scopes that a person's bearer token must carry, all of them.
    pub scopes: &'static [&'static str],
    /// The limits it counts in.
    pub limits: &'static [Limit],
    /// The command it turns into.
    pub command: CommandKind,
    /// Where it is documented.
    pub docs: &'static str,
    /// Turns a request into a call.
    pub decode: fn(&Request<'_>) -> Result<Call, Failure>,
}

impl Endpoint {
    /// The documented route.
    pub fn route(&self) -> Route {
        self.routes.first().copied().unwrap_or(Route { method: Method::Other, path: "" })
    }
}

impl std::fmt::Debug for Endpoint {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let route = self.route();
        write!(f, "{} ({} {})", self.name, route.method, route.path)
    }
}
