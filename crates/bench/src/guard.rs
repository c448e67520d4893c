//! The guard of speed in continuous integration: instructions of fixed calls, counted by valgrind, beside those recorded.
//!
//! A count does not depend on what else the machine does, so no test is timed. Each call is made so often and twice as
//! often: what the start takes is in both and cancels out. Valgrind's processor lacks some instructions that real ones
//! have (SHA among them), so a count is to be compared with a count and with nothing else.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::time::Duration;

use parking_lot::Mutex;
use serde::Deserialize;

use crate::parts::{Rig, all};
use crate::runner::process::{command, finish};
use crate::runner::say;

/// So much more than recorded is taken.
const TOLERANCE: f64 = 0.20;
/// How long one run under valgrind may take.
const PATIENCE: Duration = Duration::from_secs(300);

/// What is counted: whole requests, and the parts of them that have goals of their own.
const COUNTED: [&str; 17] = [
    "request/v1.1-friendships-show",
    "request/v2-users-me",
    "request/v1.1-blocks-ids-5000",
    "request/v1.1-blocks-ids-5000-kept",
    "request/v1.1-blocks-list-20",
    "request/v2-blocking-100",
    "request/app-net-blocked-100",
    "request/v1.1-home-20",
    "request/v1.1-blocks-create",
    "encode/v1.1-users-20",
    "encode/v2-users-100",
    "encode/app-net-users-100",
    "oauth1/read-and-check",
    "page/ids-5000",
    "token/bearer",
    "nonce",
    "limiter/hit",
];

const HEAD: &str = "\
# Instructions a call, as `make guard` counts them; it fails when a count is a fifth above what stands here.
# `UPDATE=1 make guard` writes this file anew: do so in the change that means to move a count.

";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Recorded {
    instructions: BTreeMap<String, u64>,
}

/// Counts, and compares with what is recorded or records.
///
/// # Errors
/// One line that says which call takes too many instructions, or what is missing.
pub fn guard(recorded: &Path, update: bool) -> Result<(), String> {
    let counts = counts()?;
    if update {
        let mut text = format!("{HEAD}[instructions]\n");
        for (name, count) in &counts {
            // Writing to a String cannot fail.
            let _ = writeln!(text, "\"{name}\" = {count}");
        }
        fs::write(recorded, text).map_err(|error| format!("cannot write {}: {error}", recorded.display()))?;
    }
    let text = fs::read_to_string(recorded)
        .map_err(|error| format!("cannot read {}: {error}; UPDATE=1 make guard makes it", recorded.display()))?;
    let recorded: Recorded = toml::from_str(&text).map_err(|error| error.to_string())?;
    let (table, over) = compare(&counts, &recorded.instructions);
    say(&table);
    if over.is_empty() { Ok(()) } else { Err(format!("slower than recorded: {}", over.join("; "))) }
}

/// The table of counts, and those that are too many or not recorded.
fn compare(counts: &BTreeMap<&str, u64>, recorded: &BTreeMap<String, u64>) -> (String, Vec<String>) {
    let mut table = format!("{:<34} {:>12} {:>12} {:>8}\n", "call", "instructions", "recorded", "change");
    let mut over = Vec::new();
    for (name, count) in counts {
        let Some(before) = recorded.get(*name) else {
            let _ = writeln!(table, "{name:<34} {count:>12} {:>12} {:>8}", "-", "-");
            over.push(format!("{name} is not recorded"));
            continue;
        };
        let change = *count as f64 / *before as f64 - 1.0;
        let _ = writeln!(table, "{name:<34} {count:>12} {before:>12} {:>+7.1}%", change * 100.0);
        if change > TOLERANCE {
            over.push(format!("{name} takes {count} instructions, not {before}"));
        }
    }
    for name in recorded.keys().filter(|name| !counts.contains_key(name.as_str())) {
        over.push(format!("{name} is recorded and not counted"));
    }
    (table.trim_end().to_owned(), over)
}

/// The instructions of each call.
fn counts() -> Result<BTreeMap<&'static str, u64>, String> {
    let times: BTreeMap<_, _> = all(&Rig::new()?)?.into_iter().map(|part| (part.name, part.times)).collect();
    let left = Mutex::new(COUNTED.to_vec());
    let counted = Mutex::new(BTreeMap::new());
    let count = || -> Result<(), String> {
        loop {
            let Some(name) = left.lock().pop() else { return Ok(()) };
            let times = times.get(name).ok_or_else(|| format!("no part is called {name}"))?;
            let (once, twice) = (collected(name, *times, 2 * times)?, collected(name, 2 * times, 2 * times)?);
            counted.lock().insert(name, twice.saturating_sub(once) / times);
        }
    };
    // Instructions are the same whoever else runs: one on every processor.
    let workers = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..workers).map(|_| scope.spawn(count)).collect();
        threads.into_iter().try_for_each(|thread| thread.join().map_err(|_| "a counter died".to_owned())?)
    })?;
    Ok(counted.into_inner())
}

/// The instructions of a whole run of this program that makes a call so often.
fn collected(name: &str, times: u64, ready: u64) -> Result<u64, String> {
    let own = std::env::current_exe().map_err(|error| format!("this program cannot be found: {error}"))?;
    let mut valgrind = command("valgrind", None);
    valgrind.args(["--tool=callgrind", "--callgrind-out-file=/dev/null", "--log-fd=1"]).arg(own);
    valgrind.args(["call", name, &times.to_string(), &ready.to_string()]);
    let told = finish(valgrind, PATIENCE).map_err(|error| match error {
        missing if missing.contains("cannot start") => {
            format!("{missing} (apt-get install valgrind)")
        }
        other => other,
    })?;
    let line = told.lines().find_map(|line| line.split_once("Collected : ")).map(|(_, count)| count.trim());
    let count = line.and_then(|count| count.parse().ok());
    count.ok_or_else(|| format!("valgrind told no count for {name}"))
}

/// Makes a call ready so often, and then makes it so often: the body of what is counted.
///
/// # Errors
/// That there is no such call.
pub fn call(name: &str, times: u64, ready: u64) -> Result<(), String> {
    let rig = Rig::new()?;
    let parts = all(&rig)?;
    let part = parts.iter().find(|part| part.name == name).ok_or_else(|| format!("no part is called {name}"))?;
    let mut runs: Vec<_> = (0..ready).map(|number| (part.prepare)(number)).collect();
    runs.iter_mut().take(usize::try_from(times).unwrap_or(usize::MAX)).for_each(|run| run());
    // All of it goes without being taken down, which would be counted.
    std::mem::forget((runs, parts));
    std::mem::forget(rig);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fifth_more_is_taken_and_more_is_not() {
        let recorded = |count| BTreeMap::from([("a".to_owned(), count)]);
        let counts = BTreeMap::from([("a", 120)]);
        assert!(compare(&counts, &recorded(100)).1.is_empty());
        assert!(compare(&counts, &recorded(99)).1[0].contains("takes 120 instructions, not 99"));
        assert!(compare(&counts, &recorded(500)).1.is_empty());
        assert!(compare(&counts, &BTreeMap::new()).1[0].contains("not recorded"));
        assert!(compare(&BTreeMap::new(), &recorded(1)).1[0].contains("not counted"));
    }

    #[test]
    fn every_counted_call_is_recorded() {
        let file = concat!(env!("CARGO_MANIFEST_DIR"), "/instructions.toml");
        let recorded: Recorded = toml::from_str(&fs::read_to_string(file).unwrap()).unwrap();
        let names: Vec<_> = recorded.instructions.keys().map(String::as_str).collect();
        let mut counted = COUNTED.to_vec();
        counted.sort_unstable();
        assert_eq!(names, counted);
    }
}
