//! One object of a body, read key by key in the words of the service's schema check (the JSON schema validator whose
//! messages are recorded for missing, further and mistyped keys; its other messages are [inferred] here).

use std::ops::RangeInclusive;

use block_graph::UserId;
use serde_json::{Map, Value};

use crate::errors::{Wrong, Wrongs};

/// An object under way: keys that are never asked for are too many.
pub(super) struct Object<'v, 'w> {
    place: String,
    keys: &'v Map<String, Value>,
    known: Vec<&'static str>,
    wrongs: &'w mut Wrongs,
}

impl<'v, 'w> Object<'v, 'w> {
    /// The body itself.
    pub(super) fn whole(keys: &'v Map<String, Value>, wrongs: &'w mut Wrongs) -> Self {
        Self { place: "$".to_owned(), keys, known: Vec::new(), wrongs }
    }

    /// Reads what `take` asks for and reports the other keys.
    pub(super) fn read<T>(mut self, take: impl FnOnce(&mut Self) -> T) -> T {
        let taken = take(&mut self);
        for (key, value) in self.keys.iter().filter(|(key, _)| !self.known.contains(&key.as_str())) {
            self.wrongs.add(|| Wrong::extra_key(&format!("{}.{key}", self.place), &text(value)));
        }
        taken
    }

    /// Whether a key is there.
    pub(super) fn has(&self, key: &str) -> bool {
        self.keys.contains_key(key)
    }

    /// Sees to it that a key is there.
    pub(super) fn need(&mut self, key: &str) {
        if !self.has(key) {
            let whole = serde_json::to_string(self.keys).unwrap_or_default();
            self.wrongs.add(|| Wrong::missing_key(&self.place, key, &whole));
        }
    }

    /// A text of so many characters.
    pub(super) fn text(&mut self, key: &'static str, lengths: RangeInclusive<usize>) -> Option<&'v str> {
        let (place, value) = self.value(key)?;
        self.string(&place, value, &lengths)
    }

    /// A text of any length.
    pub(super) fn any_text(&mut self, key: &'static str) -> Option<&'v str> {
        self.text(key, 0..=usize::MAX)
    }

    /// One of some words.
    pub(super) fn word(&mut self, key: &'static str, words: &[&'static str]) -> Option<&'v str> {
        let (place, value) = self.value(key)?;
        let word = self.string(&place, value, &(0..=usize::MAX))?;
        if words.contains(&word) {
            return Some(word);
        }
        let says = format!("does not have a value in the enumeration [{}]", words.join(", "));
        self.wrongs.add(|| Wrong::at(&place, &text(value), &says));
        None
    }

    /// A yes or no.
    pub(super) fn flag(&mut self, key: &'static str) -> Option<bool> {
        let (place, value) = self.value(key)?;
        if !value.is_boolean() {
            self.mistyped(&place, value, "boolean");
        }
        value.as_bool()
    }

    /// A whole number within bounds.
    pub(super) fn number(&mut self, key: &'static str, bounds: RangeInclusive<i64>) {
        let Some((place, value)) = self.value(key) else { return };
        let says = match value.as_i64() {
            None => return self.mistyped(&place, value, "integer"),
            Some(number) if number < *bounds.start() => format!("must have a minimum value of {}", bounds.start()),
            Some(number) if number > *bounds.end() => format!("must have a maximum value of {}", bounds.end()),
            Some(_) => return,
        };
        self.wrongs.add(|| Wrong::at(&place, &text(value), &says));
    }

    /// An id. A number is taken as well as a string ([client]).
    pub(super) fn id(&mut self, key: &'static str) -> Option<i64> {
        let (place, value) = self.value(key)?;
        self.identity(&place, value)
    }

    /// So many ids.
    pub(super) fn ids(&mut self, key: &'static str, counts: RangeInclusive<usize>) -> Vec<i64> {
        let items = self.items(key, &counts);
        items.into_iter().filter_map(|(place, value)| self.identity(&place, value)).collect()
    }

    /// So many texts of so many characters.
    pub(super) fn texts(&mut self, key: &'static str, counts: RangeInclusive<usize>, lengths: RangeInclusive<usize>) {
        for (place, value) in self.items(key, &counts) {
            self.string(&place, value, &lengths);
        }
    }

    /// An object within.
    pub(super) fn object<T>(&mut self, key: &'static str, take: impl FnOnce(&mut Object<'v, '_>) -> T) -> Option<T> {
        let (place, value) = self.value(key)?;
        self.within(place, value, take)
    }

    /// Objects within, one at least.
    pub(super) fn objects(&mut self, key: &'static str, take: impl Fn(&mut Object<'v, '_>)) {
        for (place, value) in self.items(key, &(1..=usize::MAX)) {
            self.within(place, value, &take);
        }
    }

    fn value(&mut self, key: &'static str) -> Option<(String, &'v Value)> {
        self.known.push(key);
        self.keys.get(key).map(|value| (format!("{}.{key}", self.place), value))
    }

    fn within<T>(&mut self, place: String, value: &'v Value, take: impl FnOnce(&mut Object<'v, '_>) -> T) -> Option<T> {
        let Value::Object(keys) = value else {
            self.mistyped(&place, value, "object");
            return None;
        };
        Some(Object { place, keys, known: Vec::new(), wrongs: self.wrongs }.read(take))
    }

    fn items(&mut self, key: &'static str, counts: &RangeInclusive<usize>) -> Vec<(String, &'v Value)> {
        let Some((place, value)) = self.value(key) else { return Vec::new() };
        let Value::Array(items) = value else {
            self.mistyped(&place, value, "array");
            return Vec::new();
        };
        let (least, most) = (counts.start(), counts.end());
        if items.len() < *least {
            let says = format!("there must be a minimum of {least} items in the array");
            self.wrongs.add(|| Wrong::at(&place, &text(value), &says));
        } else if items.len() > *most {
            let says = format!("there must be a maximum of {most} items in the array");
            self.wrongs.add(|| Wrong::at(&place, &text(value), &says));
        }
        items.iter().enumerate().map(|(index, item)| (format!("{place}[{index}]"), item)).collect()
    }

    fn string(&mut self, place: &str, value: &'v Value, lengths: &RangeInclusive<usize>) -> Option<&'v str> {
        let Value::String(string) = value else {
            self.mistyped(place, value, "string");
            return None;
        };
        let length = string.chars().count();
        if length < *lengths.start() {
            let says = format!("must be at least {} characters long", lengths.start());
            self.wrongs.add(|| Wrong::at(place, &text(value), &says));
        } else if length > *lengths.end() {
            let says = format!("may only be {} characters long", lengths.end());
            self.wrongs.add(|| Wrong::at(place, &text(value), &says));
        }
        Some(string)
    }

    fn identity(&mut self, place: &str, value: &Value) -> Option<i64> {
        match value {
            Value::String(digits) => {
                let found = UserId::parse(digits).map(|id| id.0);
                if found.is_none() {
                    let numeric = (1..=19).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
                    let no_match = || Wrong::no_pattern(place, "^[0-9]{1,19}$", &text(value));
                    self.wrongs.add(|| if numeric { Wrong::not_the_schema() } else { no_match() });
                }
                found
            }
            Value::Number(number) if number.as_i64().is_some_and(|id| id >= 0) => number.as_i64(),
            other => {
                self.mistyped(place, other, "string");
                None
            }
        }
    }

    fn mistyped(&mut self, place: &str, value: &Value, expected: &str) {
        self.wrongs.add(|| Wrong::wrong_type(place, kind(value), expected, &text(value)));
    }
}

/// What the service's schema check calls a value.
pub(super) fn kind(value: &Value) -> &'static str {
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

/// A value as messages of error quote it: in JSON, strings in their quotes ([recorded] 2023).
pub(super) fn text(value: &Value) -> String {
    value.to_string()
}
