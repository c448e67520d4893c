//! The `portcullis-bench` command: the references as servers, the runner, and the guard of instruction counts.

use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use portcullis_bench::{guard, reference, runner};

// The references have the gateway's allocator, so that it makes no difference.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Measures the gateway beside named references.
#[derive(Debug, Parser)]
#[command(name = "portcullis-bench", version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Measure, and write the tables
    Run(runner::Options),
    /// Serve a constant answer, until stopped
    Constant {
        /// Bytes of the body
        #[arg(long)]
        size: usize,
        #[command(flatten)]
        settings: reference::Serving,
    },
    /// Serve writes to SQLite, one durable transaction each, until stopped
    Sqlite {
        /// The database file, which is made
        #[arg(long)]
        file: PathBuf,
        /// Bytes of the answer
        #[arg(long)]
        size: usize,
        #[command(flatten)]
        settings: reference::Serving,
    },
    /// Count the instructions of fixed calls by valgrind and compare them with the recorded ones
    Guard {
        /// The file of recorded counts
        #[arg(long, default_value = "crates/bench/instructions.toml")]
        recorded: PathBuf,
        /// Record the counts instead of comparing
        #[arg(long)]
        update: bool,
    },
    /// Make a fixed call so often: what the guard counts
    #[command(hide = true)]
    Call {
        /// Which
        name: String,
        /// How often
        times: u64,
        /// How often it is made ready
        ready: u64,
    },
}

fn main() -> ExitCode {
    let done = match Cli::parse().command {
        Command::Run(options) => runner::run(&options),
        Command::Constant { size, settings } => reference::constant(size, &settings),
        Command::Sqlite { file, size, settings } => reference::sqlite(&file, size, &settings),
        Command::Guard { recorded, update } => guard::guard(&recorded, update),
        Command::Call { name, times, ready } => guard::call(&name, times, ready),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            drop(writeln!(std::io::stderr(), "bench: {error}"));
            ExitCode::FAILURE
        }
    }
}
