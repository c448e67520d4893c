//! Programs that are started and never left behind: not when a row fails, not when the runner is told to stop.

use std::io::{BufRead as _, BufReader, Read as _};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Weak};
use std::time::{Duration, Instant};

use parking_lot::Mutex;

/// How long a server may take until it listens: a world of a hundred million edges is read first.
const START: Duration = Duration::from_secs(600);
/// How long a server may take to stop by itself.
const STOP: Duration = Duration::from_secs(30);

static RUNNING: Mutex<Vec<Weak<Mutex<Child>>>> = Mutex::new(Vec::new());
static FOLDERS: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

/// A child that ends when this does.
#[derive(Debug)]
struct Kept(Arc<Mutex<Child>>);

impl Kept {
    fn spawn(mut command: Command) -> Result<Self, String> {
        let name = command.get_program().to_string_lossy().into_owned();
        let child = command.spawn().map_err(|error| format!("cannot start {name}: {error}"))?;
        let kept = Arc::new(Mutex::new(child));
        let mut running = RUNNING.lock();
        running.retain(|child| child.strong_count() > 0);
        running.push(Arc::downgrade(&kept));
        Ok(Self(kept))
    }

    fn ended(&self) -> Option<bool> {
        self.0.lock().try_wait().ok().flatten().map(|status| status.success())
    }
}

impl Drop for Kept {
    fn drop(&mut self) {
        let mut child = self.0.lock();
        // One that has ended already is only waited for.
        drop(child.kill());
        drop(child.wait());
    }
}

/// Sees to it that a signal to stop ends all programs and removes all folders first.
pub(super) fn stop_with_us() {
    use tokio::signal::unix::{SignalKind, signal};
    std::thread::spawn(|| {
        let Ok(runtime) = tokio::runtime::Builder::new_current_thread().enable_all().build() else { return };
        runtime.block_on(async {
            let kinds = [SignalKind::interrupt(), SignalKind::terminate(), SignalKind::hangup()];
            let Ok(mut signals) = kinds.into_iter().map(signal).collect::<Result<Vec<_>, _>>() else { return };
            let [one, two, three] = &mut signals[..] else { return };
            tokio::select! { _ = one.recv() => {} _ = two.recv() => {} _ = three.recv() => {} }
        });
        for child in RUNNING.lock().iter().filter_map(Weak::upgrade) {
            drop(child.lock().kill());
        }
        for folder in FOLDERS.lock().iter() {
            drop(std::fs::remove_dir_all(folder));
        }
        std::process::exit(130);
    });
}

/// A folder that goes with the runner, also when it is told to stop.
pub(super) fn folder(scratch: &Path) -> Result<tempfile::TempDir, String> {
    let failed = |error: std::io::Error| format!("cannot make a folder in {}: {error}", scratch.display());
    std::fs::create_dir_all(scratch).map_err(failed)?;
    let scratch = scratch.canonicalize().map_err(failed)?;
    let made = tempfile::Builder::new().prefix("bench-").tempdir_in(scratch).map_err(failed)?;
    FOLDERS.lock().push(made.path().to_owned());
    Ok(made)
}

/// A command, bound to processors where some are named.
pub(crate) fn command(program: &str, pin: Option<&str>) -> Command {
    let Some(processors) = pin else { return Command::new(program) };
    let mut command = Command::new("taskset");
    command.args(["-c", processors, program]);
    command
}

fn bound(command: &Command) -> bool {
    command.get_program() == "taskset"
}

/// Runs a command to its end and returns what it printed.
///
/// # Errors
/// That it cannot be started, fails, or takes too long.
pub(crate) fn finish(mut command: Command, patience: Duration) -> Result<String, String> {
    let name = if bound(&command) { command.get_args().nth(2) } else { Some(command.get_program()) };
    let name = name.unwrap_or_default().to_string_lossy().into_owned();
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let kept = Kept::spawn(command)?;
    let (out, err) = {
        let mut child = kept.0.lock();
        (child.stdout.take(), child.stderr.take())
    };
    let gather = |stream: Option<Box<dyn std::io::Read + Send>>| {
        std::thread::spawn(move || {
            let mut text = Vec::new();
            stream.map(|mut stream| stream.read_to_end(&mut text));
            String::from_utf8_lossy(&text).into_owned()
        })
    };
    let out = gather(out.map(|stream| Box::new(stream) as _));
    let err = gather(err.map(|stream| Box::new(stream) as _));
    let until = Instant::now() + patience;
    let good = loop {
        match kept.ended() {
            Some(good) => break good,
            None if Instant::now() > until => {
                return Err(format!("{name} took longer than {} seconds", patience.as_secs()));
            }
            None => std::thread::sleep(Duration::from_millis(5)),
        }
    };
    let told = out.join().unwrap_or_default();
    if good {
        return Ok(told);
    }
    let complaint = err.join().unwrap_or_default();
    let complaint: Vec<_> = complaint.lines().chain(told.lines()).filter(|line| !line.is_empty()).collect();
    Err(format!("{name} failed: {}", complaint[complaint.len().saturating_sub(4)..].join("; ")))
}

/// A server that was started.
#[derive(Debug)]
pub(super) struct Server {
    child: Kept,
    /// Its process.
    pub(super) pid: u32,
    /// Where it listens.
    pub(super) address: SocketAddr,
    /// How long it took from its start until it listened.
    pub(super) took: Duration,
    /// Whether it keeps to some of the processors.
    pub(super) bound: bool,
}

impl Server {
    /// Starts a server, which says where it listens on its standard output.
    pub(super) fn start(mut command: Command) -> Result<Self, String> {
        command.stdin(Stdio::null()).stdout(Stdio::piped());
        let bound = bound(&command);
        let began = Instant::now();
        let child = Kept::spawn(command)?;
        let (pid, out) = {
            let mut child = child.0.lock();
            (child.id(), child.stdout.take())
        };
        let lines = lines(out);
        loop {
            let left = START.saturating_sub(began.elapsed());
            let line = lines.recv_timeout(left).map_err(|_| "a server did not start: see its log".to_owned())?;
            let said = line.split_once("listens on http://").map(|(_, rest)| rest.trim());
            if let Some(address) = said.and_then(|address| address.parse().ok()) {
                return Ok(Self { child, pid, address, took: began.elapsed(), bound });
            }
        }
    }

    /// Where it is reached.
    pub(super) fn url(&self) -> String {
        format!("http://{}/", self.address)
    }

    /// Lets it end what it is about, and waits for that.
    pub(super) fn stop(self) -> Result<(), String> {
        let mut kill = Command::new("sh");
        kill.args(["-c", &format!("kill -TERM {}", self.pid)]);
        finish(kill, Duration::from_secs(5))?;
        let until = Instant::now() + STOP;
        while self.child.ended().is_none() {
            if Instant::now() > until {
                return Err("a server did not stop when it was told to".to_owned());
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        Ok(())
    }
}

/// The lines of a stream, as they come, until it ends.
fn lines(stream: Option<std::process::ChildStdout>) -> Receiver<String> {
    let (tell, told) = channel();
    std::thread::spawn(move || {
        for line in stream.into_iter().flat_map(|stream| BufReader::new(stream).lines()) {
            // Nobody may be listening any more; the stream is read all the same, so that its writer does not stop.
            drop(line.map(|line| tell.send(line)));
        }
    });
    told
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_program_says_is_returned_and_how_it_failed_is_told() {
        let run = |script: &str, patience| {
            let mut sh = command("sh", None);
            sh.args(["-c", script]);
            finish(sh, Duration::from_millis(patience))
        };
        assert_eq!(run("echo good", 20_000), Ok("good\n".to_owned()));
        assert!(run("echo bad >&2; exit 3", 20_000).unwrap_err().contains("bad"));
        assert!(run("sleep 60", 50).unwrap_err().contains("longer"));
        assert!(finish(command("/no/such/program", None), Duration::from_secs(1)).unwrap_err().contains("start"));
    }
}
