//! A test per denial, failure and refusal: statuses, content types and bodies, as the spec's sections 5.3 and 5.4 have them.

use std::time::Duration;

use block_graph::access::{Permission, Plan};
use block_graph::rate::Window;
use block_graph::testkit::{AMY, BEA};
use block_graph::{Absence, Absent, Action, CoreError, Outcome, Refusal, Timestamp, UserId, UserRef};
use dialect::{Denial, Failure, Method, Reply};

use super::{CID, JSON, amy, anonymous, bearer, body, get, invalid, of_amy, post_json, problem, refused};
use crate::limits;

/// The recording of an app that is not enrolled, with today's host.
fn not_enrolled(client: &str) -> String {
    const REST: &str = r#""detail":"When authenticating requests to the Twitter API v2 endpoints, you must use keys and tokens from a Twitter developer App that is attached to a Project. You can create a project via the developer portal.","registration_url":"https://developer.twitter.com/en/docs/projects/overview","title":"Client Forbidden","required_enrollment":"Appropriate Level of API Access","reason":"client-not-enrolled","type":"https://api.x.com/2/problems/client-forbidden"}"#;
    format!("{{{client}{REST}")
}

#[test]
fn denials() {
    const NEEDS_USER: &str = r#"{"title":"Unsupported Authentication","detail":"Authenticating with OAuth 2.0 Application-Only is forbidden for this endpoint.  Supported authentication types are [OAuth 1.0a User Context, OAuth 2.0 User Context].","type":"https://api.x.com/2/problems/unsupported-authentication","status":403}"#;
    const NEEDS_APP: &str = r#"{"title":"Unsupported Authentication","detail":"Authenticating with OAuth 2.0 User Context is forbidden for this endpoint.  Supported authentication types are [OAuth 2.0 Application-Only].","type":"https://api.x.com/2/problems/unsupported-authentication","status":403}"#;
    const PERMISSION: &str = r#"{"title":"Forbidden","status":403,"detail":"Your client app is not configured with the appropriate oauth1 app permissions for this endpoint.","type":"https://api.x.com/2/problems/oauth1-permissions"}"#;
    let fails = |denial: Denial| anonymous(Method::Get, "/2/users/me").fails(denial);
    for denial in [
        Denial::NoCredentials,
        Denial::Malformed,
        Denial::UnknownApp,
        Denial::BadSignature,
        Denial::TimestampOutOfRange,
        Denial::NonceReplayed,
        Denial::UnknownToken,
        Denial::RevokedToken,
        Denial::ExpiredToken,
        Denial::WrongAudience("app.net".into()),
    ] {
        problem(
            &fails(denial),
            401,
            r#"{"title":"Unauthorized","type":"about:blank","status":401,"detail":"Unauthorized"}"#,
        );
    }
    problem(&fails(Denial::UserNeeded), 403, NEEDS_USER);
    problem(&fails(Denial::AppNeeded), 403, NEEDS_APP);
    problem(
        &fails(Denial::MissingScopes(vec!["block.read"])),
        403,
        r#"{"title":"Forbidden","type":"about:blank","status":403,"detail":"Forbidden"}"#,
    );
    problem(&fails(Denial::PermissionTooLow(Permission::ReadWrite)), 403, PERMISSION);
    let known = anonymous(Method::Get, "/2/users/me").by(bearer(&[])).fails(Denial::PlanTooSmall(Plan::Free));
    problem(&known, 403, &not_enrolled(r#""client_id":"1","#));
    problem(&fails(Denial::PlanTooSmall(Plan::PayPerUse)), 403, &not_enrolled(""));
    let limit = &limits::ME[0];
    let window = Window { limit, max: 75, remaining: 0, reset: Timestamp(1_613_255_156_000), exceeded: true };
    let limited = amy(Method::Get, "/2/users/me").within(&[window]).fails(Denial::RateLimited(window));
    assert_eq!((limited.status, limited.content_type), (429, JSON));
    assert_eq!(
        body(&limited),
        r#"{"title":"Too Many Requests","type":"about:blank","status":429,"detail":"Too Many Requests"}"#
    );
    assert_eq!(limited.get_header("x-rate-limit-remaining"), Some("0"));
    assert_eq!(limited.get_header("x-rate-limit-reset"), Some("1613255156"));
}

#[test]
fn failures_without_an_endpoint() {
    let nowhere = refused(&get("/2/nowhere"));
    assert_eq!((nowhere.status, nowhere.content_type), (404, JSON));
    assert_eq!(body(&nowhere), r#"{"errors":[{"message":"Sorry, that page does not exist","code":34}]}"#);
    let path = of_amy("blocking");
    let wrong = refused(&amy(Method::Put, &path));
    problem(
        &wrong,
        405,
        r#"{"title":"Method Not Allowed","type":"about:blank","status":405,"detail":"Method Not Allowed"}"#,
    );
    assert_eq!(wrong.get_header("allow"), Some("GET, POST"));
    let fails = |failure: Failure| get("/2/users/me").fails(failure);
    problem(
        &fails(Failure::BodyTooLarge(1 << 20)),
        413,
        r#"{"title":"Payload Too Large","type":"about:blank","status":413,"detail":"Payload Too Large"}"#,
    );
    invalid(
        &fails(Failure::UnreadableBody("not gzip".to_owned())),
        r#"{"message":"JSON doesn't match expected schema"}"#,
    );
    let busy = fails(Failure::Unavailable(Duration::from_millis(1500)));
    problem(
        &busy,
        503,
        r#"{"title":"Service Unavailable","detail":"Service Unavailable","type":"about:blank","status":503}"#,
    );
    assert_eq!(busy.get_header("retry-after"), Some("2"));
    problem(
        &fails(Failure::Broken),
        500,
        r#"{"title":"Internal Server Error","type":"about:blank","status":500,"detail":"Internal Server Error"}"#,
    );
}

fn refusing(exchange: &dialect::testkit::Exchange<'_>, refusal: Refusal) -> Reply {
    exchange.reply(|_| Err(CoreError::Refused(refusal)))
}

#[test]
fn reads_of_people_who_are_not_there_succeed_with_errors() {
    let shown = |target: &str, refusal: Refusal| {
        let reply = refusing(&get(target), refusal);
        assert_eq!((reply.status, reply.content_type), (200, JSON));
        body(&reply).to_owned()
    };
    let (id, name) = (UserRef::from(UserId(404)), UserRef::name("Nobody"));
    let by_id = r#"{"errors":[{"value":"404","detail":"Could not find user with id: [404].","title":"Not Found Error","resource_type":"user","parameter":"id","resource_id":"404","type":"https://api.x.com/2/problems/resource-not-found"}]}"#;
    assert_eq!(shown("/2/users/404", Refusal::UserNotFound { user: id.clone() }), by_id);
    assert_eq!(shown("/2/users/404", Refusal::UserDeactivated { user: id.clone() }), by_id);
    assert_eq!(
        shown("/2/users/404", Refusal::UserSuspended { user: id }),
        r#"{"errors":[{"value":"404","detail":"User has been suspended: [404].","title":"Forbidden","resource_type":"user","parameter":"id","resource_id":"404","type":"https://api.x.com/2/problems/resource-not-found"}]}"#
    );
    assert_eq!(
        shown("/2/users/by/username/Nobody", Refusal::UserNotFound { user: name }),
        r#"{"errors":[{"value":"Nobody","detail":"Could not find user with username: [Nobody].","title":"Not Found Error","resource_type":"user","parameter":"username","resource_id":"Nobody","type":"https://api.x.com/2/problems/resource-not-found"}]}"#
    );
}

#[test]
fn lookups_of_nobody_have_errors_and_no_data() {
    let absent = |user: UserRef, why| Err(Absent { user, why });
    let found = vec![absent(UserRef::from(UserId(404)), Absence::Unknown), absent(CID.into(), Absence::Suspended)];
    let target = format!("/2/users?ids=404,{CID}");
    let reply = get(&target).reply(|_| Ok(Outcome::Users(found)));
    let cid = r#"{"value":"9007199254740997","detail":"User has been suspended: [9007199254740997].","title":"Forbidden","resource_type":"user","parameter":"ids","resource_id":"9007199254740997","type":"https://api.x.com/2/problems/resource-not-found"}"#;
    assert_eq!(
        body(&reply),
        format!(
            r#"{{"errors":[{{"value":"404","detail":"Could not find user with ids: [404].","title":"Not Found Error","resource_type":"user","parameter":"ids","resource_id":"404","type":"https://api.x.com/2/problems/resource-not-found"}},{cid}]}}"#
        )
    );
    let found = vec![absent(UserRef::name("Gone"), Absence::Deactivated)];
    let reply = get("/2/users/by?usernames=Gone").reply(|_| Ok(Outcome::Users(found)));
    assert!(body(&reply).contains(r#""detail":"Could not find user with usernames: [Gone].""#));
}

#[test]
fn acts_upon_people_who_are_not_there_fail() {
    let gone = |parameter: &str| {
        format!(
            r#"{{"value":"7","detail":"Could not find user with id: [7].","title":"Not Found Error","resource_type":"user","parameter":"{parameter}","resource_id":"7","type":"https://api.x.com/2/problems/resource-not-found","status":404}}"#
        )
    };
    let user = UserRef::from(UserId(7));
    for refusal in [
        Refusal::UserNotFound { user: user.clone() },
        Refusal::UserSuspended { user: user.clone() },
        Refusal::UserDeactivated { user },
    ] {
        let created = refusing(&post_json(&of_amy("blocking"), r#"{"target_user_id":"7"}"#), refusal.clone());
        problem(&created, 404, &gone("target_user_id"));
        let deleted = refusing(&amy(Method::Delete, &of_amy("muting/7")), refusal.clone());
        problem(&deleted, 404, &gone("target_user_id"));
        problem(&refusing(&amy(Method::Post, "/2/users/7/dm/block"), refusal), 404, &gone("id"));
    }
}

#[test]
fn acts_that_are_refused() {
    let target = format!(r#"{{"target_user_id":"{AMY}"}}"#);
    let path = of_amy("blocking");
    let own = |name: &str| {
        format!(
            r#"{{"parameters":{{"{name}":["{AMY}"]}},"message":"The `{name}` parameter value [{AMY}] must not be the same as the authenticating user [{AMY}]"}}"#
        )
    };
    let yourself = |action| Refusal::Yourself { action };
    invalid(&refusing(&post_json(&path, &target), yourself(Action::Block)), &own("target_user_id"));
    let messages = format!("/2/users/{AMY}/dm/block");
    invalid(&refusing(&amy(Method::Post, &messages), yourself(Action::DmBlock)), &own("id"));

    let path = of_amy("following");
    let follow = |refusal| refusing(&post_json(&path, r#"{"target_user_id":"7"}"#), refusal);
    let forbidden =
        |detail: &str| format!(r#"{{"detail":"{detail}","type":"about:blank","title":"Forbidden","status":403}}"#);
    let action = Action::Follow;
    problem(
        &follow(Refusal::BlockedByTarget { action }),
        403,
        &forbidden("You have been blocked from following this account at the request of the user."),
    );
    problem(
        &follow(Refusal::BlockingTarget { action }),
        403,
        &forbidden("You cannot follow this account because you have blocked it."),
    );
    let action = Action::Mute;
    for refusal in [Refusal::BlockedByTarget { action }, Refusal::BlockingTarget { action }] {
        problem(&follow(refusal), 403, &forbidden("This operation is not permitted."));
    }
}

#[test]
fn callers_who_may_not_act() {
    const SUSPENDED: &str = r#"{"detail":"Your account is suspended and is not permitted to access this feature.","type":"about:blank","title":"Forbidden","status":403}"#;
    let fails = |refusal| refusing(&get("/2/users/me"), refusal);
    problem(&fails(Refusal::CallerSuspended), 403, SUSPENDED);
    assert_eq!(fails(Refusal::CallerDeactivated).status, 401);
    assert!(body(&fails(Refusal::CallerNotAPerson)).contains("Unsupported Authentication"));
    let hidden = fails(Refusal::ListIsPrivate { owner: BEA });
    problem(&hidden, 403, r#"{"title":"Forbidden","type":"about:blank","status":403,"detail":"Forbidden"}"#);
    // The gate lets no app through to these; if it did, the answer is the same.
    let path = of_amy("blocking");
    let app = anonymous(Method::Get, &path).by(super::app());
    assert!(body(&refused(&app)).contains("Application-Only is forbidden for this endpoint.  Supported"));
    let identity = block_graph::Identity { user: None, grant: bearer(&[]).into() };
    let me = anonymous(Method::Get, "/2/users/me").by(super::app()).reply(|_| Ok(Outcome::Identity(identity)));
    assert_eq!(me.status, 403);
}
