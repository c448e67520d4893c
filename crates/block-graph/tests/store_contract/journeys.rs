//! What requests cost on a shared PostgreSQL, counted in statements, each of which is a journey to the server and back.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use block_graph::access::{Actor, TokenKey, TokenState};
use block_graph::event::Change;
use block_graph::store::{Database, Footprint, Store, Wanted};
use block_graph::view::View;
use block_graph::{Block, EdgeKind, ManualClock, Outcome, UserRef, Wants, WhoAmI};
use diesel::connection::{InstrumentationEvent, set_default_instrumentation};

use crate::engines::{START, engines};
use crate::stores::{Place, postgres};
use crate::world::*;

/// Statements by the address of the database they were sent to.
static SENT: Mutex<Option<HashMap<String, Vec<String>>>> = Mutex::new(None);

/// Counts the statements of connections that are made from now on.
fn counted() -> Place {
    set_default_instrumentation(|| {
        let mut address = String::new();
        Some(Box::new(move |event: InstrumentationEvent<'_>| match event {
            InstrumentationEvent::StartEstablishConnection { url, .. } => address = url.to_owned(),
            InstrumentationEvent::StartQuery { query, .. } => {
                let mut sent = SENT.lock().unwrap_or_else(PoisonError::into_inner);
                sent.get_or_insert_default().entry(address.clone()).or_default().push(query.to_string());
            }
            _ => {}
        }))
    })
    .unwrap();
    postgres()
}

/// What was sent to a database since this was asked last, each statement by its beginning.
fn sent(place: &Place) -> Vec<String> {
    let mut sent = SENT.lock().unwrap_or_else(PoisonError::into_inner);
    // An address gets parameters that it lacks.
    let its_own = sent.get_or_insert_default().iter_mut().filter(|(address, _)| address.starts_with(&place.url));
    let all: Vec<_> = its_own.flat_map(|(_, queries)| std::mem::take(queries)).collect();
    let words = |text: String| text.replace('"', "").split_whitespace().take(2).collect::<Vec<_>>().join(" ");
    // What a connection is set to is said once, when it is made.
    all.into_iter().filter(|text| !text.starts_with("SET ")).map(words).collect()
}

fn many(count: i64) -> Vec<Change> {
    let mut changes: Vec<_> = (1..=count).map(add_user).collect();
    changes.push(Change::AddApp(Arc::new(app(1))));
    changes.extend((1..=count).map(|number| issue(bearer(1000 + number, 1, number))));
    changes
}

fn key(number: i64) -> TokenKey {
    bearer(1000 + number, 1, number).key
}

#[test]
fn a_block_costs_one_look_at_its_token_and_four_statements_to_keep() {
    let place = counted();
    let store = Store::Shared(Arc::new(place.open()));
    let engine = engines(vec![store], &Arc::new(ManualClock::at(START))).pop().unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(async {
        engine.import(many(3)).await.unwrap();
        let state = engine.token(key(1)).await.unwrap();
        let TokenState::Live(grant) = state else { unreachable!("{state:?}") };
        let actor = Actor::Granted(grant);
        let block = |user| Block { target: UserRef::Id(id(user)) };
        engine.execute(&actor, block(3).into(), Wants::RELATION).await.unwrap();
        sent(&place);

        engine.token(key(1)).await.unwrap();
        assert_eq!(sent(&place), ["WITH held"]);
        let done = engine.execute(&actor, block(2).into(), Wants::RELATION).await.unwrap();
        assert_eq!(sent(&place), ["BEGIN ISOLATION", "SELECT users.id,", "WITH due", "COMMIT"]);
        let Outcome::Toggled(told) = done else { unreachable!("{done:?}") };
        assert!(told.target.unwrap().relation.unwrap().blocking, "the card tells what the transaction came to");
        engine.execute(&actor, block(2).into(), Wants::NOTHING).await.unwrap();
        assert_eq!(sent(&place), ["BEGIN ISOLATION", "SELECT users.id,", "COMMIT"]);
        engine.execute(&actor, WhoAmI.into(), Wants::CARD).await.unwrap();
        assert_eq!(sent(&place), ["SELECT users.id,"], "one statement tells of one moment by itself");
        let with_post = Wants { latest_post: true, ..Wants::CARD };
        engine.execute(&actor, WhoAmI.into(), with_post).await.unwrap();
        // Readers are answered before their transaction's end, which may not have been sent yet.
        assert_eq!(sent(&place)[..2], ["BEGIN ISOLATION", "SELECT users.id,"]);
    });
}

#[test]
fn a_group_costs_no_more_statements_than_one() {
    const PEOPLE: i64 = 60;
    let place = counted();
    let store = place.open();
    store.commit(&[], &mut |_| Ok(events(1, many(PEOPLE)))).unwrap();
    let pair = |number: i64| (id(number), id(number % PEOPLE + 1));
    let footprint = |number| {
        let (actor, other) = pair(number);
        let users = vec![UserRef::Id(actor), UserRef::Id(other)];
        Footprint { users, actor: Some(actor), ..Footprint::default() }
    };
    let footprints: Vec<_> = (1..=PEOPLE).map(footprint).collect();
    sent(&place);
    let block = |number: i64| edge(number, EdgeKind::Block, number % PEOPLE + 1, number);
    let blocks = (1..=PEOPLE).map(|number| Change::AddEdge(block(number)));
    let kept = events(5000, blocks);
    store.commit(&footprints, &mut |_| Ok(kept.clone())).unwrap();
    assert_eq!(sent(&place).len(), 4);

    let pairs = (1..=PEOPLE).map(pair).map(|(one, other)| (UserRef::Id(one), UserRef::Id(other)));
    let mut wanted = Wanted {
        users: (1..=PEOPLE).map(|number| UserRef::Id(id(number))).collect(),
        pairs: pairs.collect(),
        ..Wanted::default()
    };
    let mut read = |view: &dyn View| {
        for number in 1..=PEOPLE {
            let (one, other) = pair(number);
            assert!(view.people(&[one])?[0].is_some());
            assert!(view.between(one, other)?.contains(&block(number)));
            assert!(view.relations(one, &[other])?[0].blocking);
        }
        Ok(())
    };
    store.read_wanted(&wanted, &mut read).unwrap();
    assert_eq!(sent(&place), ["SELECT users.id,"]);
    wanted.moment = true;
    store.read_wanted(&wanted, &mut read).unwrap();
    assert_eq!(sent(&place), ["BEGIN ISOLATION", "SELECT users.id,", "COMMIT"]);
    wanted.users.push(UserRef::name("user_1"));
    wanted.moment = false;
    store.read_wanted(&wanted, &mut read).unwrap();
    let by_name = ["BEGIN ISOLATION", "SELECT users.id,", "SELECT users.id,", "SELECT edges.source_id,", "COMMIT"];
    assert_eq!(sent(&place), by_name, "whom a name means is asked first");

    let wanted = Wanted { tokens: (1..=PEOPLE).chain([99]).map(key).collect(), ..Wanted::default() };
    let read = store.read_wanted(&wanted, &mut |view: &dyn View| {
        for number in 1..=PEOPLE {
            assert_eq!(view.token(&key(number))?.unwrap().grant.user, Some(id(number)));
        }
        assert_eq!(view.token(&key(99)), Ok(None), "there is none");
        Ok(())
    });
    read.unwrap();
    assert_eq!(sent(&place), ["WITH held"]);
}
