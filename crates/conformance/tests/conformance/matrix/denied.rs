//! In which words each dialect turns a caller away, written from the specifications.

use block_graph::access::Permission;
use block_graph::{AppId, CommandKind};
use conformance::words::app_net_error;
use dialect::Method;
use portcullis::world::TokenKind;

use super::rows::Row;

/// Why somebody is not let in.
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum Why {
    /// Nothing proves who they are.
    NoCredentials,
    /// What should prove it cannot be read.
    Malformed,
    /// The signature is wrong.
    WrongSignature,
    /// No app has that key.
    UnknownApp,
    /// The signature was made too long ago or too far ahead.
    StaleTimestamp,
    /// The nonce was used.
    ReplayedNonce,
    /// No such token.
    UnknownToken,
    /// The token is over.
    Expired,
    /// The token was revoked.
    Revoked,
    /// The token is another service's, of this kind.
    OtherService(TokenKind),
    /// An app alone, where a person is needed.
    AppAlone,
    /// A person, where an app is needed.
    Person,
    /// A scope is missing.
    MissingScope(&'static str),
    /// The plan of the app, which has that number, does not cover it.
    PlanTooSmall(AppId),
    /// The app may not do as much.
    PermissionTooLow,
    /// The caller's account is suspended.
    Suspended,
    /// The caller's account is deactivated.
    Deactivated,
    /// One request too many, in that bucket.
    OverLimit(&'static str),
    /// The path has other methods, these.
    WrongMethod(Vec<Method>),
}

/// Status, content type and body.
pub(crate) type Words = (u16, &'static str, String);

/// What a caller hears who is turned away from `row`, asking for `path`.
pub(crate) fn words(row: &Row, path: &str, why: &Why) -> Words {
    match row.dialect.name() {
        "v1.1" => twitter_v1(row, path, why),
        "v2" => x_v2(why),
        "app.net" => app_net(row, why),
        other => panic!("what does {other} say?"),
    }
}

fn twitter_v1(row: &Row, path: &str, why: &Why) -> Words {
    const JSON: &str = "application/json;charset=utf-8";
    let application =
        |status, code, text| (status, JSON, format!(r#"{{"errors":[{{"code":{code},"message":"{text}"}}]}}"#));
    let older = |status, code, text| (status, JSON, format!(r#"{{"errors":[{{"message":"{text}","code":{code}}}]}}"#));
    match why {
        Why::NoCredentials => {
            let (status, _, body) = application(400, 215, "Bad Authentication data.");
            (status, "application/json; charset=utf-8", body)
        }
        Why::Malformed | Why::WrongSignature | Why::UnknownApp | Why::ReplayedNonce => {
            application(401, 32, "Could not authenticate you.")
        }
        Why::StaleTimestamp => application(401, 135, "Timestamp out of bounds."),
        Why::UnknownToken | Why::Expired | Why::Revoked | Why::Deactivated => {
            application(401, 89, "Invalid or expired token.")
        }
        Why::OtherService(TokenKind::AppNetUser | TokenKind::AppNetApp) => {
            application(401, 89, "Invalid or expired token.")
        }
        Why::OtherService(_) | Why::AppAlone | Why::Person | Why::MissingScope(_) => {
            application(403, 220, "Your credentials do not allow access to this resource.")
        }
        Why::PermissionTooLow if row.endpoint.permission == Permission::ReadWriteDirectMessages => {
            application(403, 93, "This application is not allowed to access or delete your direct messages.")
        }
        Why::PermissionTooLow => {
            let path = path.replace('/', "\\/");
            let body = format!(r#"{{"request":"{path}","error":"Read-only application cannot POST."}}"#);
            (401, JSON, body)
        }
        Why::PlanTooSmall(_) => {
            let body = concat!(
                r#"{"errors":[{"message":"You currently have access to a subset of X API V2 endpoints and limited v1.1 "#,
                r#"endpoints (e.g. media post, oauth) only. If you need access to this endpoint, you may need a "#,
                r#"different access level. You can learn more here: https://developer.x.com/en/portal/product","#,
                r#""code":453}]}"#,
                "\n",
            );
            (403, JSON, body.to_owned())
        }
        Why::Suspended => {
            application(403, 64, "Your account is suspended and is not permitted to access this feature.")
        }
        Why::OverLimit("v1.1/friendships/create") => application(
            403,
            161,
            r"You are unable to follow more people at this time. Learn more \u003ca href='http:\/\/support.twitter.com\/articles\/66885-i-can-t-follow-people-follow-limits'\u003ehere\u003c\/a\u003e.",
        ),
        Why::OverLimit("v1.1/statuses/update") => application(403, 185, "User is over daily status update limit."),
        Why::OverLimit("v1.1/spam_reports") => application(403, 205, "You are over the limit for spam reports."),
        Why::OverLimit(_) => older(429, 88, "Rate limit exceeded"),
        Why::WrongMethod(_) => older(404, 34, "Sorry, that page does not exist"),
    }
}

fn x_v2(why: &Why) -> Words {
    const JSON: &str = "application/json; charset=utf-8";
    const PROBLEM: &str = "application/problem+json";
    let problem = |status: u16, title: &str| {
        (PROBLEM, format!(r#"{{"title":"{title}","type":"about:blank","status":{status},"detail":"{title}"}}"#))
    };
    let unsupported = |used: &str, taken: &str| {
        // Two blanks after the full stop, as recorded.
        format!(
            r#"{{"title":"Unsupported Authentication","detail":"Authenticating with {used} is forbidden for this endpoint.  Supported authentication types are [{taken}].","type":"https://api.x.com/2/problems/unsupported-authentication","status":403}}"#
        )
    };
    let (status, (kind, body)) = match why {
        Why::NoCredentials
        | Why::Malformed
        | Why::WrongSignature
        | Why::UnknownApp
        | Why::StaleTimestamp
        | Why::ReplayedNonce
        | Why::UnknownToken
        | Why::Expired
        | Why::Revoked
        | Why::OtherService(_)
        | Why::Deactivated => (401, problem(401, "Unauthorized")),
        Why::AppAlone => {
            let taken = "OAuth 1.0a User Context, OAuth 2.0 User Context";
            (403, (PROBLEM, unsupported("OAuth 2.0 Application-Only", taken)))
        }
        Why::Person => (403, (PROBLEM, unsupported("OAuth 2.0 User Context", "OAuth 2.0 Application-Only"))),
        Why::MissingScope(_) => (403, problem(403, "Forbidden")),
        Why::PermissionTooLow => {
            let body = r#"{"title":"Forbidden","status":403,"detail":"Your client app is not configured with the appropriate oauth1 app permissions for this endpoint.","type":"https://api.x.com/2/problems/oauth1-permissions"}"#;
            (403, (PROBLEM, body.to_owned()))
        }
        Why::PlanTooSmall(app) => {
            let detail = "When authenticating requests to the Twitter API v2 endpoints, you must use keys and tokens \
                          from a Twitter developer App that is attached to a Project. You can create a project via the \
                          developer portal.";
            let body = format!(
                r#"{{"client_id":"{app}","detail":"{detail}","registration_url":"https://developer.twitter.com/en/docs/projects/overview","title":"Client Forbidden","required_enrollment":"Appropriate Level of API Access","reason":"client-not-enrolled","type":"https://api.x.com/2/problems/client-forbidden"}}"#
            );
            (403, (PROBLEM, body))
        }
        Why::Suspended => {
            let body = r#"{"detail":"Your account is suspended and is not permitted to access this feature.","type":"about:blank","title":"Forbidden","status":403}"#;
            (403, (PROBLEM, body.to_owned()))
        }
        Why::OverLimit(_) => (429, (JSON, problem(429, "Too Many Requests").1)),
        Why::WrongMethod(_) => (405, problem(405, "Method Not Allowed")),
    };
    (status, kind, body)
}

fn app_net(row: &Row, why: &Why) -> Words {
    const JSON: &str = "application/json";
    let plain = |status, text: &str| {
        let (status, body) = app_net_error(status, text);
        (status, JSON, body)
    };
    let slug = |text: &str, slug: &str| {
        let (status, _, body) = plain(401, &format!("Call requires authentication: {text}"));
        (status, JSON, body.replace("}}", &format!(r#","error_slug":"{slug}"}}}}"#)))
    };
    match why {
        Why::NoCredentials if row.endpoint.command == CommandKind::WhoAmI => {
            plain(401, "Call requires authentication: Authentication required to fetch token.")
        }
        Why::NoCredentials => {
            plain(401, "Call requires authentication: This resource requires authentication and no token was provided.")
        }
        Why::Malformed
        | Why::WrongSignature
        | Why::UnknownApp
        | Why::StaleTimestamp
        | Why::ReplayedNonce
        | Why::UnknownToken
        | Why::OtherService(_) => slug("Invalid token.", "invalid-token"),
        Why::Expired => slug("Token expired.", "token-expired"),
        Why::Revoked => slug("User has not authorized this client or has revoked access.", "not-authorized"),
        Why::AppAlone => plain(403, "Forbidden: This resource requires a user access token."),
        Why::Person => plain(403, "Forbidden: This resource requires an app access token."),
        Why::MissingScope(scope) => plain(403, &format!("Forbidden: You need the following scopes: {scope}")),
        Why::PermissionTooLow => panic!("no token of App.net has a permission"),
        Why::PlanTooSmall(_) => panic!("App.net told nobody no by plan"),
        Why::Suspended => plain(403, "Forbidden: Your account is suspended."),
        Why::Deactivated => plain(403, "Forbidden: Your account is deactivated."),
        // No id here ([recorded]).
        Why::OverLimit(_) => (429, JSON, r#"{"meta":{"code":429,"error_message":"Too many requests"}}"#.to_owned()),
        Why::WrongMethod(allowed) => plain(405, &format!("Method not allowed. Please use: {}", listed(allowed))),
    }
}

/// The methods as App.net lists them: PUT was taken, never listed.
pub(crate) fn listed(allowed: &[Method]) -> String {
    let names = allowed.iter().filter(|method| **method != Method::Put).map(|method| method.name());
    names.collect::<Vec<_>>().join(",")
}
