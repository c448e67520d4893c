//! Several real gateway processes on one PostgreSQL: that clients of all dialects cannot tell them from one, and what
//! becomes of that when the database, a gateway or the network between them dies, or clocks disagree.

#![cfg(test)]
#![cfg(all(feature = "postgres", target_os = "linux"))]

mod balancer;
mod client;
mod crowd;
mod cut;
mod history;
mod linear;
mod posts;
mod process;
mod programs;
mod skew;
mod truth;

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// How long anything may take that must come to pass, on a machine that is busy.
const PATIENCE: Duration = Duration::from_secs(90);

/// Waits until something is so.
fn until(what: &str, mut so: impl FnMut() -> bool) -> Duration {
    let began = Instant::now();
    while !so() {
        assert!(began.elapsed() < PATIENCE, "{what}: not within {PATIENCE:?}");
        std::thread::sleep(Duration::from_millis(10));
    }
    began.elapsed()
}

/// Tells those who work to stop when it goes, also where a test fails meanwhile.
#[must_use]
struct Halt<'s>(&'s AtomicBool);

impl Drop for Halt<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// A number of the environment, or another.
fn setting(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).map_or(otherwise, |text| text.parse().unwrap_or_else(|_| panic!("{name} is no number: {text}")))
}
