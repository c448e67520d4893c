//! What a request about tokens says, whatever carries it: a form ([doc]), a JSON object ([client] twitter-api-v2), or
//! the query with no body ([client] twitter-api-sdk).

use std::borrow::Cow;
use std::fmt;

use dialect::{Failure, Request};
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::Value;

use crate::errors;

/// Everything that was given. It holds secrets and is never printed.
pub(crate) struct Given<'r>(Vec<(Cow<'r, str>, Cow<'r, str>)>);

impl<'r> Given<'r> {
    /// Reads query and body.
    ///
    /// # Errors
    /// A 400 for a body that is neither a form nor a JSON object.
    pub(crate) fn read(request: &'r Request<'_>) -> Result<Self, Failure> {
        let texts = request.query.iter().chain(request.form.iter());
        let mut given: Vec<_> = texts.map(|(name, value)| (name.into(), value.into())).collect();
        let is = |kind| request.media_type().eq_ignore_ascii_case(kind);
        // A content type alone is not a body ([client]).
        if !request.body.trim_ascii().is_empty() && !is("application/x-www-form-urlencoded") {
            if !is("application/json") {
                return Err(errors::oauth::content_type().into());
            }
            let Ok(object) = serde_json::from_slice::<Object>(request.body) else {
                return Err(errors::oauth::unreadable().into());
            };
            given.extend(object.0.into_iter().map(|(name, value)| (name.into(), value.into())));
        }
        Ok(Self(given))
    }

    /// The value of a parameter. One that is empty was left out (RFC 6749, 3.2).
    ///
    /// # Errors
    /// A 400 when it was given twice (likewise).
    pub(crate) fn optional(&self, name: &'static str) -> Result<Option<&str>, Failure> {
        let mut values = self.0.iter().filter(|(key, _)| key == name).map(|(_, value)| &**value);
        match (values.next(), values.next()) {
            (value, None) => Ok(value.filter(|value| !value.is_empty())),
            (_, Some(_)) => Err(errors::oauth::duplicate(name).into()),
        }
    }

    /// The value of a parameter that must be there.
    ///
    /// # Errors
    /// As [`optional`](Self::optional), and a 400 when it was left out.
    pub(crate) fn needed(&self, name: &'static str) -> Result<&str, Failure> {
        Ok(self.optional(name)?.ok_or_else(|| errors::oauth::missing(name))?)
    }
}

/// A JSON object with its keys as often as they were sent. What is no string is taken as it is written, and nothing as
/// left out.
struct Object(Vec<(String, String)>);

impl<'de> Deserialize<'de> for Object {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Keys;

        impl<'de> Visitor<'de> for Keys {
            type Value = Object;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Object, A::Error> {
                let mut given = Vec::new();
                while let Some((name, value)) = map.next_entry::<String, Value>()? {
                    given.push(match value {
                        Value::String(text) => (name, text),
                        Value::Null => (name, String::new()),
                        other => (name, other.to_string()),
                    });
                }
                Ok(Object(given))
            }
        }

        deserializer.deserialize_map(Keys)
    }
}
