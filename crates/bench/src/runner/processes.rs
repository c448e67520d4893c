//! One, two and three gateways on one PostgreSQL, beside pgbench on the same server: what sharing a database costs and
//! what another process brings.

use super::compare::{Contender, Sample, alternate};
use super::gateway::Site;
use super::machine;
use super::postgres::{INSERT, REFERENCE, Server as Database};
use super::process::Server;
use super::report::{Goal, Report};
use super::rows::CONNECTIONS;
use super::workshop::{Place, Workshop};
use crate::load::{Burst, Wrk};
use crate::shots::Ask;

/// How many gateways there are at the most.
const MOST: usize = 3;

/// One person by their id, as nearly as pgbench can name one.
const PERSON: &str = "\\set id random(:least, :greatest)\nSELECT * FROM users WHERE id >= :id ORDER BY id LIMIT 1;\n";

/// A write and two reads by one, two and three processes.
pub(super) fn beside_each_other(shop: &mut Workshop, report: &mut Report) -> Result<(), String> {
    let database = Database::find()?;
    let site = database.world(shop, "processes")?;
    let (least, greatest) = database.ends(REFERENCE)?;
    let person = PERSON.replace(":least", &least).replace(":greatest", &greatest);
    let wrks: Vec<Wrk> = (0..MOST)
        .map(|number| Wrk::new(&shop.place(&format!("wrk-{number}"))?, shop.wrk.threads))
        .collect::<Result<_, _>>()?;
    for ask in [Ask::CreateV2, Ask::Me, Ask::Show] {
        for count in 1..=MOST {
            let servers: Vec<Server> =
                (0..count).map(|_| site.start(shop, Place::Anywhere, &[])).collect::<Result<_, _>>()?;
            let mut rate = 20_000.0;
            let reference = if ask.writes() { INSERT } else { &person };
            let mut contenders = [
                Contender {
                    name: "gateways".to_owned(),
                    burst: Box::new(|| {
                        let sample = burst(shop, &site, &wrks, &servers, (ask, rate))?;
                        rate = sample.rate;
                        Ok(sample)
                    }),
                },
                Contender {
                    name: "`pgbench -c64 -M prepared`".to_owned(),
                    burst: Box::new(|| database.pgbench(shop, REFERENCE, reference)),
                },
            ];
            let measured = alternate(shop.turns(), &mut contenders)?;
            drop(contenders);
            let row = format!("{}, PostgreSQL, {count} process(es), {CONNECTIONS} connections", ask.name());
            report.compared(&row, measured, &[(Goal::None, Goal::None)]);
            servers.into_iter().try_for_each(Server::stop)?;
        }
    }
    Ok(())
}

/// Loads all servers at once, each with its share of the connections.
fn burst(
    shop: &Workshop,
    site: &Site,
    wrks: &[Wrk],
    servers: &[Server],
    (ask, rate): (Ask, f64),
) -> Result<Sample, String> {
    let seconds = shop.options.seconds;
    let once = ask.signed() || ask.writes();
    // Somewhat more than will be sent; each of them may get more than its share.
    let count = if once { (rate * seconds as f64 * 1.4) as u64 / servers.len() as u64 + 2_000 } else { 2_000 };
    let connections = CONNECTIONS / servers.len();
    for (wrk, server) in wrks.iter().zip(servers) {
        let host = server.address.to_string();
        site.preparer.borrow_mut().write(&wrk.files, wrk.threads.min(connections), (ask, None), (&host, count))?;
    }
    let spent = || servers.iter().map(|server| machine::processor_seconds(server.pid)).sum::<Result<f64, _>>();
    let before = spent()?;
    let bursts: Vec<Burst> = std::thread::scope(|scope| {
        let each = wrks.iter().zip(servers.iter().map(Server::url));
        let loads: Vec<_> =
            each.map(|(wrk, url)| scope.spawn(move || wrk.burst(&url, (connections, seconds), !once, None))).collect();
        let join = |load: std::thread::ScopedJoinHandle<'_, Result<Burst, String>>| {
            load.join().unwrap_or_else(|_| Err("a thread that ran wrk died".to_owned()))
        };
        loads.into_iter().map(join).collect::<Result<_, _>>()
    })?;
    let spent = spent()? - before;
    site.forget_log();
    let (requests, bytes) = bursts
        .iter()
        .fold((0.0, 0.0), |(requests, bytes), burst| (requests + burst.requests as f64, bytes + burst.bytes as f64));
    Ok(Sample {
        rate: bursts.iter().map(Burst::rate).sum(),
        p50: bursts.iter().map(|burst| burst.p50 as f64).fold(0.0, f64::max),
        p99: bursts.iter().map(|burst| burst.p99 as f64).fold(0.0, f64::max),
        cpu: spent * 1e6 / requests,
        bytes: bytes / requests,
    })
}

impl Database {
    /// The least and the greatest id of a person.
    fn ends(&self, name: &str) -> Result<(String, String), String> {
        let told = self.psql(name, "SELECT min(id) || ' ' || max(id) FROM users")?;
        let (least, greatest) = told.trim().split_once(' ').ok_or("the world has nobody in it")?;
        Ok((least.to_owned(), greatest.to_owned()))
    }
}
