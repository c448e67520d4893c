//! The rows of likes and reposts.

use block_graph::CommandKind;
use dialect::{Access, Endpoint};

use super::{READ, Scopes, delete, get, post, read, write};
use crate::{likes, limits, reposts};

const LIKE_WRITE: Scopes = &["like.write", "tweet.read", "users.read"];
const LIKE_READ: Scopes = &["like.read", "tweet.read", "users.read"];
const TWEET_WRITE: Scopes = &["tweet.read", "tweet.write", "users.read"];

pub(super) const ROWS: [Endpoint; 7] = [
    Endpoint {
        name: "likePost",
        routes: &[post("/2/users/{id}/likes")],
        docs: "https://docs.x.com/x-api/users/like-post",
        ..write(LIKE_WRITE, &limits::LIKE, CommandKind::Like, likes::like)
    },
    Endpoint {
        name: "unlikePost",
        routes: &[delete("/2/users/{id}/likes/{tweet_id}")],
        docs: "https://docs.x.com/x-api/users/unlike-post",
        ..write(LIKE_WRITE, &limits::UNLIKE, CommandKind::Unlike, likes::unlike)
    },
    Endpoint {
        name: "getUsersLikedPosts",
        routes: &[get("/2/users/{id}/liked_tweets")],
        docs: "https://docs.x.com/x-api/users/get-liked-posts",
        ..read(LIKE_READ, &limits::LIKED, CommandKind::ListLikes, likes::liked)
    },
    Endpoint {
        name: "getPostsLikingUsers",
        routes: &[get("/2/tweets/{id}/liking_users")],
        docs: "https://docs.x.com/x-api/posts/get-liking-users",
        ..read(LIKE_READ, &limits::LIKERS, CommandKind::ListLikers, likes::likers)
    },
    Endpoint {
        name: "repostPost",
        routes: &[post("/2/users/{id}/retweets")],
        docs: "https://docs.x.com/x-api/posts/retweets/introduction",
        ..write(TWEET_WRITE, &limits::REPOST, CommandKind::Repost, reposts::repost)
    },
    Endpoint {
        name: "unrepostPost",
        routes: &[delete("/2/users/{id}/retweets/{source_tweet_id}")],
        docs: "https://docs.x.com/x-api/posts/retweets/introduction",
        ..write(TWEET_WRITE, &limits::UNREPOST, CommandKind::Unrepost, reposts::unrepost)
    },
    Endpoint {
        name: "getPostsRepostedBy",
        routes: &[get("/2/tweets/{id}/retweeted_by")],
        access: Access::Token,
        docs: "https://docs.x.com/x-api/posts/retweets/introduction",
        ..read(READ, &limits::REPOSTERS, CommandKind::ListReposters, reposts::reposters)
    },
];
