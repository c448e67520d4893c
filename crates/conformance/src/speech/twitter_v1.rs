//! Twitter REST v1.1 as its clients speak it: parameters in the query of signed requests.

use block_graph::UserId;
use dialect::oauth1::escape;
use portcullis::world::TokenKind;
use serde_json::Value;

use super::json::{at, id, ids};
use super::{Intent, Listed, Seen, Speech, Target};
use crate::ask::{Answer, Ask};
use crate::proof::Proof;

pub(super) struct TwitterV1;

impl Speech for TwitterV1 {
    fn name(&self) -> &'static str {
        "v1.1"
    }

    fn say(&self, _: UserId, intent: &Intent) -> Option<Ask> {
        let post = |path: &str, target: &Target| Some(Ask::post(format!("/1.1/{path}.json?{}", person("", target))));
        match intent {
            Intent::Block(target) => post("blocks/create", target),
            Intent::Unblock(target) => post("blocks/destroy", target),
            Intent::Mute(target) => post("mutes/users/create", target),
            Intent::Unmute(target) => post("mutes/users/destroy", target),
            Intent::Follow(target) => post("friendships/create", target),
            Intent::Unfollow(target) => post("friendships/destroy", target),
            Intent::Show(target) => Some(Ask::get(format!("/1.1/users/show.json?{}", person("", target)))),
            Intent::LookUp(targets) => Some(Ask::get(format!("/1.1/users/lookup.json?{}", people(targets)))),
            Intent::Relation(target) => {
                Some(Ask::get(format!("/1.1/friendships/show.json?{}", person("target_", target))))
            }
            Intent::WhoAmI => Some(Ask::get("/1.1/account/verify_credentials.json")),
            Intent::List { list, token, .. } => {
                let path = match list {
                    Listed::Blocked => "blocks/list",
                    Listed::Muted => "mutes/users/list",
                };
                let cursor = token.as_deref().unwrap_or("-1");
                Some(Ask::get(format!("/1.1/{path}.json?cursor={cursor}&skip_status=true")))
            }
            Intent::RefuseMessages(_) | Intent::AcceptMessages(_) | Intent::BulkIds(..) => None,
        }
    }

    fn read(&self, intent: &Intent, answer: &Answer) -> Seen {
        let body = answer.json();
        match intent {
            Intent::List { .. } => page(&body),
            Intent::LookUp(_) => Seen { people: Some(ids(Some(&body), "/id_str")), ..Seen::default() },
            Intent::Relation(_) => relation(&body),
            _ => user(&body),
        }
    }

    fn untold(&self) -> &'static [&'static str] {
        // `can_dm` asks for a follow as well, so it does not tell this fact alone.
        &["messages", "refusing"]
    }

    fn person(&self, username: &str) -> Proof {
        Proof::demo(TokenKind::Oauth1, username)
    }

    fn app(&self) -> Proof {
        Proof::demo(TokenKind::AppOnly, "")
    }
}

fn person(prefix: &str, target: &Target) -> String {
    let user = if prefix.is_empty() { "user_" } else { prefix };
    match target {
        Target::Id(id) => format!("{user}id={id}"),
        Target::Name(name) => format!("{prefix}screen_name={}", escape(name)),
    }
}

fn people(targets: &[Target]) -> String {
    let all = |pick: fn(&Target) -> Option<String>| targets.iter().filter_map(pick).collect::<Vec<_>>().join("%2C");
    let ids = all(|target| match target {
        Target::Id(id) => Some(id.to_string()),
        Target::Name(_) => None,
    });
    let names = all(|target| match target {
        Target::Id(_) => None,
        Target::Name(name) => Some(escape(name)),
    });
    format!("user_id={ids}&screen_name={names}")
}

/// `following` and `follow_request_sent` are null of oneself and to apps; `muting` stands in writes alone.
fn user(body: &Value) -> Seen {
    assert_eq!(at(body, "/id").to_string(), at(body, "/id_str").as_str().unwrap_or_default(), "{body}");
    Seen {
        user: Some(id(at(body, "/id_str"))),
        following: at(body, "/following").as_bool(),
        requested: at(body, "/follow_request_sent").as_bool(),
        muting: body.get("muting").and_then(Value::as_bool),
        followers: at(body, "/followers_count").as_i64(),
        follows: at(body, "/friends_count").as_i64(),
        ..Seen::default()
    }
}

fn relation(body: &Value) -> Seen {
    let fact = |name: &str| at(body, &format!("/relationship/source/{name}")).as_bool();
    Seen {
        user: Some(id(at(body, "/relationship/target/id_str"))),
        blocking: fact("blocking"),
        muting: fact("muting"),
        following: fact("following"),
        followed_by: fact("followed_by"),
        requested: fact("following_requested"),
        ..Seen::default()
    }
}

fn page(body: &Value) -> Seen {
    let cursor = |name: &str| {
        let text = at(body, &format!("/{name}_str")).as_str().unwrap_or_default().to_owned();
        assert_eq!(at(body, &format!("/{name}")).to_string(), text, "{body}");
        Some(text).filter(|text| text != "0")
    };
    Seen {
        people: Some(ids(body.get("users"), "/id_str")),
        next: cursor("next_cursor"),
        previous: cursor("previous_cursor"),
        ..Seen::default()
    }
}
