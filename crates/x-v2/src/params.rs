//! Parameters of path and query: what each endpoint takes, and the check that reports everything wrong at once.
//!
//! The service knows no ignored parameter: an unknown one is a 400 that lists the known ones, and path parameters count
//! as query parameters ([recorded]). An endpoint checks its table first and then takes values that are known to be good.

mod form;

use std::collections::BTreeMap;

use block_graph::{Cursor, PageRequest, UserId, UserRef, fold};
use dialect::{Denial, Failure, Request};

use crate::cursors::Tokens;
use crate::errors::{self, Wrong, Wrongs};
use crate::fields::{self, Vocabulary};
use form::Form;

/// How many people a page holds when the request does not say ([doc] client documents; the spec has no default).
const PAGE_SIZE: usize = 100;

/// One parameter of an endpoint.
#[derive(Debug)]
pub(crate) struct Parameter {
    name: &'static str,
    form: Form,
}

const fn parameter(name: &'static str, form: Form) -> Parameter {
    Parameter { name, form }
}

const ID: Parameter = parameter("id", Form::Id);
const MAX_RESULTS: Parameter = parameter("max_results", Form::Number { least: 1, most: 1000 });
const EXPANSIONS: Parameter = parameter("expansions", Form::OneOf(&fields::EXPANSIONS));
const TWEET_FIELDS: Parameter = parameter("tweet.fields", Form::OneOf(&fields::POST));
const POST_FIELDS: Parameter = parameter("post.fields", Form::OneOf(&fields::POST));
const USER_FIELDS: Parameter = parameter("user.fields", Form::OneOf(&fields::USER));

const fn token(tokens: Tokens) -> Parameter {
    parameter("pagination_token", Form::Token(tokens))
}

const fn list(tokens: Tokens) -> [Parameter; 7] {
    [ID, MAX_RESULTS, token(tokens), EXPANSIONS, TWEET_FIELDS, POST_FIELDS, USER_FIELDS]
}

const fn lookup(key: Parameter) -> [Parameter; 5] {
    [key, EXPANSIONS, TWEET_FIELDS, POST_FIELDS, USER_FIELDS]
}

// The tables, in the order in which a message of error lists them.
pub(crate) static ID_ONLY: [Parameter; 1] = [ID];
pub(crate) static EDGE: [Parameter; 2] = [parameter("source_user_id", Form::Id), parameter("target_user_id", Form::Id)];
pub(crate) static BLOCKING: [Parameter; 7] = list(Tokens::Blocking);
pub(crate) static MUTING: [Parameter; 7] = list(Tokens::Muting);
pub(crate) static ME: [Parameter; 4] = [EXPANSIONS, TWEET_FIELDS, POST_FIELDS, USER_FIELDS];
pub(crate) static BY_ID: [Parameter; 5] = lookup(ID);
pub(crate) static BY_USERNAME: [Parameter; 5] = lookup(parameter("username", Form::Username));
pub(crate) static BY_IDS: [Parameter; 5] = lookup(parameter("ids", Form::Ids));
pub(crate) static BY_USERNAMES: [Parameter; 5] = lookup(parameter("usernames", Form::Usernames));

/// Checks that a request's parameters are `known`, given once and well formed.
///
/// # Errors
/// One 400 that names everything wrong.
pub(crate) fn check(request: &Request<'_>, known: &'static [Parameter]) -> Result<(), Failure> {
    let vocabulary = Vocabulary::of(request);
    let mut wrongs = Wrongs::default();
    let mut unknown: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (name, value) in request.query.iter() {
        // A signature may travel in the query ([client]).
        if !name.starts_with("oauth_") && !known.iter().any(|parameter| parameter.name == name) {
            unknown.entry(name).or_default().push(value);
        }
    }
    for (name, values) in unknown {
        wrongs.add(|| Wrong::unknown(name, &values, &listed(known, vocabulary)));
    }
    for parameter in known {
        parameter.check(request, vocabulary, &mut wrongs);
    }
    wrongs.settle()
}

/// The parameters as messages list them: of the two fields parameters for posts, the one of the vocabulary.
fn listed(known: &[Parameter], vocabulary: Vocabulary) -> String {
    let other = match vocabulary {
        Vocabulary::Tweet => "post.fields",
        Vocabulary::Post => "tweet.fields",
    };
    let names = known.iter().map(|parameter| parameter.name).filter(|name| *name != other);
    names.collect::<Vec<_>>().join(",")
}

impl Parameter {
    fn check(&self, request: &Request<'_>, vocabulary: Vocabulary, wrongs: &mut Wrongs) {
        let given = || {
            let queried = request.query.iter().filter(|(name, _)| *name == self.name).map(|(_, value)| value);
            request.path_param(self.name).into_iter().chain(queried)
        };
        let all = || given().collect::<Vec<_>>();
        for value in given() {
            self.form.check(value, request, vocabulary, |message| {
                wrongs.add(|| Wrong::new(self.name, &all(), message(self.name)));
            });
        }
        match given().count() {
            0 if self.form.needed() => wrongs.add(|| Wrong::empty(self.name, &[])),
            0 | 1 => {}
            _ => wrongs.add(|| Wrong::duplicate(self.name, &all())),
        }
    }
}

/// The person that a path parameter names.
///
/// # Errors
/// A 400 when it is not an id.
pub(crate) fn user(request: &Request<'_>, name: &str) -> Result<UserId, Failure> {
    let text = request.path_param(name).unwrap_or_default();
    UserId::parse(text).ok_or_else(|| errors::invalid(&[Wrong::not_an_id(name, text)]).into())
}

/// The caller, who must also be the one that a path parameter names.
///
/// # Errors
/// A 400 when the parameter names somebody else.
pub(crate) fn own(request: &Request<'_>, name: &str) -> Result<UserId, Failure> {
    let caller = request.caller.user().ok_or(Denial::UserNeeded)?;
    if user(request, name)? == caller {
        return Ok(caller);
    }
    let asked = request.path_param(name).unwrap_or_default();
    Err(errors::invalid(&[Wrong::not_the_caller(name, asked, caller)]).into())
}

/// The page that is asked for.
pub(crate) fn page(request: &Request<'_>, tokens: Tokens, owner: UserId) -> PageRequest {
    let cursor = request.query.get("pagination_token").and_then(|token| tokens.read(token, owner));
    let size = request.query.get("max_results").and_then(|size| size.parse().ok());
    PageRequest { cursor: cursor.unwrap_or(Cursor::Newest), size: size.unwrap_or(PAGE_SIZE) }
}

/// The people of `ids`, each once.
pub(crate) fn ids(request: &Request<'_>) -> Vec<UserRef> {
    let mut users: Vec<UserRef> = Vec::new();
    for user in request.query.get("ids").unwrap_or_default().split(',').filter_map(UserId::parse) {
        if !users.contains(&user.into()) {
            users.push(user.into());
        }
    }
    users
}

/// The people of `usernames`, each once.
pub(crate) fn usernames(request: &Request<'_>) -> Vec<UserRef> {
    let mut seen: Vec<String> = Vec::new();
    let mut users = Vec::new();
    for name in request.query.get("usernames").unwrap_or_default().split(',') {
        let key = fold(name);
        if !seen.contains(&key) {
            seen.push(key);
            users.push(UserRef::name(name));
        }
    }
    users
}
