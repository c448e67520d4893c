//! The `portcullis` command.

use std::process::ExitCode;

use clap::Parser as _;
use portcullis::cli::Cli;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let code = Cli::parse().run();
    portcullis::log::flush();
    code
}
