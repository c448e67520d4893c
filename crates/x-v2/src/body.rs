//! The bodies of writes: a JSON object with one key, or nothing. Closed to other keys ([spec] additionalProperties).
//!
//! A content type alone is not a body: several clients send `application/json` on every request ([client]).

use block_graph::{UserId, UserRef};
use dialect::{Failure, Request};
use serde_json::{Map, Value};

use crate::errors::{self, Wrong, Wrongs};

const TARGET: &str = "target_user_id";

/// The person that `target_user_id` names. A number is taken as well as a string ([client]).
///
/// # Errors
/// A 400 in the words of the service's schema check.
pub(crate) fn target(request: &Request<'_>) -> Result<UserRef, Failure> {
    let object = object(request)?;
    let mut wrongs = Wrongs::default();
    closed(&object, &[TARGET], &mut wrongs);
    let target = match object.get(TARGET) {
        Some(value) => id(value),
        None => Err(Wrong::missing_key("$", TARGET, &text(&Value::Object(object)))),
    };
    match target {
        Ok(target) => wrongs.settle().map(|()| target.into()),
        Err(wrong) => Err(wrongs.end_with(wrong)),
    }
}

/// Sees to it that the body says nothing: it is absent, blank or an empty object.
///
/// # Errors
/// A 400 as for [`target`].
pub(crate) fn none(request: &Request<'_>) -> Result<(), Failure> {
    let mut wrongs = Wrongs::default();
    closed(&object(request)?, &[], &mut wrongs);
    wrongs.settle()
}

/// The body as an object; an absent one is an empty one.
fn object(request: &Request<'_>) -> Result<Map<String, Value>, Failure> {
    if request.body.trim_ascii().is_empty() {
        return Ok(Map::new());
    }
    if !request.media_type().eq_ignore_ascii_case("application/json") {
        return Err(errors::invalid(&[Wrong::content_type()]).into());
    }
    match serde_json::from_slice(request.body) {
        Ok(Value::Object(object)) => Ok(object),
        Ok(other) => Err(errors::invalid(&[Wrong::wrong_type("$", kind(&other), "object", &text(&other))]).into()),
        Err(_) => Err(errors::invalid(&[Wrong::not_the_schema()]).into()),
    }
}

fn closed(object: &Map<String, Value>, known: &[&str], wrongs: &mut Wrongs) {
    for (key, value) in object.iter().filter(|(key, _)| !known.contains(&key.as_str())) {
        wrongs.add(|| Wrong::extra_key(&format!("$.{key}"), &text(value)));
    }
}

fn id(value: &Value) -> Result<UserId, Wrong> {
    const PLACE: &str = "$.target_user_id";
    match value {
        Value::String(digits) => UserId::parse(digits).ok_or_else(|| {
            let numeric = (1..=19).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
            if numeric { Wrong::not_the_schema() } else { Wrong::no_pattern(PLACE, "^[0-9]{1,19}$", digits) }
        }),
        Value::Number(number) if number.as_i64().is_some_and(|id| id >= 0) => {
            Ok(UserId(number.as_i64().unwrap_or_default()))
        }
        other => Err(Wrong::wrong_type(PLACE, kind(other), "string", &text(other))),
    }
}

/// What the service's schema check calls a value.
fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_f64() => "number",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

/// A value as messages of error quote it: strings bare, everything else in JSON.
fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
