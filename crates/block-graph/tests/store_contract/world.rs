//! Events to keep, to compare what a store makes of them.

mod contents;
mod grants;
mod random;
mod things;

use std::borrow::Borrow;
use std::sync::Arc;

use block_graph::access::{App, Permission, Plan, TokenClass, TokenKey, TokenRecord};
use block_graph::event::{Change, Event};
use block_graph::{
    AppId, ChainId, Counts, Edge, EdgeKind, Graph, List, Mention, Position, Post, PostId, Profile, ReplyPolicy, Secret,
    Timestamp, TokenId, UserId, UserKind, UserList, Username,
};

pub(crate) use contents::assert_holds;
#[cfg(any(feature = "sqlite", feature = "postgres"))]
pub(crate) use contents::{Contents, contents};
pub(crate) use grants::*;
#[cfg(any(feature = "sqlite", feature = "postgres"))]
pub(crate) use random::Draw;
pub(crate) use random::{AUDIENCES, Random};
pub(crate) use things::*;

pub(crate) const LISTS: [List; 7] = [
    List::Blocked,
    List::Muted,
    List::Following,
    List::Followers,
    List::RequestsSent,
    List::RequestsReceived,
    List::RepostsHidden,
];

/// Beyond 2^53, so that what rounds is caught.
pub(crate) const FIRST: i64 = 9_007_199_254_740_993;

/// The `number`th person's id.
pub(crate) fn id(number: i64) -> UserId {
    UserId(FIRST + number)
}

pub(crate) fn user(number: i64) -> Profile {
    let name = format!("User_{number}");
    Profile::new(id(number), Username::new(&name).unwrap(), Timestamp(1_420_452_000_000 + number))
}

pub(crate) fn add_user(number: i64) -> Change {
    Change::AddUser(user(number).into(), Counts::default())
}

pub(crate) fn edge(source: i64, kind: EdgeKind, target: i64, position: i64) -> Edge {
    Edge { source: id(source), kind, target: id(target), position: Position(position) }
}

pub(crate) fn add(source: i64, kind: EdgeKind, target: i64, position: i64) -> Change {
    Change::AddEdge(edge(source, kind, target, position))
}

pub(crate) fn remove(source: i64, kind: EdgeKind, target: i64, position: i64) -> Change {
    Change::RemoveEdge(edge(source, kind, target, position))
}

pub(crate) fn app(number: i64) -> App {
    App {
        id: AppId(number),
        name: format!("App {number}"),
        link: "https://app.example.com/?a=b&c=d".to_owned(),
        key: format!("consumer-key-{number}"),
        secret: Secret::new(format!("plain-consumer-secret-{number}")),
        permission: Permission::ReadWrite,
        plan: Plan::Basic,
        callbacks: vec![format!("https://app{number}.example.com/back?a=b").into(), "my-app://ü".into()],
        public: number % 2 == 0,
        password_secret: (number % 2 == 1).then(|| Secret::new(format!("plain-password-secret-{number}"))),
    }
}

/// A signed token with a secret.
pub(crate) fn signed(number: i64, app: i64, user: i64) -> TokenRecord {
    TokenRecord {
        id: TokenId(number),
        key: TokenKey::signed(&format!("public-{number}")),
        class: TokenClass::Signed,
        audience: "one".to_owned(),
        app: AppId(app),
        user: Some(id(user)),
        scopes: Vec::new(),
        public: Some(format!("public-{number}").into()),
        secret: Some(Secret::new(format!("plain-token-secret-{number}"))),
        created: Timestamp(1_600_000_000_001),
        expires: None,
        revoked: None,
        permission: (number % 2 == 0).then_some(Permission::Read),
        chain: Some(ChainId(number / 2)),
    }
}

/// A person's bearer token with scopes and an end.
pub(crate) fn bearer(number: i64, app: i64, user: i64) -> TokenRecord {
    TokenRecord {
        key: TokenKey::bearer(&format!("plain-bearer-{number}")),
        class: TokenClass::UserBearer,
        audience: "two".to_owned(),
        scopes: vec!["block.read".into(), "block.write".into()],
        public: None,
        secret: None,
        expires: Some(Timestamp(1_700_000_000_002)),
        ..signed(number, app, user)
    }
}

/// An app's own bearer token.
pub(crate) fn app_bearer(number: i64, app: i64) -> TokenRecord {
    TokenRecord {
        class: TokenClass::AppBearer,
        user: None,
        scopes: Vec::new(),
        expires: None,
        chain: None,
        ..bearer(number, app, 0)
    }
}

/// One change of every sort, with every field saying something.
pub(crate) fn everything() -> Vec<Change> {
    let told = Profile {
        name: "Größe 🏰".to_owned(),
        description: "a \"description\"\nof two lines".to_owned(),
        location: "Here; DROP TABLE users".to_owned(),
        url: Some("https://example.com/".to_owned()),
        image_url: Some("https://example.com/image.png".to_owned()),
        banner_url: Some("https://example.com/banner.png".to_owned()),
        protected: true,
        verified: true,
        standing: block_graph::Standing::Deactivated,
        kind: UserKind::Feed,
        timezone: "America/Los_Angeles".to_owned(),
        locale: "pt_BR".to_owned(),
        email: Some("amy@example.com".to_owned()),
        pinned_post: Some(PostId(501)),
        ..user(1)
    };
    let counted = Counts { followers: 0, following: 0, posts: 12, listed: 3, likes: i32::MAX };
    let mut changes = vec![Change::AddUser(told.into(), counted), add_user(2), add_user(3)];
    for (kind, position) in EdgeKind::ALL.into_iter().zip(10..) {
        changes.push(add(1, kind, 2, position << 20));
        changes.push(add(2, kind, 3, (position << 20) + 1));
    }
    changes.push(remove(2, EdgeKind::Mute, 3, (11 << 20) + 1));
    changes.push(Change::SetStanding(id(3), block_graph::Standing::Suspended));
    changes.extend([post(500, 1), post(502, 1), post(501, 1)]);
    changes.extend(social());
    changes.push(Change::Report(id(1), id(3)));
    changes.extend([app(1), App { permission: Permission::Read, ..app(2) }].map(|app| Change::AddApp(Arc::new(app))));
    changes.extend([signed(1, 1, 1), bearer(2, 1, 2), app_bearer(3, 2), signed(4, 2, 2)].map(issue));
    changes.push(Change::RevokeToken(TokenId(2), Timestamp(77)));
    changes.push(Change::RevokeToken(TokenId(2), Timestamp(78)));
    changes.push(issue(TokenRecord { revoked: Some(Timestamp(5)), ..bearer(5, 2, 3) }));
    changes.extend(sign_ins());
    changes
}

/// What people write, like, send and curate, with every field saying something.
fn social() -> Vec<Change> {
    let mention = |number, start, end| {
        let user = user(number);
        Mention { user: user.id, username: user.username.as_str().into(), start, end }
    };
    let reply = Post {
        reply_to: Some((PostId(502), id(1))),
        thread: PostId(502),
        mentions: vec![mention(1, 0, 7), mention(3, 9, 16), mention(1, 20, u32::MAX)],
        tagged: vec![id(3), id(1)],
        replies: ReplyPolicy::Mentioned,
        ..plain(510, 2)
    };
    let repost = Post { repost_of: Some(PostId(502)), text: plain(502, 1).text, ..plain(511, 2) };
    let quote = Post { quote_of: Some(PostId(510)), replies: ReplyPolicy::Following, ..plain(512, 3) };
    let named = list(601, 2, "Größe & <more> 🏰");
    let private = UserList { private: true, description: String::new(), ..list(602, 2, "--") };
    let renamed = UserList { name: "Another".to_owned(), ..list(603, 3, "One") };
    let gone = Post { mentions: vec![mention(2, 1, 2)], ..plain(513, 3) };
    let mut changes: Vec<_> = [reply, repost, quote, gone.clone()].map(write).to_vec();
    changes.extend([like(2, 502, 901), like(3, 502, 902), like(3, 510, 903), like(2, 513, 904), like(3, 511, 905)]);
    changes.extend([unlike(3, 511, 905), Change::DeletePost(Arc::new(gone))]);
    changes.extend([send(701, 1, 2), send(702, 2, 1), send(703, 2, 2), send(704, 3, 1), send(705, 2, 2)]);
    changes.extend([
        hide(701, 1, 2, 2),
        hide(702, 2, 1, 2),
        hide(704, 3, 1, 1),
        hide(704, 3, 1, 3),
        hide(705, 2, 2, 2),
    ]);
    changes.extend([put(named.clone()), put(private), put(list(603, 3, "One")), put(list(604, 3, "Gone"))]);
    changes.extend([join(601, 1, 911), join(601, 3, 912), join(603, 3, 913), join(604, 1, 914), put(renamed)]);
    changes.extend([leave(601, 3, 912), leave(604, 1, 914), Change::DeleteList(Arc::new(list(604, 3, "Gone")))]);
    changes.push(put(UserList { created: Timestamp(7), ..named }));
    changes
}

pub(crate) fn issue(token: TokenRecord) -> Change {
    Change::AddToken(Arc::new(token))
}

/// Events of `changes`, the first of them with `first` as its id.
pub(crate) fn events(first: i64, changes: impl IntoIterator<Item = Change>) -> Vec<Event> {
    let event = |(place, change): (i64, Change)| Event {
        id: place,
        at: Timestamp(1_600_000_000_000 + place),
        actor: (place % 2 == 0).then(|| id(1)),
        app: (place % 3 == 0).then_some(AppId(1)),
        change,
    };
    (first..).zip(changes).map(event).collect()
}

/// The graph that `changes` make.
pub(crate) fn graph(changes: impl IntoIterator<Item: Borrow<Change>>) -> Graph {
    let mut graph = Graph::default();
    changes.into_iter().for_each(|change| graph.apply(change.borrow()));
    graph
}
