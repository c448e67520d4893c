//! Blocks on PostgreSQL, beside pgbench with the same insert from as many connections.

use std::path::PathBuf;
use std::time::Duration;

use super::compare::{Asking, Contender, Sample, alternate, gateway};
use super::gateway::Site;
use super::process::{command, finish};
use super::report::{Goal, Report};
use super::rows::CONNECTIONS;
use super::workshop::{Workshop, there};
use crate::shots::Ask;

/// One edge at a time, each its own durable transaction.
const SCRIPT: &str = "\\set source random(1, 1000000000)\n\\set target random(1, 1000000000)\n\
    \\set position random(1, 4000000000000000000)\n\
    INSERT INTO edges (source_id, kind, position, target_id) VALUES (:source, 1, :position, :target) \
    ON CONFLICT (source_id, kind, target_id) DO NOTHING;\n";

/// How long an administrator's statement may take.
const PATIENCE: Duration = Duration::from_secs(600);

/// The three ways to block.
pub(super) fn creates(shop: &mut Workshop, report: &mut Report) -> Result<(), String> {
    measure(shop, report, false)
}

/// The same right after a checkpoint, when every page is logged whole once more.
pub(super) fn after_checkpoint(shop: &mut Workshop, report: &mut Report) -> Result<(), String> {
    measure(shop, report, true)
}

struct Server {
    /// The address of the database that the server was told by.
    url: String,
}

impl Server {
    fn find() -> Result<Self, String> {
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
    fn database(&self, name: &str) -> String {
        let (place, parameters) = self.url.split_once('?').unwrap_or((&self.url, ""));
        let (host, _) = place.rsplit_once('/').unwrap_or((place, ""));
        format!("{host}/{name}?{parameters}")
    }

    fn psql(&self, database: &str, statement: &str) -> Result<String, String> {
        let mut psql = command(&tool("psql")?, None);
        psql.args(["-X", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-c", statement, &self.database(database)]);
        finish(psql, PATIENCE)
    }

    fn pgbench(&self, shop: &Workshop, database: &str) -> Result<Sample, String> {
        let script = shop.home().join("insert.sql");
        std::fs::write(&script, SCRIPT).map_err(|error| format!("cannot write {}: {error}", script.display()))?;
        let mut pgbench = command(&tool("pgbench")?, None);
        pgbench.args(["-n", "-M", "prepared", "-c", &CONNECTIONS.to_string(), "-j", &shop.workers.to_string()]);
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
        for name in ["bench_gateway", "bench_reference"] {
            // The server goes too, where it was made for this.
            drop(self.psql("postgres", &format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")));
        }
    }
}

fn measure(shop: &mut Workshop, report: &mut Report, checkpoint: bool) -> Result<(), String> {
    let server = Server::find()?;
    server.psql("postgres", "DROP DATABASE IF EXISTS bench_gateway WITH (FORCE)")?;
    server.psql("postgres", "CREATE DATABASE bench_gateway")?;
    // A tenth of the world: row by row it is made more slowly here, and an insert is an insert.
    let (people, edges) = ((shop.options.people / 10).max(1_000), shop.options.edges / 10);
    let place = if checkpoint { "postgres-checkpoint" } else { "postgres" };
    let mut site: Site = shop.seed(place, people, edges, Some(server.database("bench_gateway")))?;
    server.psql("postgres", "DROP DATABASE IF EXISTS bench_reference WITH (FORCE)")?;
    server.psql("postgres", "CREATE DATABASE bench_reference TEMPLATE bench_gateway")?;
    let started = site.start(None)?;
    site.served_by(started);
    for ask in Ask::CREATES {
        let asking = Asking { ask, reader: None, connections: CONNECTIONS, pinned: false };
        let mut own = gateway(shop, &site, "gateway", asking);
        let first = || if checkpoint { server.psql("postgres", "CHECKPOINT").map(drop) } else { Ok(()) };
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
                    server.pgbench(shop, "bench_reference")
                }),
            },
        ];
        let measured = alternate(shop.turns(), &mut contenders)?;
        let when = if checkpoint { ", right after a checkpoint" } else { "" };
        let row = format!("{}, PostgreSQL, {CONNECTIONS} connections{when}", ask.name());
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
