//! The runner: starts what is measured and what it is measured beside, alternates between them, and writes the tables.

mod compare;
mod gateway;
mod growth;
mod machine;
mod postgres;
pub mod process;
mod processes;
mod pure;
mod report;
mod rows;
mod start;
mod workshop;
mod writes;

use std::io::Write as _;
use std::path::PathBuf;

use clap::Args;

use self::report::Report;
use self::workshop::Workshop;

/// What `run` takes.
#[derive(Clone, Debug, Args)]
pub struct Options {
    /// The gateway's program, a release build
    #[arg(long)]
    pub gateway: PathBuf,
    /// Only rows whose name begins so, separated by commas; `--list` names them
    #[arg(long, default_value = "", value_delimiter = ',')]
    pub rows: Vec<String>,
    /// Name the rows and measure nothing
    #[arg(long)]
    pub list: bool,
    /// How often each alternates
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..))]
    pub rounds: u32,
    /// Seconds of each burst
    #[arg(long, default_value_t = 2, value_parser = clap::value_parser!(u64).range(1..))]
    pub seconds: u64,
    /// Seconds that a burst waits for the machine to be idle
    #[arg(long, default_value_t = 12)]
    pub patience: u64,
    /// People in the world
    #[arg(long, default_value_t = 1_000_000)]
    pub people: u32,
    /// Edges in the world
    #[arg(long, default_value_t = 10_000_000)]
    pub edges: u64,
    /// Edges of the worlds that the growth over the world's size is measured on; a tenth as many people each
    #[arg(long, default_value = "100000,1000000,10000000", value_delimiter = ',')]
    pub worlds: Vec<u64>,
    /// Connections that the growth over concurrency is measured with
    #[arg(long, default_value = "1,64,1000", value_delimiter = ',')]
    pub concurrency: Vec<usize>,
    /// Where to make temporary folders; on the disk whose writes are measured
    #[arg(long, default_value = "target")]
    pub scratch: PathBuf,
    /// A file for the tables, as Markdown
    #[arg(long)]
    pub output: Option<PathBuf>,
    /// A document that has the lines `<!-- bench: begin -->` and `<!-- bench: end -->`: the tables are put between them
    #[arg(long)]
    pub into: Option<PathBuf>,
}

type Row = (&'static str, fn(&mut Workshop, &mut Report) -> Result<(), String>);

/// Every row by its name, in the order they are measured: what grows a store comes after what reads it.
const ROWS: [Row; 24] = [
    ("pure", pure::pure),
    ("small-oauth1", rows::small_oauth1),
    ("small-bearer", rows::small_bearer),
    ("ids", rows::ids),
    ("ids-kept", rows::ids_kept),
    ("list-20", rows::list_20),
    ("list-50", rows::list_50),
    ("list-v2", rows::list_v2),
    ("list-app-net", rows::list_app_net),
    ("growth-list", growth::list),
    ("growth-depth", growth::depth),
    ("memory", start::memory),
    ("start", start::start),
    ("growth-world", growth::world),
    ("flush", writes::flush),
    ("create-1", writes::one),
    ("create-64", writes::sixty_four),
    ("create-256", writes::many),
    ("mixed", writes::mixed_load),
    ("growth-concurrency", growth::concurrency),
    ("postgres", postgres::creates),
    ("postgres-checkpoint", postgres::after_checkpoint),
    ("postgres-owned", postgres::owned),
    ("postgres-processes", processes::beside_each_other),
];

/// Measures.
///
/// # Errors
/// One line that says what is missing or which row failed.
pub fn run(options: &Options) -> Result<(), String> {
    if options.list {
        ROWS.iter().for_each(|(name, _)| say(name));
        return Ok(());
    }
    let asked = |name: &str| options.rows.iter().any(|row| name.starts_with(row.trim()));
    let chosen: Vec<_> = ROWS.iter().filter(|(name, _)| asked(name)).collect();
    if chosen.is_empty() {
        return Err(format!("no row's name begins with {}; --list names them", options.rows.join(" or ")));
    }
    process::stop_with_us();
    let mut workshop = Workshop::new(options.clone())?;
    let mut report = Report::new(&workshop)?;
    for (name, measure) in chosen {
        note(&format!("{name} …"));
        // A row that fails leaves the others what they are; the end tells of it.
        if let Err(error) = measure(&mut workshop, &mut report) {
            note(&format!("{name}: {error}"));
            report.failed(name, &error);
        }
    }
    drop(workshop);
    report.finish(options)
}

/// Prints a line.
pub(crate) fn say(text: &str) {
    let mut out = std::io::stdout();
    // A reader that went away is no error.
    drop(writeln!(out, "{text}").and_then(|()| out.flush()));
}

/// Tells how far things are, beside what is printed.
fn note(text: &str) {
    drop(writeln!(std::io::stderr(), "bench: {text}"));
}
