//! What a block forbids, and what else the graph refuses about tweets, messages and lists: status, body byte for byte.

use block_graph::{Action, ListId, ListRef, MessageId, Reacted, Refusal, UserRef};

use super::*;
use crate::endpoints::ENDPOINTS;

const PROFILE: &str = "You have been blocked from viewing this user's profile.";
const AUTHOR: &str = "You have been blocked from the author of this tweet.";
const HIDDEN: &str = "Sorry, you are not authorized to see this status.";
const NO_RETWEET: &str = "Retweet is not permissible for this status.";
const NO_REPLY: &str = "You attempted to reply to a Tweet that is deleted or not visible to you.";

/// The reply to a request that the graph refuses; its method is its route's. The post, person or list in a path is 1.
fn refused(target: &str, refusal: Refusal) -> (u16, String) {
    let path = target.split('?').next().unwrap();
    let routes = ENDPOINTS.iter().flat_map(|endpoint| endpoint.routes);
    let route = routes.into_iter().find(|route| route.path.replace("{id}", "1") == path).unwrap();
    let exchange = amy(route.method, target).body("application/json", EVENT);
    told(&exchange.reply(|_| Err(refusal.into())))
}

fn not_authorized(path: &str) -> (u16, String) {
    (401, format!(r#"{{"request":"{}","error":"Not authorized."}}"#, path.replace('/', r"\/")))
}

#[test]
fn a_block_by_the_target_forbids() {
    let by_target = |target: &str, action| refused(target, Refusal::BlockedByTarget { action });
    let not_to = (403, coded(349, "You cannot send messages to this user."));
    for (target, action, expected) in [
        ("/1.1/statuses/user_timeline.json?user_id=1", Action::ReadPosts, (401, coded(136, PROFILE))),
        ("/1.1/favorites/list.json?user_id=1", Action::ReadPosts, (401, coded(136, PROFILE))),
        ("/1.1/statuses/show.json?id=1", Action::ReadPosts, (401, coded(136, AUTHOR))),
        ("/1.1/statuses/update.json?status=x&in_reply_to_status_id=1", Action::Reply, (401, coded(136, AUTHOR))),
        (
            "/1.1/statuses/update.json?status=x&attachment_url=https://twitter.com/a/status/1",
            Action::Quote,
            (401, coded(136, AUTHOR)),
        ),
        ("/1.1/favorites/create.json?id=1", Action::Like, (401, coded(136, AUTHOR))),
        (
            "/1.1/statuses/retweet/1.json",
            Action::Repost,
            (401, coded(136, "You have been blocked from retweeting this user's tweets at their request.")),
        ),
        ("/1.1/direct_messages/events/new.json", Action::Message, not_to.clone()),
        ("/1.1/direct_messages/new.json?user_id=1&text=x", Action::Message, not_to),
        (
            "/1.1/lists/members/create.json?list_id=1&screen_name=%40Bea",
            Action::AddToList,
            (403, coded(106, "You aren't allowed to add Bea to lists.")),
        ),
        (
            "/1.1/lists/members/create.json?list_id=1&user_id=1",
            Action::AddToList,
            (403, coded(104, "You aren't allowed to add members to this list.")),
        ),
    ] {
        assert_eq!(by_target(target, action), expected, "{target}");
    }
    for path in
        ["/1.1/friends/ids.json", "/1.1/friends/list.json", "/1.1/followers/ids.json", "/1.1/followers/list.json"]
    {
        assert_eq!(by_target(&format!("{path}?user_id=1"), Action::ReadFollows), not_authorized(path), "{path}");
    }
}

#[test]
fn a_block_of_ones_own_forbids() {
    let own = |target: &str, action| refused(target, Refusal::BlockingTarget { action });
    for (target, action, expected) in [
        ("/1.1/statuses/show.json?id=1", Action::ReadPosts, (403, coded(179, HIDDEN))),
        (
            "/1.1/statuses/user_timeline.json?user_id=1",
            Action::ReadPosts,
            not_authorized("/1.1/statuses/user_timeline.json"),
        ),
        ("/1.1/statuses/update.json?status=x&in_reply_to_status_id=1", Action::Reply, (403, coded(385, NO_REPLY))),
        ("/1.1/statuses/update.json?status=x", Action::Quote, (403, coded(179, HIDDEN))),
        ("/1.1/favorites/create.json?id=1", Action::Like, (403, coded(179, HIDDEN))),
        ("/1.1/statuses/retweet/1.json", Action::Repost, (403, coded(328, NO_RETWEET))),
        (
            "/1.1/direct_messages/events/new.json",
            Action::Message,
            (403, coded(349, "You cannot send messages to this user.")),
        ),
    ] {
        assert_eq!(own(target, action), expected, "{target}");
    }
}

#[test]
fn what_is_protected_is_refused_in_the_words_of_what_was_asked() {
    let protected = |target: &str| refused(target, Refusal::Protected { user: BEA });
    for path in [
        "/1.1/statuses/user_timeline.json",
        "/1.1/favorites/list.json",
        "/1.1/friends/ids.json",
        "/1.1/followers/list.json",
    ] {
        assert_eq!(protected(&format!("{path}?user_id=1")), not_authorized(path), "{path}");
    }
    for (target, code, text) in [
        ("/1.1/statuses/show.json?id=1", 179, HIDDEN),
        ("/1.1/favorites/create.json?id=1", 179, HIDDEN),
        ("/1.1/statuses/update.json?status=x&attachment_url=https://twitter.com/a/status/1", 179, HIDDEN),
        ("/1.1/statuses/update.json?status=x&in_reply_to_status_id=1", 385, NO_REPLY),
        ("/1.1/statuses/retweet/1.json", 328, NO_RETWEET),
    ] {
        assert_eq!(protected(target), (403, coded(code, text)), "{target}");
    }
}

#[test]
fn what_is_not_there() {
    let no_page = || (404, edge(34, "Sorry, that page does not exist"));
    let no_status = || (404, coded(144, "No status found with that ID."));
    let post = || Refusal::PostNotFound { post: PostId(1) };
    let reply = "/1.1/statuses/update.json?status=x&in_reply_to_status_id=1";
    let quote = "/1.1/statuses/update.json?status=x&attachment_url=https://twitter.com/a/status/1";
    let both =
        "/1.1/statuses/update.json?status=x&in_reply_to_status_id=2&attachment_url=https://twitter.com/a/status/1";
    let no_quote = || (400, coded(44, "attachment_url parameter is invalid."));
    let message = || Refusal::MessageNotFound { message: MessageId(1) };
    let list = || Refusal::ListNotFound { list: ListRef::Id(ListId(1)) };
    for (target, refusal, expected) in [
        ("/1.1/statuses/show.json?id=1", post(), no_status()),
        ("/1.1/statuses/retweets/1.json", post(), no_status()),
        ("/1.1/favorites/create.json?id=1", post(), no_status()),
        ("/1.1/statuses/retweet/1.json", post(), no_status()),
        (reply, post(), (403, coded(385, NO_REPLY))),
        (quote, post(), no_quote()),
        (both, post(), no_quote()),
        ("/1.1/direct_messages/events/show.json?id=1", message(), no_page()),
        ("/1.1/direct_messages/events/destroy.json?id=1", message(), no_page()),
        ("/1.1/lists/show.json?list_id=1", list(), no_page()),
        ("/1.1/lists/members/create.json?list_id=1&user_id=1", list(), no_page()),
        (
            "/1.1/statuses/destroy/1.json",
            Refusal::NotYourPost { post: PostId(1) },
            (403, coded(183, "You may not delete another user's status.")),
        ),
        (
            reply,
            Refusal::RepliesClosed { post: PostId(1) },
            (403, coded(433, "The original Tweet author restricted who can reply to this Tweet.")),
        ),
        (
            "/1.1/lists/members/create.json?list_id=1&user_id=1",
            Refusal::NotYourList { list: ListId(1) },
            (403, coded(104, "You aren't allowed to add members to this list.")),
        ),
        ("/1.1/lists/destroy.json?list_id=1", Refusal::NotYourList { list: ListId(1) }, no_page()),
    ] {
        let text = format!("{target}: {refusal}");
        assert_eq!(refused(target, refusal), expected, "{text}");
    }
}

#[test]
fn people_who_are_not_there() {
    let no_page = || (404, edge(34, "Sorry, that page does not exist"));
    let not_found = || (404, coded(50, "User not found."));
    let cannot_find = || (403, coded(108, "Cannot find specified user."));
    let timeline = || not_authorized("/1.1/statuses/user_timeline.json");
    let likes = || not_authorized("/1.1/favorites/list.json");
    // Unknown, suspended, deactivated.
    for (target, expected) in [
        ("/1.1/statuses/user_timeline.json?user_id=1", [no_page(), timeline(), no_page()]),
        ("/1.1/favorites/list.json?user_id=1", [no_page(), likes(), no_page()]),
        ("/1.1/friends/ids.json?user_id=1", [not_found(), not_found(), not_found()]),
        ("/1.1/followers/list.json?user_id=1", [not_found(), not_found(), not_found()]),
        ("/1.1/friendships/update.json?user_id=1&retweets=0", [not_found(), not_found(), not_found()]),
        ("/1.1/direct_messages/events/new.json", [cannot_find(), cannot_find(), cannot_find()]),
        ("/1.1/lists/members/create.json?list_id=1&user_id=1", [cannot_find(), cannot_find(), cannot_find()]),
        ("/1.1/lists/members/destroy.json?list_id=1&user_id=1", [cannot_find(), cannot_find(), cannot_find()]),
        ("/1.1/lists/members/show.json?list_id=1&user_id=1", [not_found(), not_found(), not_found()]),
        ("/1.1/lists/ownerships.json?user_id=1", [no_page(), no_page(), no_page()]),
        ("/1.1/lists/memberships.json?user_id=1", [no_page(), no_page(), no_page()]),
    ] {
        let user = || UserRef::Id(UserId(1));
        let refusals = [
            Refusal::UserNotFound { user: user() },
            Refusal::UserSuspended { user: user() },
            Refusal::UserDeactivated { user: user() },
        ];
        for (refusal, expected) in refusals.into_iter().zip(expected) {
            let text = format!("{target}: {refusal}");
            assert_eq!(refused(target, refusal), expected, "{text}");
        }
    }
}

#[test]
fn outcomes_that_are_errors() {
    let nothing = |target| {
        let reacted = Reacted { post: beas(), repost: Some(retweet(99, herself(), Some(beas()))), changed: false };
        told(&amy(Method::Post, target).reply(|_| Ok(Outcome::Reacted(reacted))))
    };
    let path = "/1.1/favorites/create.json?id=1";
    assert_eq!(nothing(path), (403, edge(139, "You have already favorited this status.")));
    assert_eq!(nothing("/1.1/favorites/destroy.json?id=1"), (404, coded(144, "No status found with that ID.")));
    let twice = (403, coded(327, "You have already retweeted this Tweet."));
    assert_eq!(nothing("/1.1/statuses/retweet/1.json"), twice);
    assert_eq!(nothing("/1.1/statuses/unretweet/1.json").0, 200);
    let lost = Reacted { post: beas(), repost: None, changed: true };
    let reply = amy(Method::Post, "/1.1/statuses/retweet/1.json").reply(|_| Ok(Outcome::Reacted(lost)));
    assert_eq!(told(&reply), (500, edge(131, "Internal error")));
}
