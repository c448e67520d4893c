//! What a block does, promise by promise, with the real engine behind the dialect: Amy blocks Bea, Cal looks on.

use std::collections::HashMap;
use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{Thread, current, park};

use block_graph::access::session::Sessions;
use block_graph::access::{Actor, Grant, TokenClass};
use block_graph::event::Change;
use block_graph::rate::Limiter;
use block_graph::store::{Memory, Store};
use block_graph::testkit::{AMY, BEA, grant, person};
use block_graph::{Counts, Engine, ManualClock, Parts, UserId, Wants};
use dialect::Method::{Delete, Get, Post};
use dialect::testkit::NOW;
use dialect::{Method, audience};
use serde_json::Value;

use super::exchange;
use crate::conversation::ChannelId;

const CAL: UserId = UserId(1001);

/// Runs a future on this thread.
pub(super) fn wait<T>(future: impl Future<Output = T>) -> T {
    struct Unpark(Thread);
    impl Wake for Unpark {
        fn wake(self: Arc<Self>) {
            self.0.unpark();
        }
    }
    let waker = Waker::from(Arc::new(Unpark(current())));
    let mut future = pin!(future);
    loop {
        match future.as_mut().poll(&mut Context::from_waker(&waker)) {
            Poll::Ready(value) => return value,
            Poll::Pending => park(),
        }
    }
}

struct World(Engine);

/// What a request was answered with: the status and the body.
type Answer = (u16, Value);

impl World {
    /// Amy, Bea and Cal; Bea follows Amy, and Cal follows both.
    fn new() -> Self {
        let engine = Engine::open(Parts {
            clock: Arc::new(ManualClock::at(NOW)),
            worker: 0,
            store: Store::Owned(Arc::new(Memory)),
            limiter: Limiter::new(true, HashMap::new()),
            timestamp_window: 300,
            readers: 1,
            sessions: Sessions::new([7; 32]),
        });
        let people = [(AMY, "amy"), (BEA, "bea"), (CAL, "cal")];
        let make = |(id, name)| Change::AddUser(person(id, name).into(), Counts::default());
        let world = Self(engine.unwrap());
        wait(world.0.import(people.map(make).into())).unwrap();
        for (follower, followed) in [(BEA, "@amy"), (CAL, "@amy"), (CAL, "@bea")] {
            world.ok(follower, Post, &format!("/users/{followed}/follow"));
        }
        world
    }

    fn asked(&self, caller: Option<Grant>, method: Method, target: &str, json: &str) -> Answer {
        let actor = caller.clone().map_or(Actor::Anonymous, |grant| Actor::Granted(Arc::new(grant)));
        let mut exchange = exchange(method, target).body("application/json", json);
        if let Some(grant) = caller {
            exchange = exchange.by(grant);
        }
        let reply = exchange.reply(|command| wait(self.0.execute(&actor, command.clone(), Wants::RELATION)));
        (reply.status, serde_json::from_slice(&reply.body).unwrap())
    }

    fn by(&self, user: UserId, method: Method, target: &str) -> Answer {
        self.asked(Some(grant(TokenClass::UserBearer, audience::APP_NET, Some(user), &[])), method, target, "")
    }

    fn says(&self, user: UserId, target: &str, json: &str) -> Answer {
        self.asked(Some(grant(TokenClass::UserBearer, audience::APP_NET, Some(user), &[])), Post, target, json)
    }

    /// The data of an answer that must be good.
    fn ok(&self, user: UserId, method: Method, target: &str) -> Value {
        good(self.by(user, method, target))
    }

    /// The ids in a list that somebody gets.
    fn ids(&self, user: UserId, target: &str) -> Vec<String> {
        ids(&self.ok(user, Get, target))
    }

    /// Somebody writes a post; its id.
    fn post(&self, user: UserId, text: &str, reply_to: Option<&str>) -> String {
        let reply_to = reply_to.map(|id| format!(",\"reply_to\":\"{id}\"")).unwrap_or_default();
        let post = good(self.says(user, "/posts", &format!("{{\"text\":\"{text}\"{reply_to}}}")));
        post["id"].as_str().unwrap().to_owned()
    }

    fn block(&self) {
        self.ok(AMY, Post, "/users/@bea/block");
    }
}

fn good((status, body): Answer) -> Value {
    assert_eq!((status, &body["meta"]["code"]), (200, &Value::from(200)), "{body}");
    body["data"].clone()
}

fn ids(data: &Value) -> Vec<String> {
    data.as_array().unwrap().iter().map(|item| item["id"].as_str().unwrap_or_default().to_owned()).collect()
}

fn error((status, body): Answer) -> (u16, String) {
    assert_eq!(body.get("data"), None);
    (status, body["meta"]["error_message"].as_str().unwrap_or_default().to_owned())
}

fn no_post() -> (u16, String) {
    (404, "Not Found: The requested post could not be found.".to_owned())
}

#[test]
fn follows_end_and_the_profile_stays() {
    let world = World::new();
    world.block();
    assert_eq!(world.ids(AMY, "/users/me/followers"), [CAL.to_string()]);
    let amy = world.ok(BEA, Get, "/users/@amy");
    assert_eq!((&amy["you_follow"], &amy["you_can_follow"]), (&false.into(), &false.into()));
    assert_eq!((&amy["you_can_subscribe"], amy.get("blocked_you")), (&false.into(), None));
    assert_eq!(amy["counts"]["followers"], 1);
    assert_eq!((&amy["you_blocked"], &amy["you_muted"]), (&false.into(), &false.into()));
    let bea = world.ok(AMY, Get, "/users/@bea");
    assert_eq!((&bea["you_blocked"], &bea["you_muted"]), (&true.into(), &false.into()));
    // People are not hidden: she is among those whom a third person follows, and in look-ups.
    assert_eq!(world.ids(BEA, "/users/@cal/following"), [BEA.to_string(), AMY.to_string()]);
    assert_eq!(world.ids(BEA, &format!("/users?ids={AMY}")), [AMY.to_string()]);
    let follow = |by, whom: &str| error(world.by(by, Post, &format!("/users/{whom}/follow")));
    assert_eq!(follow(BEA, "@amy"), (403, "Forbidden: This user has blocked you.".to_owned()));
    assert_eq!(follow(AMY, "@bea"), (403, "Forbidden: You have blocked this user.".to_owned()));
}

#[test]
fn the_blocker_s_posts_are_out_of_the_blocked_one_s_sight() {
    let world = World::new();
    let post = world.post(AMY, "hello @bea", None);
    let thread = world.post(CAL, "@amy hi", Some(&post));
    let repost = world.ok(CAL, Post, &format!("/posts/{post}/repost"))["id"].as_str().unwrap().to_owned();
    world.ok(AMY, Post, &format!("/posts/{thread}/star"));
    world.block();

    // One by one they are not there, and nothing can be done to them.
    for target in ["", "/replies", "/stars", "/reposters"] {
        assert_eq!(error(world.by(BEA, Get, &format!("/posts/{post}{target}"))), no_post(), "{target}");
    }
    assert_eq!(error(world.by(BEA, Get, &format!("/posts/{repost}"))), no_post());
    for (method, target) in [(Post, "/star"), (Post, "/repost")] {
        assert_eq!(error(world.by(BEA, method, &format!("/posts/{post}{target}"))), no_post(), "{target}");
    }
    let reply = format!("{{\"text\":\"why\",\"reply_to\":\"{post}\"}}");
    assert_eq!(error(world.says(BEA, "/posts", &reply)), no_post());
    let unknown = error(world.says(BEA, "/posts", "{\"text\":\"why\",\"reply_to\":\"9\"}"));
    assert_eq!(unknown, no_post());

    // Her streams and lists are empty, as if there were nothing.
    let (status, body) = world.by(BEA, Get, &format!("/users/{AMY}/posts"));
    let empty = format!(r#"{{"meta":{{"code":200,"more":false,"marker":{{"name":"posts:{AMY}"}}}},"data":[]}}"#);
    assert_eq!((status, body), (200, serde_json::from_str(&empty).unwrap()));
    for target in ["/users/@amy/posts", "/users/@amy/stars", "/users/@amy/following", "/users/@amy/followers/ids"] {
        assert_eq!(world.ids(BEA, target), Vec::<String>::new(), "{target}");
    }

    // Elsewhere they are left out: others' reposts of them, and Amy among people, too.
    assert_eq!(world.ids(BEA, &format!("/posts?ids={post},{thread},{repost}")), [thread.as_str()]);
    assert_eq!(world.ids(BEA, "/posts/stream/global"), [thread.as_str()]);
    assert_eq!(world.ids(BEA, "/users/@cal/posts"), [thread.as_str()]);
    assert_eq!(world.ids(BEA, "/users/me/mentions"), Vec::<String>::new());
    assert_eq!(world.ids(BEA, &format!("/posts/{thread}/replies")), [thread.as_str()]);
    assert_eq!(world.ids(BEA, &format!("/posts/{thread}/stars")), Vec::<String>::new());
    assert_eq!(world.ids(BEA, "/users/search?q=amy"), Vec::<String>::new());

    // A block is no secret: whoever is not logged in sees everything, and so does Cal.
    let (status, body) = world.asked(None, Get, &format!("/posts/{post}"), "");
    assert_eq!((status, &body["data"]["text"]), (200, &"hello @bea".into()));
    assert_eq!(world.ids(CAL, "/users/@amy/posts"), [post.as_str()]);
}

#[test]
fn the_blocked_one_s_posts_are_hidden_from_the_blocker_unless_asked_for() {
    let world = World::new();
    let post = world.post(BEA, "@amy hello", None);
    world.ok(AMY, Post, "/users/@cal/follow");
    world.ok(CAL, Post, &format!("/posts/{post}/repost"));
    world.block();
    for target in ["/posts/stream", "/posts/stream/unified", "/posts/stream/global", "/users/me/mentions"] {
        assert_eq!(world.ids(AMY, target), Vec::<String>::new(), "{target}");
    }
    assert_eq!(world.ids(AMY, "/users/@cal/posts?include_muted=1"), Vec::<String>::new());
    // Asked for by name they are there, as those of muted people are.
    assert_eq!(world.ok(AMY, Get, &format!("/posts/{post}"))["text"], "@amy hello");
    assert_eq!(world.ids(AMY, "/users/@bea/posts"), [post.as_str()]);
    assert_eq!(world.ids(AMY, &format!("/posts?ids={post}")), [post.as_str()]);
    // Not so what the blocked one starred: the graph does not tell it to who blocks them.
    let cals = world.post(CAL, "hi", None);
    world.ok(BEA, Post, &format!("/posts/{cals}/star"));
    assert_eq!(world.ids(AMY, "/users/@bea/stars"), Vec::<String>::new());
    assert_eq!(world.ids(CAL, "/users/@bea/stars"), [cals.as_str()]);
    // And she cannot act on their posts while she blocks their author.
    let blocking = (403, "Forbidden: You have blocked this user.".to_owned());
    assert_eq!(error(world.by(AMY, Post, &format!("/posts/{post}/star"))), blocking);
    assert_eq!(error(world.by(AMY, Post, &format!("/posts/{post}/repost"))), blocking);
    assert_eq!(error(world.says(AMY, "/posts", &format!("{{\"text\":\"no\",\"reply_to\":{post}}}"))), blocking);
}

#[test]
fn naming_the_blocker_is_accepted_and_not_delivered() {
    let world = World::new();
    world.block();
    let post = world.post(BEA, "@amy talk to me", None);
    assert_eq!(world.ids(AMY, "/users/me/mentions"), Vec::<String>::new());
    assert_eq!(world.ids(AMY, "/posts/stream/unified"), Vec::<String>::new());
    assert_eq!(world.ids(CAL, "/users/@amy/mentions"), [post.as_str()]);
}

#[test]
fn what_was_starred_and_reposted_before_can_be_taken_back_without_being_seen() {
    let world = World::new();
    let post = world.post(AMY, "hello", None);
    world.ok(BEA, Post, &format!("/posts/{post}/star"));
    world.ok(BEA, Post, &format!("/posts/{post}/repost"));
    world.block();
    for what in ["star", "repost"] {
        let left = world.ok(BEA, Delete, &format!("/posts/{post}/{what}"));
        assert_eq!((&left["id"], left.get("text"), left.get("html")), (&post.as_str().into(), None, None), "{what}");
    }
    let seen = world.ok(CAL, Get, &format!("/posts/{post}"));
    assert_eq!((&seen["num_stars"], &seen["num_reposts"]), (&0.into(), &0.into()));
}

#[test]
fn private_messages_pass_in_neither_direction() {
    let world = World::new();
    let send = |by, to: &str| {
        world.says(by, "/channels/pm/messages", &format!("{{\"text\":\"psst\",\"destinations\":[\"{to}\"]}}"))
    };
    let first = good(send(BEA, "@amy"));
    let channel = ChannelId::between(AMY, BEA).to_string();
    assert_eq!(first["channel_id"], channel.as_str());
    world.block();
    let (blocked, blocking) = ("Forbidden: This user has blocked you.", "Forbidden: You have blocked this user.");
    assert_eq!(error(send(BEA, "@amy")), (403, blocked.to_owned()));
    assert_eq!(error(send(AMY, "@bea")), (403, blocking.to_owned()));
    let target = format!("/channels/{channel}/messages");
    assert_eq!(error(world.says(BEA, &target, "{\"text\":\"psst\"}")), (403, blocked.to_owned()));
    // The channel stays, and says that nobody can write there.
    for person in [AMY, BEA] {
        let found = world.ok(person, Get, "/channels");
        assert_eq!(ids(&found), [channel.as_str()]);
        assert_eq!((&found[0]["writers"]["you"], &found[0]["readers"]["you"]), (&false.into(), &true.into()));
    }
    assert_eq!(world.ids(CAL, "/channels"), Vec::<String>::new());
    world.ok(AMY, Delete, "/users/@bea/block");
    let again = good(world.says(BEA, &target, "{\"text\":\"psst\"}"));
    assert_eq!(world.ids(AMY, &target), [again["id"].as_str().unwrap(), first["id"].as_str().unwrap()]);
    // What one of the two takes out of their sight the other keeps.
    let gone = format!("{target}/{}", again["id"].as_str().unwrap());
    assert_eq!(world.ok(AMY, Delete, &gone)["is_deleted"], true);
    assert_eq!(world.by(AMY, Get, &gone).0, 404);
    assert_eq!(world.ok(BEA, Get, &gone)["text"], "psst");
}

#[test]
fn an_unblock_restores_sight_and_no_follows() {
    let world = World::new();
    let post = world.post(AMY, "hello", None);
    world.block();
    world.ok(AMY, Delete, "/users/@bea/block");
    assert_eq!(world.ids(BEA, "/users/@amy/posts"), [post.as_str()]);
    assert_eq!(world.ok(BEA, Post, &format!("/posts/{post}/star"))["you_starred"], true);
    assert_eq!(world.ids(AMY, "/users/me/followers"), [CAL.to_string()]);
    let deleted = world.ok(AMY, Delete, &format!("/posts/{post}"));
    assert_eq!((&deleted["is_deleted"], &deleted["deleted"]), (&true.into(), &"1".into()));
    assert_eq!(error(world.by(BEA, Get, &format!("/posts/{post}"))), no_post());
}
