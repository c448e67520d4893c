//! What writes answer: the state after the act, under the act's own key. 200, also for deletes ([recorded]).

use block_graph::Toggled;
use dialect::Reply;
use serde::Serialize;

use crate::errors::{JSON, reply};

#[derive(Serialize)]
struct Data<T> {
    data: T,
}

fn data(value: impl Serialize) -> Reply {
    reply(200, JSON, &Data { data: value })
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
