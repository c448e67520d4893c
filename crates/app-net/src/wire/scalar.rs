//! Small values that stand in many objects: ids, and the addresses of posts.

use std::fmt::Display;

use block_graph::PostId;
use serde::{Serialize, Serializer};

/// An id of any kind: a decimal number in a string ([doc]).
#[derive(Clone, Copy)]
pub(super) struct Id<T>(pub(super) T);

impl<T: Display> Serialize for Id<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

/// The address of a post, by its author's username ([recorded]).
pub(super) struct PostPage<'u>(pub(super) &'u str, pub(super) PostId);

impl Serialize for PostPage<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&format_args!("https://alpha.app.net/{}/post/{}", self.0, self.1))
    }
}
