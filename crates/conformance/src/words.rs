//! How each dialect refuses an intent, word for word: written from the specifications, not from the dialects' code.

use std::fmt;

use crate::speech::{Intent, Target};

/// Why an intent is refused.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum No {
    /// Nobody is known by that id or name.
    Unknown,
    /// The account asked for is suspended.
    Suspended,
    /// The account asked for is deactivated.
    Deactivated,
    /// It makes no sense towards oneself.
    Yourself,
    /// The target blocks the caller.
    BlockedByTarget,
    /// The caller blocks the target.
    BlockingTarget,
    /// There is no such mute to take back; only v1.1 says so.
    NotMuting,
    /// It was asked for before; only v1.1 says so.
    AlreadyAsked,
}

impl No {
    /// The reason as scenarios write it. Panics for another word.
    pub fn parse(word: &str) -> Self {
        match word {
            "unknown" => Self::Unknown,
            "suspended" => Self::Suspended,
            "deactivated" => Self::Deactivated,
            "yourself" => Self::Yourself,
            "blocked-by-target" => Self::BlockedByTarget,
            "blocking-target" => Self::BlockingTarget,
            "not-muting" => Self::NotMuting,
            "already-asked" => Self::AlreadyAsked,
            other => panic!("{other} is no reason to refuse anything"),
        }
    }
}

/// Status and body in which `dialect` refuses `intent`; `username` is the target's own spelling. Panics where it never
/// does.
pub fn refusal(dialect: &str, intent: &Intent, no: No, username: &str) -> (u16, String) {
    match dialect {
        "v1.1" => twitter_v1(intent, no, username),
        "v2" => x_v2(intent, no),
        "app.net" => app_net(intent, no),
        other => panic!("no dialect is called {other}"),
    }
}

fn twitter_v1(intent: &Intent, no: No, username: &str) -> (u16, String) {
    use Intent::{Block, Follow, Mute, Show, Unblock, Unfollow, Unmute};
    // The application's errors have the code first and a full stop, those of older layers neither.
    let application =
        |status, code: u16, text: &str| (status, format!(r#"{{"errors":[{{"code":{code},"message":"{text}"}}]}}"#));
    let older =
        |status, code: u16, text: &str| (status, format!(r#"{{"errors":[{{"message":"{text}","code":{code}}}]}}"#));
    match (no, intent) {
        (No::Unknown | No::Suspended | No::Deactivated, Follow(_)) => {
            application(403, 108, "Cannot find specified user.")
        }
        (No::Suspended, Show(_)) => application(403, 63, "User has been suspended."),
        (No::Suspended | No::Deactivated, Unblock(_) | Unmute(_) | Unfollow(_)) => {
            older(404, 34, "Sorry, that page does not exist")
        }
        (No::Unknown | No::Suspended | No::Deactivated, _) => application(404, 50, "User not found."),
        (No::Yourself, Block(_)) => older(403, 147, "Sorry, you can't block yourself."),
        (No::Yourself, Mute(_)) => application(403, 271, "You can't mute yourself."),
        (No::Yourself, Follow(_)) => application(403, 158, "You can't follow yourself."),
        (No::BlockedByTarget | No::BlockingTarget, Follow(_)) => {
            application(403, 162, "You have been blocked from following this account at the request of the user.")
        }
        (No::NotMuting, Unmute(_)) => application(403, 272, "You are not muting the specified user."),
        (No::AlreadyAsked, Follow(_)) => {
            application(403, 160, &format!("You've already requested to follow {username}."))
        }
        (no, intent) => panic!("v1.1 never refuses {intent:?} for {no:?}"),
    }
}

fn x_v2(intent: &Intent, no: No) -> (u16, String) {
    let (key, value) = match intent.target() {
        Some(Target::Id(id)) => ("id", id.to_string()),
        Some(Target::Name(name)) => ("username", name.strip_prefix('@').unwrap_or(name).to_owned()),
        None => panic!("{intent:?} is about nobody"),
    };
    let reads = matches!(intent, Intent::Show(_) | Intent::Relation(_));
    let named = match intent {
        _ if reads => key,
        Intent::RefuseMessages(_) | Intent::AcceptMessages(_) => "id",
        _ => "target_user_id",
    };
    let (title, detail) = match no {
        No::Suspended if reads => ("Forbidden", format!("User has been suspended: [{value}].")),
        _ => ("Not Found Error", format!("Could not find user with {key}: [{value}].")),
    };
    let item = format!(
        r#""value":"{value}","detail":"{detail}","title":"{title}","resource_type":"user","parameter":"{named}","resource_id":"{value}","type":"https://api.x.com/2/problems/resource-not-found""#
    );
    match (no, intent) {
        (No::Unknown | No::Suspended | No::Deactivated, _) if reads => (200, format!(r#"{{"errors":[{{{item}}}]}}"#)),
        (No::Unknown | No::Suspended | No::Deactivated, _) => (404, format!(r#"{{{item},"status":404}}"#)),
        (No::Yourself, _) => {
            let message = format!(
                "The `{named}` parameter value [{value}] must not be the same as the authenticating user [{value}]"
            );
            let body = format!(
                r#"{{"errors":[{{"parameters":{{"{named}":["{value}"]}},"message":"{message}"}}],"title":"Invalid Request","detail":"One or more parameters to your request was invalid.","type":"https://api.x.com/2/problems/invalid-request"}}"#
            );
            (400, body)
        }
        (No::BlockedByTarget, Intent::Follow(_)) => {
            x_v2_forbidden("You have been blocked from following this account at the request of the user.")
        }
        (No::BlockingTarget, Intent::Follow(_)) => {
            x_v2_forbidden("You cannot follow this account because you have blocked it.")
        }
        (no, intent) => panic!("v2 never refuses {intent:?} for {no:?}"),
    }
}

/// An act that a rule forbids, keys in the recorded order.
fn x_v2_forbidden(detail: &str) -> (u16, String) {
    (403, format!(r#"{{"detail":"{detail}","type":"about:blank","title":"Forbidden","status":403}}"#))
}

fn app_net(intent: &Intent, no: No) -> (u16, String) {
    match (no, intent) {
        (No::Unknown | No::Suspended | No::Deactivated, _) => {
            app_net_error(404, "Not Found: The requested user could not be found.")
        }
        (No::Yourself, Intent::Block(_)) => app_net_error(400, "Bad Request: You cannot block yourself"),
        (No::Yourself, Intent::Mute(_)) => app_net_error(400, "Bad Request: You cannot mute yourself"),
        (No::Yourself, Intent::Follow(_)) => app_net_error(400, "Bad Request: You cannot follow yourself"),
        (No::BlockedByTarget, Intent::Follow(_)) => app_net_error(403, "Forbidden: This user has blocked you."),
        (No::BlockingTarget, Intent::Follow(_)) => app_net_error(403, "Forbidden: You have blocked this user."),
        (no, intent) => panic!("app.net never refuses {intent:?} for {no:?}"),
    }
}

/// An App.net error; its id, which no two replies share, is written `…` as [`Answer::stable`](crate::Answer::stable)
/// does.
pub fn app_net_error(status: u16, message: &(impl fmt::Display + ?Sized)) -> (u16, String) {
    (status, format!(r#"{{"meta":{{"error_id":"…","code":{status},"error_message":"{message}"}}}}"#))
}
