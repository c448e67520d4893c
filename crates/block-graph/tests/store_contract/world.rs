//! Events to keep, and everything that can be seen of a world, to compare.

use std::borrow::Borrow;
use std::sync::Arc;

use block_graph::access::{App, Permission, TokenClass, TokenKey, TokenRecord};
use block_graph::event::{Change, Event};
use block_graph::view::{ListRow, Person, View};
use block_graph::{
    AppId, Counts, Cursor, Edge, EdgeKind, Graph, List, Position, Post, PostId, Secret, StoreError, Timestamp, TokenId,
    User, UserId, UserKind, Username,
};

pub(crate) const LISTS: [List; 6] =
    [List::Blocked, List::Muted, List::Following, List::Followers, List::RequestsSent, List::RequestsReceived];

/// Beyond 2^53, so that what rounds is caught.
pub(crate) const FIRST: i64 = 9_007_199_254_740_993;

/// The `number`th person's id.
pub(crate) fn id(number: i64) -> UserId {
    UserId(FIRST + number)
}

pub(crate) fn user(number: i64) -> User {
    let name = format!("User_{number}");
    User::new(id(number), Username::new(&name).unwrap(), Timestamp(1_420_452_000_000 + number))
}

pub(crate) fn add_user(number: i64) -> Change {
    Change::AddUser(Arc::new(user(number)), Counts::default())
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

pub(crate) fn post(number: i64, author: i64) -> Change {
    Change::AddPost(Arc::new(Post {
        id: PostId(number),
        author: id(author),
        text: format!("Größe & <{number}> 'quoted' 🏰"),
        lang: "de".to_owned(),
        source: "Drawbridge".to_owned(),
        created: Timestamp(1_588_655_105_123),
    }))
}

pub(crate) fn app(number: i64) -> App {
    App {
        id: AppId(number),
        name: format!("App {number}"),
        link: "https://app.example.com/?a=b&c=d".to_owned(),
        key: format!("consumer-key-{number}"),
        secret: Secret::new(format!("plain-consumer-secret-{number}")),
        permission: Permission::ReadWrite,
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
        ..bearer(number, app, 0)
    }
}

/// One change of every sort, with every field saying something.
pub(crate) fn everything() -> Vec<Change> {
    let told = User {
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
    let mut changes = vec![Change::AddUser(Arc::new(told), counted), add_user(2), add_user(3)];
    for (kind, position) in EdgeKind::ALL.into_iter().zip(10..) {
        changes.push(add(1, kind, 2, position << 20));
        changes.push(add(2, kind, 3, (position << 20) + 1));
    }
    changes.push(remove(2, EdgeKind::Mute, 3, (11 << 20) + 1));
    changes.push(Change::SetStanding(id(3), block_graph::Standing::Suspended));
    changes.extend([post(501, 1), post(502, 1), post(500, 1)]);
    changes.push(Change::Report(id(1), id(3)));
    changes.extend([app(1), App { permission: Permission::Read, ..app(2) }].map(|app| Change::AddApp(Arc::new(app))));
    changes.extend([signed(1, 1, 1), bearer(2, 1, 2), app_bearer(3, 2), signed(4, 2, 2)].map(issue));
    changes.push(Change::RevokeToken(TokenId(2), Timestamp(77)));
    changes.push(Change::RevokeToken(TokenId(2), Timestamp(78)));
    changes.push(issue(TokenRecord { revoked: Some(Timestamp(5)), ..bearer(5, 2, 3) }));
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

/// Everything that a view shows.
#[derive(PartialEq, Debug)]
pub(crate) struct Contents {
    people: Vec<Person>,
    posts: Vec<Option<Arc<Post>>>,
    edges: Vec<Edge>,
    lists: Vec<(UserId, List, Vec<ListRow>)>,
    apps: Vec<Arc<App>>,
    tokens: Vec<Arc<TokenRecord>>,
}

pub(crate) fn contents(view: &dyn View) -> Result<Contents, StoreError> {
    let people = view.all_people(UserId(i64::MIN), usize::MAX)?;
    let ids: Vec<UserId> = people.iter().map(|person| person.user.id).collect();
    let pinned = people.iter().filter_map(|person| person.user.pinned_post);
    let latest = people.iter().filter_map(|person| person.latest_post);
    let (mut edges, mut lists) = (Vec::new(), Vec::new());
    for (place, owner) in ids.iter().enumerate() {
        for other in &ids[place + 1..] {
            let mut between = view.between(*owner, *other)?;
            between.sort_unstable_by_key(|edge| (edge.source, edge.kind));
            edges.extend(between);
        }
        for list in LISTS {
            lists.push((*owner, list, view.rows(*owner, list, Cursor::Newest, usize::MAX)?));
        }
    }
    let posts = view.posts(&pinned.chain(latest).collect::<Vec<_>>())?;
    Ok(Contents { people, posts, edges, lists, apps: view.all_apps()?, tokens: view.all_tokens()? })
}

/// Asserts that what `view` shows is what `changes` make.
pub(crate) fn assert_holds(view: &dyn View, changes: impl IntoIterator<Item: Borrow<Change>>) {
    assert_eq!(contents(view).unwrap(), contents(&graph(changes)).unwrap());
}
