//! The engine on a store in memory, and on ledgers that are slow or fail.

mod alone;
mod consent;
mod content;
mod grants;
mod kept;

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};

use parking_lot::Mutex;
use tokio::task::yield_now;

use super::*;
use crate::access::TokenClass;
use crate::command::*;
use crate::edge::List;
use crate::error::{Action, StoreError};
use crate::id::PostId;
use crate::page::{Cursor, PageRequest};
use crate::post::Post;
use crate::rate::Limiter;
use crate::relation::Relation;
use crate::store::{Ledger, Loader, Memory, Store};
use crate::testkit::{grant, person};
use crate::time::ManualClock;
use crate::user::{Counts, Standing};
use crate::user_ref::UserRef;

const START: Timestamp = Timestamp(1_613_254_256_000);

fn engine_on(ledger: Arc<dyn Ledger>) -> Engine {
    Engine::open(Parts {
        clock: Arc::new(ManualClock::at(START)),
        worker: 0,
        store: Store::Owned(ledger),
        limiter: Limiter::new(true, HashMap::new()),
        timestamp_window: 300,
        readers: 1,
        sessions: Sessions::new([9; 32]),
    })
    .unwrap()
}

/// People 1 to `people`, named p1 and so on; the last is protected.
async fn world_on(ledger: Arc<dyn Ledger>, people: i64) -> Engine {
    let engine = engine_on(ledger);
    let make = |id| {
        let mut user = person(UserId(id), &format!("p{id}"));
        user.protected = id == people;
        Change::AddUser(user.into(), Counts::default())
    };
    engine.import((1..=people).map(make).collect()).await.unwrap();
    engine
}

async fn world(people: i64) -> Engine {
    world_on(Arc::new(Memory), people).await
}

fn actor(user: i64) -> Actor {
    Actor::Granted(Arc::new(grant(TokenClass::Signed, "x", Some(UserId(user)), &[])))
}

fn app() -> Actor {
    Actor::Granted(Arc::new(grant(TokenClass::AppBearer, "x", None, &[])))
}

async fn run<O: Op>(engine: &Engine, by: &Actor, op: O) -> Result<O::Out, CoreError> {
    engine.execute(by, op.into(), Wants::EVERYTHING).await.and_then(O::out)
}

fn to(id: i64) -> UserRef {
    UserRef::Id(UserId(id))
}

async fn listed(engine: &Engine, by: i64, list: List) -> Vec<i64> {
    let op = ListIds { owner: to(by), list, page: PageRequest::EVERYTHING };
    run(engine, &actor(by), op).await.unwrap().items.iter().map(|id| id.0).collect()
}

#[tokio::test]
async fn a_block_ends_follows_both_ways_lowers_counts_and_restores_nothing() {
    let engine = world(3).await;
    run(&engine, &actor(1), Follow { target: to(2) }).await.unwrap();
    run(&engine, &actor(2), Follow { target: to(1) }).await.unwrap();
    let done = run(&engine, &actor(1), Block { target: to(2) }).await.unwrap();
    assert!(done.changed() && done.before.following && done.before.followed_by);
    assert_eq!(done.after, Relation { blocking: true, ..Relation::default() });
    let card = done.target.unwrap();
    assert_eq!((card.counts.followers, card.counts.following), (0, 0));
    let again = run(&engine, &actor(1), Block { target: UserRef::name("P2") }).await.unwrap();
    assert!(!again.changed());
    let undone = run(&engine, &actor(1), Unblock { target: to(2) }).await.unwrap();
    assert_eq!(undone.after, Relation::default());
    assert_eq!(listed(&engine, 1, List::Following).await, [] as [i64; 0]);
    assert!(!run(&engine, &actor(1), Unblock { target: to(2) }).await.unwrap().changed());
}

#[tokio::test]
async fn a_protected_person_is_asked_and_a_block_ends_the_asking() {
    let engine = world(3).await;
    let asked = run(&engine, &actor(1), Follow { target: to(3) }).await.unwrap();
    assert!(asked.after.request_sent && !asked.after.following);
    assert_eq!(listed(&engine, 3, List::RequestsReceived).await, [1]);
    run(&engine, &actor(3), Block { target: to(1) }).await.unwrap();
    assert_eq!(listed(&engine, 3, List::RequestsReceived).await, [] as [i64; 0]);
    let refused = run(&engine, &actor(1), Follow { target: to(3) }).await.unwrap_err();
    assert_eq!(refused, Refusal::BlockedByTarget { action: Action::Follow }.into());
}

#[tokio::test]
async fn refusals_name_what_is_wrong() {
    let engine = world(3).await;
    engine.set_standing(UserId(2), Standing::Suspended).await.unwrap();
    let refused = async |by: Actor, target| run(&engine, &by, Block { target }).await.unwrap_err();
    assert_eq!(refused(actor(1), to(9)).await, Refusal::UserNotFound { user: to(9) }.into());
    assert_eq!(refused(actor(1), to(2)).await, Refusal::UserSuspended { user: to(2) }.into());
    assert_eq!(refused(actor(1), to(1)).await, Refusal::Yourself { action: Action::Block }.into());
    assert_eq!(refused(actor(2), to(1)).await, Refusal::CallerSuspended.into());
    assert_eq!(refused(actor(9), to(1)).await, Refusal::CallerDeactivated.into());
    assert_eq!(refused(app(), to(1)).await, Refusal::CallerNotAPerson.into());
    assert!(!run(&engine, &actor(1), Unblock { target: to(1) }).await.unwrap().changed());
}

#[tokio::test]
async fn the_hidden_keep_their_place_and_come_back() {
    let engine = world(6).await;
    for target in 2..=5 {
        run(&engine, &actor(1), Block { target: to(target) }).await.unwrap();
    }
    assert_eq!(listed(&engine, 1, List::Blocked).await, [5, 4, 3, 2]);
    engine.set_standing(UserId(4), Standing::Deactivated).await.unwrap();
    assert_eq!(listed(&engine, 1, List::Blocked).await, [5, 3, 2]);
    engine.set_standing(UserId(4), Standing::Active).await.unwrap();
    assert_eq!(listed(&engine, 1, List::Blocked).await, [5, 4, 3, 2]);
}

#[tokio::test]
async fn pages_go_both_ways_and_pass_over_cuts_with_nobody_left() {
    let engine = world(10).await;
    for target in 2..=9 {
        run(&engine, &actor(1), Block { target: to(target) }).await.unwrap();
    }
    for hidden in [6, 7] {
        engine.set_standing(UserId(hidden), Standing::Suspended).await.unwrap();
    }
    let page = async |cursor| {
        let op = ListUsers { owner: to(1), list: List::Blocked, page: PageRequest { cursor, size: 2 } };
        let page = run(&engine, &actor(1), op).await.unwrap();
        let ids: Vec<_> = page.items.iter().map(|card| card.user.id.0).collect();
        (ids, page.older(), page.newer())
    };
    let (ids, older, newer) = page(Cursor::Newest).await;
    assert_eq!((ids, newer), (vec![9, 8], None));
    let (ids, older, newer) = page(Cursor::Older(older.unwrap())).await;
    assert_eq!(ids, [5, 4], "the cut 7, 6 is passed over");
    let (back, _, first) = page(Cursor::Newer(newer.unwrap())).await;
    assert_eq!((back, first), (vec![9, 8], None), "and on the way back");
    let (ids, older, _) = page(Cursor::Older(older.unwrap())).await;
    assert_eq!((ids, older), (vec![3, 2], None));
    assert_eq!(page(Cursor::End).await.0, [] as [i64; 0]);
}

#[tokio::test]
async fn private_lists_are_for_their_owner_and_apps_the_owner_authorised() {
    let engine = world(3).await;
    run(&engine, &actor(1), Block { target: to(2) }).await.unwrap();
    let op = || ListIds { owner: to(1), list: List::Blocked, page: PageRequest::EVERYTHING };
    let private = CoreError::from(Refusal::ListIsPrivate { owner: UserId(1) });
    assert_eq!(run(&engine, &actor(2), op()).await.unwrap_err(), private);
    assert_eq!(run(&engine, &app(), op()).await.unwrap_err(), private);
    assert_eq!(run(&engine, &Actor::Anonymous, op()).await.unwrap_err(), private);
    let bulk = || BulkIds { owners: vec![UserId(3), UserId(1), UserId(9)], list: List::Blocked };
    assert_eq!(run(&engine, &app(), bulk()).await.unwrap(), []);

    let held = grant(TokenClass::AppBearer, "x", None, &[]).app;
    let token = crate::access::NewToken {
        class: TokenClass::UserBearer,
        audience: "x".to_owned(),
        app: held.id,
        user: Some(UserId(1)),
        scopes: Vec::new(),
        permission: None,
        chain: None,
        text: crate::secret::Secret::new("t"),
        secret: None,
        expires: Some(Timestamp(START.0 + 1000)),
    };
    engine.import(vec![Change::AddApp(held)]).await.unwrap();
    let token = engine.add_token(token).await.unwrap();
    assert_eq!(run(&engine, &app(), op()).await.unwrap().items, [UserId(2)]);
    assert_eq!(run(&engine, &app(), bulk()).await.unwrap(), [(UserId(1), vec![UserId(2)])]);
    engine.revoke(token.id).await.unwrap();
    assert_eq!(run(&engine, &app(), op()).await.unwrap_err(), private);
}

#[tokio::test]
async fn posts_show_only_to_those_who_may_see_them() {
    let engine = world(3).await;
    let post = |id, author| Change::AddPost(Arc::new(Post::new(PostId(id), UserId(author), "hi", START)));
    engine.import(vec![post(11, 2), post(12, 3)]).await.unwrap();
    let latest = async |by: Actor, user| {
        let card = run(&engine, &by, ShowUser { user: to(user) }).await.unwrap();
        card.latest_post.map(|post| post.id.0)
    };
    assert_eq!(latest(actor(1), 2).await, Some(11));
    assert_eq!(latest(actor(1), 3).await, None, "protected");
    assert_eq!(latest(actor(3), 3).await, Some(12), "their own");
    run(&engine, &actor(2), Block { target: to(1) }).await.unwrap();
    assert_eq!(latest(actor(1), 2).await, None, "blocked");
    assert_eq!(latest(Actor::Anonymous, 2).await, Some(11), "logged out");
}

#[tokio::test]
async fn keys_are_taken_once() {
    let engine = world(2).await;
    let new = |name: &str| NewUser {
        username: crate::username::Username::new(name).unwrap(),
        name: None,
        description: String::new(),
        protected: false,
        standing: Standing::Active,
    };
    assert_eq!(engine.add_user(new("P1")).await.unwrap_err(), CoreError::Taken("the username"));
    assert!(engine.add_user(new("fresh")).await.is_ok());
    let twins = |id| Change::AddUser(person(UserId(id), "twin").into(), Counts::default());
    assert_eq!(engine.import(vec![twins(50), twins(51)]).await.unwrap_err(), CoreError::Taken("the username"));
    assert_eq!(engine.person(to(50)).await.unwrap(), None, "all or none");
}

/// A ledger whose appends wait until they are let through, and fail when told to.
struct Gated {
    arrived: Mutex<Sender<usize>>,
    go: Mutex<Receiver<()>>,
    fail: AtomicBool,
    open: AtomicBool,
}

impl Ledger for Gated {
    fn load(&self, _: &mut dyn Loader) -> Result<(), StoreError> {
        Ok(())
    }

    fn append(&self, events: &[Event]) -> Result<(), StoreError> {
        if !self.open.load(Ordering::SeqCst) {
            self.arrived.lock().send(events.len()).unwrap();
            self.go.lock().recv().unwrap();
        }
        let fails = self.fail.load(Ordering::SeqCst);
        if fails { Err(StoreError::Unavailable("disk full".to_owned())) } else { Ok(()) }
    }

    fn is_near(&self) -> bool {
        false
    }

    fn fold(&self, _: usize) -> Result<usize, StoreError> {
        Ok(0)
    }

    fn ping(&self) -> Result<(), StoreError> {
        Ok(())
    }
}

fn gated() -> (Arc<Gated>, Receiver<usize>, Sender<()>) {
    let ((arrived, arrivals), (let_go, go)) = (channel(), channel());
    let (fail, open) = (AtomicBool::new(false), AtomicBool::new(true));
    (Arc::new(Gated { arrived: Mutex::new(arrived), go: Mutex::new(go), fail, open }), arrivals, let_go)
}

#[tokio::test(flavor = "current_thread")]
async fn writes_that_wait_share_a_commit_but_never_two_about_one_pair() {
    let (ledger, arrivals, let_go) = gated();
    let engine = world_on(Arc::clone(&ledger) as Arc<dyn Ledger>, 9).await;
    ledger.open.store(false, Ordering::SeqCst);
    let act =
        async |by, target| run(&engine, &actor(by), Block { target: to(target) }).await.map(|done| done.changed());
    let follow = async |by, target| run(&engine, &actor(by), Follow { target: to(target) }).await.map(|_| true);
    // Each pass of `join!` runs its branches in this order up to where each waits, and is a turn.
    let (first, one, second, other, racing, two) = tokio::join!(
        biased;
        act(1, 2),
        async {
            yield_now().await;
            arrivals.recv().unwrap()
        },
        async {
            yield_now().await;
            act(1, 3).await
        },
        async {
            yield_now().await;
            act(4, 5).await
        },
        async {
            yield_now().await;
            follow(3, 1).await
        },
        async {
            yield_now().await;
            yield_now().await;
            let_go.send(()).unwrap();
            let size = arrivals.recv().unwrap();
            let_go.send(()).unwrap();
            size
        },
    );
    let groups = [one, two];
    assert_eq!(groups, [1, 2], "the two about 1 and 3 are planned one after the other");
    assert_eq!((first, second, other), (Ok(true), Ok(true), Ok(true)));
    assert_eq!(racing, Err(Refusal::BlockedByTarget { action: Action::Follow }.into()), "no follow beside a block");
}

#[tokio::test(flavor = "current_thread")]
async fn what_is_not_kept_is_not_seen() {
    let (ledger, _arrivals, _let_go) = gated();
    let engine = world_on(Arc::clone(&ledger) as Arc<dyn Ledger>, 3).await;
    ledger.fail.store(true, Ordering::SeqCst);
    let failed = run(&engine, &actor(1), Block { target: to(2) }).await.unwrap_err();
    assert_eq!(failed, CoreError::Unavailable("disk full".to_owned()));
    assert_eq!(listed(&engine, 1, List::Blocked).await, [] as [i64; 0]);
    ledger.fail.store(false, Ordering::SeqCst);
    assert!(run(&engine, &actor(1), Block { target: to(2) }).await.unwrap().changed());
}
