//! Runs a command whose calls to the services end at the gateway: found running, or started for it, and what it did is
//! told afterwards.

mod child;
pub(super) mod house;
pub(super) mod report;

use std::ffi::OsString;
use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use clap::Args;

use self::house::House;
use self::report::Report;
use super::note;
use crate::environment;
use crate::log;
use crate::settings::Settings;

/// What `run` takes.
#[derive(Debug, Args)]
pub(crate) struct Run {
    /// A throw-away world in memory, on ports that the system chooses; what runs already is left alone
    #[arg(long)]
    ephemeral: bool,
    /// What is logged by a gateway that is started for the command (overrides log.filter)
    #[arg(long, value_name = "FILTER", default_value = "warn")]
    log: String,
    /// Write the report as JSON to this file instead of standard error
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
    /// The command and its arguments, after --
    #[arg(required = true, trailing_var_arg = true, allow_hyphen_values = true, value_name = "COMMAND")]
    command: Vec<OsString>,
}

/// Runs the command; its exit code is ours.
pub(crate) fn run(settings: Settings, run: Run, json: bool) -> Result<ExitCode, String> {
    log::start(&run.log);
    let house = if run.ephemeral { House::throw_away(settings)? } else { House::standing(settings)? };
    let before = house.metrics()?;
    let mut variables = environment::variables(house.proxy, &house.trust, |name| std::env::var_os(name));
    variables.extend(house.own_variables());
    let began = Instant::now();
    let ended = child::run(&run.command, &variables);
    let took = began.elapsed();
    let report = Report::between(&before, &house.metrics()?, house.is_shared);
    house.close()?;
    let ended = ended?;
    if let Some(file) = run.report {
        let text = format!("{:#}\n", report.json(ended.code, took));
        fs::write(&file, text).map_err(|error| format!("cannot write {}: {error}", file.display()))?;
    } else if json {
        note(&report.json(ended.code, took).to_string());
    } else {
        note(&report.text(&ended.words, took));
    }
    Ok(ExitCode::from(ended.code))
}
