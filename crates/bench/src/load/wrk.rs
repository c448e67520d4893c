//! wrk, the load generator: one burst of prepared requests, and what it tells of it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use serde::Deserialize;

use crate::runner::process::{command, finish};

const SCRIPT: &str = include_str!("load.lua");

/// A wrk that can be run.
#[derive(Debug)]
pub struct Wrk {
    script: PathBuf,
    /// Where prepared requests are written, one file a thread.
    pub files: PathBuf,
    /// Its threads.
    pub threads: usize,
}

/// What a burst came to.
#[derive(Clone, Copy, Debug, Deserialize)]
pub struct Burst {
    /// Answers.
    pub requests: u64,
    /// How long it took, in microseconds.
    pub micros: u64,
    /// Bytes of the answers.
    pub bytes: u64,
    status: u64,
    broken: u64,
    exhausted: u64,
    /// The middle answer took so many microseconds.
    pub p50: u64,
    /// All but a hundredth took at most so many microseconds.
    pub p99: u64,
}

impl Burst {
    /// Requests a second.
    pub fn rate(&self) -> f64 {
        self.requests as f64 / (self.micros as f64 / 1e6)
    }
}

impl Wrk {
    /// Writes the script into a folder.
    ///
    /// # Errors
    /// That it cannot.
    pub fn new(folder: &Path, threads: usize) -> Result<Self, String> {
        let script = folder.join("load.lua");
        fs::write(&script, SCRIPT).map_err(|error| format!("cannot write {}: {error}", script.display()))?;
        Ok(Self { script, files: folder.join("requests"), threads })
    }

    /// Sends what the files hold for so long; `again` when it may be sent more than once. `pin` are the processors to use.
    ///
    /// # Errors
    /// That wrk failed, or that an answer was not good.
    pub fn burst(
        &self,
        url: &str,
        (connections, seconds): (usize, u64),
        again: bool,
        pin: Option<&str>,
    ) -> Result<Burst, String> {
        let threads = self.threads.min(connections);
        let mut wrk = command("wrk", pin);
        wrk.args(["-t", &threads.to_string(), "-c", &connections.to_string(), "-d", &format!("{seconds}s")]);
        wrk.args(["--timeout", "20s", "-s"]).arg(&self.script).arg(url).arg("--").arg(&self.files);
        wrk.arg(if again { "again" } else { "once" }).stdout(Stdio::piped()).stderr(Stdio::piped());
        let told = finish(wrk, Duration::from_secs(seconds + 60))?;
        let line = told.lines().find_map(|line| line.strip_prefix("BURST "));
        let line = line.ok_or_else(|| format!("wrk told nothing: {}", told.trim()))?;
        let burst: Burst = serde_json::from_str(line).map_err(|error| format!("wrk told {line}: {error}"))?;
        // What is sent at the end of the files is no request.
        let spare = if burst.exhausted > 0 { connections as u64 } else { 0 };
        if burst.status > spare || burst.broken > 0 || burst.requests == 0 {
            return Err(format!(
                "of {} answers {} were refusals, and {} connections failed",
                burst.requests, burst.status, burst.broken
            ));
        }
        Ok(burst)
    }
}
