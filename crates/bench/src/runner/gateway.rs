//! The gateway that is measured: the release program on a made-up world, with the limiter, the metrics and the access log
//! on, limits set so high that nobody meets them.

use std::cell::RefCell;
use std::fmt::Write as _;
use std::fs::{self, File};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::Duration;

use serde_json::Value;

use super::process::{Server, command, finish};
use super::workshop::{Place, Workshop};
use crate::load::Preparer;

/// As many requests in a window as nobody makes.
const PLENTY: u32 = 1_000_000_000;
/// How long a world may take to be made.
const MAKING: Duration = Duration::from_secs(3_600);

/// Settings beside those of every row, by their names in the environment.
pub(super) type Settings = &'static [(&'static str, &'static str)];

/// A world, and the gateway on it when it is served.
pub(super) struct Site {
    folder: PathBuf,
    program: PathBuf,
    /// Makes requests of it ready.
    pub(super) preparer: RefCell<Preparer>,
    server: Option<Server>,
    /// What the gateway that runs was started with.
    settings: Settings,
    /// How long it took to make.
    pub(super) seconds: f64,
    /// Everybody in it.
    pub(super) people: f64,
}

impl Site {
    /// Makes a world.
    pub(super) fn seeded(
        shop: &Workshop,
        name: &str,
        (people, edges): (u32, u64),
        store: Option<String>,
    ) -> Result<Self, String> {
        let folder = shop.place(name)?;
        let program = shop.options.gateway.canonicalize().map_err(|error| error.to_string())?;
        let store = store.unwrap_or_else(|| format!("sqlite://{}", folder.join("graph.db").display()));
        let config = folder.join("portcullis.toml");
        fs::write(&config, settings(&store, &folder))
            .map_err(|error| format!("cannot write {}: {error}", config.display()))?;
        let mut seed = bare(Command::new(&program));
        seed.current_dir(&folder).args(["seed", "--synthetic", "--json", "--manifest", "manifest.json"]);
        seed.args(["--people", &people.to_string(), "--edges", &edges.to_string()]);
        let told: Value = serde_json::from_str(&finish(seed, MAKING)?).map_err(|error| error.to_string())?;
        let text = fs::read_to_string(folder.join("manifest.json")).map_err(|error| error.to_string())?;
        let manifest = serde_json::from_str(&text).map_err(|error| format!("the manifest is wrong: {error}"))?;
        Ok(Self {
            folder,
            program,
            preparer: RefCell::new(Preparer::new(manifest)),
            server: None,
            settings: &[],
            seconds: told["seconds"].as_f64().unwrap_or_default(),
            people: told["people"].as_f64().unwrap_or_default(),
        })
    }

    /// The SQLite file.
    pub(super) fn database(&self) -> PathBuf {
        self.folder.join("graph.db")
    }

    /// Starts the gateway there with these settings, unless it runs so.
    pub(super) fn serve(&mut self, shop: &Workshop, place: Place, settings: Settings) -> Result<(), String> {
        let bound = shop.server_pin(place).is_some();
        if self.server.as_ref().is_some_and(|server| server.bound != bound) || self.settings != settings {
            self.stop()?;
        }
        if self.server.is_none() {
            self.server = Some(self.start(shop, place, settings)?);
            self.settings = settings;
        }
        Ok(())
    }

    /// Starts a gateway on this world, there.
    pub(super) fn start(&self, shop: &Workshop, place: Place, settings: Settings) -> Result<Server, String> {
        let failed = |error: std::io::Error| format!("cannot make the log: {error}");
        let log = File::options().append(true).create(true).open(self.log()).map_err(failed)?;
        let mut serve = bare(command(&self.program.to_string_lossy(), shop.server_pin(place)));
        serve.env("PORTCULLIS__SERVER__WORKERS", shop.workers(place).to_string());
        serve.envs(settings.iter().copied());
        serve.arg("serve").current_dir(&self.folder).stderr(Stdio::from(log));
        Server::start(serve).map_err(|error| format!("{error}: {}", self.last_words()))
    }

    /// The gateway that runs.
    pub(super) fn server(&self) -> Result<&Server, String> {
        self.server.as_ref().ok_or_else(|| "the gateway does not run".to_owned())
    }

    /// Stops the gateway if it runs.
    pub(super) fn stop(&mut self) -> Result<(), String> {
        self.server.take().map_or(Ok(()), Server::stop)
    }

    /// Empties the access log, which would fill the disk.
    pub(super) fn forget_log(&self) {
        drop(File::options().write(true).truncate(true).open(self.log()));
    }

    fn log(&self) -> PathBuf {
        self.folder.join("gateway.log")
    }

    fn last_words(&self) -> String {
        let text = fs::read_to_string(self.log()).unwrap_or_default();
        text.lines().next_back().unwrap_or("it said nothing").to_owned()
    }
}

/// The command without settings of the caller's own.
fn bare(mut command: Command) -> Command {
    for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("PORTCULLIS__")) {
        command.env_remove(name);
    }
    command
}

fn settings(store: &str, folder: &std::path::Path) -> String {
    let text = |text: &str| toml::Value::String(text.to_owned()).to_string();
    let key = text(&folder.join("seal.key").to_string_lossy());
    let mut settings = format!(
        "[server]\nlisten = \"127.0.0.1:0\"\n[admin]\nlisten = \"127.0.0.1:0\"\n\
         [store]\nurl = {}\n[access]\nseal_key_file = {key}\n[world]\nseed = \"none\"\n\
         [log]\nfilter = \"info\"\n[limits]\nenabled = true\n[limits.override]\n",
        text(store)
    );
    for bucket in portcullis::dialects::buckets() {
        // Writing to a String cannot fail.
        let _ = writeln!(settings, "{} = {PLENTY}", text(bucket));
    }
    settings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_settings_are_the_gateways_own() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("portcullis.toml");
        fs::write(&file, settings("sqlite:///x/y.db", folder.path())).unwrap();
        let read = portcullis::settings::Settings::read(Some(&file), &[]).unwrap();
        assert!(read.limits.enabled && read.limits.overrides.values().all(|most| *most == PLENTY));
        assert_eq!(read.log.filter.as_str(), "info");
    }
}
