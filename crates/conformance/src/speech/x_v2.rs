//! X API v2 as its clients speak it: OAuth 2 bearers, ids in paths, targets in JSON bodies.

use block_graph::UserId;
use dialect::oauth1::escape;
use portcullis::world::TokenKind;
use serde_json::{Value, json};

use super::json::{at, id, ids};
use super::{Intent, Listed, Seen, Speech, Target};
use crate::ask::{Answer, Ask};
use crate::proof::Proof;

pub(super) struct XV2;

const FIELDS: &str = "user.fields=connection_status,receives_your_dm,public_metrics";

impl Speech for XV2 {
    fn name(&self) -> &'static str {
        "v2"
    }

    fn say(&self, me: UserId, intent: &Intent) -> Option<Ask> {
        // A body names people by id alone.
        let post = |what: &str, target: &Target| {
            let body = json!({"target_user_id": by_id(target)?.to_string()});
            Some(Ask::post(format!("/2/users/{me}/{what}")).json(body.to_string()))
        };
        let delete =
            |what: &str, target: &Target| Some(Ask::delete(format!("/2/users/{me}/{what}/{}", by_id(target)?)));
        let messages = |what: &str, target: &Target| Some(Ask::post(format!("/2/users/{}/dm/{what}", by_id(target)?)));
        match intent {
            Intent::Block(target) => post("blocking", target),
            Intent::Unblock(target) => delete("blocking", target),
            Intent::Mute(target) => post("muting", target),
            Intent::Unmute(target) => delete("muting", target),
            Intent::Follow(target) => post("following", target),
            Intent::Unfollow(target) => delete("following", target),
            Intent::RefuseMessages(target) => messages("block", target),
            Intent::AcceptMessages(target) => messages("unblock", target),
            Intent::Show(target) | Intent::Relation(target) => Some(Ask::get(match target {
                Target::Id(id) => format!("/2/users/{id}?{FIELDS}"),
                Target::Name(name) => format!("/2/users/by/username/{}?{FIELDS}", escape(bare(name))),
            })),
            Intent::LookUp(targets) => look_up(targets),
            Intent::WhoAmI => Some(Ask::get(format!("/2/users/me?{FIELDS}"))),
            Intent::List { list, size, token } => {
                let path = match list {
                    Listed::Blocked => "blocking",
                    Listed::Muted => "muting",
                };
                let token = token.as_ref().map(|token| format!("&pagination_token={token}")).unwrap_or_default();
                Some(Ask::get(format!("/2/users/{me}/{path}?max_results={size}{token}")))
            }
            Intent::BulkIds(..) => None,
        }
    }

    fn read(&self, intent: &Intent, answer: &Answer) -> Seen {
        let body = answer.json();
        match intent {
            Intent::List { .. } => page(&body),
            Intent::LookUp(_) => Seen { people: Some(ids(body.get("data"), "/id")), ..Seen::default() },
            Intent::Show(_) | Intent::Relation(_) | Intent::WhoAmI => user(&body),
            _ => done(&body),
        }
    }

    fn untold(&self) -> &'static [&'static str] {
        &["refusing"]
    }

    fn person(&self, username: &str) -> Proof {
        Proof::demo(TokenKind::Oauth2User, username)
    }

    fn app(&self) -> Proof {
        Proof::demo(TokenKind::AppOnly, "")
    }
}

fn by_id(target: &Target) -> Option<UserId> {
    match target {
        Target::Id(id) => Some(*id),
        Target::Name(_) => None,
    }
}

/// All by id or all by name: one parameter takes one kind.
fn look_up(targets: &[Target]) -> Option<Ask> {
    let ids: Option<Vec<_>> = targets.iter().map(|target| by_id(target).map(|id| id.to_string())).collect();
    if let Some(ids) = ids {
        return Some(Ask::get(format!("/2/users?ids={}", ids.join(","))));
    }
    let names = targets.iter().map(|target| match target {
        Target::Id(_) => None,
        Target::Name(name) => Some(escape(bare(name))),
    });
    names.collect::<Option<Vec<_>>>().map(|names| Ask::get(format!("/2/users/by?usernames={}", names.join(","))))
}

fn user(body: &Value) -> Seen {
    let data = at(body, "/data");
    let words = data.get("connection_status").and_then(Value::as_array);
    let connected = |word: &str| words.map(|words| words.iter().any(|said| said == word));
    Seen {
        user: Some(id(at(data, "/id"))),
        blocking: connected("blocking"),
        muting: connected("muting"),
        following: connected("following"),
        followed_by: connected("followed_by"),
        requested: connected("follow_request_sent"),
        messages: data.get("receives_your_dm").and_then(Value::as_bool),
        followers: at(data, "/public_metrics/followers_count").as_i64(),
        follows: at(data, "/public_metrics/following_count").as_i64(),
        ..Seen::default()
    }
}

/// The state after a write, under the write's own key.
fn done(body: &Value) -> Seen {
    let fact = |name: &str| at(body, "/data").get(name).and_then(Value::as_bool);
    Seen {
        blocking: fact("blocking"),
        muting: fact("muting"),
        following: fact("following"),
        requested: fact("pending_follow"),
        refusing: fact("blocked"),
        ..Seen::default()
    }
}

fn page(body: &Value) -> Seen {
    let token = |name: &str| at(body, "/meta").get(name).map(|token| token.as_str().unwrap_or_default().to_owned());
    let people = ids(body.get("data"), "/id");
    assert_eq!(at(body, "/meta/result_count").as_u64(), u64::try_from(people.len()).ok(), "{body}");
    Seen { people: Some(people), next: token("next_token"), previous: token("previous_token"), ..Seen::default() }
}

/// The name as its clients send it: its users may write an `@` before it, the API takes none.
fn bare(name: &str) -> &str {
    name.strip_prefix('@').unwrap_or(name)
}
