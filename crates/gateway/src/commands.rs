//! What each command does beyond the command line: to the store, to a running gateway, or to standard output.

mod copy;
mod doctor;
mod endpoints;
mod run;
mod sign;
mod synthetic;

use std::fs;
use std::io::{IsTerminal as _, Write as _};
use std::path::Path;

use serde_json::{Value, json};

pub(crate) use copy::{Copy, copy};
pub(crate) use doctor::{doctor, probe};
pub(crate) use endpoints::endpoints;
pub(crate) use run::{Run, run};
pub(crate) use sign::{SignWith, sign};
pub(crate) use synthetic::{Made, seed_synthetic};

use crate::assemble;
use crate::instance::{Claim, Listening, Running, claim};
use crate::operate::{self, Operation};
use crate::settings::Settings;
use crate::{clients, environment, log, serve as server};

/// Prints a text to standard output.
pub(crate) fn say(text: &str) {
    // A reader that went away (`| head`) is no error.
    drop(writeln!(std::io::stdout(), "{text}"));
}

/// Prints an error to standard error, in one line.
pub(crate) fn complain(error: &str) {
    drop(writeln!(std::io::stderr(), "portcullis: {error}"));
}

/// One line of standard input; a person at a terminal is asked for it.
pub(crate) fn line(question: &str) -> Result<String, String> {
    if std::io::stdin().is_terminal() {
        drop(write!(std::io::stderr(), "{question}"));
    }
    let mut answer = String::new();
    std::io::stdin().read_line(&mut answer).map_err(|error| error.to_string())?;
    Ok(answer.trim_end_matches(['\r', '\n']).to_owned())
}

/// Prints a text to standard error.
pub(crate) fn note(text: &str) {
    drop(writeln!(std::io::stderr(), "{text}"));
}

/// Serves until stopped.
pub(crate) fn serve(settings: Settings) -> Result<(), String> {
    log::start(&settings.log.filter);
    more_files();
    actix_web::rt::System::new().block_on(server::serve(settings))
}

/// Takes as many open files as the system lets us have: each connection is one, and the usual 1,024 are few.
#[cfg(unix)]
fn more_files() {
    use rustix::process::{Resource, getrlimit, setrlimit};
    let mut limit = getrlimit(Resource::Nofile);
    limit.current = limit.maximum;
    if let Err(error) = setrlimit(Resource::Nofile, limit) {
        ::log::debug!("the number of open files stays as it is: {error}");
    }
}

#[cfg(not(unix))]
fn more_files() {}

/// Brings the store's tables up to date.
pub(crate) fn migrate(settings: &Settings, json: bool) -> Result<(), String> {
    let _claim = free(settings, "migrate")?;
    let done = match assemble::open_store(settings, &assemble::keys(settings)?)? {
        Some(store) => store.migrate().map_err(|error| format!("cannot migrate the store: {error}"))?,
        None => Vec::new(),
    };
    if json {
        say(&json!({"migrated": done}).to_string());
    } else if done.is_empty() {
        say("the store is up to date");
    } else {
        done.iter().for_each(|name| say(&format!("ran {name}")));
    }
    Ok(())
}

/// Deletes an SQLite store.
pub(crate) fn reset(settings: &Settings, yes: bool) -> Result<(), String> {
    let claim = free(settings, "reset")?;
    let Some(path) = settings.store.url.strip_prefix("sqlite://") else {
        return Err(format!("{} is not a file: empty the database with its own tools", settings.shown().store.url));
    };
    if !Path::new(path).exists() {
        say("there is no store: nothing to reset");
        return Ok(());
    }
    if !yes {
        if !std::io::stdin().is_terminal() {
            return Err(format!("this deletes {path}; say so with --yes"));
        }
        if line(&format!("Delete {path} and all that is in it? Type yes: "))?.trim() != "yes" {
            return Err("nothing was deleted".to_owned());
        }
    }
    for suffix in ["", "-wal", "-shm"] {
        match fs::remove_file(format!("{path}{suffix}")) {
            Ok(()) => {}
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(error) => return Err(format!("cannot delete {path}{suffix}: {error}")),
        }
    }
    drop(claim);
    say(&format!("deleted {path}; the next start makes it anew"));
    Ok(())
}

fn free(settings: &Settings, what: &str) -> Result<Claim, String> {
    match claim(settings)? {
        Claim::Running(running) => {
            Err(format!("a gateway runs on this store (operator's address {}): stop it to {what}", running.admin))
        }
        claim => Ok(claim),
    }
}

/// Does what the operator asks: by the running gateway if there is one, else on the store itself.
pub(crate) fn operate(settings: &Settings, operation: Operation, json: bool) -> Result<(), String> {
    let told = match claim(settings)? {
        Claim::Running(running) => forward(&running, &operation)?,
        _ours if settings.store.url == "memory" => {
            return Err("no gateway runs on the memory store, and it keeps nothing without one".to_owned());
        }
        _ours => {
            let keys = assemble::keys(settings)?;
            let store = assemble::open_store(settings, &keys)?;
            if let Some(store) = &store {
                assemble::migrate(settings, store)?;
            }
            let engine = assemble::engine(settings, store, &keys)?;
            actix_web::rt::System::new().block_on(operate::run(&engine, operation))?
        }
    };
    if json {
        say(&format!("{told:#}"));
    } else {
        show(&told);
    }
    Ok(())
}

fn forward(running: &Running, operation: &Operation) -> Result<Value, String> {
    let url = format!("http://{}/operate", running.admin);
    // No proxy from the environment, which clients may need: it would see the key.
    let agent: ureq::Agent = ureq::Agent::config_builder().http_status_as_error(false).proxy(None).build().into();
    let answer = agent.post(&url).header("authorization", format!("Bearer {}", running.key)).send_json(operation);
    let mut answer = answer.map_err(|error| format!("the gateway at {} does not answer: {error}", running.admin))?;
    let told: Value =
        answer.body_mut().read_json().map_err(|error| format!("the gateway's answer is no JSON: {error}"))?;
    match told.get("error").and_then(Value::as_str) {
        Some(error) => Err(error.to_owned()),
        None => Ok(told),
    }
}

/// Prints facts for people: a list as lines, a thing as `name  value` lines.
fn show(told: &Value) {
    match told {
        Value::Array(things) => {
            for thing in things {
                let cells: Vec<_> = thing.as_object().into_iter().flatten().map(|(_, value)| plain(value)).collect();
                say(&cells.join("\t"));
            }
        }
        Value::Object(facts) => {
            for (name, value) in facts {
                say(&format!("{name:<16}{}", plain(value)));
            }
        }
        other => say(&plain(other)),
    }
}

fn plain(value: &Value) -> String {
    match value {
        Value::Null => "-".to_owned(),
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(plain).collect::<Vec<_>>().join(","),
        other => other.to_string(),
    }
}

/// Prints the settings in force.
pub(crate) fn show_settings(settings: &Settings, json: bool) -> Result<(), String> {
    let shown = settings.shown();
    let text = if json {
        serde_json::to_string_pretty(&shown).map_err(|error| error.to_string())?
    } else {
        toml::to_string_pretty(&shown).map_err(|error| error.to_string())?
    };
    say(text.trim_end());
    Ok(())
}

/// Prints how to bring a client to the gateway: the one that runs on the store, or one with these settings.
pub(crate) fn env(settings: &Settings, client: Option<&str>, json: bool) -> Result<(), String> {
    let Some(client) = client else {
        if json {
            say(&json!(clients::names()).to_string());
        } else {
            clients::names().iter().for_each(|name| say(name));
        }
        return Ok(());
    };
    if !clients::names().contains(&client) {
        return Err(format!("no client is called {client}; there are: {}", clients::names().join(", ")));
    }
    let doors = match claim(settings)? {
        Claim::Running(Running { doors: Some(doors), .. }) => doors,
        _ => Listening::of(settings),
    };
    let variables = match doors.proxy {
        Some(proxy) => {
            let trust = run::house::trust(&doors, settings)?;
            environment::variables(proxy, &trust, |name| std::env::var_os(name))
        }
        None => Vec::new(),
    };
    let base = format!("http://{}", doors.http);
    let lines = clients::lines(client, &base, doors.proxy, &variables).unwrap_or_default();
    if json {
        say(&json!({"client": client, "lines": lines}).to_string());
    } else {
        say(&lines.join("\n"));
    }
    Ok(())
}
