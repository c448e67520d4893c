//! The table: every endpoint, who may call it, what it counts in and where it is documented.

mod kinds;

use block_graph::CommandKind;
use dialect::{Access, Endpoint};

use self::kinds::{
    APP, CLIENT, MESSAGES, OPEN, READ, STREAM, WRITE, WRITE_MESSAGE, WRITE_POST, delete, get, post, put, section,
};
use crate::{blocks, channels, follows, limits, mutes, oauth, posts, reactions, streams, token, users};

/// Everything this dialect answers. POST stands before DELETE: so a 405 lists them ([recorded]).
pub(crate) static ENDPOINTS: [Endpoint; 45] = [
    Endpoint {
        name: "Block a User",
        routes: &[post("/users/{user_id}/block"), put("/users/{user_id}/block")],
        command: CommandKind::Block,
        docs: section!(blocking # "block-a-user"),
        decode: blocks::create,
        ..WRITE
    },
    Endpoint {
        name: "Unblock a User",
        routes: &[delete("/users/{user_id}/block")],
        command: CommandKind::Unblock,
        docs: section!(blocking # "unblock-a-user"),
        decode: blocks::destroy,
        ..WRITE
    },
    Endpoint {
        name: "List blocked Users",
        routes: &[get("/users/{user_id}/blocked")],
        command: CommandKind::ListUsers,
        docs: section!(blocking # "list-blocked-users"),
        decode: blocks::list,
        ..READ
    },
    Endpoint {
        name: "Retrieve blocked User IDs for multiple Users",
        routes: &[get("/users/blocked/ids")],
        command: CommandKind::BulkIds,
        docs: section!(blocking # "retrieve-blocked-user-ids-for-multiple-users"),
        decode: blocks::ids,
        access: Access::App,
        ..READ
    },
    Endpoint {
        name: "Mute a User",
        routes: &[post("/users/{user_id}/mute"), put("/users/{user_id}/mute")],
        command: CommandKind::Mute,
        docs: section!(muting # "mute-a-user"),
        decode: mutes::create,
        ..WRITE
    },
    Endpoint {
        name: "Unmute a User",
        routes: &[delete("/users/{user_id}/mute")],
        command: CommandKind::Unmute,
        docs: section!(muting # "unmute-a-user"),
        decode: mutes::destroy,
        ..WRITE
    },
    Endpoint {
        name: "List muted Users",
        routes: &[get("/users/{user_id}/muted")],
        command: CommandKind::ListUsers,
        docs: section!(muting # "list-muted-users"),
        decode: mutes::list,
        ..READ
    },
    Endpoint {
        name: "Retrieve muted User IDs for multiple Users",
        routes: &[get("/users/muted/ids")],
        command: CommandKind::BulkIds,
        docs: section!(muting # "retrieve-muted-user-ids-for-multiple-users"),
        decode: mutes::ids,
        access: Access::App,
        ..READ
    },
    Endpoint {
        name: "Follow a User",
        routes: &[post("/users/{user_id}/follow"), put("/users/{user_id}/follow")],
        command: CommandKind::Follow,
        docs: section!(following # "follow-a-user"),
        decode: follows::create,
        ..WRITE
    },
    Endpoint {
        name: "Unfollow a User",
        routes: &[delete("/users/{user_id}/follow")],
        command: CommandKind::Unfollow,
        docs: section!(following # "unfollow-a-user"),
        decode: follows::destroy,
        ..WRITE
    },
    Endpoint {
        name: "List Users a User is following",
        routes: &[get("/users/{user_id}/following")],
        command: CommandKind::ListUsers,
        docs: section!(following # "list-users-a-user-is-following"),
        decode: follows::following,
        ..READ
    },
    Endpoint {
        name: "List Users following a User",
        routes: &[get("/users/{user_id}/followers")],
        command: CommandKind::ListUsers,
        docs: section!(following # "list-users-following-a-user"),
        decode: follows::followers,
        ..READ
    },
    Endpoint {
        name: "List User IDs a User is following",
        routes: &[get("/users/{user_id}/following/ids")],
        command: CommandKind::ListIds,
        docs: section!(following # "list-user-ids-a-user-is-following"),
        decode: follows::following_ids,
        ..READ
    },
    Endpoint {
        name: "List User IDs following a User",
        routes: &[get("/users/{user_id}/followers/ids")],
        command: CommandKind::ListIds,
        docs: section!(following # "list-user-ids-following-a-user"),
        decode: follows::follower_ids,
        ..READ
    },
    Endpoint {
        name: "Retrieve a User",
        routes: &[get("/users/{user_id}")],
        command: CommandKind::ShowUser,
        docs: section!(lookup # "retrieve-a-user"),
        decode: users::show,
        ..OPEN
    },
    Endpoint {
        name: "Retrieve multiple Users",
        routes: &[get("/users")],
        command: CommandKind::LookUpUsers,
        docs: section!(lookup # "retrieve-multiple-users"),
        decode: users::lookup,
        ..READ
    },
    Endpoint {
        name: "Search for Users",
        routes: &[get("/users/search")],
        command: CommandKind::SearchUsers,
        docs: section!(lookup # "search-for-users"),
        decode: users::search,
        ..READ
    },
    Endpoint {
        name: "Create a Post",
        routes: &[post("/posts")],
        command: CommandKind::CreatePost,
        docs: section!(post # "create-a-post"),
        decode: posts::create,
        ..WRITE_POST
    },
    Endpoint {
        name: "Retrieve a Post",
        routes: &[get("/posts/{post_id}")],
        command: CommandKind::ShowPost,
        docs: section!(post_lookup # "retrieve-a-post"),
        decode: posts::show,
        ..OPEN
    },
    Endpoint {
        name: "Retrieve multiple Posts",
        routes: &[get("/posts")],
        command: CommandKind::LookUpPosts,
        docs: section!(post_lookup # "retrieve-multiple-posts"),
        decode: posts::lookup,
        ..READ
    },
    Endpoint {
        name: "Delete a Post",
        routes: &[delete("/posts/{post_id}")],
        command: CommandKind::DeletePost,
        docs: section!(post # "delete-a-post"),
        decode: posts::destroy,
        ..WRITE_POST
    },
    Endpoint {
        name: "Repost a Post",
        routes: &[post("/posts/{post_id}/repost"), put("/posts/{post_id}/repost")],
        command: CommandKind::Repost,
        docs: section!(reposts # "repost-a-post"),
        decode: reactions::repost,
        ..WRITE_POST
    },
    Endpoint {
        name: "Unrepost a Post",
        routes: &[delete("/posts/{post_id}/repost")],
        command: CommandKind::Unrepost,
        docs: section!(reposts # "unrepost-a-post"),
        decode: reactions::unrepost,
        ..WRITE_POST
    },
    Endpoint {
        name: "List Users who have reposted a Post",
        routes: &[get("/posts/{post_id}/reposters")],
        command: CommandKind::ListReposters,
        docs: section!(interactions # "list-users-who-have-reposted-a-post"),
        decode: reactions::reposters,
        ..READ
    },
    Endpoint {
        name: "Star a Post",
        routes: &[post("/posts/{post_id}/star")],
        command: CommandKind::Like,
        docs: section!(stars # "star-a-post"),
        decode: reactions::star,
        ..WRITE_POST
    },
    Endpoint {
        name: "Unstar a Post",
        routes: &[delete("/posts/{post_id}/star")],
        command: CommandKind::Unlike,
        docs: section!(stars # "unstar-a-post"),
        decode: reactions::unstar,
        ..WRITE_POST
    },
    Endpoint {
        name: "List Users who have starred a Post",
        routes: &[get("/posts/{post_id}/stars")],
        command: CommandKind::ListLikers,
        docs: section!(interactions # "list-users-who-have-starred-a-post"),
        decode: reactions::starrers,
        ..READ
    },
    Endpoint {
        name: "Retrieve Posts starred by a User",
        routes: &[get("/users/{user_id}/stars")],
        command: CommandKind::ListLikes,
        docs: section!(stars # "retrieve-posts-starred-by-a-user"),
        decode: reactions::starred,
        ..OPEN
    },
    Endpoint {
        name: "Retrieve the replies to a Post",
        routes: &[get("/posts/{post_id}/replies")],
        command: CommandKind::ReadFeed,
        docs: section!(replies # "retrieve-the-replies-to-a-post"),
        decode: streams::thread,
        ..READ
    },
    Endpoint {
        name: "Retrieve Posts created by a User",
        routes: &[get("/users/{user_id}/posts")],
        command: CommandKind::ReadFeed,
        docs: section!(streams # "retrieve-posts-created-by-a-user"),
        decode: streams::by_user,
        ..OPEN
    },
    Endpoint {
        name: "Retrieve Posts mentioning a User",
        routes: &[get("/users/{user_id}/mentions")],
        command: CommandKind::ReadFeed,
        docs: section!(streams # "retrieve-posts-mentioning-a-user"),
        decode: streams::mentions,
        ..READ
    },
    Endpoint {
        name: "Retrieve a User's personalized stream",
        routes: &[get("/posts/stream")],
        command: CommandKind::ReadFeed,
        docs: section!(streams # "retrieve-a-users-personalized-stream"),
        decode: streams::home,
        ..STREAM
    },
    Endpoint {
        name: "Retrieve a User's unified stream",
        routes: &[get("/posts/stream/unified")],
        command: CommandKind::ReadFeed,
        docs: section!(streams # "retrieve-a-users-unified-stream"),
        decode: streams::unified,
        ..STREAM
    },
    Endpoint {
        name: "Retrieve the Global stream",
        routes: &[get("/posts/stream/global")],
        command: CommandKind::ReadFeed,
        docs: section!(streams # "retrieve-the-global-stream"),
        decode: streams::global,
        ..OPEN
    },
    Endpoint {
        name: "Get current user's subscribed channels",
        routes: &[get("/channels")],
        command: CommandKind::ListMessages,
        docs: section!(subscriptions # "get-current-users-subscribed-channels"),
        decode: channels::list,
        ..MESSAGES
    },
    Endpoint {
        name: "Retrieve a Channel",
        routes: &[get("/channels/{channel_id}")],
        command: CommandKind::ListMessages,
        docs: section!(channel # "retrieve-a-channel"),
        decode: channels::show,
        ..MESSAGES
    },
    Endpoint {
        name: "Retrieve the Messages in a Channel",
        routes: &[get("/channels/{channel_id}/messages")],
        command: CommandKind::ListMessages,
        docs: section!(message # "retrieve-the-messages-in-a-channel"),
        decode: channels::messages,
        ..MESSAGES
    },
    Endpoint {
        name: "Create a Message",
        routes: &[post("/channels/{channel_id}/messages")],
        command: CommandKind::SendMessage,
        docs: section!(message # "create-a-message"),
        decode: channels::send,
        ..WRITE_MESSAGE
    },
    Endpoint {
        name: "Retrieve a Message",
        routes: &[get("/channels/{channel_id}/messages/{message_id}")],
        command: CommandKind::ShowMessage,
        docs: section!(message_lookup # "retrieve-a-message"),
        decode: channels::message,
        ..MESSAGES
    },
    Endpoint {
        name: "Delete a Message",
        routes: &[delete("/channels/{channel_id}/messages/{message_id}")],
        command: CommandKind::DeleteMessage,
        docs: section!(message # "delete-a-message"),
        decode: channels::destroy,
        ..WRITE_MESSAGE
    },
    Endpoint {
        name: "Retrieve current token",
        routes: &[get("/token")],
        command: CommandKind::WhoAmI,
        docs: section!(token # "retrieve-current-token"),
        decode: token::show,
        limits: &[],
        ..READ
    },
    Endpoint {
        name: "Deauthorize current token",
        routes: &[delete("/token")],
        command: CommandKind::EndOwnToken,
        docs: section!(deauthorize # "deauthorize-current-token"),
        decode: token::destroy,
        limits: &limits::CHANGE,
        ..READ
    },
    Endpoint {
        name: "Retrieve authorized User IDs for an app",
        // The second is the name of 2012 ([client] appnet.js).
        routes: &[get("/apps/me/tokens/user_ids"), get("/tokens/user_ids")],
        command: CommandKind::ListAuthorisers,
        docs: section!(granted # "retrieve-authorized-user-ids-for-an-app"),
        decode: token::users,
        ..APP
    },
    Endpoint {
        name: "Retrieve authorized User tokens for an app",
        routes: &[get("/apps/me/tokens")],
        command: CommandKind::ListTokens,
        docs: section!(granted # "retrieve-authorized-user-tokens-for-an-app"),
        decode: token::list,
        ..APP
    },
    // With a code; by its form it may be `IssueAppToken` or `RedeemPassword`.
    Endpoint {
        name: "Request an access token",
        routes: &[post("/oauth/access_token")],
        command: CommandKind::RedeemCode,
        docs: section!(flows # "server-side-flow"),
        decode: oauth::access_token,
        ..CLIENT
    },
];
