//! The block graph: who blocks, mutes, follows and DM-blocks whom.
//!
//! This crate knows people, edges, posts, commands, policy, tokens and stores. It knows no routes, no status codes, no
//! headers, no JSON and no API's name: the dialects translate. See `docs/architecture.md`.

pub mod access;
mod card;
mod command;
mod edge;
mod error;
mod id;
mod mint;
mod page;
pub mod policy;
mod post;
pub mod rate;
mod relation;
mod secret;
#[cfg(any(test, feature = "testkit"))]
pub mod testkit;
mod time;
mod user;
mod username;

pub use card::{UserCard, Wants};
pub use command::*;
pub use edge::{Edge, EdgeKind, List};
pub use error::{Action, CoreError, Refusal, StoreError};
pub use id::{AppId, Position, PostId, TokenId, UserId};
pub use mint::{Mint, SNOWFLAKE_EPOCH};
pub use page::{Cursor, Page, PageRequest};
pub use post::Post;
pub use relation::Relation;
pub use secret::Secret;
pub use time::{Clock, ManualClock, SystemClock, Timestamp};
pub use user::{Counts, Standing, User, UserKind};
pub use username::{Username, fold};
