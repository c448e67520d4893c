//! Every error: status, body byte for byte.

use std::time::Duration;

use block_graph::access::{Permission, Plan};
use block_graph::rate::Limit;
use block_graph::{Action, CoreError, Refusal, UserId, UserRef};
use dialect::{Denial, Endpoint, Failure};

use super::*;
use crate::endpoints::ENDPOINTS;
use crate::limits;

/// As recorded, with the newline.
const PLAN_TOO_SMALL: &str = "{\"errors\":[{\"message\":\"You currently have access to a subset of X API V2 endpoints and \
    limited v1.1 endpoints (e.g. media post, oauth) only. If you need access to this endpoint, you may need a different \
    access level. You can learn more here: https://developer.x.com/en/portal/product\",\"code\":453}]}\n";

fn endpoint(name: &str) -> &'static Endpoint {
    ENDPOINTS.iter().find(|endpoint| endpoint.name == name).unwrap()
}

#[test]
fn denials() {
    let over = |limit: &'static Limit| Denial::RateLimited(exceeded(limit));
    let (bad_token, wrong_kind) =
        (coded(89, "Invalid or expired token."), coded(220, "Your credentials do not allow access to this resource."));
    let bad_signature = coded(32, "Could not authenticate you.");
    let read_only = r#"{"request":"\/1.1\/blocks\/create.json","error":"Read-only application cannot POST."}"#;
    let follows = "You are unable to follow more people at this time. Learn more \\u003ca href='http:\\/\\/support.twitter.com\
                   \\/articles\\/66885-i-can-t-follow-people-follow-limits'\\u003ehere\\u003c\\/a\\u003e.";
    for (denial, status, expected) in [
        (Denial::NoCredentials, 400, coded(215, "Bad Authentication data.")),
        (Denial::Malformed, 401, bad_signature.clone()),
        (Denial::UnknownApp, 401, bad_signature.clone()),
        (Denial::BadSignature, 401, bad_signature.clone()),
        (Denial::NonceReplayed, 401, bad_signature),
        (Denial::TimestampOutOfRange, 401, coded(135, "Timestamp out of bounds.")),
        (Denial::UnknownToken, 401, bad_token.clone()),
        (Denial::RevokedToken, 401, bad_token.clone()),
        (Denial::ExpiredToken, 401, bad_token.clone()),
        (Denial::WrongAudience(audience::APP_NET.into()), 401, bad_token),
        (Denial::WrongAudience(audience::X.into()), 403, wrong_kind.clone()),
        (Denial::UserNeeded, 403, wrong_kind.clone()),
        (Denial::AppNeeded, 403, wrong_kind.clone()),
        (Denial::MissingScopes(vec!["x"]), 403, wrong_kind),
        (Denial::PermissionTooLow(Permission::ReadWrite), 401, read_only.to_owned()),
        (
            Denial::PermissionTooLow(Permission::ReadWriteDirectMessages),
            403,
            coded(93, "This application is not allowed to access or delete your direct messages."),
        ),
        (Denial::PlanTooSmall(Plan::Free), 403, PLAN_TOO_SMALL.to_owned()),
        (Denial::PlanTooSmall(Plan::Pro), 403, PLAN_TOO_SMALL.to_owned()),
        (over(&limits::BLOCKS_CREATE[0]), 429, edge(88, "Rate limit exceeded")),
        (over(&limits::USERS_REPORT_SPAM[0]), 429, edge(88, "Rate limit exceeded")),
        (over(&limits::USERS_REPORT_SPAM[1]), 403, coded(205, "You are over the limit for spam reports.")),
        (over(&limits::FRIENDSHIPS_CREATE[0]), 403, coded(161, follows)),
        (over(&limits::FRIENDSHIPS_CREATE[1]), 403, coded(161, follows)),
        (over(&limits::STATUSES_UPDATE[0]), 403, coded(185, "User is over daily status update limit.")),
        (over(&limits::FAVORITES_CREATE[0]), 429, edge(88, "Rate limit exceeded")),
        (over(&limits::MESSAGES_NEW[0]), 429, edge(88, "Rate limit exceeded")),
    ] {
        let reply = nobody(Method::Post, "/1.1/blocks/create.json?id=1").fails(denial.clone());
        assert_eq!((reply.status, body(&reply)), (status, expected), "{denial:?}");
    }
}

#[test]
fn recorded_lengths() {
    let length = |denial: Denial| nobody(Method::Get, "/1.1/blocks/ids.json").fails(denial).body.len();
    assert_eq!(length(Denial::NoCredentials), 62);
    assert_eq!(length(Denial::RateLimited(exceeded(&limits::BLOCKS_IDS[0]))), 56);
    assert_eq!(crate::errors::cannot_find_user().body.len(), 65);
}

#[test]
fn failures() {
    let no_page = edge(34, "Sorry, that page does not exist");
    for (method, target, status, expected) in [
        (Method::Get, "/1.1/blocks/ids", 404, no_page.clone()),
        (Method::Get, "/1.1/blocks/nothing.json", 404, no_page.clone()),
        (Method::Get, "/1.1/blocks/create.json", 404, no_page.clone()),
        (Method::Delete, "/1.1/blocks/ids.json", 404, no_page.clone()),
        (Method::Post, "/oauth/nothing", 404, no_page),
        (
            Method::Get,
            "/1/blocks/blocking.json",
            410,
            coded(68, "The Twitter REST API v1 is no longer active. Please migrate to API v1.1."),
        ),
    ] {
        let reply = nobody(method, target).reply(|_| unreachable!());
        assert_eq!((reply.status, body(&reply)), (status, expected), "{target}");
        assert_eq!(reply.content_type, "application/json;charset=utf-8");
    }
    for (failure, status, expected) in [
        (Failure::BodyTooLarge(1), 413, coded(44, "body parameter is invalid.")),
        (Failure::UnreadableBody("odd".to_owned()), 400, coded(44, "body parameter is invalid.")),
        (Failure::Unavailable(Duration::from_secs(3)), 503, edge(130, "Over capacity")),
        (Failure::Broken, 500, edge(131, "Internal error")),
    ] {
        let reply = nobody(Method::Get, "/1.1/blocks/ids.json").fails(failure.clone());
        assert_eq!((reply.status, body(&reply)), (status, expected), "{failure:?}");
        assert_eq!(reply.get_header("retry-after"), (status == 503).then_some("3"));
    }
}

#[test]
fn people_who_are_not_there() {
    let not_found = || (404, coded(50, "User not found."));
    let no_page = || (404, edge(34, "Sorry, that page does not exist"));
    let cannot_find = || (403, coded(108, "Cannot find specified user."));
    let suspended = || (403, coded(63, "User has been suspended."));
    // Unknown, suspended, deactivated.
    for (name, expected) in [
        ("blocks/create", [not_found(), not_found(), not_found()]),
        ("blocks/destroy", [not_found(), no_page(), no_page()]),
        ("mutes/users/create", [not_found(), not_found(), not_found()]),
        ("mutes/users/destroy", [not_found(), no_page(), no_page()]),
        ("users/report_spam", [not_found(), not_found(), not_found()]),
        ("friendships/create", [cannot_find(), cannot_find(), cannot_find()]),
        ("friendships/destroy", [not_found(), no_page(), no_page()]),
        ("friendships/show", [not_found(), not_found(), not_found()]),
        ("users/show", [not_found(), suspended(), not_found()]),
    ] {
        let route = endpoint(name).route();
        let target = format!("{}?user_id=1&target_id=1", route.path);
        let user = || UserRef::Id(UserId(1));
        let refusals = [
            Refusal::UserNotFound { user: user() },
            Refusal::UserSuspended { user: user() },
            Refusal::UserDeactivated { user: user() },
        ];
        for (refusal, expected) in refusals.into_iter().zip(expected) {
            let text = format!("{name}: {refusal}");
            let reply = amy(route.method, &target).reply(|_| Err(refusal.into()));
            assert_eq!((reply.status, body(&reply)), expected, "{text}");
        }
    }
}

#[test]
fn a_source_that_is_not_there_is_told_apart_from_a_target() {
    let expected = (403, coded(163, "Could not determine source user."));
    let missing = |user: UserRef| move || Err(CoreError::from(Refusal::UserNotFound { user }));
    for (target, refused) in [
        ("/1.1/friendships/show.json?source_id=7&target_id=1", UserRef::Id(UserId(7))),
        ("/1.1/friendships/show.json?source_screen_name=x&target_id=1", UserRef::name("x")),
    ] {
        let reply = amy(Method::Get, target).reply(|_| missing(refused)());
        assert_eq!((reply.status, body(&reply)), expected, "{target}");
    }
    let nobodys = app("/1.1/friendships/show.json?target_id=1").reply(|_| Err(Refusal::CallerNotAPerson.into()));
    assert_eq!((nobodys.status, body(&nobodys)), expected);
    let no_target = amy(Method::Get, "/1.1/friendships/show.json?source_id=7").reply(|_| unreachable!());
    assert_eq!((no_target.status, body(&no_target)), (403, coded(38, "target_screen_name parameter is missing.")));
}

#[test]
fn refusals() {
    let yourself = |action| Refusal::Yourself { action };
    let blocked = || coded(162, "You have been blocked from following this account at the request of the user.");
    let no_page = || edge(34, "Sorry, that page does not exist");
    for (refusal, status, expected) in [
        (yourself(Action::Block), 403, edge(147, "Sorry, you can't block yourself.")),
        (yourself(Action::Mute), 403, coded(271, "You can't mute yourself.")),
        (yourself(Action::Follow), 403, coded(158, "You can't follow yourself.")),
        (yourself(Action::ReportSpam), 403, coded(36, "You cannot report yourself for spam.")),
        (yourself(Action::HideReposts), 403, coded(158, "You can't follow yourself.")),
        (yourself(Action::Unblock), 404, no_page()),
        (yourself(Action::Unmute), 404, no_page()),
        (yourself(Action::Unfollow), 404, no_page()),
        (yourself(Action::DmBlock), 404, no_page()),
        (yourself(Action::DmUnblock), 404, no_page()),
        (Refusal::BlockedByTarget { action: Action::Follow }, 403, blocked()),
        (Refusal::BlockingTarget { action: Action::Follow }, 403, blocked()),
        (
            Refusal::CallerSuspended,
            403,
            coded(64, "Your account is suspended and is not permitted to access this feature."),
        ),
        (Refusal::CallerDeactivated, 401, coded(89, "Invalid or expired token.")),
        (Refusal::CallerNotAPerson, 403, coded(220, "Your credentials do not allow access to this resource.")),
        (
            Refusal::ListIsPrivate { owner: BEA },
            401,
            r#"{"request":"\/1.1\/blocks\/create.json","error":"Not authorized."}"#.to_owned(),
        ),
    ] {
        let text = refusal.to_string();
        let reply = amy(Method::Post, "/1.1/blocks/create.json?id=1").reply(|_| Err(refusal.into()));
        assert_eq!((reply.status, body(&reply)), (status, expected), "{text}");
    }
}

#[test]
fn nobody_named() {
    for endpoint in &ENDPOINTS {
        let expected = match endpoint.name {
            "friendships/create" => (403, coded(108, "Cannot find specified user.")),
            "friendships/lookup" | "users/lookup" | "users/search" => (404, coded(25, "Query parameters are missing.")),
            "friendships/show" => (403, coded(38, "target_screen_name parameter is missing.")),
            "users/show"
            | "friendships/destroy"
            | "friendships/update"
            | "users/report_spam"
            | "blocks/create"
            | "blocks/destroy"
            | "mutes/users/create"
            | "mutes/users/destroy" => (403, coded(38, "screen_name parameter is missing.")),
            _ => continue,
        };
        let reply = amy(endpoint.route().method, endpoint.route().path).reply(|_| unreachable!());
        assert_eq!((reply.status, body(&reply)), expected, "{endpoint:?}");
    }
}

#[test]
fn outcomes_that_are_errors() {
    let unmuted = amy(Method::Post, "/1.1/mutes/users/destroy.json?id=1");
    let reply = unmuted.reply(|_| Ok(toggled(STRANGERS, STRANGERS)));
    assert_eq!((reply.status, body(&reply)), (403, coded(272, "You are not muting the specified user.")));
    let nobody = amy(Method::Get, "/1.1/users/lookup.json?user_id=1").reply(|_| Ok(Outcome::Users(vec![])));
    assert_eq!((nobody.status, body(&nobody)), (404, coded(17, "No user matches for specified terms.")));
    let none = amy(Method::Get, "/1.1/friendships/lookup.json?user_id=1").reply(|_| Ok(Outcome::Users(vec![])));
    assert_eq!((none.status, body(&none).as_str()), (200, "[]"));
}

#[test]
fn asking_to_follow_again_is_an_error_and_following_again_is_not() {
    let create = |before, after| {
        let reply = amy(Method::Post, "/1.1/friendships/create.json?id=1").reply(|_| Ok(toggled(before, after)));
        (reply.status, body(&reply))
    };
    assert_eq!(create(REQUESTED, REQUESTED), (403, coded(160, "You've already requested to follow Bea_B.")));
    assert_eq!(create(STRANGERS, REQUESTED).0, 200);
    assert_eq!(create(FOLLOWING, FOLLOWING).0, 200);
}

#[test]
fn a_write_without_a_card_is_a_defect() {
    let bare = Toggled { target: None, before: STRANGERS, after: BLOCKING };
    let reply = amy(Method::Post, "/1.1/blocks/create.json?id=1").reply(|_| Ok(Outcome::Toggled(bare)));
    assert_eq!((reply.status, body(&reply)), (500, edge(131, "Internal error")));
}
