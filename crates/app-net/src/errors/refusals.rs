//! What the graph's refusals become: mostly errors, but a stream or list that the caller may not see is an empty one, as
//! things out of sight were left out everywhere.

use block_graph::{Action, CommandKind, Refusal};
use dialect::{Endpoint, Reply, Request};

use super::{Fault, no_channel, no_message, no_post, no_resource, nobody, oauth, user_needed};
use crate::{streams, wire};

/// The reply to a command that the graph refused.
pub(crate) fn refusal(refusal: &Refusal, request: &Request<'_>, endpoint: &'static Endpoint) -> Reply {
    let fault = match refusal {
        Refusal::Grant(refusal) => return oauth::refused(refusal, request),
        Refusal::UserSuspended { .. } if oauth::is_token_endpoint(Some(endpoint)) => {
            return oauth::away("This account is suspended.", request);
        }
        Refusal::UserDeactivated { .. } if oauth::is_token_endpoint(Some(endpoint)) => {
            return oauth::away("This account is deactivated.", request);
        }
        Refusal::UserNotFound { .. } | Refusal::UserSuspended { .. } | Refusal::UserDeactivated { .. } => {
            if in_channel(request) { no_channel() } else { nobody() }
        }
        Refusal::Yourself { action } => Fault::new(400, format!("Bad Request: You cannot {} yourself", verb(*action))),
        Refusal::BlockedByTarget { action } => match about(*action) {
            About::Post => no_post(),
            About::Sight => return out_of_sight(request, endpoint),
            About::Person => Fault::new(403, "Forbidden: This user has blocked you."),
        },
        Refusal::BlockingTarget { action } => match about(*action) {
            About::Sight => return out_of_sight(request, endpoint),
            About::Post | About::Person => Fault::new(403, "Forbidden: You have blocked this user."),
        },
        // App.net knew no such accounts. A follower sees the post that may not be repeated: it cannot be said to be gone.
        Refusal::Protected { .. } if endpoint.command == CommandKind::Repost => {
            Fault::new(403, "Forbidden: This user's posts cannot be reposted.")
        }
        Refusal::Protected { .. } => return out_of_sight(request, endpoint),
        Refusal::PostNotFound { .. } => no_post(),
        Refusal::NotYourPost { .. } => Fault::new(403, "Forbidden: You can only delete your own posts."),
        Refusal::RepliesClosed { .. } => Fault::new(403, "Forbidden: You cannot reply to this post."),
        Refusal::MessageNotFound { .. } => no_message(),
        // Nothing here asks for lists, which App.net did not have.
        Refusal::ListNotFound { .. } => no_resource(),
        Refusal::NotYourList { .. } => Fault::new(403, "Forbidden: You can only change your own lists."),
        Refusal::CallerSuspended => Fault::new(403, "Forbidden: Your account is suspended."),
        Refusal::CallerDeactivated => Fault::new(403, "Forbidden: Your account is deactivated."),
        Refusal::CallerNotAPerson => user_needed(),
        Refusal::ListIsPrivate { .. } if request.caller.user().is_none() => {
            Fault::new(403, "Forbidden: This user has not authorized your app.")
        }
        Refusal::ListIsPrivate { .. } => {
            let list = if endpoint.route().path.ends_with("/muted") { "muted" } else { "blocked" };
            Fault::new(403, format!("Forbidden: You can only view your own {list} users."))
        }
    };
    fault.reply(request)
}

/// Whether the request names a person by a channel's id, and so asked for the channel.
fn in_channel(request: &Request<'_>) -> bool {
    request.path_param("channel_id").is_some_and(|id| !matches!(id, "pm" | "auto"))
}

/// What somebody's block keeps the other from.
enum About {
    /// A post, which is out of sight: whoever acts on it is told what whoever asks for it is told.
    Post,
    /// Seeing what somebody wrote or whom they follow.
    Sight,
    /// The person, who is not hidden.
    Person,
}

fn about(action: Action) -> About {
    match action {
        Action::Reply | Action::Quote | Action::Repost | Action::Like => About::Post,
        Action::ReadPosts | Action::ReadFollows => About::Sight,
        Action::Block
        | Action::Unblock
        | Action::Mute
        | Action::Unmute
        | Action::DmBlock
        | Action::DmUnblock
        | Action::Follow
        | Action::Unfollow
        | Action::ReportSpam
        | Action::HideReposts
        | Action::ShowReposts
        | Action::Tag
        | Action::Message
        | Action::AddToList => About::Person,
    }
}

/// What is out of the caller's sight: of a stream or a list nothing is there, of a post 404.
fn out_of_sight(request: &Request<'_>, endpoint: &'static Endpoint) -> Reply {
    match endpoint.command {
        // What belongs to one post (its conversation) is not there when the post is not.
        _ if request.path_param("post_id").is_some() => no_post().reply(request),
        CommandKind::ReadFeed => streams::empty(request),
        CommandKind::ListLikes | CommandKind::ListUsers => wire::empty_page(request, None),
        CommandKind::ListIds => wire::empty_list(request),
        _ => no_post().reply(request),
    }
}

/// What the caller tried, in App.net's word for it; it had none for the others' acts.
fn verb(action: Action) -> &'static str {
    match action {
        Action::Block => "block",
        Action::Unblock => "unblock",
        Action::Mute => "mute",
        Action::Unmute => "unmute",
        Action::DmBlock => "block messages from",
        Action::DmUnblock => "unblock messages from",
        Action::Follow => "follow",
        Action::Unfollow => "unfollow",
        Action::ReportSpam => "report",
        Action::HideReposts => "hide reposts of",
        Action::ShowReposts => "show reposts of",
        Action::Reply => "reply to",
        Action::Quote => "quote",
        Action::Repost => "repost",
        Action::Like => "star",
        Action::Tag => "tag",
        Action::Message => "message",
        Action::AddToList => "list",
        Action::ReadPosts => "read posts of",
        Action::ReadFollows => "read follows of",
    }
}
