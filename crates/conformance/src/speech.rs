//! How each dialect says one intent, and how it tells what came of it: the one place where tests hold templates of
//! requests and read bodies.

mod app_net;
mod deed;
mod twitter_v1;
mod x_v2;

use block_graph::UserId;

use crate::ask::{Answer, Ask};
use crate::proof::Proof;

pub use deed::{Deed, ask, made};

/// A person as a request names them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Target {
    /// By id.
    Id(UserId),
    /// By a name as somebody writes it.
    Name(String),
}

/// Which list of people.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Listed {
    /// Whom the caller blocks.
    Blocked,
    /// Whom the caller mutes.
    Muted,
}

/// What somebody wants.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Intent {
    /// To block somebody.
    Block(Target),
    /// To unblock somebody.
    Unblock(Target),
    /// To mute somebody.
    Mute(Target),
    /// To unmute somebody.
    Unmute(Target),
    /// To follow somebody.
    Follow(Target),
    /// To unfollow somebody.
    Unfollow(Target),
    /// To take no direct messages from somebody.
    RefuseMessages(Target),
    /// To take them again.
    AcceptMessages(Target),
    /// To see somebody's profile.
    Show(Target),
    /// To see the profiles of many.
    LookUp(Vec<Target>),
    /// To know how one stands to somebody.
    Relation(Target),
    /// To know who one is.
    WhoAmI,
    /// To see a page of a list; `token` is what an earlier page gave.
    List {
        /// Which list.
        list: Listed,
        /// How many people, where that can be said.
        size: usize,
        /// Where it begins, in the dialect's own words.
        token: Option<String>,
    },
    /// To see many people's lists of ids at once, as an app.
    BulkIds(Listed, Vec<UserId>),
}

impl Intent {
    /// The person it is about, if it is about one.
    pub fn target(&self) -> Option<&Target> {
        match self {
            Self::Block(target)
            | Self::Unblock(target)
            | Self::Mute(target)
            | Self::Unmute(target)
            | Self::Follow(target)
            | Self::Unfollow(target)
            | Self::RefuseMessages(target)
            | Self::AcceptMessages(target)
            | Self::Show(target)
            | Self::Relation(target) => Some(target),
            Self::LookUp(_) | Self::WhoAmI | Self::List { .. } | Self::BulkIds(..) => None,
        }
    }
}

/// What an answer tells, in neutral words; `None` where it does not say.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Seen {
    /// Who it is about.
    pub user: Option<UserId>,
    /// Whether the caller blocks them.
    pub blocking: Option<bool>,
    /// Whether the caller mutes them.
    pub muting: Option<bool>,
    /// Whether the caller follows them.
    pub following: Option<bool>,
    /// Whether they follow the caller.
    pub followed_by: Option<bool>,
    /// Whether the caller asked to follow them.
    pub requested: Option<bool>,
    /// Whether direct messages may pass, as far as blocks bear on it.
    pub messages: Option<bool>,
    /// Whether the caller refuses their direct messages.
    pub refusing: Option<bool>,
    /// How many follow them.
    pub followers: Option<i64>,
    /// How many they follow.
    pub follows: Option<i64>,
    /// The people of a list, in its order.
    pub people: Option<Vec<UserId>>,
    /// Where the next page begins.
    pub next: Option<String>,
    /// Where the page before begins.
    pub previous: Option<String>,
    /// Whose lists hold whom.
    pub lists: Option<Vec<(UserId, Vec<UserId>)>>,
}

/// A dialect as its clients speak it.
pub trait Speech: Sync {
    /// The dialect's name.
    fn name(&self) -> &'static str;

    /// The request that says what the caller `me` wants; `None` where the dialect has no words for it.
    fn say(&self, me: UserId, intent: &Intent) -> Option<Ask>;

    /// What a good answer tells.
    fn read(&self, intent: &Intent, answer: &Answer) -> Seen;

    /// The facts that it never tells of a relation or a profile, by the names of [`Seen`]'s fields.
    fn untold(&self) -> &'static [&'static str];

    /// How a person of the demo world proves who they are.
    fn person(&self, username: &str) -> Proof;

    /// How the demo app proves that it is one.
    fn app(&self) -> Proof;
}

/// Every dialect, in the order of the gateway's.
pub static ALL: [&dyn Speech; 3] = [&twitter_v1::TwitterV1, &x_v2::XV2, &app_net::AppNet];

/// The dialect of that name. Panics when there is none.
pub fn of(name: &str) -> &'static dyn Speech {
    *ALL.iter().find(|speech| speech.name() == name).unwrap_or_else(|| panic!("no dialect is called {name}"))
}

/// Reading of JSON, with failures that show what was read.
mod json {
    use block_graph::UserId;
    use serde_json::Value;

    /// The value at a pointer; panics when there is none.
    pub(super) fn at<'v>(value: &'v Value, pointer: &str) -> &'v Value {
        value.pointer(pointer).unwrap_or_else(|| panic!("nothing is at {pointer:?} of {value}"))
    }

    /// An id in a string.
    pub(super) fn id(value: &Value) -> UserId {
        let id = value.as_str().and_then(UserId::parse);
        id.unwrap_or_else(|| panic!("{value} is no id in a string"))
    }

    /// The ids under `key` of the objects of an array; an absent array is empty.
    pub(super) fn ids(array: Option<&Value>, key: &str) -> Vec<UserId> {
        let items = array.map(|array| array.as_array().unwrap_or_else(|| panic!("{array} is no array")));
        items.into_iter().flatten().map(|item| id(at(item, key))).collect()
    }
}
