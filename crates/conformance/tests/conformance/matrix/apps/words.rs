//! In which words each dialect turns an app away that does not prove itself, written from the documents.

use block_graph::CommandKind;

use super::super::denied::Words;
use super::super::rows::Row;

/// Why an app is turned away.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Why {
    /// It does not say who it is.
    Nothing,
    /// It says who it is and proves nothing.
    NoSecret,
    /// Its signature cannot be read.
    UnreadableSignature,
    /// Its signature is wrong, was used, or is of nobody.
    Signature,
    /// Its signature was made at another time.
    Stale,
    /// Its Basic header cannot be read.
    UnreadableBasic,
    /// No app has that key.
    UnknownKey,
    /// The secret is not its own.
    WrongSecret,
    /// One request too many.
    OverLimit,
}

/// What it hears.
pub(super) fn words(row: &Row, why: Why) -> Words {
    let (status, kind, body) = match row.dialect.name() {
        "v1.1" => twitter_v1(row, why),
        "v2" => x_v2(why),
        _ => app_net(why),
    };
    (status, kind, body.to_owned())
}

fn twitter_v1(row: &Row, why: Why) -> (u16, &'static str, &'static str) {
    const JSON: &str = "application/json;charset=utf-8";
    const UNVERIFIED: &str =
        r#"{"errors":[{"code":99,"message":"Unable to verify your credentials","label":"authenticity_token_error"}]}"#;
    let basic = matches!(row.endpoint.command, CommandKind::IssueAppToken | CommandKind::ReturnToken);
    match why {
        Why::UnreadableSignature | Why::Signature => {
            (401, JSON, r#"{"errors":[{"code":32,"message":"Could not authenticate you."}]}"#)
        }
        Why::Stale => (401, JSON, r#"{"errors":[{"code":135,"message":"Timestamp out of bounds."}]}"#),
        Why::OverLimit if row.endpoint.command == CommandKind::IssueAppToken => (403, JSON, UNVERIFIED),
        Why::OverLimit => (429, JSON, r#"{"errors":[{"message":"Rate limit exceeded","code":88}]}"#),
        _ if basic => (403, JSON, UNVERIFIED),
        // What stands in such a header is no signature, and these two ask for nothing else.
        _ if row.endpoint.command == CommandKind::RequestTemporary => {
            let edge = "application/json; charset=utf-8";
            (400, edge, r#"{"errors":[{"code":215,"message":"Bad Authentication data."}]}"#)
        }
        _ => (401, "text/html;charset=utf-8", "Request token missing"),
    }
}

fn x_v2(why: Why) -> (u16, &'static str, &'static str) {
    const JSON: &str = "application/json; charset=utf-8";
    const PROBLEM: &str = "application/problem+json";
    match why {
        Why::Nothing => {
            let body = r#"{"error":"invalid_request","error_description":"Missing required parameter [client_id]."}"#;
            (400, JSON, body)
        }
        Why::UnknownKey => (
            400,
            JSON,
            r#"{"error":"invalid_client","error_description":"Value passed for the client id was invalid."}"#,
        ),
        Why::NoSecret | Why::WrongSecret | Why::UnreadableBasic => {
            (401, JSON, r#"{"error":"unauthorized_client","error_description":"Missing valid authorization header"}"#)
        }
        Why::UnreadableSignature | Why::Signature | Why::Stale => {
            (401, PROBLEM, r#"{"title":"Unauthorized","type":"about:blank","status":401,"detail":"Unauthorized"}"#)
        }
        Why::OverLimit => {
            let body =
                r#"{"title":"Too Many Requests","type":"about:blank","status":429,"detail":"Too Many Requests"}"#;
            (429, JSON, body)
        }
    }
}

fn app_net(why: Why) -> (u16, &'static str, &'static str) {
    const JSON: &str = "application/json";
    match why {
        Why::Nothing => {
            (401, JSON, r#"{"error":"invalid_client","error_description":"You must supply a client_id parameter."}"#)
        }
        Why::NoSecret => (
            401,
            JSON,
            r#"{"error":"invalid_client","error_description":"You must supply a client_secret parameter."}"#,
        ),
        Why::UnreadableBasic => {
            let body =
                r#"{"error":"invalid_client","error_description":"The Authorization header could not be read."}"#;
            (401, JSON, body)
        }
        Why::OverLimit => (429, JSON, r#"{"error":"Too many requests"}"#),
        _ => {
            let body =
                r#"{"error":"invalid_client","error_description":"The client is unknown, or its secret is wrong."}"#;
            (401, JSON, body)
        }
    }
}
