//! What the graph refuses, in X's words. Reads of what is not there or not shown succeed with an `errors` list
//! ([recorded]); acts upon it fail ([doc], and every client expects a 4xx).

use std::borrow::Cow;

use block_graph::{Absence, Action, CommandKind, PostId, Refusal, UserRef};
use dialect::{Endpoint, Method, Reply, Request};

use super::resource::{self, Resource};
use super::{FORBIDDEN, PROBLEM, Wrong, caller_suspended, forbidden, invalid, oauth, unauthorized, user_needed};
use crate::body;

/// What X says of an act that no sentence of its own forbids ([recorded]).
const NOT_PERMITTED: &str = "This operation is not permitted.";
/// Of a reply to what is gone or hidden ([recorded], v1.1's code 385).
const NOT_VISIBLE: &str = "You attempted to reply to a Tweet that is deleted or not visible to you.";
/// Of a reply that the author of a post does not let everybody write ([recorded]).
const NOT_ENGAGED: &str = "Reply to this conversation is not allowed because you have not been mentioned or otherwise engaged by the author of the post you are replying to.";
/// Of a direct message that a block of either kind stops, on either side ([recorded]).
pub(super) const NO_MESSAGES: &str = "You do not have permission to DM one or more participants.";
/// v1.1's code 136.
const BLOCKED_BY_AUTHOR: &str = "You have been blocked from the author of this tweet.";
/// v1.1's code 104.
const NO_MEMBERS: &str = "You aren't allowed to add members to this list.";

/// The reply to a command that the graph refused.
pub(crate) fn refusal(refusal: &Refusal, request: &Request<'_>, endpoint: &'static Endpoint) -> Reply {
    let reads = endpoint.route().method == Method::Get;
    match refusal {
        Refusal::UserNotFound { user } if reads => nobody(user, Absence::Unknown, endpoint),
        Refusal::UserSuspended { user } if reads => nobody(user, Absence::Suspended, endpoint),
        Refusal::UserDeactivated { user } if reads => nobody(user, Absence::Deactivated, endpoint),
        Refusal::UserNotFound { user } | Refusal::UserSuspended { user } | Refusal::UserDeactivated { user } => {
            resource::no_target(user, target(endpoint))
        }
        Refusal::Yourself { .. } => invalid(&[Wrong::yourself(target(endpoint), request.caller.user())]),
        Refusal::BlockedByTarget { .. } | Refusal::BlockingTarget { .. } | Refusal::Protected { .. } if reads => {
            hidden(request, endpoint)
        }
        Refusal::BlockedByTarget { action } => forbidden(sentences(*action)[0]),
        Refusal::BlockingTarget { action } => forbidden(sentences(*action)[1]),
        Refusal::Protected { .. } => forbidden(when_protected(request, endpoint)),
        Refusal::PostNotFound { post } if reads => missing("tweet", post).told(),
        Refusal::PostNotFound { post } => no_post(*post, request, endpoint),
        Refusal::NotYourPost { .. } => forbidden("You are not authorized to delete this Tweet."),
        Refusal::RepliesClosed { .. } => forbidden(NOT_ENGAGED),
        Refusal::MessageNotFound { message } if reads => missing("dm_event", message).told(),
        Refusal::MessageNotFound { message } => missing("dm_event", message).refused(),
        Refusal::ListNotFound { .. } => no_list(request, endpoint),
        Refusal::NotYourList { .. } => forbidden(not_your_list(endpoint)),
        Refusal::CallerSuspended => caller_suspended(),
        Refusal::CallerDeactivated => unauthorized(),
        Refusal::CallerNotAPerson => user_needed(),
        Refusal::ListIsPrivate { .. } => Reply::new(403, PROBLEM, FORBIDDEN),
        Refusal::Grant(refusal) => oauth::refused(refusal, request),
    }
}

/// What an act is refused with when the target blocks the caller, and when the caller blocks the target. Reads are told
/// in another way, and the other acts no block forbids.
fn sentences(action: Action) -> [&'static str; 2] {
    match action {
        Action::Follow => [
            "You have been blocked from following this account at the request of the user.",
            "You cannot follow this account because you have blocked it.",
        ],
        Action::Reply => [NOT_VISIBLE; 2],
        Action::Quote => [BLOCKED_BY_AUTHOR, "You cannot quote this Tweet because you have blocked its author."],
        Action::Repost => [BLOCKED_BY_AUTHOR, "You cannot retweet this Tweet because you have blocked its author."],
        Action::Like => [BLOCKED_BY_AUTHOR, "You cannot like this Tweet because you have blocked its author."],
        Action::Message => [NO_MESSAGES; 2],
        Action::AddToList => [NO_MEMBERS; 2],
        Action::Block
        | Action::Unblock
        | Action::Mute
        | Action::Unmute
        | Action::DmBlock
        | Action::DmUnblock
        | Action::Unfollow
        | Action::ReportSpam
        | Action::HideReposts
        | Action::ShowReposts
        | Action::Tag
        | Action::ReadPosts
        | Action::ReadFollows => [NOT_PERMITTED; 2],
    }
}

/// What an act upon a protected person's post is refused with.
fn when_protected(request: &Request<'_>, endpoint: &Endpoint) -> &'static str {
    match endpoint.command {
        CommandKind::CreatePost if body::replies_to(request).is_some() => NOT_VISIBLE,
        // v1.1's codes 328 and 179.
        CommandKind::Repost => "Retweet is not permissible for this status.",
        _ => "Sorry, you are not authorized to see this status.",
    }
}

/// The reply to a read of what its owner hides from the caller: a post's, or a person's.
fn hidden(request: &Request<'_>, endpoint: &Endpoint) -> Reply {
    let of_a_post = endpoint.route().path.starts_with("/2/tweets/");
    let named = Cow::Borrowed(request.path_param("id").unwrap_or_default());
    Resource::unseen(if of_a_post { "tweet" } else { "user" }, "id", named, "data").told()
}

fn nobody(user: &UserRef, why: Absence, endpoint: &Endpoint) -> Reply {
    resource::nobody(user, why, (endpoint.command == CommandKind::ListMessages).then_some("participant_id"))
}

fn missing(resource_type: &'static str, id: &impl ToString) -> Resource<'static> {
    Resource::missing(resource_type, "id", Cow::Owned(id.to_string()))
}

/// The reply to an act upon a post that is not there.
fn no_post(post: PostId, request: &Request<'_>, endpoint: &Endpoint) -> Reply {
    match endpoint.command {
        CommandKind::CreatePost if body::replies_to(request) == Some(post) => forbidden(NOT_VISIBLE),
        // The words of X's own playground.
        CommandKind::CreatePost => {
            let id = post.to_string();
            invalid(&[Wrong::new("quote_tweet_id", &[&id], "Your quote tweet ID is invalid.".to_owned())])
        }
        CommandKind::DeletePost => missing("tweet", &post).refused(),
        // Of a like, 2022 ([recorded]).
        _ => invalid(&[Wrong::bare("This tweet cannot be found.")]),
    }
}

fn no_list(request: &Request<'_>, endpoint: &Endpoint) -> Reply {
    let id = request.path_param("id").unwrap_or_default();
    let missing = Resource::missing("list", "id", Cow::Borrowed(id));
    match endpoint.command {
        // The words of X's own playground.
        CommandKind::UpdateList => {
            invalid(&[Wrong::new("id", &[id], "You cannot update a List that does not exist.".to_owned())])
        }
        _ if endpoint.route().method == Method::Get => missing.told(),
        _ => missing.refused(),
    }
}

fn not_your_list(endpoint: &Endpoint) -> &'static str {
    match endpoint.command {
        // The words of X's own playground.
        CommandKind::UpdateList => "You are not allowed to update this List.",
        CommandKind::DeleteList => "You are not allowed to delete this List.",
        CommandKind::AddMember => NO_MEMBERS,
        _ => NOT_PERMITTED,
    }
}

/// The name under which a write names its target.
fn target(endpoint: &Endpoint) -> &'static str {
    match endpoint.command {
        CommandKind::DmBlock | CommandKind::DmUnblock => "id",
        CommandKind::SendMessage => "participant_id",
        CommandKind::AddMember | CommandKind::RemoveMember => "user_id",
        _ => "target_user_id",
    }
}
