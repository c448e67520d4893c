//! What people do with posts, messages and lists, and the request that says it in each dialect.

use block_graph::{ListId, MessageId, PostId, UserId};
use dialect::oauth1::escape;
use serde_json::{Value, json};

use crate::ask::{Answer, Ask};

/// Something that somebody wants of posts, messages, lists or follows; sizes are those of a page.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Deed {
    /// To write a post.
    Write(&'static str),
    /// To answer one.
    Reply(&'static str, PostId),
    /// To quote one.
    Quote(&'static str, PostId),
    /// To write one with a picture in which somebody is tagged.
    Tag(&'static str, UserId),
    /// To delete one.
    Delete(PostId),
    /// To see one.
    Show(PostId),
    /// To see many.
    LookUp(Vec<PostId>),
    /// To like one.
    Like(PostId),
    /// To take a like back.
    Unlike(PostId),
    /// To repeat one.
    Repost(PostId),
    /// To take that back.
    Unrepost(PostId),
    /// To see who repeated one.
    Reposters(PostId, usize),
    /// To see who likes one.
    Likers(PostId, usize),
    /// To see what somebody likes.
    LikesOf(UserId, usize),
    /// To see what somebody writes.
    PostsOf(UserId, usize),
    /// To see what names the caller.
    Mentions(usize),
    /// To see what those write whom the caller follows.
    Home(usize),
    /// To see whom somebody follows.
    Following(UserId, usize),
    /// To see who follows somebody.
    Followers(UserId, usize),
    /// To find people.
    Search(&'static str, usize),
    /// To no longer see what somebody repeats.
    HideReposts(UserId),
    /// To see it again.
    ShowReposts(UserId),
    /// To send somebody a message.
    Send(UserId, &'static str),
    /// To see a message.
    Message(UserId, MessageId),
    /// To take one out of one's sight.
    DropMessage(UserId, MessageId),
    /// To see all one's messages.
    Messages(usize),
    /// To see those with somebody.
    Conversation(UserId, usize),
    /// To make a list of that name.
    MakeList(&'static str),
    /// To give one another name.
    NameList(ListId, &'static str),
    /// To delete one.
    DropList(ListId),
    /// To see one.
    ShowList(ListId),
    /// To put somebody on one.
    AddTo(ListId, UserId),
    /// To take somebody off one.
    TakeOff(ListId, UserId),
    /// To see who is on one.
    Members(ListId, usize),
    /// To see the lists that somebody made.
    ListsOf(UserId, usize),
    /// To see the lists that somebody is on.
    ListsWith(UserId, usize),
}

/// The request that says it in the dialect of that name; `None` where there are no words for it.
pub fn ask(dialect: &str, me: UserId, deed: &Deed) -> Option<Ask> {
    match dialect {
        "v1.1" => v1(deed),
        "v2" => v2(me, deed),
        "app.net" => app_net(me, deed),
        other => panic!("no dialect is called {other}"),
    }
}

/// The id of what a good answer says was made.
pub fn made(answer: &Answer) -> i64 {
    let body = answer.json();
    let ids =
        ["/id_str", "/event/id", "/data/dm_event_id", "/data/id"].iter().filter_map(|pointer| body.pointer(pointer));
    let id = ids.filter_map(Value::as_str).find_map(|text| text.parse().ok());
    id.unwrap_or_else(|| panic!("no id in {body}"))
}

fn send(path: impl Into<String>, body: &Value) -> Ask {
    Ask::post(path).json(body.to_string())
}

fn joined(posts: &[PostId]) -> String {
    posts.iter().map(ToString::to_string).collect::<Vec<_>>().join(",")
}

fn v1(deed: &Deed) -> Option<Ask> {
    let get = |path: &str, query: String| Some(Ask::get(format!("/1.1/{path}.json?{query}")));
    let post = |path: &str, query: String| Some(Ask::post(format!("/1.1/{path}.json?{query}")));
    match deed {
        Deed::Write(text) => post("statuses/update", format!("status={}", escape(text))),
        Deed::Reply(text, to) => post("statuses/update", format!("status={}&in_reply_to_status_id={to}", escape(text))),
        Deed::Quote(text, of) => {
            let address = escape(&format!("https://twitter.com/cat/status/{of}"));
            post("statuses/update", format!("status={}&attachment_url={address}", escape(text)))
        }
        Deed::Delete(id) => post(&format!("statuses/destroy/{id}"), String::new()),
        Deed::Show(id) => get("statuses/show", format!("id={id}")),
        Deed::LookUp(ids) => get("statuses/lookup", format!("id={}", escape(&joined(ids)))),
        Deed::Like(id) => post("favorites/create", format!("id={id}")),
        Deed::Unlike(id) => post("favorites/destroy", format!("id={id}")),
        Deed::Repost(id) => post(&format!("statuses/retweet/{id}"), String::new()),
        Deed::Unrepost(id) => post(&format!("statuses/unretweet/{id}"), String::new()),
        Deed::Reposters(id, size) => get("statuses/retweeters/ids", format!("id={id}&count={size}")),
        Deed::LikesOf(user, size) => get("favorites/list", format!("user_id={user}&count={size}")),
        Deed::PostsOf(user, size) => get("statuses/user_timeline", format!("user_id={user}&count={size}")),
        Deed::Mentions(size) => get("statuses/mentions_timeline", format!("count={size}")),
        Deed::Home(size) => get("statuses/home_timeline", format!("count={size}")),
        Deed::Following(user, size) => get("friends/list", format!("user_id={user}&count={size}")),
        Deed::Followers(user, size) => get("followers/list", format!("user_id={user}&count={size}")),
        Deed::Search(text, size) => get("users/search", format!("q={}&count={size}", escape(text))),
        Deed::HideReposts(user) => post("friendships/update", format!("user_id={user}&retweets=false")),
        Deed::ShowReposts(user) => post("friendships/update", format!("user_id={user}&retweets=true")),
        Deed::Send(to, text) => {
            let (target, data) = (json!({"recipient_id": to.to_string()}), json!({"text": text}));
            let event = json!({"type": "message_create", "message_create": {"target": target, "message_data": data}});
            Some(send("/1.1/direct_messages/events/new.json", &json!({"event": event})))
        }
        Deed::Message(_, id) => get("direct_messages/events/show", format!("id={id}")),
        Deed::DropMessage(_, id) => Some(Ask::delete(format!("/1.1/direct_messages/events/destroy.json?id={id}"))),
        Deed::Messages(size) => get("direct_messages/events/list", format!("count={size}")),
        Deed::MakeList(name) => post("lists/create", format!("name={}", escape(name))),
        Deed::NameList(list, name) => post("lists/update", format!("list_id={list}&name={}", escape(name))),
        Deed::DropList(list) => post("lists/destroy", format!("list_id={list}")),
        Deed::ShowList(list) => get("lists/show", format!("list_id={list}")),
        Deed::AddTo(list, user) => post("lists/members/create", format!("list_id={list}&user_id={user}")),
        Deed::TakeOff(list, user) => post("lists/members/destroy", format!("list_id={list}&user_id={user}")),
        Deed::Members(list, size) => get("lists/members", format!("list_id={list}&count={size}")),
        Deed::ListsOf(user, size) => get("lists/ownerships", format!("user_id={user}&count={size}")),
        Deed::ListsWith(user, size) => get("lists/memberships", format!("user_id={user}&count={size}")),
        Deed::Tag(..) | Deed::Likers(..) | Deed::Conversation(..) => None,
    }
}

fn v2(me: UserId, deed: &Deed) -> Option<Ask> {
    let page = |path: String, size: &usize| Ask::get(format!("{path}?max_results={size}"));
    Some(match deed {
        Deed::Write(text) => send("/2/tweets", &json!({"text": text})),
        Deed::Reply(text, to) => {
            send("/2/tweets", &json!({"text": text, "reply": {"in_reply_to_tweet_id": to.to_string()}}))
        }
        Deed::Quote(text, of) => send("/2/tweets", &json!({"text": text, "quote_tweet_id": of.to_string()})),
        Deed::Tag(text, user) => {
            let media = json!({"media_ids": ["1455952740635586573"], "tagged_user_ids": [user.to_string()]});
            send("/2/tweets", &json!({"text": text, "media": media}))
        }
        Deed::Delete(id) => Ask::delete(format!("/2/tweets/{id}")),
        Deed::Show(id) => Ask::get(format!("/2/tweets/{id}")),
        Deed::LookUp(ids) => Ask::get(format!("/2/tweets?ids={}", joined(ids))),
        Deed::Like(id) => send(format!("/2/users/{me}/likes"), &json!({"tweet_id": id.to_string()})),
        Deed::Unlike(id) => Ask::delete(format!("/2/users/{me}/likes/{id}")),
        Deed::Repost(id) => send(format!("/2/users/{me}/retweets"), &json!({"tweet_id": id.to_string()})),
        Deed::Unrepost(id) => Ask::delete(format!("/2/users/{me}/retweets/{id}")),
        Deed::Reposters(id, size) => page(format!("/2/tweets/{id}/retweeted_by"), size),
        Deed::Likers(id, size) => page(format!("/2/tweets/{id}/liking_users"), size),
        Deed::LikesOf(user, size) => page(format!("/2/users/{user}/liked_tweets"), size),
        Deed::PostsOf(user, size) => page(format!("/2/users/{user}/tweets"), size),
        Deed::Mentions(size) => page(format!("/2/users/{me}/mentions"), size),
        Deed::Home(size) => page(format!("/2/users/{me}/timelines/reverse_chronological"), size),
        Deed::Following(user, size) => page(format!("/2/users/{user}/following"), size),
        Deed::Followers(user, size) => page(format!("/2/users/{user}/followers"), size),
        Deed::Search(text, size) => Ask::get(format!("/2/users/search?query={}&max_results={size}", escape(text))),
        Deed::Send(to, text) => send(format!("/2/dm_conversations/with/{to}/messages"), &json!({"text": text})),
        Deed::Message(_, id) => Ask::get(format!("/2/dm_events/{id}")),
        Deed::DropMessage(_, id) => Ask::delete(format!("/2/dm_events/{id}")),
        Deed::Messages(size) => page("/2/dm_events".to_owned(), size),
        Deed::Conversation(with, size) => page(format!("/2/dm_conversations/with/{with}/dm_events"), size),
        Deed::MakeList(name) => send("/2/lists", &json!({"name": name})),
        Deed::NameList(list, name) => {
            Ask::new(dialect::Method::Put, format!("/2/lists/{list}")).json(json!({"name": name}).to_string())
        }
        Deed::DropList(list) => Ask::delete(format!("/2/lists/{list}")),
        Deed::ShowList(list) => Ask::get(format!("/2/lists/{list}")),
        Deed::AddTo(list, user) => send(format!("/2/lists/{list}/members"), &json!({"user_id": user.to_string()})),
        Deed::TakeOff(list, user) => Ask::delete(format!("/2/lists/{list}/members/{user}")),
        Deed::Members(list, size) => page(format!("/2/lists/{list}/members"), size),
        Deed::ListsOf(user, size) => page(format!("/2/users/{user}/owned_lists"), size),
        Deed::ListsWith(user, size) => page(format!("/2/users/{user}/list_memberships"), size),
        Deed::HideReposts(_) | Deed::ShowReposts(_) => return None,
    })
}

/// A private channel's number is both people's ids in one.
fn app_net(me: UserId, deed: &Deed) -> Option<Ask> {
    let channel = |with: &UserId| me.0 ^ with.0;
    let page = |path: String, size: &usize| Ask::get(format!("{path}?count={size}"));
    Some(match deed {
        Deed::Write(text) => send("/posts", &json!({"text": text})),
        Deed::Reply(text, to) => send("/posts", &json!({"text": text, "reply_to": to.to_string()})),
        Deed::Delete(id) => Ask::delete(format!("/posts/{id}")),
        Deed::Show(id) => Ask::get(format!("/posts/{id}")),
        Deed::LookUp(ids) => Ask::get(format!("/posts?ids={}", joined(ids))),
        Deed::Like(id) => Ask::post(format!("/posts/{id}/star")),
        Deed::Unlike(id) => Ask::delete(format!("/posts/{id}/star")),
        Deed::Repost(id) => Ask::post(format!("/posts/{id}/repost")),
        Deed::Unrepost(id) => Ask::delete(format!("/posts/{id}/repost")),
        Deed::Reposters(id, size) => page(format!("/posts/{id}/reposters"), size),
        Deed::Likers(id, size) => page(format!("/posts/{id}/stars"), size),
        Deed::LikesOf(user, size) => page(format!("/users/{user}/stars"), size),
        Deed::PostsOf(user, size) => page(format!("/users/{user}/posts"), size),
        Deed::Mentions(size) => page("/users/me/mentions".to_owned(), size),
        Deed::Home(size) => page("/posts/stream".to_owned(), size),
        Deed::Following(user, size) => page(format!("/users/{user}/following"), size),
        Deed::Followers(user, size) => page(format!("/users/{user}/followers"), size),
        Deed::Search(text, size) => Ask::get(format!("/users/search?q={}&count={size}", escape(text))),
        Deed::Send(to, text) => send("/channels/pm/messages", &json!({"text": text, "destinations": [to.to_string()]})),
        Deed::Message(with, id) => Ask::get(format!("/channels/{}/messages/{id}", channel(with))),
        Deed::DropMessage(with, id) => Ask::delete(format!("/channels/{}/messages/{id}", channel(with))),
        Deed::Conversation(with, size) => page(format!("/channels/{}/messages", channel(with)), size),
        Deed::Quote(..)
        | Deed::Tag(..)
        | Deed::HideReposts(_)
        | Deed::ShowReposts(_)
        | Deed::Messages(_)
        | Deed::MakeList(_)
        | Deed::NameList(..)
        | Deed::DropList(_)
        | Deed::ShowList(_)
        | Deed::AddTo(..)
        | Deed::TakeOff(..)
        | Deed::Members(..)
        | Deed::ListsOf(..)
        | Deed::ListsWith(..) => return None,
    })
}
