//! What the body of a post or a message says: a form, or a JSON object for more than text ([doc]).

use block_graph::{PostId, UserRef};
use dialect::{Failure, Request};
use serde::Deserialize;

use crate::{errors, params};

/// A body's fields, as far as the graph can keep them. Others (`annotations`, `entities`) may hold anything.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Body {
    text: Option<String>,
    reply_to: Option<Loose>,
    machine_only: Option<bool>,
    destinations: Option<Vec<Loose>>,
}

/// An id, which clients write as a string or as a number ([doc] `destinations`).
#[derive(Deserialize)]
#[serde(untagged)]
enum Loose {
    Text(String),
    Number(u64),
}

impl Loose {
    fn text(&self) -> String {
        match self {
            Self::Text(text) => text.trim().to_owned(),
            Self::Number(number) => number.to_string(),
        }
    }
}

impl Body {
    /// Reads the body. Nothing at all is a body without fields.
    ///
    /// # Errors
    /// [`Failure::UnreadableBody`] for JSON that is no object or has fields of another type.
    pub(crate) fn of(request: &Request<'_>) -> Result<Self, Failure> {
        if !request.media_type().eq_ignore_ascii_case("application/json") {
            let field = |name: &str| request.form.last(name).map(str::to_owned);
            return Ok(Self { text: field("text"), reply_to: field("reply_to").map(Loose::Text), ..Self::default() });
        }
        match request.body.trim_ascii().first() {
            None => return Ok(Self::default()),
            Some(b'{') => {}
            // An array would pass for the fields in their order.
            Some(_) => return Err(Failure::UnreadableBody("no object".to_owned())),
        }
        serde_json::from_slice(request.body).map_err(|error| Failure::UnreadableBody(error.to_string()))
    }

    /// The text, as typed, of at most `longest` characters.
    ///
    /// # Errors
    /// 400 when it is missing, blank or too long, or when the body is meant for machines alone, which have no text.
    pub(crate) fn text(&self, longest: usize, request: &Request<'_>) -> Result<String, Failure> {
        if self.machine_only == Some(true) {
            return Err(errors::machine_only(request).into());
        }
        let text = self.text.as_deref().filter(|text| !text.trim().is_empty());
        let text = text.ok_or_else(|| errors::missing("text", request))?;
        if text.chars().count() > longest {
            return Err(errors::too_long(longest, request).into());
        }
        Ok(text.to_owned())
    }

    /// The post it replies to.
    ///
    /// # Errors
    /// 400 for what is no id.
    pub(crate) fn reply_to(&self, request: &Request<'_>) -> Result<Option<PostId>, Failure> {
        let text = self.reply_to.as_ref().map(Loose::text).filter(|text| !text.is_empty());
        let read = |text: String| PostId::parse(&text).ok_or_else(|| errors::invalid("reply_to", request).into());
        text.map(read).transpose()
    }

    /// To whom a private message goes: one person, by `@username` or id.
    ///
    /// # Errors
    /// 400 when nobody is named, when somebody is named by a text that can name nobody, and when several are named: a
    /// conversation is between two.
    pub(crate) fn destination(&self, request: &Request<'_>) -> Result<UserRef, Failure> {
        let named = self.destinations.as_deref().unwrap_or_default();
        let mut people = Vec::with_capacity(1);
        for text in named.iter().map(Loose::text) {
            let person = params::named(&text).ok_or_else(|| errors::invalid("destinations", request))?;
            if !people.contains(&person) {
                people.push(person);
            }
        }
        match (people.pop(), people.is_empty()) {
            (Some(person), true) => Ok(person),
            (Some(_), false) => Err(errors::several_destinations(request).into()),
            (None, _) => Err(errors::missing("destinations", request).into()),
        }
    }
}
