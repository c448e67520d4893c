//! Parameters of path and query: what each endpoint takes, and the check that reports everything wrong at once.
//!
//! The service knows no ignored parameter: an unknown one is a 400 that lists the known ones, and path parameters count
//! as query parameters ([recorded]). An endpoint checks its table first and then takes values that are known to be good.

mod feed;
mod form;
mod tables;

use std::collections::BTreeMap;

use block_graph::{Cursor, PageRequest, PostId, UserId, UserRef, fold};
use dialect::{Denial, Failure, Request};

use crate::cursors::Tokens;
use crate::errors::{self, Wrong, Wrongs};
use crate::fields::Vocabulary;
use crate::wire::Bound;

pub(crate) use feed::{filter, range};
pub(crate) use tables::*;

/// How many people, lists or messages a page holds when the request does not say ([doc] client documents; the spec has
/// no default).
pub(crate) const PAGE: usize = 100;
/// How many posts a page holds when the request does not say ([doc] client documents).
pub(crate) const FEED: usize = 10;

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
    id(request, name).map(UserId)
}

/// The post that a path parameter names.
///
/// # Errors
/// As for [`user`].
pub(crate) fn post(request: &Request<'_>, name: &str) -> Result<PostId, Failure> {
    id(request, name).map(PostId)
}

/// The id in a path parameter, whatever it is the id of.
///
/// # Errors
/// As for [`user`].
pub(crate) fn id(request: &Request<'_>, name: &str) -> Result<i64, Failure> {
    let text = request.path_param(name).unwrap_or_default();
    // Ids of all kinds are read alike.
    let id = UserId::parse(text).map(|id| id.0);
    id.ok_or_else(|| errors::invalid(&[Wrong::not_an_id(name, text)]).into())
}

/// The caller.
///
/// # Errors
/// What an app is told where a person is needed.
pub(crate) fn caller(request: &Request<'_>) -> Result<UserId, Failure> {
    Ok(request.caller.user().ok_or(Denial::UserNeeded)?)
}

/// The caller, who must also be the one that a path parameter names.
///
/// # Errors
/// A 400 when the parameter names somebody else.
pub(crate) fn own(request: &Request<'_>, name: &str) -> Result<UserId, Failure> {
    let caller = caller(request)?;
    if user(request, name)? == caller {
        return Ok(caller);
    }
    let asked = request.path_param(name).unwrap_or_default();
    Err(errors::invalid(&[Wrong::not_the_caller(name, asked, caller)]).into())
}

/// What page tokens are bound to: the id that the path names, or the caller's.
pub(crate) fn owner(request: &Request<'_>) -> i64 {
    let named = request.path_param("id").and_then(UserId::parse);
    named.or(request.caller.user()).map_or(0, |owner| owner.0)
}

/// A list and what its page tokens are bound to.
pub(crate) fn bound(request: &Request<'_>, tokens: Tokens) -> Bound {
    Bound { tokens, owner: owner(request) }
}

/// The page that is asked for, and what its tokens are bound to.
pub(crate) fn page(request: &Request<'_>, tokens: Tokens) -> (PageRequest, Bound) {
    let cursor = request.query.get("pagination_token").and_then(|token| tokens.read(token, owner(request)));
    let page = PageRequest { cursor: cursor.unwrap_or(Cursor::Newest), size: size(request, PAGE) };
    (page, bound(request, tokens))
}

/// How many rows are asked for.
pub(crate) fn size(request: &Request<'_>, unless: usize) -> usize {
    request.query.get("max_results").and_then(|size| size.parse().ok()).unwrap_or(unless)
}

/// The ids of `ids`, each once.
fn distinct(request: &Request<'_>) -> Vec<i64> {
    let mut ids = Vec::new();
    for id in request.query.get("ids").unwrap_or_default().split(',').filter_map(UserId::parse) {
        if !ids.contains(&id.0) {
            ids.push(id.0);
        }
    }
    ids
}

/// The people of `ids`, each once.
pub(crate) fn ids(request: &Request<'_>) -> Vec<UserRef> {
    distinct(request).into_iter().map(|id| UserId(id).into()).collect()
}

/// The posts of `ids`, each once.
pub(crate) fn post_ids(request: &Request<'_>) -> Vec<PostId> {
    distinct(request).into_iter().map(PostId).collect()
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
