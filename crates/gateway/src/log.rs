//! Logging by env_logger, one line an event; a request is one line of the target `access`.

use std::io::Write as _;

/// Starts logging to standard error. `filter` is env_logger's syntax, such as `info` or `warn,access=info`.
pub fn start(filter: &str) {
    let mut builder = env_logger::Builder::new();
    builder.parse_filters(filter).format(|line, record| {
        let level = record.level();
        writeln!(line, "{} {level:5} {} {}", line.timestamp_micros(), record.target(), record.args())
    });
    // A second start, in tests that share a process, keeps the first.
    drop(builder.try_init());
}
