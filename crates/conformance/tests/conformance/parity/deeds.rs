//! The same for what people do with posts, messages and lists: one command, but for what a dialect documents of blocks
//! and mutes in what it reads.

use block_graph::{
    AddMember, Command, CreateList, CreatePost, DeleteList, DeleteMessage, DeletePost, Draft, Feed, FeedFilter,
    HideReposts, Like, List, ListId, ListLikers, ListLikes, ListMembers, ListMemberships, ListMessages, ListOwned,
    ListRef, ListReposters, ListUsers, LookUpPosts, MessageId, PageRequest, PostId, PostRange, ReadFeed, RemoveMember,
    Repost, SearchUsers, SendMessage, ShowList, ShowMessage, ShowPost, ShowReposts, Unlike, Unrepost, UpdateList,
};
use conformance::speech::{ALL, Deed, ask};
use conformance::{House, id};

const EVERY: &[&str] = &["v1.1", "v2", "app.net"];
/// App.net had no quotes and no lists of people.
const TWITTERS: &[&str] = &["v1.1", "v2"];

const POST: PostId = PostId(1_212_092_628_029_699_001);
const MESSAGE: MessageId = MessageId(1_212_092_628_029_699_003);
const LIST: ListId = ListId(1_212_092_628_029_699_005);

/// Asserts that amy's deed is what is expected of each of these dialects, and that no other has words for it.
fn means_in(dialects: &[&str], deed: &Deed, expected: impl Fn(&str) -> Command) {
    let house = House::new();
    for speech in ALL {
        let name = speech.name();
        let asked = ask(name, id("amy"), deed);
        assert_eq!(asked.is_some(), dialects.contains(&name), "{name}: {deed:?}");
        if let Some(asked) = asked {
            assert_eq!(house.decode(&asked.by(&speech.person("amy"))), expected(name), "{name}: {deed:?}");
        }
    }
}

/// The same where all of them mean one command.
fn means(dialects: &[&str], deed: &Deed, expected: impl Into<Command>) {
    let expected = expected.into();
    means_in(dialects, deed, |_| expected.clone());
}

fn draft(text: &str) -> Draft {
    Draft { text: text.to_owned(), ..Draft::default() }
}

#[test]
fn writing() {
    let text = "Grüße, @bob & <all>";
    means(EVERY, &Deed::Write(text), CreatePost { draft: draft(text) });
    means(EVERY, &Deed::Reply(text, POST), CreatePost { draft: Draft { reply_to: Some(POST), ..draft(text) } });
    means(TWITTERS, &Deed::Quote(text, POST), CreatePost { draft: Draft { quote_of: Some(POST), ..draft(text) } });
    let tagged = Draft { tagged: vec![id("bob").into()], ..draft(text) };
    means(&["v2"], &Deed::Tag(text, id("bob")), CreatePost { draft: tagged });
    means(EVERY, &Deed::Delete(POST), DeletePost { post: POST });
}

#[test]
fn reacting() {
    means(EVERY, &Deed::Like(POST), Like { post: POST });
    means(EVERY, &Deed::Unlike(POST), Unlike { post: POST });
    means(EVERY, &Deed::Repost(POST), Repost { post: POST });
    means(EVERY, &Deed::Unrepost(POST), Unrepost { post: POST });
}

/// App.net shows by name even whom the caller blocks.
#[test]
fn reading_posts() {
    let even_blocked = |dialect: &str| dialect == "app.net";
    means_in(EVERY, &Deed::Show(POST), |dialect| ShowPost { post: POST, even_blocked: even_blocked(dialect) }.into());
    let posts = vec![POST, PostId(20)];
    means_in(EVERY, &Deed::LookUp(posts.clone()), |dialect| {
        LookUpPosts { posts: posts.clone(), even_blocked: even_blocked(dialect) }.into()
    });
}

#[test]
fn reading_feeds() {
    let read = |feed: Feed, filter| Command::from(ReadFeed { feed, filter, range: PostRange::newest(20) });
    let cat = id("cat");
    means_in(EVERY, &Deed::PostsOf(cat, 20), |dialect| {
        // A person's own posts hide no mutes; App.net's switch for that stays off, and the graph shows them all the same.
        let (even_muted, even_blocked) = (dialect != "app.net", dialect == "app.net");
        read(Feed::By(cat.into()), FeedFilter { even_muted, even_blocked, ..FeedFilter::ALL })
    });
    means_in(EVERY, &Deed::Home(20), |dialect| {
        // The exception that v1.1 documents.
        read(Feed::Home, FeedFilter { reposts_of_blocked: dialect == "v1.1", ..FeedFilter::ALL })
    });
    means(EVERY, &Deed::Mentions(20), read(Feed::Mentioning(id("amy").into()), FeedFilter::ALL));
}

#[test]
fn reading_people() {
    let (cat, page) = (id("cat"), PageRequest::first(20));
    let people = |list| ListUsers { owner: cat.into(), list, page };
    means(EVERY, &Deed::Following(cat, 20), people(List::Following));
    means(EVERY, &Deed::Followers(cat, 20), people(List::Followers));
    means(EVERY, &Deed::Reposters(POST, 20), ListReposters { post: POST, page });
    means(&["v2", "app.net"], &Deed::Likers(POST, 20), ListLikers { post: POST, page });
    means(EVERY, &Deed::LikesOf(cat, 20), ListLikes { user: cat.into(), page });
    means(EVERY, &Deed::Search("ca t", 20), SearchUsers { query: "ca t".to_owned(), limit: 20 });
}

#[test]
fn hiding_reposts() {
    let target = id("bob");
    means(&["v1.1"], &Deed::HideReposts(target), HideReposts { target: target.into() });
    means(&["v1.1"], &Deed::ShowReposts(target), ShowReposts { target: target.into() });
}

#[test]
fn messages() {
    let (cat, page) = (id("cat"), PageRequest::first(20));
    means(EVERY, &Deed::Send(cat, "Grüße & <all>"), SendMessage { to: cat.into(), text: "Grüße & <all>".to_owned() });
    means(EVERY, &Deed::Message(cat, MESSAGE), ShowMessage { message: MESSAGE });
    means(EVERY, &Deed::DropMessage(cat, MESSAGE), DeleteMessage { message: MESSAGE });
    means(TWITTERS, &Deed::Messages(20), ListMessages { with: None, page });
    means(&["v2", "app.net"], &Deed::Conversation(cat, 20), ListMessages { with: Some(cat.into()), page });
}

#[test]
fn lists() {
    let (cat, list, page) = (id("cat"), ListRef::Id(LIST), PageRequest::first(20));
    let name = "Good People".to_owned();
    let made = CreateList { name: name.clone(), description: String::new(), private: false };
    means(TWITTERS, &Deed::MakeList("Good People"), made);
    let named = UpdateList { list: list.clone(), name: Some(name), description: None, private: None };
    means(TWITTERS, &Deed::NameList(LIST, "Good People"), named);
    means(TWITTERS, &Deed::DropList(LIST), DeleteList { list: list.clone() });
    means(TWITTERS, &Deed::ShowList(LIST), ShowList { list: list.clone() });
    means(TWITTERS, &Deed::AddTo(LIST, cat), AddMember { list: list.clone(), user: cat.into() });
    means(TWITTERS, &Deed::TakeOff(LIST, cat), RemoveMember { list: list.clone(), user: cat.into() });
    means(TWITTERS, &Deed::Members(LIST, 20), ListMembers { list, page });
    means(TWITTERS, &Deed::ListsOf(cat, 20), ListOwned { user: cat.into(), page });
    means(TWITTERS, &Deed::ListsWith(cat, 20), ListMemberships { user: cat.into(), page });
}
