//! The errors of the application by what they say, each with its number and text once.

use dialect::Reply;

use super::{application, edge, oldest};
use crate::wire::JSON;

/// 403/108: a write names nobody or somebody who is not there.
pub(crate) fn cannot_find_user() -> Reply {
    application(403, 108, "Cannot find specified user.")
}

/// 403/160: the follow was asked for before.
pub(crate) fn already_requested(name: &str) -> Reply {
    application(403, 160, &format!("You've already requested to follow {name}."))
}

/// 403/272: nothing to unmute.
pub(crate) fn not_muting() -> Reply {
    application(403, 272, "You are not muting the specified user.")
}

/// 404/17: a look-up found nobody.
pub(crate) fn no_user_matches() -> Reply {
    application(404, 17, "No user matches for specified terms.")
}

/// 403/18: a look-up names too many.
pub(crate) fn too_many_terms() -> Reply {
    application(403, 18, "Too many terms specified in query.")
}

/// 404/25: a look-up names nobody.
pub(crate) fn query_missing() -> Reply {
    application(404, 25, "Query parameters are missing.")
}

/// 403/38: a parameter is needed.
pub(crate) fn parameter_missing(name: &str) -> Reply {
    application(403, 38, &format!("{name} parameter is missing."))
}

/// 403/38 of direct_messages/new ([recorded]).
pub(crate) fn recipient_missing() -> Reply {
    parameter_missing("Recipient (user, screen name, or id)")
}

/// 400/44: a parameter cannot be read.
pub(crate) fn parameter_invalid(name: &str) -> Reply {
    application(400, 44, &format!("{name} parameter is invalid."))
}

/// 400/214: a field of a JSON body is needed ([inferred] from its sibling).
pub(crate) fn field_missing(field: &str) -> Reply {
    application(400, 214, &format!("{field}: Field is required"))
}

/// 400/214: a field of a JSON body is no id ([recorded] text).
pub(crate) fn not_an_id(field: &str, value: &str) -> Reply {
    application(400, 214, &format!("{field}: '{value}' is not a valid Long"))
}

/// 404/144: no such tweet.
pub(crate) fn no_status() -> Reply {
    application(404, 144, "No status found with that ID.")
}

/// 403/170: a tweet without a text ([recorded]).
pub(crate) fn status_missing() -> Reply {
    application(403, 170, "Missing required parameter: status.")
}

/// 403/186: a tweet that is too long.
pub(crate) fn status_too_long() -> Reply {
    application(403, 186, "Tweet needs to be a bit shorter.")
}

/// 403/139: liked before ([recorded] shape B).
pub(crate) fn already_favorited() -> Reply {
    edge(403, 139, "You have already favorited this status.")
}

/// 403/327: retweeted before.
pub(crate) fn already_retweeted() -> Reply {
    application(403, 327, "You have already retweeted this Tweet.")
}

/// 403/354: a direct message that is too long.
pub(crate) fn message_too_long() -> Reply {
    application(403, 354, "The text of your direct message is over the max character limit.")
}

/// 403/85: a list that cannot be as asked for, and why ([recorded] form of the text).
pub(crate) fn list_invalid(why: &str) -> Reply {
    application(403, 85, &format!("The list failed validation: {why}"))
}

/// 403/112: no list named ([recorded] text).
pub(crate) fn list_unnamed() -> Reply {
    application(403, 112, "You must specify either a list ID or a slug and owner.")
}

/// 404/109: not on the list.
pub(crate) fn not_a_member() -> Reply {
    application(404, 109, "The specified user is not found in this list.")
}

/// 400/110: not on the list, and so not to be taken off it.
pub(crate) fn not_to_be_removed() -> Reply {
    application(400, 110, "The user you are trying to remove from the list is not a member.")
}

/// 404/34: nothing there.
pub(crate) fn no_such_page() -> Reply {
    edge(404, 34, "Sorry, that page does not exist")
}

/// 500/131: a defect.
pub(crate) fn broken() -> Reply {
    edge(500, 131, "Internal error")
}

pub(super) fn no_source() -> Reply {
    application(403, 163, "Could not determine source user.")
}

pub(super) fn bad_token() -> Reply {
    application(401, 89, "Invalid or expired token.")
}

/// 401/32: the proof is not good.
pub(super) fn bad_signature() -> Reply {
    application(401, 32, "Could not authenticate you.")
}

/// 429/88: a window is used up.
pub(super) fn rate_limited() -> Reply {
    edge(429, 88, "Rate limit exceeded")
}

/// 403/453: the app's plan does not cover the endpoint ([recorded] whole, with a newline: a newer layer than the rest
/// wrote it).
pub(super) fn plan_too_small() -> Reply {
    const BODY: &str = concat!(
        r#"{"errors":[{"message":"You currently have access to a subset of X API V2 endpoints and limited v1.1 endpoints "#,
        r#"(e.g. media post, oauth) only. If you need access to this endpoint, you may need a different access level. "#,
        r#"You can learn more here: https://developer.x.com/en/portal/product","code":453}]}"#,
        "\n",
    );
    Reply::new(403, JSON, BODY)
}

pub(super) fn wrong_kind_of_token() -> Reply {
    application(403, 220, "Your credentials do not allow access to this resource.")
}

pub(super) fn caller_suspended() -> Reply {
    application(403, 64, "Your account is suspended and is not permitted to access this feature.")
}

/// 401 in shape C: timelines and follows of somebody who is protected, suspended or blocks the caller.
pub(super) fn not_authorized(path: &str) -> Reply {
    oldest(path, "Not authorized.")
}

/// 401/136 with the words for what a block forbids.
pub(super) fn blocked_from(what: &str) -> Reply {
    application(401, 136, &format!("You have been blocked from {what}"))
}

/// 403/162: no follow beside a block.
pub(super) fn follow_blocked() -> Reply {
    application(403, 162, "You have been blocked from following this account at the request of the user.")
}

/// 403/179: a tweet that others may see.
pub(super) fn status_hidden() -> Reply {
    application(403, 179, "Sorry, you are not authorized to see this status.")
}

/// 403/328: a tweet that is not to be retweeted.
pub(super) fn retweet_forbidden() -> Reply {
    application(403, 328, "Retweet is not permissible for this status.")
}

/// 403/385: a reply to a tweet that the caller does not see.
pub(super) fn reply_to_nothing() -> Reply {
    application(403, 385, "You attempted to reply to a Tweet that is deleted or not visible to you.")
}

/// 403/433: a reply by somebody whom the author did not let.
pub(super) fn replies_closed() -> Reply {
    application(403, 433, "The original Tweet author restricted who can reply to this Tweet.")
}

/// 403/183: somebody else's tweet ([recorded] text).
pub(super) fn not_your_status() -> Reply {
    application(403, 183, "You may not delete another user's status.")
}

/// 403/349: a block stands between sender and recipient.
pub(super) fn cannot_message() -> Reply {
    application(403, 349, "You cannot send messages to this user.")
}

/// 403/104: somebody else's list, or somebody who blocks its owner.
pub(super) fn cannot_add_members() -> Reply {
    application(403, 104, "You aren't allowed to add members to this list.")
}

/// 403/106: somebody, named by that name, who blocks the list's owner ([recorded]).
pub(super) fn cannot_add(name: &str) -> Reply {
    application(403, 106, &format!("You aren't allowed to add {name} to lists."))
}
