//! Logging by env_logger, one line an event; a request is one line of the target `access`.
//!
//! Lines of requests are gathered and written together, some twenty times a second: a write to a file or terminal each
//! costs more than most requests do. Everything else is written at once, with what was gathered before it.

use std::fmt;
use std::io::{self, Write};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use block_graph::Timestamp;
use dialect::hex;
use dialect::moment::push_iso_millis;
use env_logger::{Target, WriteStyle};
use log::Level;
use parking_lot::{Condvar, Mutex};

/// The target of the lines of requests.
pub const ACCESS: &str = "access";
/// How long a line may wait.
const WAIT: Duration = Duration::from_millis(50);
/// How many bytes may wait.
const ROOM: usize = 1 << 16;

/// Lines that wait to be written, and how the writer is told of the first.
#[derive(Clone, Default)]
struct Gathered(Arc<(Mutex<Vec<u8>>, Condvar)>);

static GATHERED: OnceLock<Gathered> = OnceLock::new();

impl Gathered {
    /// Writes what waits. There is nobody to tell that it cannot be written.
    fn out(&self) {
        let mut waiting = self.0.0.lock();
        drop(io::stderr().write_all(&waiting));
        waiting.clear();
    }

    /// Takes a line in, that may wait or not.
    fn take(&self, line: &[u8], may_wait: bool) {
        let (waiting, came) = &*self.0;
        let mut waiting = waiting.lock();
        let first = waiting.is_empty();
        waiting.extend_from_slice(line);
        let full = waiting.len() >= ROOM;
        drop(waiting);
        if full || !may_wait {
            self.out();
        } else if first {
            came.notify_one();
        }
    }

    /// Writes what waits, for ever: a little while after its first line came.
    fn write_on(&self) {
        let (waiting, came) = &*self.0;
        loop {
            let mut lines = waiting.lock();
            came.wait_while(&mut lines, |lines| lines.is_empty());
            drop(lines);
            std::thread::sleep(WAIT);
            self.out();
        }
    }
}

impl Write for Gathered {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        self.take(line, false);
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// What is told of a request: no query, header, body or token.
pub struct Accessed {
    /// When it was answered.
    pub at: Timestamp,
    /// Its number.
    pub serial: u64,
    /// Which dialect answered.
    pub dialect: &'static str,
    /// Which endpoint, `-` for none.
    pub endpoint: &'static str,
    /// Which command it came to, `-` for none.
    pub command: &'static str,
    /// The status.
    pub status: u16,
    /// How long it took, in microseconds.
    pub micros: u64,
}

impl fmt::Display for Accessed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { serial, dialect, endpoint, command, status, micros, .. } = self;
        write!(f, "{serial:016x} {dialect} {endpoint} {command} {status} {micros}us")
    }
}

impl Accessed {
    /// The line that [`start`]'s format gives, put together by hand: it is written with every request.
    fn push(&self, line: &mut Vec<u8>) {
        push_iso_millis(line, self.at);
        line.extend_from_slice(b" INFO  access ");
        line.extend_from_slice(&hex::sixteen(self.serial));
        for text in [self.dialect, self.endpoint, self.command] {
            line.push(b' ');
            line.extend_from_slice(text.as_bytes());
        }
        let mut digits = itoa::Buffer::new();
        line.push(b' ');
        line.extend_from_slice(digits.format(self.status).as_bytes());
        line.push(b' ');
        line.extend_from_slice(digits.format(self.micros).as_bytes());
        line.extend_from_slice(b"us\n");
    }
}

/// Tells of a request, if the filter asks for it. Where somebody else's logger was started, that one is told.
pub fn access(accessed: &Accessed) {
    if !log::log_enabled!(target: ACCESS, Level::Info) {
        return;
    }
    let Some(gathered) = GATHERED.get() else {
        log::info!(target: ACCESS, "{accessed}");
        return;
    };
    let mut line = Vec::with_capacity(128);
    accessed.push(&mut line);
    gathered.take(&line, true);
}

/// Starts logging to standard error. `filter` is env_logger's syntax, such as `info` or `warn,access=info`.
pub fn start(filter: &str) {
    let gathered = GATHERED.get_or_init(Gathered::default).clone();
    let mut builder = env_logger::Builder::new();
    let pipe = Target::Pipe(Box::new(gathered.clone()));
    builder.parse_filters(filter).write_style(WriteStyle::Never).target(pipe).format(|line, record| {
        let level = record.level();
        writeln!(line, "{} {level:5} {} {}", line.timestamp_millis(), record.target(), record.args())
    });
    // A second start, in tests that share a process, keeps the first.
    if builder.try_init().is_err() {
        return;
    }
    let writer = std::thread::Builder::new().name("log".to_owned());
    if let Err(error) = writer.spawn(move || gathered.write_on()) {
        log::warn!("no thread for the log, its last lines may be lost: {error}");
    }
}

/// Writes what waits: before the process ends.
pub fn flush() {
    if let Some(gathered) = GATHERED.get() {
        gathered.out();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_requests_line_is_as_the_format_has_it() {
        let accessed = Accessed {
            at: Timestamp(1_613_254_256_789),
            serial: 0x0123_4567_89ab_cdef,
            dialect: "v2",
            endpoint: "getUsersMe",
            command: "WhoAmI",
            status: 200,
            micros: 17,
        };
        let mut line = Vec::new();
        accessed.push(&mut line);
        let expected = format!("2021-02-13T22:10:56.789Z INFO  access {accessed}\n");
        assert_eq!(String::from_utf8(line).unwrap(), expected);
        assert_eq!(accessed.to_string(), "0123456789abcdef v2 getUsersMe WhoAmI 200 17us");
    }
}
