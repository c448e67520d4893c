//! What writes answer: the state after the act, under the act's own key. 200, also for deletes, and 201 where
//! something was made ([recorded]).

use block_graph::{ListCard, Membership, MessageCard, PostCard, Reacted, Toggled};
use dialect::Reply;
use serde::Serialize;

use super::text::{Decimal, Pair, Text};
use crate::errors::{JSON, reply};

#[derive(Serialize)]
struct Data<T> {
    data: T,
}

fn data(value: impl Serialize) -> Reply {
    reply(200, JSON, &Data { data: value })
}

fn made(value: impl Serialize) -> Reply {
    reply(201, JSON, &Data { data: value })
}

/// `{"data":{"blocking":…}}`
pub(crate) fn blocking(done: &Toggled) -> Reply {
    #[derive(Serialize)]
    struct Blocking {
        blocking: bool,
    }
    data(Blocking { blocking: done.after.blocking })
}

/// `{"data":{"muting":…}}`
pub(crate) fn muting(done: &Toggled) -> Reply {
    #[derive(Serialize)]
    struct Muting {
        muting: bool,
    }
    data(Muting { muting: done.after.muting })
}

/// `{"data":{"blocked":…}}` of `dm/*`: on purpose another key than that of blocks ([spec]).
pub(crate) fn blocked(done: &Toggled) -> Reply {
    #[derive(Serialize)]
    struct Blocked {
        blocked: bool,
    }
    data(Blocked { blocked: done.after.dm_blocking })
}

/// `{"data":{"following":…,"pending_follow":…}}`: both keys, always ([spec]).
pub(crate) fn following(done: &Toggled) -> Reply {
    #[derive(Serialize)]
    struct Following {
        following: bool,
        pending_follow: bool,
    }
    data(Following { following: done.after.following, pending_follow: done.after.request_sent })
}

/// `{"data":{"following":…}}`
pub(crate) fn unfollowed(done: &Toggled) -> Reply {
    #[derive(Serialize)]
    struct Unfollowed {
        following: bool,
    }
    data(Unfollowed { following: done.after.following })
}

/// `{"data":{"id":…,"text":…,"edit_history_tweet_ids":[""]}}`: the history holds one empty text ([recorded] 2026).
pub(crate) fn created(card: &PostCard) -> Reply {
    #[derive(Serialize)]
    struct Created<'c> {
        id: Decimal,
        text: Text<'c>,
        edit_history_tweet_ids: [&'static str; 1],
    }
    let post = &card.post;
    made(Created { id: Decimal(post.id.0), text: Text::written(&post.text), edit_history_tweet_ids: [""] })
}

/// `{"data":{"deleted":true}}` of posts, messages and lists.
pub(crate) fn deleted() -> Reply {
    #[derive(Serialize)]
    struct Deleted {
        deleted: bool,
    }
    data(Deleted { deleted: true })
}

/// `{"data":{"liked":…}}`
pub(crate) fn liked(done: &Reacted) -> Reply {
    #[derive(Serialize)]
    struct Liked {
        liked: bool,
    }
    data(Liked { liked: done.post.liked })
}

/// `{"data":{"rest_id":…,"retweeted":true}}`: the id is the repost's ([spec], [recorded] 2026).
pub(crate) fn reposted(done: &Reacted) -> Reply {
    #[derive(Serialize)]
    struct Reposted {
        #[serde(skip_serializing_if = "Option::is_none")]
        rest_id: Option<Decimal>,
        retweeted: bool,
    }
    let repost = done.repost.as_ref().map(|repost| Decimal(repost.post.id.0));
    data(Reposted { rest_id: repost, retweeted: repost.is_some() })
}

/// `{"data":{"retweeted":false}}`
pub(crate) fn unreposted() -> Reply {
    #[derive(Serialize)]
    struct Unreposted {
        retweeted: bool,
    }
    data(Unreposted { retweeted: false })
}

/// `{"data":{"dm_conversation_id":…,"dm_event_id":…}}`, and where the event is, in quotes ([recorded] 2022).
pub(crate) fn sent(card: &MessageCard) -> Reply {
    #[derive(Serialize)]
    struct Sent {
        dm_conversation_id: Pair,
        dm_event_id: Decimal,
    }
    let message = &card.message;
    let mut reply = made(Sent { dm_conversation_id: Pair(message.pair()), dm_event_id: Decimal(message.id.0) });
    reply.header("location", format!("https://api.twitter.com/2/dm_events/\"{}\"", message.id));
    reply
}

/// `{"data":{"id":…,"name":…}}`
pub(crate) fn listed(card: &ListCard) -> Reply {
    #[derive(Serialize)]
    struct Listed<'c> {
        id: Decimal,
        name: &'c str,
    }
    made(Listed { id: Decimal(card.list.id.0), name: &card.list.name })
}

/// `{"data":{"updated":true}}`
pub(crate) fn updated() -> Reply {
    #[derive(Serialize)]
    struct Updated {
        updated: bool,
    }
    data(Updated { updated: true })
}

/// `{"data":{"is_member":…}}`
pub(crate) fn member(done: &Membership) -> Reply {
    #[derive(Serialize)]
    struct Member {
        is_member: bool,
    }
    data(Member { is_member: done.is_member })
}
