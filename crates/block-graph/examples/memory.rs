//! What the graph costs in memory, an edge and a person. Prints one world's figures:
//! `cargo run --release -p block-graph --example memory -- [PEOPLE] [EDGES A PERSON] [blocks|mixed|follows]`.

#![expect(clippy::print_stdout, reason = "the figures are what it is for")]

use block_graph::store::Loader;
use block_graph::{
    Counts, Edge, EdgeKind, GraphLoader, Mint, Position, Profile, SystemClock, Timestamp, UserId, Username, scramble,
};
use std::sync::Arc;

/// The allocator that the gateway runs with.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let people: u64 = arguments.next().as_deref().unwrap_or("1000000").parse()?;
    let each: u64 = arguments.next().as_deref().unwrap_or("10").parse()?;
    let world = arguments.next().unwrap_or_else(|| "mixed".to_owned());
    let mint = Mint::new(Arc::new(SystemClock), 0);

    let before = resident()?;
    let mut loader = GraphLoader::default();
    for person in 0..people {
        loader.user(user(person).ok_or("no username")?.into(), Counts::default(), None);
    }
    let for_people = resident()? - before;
    for source in 0..people {
        edges(&mut loader, source, people, each, &world);
    }
    let graph = loader.finish(&mint);
    let all = resident()? - before;
    let (people, edges) = (graph.people() as u64, graph.edges() as u64);
    println!("{people} people: {} bytes a person", for_people / people);
    println!("{edges} edges ({world}): {:.1} bytes an edge", all.saturating_sub(for_people) as f64 / edges as f64);
    Ok(())
}

fn id(person: u64) -> UserId {
    UserId(1_200_000_000_000_000_000 + (person as i64 * 7_919_000) + (scramble(person) % 4096) as i64)
}

/// A person who says what people say.
fn user(person: u64) -> Option<Profile> {
    let mut user =
        Profile::new(id(person), Username::new(&format!("person_{person:x}"))?, Timestamp(1_400_000_000_000));
    let dice = scramble(person);
    user.name = format!("Person Number {person}");
    user.location = ["", "Lisbon", "Kyoto, Japan"][(dice % 3) as usize].to_owned();
    user.description = match dice >> 8 & 3 {
        0 => String::new(),
        1 => "Tea, trains and timetables.".to_owned(),
        _ => "Builds small things in the open. Opinions are my own, mostly about trains.".to_owned(),
    };
    user.url = (dice >> 16 & 3 == 0).then(|| format!("https://person{person}.example.com/about"));
    user.image_url =
        (dice >> 24 & 3 != 0).then(|| format!("https://pbs.example.com/profile_images/{person}_normal.jpg"));
    Some(user)
}

/// The edges of one person: as many as Zipf's law with the exponent 0.9 gives their rank, in the order of their targets.
fn edges(loader: &mut GraphLoader, source: u64, people: u64, each: u64, world: &str) {
    let rank = (scramble(source) % people) as f64 + 1.0;
    // The sum of the weights of all ranks, nearly.
    let weights = 10.0 * (people as f64).powf(0.1) - 9.0;
    let wanted = ((each * people) as f64 * rank.powf(-0.9) / weights).round() as u64;
    let draw = |turn: u64| scramble(source << 24 ^ turn.wrapping_mul(0x9e37_79b9));
    let mut targets: Vec<_> = (0..wanted.min(people / 2))
        .map(|turn| {
            // Squaring makes some people far better known than others.
            let dice = (draw(turn) >> 11) as f64 / (1_u64 << 53) as f64;
            (dice * dice * people as f64) as u64
        })
        .filter(|target| *target != source)
        .collect();
    targets.sort_unstable();
    targets.dedup();
    let kind = |target: u64| match (world, scramble(source ^ target << 20) % 100) {
        ("follows", _) | ("mixed", 80..92) => EdgeKind::Follow,
        ("mixed", 92..98) => EdgeKind::Mute,
        ("mixed", 98..) => EdgeKind::DmBlock,
        _ => EdgeKind::Block,
    };
    for wanted in [EdgeKind::Block, EdgeKind::Mute, EdgeKind::Follow, EdgeKind::DmBlock] {
        for target in targets.iter().copied().filter(|target| kind(*target) == wanted) {
            let position = Position((1_500_000_000_000 + (draw(target) % 10_000_000_000) as i64) << 20);
            loader.edge(Edge { source: id(source), kind: wanted, target: id(target), position });
        }
    }
}

/// What of the process is in memory, in bytes.
fn resident() -> Result<u64, Box<dyn std::error::Error>> {
    // What was freed goes back to the system a moment later.
    std::thread::sleep(std::time::Duration::from_millis(200));
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).ok_or("no VmRSS")?;
    Ok(line.trim().trim_end_matches(" kB").parse::<u64>()? * 1024)
}
