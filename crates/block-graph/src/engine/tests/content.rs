//! Posts, messages and lists under blocks, on a store in memory.

use super::*;
use crate::card::PostCard;
use crate::feed::{Draft, Feed, FeedFilter, PostRange};
use crate::id::{ListId, MessageId};
use crate::outcome::{PostAbsence, Reacted};
use crate::post::ReplyPolicy;
use crate::user_list::ListRef;

async fn write(engine: &Engine, by: i64, text: &str) -> PostCard {
    let draft = Draft { text: text.to_owned(), ..Draft::default() };
    run(engine, &actor(by), CreatePost { draft }).await.unwrap()
}

async fn reply(engine: &Engine, by: i64, to: PostId) -> Result<PostCard, CoreError> {
    let draft = Draft { text: "re".to_owned(), reply_to: Some(to), ..Draft::default() };
    run(engine, &actor(by), CreatePost { draft }).await
}

async fn feed_with(engine: &Engine, by: &Actor, feed: Feed, filter: FeedFilter) -> Result<Vec<i64>, CoreError> {
    let page = run(engine, by, ReadFeed { feed, filter, range: PostRange::newest(50) }).await?;
    Ok(page.posts.iter().map(|card| card.post.id.0).collect())
}

async fn feed(engine: &Engine, by: i64, feed: Feed) -> Vec<i64> {
    feed_with(engine, &actor(by), feed, FeedFilter::ALL).await.unwrap()
}

fn blocked_by(action: Action) -> CoreError {
    Refusal::BlockedByTarget { action }.into()
}

fn blocking(action: Action) -> CoreError {
    Refusal::BlockingTarget { action }.into()
}

#[tokio::test]
async fn what_a_block_forbids_about_posts() {
    let engine = world(5).await;
    let post = write(&engine, 1, "hello").await.post.id;
    let own = write(&engine, 2, "mine").await.post.id;
    run(&engine, &actor(1), Block { target: to(2) }).await.unwrap();
    // The blocked one: not see, reply, quote, repost, like.
    assert_eq!(reply(&engine, 2, post).await.unwrap_err(), blocked_by(Action::Reply));
    let quote = Draft { text: "q".to_owned(), quote_of: Some(post), ..Draft::default() };
    assert_eq!(run(&engine, &actor(2), CreatePost { draft: quote }).await.unwrap_err(), blocked_by(Action::Quote));
    assert_eq!(run(&engine, &actor(2), Repost { post }).await.unwrap_err(), blocked_by(Action::Repost));
    assert_eq!(run(&engine, &actor(2), Like { post }).await.unwrap_err(), blocked_by(Action::Like));
    let show = async |by: Actor, post, even_blocked| {
        run(&engine, &by, ShowPost { post, even_blocked }).await.map(|card| card.post.id)
    };
    assert_eq!(show(actor(2), post, true).await.unwrap_err(), blocked_by(Action::ReadPosts));
    let of_one = || Feed::By(to(1));
    let read = feed_with(&engine, &actor(2), of_one(), FeedFilter::ALL).await;
    assert_eq!(read.unwrap_err(), blocked_by(Action::ReadPosts));
    // The one who blocks: not see either, unless they ask and the API lets them.
    assert_eq!(show(actor(1), own, false).await.unwrap_err(), blocking(Action::ReadPosts));
    assert_eq!(show(actor(1), own, true).await, Ok(own));
    assert_eq!(run(&engine, &actor(1), Like { post: own }).await.unwrap_err(), blocking(Action::Like));
    // Logged out, and an app alone: everything.
    assert_eq!(show(Actor::Anonymous, post, false).await, Ok(post));
    assert_eq!(feed_with(&engine, &app(), of_one(), FeedFilter::ALL).await.unwrap(), [post.0]);
    let looked = run(&engine, &actor(2), LookUpPosts { posts: vec![post, own, PostId(9)], even_blocked: false }).await;
    let looked: Vec<_> =
        looked.unwrap().into_iter().map(|found| found.map(|card| card.post.id).map_err(|a| a.why)).collect();
    assert_eq!(looked, [Err(PostAbsence::BlockedByAuthor), Ok(own), Err(PostAbsence::Unknown)]);
    // Unblocked, all is open again.
    run(&engine, &actor(1), Unblock { target: to(2) }).await.unwrap();
    assert!(reply(&engine, 2, post).await.is_ok());
}

#[tokio::test]
async fn streams_leave_out_the_blocked_the_blocker_and_the_muted() {
    let engine = world(9).await;
    for other in [2, 3, 4] {
        run(&engine, &actor(1), Follow { target: to(other) }).await.unwrap();
    }
    let two = write(&engine, 2, "two").await.post.id;
    let five = write(&engine, 5, "five for @p1").await.post.id;
    let three = run(&engine, &actor(3), Repost { post: five }).await.unwrap().repost.unwrap().post.id;
    let four = write(&engine, 4, "four").await.post.id;
    assert_eq!(feed(&engine, 1, Feed::Home).await, [four.0, three.0, two.0]);
    assert_eq!(feed(&engine, 1, Feed::Unified).await, [four.0, three.0, five.0, two.0]);
    assert_eq!(feed(&engine, 1, Feed::Mentioning(to(1))).await, [five.0]);
    run(&engine, &actor(1), Mute { target: to(4) }).await.unwrap();
    assert_eq!(feed(&engine, 1, Feed::Home).await, [three.0, two.0]);
    assert_eq!(feed(&engine, 1, Feed::By(to(4))).await, [four.0], "asked for by name, the muted are shown");
    run(&engine, &actor(1), Block { target: to(5) }).await.unwrap();
    assert_eq!(feed(&engine, 1, Feed::Home).await, [two.0], "a third party's repost of the blocked");
    let exception = FeedFilter { reposts_of_blocked: true, ..FeedFilter::ALL };
    assert_eq!(feed_with(&engine, &actor(1), Feed::Home, exception).await.unwrap(), [three.0, two.0]);
    assert_eq!(feed(&engine, 1, Feed::Mentioning(to(1))).await, [] as [i64; 0]);
    run(&engine, &actor(1), Unblock { target: to(5) }).await.unwrap();
    run(&engine, &actor(1), HideReposts { target: to(3) }).await.unwrap();
    assert_eq!(feed(&engine, 1, Feed::Home).await, [two.0]);
    run(&engine, &actor(5), Block { target: to(1) }).await.unwrap();
    assert_eq!(feed_with(&engine, &actor(1), Feed::Everyone, exception).await.unwrap(), [two.0]);
}

#[tokio::test]
async fn a_repost_is_hidden_with_what_it_repeats_and_a_quote_shows_no_more_than_it_may() {
    let engine = world(5).await;
    let post = write(&engine, 1, "secret").await.post.id;
    let repost = run(&engine, &actor(2), Repost { post }).await.unwrap().repost.unwrap().post.id;
    let quote = Draft { text: "look".to_owned(), quote_of: Some(post), ..Draft::default() };
    let quote = run(&engine, &actor(2), CreatePost { draft: quote }).await.unwrap().post.id;
    run(&engine, &actor(1), Block { target: to(3) }).await.unwrap();
    run(&engine, &actor(4), Block { target: to(1) }).await.unwrap();
    let show = async |by, post| run(&engine, &actor(by), ShowPost { post, even_blocked: false }).await;
    assert_eq!(show(3, repost).await.unwrap_err(), blocked_by(Action::ReadPosts));
    assert_eq!(show(4, repost).await.unwrap_err(), blocking(Action::ReadPosts));
    assert!(show(5, repost).await.unwrap().original.is_some());
    for (by, shown) in [(3, false), (4, false), (5, true)] {
        assert_eq!(show(by, quote).await.unwrap().quoted.is_some(), shown, "{by}");
    }
    // The documented exception is for reposts, not for quotes.
    run(&engine, &actor(4), Follow { target: to(2) }).await.unwrap();
    let filter = FeedFilter { reposts_of_blocked: true, ..FeedFilter::ALL };
    let page =
        run(&engine, &actor(4), ReadFeed { feed: Feed::Home, filter, range: PostRange::newest(9) }).await.unwrap();
    let seen: Vec<_> =
        page.posts.iter().map(|card| (card.post.id, card.original.is_some(), card.quoted.is_some())).collect();
    assert_eq!(seen, [(quote, false, false), (repost, true, false)]);
    run(&engine, &actor(1), DeletePost { post }).await.unwrap();
    assert_eq!(show(5, repost).await.unwrap_err(), Refusal::PostNotFound { post: repost }.into());
}

#[tokio::test]
async fn likes_and_reposts_happen_once_and_are_counted() {
    let engine = world(4).await;
    let post = write(&engine, 1, "hello").await.post.id;
    let like = async |by| run(&engine, &actor(by), Like { post }).await.unwrap();
    assert!(like(2).await.changed);
    let again: Reacted = like(2).await;
    assert!(!again.changed && again.post.liked);
    assert_eq!(like(3).await.post.counts.likes, 2);
    let page = run(&engine, &actor(1), ListLikers { post, page: PageRequest::first(9) }).await.unwrap();
    assert_eq!(page.items.iter().map(|card| card.user.id.0).collect::<Vec<_>>(), [3, 2]);
    let repost = run(&engine, &actor(2), Repost { post }).await.unwrap();
    let own = repost.repost.clone().unwrap().post.id;
    assert!(repost.changed && repost.post.reposted == Some(own));
    assert!(!run(&engine, &actor(2), Repost { post: own }).await.unwrap().changed, "of the repost itself");
    let who = run(&engine, &actor(1), ListReposters { post, page: PageRequest::first(9) }).await.unwrap();
    assert_eq!(who.items.len(), 1);
    assert!(run(&engine, &actor(2), Unrepost { post: own }).await.unwrap().changed);
    run(&engine, &actor(1), Block { target: to(3) }).await.unwrap();
    let undone = run(&engine, &actor(3), Unlike { post }).await.unwrap();
    assert!(undone.changed, "taking back is never forbidden");
    let liked = run(&engine, &actor(2), ListLikes { user: to(2), page: PageRequest::first(9) }).await.unwrap();
    assert_eq!(liked.items.len(), 1);
    let gone = run(&engine, &actor(1), DeletePost { post }).await.unwrap();
    assert_eq!((gone.post.id, gone.counts.likes), (post, 1), "told as it was");
    let liked = run(&engine, &actor(2), ListLikes { user: to(2), page: PageRequest::first(9) }).await.unwrap();
    assert_eq!(liked.items, []);
    let mine = write(&engine, 2, "x").await.post.id;
    let refused = run(&engine, &actor(1), DeletePost { post: mine }).await.unwrap_err();
    assert_eq!(refused, Refusal::NotYourPost { post: mine }.into());
}

#[tokio::test]
async fn replies_may_be_closed_and_threads_hold_together() {
    let engine = world(6).await;
    run(&engine, &actor(1), Follow { target: to(2) }).await.unwrap();
    let draft = |replies| Draft { text: "hi @p3".to_owned(), replies, ..Draft::default() };
    let some = run(&engine, &actor(1), CreatePost { draft: draft(ReplyPolicy::Following) }).await.unwrap().post.id;
    let few = run(&engine, &actor(1), CreatePost { draft: draft(ReplyPolicy::Mentioned) }).await.unwrap().post.id;
    let closed = |post| CoreError::from(Refusal::RepliesClosed { post });
    assert!(reply(&engine, 2, some).await.is_ok());
    assert!(reply(&engine, 3, some).await.is_ok());
    assert_eq!(reply(&engine, 4, some).await.unwrap_err(), closed(some));
    assert_eq!(reply(&engine, 2, few).await.unwrap_err(), closed(few));
    let deep = reply(&engine, 3, few).await.unwrap();
    let deeper = reply(&engine, 4, deep.post.id).await.unwrap();
    assert_eq!((deeper.post.thread, deeper.post.reply_to), (few, Some((deep.post.id, UserId(3)))));
    assert_eq!(deeper.replied_to.unwrap().id, UserId(3));
    assert_eq!(feed(&engine, 2, Feed::Thread(deeper.post.id)).await, [deeper.post.id.0, deep.post.id.0, few.0]);
}

#[tokio::test]
async fn tags_of_those_who_block_are_left_out() {
    let engine = world(5).await;
    run(&engine, &actor(2), Block { target: to(1) }).await.unwrap();
    let draft = Draft { text: "pic".to_owned(), tagged: vec![to(2), to(3)], ..Draft::default() };
    let card = run(&engine, &actor(1), CreatePost { draft }).await.unwrap();
    assert_eq!(card.post.tagged, [UserId(3)]);
}

#[tokio::test]
async fn messages_stop_at_blocks_of_either_kind_on_either_side() {
    let engine = world(4).await;
    let send = async |by, whom| {
        let text = "psst".to_owned();
        run(&engine, &actor(by), SendMessage { to: to(whom), text }).await.map(|card| card.message.id)
    };
    let first = send(1, 2).await.unwrap();
    run(&engine, &actor(2), DmBlock { target: to(1) }).await.unwrap();
    assert_eq!(send(1, 2).await.unwrap_err(), blocked_by(Action::Message));
    assert_eq!(send(2, 1).await.unwrap_err(), blocking(Action::Message));
    assert!(reply(&engine, 1, write(&engine, 2, "x").await.post.id).await.is_ok(), "nothing else changes");
    run(&engine, &actor(2), DmUnblock { target: to(1) }).await.unwrap();
    run(&engine, &actor(1), Block { target: to(2) }).await.unwrap();
    assert_eq!(send(2, 1).await.unwrap_err(), blocked_by(Action::Message));
    let mailbox = async |by, with: Option<i64>| {
        let op = ListMessages { with: with.map(to), page: PageRequest::first(9) };
        run(&engine, &actor(by), op).await.unwrap().items.len()
    };
    assert_eq!((mailbox(2, None).await, mailbox(2, Some(1)).await, mailbox(2, Some(3)).await), (1, 1, 0));
    run(&engine, &actor(2), DeleteMessage { message: first }).await.unwrap();
    assert_eq!((mailbox(2, None).await, mailbox(1, None).await), (0, 1), "the other one keeps it");
    let missing = |message| CoreError::from(Refusal::MessageNotFound { message });
    assert_eq!(run(&engine, &actor(2), ShowMessage { message: first }).await.unwrap_err(), missing(first));
    assert_eq!(run(&engine, &actor(3), ShowMessage { message: first }).await.unwrap_err(), missing(first));
    assert_eq!(run(&engine, &actor(1), ShowMessage { message: first }).await.unwrap().message.id, first);
    let none = MessageId(5);
    assert_eq!(run(&engine, &actor(1), DeleteMessage { message: none }).await.unwrap_err(), missing(none));
}

#[tokio::test]
async fn lists_are_their_owners_and_nobody_is_put_on_one_by_whom_they_block() {
    let engine = world(5).await;
    let make = |private| CreateList { name: "Good People".to_owned(), description: String::new(), private };
    let list = run(&engine, &actor(1), make(false)).await.unwrap().list.id;
    let by_slug = || ListRef::Slug(UserRef::name("p1"), "good-people".into());
    let add = async |by, user| run(&engine, &actor(by), AddMember { list: by_slug(), user: to(user) }).await;
    assert!(add(1, 2).await.unwrap().changed);
    assert!(!add(1, 2).await.unwrap().changed);
    assert_eq!(add(2, 3).await.unwrap_err(), Refusal::NotYourList { list }.into());
    run(&engine, &actor(3), Block { target: to(1) }).await.unwrap();
    assert_eq!(add(1, 3).await.unwrap_err(), blocked_by(Action::AddToList));
    let done = add(1, 4).await.unwrap();
    assert_eq!((done.list.members, done.user.counts.listed), (2, 1));
    let op = ListMembers { list: by_slug(), page: PageRequest::first(9) };
    let members = run(&engine, &actor(4), op).await.unwrap().items;
    assert_eq!(members.iter().map(|card| card.user.id.0).collect::<Vec<_>>(), [4, 2]);
    let on = run(&engine, &actor(2), ListMemberships { user: to(2), page: PageRequest::first(9) }).await.unwrap();
    assert_eq!(on.items.len(), 1);
    let update = |private| UpdateList { list: by_slug(), name: None, description: None, private: Some(private) };
    run(&engine, &actor(1), update(true)).await.unwrap();
    let hidden = CoreError::from(Refusal::ListNotFound { list: ListRef::Id(list) });
    assert_eq!(run(&engine, &actor(2), ShowList { list: ListRef::Id(list) }).await.unwrap_err(), hidden);
    assert!(run(&engine, &actor(1), RemoveMember { list: by_slug(), user: to(4) }).await.unwrap().changed);
    let gone = run(&engine, &actor(1), DeleteList { list: ListRef::Id(list) }).await.unwrap();
    assert_eq!((gone.list.id, gone.members), (list, 1), "told as it was");
    assert_eq!(run(&engine, &actor(1), ShowList { list: ListRef::Id(list) }).await.unwrap_err(), hidden);
    let card = run(&engine, &actor(2), ShowUser { user: to(2) }).await.unwrap();
    assert_eq!(card.counts.listed, 0);
    assert_eq!(
        run(&engine, &actor(1), ListOwned { user: to(1), page: PageRequest::first(9) }).await.unwrap().items,
        []
    );
    assert!(ListId(1) != list);
}

#[tokio::test]
async fn follows_of_the_protected_and_of_blockers_are_not_shown() {
    let engine = world(4).await;
    let read = async |by, of| {
        let op = ListIds { owner: to(of), list: List::Followers, page: PageRequest::EVERYTHING };
        run(&engine, &actor(by), op).await.map(|page| page.items.len())
    };
    run(&engine, &actor(1), Follow { target: to(2) }).await.unwrap();
    assert_eq!(read(3, 2).await, Ok(1));
    assert_eq!(read(3, 4).await.unwrap_err(), Refusal::Protected { user: UserId(4) }.into());
    run(&engine, &actor(2), Block { target: to(3) }).await.unwrap();
    assert_eq!(read(3, 2).await.unwrap_err(), blocked_by(Action::ReadFollows));
    assert_eq!(read(2, 2).await, Ok(1));
}

#[tokio::test]
async fn people_are_found_by_name_but_not_across_a_block() {
    let engine = world(12).await;
    let search = async |by, query: &str| {
        let op = SearchUsers { query: query.to_owned(), limit: 20 };
        let found = run(&engine, &actor(by), op).await.unwrap();
        found.into_iter().map(|card| card.unwrap().user.id.0).collect::<Vec<_>>()
    };
    assert_eq!(search(2, "@p1").await, [1, 10, 11, 12]);
    run(&engine, &actor(1), Block { target: to(2) }).await.unwrap();
    assert_eq!(search(2, "P1").await, [10, 11, 12]);
    assert_eq!(search(1, "p2").await, [] as [i64; 0]);
}
