//! The rows of writes: durable blocks beside one transaction each, beside constant answers, and amid reads.

use std::time::Duration;

use super::compare::{Asking, alternate, body_length, gateway, middle, reference};
use super::gateway::Site;
use super::machine;
use super::report::{Goal, Report, number, spread};
use super::rows::CONNECTIONS;
use super::workshop::{Place, Workshop};
use crate::load::{Timed, mixed};
use crate::reference::flushes;
use crate::shots::{Ask, named};

/// The disk alone.
pub(super) fn flush(shop: &mut Workshop, report: &mut Report) -> Result<(), String> {
    let (mut rates, mut p50, mut p99) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..shop.options.rounds {
        report.was_busy(u32::from(!machine::settle(shop.options.patience)));
        let flushed = flushes(shop.home(), Duration::from_secs(shop.options.seconds))?;
        rates.push(flushed.a_second);
        p50.push(flushed.p50);
        p99.push(flushed.p99);
    }
    let row = vec![spread(&rates), spread(&p50), spread(&p99)];
    report.table("4 KiB written and flushed", &["a second", "p50, µs", "p99, µs"], &[row]);
    Ok(())
}

/// One writer: a group of one must not be slower than a transaction.
pub(super) fn one(shop: &mut Workshop, report: &mut Report) -> Result<(), String> {
    creates(shop, report, 1, (Goal::AtLeast(1.0), Goal::None))
}

/// Sixty-four writers.
pub(super) fn sixty_four(shop: &mut Workshop, report: &mut Report) -> Result<(), String> {
    creates(shop, report, CONNECTIONS, (Goal::AtLeast(9.0), Goal::AtLeast(0.35)))
}

/// Many writers.
pub(super) fn many(shop: &mut Workshop, report: &mut Report) -> Result<(), String> {
    creates(shop, report, 256, (Goal::None, Goal::AtLeast(0.50)))
}

/// Each way to block on SQLite, beside one transaction a request and beside a constant POST.
fn creates(
    shop: &mut Workshop,
    report: &mut Report,
    connections: usize,
    (one, constant): (Goal, Goal),
) -> Result<(), String> {
    shop.with_great(Place::Anywhere, |shop, site| {
        for (number, ask) in Ask::CREATES.into_iter().enumerate() {
            let asking = Asking { ask, reader: None, connections };
            let size = body_length(site, &asking)?.to_string();
            let file = shop.home().join(format!("one-{connections}-{number}.db"));
            let single =
                shop.reference(&["sqlite", "--file", &file.to_string_lossy(), "--size", &size], Place::Anywhere)?;
            let post = shop.reference(&["constant", "--size", &size], Place::Anywhere)?;
            let mut contenders = [
                gateway(shop, site, "gateway", asking.clone()),
                reference(shop, site, "SQLite, one transaction a request", &single, &asking),
                reference(shop, site, &format!("constant POST, {size} B"), &post, &asking),
            ];
            let measured = alternate(shop.turns(), &mut contenders)?;
            let row = format!("{}, SQLite, {connections} connection(s)", ask.name());
            report.compared(&row, measured, &[(one, Goal::None), (constant, Goal::None)]);
        }
        Ok(())
    })
}

const READS: [Ask; 6] = [Ask::Show, Ask::Me, Ask::Ids, Ask::List, Ask::Blocking, Ask::Blocked];

/// Nine reads and one write of ten, in three dialects: how much longer the slow answers of each kind are than alone.
pub(super) fn mixed_load(shop: &mut Workshop, report: &mut Report) -> Result<(), String> {
    shop.with_great(Place::Anywhere, |shop, site| {
        let kinds: Vec<Ask> = READS.into_iter().chain(Ask::CREATES).collect();
        let mut rates = vec![2_000.0; kinds.len() + 1];
        let mut ratios = vec![Vec::new(); kinds.len()];
        let (mut alone, mut amid) = (ratios.clone(), ratios.clone());
        for round in 0..=shop.options.rounds {
            report.was_busy(u32::from(!machine::settle(shop.options.patience)));
            let all = burst(shop, site, &kinds, None, &mut rates[kinds.len()])?;
            for (at, kind) in kinds.iter().enumerate() {
                let by_itself = burst(shop, site, &kinds, Some(at), &mut rates[at])?[at];
                let (Some(by_itself), Some(together)) = (by_itself, all[at]) else {
                    return Err(format!("{kind:?} was not answered once in {} s", shop.options.seconds));
                };
                if round > 0 {
                    ratios[at].push(together.p99 / by_itself.p99);
                    alone[at].push(by_itself.p99);
                    amid[at].push(together.p99);
                }
            }
        }
        let rows: Vec<_> = (0..kinds.len())
            .map(|at| {
                let ratio = middle(ratios[at].clone()).1;
                let cells = [spread(&alone[at]), spread(&amid[at]), number(ratio), Goal::AtMost(3.0).judge(ratio)];
                std::iter::once(kinds[at].name()).chain(cells).collect()
            })
            .collect();
        let columns = ["row", "p99 alone, µs", "p99 in the mix, µs", "ratio", "goal"];
        report.table("Mixed load: 90 % reads, 10 % writes, 64 connections, SQLite", &columns, &rows);
        Ok(())
    })
}

/// One burst of one kind or of all mixed; `rate` is how many a second to make ready, and learns.
fn burst(
    shop: &Workshop,
    site: &Site,
    kinds: &[Ask],
    only: Option<usize>,
    rate: &mut f64,
) -> Result<Vec<Option<Timed>>, String> {
    let server = site.server()?;
    let host = server.address.to_string();
    let seconds = shop.options.seconds;
    let count = (*rate * seconds as f64 * 1.5) as usize + 500;
    let mut preparer = site.preparer.borrow_mut();
    let manifest = preparer.manifest.clone();
    // Whoever blocks most reads the long lists.
    let great = named(&manifest, u32::MAX)?;
    let mut requests = Vec::with_capacity(count);
    for number in 0..count {
        // A tenth are writes, each kind in turn.
        let mix = if number % 10 == 9 { READS.len() + number / 10 % 3 } else { number % READS.len() };
        let kind = only.unwrap_or(mix);
        let long = matches!(kinds[kind], Ask::Ids | Ask::List | Ask::Blocking | Ask::Blocked);
        let request = preparer.request(kinds[kind], long.then_some((great, "")), &host)?;
        requests.push((kind, request));
    }
    drop(preparer);
    let began = std::time::Instant::now();
    let timed = mixed(server.address, requests, CONNECTIONS, (kinds.len(), Duration::from_secs(seconds)))?;
    let answered: usize = timed.iter().flatten().map(|timed| timed.count).sum();
    *rate = answered as f64 / began.elapsed().as_secs_f64();
    site.forget_log();
    Ok(timed)
}
