//! What the graph refuses, in the words of what was asked.

use block_graph::{Absence, Action, CommandKind, PostId, Refusal, UserRef};
use dialect::{Endpoint, Reply, Request};

use super::words::*;
use super::{application, edge, oauth};
use crate::{params, statuses};

/// The reply to a command that the graph refused.
pub(crate) fn refusal(refusal: &Refusal, request: &Request<'_>, endpoint: &'static Endpoint) -> Reply {
    let asked = endpoint.command;
    match refusal {
        Refusal::UserNotFound { user } => absent(user, Absence::Unknown, request, asked),
        Refusal::UserSuspended { user } => absent(user, Absence::Suspended, request, asked),
        Refusal::UserDeactivated { user } => absent(user, Absence::Deactivated, request, asked),
        Refusal::Yourself { action } => yourself(*action),
        Refusal::BlockedByTarget { action } => blocked(*action, request, asked),
        Refusal::BlockingTarget { action } => blocking(*action, request, asked),
        Refusal::Protected { .. } => protected(request, asked),
        Refusal::PostNotFound { post } if asked == CommandKind::CreatePost => unanswerable(*post, request),
        Refusal::PostNotFound { .. } => no_status(),
        Refusal::NotYourPost { .. } => not_your_status(),
        Refusal::RepliesClosed { .. } => replies_closed(),
        Refusal::MessageNotFound { .. } | Refusal::ListNotFound { .. } => no_such_page(),
        Refusal::NotYourList { .. } if asked == CommandKind::AddMember => cannot_add_members(),
        // Nothing tells what the service said of other writes to other people's lists ([inferred]).
        Refusal::NotYourList { .. } => no_such_page(),
        Refusal::CallerSuspended => caller_suspended(),
        Refusal::CallerDeactivated => bad_token(),
        Refusal::CallerNotAPerson if asked == CommandKind::ShowRelation => no_source(),
        Refusal::CallerNotAPerson => wrong_kind_of_token(),
        Refusal::ListIsPrivate { .. } => not_authorized(request.path),
        Refusal::Grant(refusal) => oauth::refused(refusal, request, asked),
    }
}

/// Somebody who is not to be found, in the words of what was asked.
fn absent(user: &UserRef, why: Absence, request: &Request<'_>, asked: CommandKind) -> Reply {
    use CommandKind as Asked;
    match (asked, why) {
        (Asked::Follow | Asked::SendMessage | Asked::AddMember | Asked::RemoveMember, _) => cannot_find_user(),
        // Somebody whose password was right: xAuth has its row with the other exchange ([inferred]).
        (Asked::RedeemTemporary, Absence::Suspended) => caller_suspended(),
        (Asked::RedeemTemporary, _) => bad_signature(),
        (Asked::ShowRelation, _) if params::source(request).as_ref() == Some(user) => no_source(),
        (Asked::ShowUser, Absence::Suspended) => application(403, 63, "User has been suspended."),
        (Asked::ReadFeed | Asked::ListLikes, Absence::Suspended) => not_authorized(request.path),
        (Asked::ReadFeed | Asked::ListLikes | Asked::ListOwned | Asked::ListMemberships, _) => no_such_page(),
        (Asked::Unblock | Asked::Unmute | Asked::Unfollow, Absence::Suspended | Absence::Deactivated) => no_such_page(),
        _ => application(404, 50, "User not found."),
    }
}

fn yourself(action: Action) -> Reply {
    match action {
        Action::Block => edge(403, 147, "Sorry, you can't block yourself."),
        Action::Mute => application(403, 271, "You can't mute yourself."),
        // Nobody follows themselves, so nobody's own retweets are to be hidden ([inferred]).
        Action::Follow | Action::HideReposts => application(403, 158, "You can't follow yourself."),
        Action::ReportSpam => application(403, 36, "You cannot report yourself for spam."),
        // The graph allows the others towards oneself, and this API has no blocks of messages alone.
        Action::Unblock
        | Action::Unmute
        | Action::Unfollow
        | Action::ShowReposts
        | Action::DmBlock
        | Action::DmUnblock
        | Action::Reply
        | Action::Quote
        | Action::Repost
        | Action::Like
        | Action::Tag
        | Action::Message
        | Action::AddToList
        | Action::ReadPosts
        | Action::ReadFollows => no_such_page(),
    }
}

/// What a block by the target forbids.
fn blocked(action: Action, request: &Request<'_>, asked: CommandKind) -> Reply {
    match action {
        Action::Follow => follow_blocked(),
        Action::ReadPosts if asked == CommandKind::ShowPost => blocked_from("the author of this tweet."),
        Action::ReadPosts => blocked_from("viewing this user's profile."),
        Action::ReadFollows => not_authorized(request.path),
        Action::Reply | Action::Quote | Action::Like => blocked_from("the author of this tweet."),
        Action::Repost => blocked_from("retweeting this user's tweets at their request."),
        Action::Message => cannot_message(),
        // The recorded words name the person; a request that names them by id leaves the documented ones.
        Action::AddToList => params::value(request, "screen_name")
            .map_or_else(cannot_add_members, |name| cannot_add(name.trim().trim_start_matches('@'))),
        // No block forbids the others.
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
        | Action::Tag => no_such_page(),
    }
}

/// What the caller's own block forbids. Nothing documents it: the words are those for what is hidden for other reasons
/// ([inferred]), since none say that a block of one's own is to be lifted first.
fn blocking(action: Action, request: &Request<'_>, asked: CommandKind) -> Reply {
    match action {
        Action::Follow => follow_blocked(),
        Action::ReadPosts if asked == CommandKind::ShowPost => status_hidden(),
        Action::ReadPosts | Action::ReadFollows => not_authorized(request.path),
        Action::Reply => reply_to_nothing(),
        Action::Quote | Action::Like => status_hidden(),
        Action::Repost => retweet_forbidden(),
        Action::Message => cannot_message(),
        Action::AddToList => cannot_add_members(),
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
        | Action::Tag => no_such_page(),
    }
}

/// What is for approved followers.
fn protected(request: &Request<'_>, asked: CommandKind) -> Reply {
    use CommandKind as Asked;
    match asked {
        Asked::ReadFeed | Asked::ListLikes | Asked::ListUsers | Asked::ListIds => not_authorized(request.path),
        Asked::Repost => retweet_forbidden(),
        Asked::CreatePost if is_reply(request) => reply_to_nothing(),
        _ => status_hidden(),
    }
}

/// A tweet that a new one replies to or quotes, and that is not there.
fn unanswerable(post: PostId, request: &Request<'_>) -> Reply {
    let replied = matches!(statuses::replied_to(request), Ok(Some(replied)) if replied == post);
    if !replied && params::value(request, "attachment_url").is_some() {
        return parameter_invalid("attachment_url");
    }
    reply_to_nothing()
}

fn is_reply(request: &Request<'_>) -> bool {
    matches!(statuses::replied_to(request), Ok(Some(_)))
}
