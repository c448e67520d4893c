//! App.net's rate limits: two per token, one per address for those without a token ([doc], [recorded]), and one for those
//! who ask for a token.
//!
//! A request counts in every class that bears on it; which window the headers show is decided in `headers`.

use block_graph::rate::{Limit, Per};

/// Every request with a token: 5000 in an hour ([recorded]).
const GLOBAL: Limit = Limit { bucket: "app.net/global", per: Per::Token, max: 5000, window: 3600 };
/// POST, PUT, PATCH and DELETE: 20 in a minute ([recorded]).
const WRITE: Limit = Limit { bucket: "app.net/write", per: Per::Token, max: 20, window: 60 };
/// Requests without a token: 50 in a minute from one address ([doc]).
const UNAUTHENTICATED: Limit = Limit { bucket: "app.net/unauthenticated", per: Per::Address, max: 50, window: 60 };
/// Tokens asked for: 300 in a quarter of an hour from one address ([inferred]), so that nobody can guess codes, secrets and
/// passwords by the thousand. Who the app is is not known until it is asked for, so none is counted by app.
const SIGN_IN: Limit = Limit { bucket: "app.net/oauth", per: Per::Address, max: 300, window: 900 };

/// Of a read that needs a token.
pub(crate) static READ: [Limit; 1] = [GLOBAL];
/// Of a read that anybody may ask for.
pub(crate) static OPEN: [Limit; 2] = [GLOBAL, UNAUTHENTICATED];
/// Of a write.
pub(crate) static CHANGE: [Limit; 2] = [WRITE, GLOBAL];
/// Of the token endpoint.
pub(crate) static TOKENS: [Limit; 1] = [SIGN_IN];
