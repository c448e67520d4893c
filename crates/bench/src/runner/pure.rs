//! The parts without I/O that have goals of their own, timed in turn in this process.

use std::collections::BTreeMap;
use std::hint::black_box;
use std::ops::Range;
use std::time::Instant;

use super::compare::middle;
use super::machine;
use super::report::{Goal, Report, number, spread};
use super::workshop::Workshop;
use crate::parts::{Part, Rig, all};

/// How many calls are timed at a time.
const BATCH: u64 = 300;

/// How many batches a round is the median of: one alone is a fraction of a millisecond, which anything else may interrupt.
const BATCHES: u64 = 15;

/// A part, what one of its calls makes so many of, and how many nanoseconds each may take.
const TIMED: [(&str, &str, f64, Goal); 8] = [
    ("oauth1/read-and-check", "check", 1.0, Goal::AtMost(800.0)),
    ("encode/v1.1-users-20", "user", 20.0, Goal::AtMost(150.0)),
    ("encode/v2-users-100", "user", 100.0, Goal::AtMost(150.0)),
    ("encode/app-net-users-100", "user", 100.0, Goal::AtMost(150.0)),
    (DERIVED, "user", 20.0, Goal::None),
    ("encode/v1.1-ids-5000", "id", 5_000.0, Goal::None),
    ("page/ids-5000", "id", 5_000.0, Goal::None),
    ("token/bearer", "look-up", 1.0, Goal::None),
];
const DERIVED: &str = "serde-derive/v1.1-users-20";
const OWN: &str = "encode/v1.1-users-20";

/// Times the parts and compares the page of users with serde_json's.
pub(super) fn pure(shop: &mut Workshop, report: &mut Report) -> Result<(), String> {
    let rig = Rig::new()?;
    let parts = all(&rig)?;
    let mut took: BTreeMap<&str, Vec<f64>> = BTreeMap::new();
    let mut numbers = 0;
    for round in 0..=shop.options.rounds {
        for (name, ..) in TIMED {
            let part =
                parts.iter().find(|part| part.name == name).ok_or_else(|| format!("no part is called {name}"))?;
            report.was_busy(u32::from(!machine::settle(shop.options.patience)));
            let batches = (0..BATCHES).map(|_| {
                numbers += BATCH;
                nanoseconds(part, numbers - BATCH..numbers)
            });
            let (_, median, _) = middle(batches.collect());
            if round > 0 {
                took.entry(name).or_default().push(median);
            }
        }
    }
    let of = |name: &str| took.get(name).cloned().unwrap_or_default();
    let mut rows: Vec<Vec<String>> = Vec::new();
    for (name, what, many, goal) in TIMED {
        let each: Vec<f64> = of(name).into_iter().map(|one| one / many).collect();
        let median = middle(each.clone()).1;
        rows.push(vec![format!("`{name}`"), format!("{} a {what}", spread(&each)), goal.judge(median)]);
    }
    let times = middle(of(DERIVED).iter().zip(of(OWN)).map(|(derived, own)| derived / own).collect()).1;
    let beside = format!("{} times as fast as serde_json's derive", number(times));
    rows.push(vec![format!("`{OWN}`"), beside, Goal::AtLeast(4.0).judge(times)]);
    report.table("Parts without I/O, nanoseconds", &["part", "took", "goal"], &rows);
    Ok(())
}

/// How long each of these calls took, which are made one after the other.
fn nanoseconds(part: &Part<'_>, numbers: Range<u64>) -> f64 {
    let mut ready: Vec<_> = numbers.map(|number| (part.prepare)(number)).collect();
    let began = Instant::now();
    ready.iter_mut().for_each(|run| black_box(run)());
    began.elapsed().as_secs_f64() * 1e9 / ready.len() as f64
}
