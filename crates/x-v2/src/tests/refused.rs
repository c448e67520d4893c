//! A test per refusal of the acts and reads on which the effects of a block can be seen.

use block_graph::testkit::{AMY, BEA};
use block_graph::{Action, CoreError, ListId, ListRef, MessageId, PostId, Refusal, UserId, UserRef};
use dialect::testkit::Exchange;
use dialect::{Method, Reply};

use super::{JSON, amy, anonymous, app, body, get, invalid, of_amy, post_json, problem};

const REPLY: &str = r#"{"text":"re","reply":{"in_reply_to_tweet_id":"7"}}"#;
const QUOTE: &str = r#"{"text":"look","quote_tweet_id":"7"}"#;
const TWEET: &str = r#"{"tweet_id":"7"}"#;
const NOT_VISIBLE: &str = "You attempted to reply to a Tweet that is deleted or not visible to you.";
const NO_MESSAGES: &str = "You do not have permission to DM one or more participants.";
const NO_MEMBERS: &str = "You aren't allowed to add members to this list.";

fn refusing(exchange: &Exchange<'_>, refusal: Refusal) -> Reply {
    exchange.reply(|_| Err(CoreError::Refused(refusal)))
}

fn forbidden(reply: &Reply, detail: &str) {
    let body = format!(r#"{{"detail":"{detail}","type":"about:blank","title":"Forbidden","status":403}}"#);
    problem(reply, 403, &body);
}

/// The acts that a block forbids, each as a request with what it is refused with: by the target's block, by the caller's.
fn acts() -> [(Action, Exchange<'static>, &'static str, &'static str); 6] {
    const BLOCKED: &str = "You have been blocked from the author of this tweet.";
    let likes = Box::leak(of_amy("likes").into_boxed_str());
    let retweets = Box::leak(of_amy("retweets").into_boxed_str());
    [
        (Action::Reply, post_json("/2/tweets", REPLY), NOT_VISIBLE, NOT_VISIBLE),
        (
            Action::Quote,
            post_json("/2/tweets", QUOTE),
            BLOCKED,
            "You cannot quote this Tweet because you have blocked its author.",
        ),
        (
            Action::Like,
            post_json(likes, TWEET),
            BLOCKED,
            "You cannot like this Tweet because you have blocked its author.",
        ),
        (
            Action::Repost,
            post_json(retweets, TWEET),
            BLOCKED,
            "You cannot retweet this Tweet because you have blocked its author.",
        ),
        (
            Action::Message,
            post_json("/2/dm_conversations/with/7/messages", r#"{"text":"hi"}"#),
            NO_MESSAGES,
            NO_MESSAGES,
        ),
        (Action::AddToList, post_json("/2/lists/7/members", r#"{"user_id":"7"}"#), NO_MEMBERS, NO_MEMBERS),
    ]
}

#[test]
fn acts_that_a_block_forbids() {
    for (action, exchange, blocked, blocking) in acts() {
        forbidden(&refusing(&exchange, Refusal::BlockedByTarget { action }), blocked);
        forbidden(&refusing(&exchange, Refusal::BlockingTarget { action }), blocking);
    }
    let path = format!("/2/dm_conversations/{AMY}-{BEA}/messages");
    let answer = post_json(&path, r#"{"text":"hi"}"#);
    forbidden(&refusing(&answer, Refusal::BlockedByTarget { action: Action::Message }), NO_MESSAGES);
}

#[test]
fn acts_upon_posts_that_are_gone_or_protected() {
    let gone = || Refusal::PostNotFound { post: PostId(7) };
    let protected = || Refusal::Protected { user: BEA };
    forbidden(&refusing(&post_json("/2/tweets", REPLY), gone()), NOT_VISIBLE);
    forbidden(&refusing(&post_json("/2/tweets", REPLY), protected()), NOT_VISIBLE);
    invalid(
        &refusing(&post_json("/2/tweets", QUOTE), gone()),
        r#"{"parameters":{"quote_tweet_id":["7"]},"message":"Your quote tweet ID is invalid."}"#,
    );
    let both = r#"{"text":"x","reply":{"in_reply_to_tweet_id":"8"},"quote_tweet_id":"7"}"#;
    assert!(body(&refusing(&post_json("/2/tweets", both), gone())).contains("Your quote tweet ID is invalid."));
    forbidden(
        &refusing(&post_json("/2/tweets", QUOTE), protected()),
        "Sorry, you are not authorized to see this status.",
    );
    forbidden(
        &refusing(&post_json("/2/tweets", REPLY), Refusal::RepliesClosed { post: PostId(7) }),
        "Reply to this conversation is not allowed because you have not been mentioned or otherwise engaged by the author of the post you are replying to.",
    );
    const NOT_FOUND: &str = r#"{"message":"This tweet cannot be found."}"#;
    let (likes, retweets) = (of_amy("likes"), of_amy("retweets"));
    for path in [&likes, &retweets] {
        invalid(&refusing(&post_json(path, TWEET), gone()), NOT_FOUND);
        invalid(&refusing(&amy(Method::Delete, &format!("{path}/7")), gone()), NOT_FOUND);
    }
    forbidden(&refusing(&post_json(&likes, TWEET), protected()), "Sorry, you are not authorized to see this status.");
    forbidden(&refusing(&post_json(&retweets, TWEET), protected()), "Retweet is not permissible for this status.");
    problem(
        &refusing(&amy(Method::Delete, "/2/tweets/7"), gone()),
        404,
        r#"{"value":"7","detail":"Could not find tweet with id: [7].","title":"Not Found Error","resource_type":"tweet","parameter":"id","resource_id":"7","type":"https://api.x.com/2/problems/resource-not-found","status":404}"#,
    );
    forbidden(
        &refusing(&amy(Method::Delete, "/2/tweets/7"), Refusal::NotYourPost { post: PostId(7) }),
        "You are not authorized to delete this Tweet.",
    );
}

fn told(target: &str, refusal: Refusal) -> String {
    let reply = refusing(&get(target), refusal);
    assert_eq!((reply.status, reply.content_type), (200, JSON), "{target}");
    body(&reply).to_owned()
}

#[test]
fn reads_of_what_is_hidden_succeed_with_errors() {
    let unseen = |noun: &str, kind: &str| {
        format!(
            r#"{{"errors":[{{"value":"7","detail":"Sorry, you are not authorized to see the {noun} with id: [7].","title":"Authorization Error","resource_type":"{kind}","resource_id":"7","parameter":"id","section":"data","type":"https://api.x.com/2/problems/not-authorized-for-resource"}}]}}"#
        )
    };
    let hidden = |action: Action| {
        [
            Refusal::BlockedByTarget { action },
            Refusal::BlockingTarget { action },
            Refusal::Protected { user: UserId(7) },
        ]
    };
    for path in ["tweets", "liked_tweets", "following", "followers"] {
        for refusal in hidden(if path.starts_with("follow") { Action::ReadFollows } else { Action::ReadPosts }) {
            assert_eq!(told(&format!("/2/users/7/{path}"), refusal), unseen("user", "user"), "{path}");
        }
    }
    for path in ["", "/quote_tweets", "/liking_users", "/retweeted_by"] {
        for refusal in hidden(Action::ReadPosts) {
            assert_eq!(told(&format!("/2/tweets/7{path}"), refusal), unseen("Tweet", "tweet"), "{path}");
        }
    }
    let stranger = anonymous(Method::Get, "/2/users/7/tweets").by(app());
    let reply = refusing(&stranger, Refusal::Protected { user: UserId(7) });
    assert_eq!(body(&reply), unseen("user", "user"));
}

#[test]
fn reads_of_what_is_not_there_succeed_with_errors() {
    let missing = |kind: &str, parameter: &str| {
        format!(
            r#"{{"errors":[{{"value":"7","detail":"Could not find {kind} with {parameter}: [7].","title":"Not Found Error","resource_type":"{kind}","parameter":"{parameter}","resource_id":"7","type":"https://api.x.com/2/problems/resource-not-found"}}]}}"#
        )
    };
    for path in ["", "/quote_tweets", "/liking_users", "/retweeted_by"] {
        let refusal = Refusal::PostNotFound { post: PostId(7) };
        assert_eq!(told(&format!("/2/tweets/7{path}"), refusal), missing("tweet", "id"), "{path}");
    }
    let user = UserRef::from(UserId(7));
    for path in ["tweets", "mentions", "liked_tweets", "following", "followers", "owned_lists", "list_memberships"] {
        let refusal = Refusal::UserNotFound { user: user.clone() };
        assert_eq!(told(&format!("/2/users/7/{path}"), refusal), missing("user", "id"), "{path}");
    }
    let with = told("/2/dm_conversations/with/7/dm_events", Refusal::UserNotFound { user });
    assert_eq!(with, missing("user", "participant_id"));
    let message = Refusal::MessageNotFound { message: MessageId(7) };
    assert_eq!(told("/2/dm_events/7", message), missing("dm_event", "id"));
    for path in ["", "/members"] {
        let refusal = Refusal::ListNotFound { list: ListRef::Id(ListId(7)) };
        assert_eq!(told(&format!("/2/lists/7{path}"), refusal), missing("list", "id"), "{path}");
    }
}

#[test]
fn acts_upon_messages_lists_and_members_that_are_not_there_fail() {
    let missing = |kind: &str, parameter: &str| {
        format!(
            r#"{{"value":"7","detail":"Could not find {kind} with id: [7].","title":"Not Found Error","resource_type":"{kind}","parameter":"{parameter}","resource_id":"7","type":"https://api.x.com/2/problems/resource-not-found","status":404}}"#
        )
    };
    let message = Refusal::MessageNotFound { message: MessageId(7) };
    problem(&refusing(&amy(Method::Delete, "/2/dm_events/7"), message), 404, &missing("dm_event", "id"));
    let nobody = || Refusal::UserNotFound { user: UserRef::from(UserId(7)) };
    let send = post_json("/2/dm_conversations/with/7/messages", r#"{"text":"hi"}"#);
    problem(&refusing(&send, nobody()), 404, &missing("user", "participant_id"));
    let add = post_json("/2/lists/7/members", r#"{"user_id":"7"}"#);
    let remove = amy(Method::Delete, "/2/lists/7/members/7");
    problem(&refusing(&add, nobody()), 404, &missing("user", "user_id"));
    problem(&refusing(&remove, nobody()), 404, &missing("user", "user_id"));

    let no_list = || Refusal::ListNotFound { list: ListRef::Id(ListId(7)) };
    let update = amy(Method::Put, "/2/lists/7").body("application/json", "{}");
    let delete = amy(Method::Delete, "/2/lists/7");
    invalid(
        &refusing(&update, no_list()),
        r#"{"parameters":{"id":["7"]},"message":"You cannot update a List that does not exist."}"#,
    );
    for act in [&delete, &add, &remove] {
        problem(&refusing(act, no_list()), 404, &missing("list", "id"));
    }
    let not_yours = || Refusal::NotYourList { list: ListId(7) };
    forbidden(&refusing(&update, not_yours()), "You are not allowed to update this List.");
    forbidden(&refusing(&delete, not_yours()), "You are not allowed to delete this List.");
    forbidden(&refusing(&add, not_yours()), NO_MEMBERS);
    forbidden(&refusing(&remove, not_yours()), "This operation is not permitted.");
}
