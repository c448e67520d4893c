//! How long a process that owns a full SQLite store takes to read it, beside SQLite's own pass over every column of the
//! same rows: `cargo run --release -p block-graph --features sqlite --example start -- [PEOPLE] [EDGES]`.

#![expect(clippy::print_stdout, reason = "the figures are what it is for")]

use std::sync::Arc;
use std::time::{Duration, Instant};

use block_graph::access::seal::SealKey;
use block_graph::access::{App, PasswordHash, Ticket, TokenRecord};
use block_graph::event::{Change, Like};
use block_graph::store::diesel::{DieselStore, Options};
use block_graph::store::{Ledger as _, Loader};
use block_graph::{
    Counts, Edge, GraphLoader, Member, Message, Mint, Post, PostId, SystemClock, User, UserId, UserList,
};
use diesel::connection::SimpleConnection as _;
use diesel::prelude::*;

/// The allocator that the gateway runs with.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const ROUNDS: usize = 5;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let people: u64 = arguments.next().as_deref().unwrap_or("1000000").parse()?;
    let edges: u64 = arguments.next().as_deref().unwrap_or("10000000").parse()?;
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("world.db").display().to_string();
    let store = DieselStore::open(&format!("sqlite://{file}"), SealKey::new(&[7; 32]), Options::default())?;
    store.migrate()?;
    fill(&file, people, edges)?;

    let (mut scans, mut loads) = (Vec::new(), Vec::new());
    for round in 0..=ROUNDS {
        let scan = scan(&file)?;
        let began = Instant::now();
        let mut loader = GraphLoader::default();
        store.load(&mut loader)?;
        let graph = loader.finish(&Mint::new(Arc::new(SystemClock), 0));
        let load = began.elapsed();
        let began = Instant::now();
        store.load(&mut Nobody)?;
        let told = began.elapsed();
        let (people, edges) = (graph.people(), graph.edges());
        println!(
            "{people} people, {edges} edges: scan {scan:.2?}, load {load:.2?}, of which {told:.2?} for being told"
        );
        // The first round reads from the disk.
        if round > 0 {
            scans.push(scan);
            loads.push(load);
        }
    }
    let median = |mut times: Vec<Duration>| {
        times.sort_unstable();
        times[times.len() / 2].as_secs_f64()
    };
    println!("ratio of the medians: {:.2}", median(loads) / median(scans));
    Ok(())
}

/// Takes nothing in: what is left is what the store takes to tell it.
struct Nobody;

impl Loader for Nobody {
    fn user(&mut self, _: User, _: Counts, _: Option<PostId>) {}
    fn post(&mut self, _: Post) {}
    fn like(&mut self, _: Like) {}
    fn message(&mut self, _: Message, _: (bool, bool)) {}
    fn list(&mut self, _: UserList) {}
    fn member(&mut self, _: Member) {}
    fn edge(&mut self, _: Edge) {}
    fn app(&mut self, _: App) {}
    fn token(&mut self, _: TokenRecord) {}

    fn ticket(&mut self, _: Ticket) {}

    fn password(&mut self, _: UserId, _: PasswordHash) {}
    fn ledger_end(&mut self, _: i64) {}
    fn unfolded(&mut self, _: Change) {}
}

/// Makes people, and edges that fall on them unevenly: the first has a hundredth of all, most have a few.
fn fill(file: &str, people: u64, edges: u64) -> Result<(), Box<dyn std::error::Error>> {
    let mut connection = SqliteConnection::establish(file)?;
    let id = |number: &str| format!("(1200000000000000000 + {number} * 7919000 + {number} * {number} % 4096)");
    let counted =
        |most: u64| format!("WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < {most} - 1)");
    connection.batch_execute(&format!(
        "PRAGMA synchronous = OFF; PRAGMA cache_size = -400000; BEGIN;
         {} INSERT INTO users SELECT {}, 'person_' || i, 'person_' || i, 'Person Number ' || i,
            iif(i % 4, 'Builds small things in the open. Opinions are my own.', ''), iif(i % 3, 'Lisbon', ''),
            iif(i % 4, NULL, 'https://person.example.com/' || i), 'https://pbs.example.com/' || i || '.jpg', NULL,
            1400000000000 + i, 0, 0, 0, 0, 'Etc/UTC', 'en_US', NULL, NULL, 0, 0, 0, 0, 0, NULL FROM n;
         {} , e(j, source, target) AS (SELECT i,
            CAST({people}.0 * i * i * i / {edges}.0 / {edges}.0 / {edges}.0 AS INTEGER),
            (i * 2654435761 % 4294967296) * {people} / 4294967296 FROM n)
         INSERT OR IGNORE INTO edges SELECT {},
            CASE WHEN j * 40503 % 100 < 80 THEN 1 WHEN j * 40503 % 100 < 92 THEN 3 ELSE 2 END AS kind,
            (1500000000000 + j * 636413 % 10000000000) << 20, {} AS target_id FROM e WHERE source <> target
         ORDER BY source, kind, target_id;
         COMMIT; PRAGMA wal_checkpoint(TRUNCATE);",
        counted(people),
        id("i"),
        counted(edges),
        id("source"),
        id("target"),
    ))?;
    Ok(())
}

/// SQLite's pass over every column, which hands nothing out but one row: a little less than `sqlite3_step` does for each.
fn scan(file: &str) -> Result<Duration, Box<dyn std::error::Error>> {
    let mut connection = SqliteConnection::establish(file)?;
    let began = Instant::now();
    connection.batch_execute(
        "SELECT max(id), max(username), max(username_key), max(name), max(description), max(location), max(url),
                max(image_url), max(banner_url), max(created), max(protected), max(verified), max(standing), max(kind),
                max(timezone), max(locale), max(email), max(pinned_post), max(followers), max(following), max(posts),
                max(listed), max(likes), max(latest_post) FROM users;
         SELECT max(source_id), max(kind), max(position), max(target_id) FROM edges;",
    )?;
    Ok(began.elapsed())
}
