//! How long a start takes beside a scan of the same rows, and what memory people and edges take.

use std::time::Duration;

use super::compare::{Asking, gateway, middle};
use super::gateway::Site;
use super::machine;
use super::report::{Goal, Report, number, spread};
use super::rows::CONNECTIONS;
use super::workshop::{Place, Workshop};
use crate::reference::scan;
use crate::shots::Ask;

/// From the start of the process until it listens, beside a bare scan of people and edges.
pub(super) fn start(shop: &mut Workshop, report: &mut Report) -> Result<(), String> {
    shop.with_great(Place::Half, |shop, site| {
        // What waits to be folded is folded by a stop.
        site.stop()?;
        let (mut scans, mut starts, mut ratios, mut rows) = (Vec::new(), Vec::new(), Vec::new(), 0);
        for round in 0..=shop.options.rounds {
            report.was_busy(u32::from(!machine::settle(shop.options.patience)));
            let (counted, scanned) = scan(&site.database())?;
            report.was_busy(u32::from(!machine::settle(shop.options.patience)));
            let server = site.start(shop, Place::Half, &[])?;
            let took = server.took;
            server.stop()?;
            if round > 0 {
                rows = counted;
                scans.push(scanned.as_secs_f64() * 1e3);
                starts.push(took.as_secs_f64() * 1e3);
                ratios.push(took.as_secs_f64() / scanned.as_secs_f64());
            }
        }
        let ratio = middle(ratios.clone()).1;
        let row =
            vec![number(rows as f64), spread(&starts), spread(&scans), spread(&ratios), Goal::AtMost(2.0).judge(ratio)];
        let columns = ["rows", "start, ms", "bare `sqlite3_step` scan, ms", "ratio", "goal"];
        report.table("Start on a full store", &columns, &[row]);
        Ok(())
    })
}

/// Resident memory on nobody, on people alone, and on the whole world.
pub(super) fn memory(shop: &mut Workshop, report: &mut Report) -> Result<(), String> {
    let people = shop.options.people;
    let nobody = resident(shop, &mut shop.seed("nobody", 2, 0, None)?)?;
    let mut alone = shop.seed("people", people, 0, None)?;
    let without_edges = resident(shop, &mut alone)?;
    let edges = shop.options.edges as f64;
    let whole = shop.with_great(Place::Half, |shop, site| {
        site.stop()?;
        resident(shop, site)
    })?;
    let a_person = (without_edges.0 - nobody.0) / alone.people;
    let an_edge = (whole.0 - without_edges.0) / edges;
    let megabytes = |bytes: (f64, f64)| format!("{} / {}", number(bytes.0 / 1e6), number(bytes.1 / 1e6));
    let rows = [
        vec!["nobody".to_owned(), megabytes(nobody), "–".to_owned(), "–".to_owned()],
        vec![
            format!("{people} people, no edges"),
            megabytes(without_edges),
            format!("{} bytes a person", number(a_person)),
            Goal::AtMost(600.0).judge(a_person),
        ],
        vec![
            format!("the same and {edges} edges"),
            megabytes(whole),
            format!("{} bytes an edge", number(an_edge)),
            Goal::AtMost(32.0).judge(an_edge),
        ],
    ];
    let columns = ["world", "resident now / at most, MB", "each", "goal"];
    report.table("Memory of the gateway after its start and a burst of `GET /2/users/me`", &columns, &rows);
    Ok(())
}

/// Bytes that a gateway has which was started and asked for a while, and had at the most.
fn resident(shop: &Workshop, site: &mut Site) -> Result<(f64, f64), String> {
    site.serve(shop, Place::Half, &[])?;
    // What the start freed goes back to the system a second later, but not before there is something to do.
    std::thread::sleep(Duration::from_secs(1));
    let asking = Asking { ask: Ask::Me, reader: None, connections: CONNECTIONS };
    (gateway(shop, site, "the gateway", asking).burst)()?;
    machine::settle(shop.options.patience);
    let memory = machine::memory(site.server()?.pid);
    site.stop()?;
    memory
}
