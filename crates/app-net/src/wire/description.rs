//! What a person says of themselves.

use std::borrow::Cow;

use block_graph::User;
use serde::Serialize;

use super::rich::{Entities, Rich, parts};

/// A description. A person who says nothing has none: the key is left out ([recorded], 78 of 788).
#[derive(Serialize)]
pub(super) struct Description<'u> {
    text: Cow<'u, str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    html: Option<String>,
    entities: Entities<'u>,
}

impl<'u> Description<'u> {
    /// A person's description, with its HTML or without.
    pub(super) fn of(user: &'u User, html: bool) -> Option<Self> {
        let text = user.description.as_str();
        if text.is_empty() {
            return None;
        }
        // No outcome tells the ids of others who are named, so only people's mentions of themselves are entities here.
        let own = |name: &str| name.eq_ignore_ascii_case(user.username.as_str()).then_some(user.id);
        let Rich { text, html, entities } = Rich::new(text, parts(text, own), html);
        Some(Self { text, html, entities })
    }
}

#[cfg(test)]
mod tests;
