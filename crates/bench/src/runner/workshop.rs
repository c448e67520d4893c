//! What all rows share: the folder, wrk, the processors that each side has, and the great world, made when first asked for.

use std::path::Path;

use tempfile::TempDir;

use super::gateway::{Settings, Site};
use super::process::{Server, command, folder};
use super::{Options, machine, note};
use crate::load::Wrk;

/// Which processors a server has.
#[derive(Clone, Copy, Debug)]
pub(super) enum Place {
    /// One half, where there is more than one, with a worker on each; its load has the other.
    Half,
    /// All, like its load, with as many workers as a gateway has by itself.
    Anywhere,
}

/// Everything a row measures with.
pub(super) struct Workshop {
    pub(super) options: Options,
    pub(super) wrk: Wrk,
    /// The processors of what serves and of what loads it, where they can be told apart.
    pub(super) pins: Option<(String, String)>,
    great: Option<Site>,
    // After all that has files in it.
    home: TempDir,
}

impl Workshop {
    pub(super) fn new(options: Options) -> Result<Self, String> {
        let home = folder(&options.scratch)?;
        let half = half();
        let pins = (machine::processors() > 1 && there("taskset"))
            .then(|| (format!("0-{}", half - 1), format!("{half}-{}", 2 * half - 1)));
        if !there("wrk") {
            return Err("wrk is not installed (apt-get install wrk)".to_owned());
        }
        if !options.gateway.is_file() {
            return Err(format!("{} is no program: make release builds it", options.gateway.display()));
        }
        let wrk = Wrk::new(home.path(), half)?;
        Ok(Self { options, wrk, pins, great: None, home })
    }

    /// A new folder of that name.
    pub(super) fn place(&self, name: &str) -> Result<std::path::PathBuf, String> {
        let path = self.home.path().join(name);
        std::fs::create_dir_all(&path).map_err(|error| format!("cannot make {}: {error}", path.display()))?;
        Ok(path)
    }

    /// The temporary folder.
    pub(super) fn home(&self) -> &Path {
        self.home.path()
    }

    /// Does something with the great world, which is served there.
    pub(super) fn with_great<T>(
        &mut self,
        place: Place,
        work: impl FnOnce(&Self, &mut Site) -> Result<T, String>,
    ) -> Result<T, String> {
        self.with_great_set(place, &[], work)
    }

    /// The same by a gateway with further settings.
    pub(super) fn with_great_set<T>(
        &mut self,
        place: Place,
        settings: Settings,
        work: impl FnOnce(&Self, &mut Site) -> Result<T, String>,
    ) -> Result<T, String> {
        let mut site = match self.great.take() {
            Some(site) => site,
            None => self.seed("great", self.options.people, self.options.edges, None)?,
        };
        let done = site.serve(self, place, settings).and_then(|()| work(self, &mut site));
        self.great = Some(site);
        done
    }

    /// Makes a world of that size, in a folder of that name or in the database of that address.
    pub(super) fn seed(&self, name: &str, people: u32, edges: u64, store: Option<String>) -> Result<Site, String> {
        note(&format!("making a world of {people} people and {edges} edges"));
        let site = Site::seeded(self, name, (people, edges), store)?;
        note(&format!("made in {:.0} seconds", site.seconds));
        Ok(site)
    }

    /// How often contenders alternate, and how many seconds a burst waits for an idle machine.
    pub(super) fn turns(&self) -> (u32, u64) {
        (self.options.rounds, self.options.patience)
    }

    /// The processors that a server there keeps to.
    pub(super) fn server_pin(&self, place: Place) -> Option<&str> {
        match place {
            Place::Half => self.pins.as_ref().map(|(server, _)| server.as_str()),
            Place::Anywhere => None,
        }
    }

    /// How many workers a server there has.
    pub(super) fn workers(&self, place: Place) -> usize {
        match place {
            Place::Half => half(),
            Place::Anywhere => machine::processors(),
        }
    }

    /// The processors that such a server leaves.
    pub(super) fn load_pin(&self) -> Option<&str> {
        self.pins.as_ref().map(|(_, load)| load.as_str())
    }

    /// Starts a reference, which is this program under another command.
    pub(super) fn reference(&self, words: &[&str], place: Place) -> Result<Server, String> {
        let own = std::env::current_exe().map_err(|error| format!("this program cannot be found: {error}"))?;
        let mut command = command(&own.to_string_lossy(), self.server_pin(place));
        command.args(words).args(["--workers", &self.workers(place).to_string()]);
        Server::start(command)
    }
}

/// How many processors make one half, where there is more than one.
fn half() -> usize {
    (machine::processors() / 2).max(1)
}

/// Whether a program is on the path.
pub(super) fn there(program: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| folder.join(program).is_file())
}
