//! Blocks on PostgreSQL, shared and owned, beside pgbench with the same insert from as many connections.

use std::path::PathBuf;
use std::time::Duration;

use super::compare::{Asking, Contender, Sample, alternate, gateway};
use super::gateway::{Settings, Site};
use super::process::{command, finish};
use super::report::{Goal, Report};
use super::rows::CONNECTIONS;
use super::workshop::{Place, Workshop, there};
use crate::shots::Ask;

/// One edge at a time, each its own durable transaction.
pub(super) const INSERT: &str = "\\set source random(1, 1000000000)\n\\set target random(1, 1000000000)\n\
    \\set position random(1, 4000000000000000000)\n\
    INSERT INTO edges (source_id, kind, position, target_id) VALUES (:source, 1, :position, :target) \
    ON CONFLICT (source_id, kind, target_id) DO NOTHING;\n";

/// The databases of the gateway and of what it is measured beside.
const GATEWAY: &str = "bench_gateway";
pub(super) const REFERENCE: &str = "bench_reference";

/// How long an administrator's statement may take.
const PATIENCE: Duration = Duration::from_secs(600);

/// How the gateway uses the database in a row, and what happens before each burst.
#[derive(Clone, Copy)]
struct Use {
    /// A folder's name.
    place: &'static str,
    /// Settings, by their names in the environment.
    settings: Settings,
    /// What the row's name says of it.
    told: &'static str,
    /// Whether a checkpoint comes first.
    checkpoint: bool,
}

const SHARED: Use = Use { place: "postgres", settings: &[], told: "PostgreSQL", checkpoint: false };

/// The three ways to block.
pub(super) fn creates(shop: &mut Workshop, report: &mut Report) -> Result<(), String> {
    measure(shop, report, SHARED)
}

/// The same right after a checkpoint, when every page is logged whole once more.
pub(super) fn after_checkpoint(shop: &mut Workshop, report: &mut Report) -> Result<(), String> {
    measure(shop, report, Use { place: "postgres-checkpoint", checkpoint: true, ..SHARED })
}

/// The same by one process that has the graph in memory and the database to itself.
pub(super) fn owned(shop: &mut Workshop, report: &mut Report) -> Result<(), String> {
    let settings = &[("PORTCULLIS__STORE__MODE", "owned")];
    measure(shop, report, Use { place: "postgres-owned", settings, told: "PostgreSQL owned", ..SHARED })
}

pub(super) struct Server {
    /// The address of the database that the server was told by.
    url: String,
}

impl Server {
    pub(super) fn find() -> Result<Self, String> {
        let url = std::env::var("TEST_DATABASE_URL")
            .map_err(|_| "no PostgreSQL: `make bench` starts one, or set TEST_DATABASE_URL to a superuser's URL")?;
        let server = Self { url };
        for setting in ["fsync", "synchronous_commit", "full_page_writes"] {
            let value = server.psql("postgres", &format!("SHOW {setting}"))?;
            if value.trim() != "on" {
                return Err(format!("the server has {setting} = {}: what it says is written may not be", value.trim()));
            }
        }
        Ok(server)
    }

    /// The address of another database of the server.
    pub(super) fn database(&self, name: &str) -> String {
        let (place, parameters) = self.url.split_once('?').unwrap_or((&self.url, ""));
        let (host, _) = place.rsplit_once('/').unwrap_or((place, ""));
        format!("{host}/{name}?{parameters}")
    }

    pub(super) fn psql(&self, database: &str, statement: &str) -> Result<String, String> {
        let mut psql = command(&tool("psql")?, None);
        psql.args(["-X", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-c", statement, &self.database(database)]);
        finish(psql, PATIENCE)
    }

    /// Makes a world in a database of the gateway's, and a copy of it for the reference.
    pub(super) fn world(&self, shop: &Workshop, place: &str) -> Result<Site, String> {
        self.psql("postgres", &format!("DROP DATABASE IF EXISTS {GATEWAY} WITH (FORCE)"))?;
        self.psql("postgres", &format!("CREATE DATABASE {GATEWAY}"))?;
        // A tenth of the world: row by row it is made more slowly here, and an insert is an insert.
        let (people, edges) = ((shop.options.people / 10).max(1_000), shop.options.edges / 10);
        let site = shop.seed(place, people, edges, Some(self.database(GATEWAY)))?;
        self.psql("postgres", &format!("DROP DATABASE IF EXISTS {REFERENCE} WITH (FORCE)"))?;
        self.psql("postgres", &format!("CREATE DATABASE {REFERENCE} TEMPLATE {GATEWAY}"))?;
        Ok(site)
    }

    /// Runs pgbench with a script on a database.
    pub(super) fn pgbench(&self, shop: &Workshop, database: &str, text: &str) -> Result<Sample, String> {
        let script = shop.home().join("pgbench.sql");
        std::fs::write(&script, text).map_err(|error| format!("cannot write {}: {error}", script.display()))?;
        let mut pgbench = command(&tool("pgbench")?, None);
        let (clients, threads) = (CONNECTIONS.to_string(), shop.workers(Place::Anywhere).to_string());
        pgbench.args(["-n", "-M", "prepared", "-c", &clients, "-j", &threads]);
        pgbench.args(["-T", &shop.options.seconds.to_string(), "-f"]).arg(script).arg(self.database(database));
        let told = finish(pgbench, Duration::from_secs(shop.options.seconds + 60))?;
        let value = |name: &str| {
            let line = told.lines().find_map(|line| line.strip_prefix(name))?;
            line.split_whitespace().next()?.parse::<f64>().ok()
        };
        let (rate, milliseconds) = (value("tps = "), value("latency average = "));
        let (rate, milliseconds) = rate.zip(milliseconds).ok_or_else(|| format!("pgbench told {}", told.trim()))?;
        // It tells the mean and no more.
        Ok(Sample { rate, p50: milliseconds * 1e3, p99: f64::NAN, cpu: f64::NAN, bytes: f64::NAN })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        for name in [GATEWAY, REFERENCE] {
            // The server goes too, where it was made for this.
            drop(self.psql("postgres", &format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")));
        }
    }
}

fn measure(shop: &mut Workshop, report: &mut Report, by: Use) -> Result<(), String> {
    let server = Server::find()?;
    let mut site = server.world(shop, by.place)?;
    site.serve(shop, Place::Anywhere, by.settings)?;
    for ask in Ask::CREATES {
        let asking = Asking { ask, reader: None, connections: CONNECTIONS };
        let mut own = gateway(shop, &site, "gateway", asking);
        let first = || if by.checkpoint { server.psql("postgres", "CHECKPOINT").map(drop) } else { Ok(()) };
        let mut contenders = [
            Contender {
                name: "gateway".to_owned(),
                burst: Box::new(move || {
                    first()?;
                    (own.burst)()
                }),
            },
            Contender {
                name: "`pgbench -c64 -M prepared`".to_owned(),
                burst: Box::new(|| {
                    first()?;
                    server.pgbench(shop, REFERENCE, INSERT)
                }),
            },
        ];
        let measured = alternate(shop.turns(), &mut contenders)?;
        let when = if by.checkpoint { ", right after a checkpoint" } else { "" };
        let row = format!("{}, {}, {CONNECTIONS} connections{when}", ask.name(), by.told);
        report.compared(&row, measured, &[(Goal::AtLeast(2.0), Goal::None)]);
    }
    site.stop()
}

/// A tool of PostgreSQL: on the path, or where Debian has them.
fn tool(name: &str) -> Result<String, String> {
    if there(name) {
        return Ok(name.to_owned());
    }
    let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut found: Vec<PathBuf> = versions.map(|version| version.path().join("bin").join(name)).collect();
    found.retain(|path| path.is_file());
    found.sort();
    let found = found.pop().ok_or_else(|| format!("{name} is not installed (apt-get install postgresql-client)"))?;
    Ok(found.to_string_lossy().into_owned())
}
