//! Gateways that count on one server: as one while it is there, each in the way its settings say when it is not.

mod faults;
mod lost;
mod windows;

use std::collections::HashMap;

use block_graph::tally::shared::Options;
use conformance::{Ask, House, Proof};
use portcullis::world::TokenKind;

/// Two gateways with stores of their own and the same people in them, counting as `options` say.
fn two(overrides: &[(&str, u32)], options: &Options) -> [House; 2] {
    let limits: HashMap<_, _> = overrides.iter().map(|(bucket, max)| ((*bucket).to_owned(), *max)).collect();
    [limits.clone(), limits].map(|limits| House::with_limits(limits).counting(options))
}

/// What is asked of each dialect by somebody who may: amy, or her client.
fn good() -> [(Ask, &'static str); 3] {
    let by = |kind| Proof::demo(kind, "amy");
    [
        (Ask::get("/1.1/blocks/ids.json").by(&by(TokenKind::Oauth1)), "v1.1/blocks/ids"),
        (Ask::get("/2/users/me").by(&by(TokenKind::Oauth2User)), "v2/getUsersMe"),
        (Ask::get("/users/me").by(&by(TokenKind::AppNetUser)), "app.net/global"),
    ]
}

/// How many are left, as an answer tells it.
fn left(answer: &conformance::Answer) -> Option<u32> {
    let told = answer.header("x-rate-limit-remaining").or_else(|| answer.header("X-RateLimit-Remaining"));
    told.map(|left| left.parse().expect("a number"))
}
