//! What each refusal of the graph becomes, by what was asked for.

use block_graph::testkit::BEA;
use block_graph::{Action, CoreError, ListId, ListRef, MessageId, PostId, Refusal, UserId, UserRef};
use dialect::Method::{Delete, Get, Post};
use dialect::testkit::Exchange;
use dialect::{Method, Reply};

use super::errors::assert_says;
use super::{amy, app, body, exchange, path};

fn refused(exchange: &Exchange<'_>, refusal: Refusal) -> Reply {
    exchange.reply(|_| Err(CoreError::Refused(refusal)))
}

/// Amy's request, with a body that every endpoint can read.
fn asked(method: Method, target: &str) -> Exchange<'_> {
    exchange(method, target).by(amy()).body("application/json", r#"{"text":"hi","destinations":["@bea"]}"#)
}

const NO_POST: &str = "Not Found: The requested post could not be found.";
const NO_CHANNEL: &str = "Not Found: The requested channel could not be found.";
const BLOCKED: &str = "Forbidden: This user has blocked you.";
const BLOCKING: &str = "Forbidden: You have blocked this user.";

#[test]
fn people_who_are_not_to_be_found() {
    let user = UserRef::Id(UserId(5));
    for refusal in [
        Refusal::UserNotFound { user: user.clone() },
        Refusal::UserSuspended { user: user.clone() },
        Refusal::UserDeactivated { user },
    ] {
        let reply = refused(&exchange(Post, "/users/5/block").by(amy()), refusal);
        assert_says(&reply, 404, "Not Found: The requested user could not be found.");
    }
}

#[test]
fn acts_that_are_refused() {
    let at = exchange(Post, "/users/5/follow").by(amy());
    for (action, verb) in [
        (Action::Block, "block"),
        (Action::Unblock, "unblock"),
        (Action::Mute, "mute"),
        (Action::Unmute, "unmute"),
        (Action::DmBlock, "block messages from"),
        (Action::DmUnblock, "unblock messages from"),
        (Action::Follow, "follow"),
        (Action::Unfollow, "unfollow"),
        (Action::ReportSpam, "report"),
        (Action::HideReposts, "hide reposts of"),
        (Action::ShowReposts, "show reposts of"),
        (Action::Reply, "reply to"),
        (Action::Quote, "quote"),
        (Action::Repost, "repost"),
        (Action::Like, "star"),
        (Action::Tag, "tag"),
        (Action::Message, "message"),
        (Action::AddToList, "list"),
        (Action::ReadPosts, "read posts of"),
        (Action::ReadFollows, "read follows of"),
    ] {
        let reply = refused(&at, Refusal::Yourself { action });
        assert_says(&reply, 400, &format!("Bad Request: You cannot {verb} yourself"));
    }
    let action = Action::Follow;
    assert_says(&refused(&at, Refusal::BlockedByTarget { action }), 403, "Forbidden: This user has blocked you.");
    assert_says(&refused(&at, Refusal::BlockingTarget { action }), 403, "Forbidden: You have blocked this user.");
    assert_says(&refused(&at, Refusal::CallerSuspended), 403, "Forbidden: Your account is suspended.");
    assert_says(&refused(&at, Refusal::CallerDeactivated), 403, "Forbidden: Your account is deactivated.");
    let nobody = refused(&at, Refusal::CallerNotAPerson);
    assert_says(&nobody, 403, "Forbidden: This resource requires a user access token.");
}

#[test]
fn what_the_blocked_do_to_a_post_is_told_as_if_it_were_not_there() {
    for (method, target, action) in [
        (Post, "/posts", Action::Reply),
        (Post, "/posts", Action::Quote),
        (Post, "/posts/5/repost", Action::Repost),
        (Post, "/posts/5/star", Action::Like),
        (Get, "/posts/5", Action::ReadPosts),
        (Get, "/posts/5/stars", Action::ReadPosts),
        (Get, "/posts/5/reposters", Action::ReadPosts),
    ] {
        let blocked = refused(&asked(method, target), Refusal::BlockedByTarget { action });
        assert_says(&blocked, 404, NO_POST);
        let absent = refused(&asked(method, target), Refusal::PostNotFound { post: PostId(5) });
        assert_eq!(blocked.body, absent.body, "{target}");
        if action != Action::ReadPosts {
            assert_says(&refused(&asked(method, target), Refusal::BlockingTarget { action }), 403, BLOCKING);
        }
    }
}

#[test]
fn streams_and_lists_out_of_sight_are_empty() {
    let (posts, follows) = (Action::ReadPosts, Action::ReadFollows);
    let page = |marker: &str| format!("{{\"meta\":{{\"code\":200,\"more\":false{marker}}},\"data\":[]}}");
    let list = || r#"{"meta":{"code":200},"data":[]}"#.to_owned();
    for (target, action, expected) in [
        ("/users/5/posts", posts, page(r#","marker":{"name":"posts:5"}"#)),
        ("/users/@bea/posts", posts, page("")),
        ("/users/5/stars", posts, page("")),
        ("/users/5/following", follows, page("")),
        ("/users/5/followers", follows, page("")),
        ("/users/5/following/ids", follows, list()),
        ("/users/5/followers/ids", follows, list()),
    ] {
        for refusal in [
            Refusal::BlockedByTarget { action },
            Refusal::BlockingTarget { action },
            Refusal::Protected { user: UserId(5) },
        ] {
            let reply = refused(&asked(Get, target), refusal);
            assert_eq!((reply.status, body(&reply)), (200, expected.clone()), "{target}");
        }
    }
}

#[test]
fn protected_posts_are_out_of_sight_but_to_those_who_would_repost_them() {
    let protected = || Refusal::Protected { user: BEA };
    for (method, target) in [(Get, "/posts/5"), (Post, "/posts"), (Post, "/posts/5/star"), (Get, "/posts/5/stars")] {
        assert_says(&refused(&asked(method, target), protected()), 404, NO_POST);
    }
    let repost = refused(&asked(Post, "/posts/5/repost"), protected());
    assert_says(&repost, 403, "Forbidden: This user's posts cannot be reposted.");
}

#[test]
fn posts_of_others_and_closed_ones() {
    let post = PostId(5);
    let others = refused(&asked(Delete, "/posts/5"), Refusal::NotYourPost { post });
    assert_says(&others, 403, "Forbidden: You can only delete your own posts.");
    let closed = refused(&asked(Post, "/posts"), Refusal::RepliesClosed { post });
    assert_says(&closed, 403, "Forbidden: You cannot reply to this post.");
}

#[test]
fn messages_and_channels() {
    let action = Action::Message;
    for target in ["/channels/pm/messages", "/channels/5/messages"] {
        assert_says(&refused(&asked(Post, target), Refusal::BlockedByTarget { action }), 403, BLOCKED);
        assert_says(&refused(&asked(Post, target), Refusal::BlockingTarget { action }), 403, BLOCKING);
    }
    let nobody = || Refusal::UserNotFound { user: UserRef::Id(UserId(5)) };
    for (method, target) in [(Get, "/channels/5"), (Get, "/channels/5/messages"), (Post, "/channels/5/messages")] {
        assert_says(&refused(&asked(method, target), nobody()), 404, NO_CHANNEL);
    }
    let unknown = refused(&asked(Post, "/channels/pm/messages"), nobody());
    assert_says(&unknown, 404, "Not Found: The requested user could not be found.");
    for (method, target) in [(Get, "/channels/5/messages/6"), (Delete, "/channels/5/messages/6")] {
        let gone = refused(&asked(method, target), Refusal::MessageNotFound { message: MessageId(6) });
        assert_says(&gone, 404, "Not Found: The requested message could not be found.");
    }
}

#[test]
fn lists_of_people_are_not_app_nets() {
    let list = ListRef::Id(ListId(5));
    let unknown = refused(&asked(Get, "/users/5"), Refusal::ListNotFound { list });
    assert_says(&unknown, 404, "Not Found: The requested resource was not found.");
    let others = refused(&asked(Get, "/users/5"), Refusal::NotYourList { list: ListId(5) });
    assert_says(&others, 403, "Forbidden: You can only change your own lists.");
}

#[test]
fn lists_are_for_their_owners_and_for_apps_that_they_authorised() {
    let private = || Refusal::ListIsPrivate { owner: BEA };
    for (list, word) in [("/blocked", "blocked"), ("/muted", "muted")] {
        let target = path(BEA, list);
        let person = refused(&exchange(Get, &target).by(amy()), private());
        assert_says(&person, 403, &format!("Forbidden: You can only view your own {word} users."));
        let app = refused(&exchange(Get, &target).by(app()), private());
        assert_says(&app, 403, "Forbidden: This user has not authorized your app.");
    }
}
