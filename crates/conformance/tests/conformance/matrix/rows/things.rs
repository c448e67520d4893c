//! What the requests of the matrix are about: posts, a list and a message with fixed ids, the same in every house.

use std::sync::Arc;

use block_graph::event::{Change, Like};
use block_graph::{ListId, Member, Message, MessageId, Position, Post, PostId, Timestamp, UserId, UserList};
use conformance::{House, id};

/// A post of amy's.
pub(super) const OWN: PostId = PostId(1_212_092_628_029_790_001);
/// One of cat's, which nobody likes or repeats.
pub(super) const CATS: PostId = PostId(1_212_092_628_029_790_003);
/// One of cat's, which amy likes and repeats.
pub(super) const LIKED: PostId = PostId(1_212_092_628_029_790_005);
/// Amy's repost of it.
const REPOST: PostId = PostId(1_212_092_628_029_790_007);
/// A list of amy's, with bob on it.
pub(super) const LIST: ListId = ListId(1_212_092_628_029_790_009);
/// A message from cat to amy.
pub(super) const MESSAGE: MessageId = MessageId(1_212_092_628_029_790_011);

/// When all of it was made.
const MADE: Timestamp = Timestamp(1_600_000_000_000);

/// Puts all of it into a house.
pub(crate) fn furnish(house: House) -> House {
    let [amy, bob, cat] = ["amy", "bob", "cat"].map(id);
    let post = |id, author| Post::new(id, author, format!("by {author}"), MADE);
    let repost = Post { repost_of: Some(LIKED), ..post(REPOST, amy) };
    let list = UserList {
        id: LIST,
        owner: amy,
        name: "people".to_owned(),
        description: String::new(),
        private: false,
        created: MADE,
    };
    let message = Message { id: MESSAGE, sender: cat, recipient: amy, text: "hello".to_owned(), created: MADE };
    let position = Position(MADE.0 << 20);
    let changes = vec![
        Change::AddPost(Arc::new(post(OWN, amy))),
        Change::AddPost(Arc::new(post(CATS, cat))),
        Change::AddPost(Arc::new(post(LIKED, cat))),
        Change::AddPost(Arc::new(repost)),
        Change::AddLike(Like { user: amy, post: LIKED, position }),
        Change::PutList(Arc::new(list)),
        Change::AddMember(Member { list: LIST, user: bob, position }),
        Change::AddMessage(Arc::new(message)),
    ];
    house.wait(house.gateway.engine.import(changes)).expect("the ids are free");
    house
}

/// The conversation of two people, as v2 names it.
pub(super) fn conversation(one: UserId, other: UserId) -> String {
    format!("{}-{}", one.min(other), one.max(other))
}

/// The private channel of two people, as App.net's dialect numbers it.
pub(super) fn channel(one: UserId, other: UserId) -> String {
    (one.0 ^ other.0).to_string()
}
