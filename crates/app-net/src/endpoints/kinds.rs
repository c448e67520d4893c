//! What the rows of the table are made of: routes, links to the documentation, and what rows of a kind have in common.

use block_graph::CommandKind;
use block_graph::access::Permission;
use dialect::{Access, Endpoint, Method, Route};

use crate::{limits, users};

/// A section of the documentation, in the newest version its page had in this place; the site it fed is gone.
macro_rules! section {
    (blocking # $section:literal) => {
        section!("86062bfcc2fbb3248e2f2142a67cf40becafaccc" "user/blocking.md#" $section)
    };
    (muting # $section:literal) => {
        section!("6fec64f943f03247ada062e7d7be48b4221bbc3c" "user/muting.md#" $section)
    };
    (following # $section:literal) => {
        section!("94ac4f0454f166cad2806f38099795ae9652eb53" "user/following.md#" $section)
    };
    (lookup # $section:literal) => {
        section!("a1e9f11c9e8e43f33dd26b8a968e0810215dac08" "user/lookup.md#" $section)
    };
    (interactions # $section:literal) => {
        section!("94ac4f0454f166cad2806f38099795ae9652eb53" "user/post-interactions.md#" $section)
    };
    (post # $section:literal) => {
        section!("acba4dea120f76cd8eb954d2063a518a32c8804b" "post/lifecycle.md#" $section)
    };
    (post_lookup # $section:literal) => {
        section!("94ac4f0454f166cad2806f38099795ae9652eb53" "post/lookup.md#" $section)
    };
    (reposts # $section:literal) => {
        section!("2d4b8588f13bb31689e0623e15566b68f1d48c4d" "post/reposts.md#" $section)
    };
    (stars # $section:literal) => {
        section!("a1e9f11c9e8e43f33dd26b8a968e0810215dac08" "post/stars.md#" $section)
    };
    (replies # $section:literal) => {
        section!("de99e58b129c23aa7216533f19e8ec3cd3d1dacb" "post/replies.md#" $section)
    };
    (streams # $section:literal) => {
        section!("94ac4f0454f166cad2806f38099795ae9652eb53" "post/streams.md#" $section)
    };
    (channel # $section:literal) => {
        section!("b0f62eb10fbad467bd4a1ba6b76930260515057a" "channel/lookup.md#" $section)
    };
    (subscriptions # $section:literal) => {
        section!("7f5f3937d50da18c94280e4825b7880b4601912d" "channel/subscriptions.md#" $section)
    };
    (message # $section:literal) => {
        section!("de99e58b129c23aa7216533f19e8ec3cd3d1dacb" "message/lifecycle.md#" $section)
    };
    (message_lookup # $section:literal) => {
        section!("6fec64f943f03247ada062e7d7be48b4221bbc3c" "message/lookup.md#" $section)
    };
    (token # $section:literal) => {
        section!("f7a5cd1e86a8668c5b357c61c681a6ffad455cda" "token/index.md#" $section)
    };
    (granted # $section:literal) => {
        section!("187fb632bbe5a4dbe58867b9be333f522bff2c53" "token/index.md#" $section)
    };
    // Of 2014, when the pages had moved.
    (deauthorize # $section:literal) => {
        section!(in "reference" "847fd48e3df60f8e9da5cc55661d056bf91c6dbb" "resources/token/index.md#" $section)
    };
    (flows # $section:literal) => {
        section!(in "reference" "4a934fe72a7ad4a0b4929740569ca1f73216e6c4" "authentication/flows/web.md#" $section)
    };
    ($commit:literal $page:literal $section:literal) => {
        section!(in "docs" $commit "resources/" $page $section)
    };
    (in $folder:literal $commit:literal $($page:literal)+) => {
        concat!("https://github.com/appdotnet/api-spec/blob/", $commit, "/content/", $folder, "/", $($page),+)
    };
}

pub(super) use section;

/// What reads have in common: any token will do. A person's token need not name `basic`, which every one has ([doc]).
pub(super) const READ: Endpoint = Endpoint {
    name: "",
    routes: &[],
    access: Access::Token,
    permission: Permission::Read,
    scopes: &[],
    limits: &limits::READ,
    command: CommandKind::ShowUser,
    docs: "",
    decode: users::show,
};

/// What reads by anybody have in common ([doc] token: None).
pub(super) const OPEN: Endpoint = Endpoint { access: Access::Open, limits: &limits::OPEN, ..READ };

/// What the caller's own streams have in common ([doc] scope).
pub(super) const STREAM: Endpoint = Endpoint { access: Access::User, scopes: &["stream"], ..READ };

/// What writes about people have in common: they are a person's and need the scope `follow` ([doc]).
pub(super) const WRITE: Endpoint = Endpoint {
    access: Access::User,
    permission: Permission::ReadWrite,
    scopes: &["follow"],
    limits: &limits::CHANGE,
    ..READ
};

/// What writes about posts have in common ([doc] scope).
pub(super) const WRITE_POST: Endpoint = Endpoint { scopes: &["write_post"], ..WRITE };

/// What reads of private channels have in common: `public_messages` does not see them ([doc]).
pub(super) const MESSAGES: Endpoint =
    Endpoint { access: Access::User, permission: Permission::ReadWriteDirectMessages, scopes: &["messages"], ..READ };

/// What writes to them have in common.
pub(super) const WRITE_MESSAGE: Endpoint = Endpoint { limits: &limits::CHANGE, ..MESSAGES };

/// What an app asks for without a token.
pub(super) const CLIENT: Endpoint = Endpoint { access: Access::Client, limits: &limits::TOKENS, ..READ };

/// What only an app may ask for about itself.
pub(super) const APP: Endpoint = Endpoint { access: Access::App, ..READ };

pub(super) const fn get(path: &'static str) -> Route {
    Route { method: Method::Get, path }
}

pub(super) const fn post(path: &'static str) -> Route {
    Route { method: Method::Post, path }
}

/// The successor's word for POST, which its clients send ([client] pnutpy).
pub(super) const fn put(path: &'static str) -> Route {
    Route { method: Method::Put, path }
}

pub(super) const fn delete(path: &'static str) -> Route {
    Route { method: Method::Delete, path }
}
