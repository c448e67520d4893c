//! The machine as the system tells of it: what it is, whether it is idle, and what a process took of it.

use std::fs;
use std::process::Command;
use std::time::{Duration, Instant};

/// Ticks a second of the times in `/proc`, the same on every Linux that programs see.
const TICKS: f64 = 100.0;

/// How many processors there are.
pub(super) fn processors() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

/// Processor, number of cores, memory and kernel, in a line.
pub(super) fn describe() -> String {
    let read = |path: &str| fs::read_to_string(path).unwrap_or_default();
    let field = |text: &str, name: &str| {
        let line = text.lines().find(|line| line.starts_with(name)).map(str::to_owned);
        line.and_then(|line| line.split_once(':').map(|(_, value)| value.trim().to_owned())).unwrap_or_default()
    };
    let model = field(&read("/proc/cpuinfo"), "model name");
    let memory: f64 = field(&read("/proc/meminfo"), "MemTotal").trim_end_matches(" kB").parse().unwrap_or(0.0);
    let kernel = read("/proc/sys/kernel/osrelease");
    let memory = memory / 1024.0 / 1024.0;
    format!("{model}, {} cores, {memory:.0} GiB of memory, Linux {}", processors(), kernel.trim())
}

/// The commit that is measured, and whether the files differ from it.
pub(super) fn commit() -> String {
    let git = |words: &[&str]| {
        let done = Command::new("git").args(words).output().ok().filter(|done| done.status.success());
        done.map(|done| String::from_utf8_lossy(&done.stdout).trim().to_owned())
    };
    match (git(&["rev-parse", "--short=12", "HEAD"]), git(&["status", "--porcelain"])) {
        (Some(head), Some(changed)) if changed.is_empty() => head,
        (Some(head), _) => format!("{head} with changes"),
        _ => "an unknown commit".to_owned(),
    }
}

/// The kind of file system that a folder lies on, if the system tells.
pub(super) fn file_system(folder: &std::path::Path) -> String {
    let told = Command::new("stat").args(["-f", "-c", "%T"]).arg(folder).output();
    told.map(|told| String::from_utf8_lossy(&told.stdout).trim().to_owned()).unwrap_or_default()
}

/// How often in a row the machine must be seen idle: together for longer than the gateway waits before it folds what it wrote.
const SEEN: u32 = 3;

/// Waits until nine tenths of the machine are idle, at most so many seconds; returns whether they were.
pub(super) fn settle(patience: u64) -> bool {
    let until = Instant::now() + Duration::from_secs(patience);
    let mut seen = 0;
    loop {
        let before = jiffies();
        std::thread::sleep(Duration::from_millis(150));
        let after = jiffies();
        let (idle, all) = (after.0 - before.0, after.1 - before.1);
        seen = if all > 0.0 && idle / all > 0.9 { seen + 1 } else { 0 };
        if seen == SEEN {
            return true;
        }
        if Instant::now() > until {
            return false;
        }
    }
}

/// Idle time and all time of all processors since the start, in ticks.
fn jiffies() -> (f64, f64) {
    let text = fs::read_to_string("/proc/stat").unwrap_or_default();
    let line = text.lines().next().unwrap_or_default();
    let ticks: Vec<f64> = line.split_whitespace().skip(1).filter_map(|field| field.parse().ok()).collect();
    (ticks.get(3).unwrap_or(&0.0) + ticks.get(4).unwrap_or(&0.0), ticks.iter().take(8).sum())
}

/// Seconds of processor that a process took so far, in the program and in the kernel.
pub(super) fn processor_seconds(pid: u32) -> Result<f64, String> {
    let text = fs::read_to_string(format!("/proc/{pid}/stat")).map_err(|_| format!("process {pid} is gone"))?;
    // The name stands in brackets and may hold anything.
    let fields: Vec<_> = text.rsplit_once(')').map_or("", |(_, rest)| rest).split_whitespace().collect();
    let ticks = |at: usize| fields.get(at).and_then(|field| field.parse::<f64>().ok());
    let spent = ticks(11).zip(ticks(12)).map(|(user, system)| (user + system) / TICKS);
    spent.ok_or_else(|| format!("the system does not tell the time of process {pid}"))
}

/// Bytes of memory a process has now, and had at the most.
pub(super) fn memory(pid: u32) -> Result<(f64, f64), String> {
    let text = fs::read_to_string(format!("/proc/{pid}/status")).map_err(|_| format!("process {pid} is gone"))?;
    let bytes = |name: &str| {
        let line = text.lines().find(|line| line.starts_with(name))?;
        line.split_whitespace().nth(1)?.parse::<f64>().ok().map(|kilobytes| kilobytes * 1024.0)
    };
    bytes("VmRSS:").zip(bytes("VmHWM:")).ok_or_else(|| format!("the system does not tell the memory of process {pid}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_process_is_told_its_own_time_and_memory() {
        let pid = std::process::id();
        assert!(processor_seconds(pid).unwrap() >= 0.0);
        let (now, most) = memory(pid).unwrap();
        assert!(now > 0.0 && most >= now);
        assert!(processor_seconds(u32::MAX).is_err());
        assert!(describe().contains("cores"));
    }
}
