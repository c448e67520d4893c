//! The rows of posts and feeds of them.

use block_graph::CommandKind;
use dialect::{Access, Endpoint};

use super::{READ, Scopes, delete, get, post, read, write};
use crate::{feeds, limits, posts};

const TWEET_WRITE: Scopes = &["tweet.read", "tweet.write", "users.read"];

pub(super) const ROWS: [Endpoint; 8] = [
    Endpoint {
        name: "createPosts",
        routes: &[post("/2/tweets")],
        docs: "https://docs.x.com/x-api/posts/create-post",
        ..write(TWEET_WRITE, &limits::CREATE_POST, CommandKind::CreatePost, posts::create)
    },
    Endpoint {
        name: "getPostsById",
        routes: &[get("/2/tweets/{id}")],
        access: Access::Token,
        docs: "https://docs.x.com/x-api/posts/get-post-by-id",
        ..read(READ, &limits::POST_BY_ID, CommandKind::ShowPost, posts::by_id)
    },
    Endpoint {
        name: "getPostsByIds",
        routes: &[get("/2/tweets")],
        access: Access::Token,
        docs: "https://docs.x.com/x-api/posts/get-posts-by-ids",
        ..read(READ, &limits::POSTS_BY_IDS, CommandKind::LookUpPosts, posts::by_ids)
    },
    Endpoint {
        name: "deletePosts",
        routes: &[delete("/2/tweets/{id}")],
        docs: "https://docs.x.com/x-api/posts/delete-post",
        ..write(TWEET_WRITE, &limits::DELETE_POST, CommandKind::DeletePost, posts::delete)
    },
    Endpoint {
        name: "getUsersPosts",
        routes: &[get("/2/users/{id}/tweets")],
        access: Access::Token,
        docs: "https://docs.x.com/x-api/users/get-posts",
        ..read(READ, &limits::USER_POSTS, CommandKind::ReadFeed, feeds::by_user)
    },
    Endpoint {
        name: "getUsersMentions",
        routes: &[get("/2/users/{id}/mentions")],
        access: Access::Token,
        docs: "https://docs.x.com/x-api/users/get-mentions",
        ..read(READ, &limits::MENTIONS, CommandKind::ReadFeed, feeds::mentions)
    },
    Endpoint {
        name: "getUsersTimeline",
        routes: &[get("/2/users/{id}/timelines/reverse_chronological")],
        docs: "https://docs.x.com/x-api/users/get-timeline",
        ..read(READ, &limits::HOME, CommandKind::ReadFeed, feeds::home)
    },
    Endpoint {
        name: "getPostsQuotedPosts",
        routes: &[get("/2/tweets/{id}/quote_tweets")],
        access: Access::Token,
        docs: "https://docs.x.com/x-api/posts/get-posts-quoted-posts",
        ..read(READ, &limits::QUOTES, CommandKind::ReadFeed, feeds::quotes)
    },
];
