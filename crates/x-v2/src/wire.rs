//! The bodies of successful replies. Wire types are separate from the graph's and converted by hand.

mod done;
mod entities;
mod envelope;
mod list;
mod message;
mod oauth;
mod people;
mod post;
mod posts;
mod scan;
mod text;
mod user;

pub(crate) use done::{
    blocked, blocking, created, deleted, following, liked, listed, member, muting, reposted, sent, unfollowed,
    unreposted, updated,
};
pub(crate) use envelope::Bound;
pub(crate) use list::{list, lists};
pub(crate) use message::{message, messages, no_messages};
pub(crate) use oauth::{revoked, token};
pub(crate) use people::{found, page, user, users};
pub(crate) use posts::{feed, post, post_page, posts};
