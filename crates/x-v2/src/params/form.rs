//! The forms that parameters have, and how each says that a value does not have it.

use block_graph::UserId;
use dialect::Request;

use super::{feed, owner};
use crate::cursors::Tokens;
use crate::errors::says;
use crate::fields::{Names, Vocabulary};

/// How many values a list of people or posts holds at the most ([spec]).
const MOST: usize = 100;

/// What values a parameter takes.
#[derive(Debug)]
pub(crate) enum Form {
    /// An id.
    Id,
    /// A username.
    Username,
    /// 1 to 100 ids; the parameter must be there.
    Ids,
    /// 1 to 100 usernames; the parameter must be there.
    Usernames,
    /// A whole number within bounds.
    Number {
        /// The lowest.
        least: u32,
        /// The highest.
        most: u32,
    },
    /// A page token.
    Token(Tokens),
    /// A page token of a route that never gave one.
    NoToken,
    /// A moment.
    Time,
    /// What people are searched by; the parameter must be there.
    Query,
    /// The id of a conversation: of two people, or of a group.
    Conversation,
    /// Names of a table.
    OneOf(&'static Names),
}

impl Form {
    /// Whether the parameter must be there. (Path parameters always are.)
    pub(crate) fn needed(&self) -> bool {
        matches!(self, Self::Ids | Self::Usernames | Self::Query)
    }

    /// Tells `wrong` each thing that is wrong with `value`, as a message that still lacks the parameter's name.
    pub(crate) fn check(
        &self,
        value: &str,
        request: &Request<'_>,
        vocabulary: Vocabulary,
        mut wrong: impl FnMut(&dyn Fn(&str) -> String),
    ) {
        match self {
            Self::Id => id(value, &mut wrong),
            Self::Username => username(value, &mut wrong),
            Self::Ids => many(value, id, &mut wrong),
            Self::Usernames => many(value, username, &mut wrong),
            Self::Number { least, most } => match value.parse::<i64>() {
                Ok(number) if (i64::from(*least)..=i64::from(*most)).contains(&number) => {}
                Ok(_) => wrong(&|name| says::not_between(name, value, *least, *most)),
                Err(_) => wrong(&|name| says::not_valid(name, value)),
            },
            Self::Token(tokens) if tokens.read(value, owner(request)).is_some() => {}
            Self::Token(_) | Self::NoToken => wrong(&|name| says::not_a_token(name, value)),
            Self::Time if feed::time(value).is_some() => {}
            Self::Time => wrong(&|name| says::not_valid(name, value)),
            Self::Query => query(value, &mut wrong),
            Self::Conversation => conversation(value, &mut wrong),
            Self::OneOf(_) if value.is_empty() => wrong(&|name| says::empty(name)),
            Self::OneOf(names) => {
                for part in value.split(',').filter(|part| names.find(part).is_none()) {
                    wrong(&|name| says::not_one_of(name, part, &names.list(vocabulary)));
                }
            }
        }
    }
}

type Tell<'t> = &'t mut dyn FnMut(&dyn Fn(&str) -> String);

fn many(value: &str, each: fn(&str, Tell<'_>), wrong: Tell<'_>) {
    let count = value.split(',').count();
    if value.is_empty() {
        wrong(&|name| says::empty(name));
    } else if count > MOST {
        wrong(&|name| says::too_many(name, count, MOST));
    } else {
        value.split(',').for_each(|part| each(part, wrong));
    }
}

/// Whether a text is a number of so many digits.
fn digits(text: &str, lengths: std::ops::RangeInclusive<usize>) -> bool {
    lengths.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn id(value: &str, wrong: Tell<'_>) {
    if !digits(value, 1..=19) {
        wrong(&|name| says::no_match(name, value, "^[0-9]{1,19}$"));
    } else if UserId::parse(value).is_none() {
        wrong(&|name| says::not_valid(name, value));
    }
}

fn username(value: &str, wrong: Tell<'_>) {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    if !((1..=15).contains(&value.len()) && value.bytes().all(fits)) {
        wrong(&|name| says::no_match(name, value, "^[A-Za-z0-9_]{1,15}$"));
    }
}

fn query(value: &str, wrong: Tell<'_>) {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'\'' | b' ');
    if value.is_empty() {
        wrong(&|name| says::empty(name));
    } else if value.len() > 50 || !value.bytes().all(fits) {
        wrong(&|name| says::no_match(name, value, "^[A-Za-z0-9_' ]{1,50}$"));
    }
}

fn conversation(value: &str, wrong: Tell<'_>) {
    let pair = value.split_once('-').is_some_and(|(one, other)| digits(one, 1..=19) && digits(other, 1..=19));
    if !pair && !digits(value, 15..=19) {
        wrong(&|name| says::no_match(name, value, "^([0-9]{1,19}-[0-9]{1,19}|[0-9]{15,19})$"));
    }
}
