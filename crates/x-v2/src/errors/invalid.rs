//! `invalid-request`: a 400 that lists what is wrong with the parameters or the body, each with a message.

use block_graph::UserId;
use dialect::{Failure, Reply};
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use super::{JSON, problem_type, reply};

/// How many wrongs a reply lists, so that a short request cannot ask for a long answer.
const MOST: usize = 16;

/// One thing that is wrong with a request.
#[derive(Debug)]
pub(crate) struct Wrong {
    about: Option<(String, Vec<String>)>,
    message: String,
}

impl Wrong {
    /// Something wrong with a parameter of which these values were given.
    pub(crate) fn new(name: &str, values: &[&str], message: String) -> Self {
        let values = values.iter().map(|value| (*value).to_owned()).collect();
        Self { about: Some((name.to_owned(), values)), message }
    }

    pub(crate) fn unknown(name: &str, values: &[&str], known: &str) -> Self {
        Self::new(name, values, format!("The query parameter [{name}] is not one of [{known}]"))
    }

    pub(crate) fn duplicate(name: &str, values: &[&str]) -> Self {
        Self::new(name, values, format!("Duplicate parameters are not allowed: the `{name}` query parameter"))
    }

    pub(crate) fn empty(name: &str, values: &[&str]) -> Self {
        Self::new(name, values, says::empty(name))
    }

    pub(crate) fn not_an_id(name: &str, value: &str) -> Self {
        Self::new(name, &[value], says::not_valid(name, value))
    }

    pub(crate) fn not_the_caller(name: &str, value: &str, caller: UserId) -> Self {
        let message = format!(
            "The `{name}` query parameter value [{value}] must be the same as the authenticating user [{caller}]"
        );
        Self::new(name, &[value], message)
    }

    /// An act towards oneself. Nothing of it is recorded; the words follow those of [`Self::not_the_caller`].
    pub(crate) fn yourself(name: &str, caller: Option<UserId>) -> Self {
        let own = caller.map(|caller| caller.to_string()).unwrap_or_default();
        let message =
            format!("The `{name}` parameter value [{own}] must not be the same as the authenticating user [{own}]");
        Self::new(name, &[&own], message)
    }

    /// Something wrong with the request as a whole.
    pub(crate) fn bare(message: &str) -> Self {
        Self { about: None, message: message.to_owned() }
    }

    pub(crate) fn content_type() -> Self {
        Self::bare("Requests with bodies must have content-type of application/json.")
    }

    pub(crate) fn not_the_schema() -> Self {
        Self::bare("JSON doesn't match expected schema")
    }

    /// [recorded] 2023.
    pub(crate) fn too_long() -> Self {
        Self::bare(
            "Your Tweet text is too long. For more information on how Twitter determines text length see \
             https://github.com/twitter/twitter-text.",
        )
    }

    /// `place` is where the object is that lacks the key, `text` that object.
    pub(crate) fn missing_key(place: &str, key: &str, text: &str) -> Self {
        Self::new(place, &[text], format!("{place}.{key}: is missing but it is required"))
    }

    pub(crate) fn extra_key(place: &str, text: &str) -> Self {
        Self::at(place, text, "is not defined in the schema and the schema does not allow additional properties")
    }

    /// Something wrong with the value at a place of the body.
    pub(crate) fn at(place: &str, text: &str, says: &str) -> Self {
        Self::new(place, &[text], format!("{place}: {says}"))
    }

    pub(crate) fn wrong_type(place: &str, found: &str, expected: &str, text: &str) -> Self {
        Self::at(place, text, &format!("{found} found, {expected} expected"))
    }

    pub(crate) fn no_pattern(place: &str, pattern: &str, text: &str) -> Self {
        Self::at(place, text, &format!("does not match the regex pattern {pattern}"))
    }
}

/// What the service says of values, by the name of their parameter.
pub(crate) mod says {
    pub(crate) fn empty(name: &str) -> String {
        format!("The `{name}` query parameter can not be empty")
    }

    pub(crate) fn not_valid(name: &str, value: &str) -> String {
        format!("The `{name}` query parameter value [{value}] is not valid")
    }

    pub(crate) fn no_match(name: &str, value: &str, pattern: &str) -> String {
        format!("The `{name}` query parameter value [{value}] does not match {pattern}")
    }

    pub(crate) fn not_between(name: &str, value: &str, least: u32, most: u32) -> String {
        format!("The `{name}` query parameter value [{value}] is not between {least} and {most}")
    }

    pub(crate) fn too_many(name: &str, count: usize, most: usize) -> String {
        format!("The number of values in the `{name}` query parameter list [{count}] is not between 1 and {most}")
    }

    pub(crate) fn not_a_token(name: &str, value: &str) -> String {
        format!("The `{name}` query parameter value [{value}] is not a valid token.")
    }

    pub(crate) fn not_one_of(name: &str, value: &str, names: &str) -> String {
        format!("The `{name}` query parameter value [{value}] is not one of [{names}]")
    }
}

/// Everything wrong with a request that was found so far.
#[derive(Debug, Default)]
pub(crate) struct Wrongs(Vec<Wrong>);

impl Wrongs {
    /// Adds one, unless the list is long enough already.
    pub(crate) fn add(&mut self, wrong: impl FnOnce() -> Wrong) {
        if self.0.len() < MOST {
            self.0.push(wrong());
        }
    }

    /// Ends the search.
    ///
    /// # Errors
    /// The 400 that lists what was found.
    pub(crate) fn settle(self) -> Result<(), Failure> {
        if self.0.is_empty() { Ok(()) } else { Err(invalid(&self.0).into()) }
    }
}

/// The 400 that lists `wrongs`. It has no `status` key ([recorded]).
pub(crate) fn invalid(wrongs: &[Wrong]) -> Reply {
    #[derive(Serialize)]
    struct Body<'w> {
        errors: &'w [Wrong],
        title: &'static str,
        detail: &'static str,
        r#type: &'static str,
    }
    let body = Body {
        errors: wrongs,
        title: "Invalid Request",
        detail: "One or more parameters to your request was invalid.",
        r#type: problem_type!("invalid-request"),
    };
    reply(400, JSON, &body)
}

impl Serialize for Wrong {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Item<'w> {
            #[serde(skip_serializing_if = "Option::is_none")]
            parameters: Option<One<'w>>,
            message: &'w str,
        }
        let parameters = self.about.as_ref().map(|(name, values)| One { name, values });
        Item { parameters, message: &self.message }.serialize(serializer)
    }
}

/// A map of one key.
struct One<'w> {
    name: &'w str,
    values: &'w [String],
}

impl Serialize for One<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(1))?;
        map.serialize_entry(self.name, self.values)?;
        map.end()
    }
}
