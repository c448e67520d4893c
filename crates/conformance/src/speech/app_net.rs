//! App.net as its clients speak it: bearer tokens, people in paths as ids or `@name`, envelopes.

use block_graph::UserId;
use portcullis::world::TokenKind;
use serde_json::Value;

use super::json::{at, id, ids};
use super::{Intent, Listed, Seen, Speech, Target};
use crate::ask::{Answer, Ask};
use crate::proof::Proof;

pub(super) struct AppNet;

impl Speech for AppNet {
    fn name(&self) -> &'static str {
        "app.net"
    }

    fn say(&self, _: UserId, intent: &Intent) -> Option<Ask> {
        let post = |what: &str, target: &Target| Some(Ask::post(format!("/users/{}/{what}", person(target))));
        let delete = |what: &str, target: &Target| Some(Ask::delete(format!("/users/{}/{what}", person(target))));
        match intent {
            Intent::Block(target) => post("block", target),
            Intent::Unblock(target) => delete("block", target),
            Intent::Mute(target) => post("mute", target),
            Intent::Unmute(target) => delete("mute", target),
            Intent::Follow(target) => post("follow", target),
            Intent::Unfollow(target) => delete("follow", target),
            Intent::Show(target) | Intent::Relation(target) => Some(Ask::get(format!("/users/{}", person(target)))),
            Intent::LookUp(targets) => Some(Ask::get(format!("/users?ids={}", joined(targets.iter().map(person))))),
            Intent::WhoAmI => Some(Ask::get("/token")),
            Intent::List { list, size, token } => {
                let token = token.as_ref().map(|token| format!("&{token}")).unwrap_or_default();
                Some(Ask::get(format!("/users/me/{}?count={size}{token}", word(*list))))
            }
            Intent::BulkIds(list, owners) => {
                let owners = joined(owners.iter().map(ToString::to_string));
                Some(Ask::get(format!("/users/{}/ids?ids={owners}", word(*list))))
            }
            Intent::RefuseMessages(_) | Intent::AcceptMessages(_) => None,
        }
    }

    fn read(&self, intent: &Intent, answer: &Answer) -> Seen {
        let body = answer.json();
        assert_eq!(at(&body, "/meta/code"), 200, "{body}");
        match intent {
            Intent::List { token, .. } => page(&body, token.as_deref().unwrap_or_default()),
            Intent::LookUp(_) => Seen { people: Some(ids(body.get("data"), "/id")), ..Seen::default() },
            Intent::BulkIds(..) => lists(at(&body, "/data")),
            Intent::WhoAmI => user(at(&body, "/data/user")),
            _ => user(at(&body, "/data")),
        }
    }

    fn untold(&self) -> &'static [&'static str] {
        &["requested", "refusing"]
    }

    fn person(&self, username: &str) -> Proof {
        Proof::demo(TokenKind::AppNetUser, username)
    }

    fn app(&self) -> Proof {
        Proof::demo(TokenKind::AppNetApp, "")
    }
}

fn word(list: Listed) -> &'static str {
    match list {
        Listed::Blocked => "blocked",
        Listed::Muted => "muted",
    }
}

/// A name has one `@` before it, whether its writer put one there or not.
fn person(target: &Target) -> String {
    match target {
        Target::Id(id) => id.to_string(),
        Target::Name(name) => format!("@{}", name.strip_prefix('@').unwrap_or(name)),
    }
}

fn joined(items: impl Iterator<Item = String>) -> String {
    items.collect::<Vec<_>>().join(",")
}

/// The keys of the relation are absent of oneself.
fn user(data: &Value) -> Seen {
    let fact = |name: &str| data.get(name).and_then(Value::as_bool);
    Seen {
        user: Some(id(at(data, "/id"))),
        blocking: fact("you_blocked"),
        muting: fact("you_muted"),
        following: fact("you_follow"),
        followed_by: fact("follows_you"),
        messages: fact("you_can_subscribe"),
        followers: at(data, "/counts/followers").as_i64(),
        follows: at(data, "/counts/following").as_i64(),
        ..Seen::default()
    }
}

/// `more` looks in the direction of reading; the other direction is always open, as its clients poll it.
fn page(body: &Value, token: &str) -> Seen {
    let end = |parameter: &str, name: &str| {
        let id = at(body, "/meta").get(name).map(|id| id.as_str().unwrap_or_default().to_owned());
        id.map(|id| format!("{parameter}={id}"))
    };
    let more = at(body, "/meta/more").as_bool().unwrap_or_else(|| panic!("`more` is no switch in {body}"));
    let newer = token.starts_with("since_id");
    Seen {
        people: Some(ids(body.get("data"), "/id")),
        next: end("before_id", "min_id").filter(|_| more || newer),
        previous: end("since_id", "max_id").filter(|_| more || !newer),
        ..Seen::default()
    }
}

fn lists(data: &Value) -> Seen {
    let object = data.as_object().unwrap_or_else(|| panic!("{data} is no object"));
    let lists = object.iter().map(|(owner, listed)| {
        let owner = UserId::parse(owner).unwrap_or_else(|| panic!("{owner} is no id"));
        (owner, listed.as_array().into_iter().flatten().map(id).collect())
    });
    Seen { lists: Some(lists.collect()), ..Seen::default() }
}
