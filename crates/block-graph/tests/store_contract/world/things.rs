//! What people make: posts, likes, messages and lists.

use std::sync::Arc;

use block_graph::event::{Change, Like};
use block_graph::{ListId, Member, Message, MessageId, Position, Post, PostId, Timestamp, UserList};

use super::id;

/// A post that stands by itself.
pub(crate) fn plain(number: i64, author: i64) -> Post {
    Post {
        lang: "de".to_owned(),
        source: "Drawbridge".to_owned(),
        ..Post::new(PostId(number), id(author), format!("Größe & <{number}> 'quoted' 🏰"), Timestamp(1_588_655_105_123))
    }
}

pub(crate) fn post(number: i64, author: i64) -> Change {
    write(plain(number, author))
}

pub(crate) fn write(post: Post) -> Change {
    Change::AddPost(Arc::new(post))
}

pub(crate) fn delete(post: &Post) -> Change {
    Change::DeletePost(Arc::new(post.clone()))
}

pub(crate) fn like(user: i64, post: i64, position: i64) -> Change {
    Change::AddLike(Like { user: id(user), post: PostId(post), position: Position(position) })
}

pub(crate) fn unlike(user: i64, post: i64, position: i64) -> Change {
    Change::RemoveLike(Like { user: id(user), post: PostId(post), position: Position(position) })
}

pub(crate) fn message(number: i64, sender: i64, recipient: i64) -> Message {
    Message {
        id: MessageId(number),
        sender: id(sender),
        recipient: id(recipient),
        text: format!("<{number}> & 'more' 🏰"),
        created: Timestamp(1_588_655_105_000 + number),
    }
}

pub(crate) fn send(number: i64, sender: i64, recipient: i64) -> Change {
    Change::AddMessage(Arc::new(message(number, sender, recipient)))
}

pub(crate) fn hide(number: i64, sender: i64, recipient: i64, from: i64) -> Change {
    Change::HideMessage(Arc::new(message(number, sender, recipient)), id(from))
}

pub(crate) fn list(number: i64, owner: i64, name: &str) -> UserList {
    UserList {
        id: ListId(number),
        owner: id(owner),
        name: name.to_owned(),
        description: format!("'{number}'\nof many"),
        private: false,
        created: Timestamp(1_588_655_105_000 + number),
    }
}

pub(crate) fn put(list: UserList) -> Change {
    Change::PutList(Arc::new(list))
}

pub(crate) fn join(list: i64, user: i64, position: i64) -> Change {
    Change::AddMember(Member { list: ListId(list), user: id(user), position: Position(position) })
}

pub(crate) fn leave(list: i64, user: i64, position: i64) -> Change {
    Change::RemoveMember(Member { list: ListId(list), user: id(user), position: Position(position) })
}
