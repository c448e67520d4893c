//! The block graph: who blocks, mutes, follows and DM-blocks whom.
//!
//! This crate knows people, edges, posts, commands, policy, tokens and stores. It knows no routes, no status codes, no
//! headers, no JSON and no API's name: the dialects translate. See `docs/architecture.md`.

pub mod access;
mod card;
mod command;
mod edge;
mod engine;
mod error;
pub mod event;
mod feed;
mod graph;
mod id;
mod id_page;
mod message;
mod mint;
mod mix;
mod outcome;
mod page;
pub mod policy;
mod post;
pub mod rate;
mod relation;
mod rules;
mod secret;
pub mod store;
pub mod tally;
#[cfg(any(test, feature = "testkit"))]
pub mod testkit;
mod time;
mod user;
mod user_list;
mod user_ref;
mod username;
pub mod view;

pub use card::{PostCard, UserCard, Wants};
pub use command::*;
pub use edge::{Edge, EdgeKind, List};
pub use engine::{Engine, KEPT_FROM, KeptCounts, NewApp, NewUser, PASSWORD_TRIES, Parts, Presence, VERIFIER_TRIES};
pub use error::{Action, CoreError, Refusal, StoreError};
pub use feed::{Draft, Feed, FeedFilter, FeedPage, PostRange};
pub use graph::{Graph, GraphLoader};
pub use id::{AppId, ChainId, ListId, MessageId, Position, PostId, TicketId, TokenId, UserId};
pub use id_page::{IdPage, IdText};
pub use message::{Message, MessageCard};
pub use mint::{Mint, SNOWFLAKE_EPOCH};
pub use mix::scramble;
pub use outcome::{
    Absence, Absent, AbsentPost, Identity, Membership, Outcome, PostAbsence, Reacted, Relationship, Toggled,
};
pub use page::{Cursor, Page, PageRequest};
pub use post::{Mention, Post, PostCounts, ReplyPolicy};
pub use relation::Relation;
pub use secret::Secret;
pub use time::{Clock, ManualClock, SystemClock, Timestamp};
pub use user::{Counts, Facts, Profile, Said, Standing, User, UserKind};
pub use user_list::{ListCard, ListRef, Member, UserList};
pub use user_ref::UserRef;
pub use username::{Username, fold};
