//! The bodies of successful replies. Wire types are separate from the graph's and converted by hand.

mod done;
mod entities;
mod envelope;
mod post;
mod text;
mod user;

pub(crate) use done::{blocked, blocking, following, muting, unfollowed};
pub(crate) use envelope::{page, user, users};
