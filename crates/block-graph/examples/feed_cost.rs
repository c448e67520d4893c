//! How the cost of reading a home feed grows with how many people the reader blocks and follows. Prints the table that
//! `docs/performance.md` holds: `cargo run --release -p block-graph --features testkit --example feed_cost`.

#![expect(clippy::print_stdout, reason = "the table is what it is for")]

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Instant;

use block_graph::access::session::Sessions;
use block_graph::access::{Actor, TokenClass};
use block_graph::event::Change;
use block_graph::rate::Limiter;
use block_graph::store::{Memory, Store};
use block_graph::testkit::{grant, person};
use block_graph::{
    Counts, Edge, EdgeKind, Engine, Feed, FeedFilter, Parts, Position, Post, PostId, PostRange, ReadFeed, SystemClock,
    Timestamp, UserId, Wants,
};

const PEOPLE: i64 = 110_000;
const ROUNDS: usize = 201;

/// A reader who blocks and follows so many, and how long their pages took, in microseconds.
struct Case {
    blocks: i64,
    follows: i64,
    engine: Engine,
    times: Vec<f64>,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut cases = Vec::new();
    for (blocks, follows) in [(0, 200), (100, 200), (5_000, 200), (100_000, 200), (0, 2_000), (100_000, 2_000)] {
        cases.push(Case { blocks, follows, engine: world(blocks, follows).await?, times: Vec::new() });
    }
    let reader = Actor::Granted(Arc::new(grant(TokenClass::Signed, "x", Some(UserId(1)), &[])));
    // One after another in each round, so that a machine that slows down slows all of them.
    for _ in 0..ROUNDS {
        for case in &mut cases {
            let op = ReadFeed { feed: Feed::Home, filter: FeedFilter::ALL, range: PostRange::newest(20) };
            let began = Instant::now();
            case.engine.execute(&reader, op.into(), Wants::EVERYTHING).await?;
            case.times.push(began.elapsed().as_secs_f64() * 1e6);
        }
    }
    let median = |times: &[f64]| {
        let mut times = times.to_vec();
        times.sort_by(f64::total_cmp);
        times[times.len() / 2]
    };
    let reference = median(&cases[0].times);
    println!("| blocks | follows | page of 20, µs | ratio |\n|---|---|---|---|");
    for Case { blocks, follows, times, .. } in &cases {
        let took = median(times);
        println!("| {blocks} | {follows} | {took:.1} | {:.2} |", took / reference);
    }
    Ok(())
}

/// A world in which person 1 blocks and follows so many, who wrote twenty posts each, a quarter of them reposts.
async fn world(blocks: i64, follows: i64) -> Result<Engine, Box<dyn std::error::Error>> {
    let engine = Engine::open(Parts {
        clock: Arc::new(SystemClock),
        worker: 0,
        store: Store::Owned(Arc::new(Memory)),
        limiter: Limiter::new(false, HashMap::new()),
        timestamp_window: 300,
        readers: 1,
        sessions: Sessions::new([9; 32]),
    })?;
    let user = |id| Change::AddUser(person(UserId(id), &format!("p{id}")).into(), Counts::default());
    engine.import((1..=PEOPLE).map(user).collect()).await?;
    let edge = |kind, target: i64| {
        Change::AddEdge(Edge { source: UserId(1), kind, target: UserId(target), position: Position(target) })
    };
    // The followed stand at one end of the ids and the blocked at the other.
    let mut changes: Vec<_> = (0..follows).map(|n| edge(EdgeKind::Follow, 2 + n)).collect();
    changes.extend((0..blocks).map(|n| edge(EdgeKind::Block, PEOPLE - n)));
    let mut id = 1_000_000;
    for round in 0..20 {
        for author in 0..follows {
            id += 1;
            let mut post = Post::new(PostId(id), UserId(2 + author), "hello", Timestamp(0));
            if round % 4 == 0 && id > 1_000_100 {
                post.repost_of = Some(PostId(id - 50));
            }
            changes.push(Change::AddPost(Arc::new(post)));
        }
    }
    engine.import(changes).await?;
    Ok(engine)
}
