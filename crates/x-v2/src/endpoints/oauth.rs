//! The rows of tokens. The spec has none; they are named by their paths ([inferred]).

use block_graph::CommandKind;
use block_graph::access::Permission;
use block_graph::rate::Limit;
use dialect::{Access, Endpoint};

use super::{Decode, post};
use crate::{limits, oauth};

/// What the rows share: an app that proves itself, without a token.
const fn client(limits: &'static [Limit], command: CommandKind, decode: Decode) -> Endpoint {
    Endpoint {
        name: "",
        routes: &[],
        access: Access::Client,
        permission: Permission::Read,
        scopes: &[],
        limits,
        command,
        docs: "https://docs.x.com/fundamentals/authentication/oauth-2-0/user-access-token",
        decode,
    }
}

pub(super) const ROWS: [Endpoint; 2] = [
    Endpoint {
        name: "oauth2/token",
        routes: &[post("/2/oauth2/token")],
        ..client(&limits::TOKEN, CommandKind::RedeemCode, oauth::token)
    },
    Endpoint {
        name: "oauth2/revoke",
        routes: &[post("/2/oauth2/revoke")],
        ..client(&limits::REVOKE, CommandKind::ReturnToken, oauth::revoke)
    },
];
