//! Whether the runtimes of this machine take the gateway's certificate and proxy: each one that is found makes a call to
//! a real host's address, and the gateway's own count says where the call ended.

mod probe;
mod runtimes;

use std::ffi::OsString;
use std::fs;
use std::io::Read as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::json;

pub(crate) use self::probe::probe;
use self::runtimes::{MISSING, RUNTIMES, Runtime};
use super::run::house::House;
use super::run::report::Report;
use super::say;
use crate::environment;
use crate::settings::Settings;

/// What is called: an endpoint that answers without credentials, with 401.
const URL: &str = "https://api.x.com/2/users/me";
/// How long a runtime may take; some compile first.
const PATIENCE: Duration = Duration::from_secs(60);
/// How often it is looked whether one has ended.
const LOOK: Duration = Duration::from_millis(20);

/// What came of a runtime.
#[derive(PartialEq, Eq, Debug)]
enum Found {
    /// It is not on this machine.
    Absent(String),
    /// Its call reached the gateway.
    Good,
    /// It did not; what it said.
    Bad(String),
}

/// Checks every runtime that is found.
pub(crate) fn doctor(settings: Settings, json: bool) -> Result<(), String> {
    crate::log::start("error");
    let house = House::throw_away(settings)?;
    let mut variables = environment::variables(house.proxy, &house.trust, |name| std::env::var_os(name));
    variables.extend(house.own_variables());
    let folder = tempfile::tempdir().map_err(|error| format!("cannot make a folder: {error}"))?;
    let mut told = Vec::new();
    let mut bad = 0;
    for runtime in RUNTIMES {
        let before = house.metrics()?;
        let ran = check(runtime, folder.path(), &variables);
        let report = Report::between(&before, &house.metrics()?, false);
        let found = match ran {
            Found::Good if report.calls() == 0 => {
                Found::Bad("it got an answer, but not from the gateway: it went around the proxy".to_owned())
            }
            ran => ran,
        };
        bad += u32::from(matches!(found, Found::Bad(_)));
        if json {
            let (state, why) = match &found {
                Found::Absent(why) => ("absent", why.as_str()),
                Found::Good => ("good", ""),
                Found::Bad(why) => ("bad", why.as_str()),
            };
            told.push(json!({"runtime": runtime.name, "state": state, "why": why, "advice": runtime.advice}));
        } else {
            show(runtime, &found);
        }
    }
    house.close()?;
    if json {
        say(&format!("{:#}", json!(told)));
    }
    if bad > 0 { Err(format!("{bad} of the runtimes do not reach the gateway as they are")) } else { Ok(()) }
}

fn show(runtime: &Runtime, found: &Found) {
    match found {
        Found::Absent(why) => say(&format!("  -   {:<22} {why}", runtime.name)),
        Found::Good => say(&format!("  ok  {:<22} certificate and proxy are taken", runtime.name)),
        Found::Bad(why) => {
            say(&format!("  NO  {:<22} {why}", runtime.name));
            say(&format!("      {:<22} {}", "", runtime.advice));
        }
    }
}

/// Runs a runtime's call.
fn check(runtime: &Runtime, folder: &Path, variables: &[(&'static str, OsString)]) -> Found {
    if let Some((file, text)) = runtime.file
        && let Err(error) = fs::write(folder.join(file), text)
    {
        return Found::Bad(error.to_string());
    }
    let own = std::env::current_exe().map_or_else(|_| "portcullis".into(), OsString::from);
    let program = if runtime.program.is_empty() { own } else { runtime.program.into() };
    let proxy = variables.iter().find(|(name, _)| *name == "HTTPS_PROXY").map(|(_, value)| value.to_string_lossy());
    let proxy = proxy.unwrap_or_default().replace("http://", "");
    let arguments = runtime.arguments.iter().map(|word| word.replace("{url}", URL).replace("{proxy}", &proxy));
    let started = Command::new(program)
        .args(arguments)
        .current_dir(folder)
        .envs(variables.iter().map(|(name, value)| (name, value)))
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn();
    let mut child = match started {
        Ok(child) => child,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            return Found::Absent("not on this machine".to_owned());
        }
        Err(error) => return Found::Bad(error.to_string()),
    };
    // What it complains of is read beside it, or it would wait for room.
    let complaints = child.stderr.take().map(|mut pipe| {
        std::thread::spawn(move || {
            let mut text = Vec::new();
            drop(pipe.read_to_end(&mut text));
            String::from_utf8_lossy(&text).into_owned()
        })
    });
    let began = Instant::now();
    let status = loop {
        match child.try_wait() {
            Ok(Some(status)) => break status,
            Ok(None) if began.elapsed() < PATIENCE => std::thread::sleep(LOOK),
            Ok(None) | Err(_) => {
                drop(child.kill());
                drop(child.wait());
                return Found::Bad(format!("it did not end within {} s", PATIENCE.as_secs()));
            }
        }
    };
    let text = complaints.and_then(|reading| reading.join().ok()).unwrap_or_default();
    let last = text.lines().rev().find(|line| !line.trim().is_empty()).unwrap_or("it says nothing").trim();
    match status.code() {
        Some(0) => Found::Good,
        Some(MISSING) => Found::Absent("its library is not installed".to_owned()),
        _ => Found::Bad(last.chars().take(200).collect()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runtimes_are_told_apart() {
        let folder = tempfile::tempdir().unwrap();
        let with = |program, arguments| Runtime { name: "x", program, arguments, file: None, advice: "" };
        let found = |program, arguments| check(&with(program, arguments), folder.path(), &[]);
        assert_eq!(found("sh", &["-c", "exit 0"]), Found::Good);
        assert_eq!(found("sh", &["-c", "echo one >&2; echo two >&2; exit 1"]), Found::Bad("two".to_owned()));
        assert!(matches!(found("sh", &["-c", "exit 42"]), Found::Absent(_)));
        assert!(matches!(found("no-such-runtime", &[]), Found::Absent(_)));
    }

    #[test]
    fn every_runtime_calls_the_url_and_has_advice() {
        for runtime in RUNTIMES {
            let words = runtime.arguments.concat();
            assert!(words.contains("{url}") || words.contains("{proxy}"), "{}", runtime.name);
            assert!(!runtime.advice.is_empty(), "{}", runtime.name);
        }
    }
}
